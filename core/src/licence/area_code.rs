//! Area codes (行政区划代码, GB/T 2260).

use super::code::CodeError;
use std::fmt;

/// Provinces of GB/T 2260 by their first two digits (from memory).
const PROVINCES: &[&str] = &[
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82",
];

/// An area code: six digits, province, prefecture, county by two each.
///
/// It has no check digit and is not looked up in a table: codes are retired and live on in older
/// licences. What it can say is which area lies within which.
///
/// ```
/// use yinxin_core::licence::AreaCode;
/// let prefecture = AreaCode::parse("990100").unwrap();
/// assert!(prefecture.covers(&AreaCode::parse("990101").unwrap()));
/// assert!(!prefecture.covers(&AreaCode::parse("990201").unwrap()));
/// ```
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode(String);

impl AreaCode {
    /// Checks `text`: six ASCII digits.
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the position and the rule.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        if let Some(at) = text.chars().position(|c| !c.is_ascii_digit()) {
            return Err(CodeError::Character { at });
        }
        if text.len() != 6 {
            return Err(CodeError::Length {
                found: text.len(),
                most: 6,
            });
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the six digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether `other` is this area or lies within it.
    ///
    /// `990000` covers the province 99, `990100` the prefecture 9901, `990101` itself alone;
    /// `100000` is the whole country.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let prefix = self.prefix();
        self.0 == "100000" || (!prefix.is_empty() && other.0.starts_with(prefix))
    }

    /// Returns the digits that say something: two, four or six, and none for `000000`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        match self.0.strip_suffix("0000") {
            Some("00") => "",
            Some(province) => province,
            None => self.0.strip_suffix("00").unwrap_or(&self.0),
        }
    }

    /// Tells whether the first two digits are a province of GB/T 2260.
    #[must_use]
    pub fn is_in_known_province(&self) -> bool {
        self.0
            .get(..2)
            .is_some_and(|province| PROVINCES.contains(&province))
    }

    /// Tells whether the area is one of the fictitious areas 99 of samples and demonstrations.
    #[must_use]
    pub fn is_fictitious(&self) -> bool {
        self.0.starts_with("99")
    }
}

impl TryFrom<String> for AreaCode {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        Self::parse(&text)
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> Self {
        code.to_string()
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_covers_what_lies_within_it_and_nothing_else() {
        for (outer, inner, covers) in [
            ("990000", "990101", true),
            ("990000", "980101", false),
            ("990100", "990101", true),
            ("990100", "990100", true),
            ("990100", "990201", false),
            ("990101", "990101", true),
            ("990101", "990100", false),
            ("990101", "990102", false),
            ("100000", "990101", true),
            ("990101", "100000", false),
            // Six zeros are no area: the prefix of nothing must not become everything.
            ("000000", "990101", false),
        ] {
            let covered = AreaCode::parse(outer)
                .unwrap()
                .covers(&AreaCode::parse(inner).unwrap());
            assert_eq!(covered, covers, "{outer} {inner}");
        }
    }
}
