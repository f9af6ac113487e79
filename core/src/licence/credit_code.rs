//! Unified social credit codes (统一社会信用代码, GB 32100-2015).

use super::code::{CodeError, digits_and_capitals};
use super::{AreaCode, OrganisationCode};
use std::fmt;

/// The 31 symbols: no I, O, S, V or Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A checked credit code: 18 characters, with the organisation code inside checked too.
///
/// Algorithm as in deployed code; GB 32100-2015 itself was not read. The area inside is six digits
/// and is not looked up: bodies keep the codes of areas that were dissolved.
///
/// ```
/// use yinxin_core::licence::CreditCode;
/// let code = CreditCode::parse("11990101TE5T00016T").unwrap();
/// assert_eq!(code.organisation_code().as_str(), "TE5T00016");
/// assert_eq!(code.area().as_str(), "990101");
/// ```
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode {
    text: String,
    area: AreaCode,
    organisation: OrganisationCode,
}

impl CreditCode {
    /// Checks `text`.
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the position in `text` and the rule.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        digits_and_capitals(text, 18)?;
        let mut sum = 0;
        let mut weight = 1;
        for (at, octet) in text.bytes().enumerate().take(17) {
            sum += position(octet).ok_or(CodeError::Character { at })? * weight % 31;
            weight = weight * 3 % 31;
        }
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        let area = AreaCode::parse(part(2..8)).map_err(|error| error.moved(2))?;
        let organisation = OrganisationCode::parse(part(8..17)).map_err(|error| error.moved(8))?;
        let expected = ALPHABET
            .get((31 - sum % 31) % 31)
            .map(|&octet| char::from(octet))
            .ok_or(CodeError::Character { at: 17 })?;
        if !text.ends_with(expected) {
            return Err(CodeError::CheckCharacter { at: 17, expected });
        }
        Ok(Self {
            text: text.to_owned(),
            area,
            organisation,
        })
    }

    /// Returns the 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the area inside (characters 3 to 8).
    #[must_use]
    pub fn area(&self) -> &AreaCode {
        &self.area
    }

    /// Returns the organisation code inside (characters 9 to 17).
    #[must_use]
    pub fn organisation_code(&self) -> &OrganisationCode {
        &self.organisation
    }
}

fn position(octet: u8) -> Option<usize> {
    ALPHABET.iter().position(|&symbol| symbol == octet)
}

impl TryFrom<String> for CreditCode {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        Self::parse(&text)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.to_string()
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synthetic_codes_are_right() {
        for code in [
            "11990101TE5T00016T",
            "12990101TE5T00024J",
            "91990101MA00TE5T2P",
            "92990101MA00TE6T90",
        ] {
            assert_eq!(
                CreditCode::parse(code).map(|c| c.to_string()),
                Ok(code.to_owned())
            );
        }
    }

    #[test]
    fn any_single_changed_character_is_refused() {
        let right = "11990101TE5T00016T";
        for at in 0..18 {
            for symbol in ALPHABET {
                let mut text = right.as_bytes().to_vec();
                text[at] = *symbol;
                let text = String::from_utf8(text).unwrap();
                assert_eq!(CreditCode::parse(&text).is_ok(), text == right, "{text}");
            }
        }
    }

    #[test]
    fn an_error_says_where() {
        for (text, error) in [
            (
                "11990101TE5T00016A",
                CodeError::CheckCharacter {
                    at: 17,
                    expected: 'T',
                },
            ),
            (
                "11990101TE5T00017T",
                CodeError::CheckCharacter {
                    at: 16,
                    expected: '6',
                },
            ),
            ("11990101TE5T00O16T", CodeError::Character { at: 14 }),
            ("1199O101TE5T00016T", CodeError::Character { at: 4 }),
            ("11990101te5t00016t", CodeError::LowerCase { at: 8 }),
            (
                "11990101TE5T00016",
                CodeError::Length {
                    found: 17,
                    most: 18,
                },
            ),
            ("11A90101TE5T00016T", CodeError::Character { at: 2 }),
        ] {
            assert_eq!(CreditCode::parse(text), Err(error), "{text}");
        }
    }
}
