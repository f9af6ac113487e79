use crate::der::DerError;
use std::fmt;

/// Why octets are no seal or seal signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SesError {
    /// They are not DER, or have another shape; with the place.
    Malformed(DerError),
    /// The header does not begin with `ES`.
    NotASeal {
        /// Offset of the header's identifier.
        offset: usize,
    },
    /// Something follows that is no padding.
    TrailingData {
        /// Where it begins.
        offset: usize,
    },
    /// More than can be meant.
    TooLarge {
        /// Octets given.
        octets: usize,
    },
}

impl From<DerError> for SesError {
    fn from(error: DerError) -> Self {
        Self::Malformed(error)
    }
}

impl fmt::Display for SesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => write!(f, "no seal of any edition: {error}"),
            Self::NotASeal { offset } => {
                write!(f, "no seal: its header at octet {offset} does not say ES")
            }
            Self::TrailingData { offset } => {
                write!(f, "something that is no padding follows at octet {offset}")
            }
            Self::TooLarge { octets } => write!(
                f,
                "{octets} octets are more than a seal has; the most that is read is 16 MiB"
            ),
        }
    }
}

impl std::error::Error for SesError {}
