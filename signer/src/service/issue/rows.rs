//! Rows of data: what a clerk fills in, one licence a row.

use crate::service::{ServiceError, input};
use std::path::Path;
use yinxin_core::licence::JsonError;

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

/// Where in a file of rows something is wrong; lines and columns count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowPlace {
    /// The line of the file; in CSV the one on which the row begins.
    pub line: Option<u64>,
    /// The column: of a table in CSV, of the text in JSON.
    pub column: Option<u64>,
}

impl RowPlace {
    /// Returns the place in Chinese and English, to stand behind the name of the file.
    pub(crate) fn text(self) -> (String, String) {
        let (mut zh, mut en) = (String::new(), String::new());
        if let Some(line) = self.line {
            zh = format!(" 第 {line} 行");
            en = format!(", line {line}");
        }
        if let Some(column) = self.column {
            zh = format!("{zh}第 {column} 列");
            en = format!("{en}, column {column}");
        }
        (zh, en)
    }
}

/// What is wrong with a file of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowsProblem {
    /// There is no row of values: a slip, not a job well done.
    Empty,
    /// It is not UTF-8.
    NotUtf8,
    /// A row has another number of columns than the first.
    Columns {
        /// Columns of the first row.
        expected: u64,
        /// Columns of this row.
        found: u64,
    },
    /// Two columns have one name.
    NameTwice {
        /// The name.
        name: String,
    },
    /// It is not CSV.
    NotCsv,
    /// It is not JSON as RFC 8259 and the rules of licence data have it.
    NotJson,
    /// It is JSON, and not an array of objects.
    NotObjects,
    /// A value is neither a text nor a number.
    Value {
        /// The row, from 1.
        row: u64,
        /// The element.
        name: String,
    },
}

impl RowsProblem {
    /// Returns what is wrong, in Chinese and English.
    pub(crate) fn text(&self) -> (String, String) {
        let (zh, en) = match self {
            Self::Empty => ("没有数据行", "there is no row of values"),
            Self::NotUtf8 => ("不是 UTF-8 编码", "it is not UTF-8"),
            Self::NotCsv => ("不是 CSV", "it is not CSV"),
            Self::NotJson => (
                "不是 JSON（或有重复的名称、小数、过深的嵌套）",
                "it is not JSON, or has a name twice, a fraction or too many levels",
            ),
            Self::NotObjects => ("应为由对象组成的数组", "it is not an array of objects"),
            Self::Columns { expected, found } => {
                return (
                    format!("有 {found} 列，首行有 {expected} 列"),
                    format!("{found} columns where the first row has {expected}"),
                );
            }
            Self::NameTwice { name } => {
                return (
                    format!("要素名“{name}”出现两次"),
                    format!("two columns have the name {name:?}"),
                );
            }
            Self::Value { row, name } => {
                return (
                    format!("第 {row} 个对象的“{name}”既不是文本也不是数字"),
                    format!("{name:?} of object {row} is neither a text nor a number"),
                );
            }
        };
        (zh.to_owned(), en.to_owned())
    }
}

type Flaw = (RowPlace, RowsProblem);

/// Reads rows: `.json`, an array of objects with text values; anything else is CSV in UTF-8 whose
/// first row names the elements.
///
/// # Errors
///
/// [`ServiceError::Read`], [`ServiceError::TooLarge`], [`ServiceError::Rows`].
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
    let rows = rows.and_then(|rows| match rows.is_empty() {
        true => Err((RowPlace::default(), RowsProblem::Empty)),
        false => Ok(rows),
    });
    rows.map_err(|(at, why)| ServiceError::Rows {
        path: path.into(),
        at,
        why,
    })
}

fn from_json(octets: &[u8]) -> Result<Vec<Row>, Flaw> {
    let read: Result<Vec<serde_json::Map<String, serde_json::Value>>, JsonError> =
        yinxin_core::licence::read_json(octets, octets.len());
    let rows = read.map_err(|error| match error {
        JsonError::Syntax { at, .. }
        | JsonError::TooDeep { at }
        | JsonError::DoubledName { at }
        | JsonError::Fraction { at } => (place(octets, at), RowsProblem::NotJson),
        JsonError::Shape { at, .. } => (place(octets, at), RowsProblem::NotObjects),
        _ => (RowPlace::default(), RowsProblem::NotJson),
    })?;
    let numbered = rows.into_iter().zip(1..);
    let rows = numbered.map(|(row, number)| {
        Row::of_json(row).map_err(|name| {
            let row = number;
            (RowPlace::default(), RowsProblem::Value { row, name })
        })
    });
    rows.collect()
}

/// Line and column of an octet; a column counts octets.
fn place(octets: &[u8], at: usize) -> RowPlace {
    let before = octets.get(..at).unwrap_or(octets);
    let lines = before.split(|octet| *octet == b'\n');
    let (mut line, mut column) = (0, 0);
    for text in lines {
        line += 1;
        column = text.len();
    }
    RowPlace {
        line: Some(line),
        column: u64::try_from(column)
            .ok()
            .map(|column| column.saturating_add(1)),
    }
}

impl Row {
    /// Makes a row of a JSON object whose values are texts, numbers or `null`.
    ///
    /// # Errors
    ///
    /// The name of the element whose value is none of these.
    pub fn of_json(row: serde_json::Map<String, serde_json::Value>) -> Result<Self, String> {
        let values = row.into_iter().map(|(name, value)| match value {
            serde_json::Value::String(text) => Ok((name, text)),
            serde_json::Value::Number(number) => Ok((name, number.to_string())),
            serde_json::Value::Null => Ok((name, String::new())),
            _ => Err(name),
        });
        values.collect::<Result<Vec<_>, _>>().map(Self::new)
    }
}

fn from_csv(octets: &[u8]) -> Result<Vec<Row>, Flaw> {
    let text = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
    let mut reader = csv::ReaderBuilder::new().from_reader(text);
    let names: Vec<String> = reader
        .headers()
        .map_err(|error| flaw(&error))?
        .iter()
        .map(|name| name.trim().to_owned())
        .collect();
    // Of two columns with one name nobody knows which is meant.
    let mut seen = std::collections::HashSet::new();
    let twice = names.iter().position(|name| !seen.insert(name));
    if let Some(index) = twice {
        let at = RowPlace {
            line: Some(1),
            column: column(index),
        };
        let name = names.get(index).cloned().unwrap_or_default();
        return Err((at, RowsProblem::NameTwice { name }));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| flaw(&error))?;
        let values = names.iter().cloned().zip(record.iter().map(str::to_owned));
        rows.push(Row::new(values.collect()));
    }
    Ok(rows)
}

fn column(index: usize) -> Option<u64> {
    u64::try_from(index)
        .ok()
        .map(|index| index.saturating_add(1))
}

fn flaw(error: &csv::Error) -> Flaw {
    let line = error.position().map(csv::Position::line);
    let (column, why) = match error.kind() {
        csv::ErrorKind::Utf8 { err, .. } => (column(err.field()), RowsProblem::NotUtf8),
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            let (expected, found) = (*expected_len, *len);
            (None, RowsProblem::Columns { expected, found })
        }
        _ => (None, RowsProblem::NotCsv),
    };
    (RowPlace { line, column }, why)
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

    fn refused(read: Result<Vec<Row>, Flaw>) -> (Option<u64>, Option<u64>, RowsProblem) {
        let (at, why) = read.unwrap_err();
        (at.line, at.column, why)
    }

    #[test]
    fn what_is_wrong_with_a_table_is_told_with_line_and_column() {
        let columns = RowsProblem::Columns {
            expected: 2,
            found: 1,
        };
        let read = from_csv(b"a,b\n1,2\n1\n");
        assert_eq!(refused(read), (Some(3), None, columns));
        let twice = RowsProblem::NameTwice {
            name: "CZZT".to_owned(),
        };
        let read = from_csv("CZZT,CZZT\n甲,乙\n".as_bytes());
        assert_eq!(refused(read), (Some(1), Some(2), twice));
        // GBK, as spreadsheets write it where nobody says otherwise.
        let read = from_csv(b"a,b\n1,2\n1,\xb8\xce\n");
        assert_eq!(refused(read), (Some(3), Some(2), RowsProblem::NotUtf8));
        let place = RowPlace {
            line: Some(3),
            column: Some(2),
        };
        assert_eq!(place.text().0, " 第 3 行第 2 列");
        assert_eq!(place.text().1, ", line 3, column 2");
    }

    #[test]
    fn json_rows_hold_texts_and_numbers_only() {
        assert_eq!(
            from_json(br#"[{"CZZT":"x","n":3}]"#).unwrap()[0].get("n"),
            Some("3")
        );
        let value = RowsProblem::Value {
            row: 2,
            name: "CZZT".to_owned(),
        };
        let read = from_json(br#"[{"CZZT":"x"},{"CZZT":["x"]}]"#);
        assert_eq!(refused(read), (None, None, value));
        let read = from_json(b"[{\"CZZT\":\"x\",\n\"CZZT\":\"y\"}]");
        let (line, column, why) = refused(read);
        assert_eq!((line, why), (Some(2), RowsProblem::NotJson));
        assert!(column.is_some());
        assert_eq!(refused(from_json(b"{}")).2, RowsProblem::NotObjects);
    }
}
