//! Values of a licence's elements, as a face shows them.

use time::Date;

use super::error::IssueError;
use crate::licence::{CatalogueEntry, FieldKind, Licence};

/// What stands where an optional value is missing.
const NONE: &str = "—";

/// Returns a date as official papers write it, such as 2026年1月5日.
pub(super) fn date(date: Date) -> String {
    format!(
        "{}年{}月{}日",
        date.year(),
        u8::from(date.month()),
        date.day()
    )
}

/// Returns the value of `element` as text.
pub(super) fn value(
    licence: &Licence,
    entry: &CatalogueEntry,
    label: &str,
    element: &str,
) -> Result<String, IssueError> {
    let joined = |texts: Vec<&str>| texts.join("、");
    let text = match element {
        "ZZMC" => licence.name.clone(),
        "ZZBH" => licence.number.clone(),
        "ZZBS" => licence.identifier.clone(),
        "ZZLXDM" => licence.type_code.clone(),
        "ZZBFJG" => licence.issuer.name.clone(),
        "ZZBFJGDM" => licence.issuer.code.clone(),
        "ZZBFRQ" => date(licence.issued),
        "CZZT" => joined(licence.holders.iter().map(|h| h.name.as_str()).collect()),
        "CZZTDM" => joined(licence.holders.iter().map(|h| h.code.as_str()).collect()),
        "ZZYXQQSRQ" => date(licence.valid_from),
        "ZZYXQJZRQ" => licence.valid_until.map_or_else(|| "长期".to_owned(), date),
        "ZZYXQ" => {
            let until = licence.valid_until.map_or_else(|| "长期".to_owned(), date);
            format!("{}至{until}", date(licence.valid_from))
        }
        _ => return field(licence, entry, label, element),
    };
    if text.trim().is_empty() {
        return Err(IssueError::MissingValue {
            field: label.to_owned(),
        });
    }
    Ok(text)
}

fn field(
    licence: &Licence,
    entry: &CatalogueEntry,
    label: &str,
    element: &str,
) -> Result<String, IssueError> {
    let definition = entry.fields.iter().find(|f| f.name == element);
    let found = licence
        .fields
        .iter()
        .find(|f| f.name == element)
        .map(|f| f.value.as_str());
    if definition.is_none() && found.is_none() {
        return Err(IssueError::UnknownElement {
            element: element.to_owned(),
        });
    }
    let text = found.unwrap_or_default().trim();
    if text.is_empty() {
        return if definition.is_some_and(|d| d.required) {
            Err(IssueError::MissingValue {
                field: label.to_owned(),
            })
        } else {
            Ok(NONE.to_owned())
        };
    }
    if definition.is_some_and(|d| d.kind == FieldKind::Date) {
        let format = time::macros::format_description!("[year]-[month]-[day]");
        let parsed = Date::parse(text, format).map_err(|_| IssueError::InvalidDate {
            field: label.to_owned(),
        })?;
        return Ok(date(parsed));
    }
    Ok(text.to_owned())
}
