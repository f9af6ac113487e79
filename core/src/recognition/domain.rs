//! Domains: who publishes, who issues, who relies.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The stable name of a domain, as a rule an area code such as `990101`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Domain(String);

/// Why a text is not a domain's name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DomainError {
    /// A character other than `a`–`z`, `0`–`9`, `.` and `-`.
    Character {
        /// Where it stands, characters from 0.
        at: usize,
    },
    /// Empty, or more than 64 characters.
    Length,
}

impl fmt::Display for DomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character { at } => {
                write!(
                    f,
                    "character {at} of the domain is not one of a-z, 0-9, `.` and `-`"
                )
            }
            Self::Length => f.write_str("a domain has 1 to 64 characters"),
        }
    }
}

impl std::error::Error for DomainError {}

impl Domain {
    /// Checks `text`.
    ///
    /// # Errors
    ///
    /// [`DomainError`] where it is empty, too long, or has another character than `a`–`z`, digits,
    /// `.` and `-`: names that look alike are then the same name.
    pub fn parse(text: &str) -> Result<Self, DomainError> {
        let fits = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '.' | '-');
        if let Some(at) = text.chars().position(|c| !fits(c)) {
            return Err(DomainError::Character { at });
        }
        if text.is_empty() || text.len() > 64 {
            return Err(DomainError::Length);
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Domain {
    type Error = DomainError;

    fn try_from(text: String) -> Result<Self, DomainError> {
        Self::parse(&text)
    }
}

impl From<Domain> for String {
    fn from(domain: Domain) -> Self {
        domain.0
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The domain whose authority issued the licence. A type of its own, so that the two directions of
/// an agreement cannot be confused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IssuingDomain(pub Domain);

/// The domain in which the licence is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RelyingDomain(pub Domain);
