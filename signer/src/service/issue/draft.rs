//! From a row of data to a licence that fits its type.

use super::rows::Row;
use crate::service::{Expected, ServiceError, input};
use crate::wire::ReasonText;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as STANDARD;
use std::path::Path;
use time::{Date, OffsetDateTime};
use yinxin_core::licence::{
    AuthorityName, CatalogueEntry, CreditCode, Holder, HolderCodeType, HolderKind, Licence,
    LicenceField, LicenceIdentifier, Photo, Severity, TypeCode, civil_date,
};
use yinxin_core::reason::{Reason, licence as reasons};

/// Most octets of a photo.
pub(crate) const PHOTO: u64 = 4 << 20;

/// What a licence gets that is not in its row.
#[derive(Debug)]
pub(super) struct Assigned<'a> {
    pub(super) issuer: &'a AuthorityName,
    pub(super) area_code: &'a str,
    pub(super) number: u64,
    pub(super) status_index: u64,
    pub(super) at: OffsetDateTime,
    pub(super) photos: Photos<'a>,
}

/// Where the photos of rows are.
#[derive(Debug, Clone, Copy)]
pub enum Photos<'a> {
    /// In files; their paths are relative to this folder.
    In(&'a Path),
    /// In the rows themselves, in base64: whoever sends rows names no file of this machine.
    Inline,
}

/// Why a row was refused.
#[derive(Debug)]
pub(super) enum Refused {
    /// The data do not fit.
    Data(Reason),
    /// A file of the row cannot be read, or a code of the home is wrong.
    Service(ServiceError),
}

impl Refused {
    /// Returns code and texts for who sent the row.
    pub(super) fn problem(&self) -> ReasonText {
        match self {
            Self::Data(reason) => reason.into(),
            Self::Service(error) => error.problem(),
        }
    }
}

impl From<ServiceError> for Refused {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

/// Makes the licence of a row and checks it against its type.
pub(super) fn licence(
    row: &Row,
    entry: &CatalogueEntry,
    assigned: &Assigned<'_>,
) -> Result<Licence, Refused> {
    known_elements(row, entry)?;
    let today = civil_date(assigned.at);
    let issued = date(row, "ZZBFRQ")?.unwrap_or(today);
    let valid_from = date(row, "ZZYXQQSRQ")?.unwrap_or(issued);
    let valid_until = match row.get("ZZYXQJZRQ") {
        Some("长期") => None,
        Some(_) => date(row, "ZZYXQJZRQ")?,
        None => match entry.validity.first() {
            Some(rule) => rule
                .last_day(valid_from)
                .map_err(|_| element("ZZYXQJZRQ"))?,
            None => None,
        },
    };
    let code_type = row
        .get("CZZTDMLXDM")
        .unwrap_or_else(|| code_type(entry.holder_kind, row.get("CZZTDM").unwrap_or_default()));
    let licence = Licence {
        identifier: identifier(entry, assigned, issued)?,
        name: entry.type_name.clone(),
        type_code: entry.type_code.clone(),
        number: row
            .get("ZZBH")
            .map_or_else(|| number(assigned, issued), str::to_owned),
        issuer: assigned.issuer.clone(),
        area_code: assigned.area_code.to_owned(),
        holders: vec![Holder {
            name: row.get("CZZT").unwrap_or_default().to_owned(),
            code: row.get("CZZTDM").unwrap_or_default().to_owned(),
            code_type: HolderCodeType(code_type.to_owned()),
        }],
        issued,
        valid_from,
        valid_until,
        fields: entry
            .fields
            .iter()
            .filter_map(|field| {
                let value = row.get(&field.name)?.to_owned();
                Some(LicenceField {
                    name: field.name.clone(),
                    value,
                })
            })
            .collect(),
        photo: photo(row, assigned.photos)?,
        status_index: Some(assigned.status_index),
    };
    match licence
        .check(entry)
        .into_iter()
        .find(|finding| finding.severity == Severity::Error)
    {
        Some(finding) => Err(Refused::Data(finding.reason)),
        None => Ok(licence),
    }
}

/// The type of a holder's code where the row does not say it. What the type of licence asks for
/// goes before what the code looks like, so that a slip in it is told as a slip in it.
fn code_type(kind: HolderKind, code: &str) -> &'static str {
    match kind {
        HolderKind::Organisation => "001",
        HolderKind::NaturalPerson => "111",
        _ if CreditCode::parse(code).is_ok() => "001",
        _ => "111",
    }
}

/// An element that nobody asked for is a slip of the pen, not something to drop in silence.
fn known_elements(row: &Row, entry: &CatalogueEntry) -> Result<(), Refused> {
    const COMMON: [&str; 8] = [
        "CZZT",
        "CZZTDM",
        "CZZTDMLXDM",
        "ZZBH",
        "ZZBFRQ",
        "ZZYXQQSRQ",
        "ZZYXQJZRQ",
        "ZP",
    ];
    match row
        .names()
        .find(|name| !COMMON.contains(name) && entry.field(name).is_none())
    {
        Some(unknown) => Err(Refused::Data(
            Reason::new(&reasons::FIELD_UNKNOWN).with("name", unknown),
        )),
        None => Ok(()),
    }
}

fn element(name: &str) -> Refused {
    Refused::Data(Reason::new(&reasons::FIELD_DATE).with("label", name))
}

fn date(row: &Row, name: &str) -> Result<Option<Date>, Refused> {
    let Some(text) = row.get(name) else {
        return Ok(None);
    };
    let format = time::macros::format_description!("[year]-[month]-[day]");
    Date::parse(text, format)
        .map(Some)
        .map_err(|_| element(name))
}

fn identifier(
    entry: &CatalogueEntry,
    assigned: &Assigned<'_>,
    issued: Date,
) -> Result<String, Refused> {
    let malformed = |code: &str, source| {
        Refused::Service(ServiceError::CodeMalformed {
            code: code.to_owned(),
            source,
        })
    };
    let type_code =
        TypeCode::parse(&entry.type_code).map_err(|e| malformed(&entry.type_code, e))?;
    let issuer = CreditCode::parse(&assigned.issuer.code)
        .map_err(|e| malformed(&assigned.issuer.code, e))?;
    let serial = format!("{}{:08}", issued.year(), assigned.number);
    LicenceIdentifier::new(&type_code, &issuer, &serial, 1)
        .map(|identifier| identifier.as_str().to_owned())
        .map_err(|e| malformed(&serial, e))
}

/// A number for licences whose row has none: area, year, running number.
fn number(assigned: &Assigned<'_>, issued: Date) -> String {
    format!(
        "{}{}{:06}",
        assigned.area_code,
        issued.year(),
        assigned.number
    )
}

fn photo(row: &Row, photos: Photos<'_>) -> Result<Option<Photo>, Refused> {
    let Some(value) = row.get("ZP") else {
        return Ok(None);
    };
    let data = match photos {
        Photos::In(folder) => input::read(&folder.join(value), PHOTO)?,
        Photos::Inline => STANDARD
            .decode(value)
            .ok()
            .filter(|data| u64::try_from(data.len()).is_ok_and(|length| length <= PHOTO))
            .ok_or_else(|| ServiceError::NotUnderstood {
                path: "ZP".into(),
                expected: Expected::Photo,
            })?,
    };
    Ok(Some(Photo {
        media_type: "image/jpeg".to_owned(),
        data,
    }))
}
