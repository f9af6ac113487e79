//! Organisation codes (组织机构代码, GB 11714-1997).

use super::code::{CodeError, digits_and_capitals, value};
use std::fmt;

const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A checked organisation code: eight characters and a check character, without the hyphen.
///
/// Algorithm as in deployed code; GB 11714-1997 itself was not read.
///
/// ```
/// use yinxin_core::licence::OrganisationCode;
/// assert!(OrganisationCode::parse("TE5T0001-6").is_ok());
/// assert!(OrganisationCode::parse("TE5T00017").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrganisationCode(String);

impl OrganisationCode {
    /// Checks `text`, with or without the hyphen before the check character.
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the position in `text` and the rule.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let (body, check, check_at) = match text.split_once('-') {
            Some((body, check)) => (body, check, 9),
            None => match text.char_indices().nth(8) {
                Some((at, _)) => {
                    let (body, check) = text.split_at(at);
                    (body, check, 8)
                }
                None => return Err(length_or_character(text)),
            },
        };
        digits_and_capitals(body, 8)?;
        digits_and_capitals(check, 1).map_err(|error| error.moved(check_at))?;
        let expected = check_character(body).ok_or(CodeError::Character { at: 0 })?;
        if !check.starts_with(expected) {
            return Err(CodeError::CheckCharacter {
                at: check_at,
                expected,
            });
        }
        Ok(Self(format!("{body}{check}")))
    }

    /// Returns the nine characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn length_or_character(text: &str) -> CodeError {
    match digits_and_capitals(text, 9) {
        Err(error) => error,
        Ok(()) => CodeError::Length {
            found: text.len(),
            most: 9,
        },
    }
}

fn check_character(body: &str) -> Option<char> {
    let mut sum = 0;
    for (octet, weight) in body.bytes().zip(WEIGHTS) {
        sum += value(octet)? * weight;
    }
    match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    }
}

impl fmt::Display for OrganisationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_check_character_is_refused() {
        let right: Vec<char> = "0123456789X"
            .chars()
            .filter(|check| OrganisationCode::parse(&format!("TE5T0001-{check}")).is_ok())
            .collect();
        assert_eq!(right, ['6']);
    }

    #[test]
    fn an_error_says_where() {
        for (text, error) in [
            (
                "TE5T0001-7",
                CodeError::CheckCharacter {
                    at: 9,
                    expected: '6',
                },
            ),
            (
                "TE5T00017",
                CodeError::CheckCharacter {
                    at: 8,
                    expected: '6',
                },
            ),
            ("te5T00016", CodeError::LowerCase { at: 0 }),
            ("TE5T", CodeError::Length { found: 4, most: 9 }),
            ("", CodeError::Length { found: 0, most: 9 }),
            ("TE5T000１6", CodeError::Character { at: 7 }),
        ] {
            assert_eq!(OrganisationCode::parse(text), Err(error), "{text}");
        }
    }
}
