use std::fmt;

/// Why bytes could not be read as DER, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DerError {
    /// Octet offset from the start of the outermost value that was given to be read.
    pub offset: usize,
    /// What is wrong there.
    pub kind: DerErrorKind,
}

/// What is wrong with the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DerErrorKind {
    /// The value ends before its length says so.
    Truncated,
    /// A multi-octet tag (number above 30): none of the standards read here uses one.
    HighTag,
    /// BER indefinite length (X.690, 8.1.3.6); [`super::definite_lengths`] makes it definite.
    IndefiniteLength,
    /// A length that is not in its shortest form, or longer than four octets.
    Length,
    /// Another identifier octet was expected.
    UnexpectedTag {
        /// What was expected.
        expected: u8,
        /// What stands there; `None` at the end.
        found: Option<u8>,
    },
    /// Octets follow where none may.
    TrailingData,
    /// Values are nested deeper than [`super::MAX_DEPTH`].
    TooDeep,
    /// More values than are read.
    TooMany,
    /// The content octets are not a value of their type.
    Value,
}

impl DerError {
    pub(crate) const fn new(offset: usize, kind: DerErrorKind) -> Self {
        Self { offset, kind }
    }
}

impl fmt::Display for DerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            DerErrorKind::Truncated => f.write_str("the value is cut short")?,
            DerErrorKind::HighTag => f.write_str("a tag number above 30 is not served")?,
            DerErrorKind::IndefiniteLength => {
                f.write_str("BER indefinite length is not served; re-export the data as DER")?;
            }
            DerErrorKind::Length => f.write_str("the length is not in its shortest form")?,
            DerErrorKind::UnexpectedTag {
                expected,
                found: Some(found),
            } => {
                write!(f, "tag 0x{found:02x} stands where 0x{expected:02x} belongs")?;
            }
            DerErrorKind::UnexpectedTag {
                expected,
                found: None,
            } => {
                write!(f, "the value ends where tag 0x{expected:02x} belongs")?;
            }
            DerErrorKind::TrailingData => f.write_str("octets follow the value")?,
            DerErrorKind::TooMany => f.write_str("more values stand here than are read")?,
            DerErrorKind::TooDeep => f.write_str("values are nested too deeply")?,
            DerErrorKind::Value => f.write_str("the content is not a value of its type")?,
        }
        write!(f, " at octet {}", self.offset)
    }
}

impl std::error::Error for DerError {}
