//! Rows of data: what a clerk fills in, one licence a row.

use crate::service::error::Expected;
use crate::service::{ServiceError, input};
use std::path::Path;

/// Most octets of a file of rows.
const MOST: u64 = 64 << 20;

/// One row: element names with their values, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    values: Vec<(String, String)>,
}

impl Row {
    /// Makes a row of element names and values.
    #[must_use]
    pub fn new(values: Vec<(String, String)>) -> Self {
        Self { values }
    }

    /// Returns the value of an element; `None` where it is absent or empty.
    #[must_use]
    pub fn get(&self, element: &str) -> Option<&str> {
        let found = self.values.iter().find(|(name, _)| name == element)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    /// Returns the row with another value of an element.
    pub(crate) fn with(mut self, element: &str, value: String) -> Self {
        self.values.retain(|(name, _)| name != element);
        self.values.push((element.to_owned(), value));
        self
    }

    /// Returns the elements with their values.
    pub(crate) fn values(&self) -> &[(String, String)] {
        &self.values
    }

    /// Returns the element names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(name, _)| name.as_str())
    }
}

/// Reads rows: `.json`, an array of objects with text values; anything else is CSV in UTF-8 whose
/// first row names the elements.
///
/// # Errors
///
/// [`ServiceError::Read`], [`ServiceError::TooLarge`], [`ServiceError::NotUnderstood`].
pub(super) fn read(path: &Path) -> Result<Vec<Row>, ServiceError> {
    let octets = input::read(path, MOST)?;
    let json = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let rows = if json {
        from_json(&octets)
    } else {
        from_csv(&octets)
    };
    // No rows at all is a slip, not a job well done.
    rows.filter(|rows| !rows.is_empty())
        .ok_or_else(|| ServiceError::NotUnderstood {
            path: path.into(),
            expected: Expected::LicenceData,
        })
}

fn from_json(octets: &[u8]) -> Option<Vec<Row>> {
    let rows: Vec<serde_json::Map<String, serde_json::Value>> =
        yinxin_core::licence::read_json(octets, octets.len()).ok()?;
    rows.into_iter().map(Row::of_json).collect()
}

impl Row {
    /// Makes a row of a JSON object whose values are texts, numbers or `null`; `None` for others.
    #[must_use]
    pub fn of_json(row: serde_json::Map<String, serde_json::Value>) -> Option<Self> {
        let values = row.into_iter().map(|(name, value)| match value {
            serde_json::Value::String(text) => Some((name, text)),
            serde_json::Value::Number(number) => Some((name, number.to_string())),
            serde_json::Value::Null => Some((name, String::new())),
            _ => None,
        });
        values.collect::<Option<Vec<_>>>().map(Self::new)
    }
}

fn from_csv(octets: &[u8]) -> Option<Vec<Row>> {
    let text = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
    let mut reader = csv::ReaderBuilder::new().from_reader(text);
    let names: Vec<String> = reader
        .headers()
        .ok()?
        .iter()
        .map(|name| name.trim().to_owned())
        .collect();
    // Of two columns with one name nobody knows which is meant.
    let distinct: std::collections::HashSet<&String> = names.iter().collect();
    if distinct.len() < names.len() {
        return None;
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        let values = names.iter().cloned().zip(record.iter().map(str::to_owned));
        rows.push(Row::new(values.collect()));
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_with_a_byte_order_mark_and_quotes_is_read() {
        let rows = from_csv("\u{feff}CZZT,KZ_DZ\n甲,\"城关镇,1号\"\n".as_bytes()).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].get("CZZT"), Some("甲"));
        assert_eq!(rows[0].get("KZ_DZ"), Some("城关镇,1号"));
        assert_eq!(rows[0].get("KZ_X"), None);
    }

    #[test]
    fn a_row_of_another_length_spoils_the_file() {
        assert!(from_csv(b"a,b\n1\n").is_none());
    }

    #[test]
    fn two_columns_of_one_name_spoil_the_file() {
        assert!(from_csv("CZZT,CZZT\n甲,乙\n".as_bytes()).is_none());
    }

    #[test]
    fn json_rows_hold_texts_and_numbers_only() {
        assert_eq!(
            from_json(br#"[{"CZZT":"x","n":3}]"#).unwrap()[0].get("n"),
            Some("3")
        );
        assert!(from_json(br#"[{"CZZT":["x"]}]"#).is_none());
        assert!(from_json(br#"[{"CZZT":"x","CZZT":"y"}]"#).is_none());
    }
}
