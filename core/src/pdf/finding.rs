//! What a judge of signatures must know about the structure of a file.

use std::fmt;

use super::object::Span;
use super::parse_error::ParseError;

/// Something about the structure that readers may understand differently.
///
/// A finding is not an error: the file was read. Whoever judges signatures decides what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// `%PDF-` does not stand at octet 0, and readers may see different documents.
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
    /// `startxref` stands farther from the end of the file than some readers look for it; they scan the
    /// file instead.
    OutOfReach {
        /// Where the newest revision ends.
        at: usize,
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
    /// Rows of a table are not 20 octets long, or it has comments, zeros, an empty subsection or no
    /// space after `xref`: readers that count octets see other entries than readers that read words,
    /// and some give the table up.
    IrregularTable {
        /// Offset of the section.
        at: usize,
    },
    /// The `/Length` of a cross-reference stream is wrong.
    WrongLength {
        /// Offset of the stream data.
        at: usize,
    },
    /// The data of a stream lie in another file (`/F`), which no signature of this one covers.
    ExternalData {
        /// Offset of the stream data in this file.
        at: usize,
    },
    /// An object that is shown cannot be read, or is referred to by another generation.
    Unread {
        /// Its number.
        number: u32,
    },
    /// Readers may find other pages: a page is also a node of the page tree, stands in a node or under
    /// another one, or a node counts otherwise or has kids that are not there.
    OddPage {
        /// Offset of its object.
        at: usize,
    },
    /// The linearization dictionary fits the length of the file and promises another first page, or an
    /// update follows.
    Linearized {
        /// Offset of its object.
        at: usize,
    },
    /// The contents of a page are a list with something other than references to streams.
    OddContents {
        /// Offset of the list.
        at: usize,
    },
    /// A section lists an object number, or promises one, that is greater than some readers accept.
    GreatNumber {
        /// Offset of the section.
        at: usize,
    },
    /// An object has a lower generation than it had before: some readers keep the greater.
    LowerGeneration {
        /// Object number.
        number: u32,
    },
    /// The contents of a page, or a form, have a filter that not all readers know, or a wrong entry about
    /// it.
    OddFilter {
        /// Offset of the data.
        at: usize,
    },
    /// An object of an update is written so that readers differ in what it says.
    NotPlain {
        /// Offset of the object, or of the object stream that it is in.
        at: usize,
    },
    /// Readers that scan the file find an object or a trailer that the cross-reference table does not
    /// lead to, and something about the file makes some of them scan it.
    Concealed {
        /// Offset of what they find.
        at: usize,
    },
    /// There is more than is kept here.
    More,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HeaderShift { by } => write!(f, "{by} octets stand before %PDF-"),
            Self::Rebuilt { because } => {
                write!(f, "the cross-reference table had to be rebuilt: {because}")
            }
            Self::NoRoot { at } => write!(f, "the trailer at octet {at} has no /Root"),
            Self::DuplicateKeys { at } => write!(f, "the dictionary at octet {at} has a key twice"),
            Self::DuplicateEntry { at, number } => {
                write!(
                    f,
                    "object {number} is listed twice in the section at octet {at}"
                )
            }
            Self::Hybrid { at, hidden } => write!(
                f,
                "the section at octet {at} hides {hidden} objects from some readers (/XRefStm)"
            ),
            Self::HybridMismatch { at, number } => write!(
                f,
                "table and /XRefStm of the section at octet {at} place object {number} differently"
            ),
            Self::UnreadableXrefStm { at } => {
                write!(f, "/XRefStm of the section at octet {at} leads nowhere")
            }
            Self::DualStartxref { at } => {
                write!(f, "a second startxref follows that at octet {at}")
            }
            Self::Tail { span } => write!(
                f,
                "{} octets from octet {} on belong to no revision",
                span.end.saturating_sub(span.start),
                span.start
            ),
            Self::OutOfReach { at } => {
                write!(
                    f,
                    "so much follows octet {at} that some readers do not find startxref"
                )
            }
            Self::BadEnding { at } => write!(
                f,
                "startxref, its offset and %%EOF do not follow the section at octet {at}"
            ),
            Self::OutOfOrder { at } => {
                write!(
                    f,
                    "the section at octet {at} lies before the revision that it updates"
                )
            }
            Self::BadPrev { at } => write!(f, "/Prev of the section at octet {at} is no offset"),
            Self::UnknownEntry { at, number } => write!(
                f,
                "the section at octet {at} has an unknown kind of entry for object {number}"
            ),
            Self::ShortXrefStream { at } => {
                write!(f, "the cross-reference stream at octet {at} is too short")
            }
            Self::ShiftedTable { at } => {
                write!(f, "the table at octet {at} begins at 1 instead of 0")
            }
            Self::IrregularTable { at } => {
                write!(f, "rows of the table at octet {at} are not 20 octets long")
            }
            Self::WrongLength { at } => {
                write!(f, "/Length of the stream at octet {at} is wrong")
            }
            Self::ExternalData { at } => {
                write!(
                    f,
                    "the data of the stream at octet {at} lie in another file"
                )
            }
            Self::Unread { number } => write!(
                f,
                "object {number} is shown and cannot be read, or not by its generation"
            ),
            Self::OddPage { at } => write!(
                f,
                "the page tree at octet {at} is such that readers may find other pages"
            ),
            Self::Linearized { at } => write!(
                f,
                "the linearization dictionary at octet {at} promises another first page"
            ),
            Self::OddContents { at } => write!(
                f,
                "the contents of a page, at octet {at}, are not all streams"
            ),
            Self::GreatNumber { at } => write!(
                f,
                "the section at octet {at} has an object number that some readers do not accept"
            ),
            Self::LowerGeneration { number } => write!(
                f,
                "object {number} has a lower generation than it had before"
            ),
            Self::OddFilter { at } => write!(
                f,
                "the contents at octet {at} are packed in a way that not all readers know"
            ),
            Self::NotPlain { at } => write!(
                f,
                "the object at octet {at} is written so that readers differ in what it says"
            ),
            Self::Concealed { at } => write!(
                f,
                "readers that scan the file find at octet {at} what the cross-reference table does not \
                 lead to, and something in the file makes some of them scan it"
            ),
            Self::More => f.write_str("there are more oddities than are listed"),
        }
    }
}

/// A list of findings that hostile input cannot make long.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Finding>);

const MOST: usize = 256;

impl Findings {
    pub(crate) fn push(&mut self, finding: Finding) {
        match self.0.len() {
            // Many harmless findings hide no other.
            MOST => self.0.push(Finding::More),
            length if length < MOST => self.0.push(finding),
            _ => {}
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_harmless_findings_hide_no_other() {
        let mut findings = Findings::default();
        for at in 0..2 * MOST {
            findings.push(Finding::NoRoot { at });
        }
        let found = findings.into_vec();
        assert_eq!(found.len(), MOST + 1);
        assert_eq!(found.last(), Some(&Finding::More));
    }
}
