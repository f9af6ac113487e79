//! What a judge of signatures must know about the structure of a file.

use super::object::Span;
use super::parse_error::ParseError;

/// Something about the structure that readers may understand differently.
///
/// A finding is not an error: the file was read. Whoever judges signatures decides what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// `%PDF-` does not stand at octet 0.
    HeaderShift {
        /// Octets before it.
        by: usize,
    },
    /// The cross-reference table was rebuilt by scanning: never valid, never signed.
    Rebuilt {
        /// Why it could not be read.
        because: ParseError,
    },
    /// A trailer has no `/Root`; that of the section before it is used.
    NoRoot {
        /// Offset of the section.
        at: usize,
    },
    /// A dictionary of the structure has a key twice; the last one counts.
    DuplicateKeys {
        /// Offset of the dictionary.
        at: usize,
    },
    /// A number is listed twice in one section; the first entry counts.
    DuplicateEntry {
        /// Offset of the section.
        at: usize,
        /// The object number.
        number: u32,
    },
    /// A section has `/XRefStm`: readers without cross-reference streams see less.
    Hybrid {
        /// Offset of the section.
        at: usize,
        /// Objects that only the stream lists.
        hidden: usize,
    },
    /// Table and stream of a hybrid section place an object differently; the table counts.
    HybridMismatch {
        /// Offset of the section.
        at: usize,
        /// The object number.
        number: u32,
    },
    /// `/XRefStm` does not lead to a cross-reference stream.
    UnreadableXrefStm {
        /// Offset of the section.
        at: usize,
    },
    /// More than one `startxref` follows the newest section; the last one counts.
    DualStartxref {
        /// Offset of the first of them.
        at: usize,
    },
    /// Octets other than white space follow the end of the newest revision.
    Tail {
        /// The octets.
        span: Span,
    },
    /// A section is not followed by `startxref`, its own offset and `%%EOF`.
    BadEnding {
        /// Offset of the section.
        at: usize,
    },
    /// A section lies before the end of the revision that it updates.
    OutOfOrder {
        /// Offset of the section.
        at: usize,
    },
    /// `/Prev` is not a positive integer and is not followed.
    BadPrev {
        /// Offset of the section.
        at: usize,
    },
    /// An entry has a type or generation that the standard does not define and is not used.
    UnknownEntry {
        /// Offset of the section.
        at: usize,
        /// The object number.
        number: u32,
    },
    /// A cross-reference stream is shorter than its `/Index` says.
    ShortXrefStream {
        /// Offset of the section.
        at: usize,
    },
    /// A table begins at number 1 with the head of the free list; it is read as beginning at 0.
    ShiftedTable {
        /// Offset of the section.
        at: usize,
    },
    /// The `/Length` of a cross-reference stream is wrong.
    WrongLength {
        /// Offset of the stream data.
        at: usize,
    },
}

/// A list of findings that hostile input cannot make long.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Finding>);

const MOST: usize = 256;

impl Findings {
    pub(crate) fn push(&mut self, finding: Finding) {
        if self.0.len() < MOST {
            self.0.push(finding);
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}
