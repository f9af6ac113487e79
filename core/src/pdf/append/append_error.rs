use std::fmt;

use super::super::encryption::Locked;
use super::super::finding::Finding;
use super::super::parse_error::ParseError;

/// Why a revision cannot be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AppendError {
    /// The cross-reference table had to be rebuilt: readers may see different documents.
    Recovered,
    /// The file is encrypted and could not be opened.
    Locked(Locked),
    /// Readers may understand the structure differently.
    Ambiguous {
        /// How.
        finding: Finding,
    },
    /// Something that has to be changed or judged first cannot be read.
    Unreadable(ParseError),
    /// Something that has to be changed has another shape than the standard gives it.
    Unsupported {
        /// What it is.
        what: &'static str,
    },
    /// A number does not fit the file format: objects, or octets of the file.
    TooLarge {
        /// What is too large.
        what: &'static str,
    },
    /// The name of the field is empty, or new and has a full stop in it.
    FieldName,
    /// The field exists and is not a signature field.
    NotASignatureField,
    /// The field has a signature already.
    AlreadySigned,
    /// The field is there and has its own place; none can be chosen.
    FieldHasPlace,
    /// The field is there and has its own lock; none can be chosen.
    FieldHasLock,
    /// The document is certified already.
    AlreadyCertified,
    /// A certification must be the first signature of a document.
    CertificationNotFirst,
    /// A certification of the document allows no change at all (DocMDP, P 1).
    CertifiedWithoutChanges,
    /// A certification of the document allows signing, but no new visible field.
    VisibleAfterCertification,
    /// An earlier signature locks the document against all changes.
    DocumentLocked {
        /// Full name of its field.
        by: String,
    },
    /// An earlier signature locks this field.
    FieldLocked {
        /// Full name of its field.
        by: String,
    },
    /// What an earlier signature restricts cannot be read.
    RestrictionUnreadable,
    /// There is no such page.
    NoSuchPage {
        /// Index, from 0.
        index: usize,
    },
    /// The signature does not fit the octets reserved for it; prepare again with more.
    ContentsTooSmall {
        /// Octets of the signature.
        needed: usize,
        /// Octets reserved.
        reserved: usize,
    },
    /// A rectangle or box is empty or has a coordinate that is not finite.
    Rectangle,
}

impl fmt::Display for AppendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recovered => f.write_str(
                "the cross-reference table is broken; save the document anew in an editor first",
            ),
            Self::Locked(_) => f.write_str("the file is encrypted and could not be opened"),
            Self::Ambiguous { finding } => {
                write!(
                    f,
                    "readers may see different documents in this file: {finding}"
                )
            }
            Self::Unreadable(_) => f.write_str("a part that the revision changes cannot be read"),
            Self::Unsupported { what } => write!(f, "{what} has an unexpected shape"),
            Self::TooLarge { what } => write!(f, "{what} exceed what the file format holds"),
            Self::FieldName => {
                f.write_str("the name of a new field must not be empty or have a full stop")
            }
            Self::NotASignatureField => f.write_str("the field is not a signature field"),
            Self::AlreadySigned => f.write_str("the field is signed already; choose another one"),
            Self::FieldHasPlace => f.write_str("the field is there and has its own place"),
            Self::FieldHasLock => f.write_str("the field is there and has its own lock"),
            Self::AlreadyCertified => f.write_str("the document is certified already"),
            Self::CertificationNotFirst => {
                f.write_str("the document is signed already; a certification must come first")
            }
            Self::CertifiedWithoutChanges => {
                f.write_str("the document is certified and no change is allowed (DocMDP, P 1)")
            }
            Self::VisibleAfterCertification => f.write_str(
                "the document is certified, so a new signature must be invisible or fill a field \
                 that is there",
            ),
            Self::DocumentLocked { by } => {
                write!(f, "the signature in field {by:?} locks the document")
            }
            Self::FieldLocked { by } => write!(f, "the signature in field {by:?} locks this field"),
            Self::RestrictionUnreadable => {
                f.write_str("what an earlier signature restricts cannot be read")
            }
            Self::NoSuchPage { index } => {
                write!(f, "there is no page {}", index.saturating_add(1))
            }
            Self::ContentsTooSmall { needed, reserved } => write!(
                f,
                "the signature needs {needed} octets but {reserved} are reserved; reserve more"
            ),
            Self::Rectangle => f.write_str("a rectangle is empty or not finite"),
        }
    }
}

impl std::error::Error for AppendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(error) => Some(error),
            Self::Locked(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ParseError> for AppendError {
    fn from(error: ParseError) -> Self {
        Self::Unreadable(error)
    }
}
