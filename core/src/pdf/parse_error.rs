//! Why a file, or one object of it, could not be read.

use std::fmt;

/// Why a file, or one object of it, could not be read. Offsets count from the first octet of the
/// file, or of the decoded object stream that the object lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseError {
    /// There is no `%PDF-` within the first 1024 octets.
    NoHeader,
    /// There is no `startxref` with a number near the end of the file.
    NoStartxref,
    /// Something else than the expected token stands at an offset.
    Syntax {
        /// Where.
        at: usize,
        /// What was expected.
        expected: &'static str,
    },
    /// A `/Prev` leads to a section that was read before.
    PrevLoop {
        /// Offset of the section.
        at: usize,
    },
    /// An entry of the cross-reference table points at another object.
    WrongObject {
        /// Offset of the object.
        at: usize,
        /// Number that was asked for.
        wanted: u32,
    },
    /// A limit of [`Limits`](super::Limits) is reached.
    TooMuch {
        /// What is limited.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The filter, or the chain of filters, of a stream is not supported.
    UnsupportedFilter {
        /// Offset of the stream data.
        at: usize,
    },
    /// The data of a stream do not decode.
    DamagedStream {
        /// Offset of the stream data.
        at: usize,
    },
    /// The object lies in an object stream, or is a stream, of a file that could not be opened.
    Encrypted {
        /// Offset of the stream.
        at: usize,
    },
    /// A string or stream does not decrypt.
    Undecipherable {
        /// Offset of the string or of the stream data.
        at: usize,
    },
    /// `/Root` does not lead to a catalog with `/Pages`.
    NoCatalog,
    /// A tree of pages or fields leads back to a node visited before.
    Loop {
        /// Number of the object.
        number: u32,
    },
    /// There is no page, revision or other thing of that index.
    NoSuch {
        /// What was asked for.
        what: &'static str,
        /// The index, from 0.
        index: usize,
    },
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHeader => f.write_str("no %PDF- in the first 1024 octets; is this a PDF file"),
            Self::NoStartxref => f.write_str("no startxref near the end of the file"),
            Self::Syntax { at, expected } => write!(f, "expected {expected} at octet {at}"),
            Self::PrevLoop { at } => {
                write!(
                    f,
                    "the cross-reference section at octet {at} is its own predecessor"
                )
            }
            Self::WrongObject { at, wanted } => {
                write!(
                    f,
                    "the cross-reference table places object {wanted} at octet {at}, where it is not"
                )
            }
            Self::TooMuch { what, limit } => write!(f, "more {what} than the limit of {limit}"),
            Self::UnsupportedFilter { at } => {
                write!(
                    f,
                    "the stream at octet {at} has a filter that is not supported"
                )
            }
            Self::DamagedStream { at } => write!(f, "the stream at octet {at} does not decode"),
            Self::Encrypted { at } => {
                write!(
                    f,
                    "the stream at octet {at} is encrypted; a password is needed"
                )
            }
            Self::Undecipherable { at } => {
                write!(f, "what stands at octet {at} does not decrypt")
            }
            Self::NoCatalog => f.write_str("the trailer does not lead to a catalog with pages"),
            Self::Loop { number } => write!(f, "object {number} is its own ancestor"),
            Self::NoSuch { what, index } => {
                write!(f, "there is no {what} {}", index.saturating_add(1))
            }
        }
    }
}

impl std::error::Error for ParseError {}
