//! Citizen numbers (公民身份号码, GB 11643-1999).

use super::AreaCode;
use super::code::CodeError;
use std::fmt;
use time::{Date, Month};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Which areas a citizen number may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Areas {
    /// Provinces of GB/T 2260, and 83 of residence permits (from memory).
    Official,
    /// Those, and the fictitious area 99 of samples and demonstrations.
    OfficialAndFictitious,
}

/// A checked citizen number: area, date of birth, order and check character.
///
/// Personal data: `Debug` and `Display` mask the middle; [`CitizenNumber::reveal`] gives all.
/// Algorithm as in deployed code; GB 11643-1999 itself was not read.
///
/// ```
/// use yinxin_core::licence::{Areas, CitizenNumber};
/// let number = CitizenNumber::parse("990101199001010019", Areas::OfficialAndFictitious).unwrap();
/// assert_eq!(number.to_string(), "9901**********0019");
/// assert!(CitizenNumber::parse("990101199001010019", Areas::Official).is_err());
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CitizenNumber {
    text: String,
    born: Date,
}

impl CitizenNumber {
    /// Checks `text`: 17 digits and a digit or `X`.
    ///
    /// # Errors
    ///
    /// [`CodeError`] with the position in `text` and the rule.
    pub fn parse(text: &str, areas: Areas) -> Result<Self, CodeError> {
        for (at, c) in text.chars().enumerate() {
            match c {
                '0'..='9' => {}
                'X' if at == 17 => {}
                'x' if at == 17 => return Err(CodeError::LowerCase { at }),
                _ => return Err(CodeError::Character { at }),
            }
        }
        if text.len() != 18 {
            return Err(CodeError::Length {
                found: text.len(),
                most: 18,
            });
        }
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        let area = AreaCode::parse(part(0..6))?;
        let fictitious = areas == Areas::OfficialAndFictitious && area.is_fictitious();
        if !(area.is_in_known_province() || text.starts_with("83") || fictitious) {
            return Err(CodeError::Area { at: 0 });
        }
        let born =
            date(part(6..10), part(10..12), part(12..14)).ok_or(CodeError::Date { at: 6 })?;
        let sum: u32 = text
            .chars()
            .filter_map(|c| c.to_digit(10))
            .zip(WEIGHTS)
            .map(|(digit, weight)| digit * weight)
            .sum();
        let expected = match (12 - sum % 11) % 11 {
            10 => 'X',
            digit => char::from_digit(digit, 10).unwrap_or('0'),
        };
        if !text.ends_with(expected) {
            return Err(CodeError::CheckCharacter { at: 17, expected });
        }
        Ok(Self {
            text: text.to_owned(),
            born,
        })
    }

    /// Returns all 18 characters: for the licence itself, never for a log.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// Returns the date of birth.
    #[must_use]
    pub fn born(&self) -> Date {
        self.born
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

impl fmt::Display for CitizenNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = self.text.get(..4).unwrap_or_default();
        let tail = self.text.get(14..).unwrap_or_default();
        write!(f, "{head}**********{tail}")
    }
}

impl fmt::Debug for CitizenNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CitizenNumber({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_where() {
        for (text, expected) in [
            ("990101199001010019", Ok(())),
            ("990101199001010027", Ok(())),
            (
                "990101199001010018",
                Err(CodeError::CheckCharacter {
                    at: 17,
                    expected: '9',
                }),
            ),
            ("990101199002300019", Err(CodeError::Date { at: 6 })),
            ("990101190002290019", Err(CodeError::Date { at: 6 })),
            ("980101199001010019", Err(CodeError::Area { at: 0 })),
            (
                "99010119900101001",
                Err(CodeError::Length {
                    found: 17,
                    most: 18,
                }),
            ),
            (
                "9901011990010100190",
                Err(CodeError::Length {
                    found: 19,
                    most: 18,
                }),
            ),
            ("99010119900101001x", Err(CodeError::LowerCase { at: 17 })),
            ("9901011990010100１9", Err(CodeError::Character { at: 16 })),
            ("X90101199001010019", Err(CodeError::Character { at: 0 })),
        ] {
            let found = CitizenNumber::parse(text, Areas::OfficialAndFictitious).map(|_| ());
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn every_wrong_check_character_is_refused() {
        let right: Vec<char> = "0123456789X"
            .chars()
            .filter(|check| {
                let text = format!("99010119900101001{check}");
                CitizenNumber::parse(&text, Areas::OfficialAndFictitious).is_ok()
            })
            .collect();
        assert_eq!(right, ['9']);
    }

    #[test]
    fn the_fictitious_area_needs_the_switch() {
        assert_eq!(
            CitizenNumber::parse("990101199001010019", Areas::Official),
            Err(CodeError::Area { at: 0 })
        );
    }

    #[test]
    fn debug_masks_the_number() {
        let number =
            CitizenNumber::parse("990101199001010019", Areas::OfficialAndFictitious).unwrap();
        assert!(!format!("{number:?}").contains("19900101"));
    }
}
