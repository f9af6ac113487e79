//! What is wrong with a code: which rule, at which character.

use std::fmt;

/// Why a text is not a code of its kind. Positions count characters from 0; the text for people,
/// who count from 1, says one more.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CodeError {
    /// The area of a citizen number or of a credit code is not one of GB/T 2260.
    Area {
        /// Where the area begins.
        at: usize,
    },
    /// A character that this place must not have.
    Character {
        /// Where it stands.
        at: usize,
    },
    /// The check character is wrong.
    CheckCharacter {
        /// Where it stands.
        at: usize,
        /// What the characters before it ask for.
        expected: char,
    },
    /// The date inside a citizen number is not a day of the calendar.
    Date {
        /// Where the date begins.
        at: usize,
    },
    /// A part of an identifier is missing, or there is one too many.
    Field {
        /// Where the parts begin to be wrong.
        at: usize,
    },
    /// The issuer of an identifier is not a credit code.
    Issuer {
        /// Where the issuer begins.
        at: usize,
    },
    /// Too short or too long.
    Length {
        /// Characters found.
        found: usize,
        /// Characters allowed at most.
        most: usize,
    },
    /// A lower-case letter; these codes are written in capitals.
    LowerCase {
        /// Where it stands.
        at: usize,
    },
    /// The identifier does not begin with the root `1.2.156.3005.2.`.
    Root,
    /// The version is not three digits, or is `000`, or has passed `999`.
    Version {
        /// Where the version begins.
        at: usize,
    },
}

impl CodeError {
    /// Returns the character position the error is at, counted from 0.
    #[must_use]
    pub fn position(&self) -> usize {
        match self {
            Self::Area { at }
            | Self::Character { at }
            | Self::CheckCharacter { at, .. }
            | Self::Date { at }
            | Self::Field { at }
            | Self::Issuer { at }
            | Self::LowerCase { at }
            | Self::Version { at } => *at,
            Self::Length { found, most } => (*found).min(*most),
            Self::Root => 0,
        }
    }

    /// Returns the same error for a code that begins `by` characters into a longer text.
    #[must_use]
    pub(crate) fn moved(mut self, by: usize) -> Self {
        match &mut self {
            Self::Area { at }
            | Self::Character { at }
            | Self::CheckCharacter { at, .. }
            | Self::Date { at }
            | Self::Field { at }
            | Self::Issuer { at }
            | Self::LowerCase { at }
            | Self::Version { at } => *at += by,
            Self::Length { .. } | Self::Root => {}
        }
        self
    }
}

impl fmt::Display for CodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.position().saturating_add(1);
        match self {
            Self::Area { .. } => write!(f, "no area of GB/T 2260 at character {at}"),
            Self::Character { .. } => write!(f, "character {at} must not stand there"),
            Self::CheckCharacter { expected, .. } => {
                write!(
                    f,
                    "character {at}, the check character, is wrong: the code asks for `{expected}`"
                )
            }
            Self::Date { .. } => write!(f, "no day of the calendar at character {at}"),
            Self::Field { .. } => write!(
                f,
                "at character {at}: not root.type.issuer.serial.version.check, six parts"
            ),
            Self::Issuer { .. } => write!(f, "the issuer at character {at} is not a credit code"),
            Self::Length { found, most } => {
                write!(
                    f,
                    "{found} characters where {most} are expected or the most allowed"
                )
            }
            Self::LowerCase { .. } => {
                write!(
                    f,
                    "lower-case letter at character {at}: write it in capitals"
                )
            }
            Self::Root => f.write_str("does not begin with the licence root 1.2.156.3005.2"),
            Self::Version { .. } => {
                write!(
                    f,
                    "the version at character {at} is not three digits from 001 to 999"
                )
            }
        }
    }
}

impl std::error::Error for CodeError {}

/// Refuses a text that is not `length` characters of ASCII digits and capitals.
pub(crate) fn digits_and_capitals(text: &str, length: usize) -> Result<(), CodeError> {
    capitals(text)?;
    if text.len() != length {
        return Err(CodeError::Length {
            found: text.len(),
            most: length,
        });
    }
    Ok(())
}

/// Refuses the first character that is not an ASCII digit or capital.
pub(crate) fn capitals(text: &str) -> Result<(), CodeError> {
    for (at, c) in text.chars().enumerate() {
        match c {
            '0'..='9' | 'A'..='Z' => {}
            'a'..='z' => return Err(CodeError::LowerCase { at }),
            _ => return Err(CodeError::Character { at }),
        }
    }
    Ok(())
}

/// Returns the value of an ASCII digit or capital: 0–9, then A = 10 to Z = 35.
pub(crate) fn value(octet: u8) -> Option<u32> {
    match octet {
        b'0'..=b'9' => Some(u32::from(octet - b'0')),
        b'A'..=b'Z' => Some(u32::from(octet - b'A') + 10),
        _ => None,
    }
}
