//! The seal that a signature has in the revision that it covers.

use std::borrow::Cow;
use std::fmt;

use super::super::document::Document;
use super::super::object::Object;
use super::super::parse_error::ParseError;
use super::Signature;

/// Key of the signature dictionary that leads to the octets of the seal: a second-class name (ISO
/// 32000-2, annex E; from memory).
pub(crate) const EMBEDDED_SEAL: &str = "YX_Seal";

/// Longest seal that is written and read, octets.
pub(crate) const LONGEST_SEAL: usize = 4 << 20;

impl<'d> Signature<'d> {
    /// Returns the octets that [`EMBEDDED_SEAL`] leads to in the revision that the signature covers,
    /// whatever later revisions put in their place; `None` where the signature names no seal.
    ///
    /// # Errors
    ///
    /// [`EmbeddedSealError`] where it names one, and no octets that are covered are there.
    pub(crate) fn embedded_seal(
        &self,
        document: &'d Document<'d>,
        revision: usize,
    ) -> Option<Result<Cow<'d, [u8]>, EmbeddedSealError>> {
        let named = self.dictionary()?.get(EMBEDDED_SEAL)?;
        (!named.is_null()).then(|| self.octets_of(named, document, revision))
    }

    fn octets_of(
        &self,
        named: &Object<'d>,
        document: &'d Document<'d>,
        revision: usize,
    ) -> Result<Cow<'d, [u8]>, EmbeddedSealError> {
        let id = named.as_reference().ok_or(EmbeddedSealError::NoStream)?;
        let view = document.view(revision)?;
        let object = view.get(id)?.ok_or(EmbeddedSealError::NoStream)?;
        let data = object.stream.ok_or(EmbeddedSealError::NoStream)?;
        if object.value.has_duplicate_keys() || !data.length_matches {
            return Err(EmbeddedSealError::NoStream);
        }
        let gap = self.byte_range.gap();
        let is_before = object.span.end <= gap.start;
        let is_after = gap.end <= object.span.start && object.span.end <= self.byte_range.end();
        if !is_before && !is_after {
            return Err(EmbeddedSealError::NotCovered);
        }
        Ok(view.decode_within(&object, LONGEST_SEAL)?)
    }
}

/// Why there are no octets of a seal that a signature names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EmbeddedSealError {
    /// What is named is no stream, or one that readers take differently.
    NoStream,
    /// It lies where the signature covers nothing.
    NotCovered,
    /// It cannot be read.
    Unreadable(ParseError),
}

impl EmbeddedSealError {
    /// Tells whether the octets may be right, and were not looked at.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(
            self,
            Self::Unreadable(ParseError::Encrypted { .. } | ParseError::TooMuch { .. })
        )
    }
}

impl From<ParseError> for EmbeddedSealError {
    fn from(error: ParseError) -> Self {
        Self::Unreadable(error)
    }
}

impl fmt::Display for EmbeddedSealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoStream => write!(f, "/{EMBEDDED_SEAL} leads to no stream"),
            Self::NotCovered => {
                write!(
                    f,
                    "/{EMBEDDED_SEAL} leads to what the signature does not cover"
                )
            }
            Self::Unreadable(error) => write!(f, "/{EMBEDDED_SEAL}: {error}"),
        }
    }
}
