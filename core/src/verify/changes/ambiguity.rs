//! Files that readers may understand differently are not analysed.

use std::fmt;

use super::unlisted::ending;
use crate::pdf::{Document, Ending, Finding, ParseError, Section, SectionKind};

/// Why later revisions could not be analysed; taken for the worst.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unanalysable {
    /// The document has no revision of that index.
    NoSuchRevision,
    /// The cross-reference table was rebuilt by scanning: nobody knows what the signer saw.
    Rebuilt,
    /// Readers may understand the structure of the file differently.
    Ambiguous(Finding),
    /// A later revision has a cross-reference table with `/XRefStm`, which hides objects from some
    /// readers.
    HybridUpdate {
        /// Index of the revision, from 0.
        revision: usize,
    },
    /// A later revision does not end as an update must: `startxref`, its offset, `%%EOF`.
    Ending {
        /// Index of the revision, from 0.
        revision: usize,
    },
    /// An object could not be read.
    Unreadable(ParseError),
    /// A limit of [`ChangeLimits`](super::ChangeLimits) was reached.
    TooMuch {
        /// What is limited.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
}

impl From<ParseError> for Unanalysable {
    fn from(error: ParseError) -> Self {
        Self::Unreadable(error)
    }
}

impl fmt::Display for Unanalysable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchRevision => f.write_str("the document has no such revision"),
            Self::Rebuilt => f.write_str("the cross-reference table had to be rebuilt"),
            Self::Ambiguous(finding) => {
                write!(f, "readers may understand the file differently: {finding}")
            }
            Self::HybridUpdate { revision } => {
                write!(
                    f,
                    "revision {revision} hides objects from some readers with /XRefStm"
                )
            }
            Self::Ending { revision } => {
                write!(
                    f,
                    "revision {revision} does not end with startxref, its offset and %%EOF"
                )
            }
            Self::Unreadable(error) => write!(f, "an object cannot be read: {error}"),
            Self::TooMuch { what, limit } => write!(f, "more {what} than the limit of {limit}"),
        }
    }
}

impl std::error::Error for Unanalysable {}

/// Returns what stands against any analysis of the document.
pub(super) fn whole(document: &Document<'_>) -> Option<Unanalysable> {
    if document.recovered() {
        return Some(Unanalysable::Rebuilt);
    }
    let ambiguous = document.findings().iter().find(|finding| {
        matches!(
            finding,
            Finding::DualStartxref { .. }
                | Finding::Tail { .. }
                | Finding::HybridMismatch { .. }
                | Finding::OutOfOrder { .. }
                | Finding::More
        )
    });
    ambiguous.cloned().map(Unanalysable::Ambiguous)
}

/// Returns what stands against the analysis of one later revision.
pub(super) fn update(document: &Document<'_>, revision: usize) -> Option<Unanalysable> {
    let found = document.revisions().get(revision)?;
    let sections = document
        .sections()
        .get(found.sections.clone())
        .unwrap_or_default();
    if found.ending != Ending::Exact && !ends(document, sections) {
        return Some(Unanalysable::Ending { revision });
    }
    if sections
        .iter()
        .any(|section| section.kind == SectionKind::Hybrid)
    {
        return Some(Unanalysable::HybridUpdate { revision });
    }
    let start = revision
        .checked_sub(1)
        .and_then(|before| document.revisions().get(before));
    let here = start.map_or(0, |before| before.end)..found.end;
    let finding = document.findings().iter().find(|finding| match finding {
        Finding::DuplicateKeys { at }
        | Finding::DuplicateEntry { at, .. }
        | Finding::Hybrid { at, .. }
        | Finding::UnreadableXrefStm { at }
        | Finding::BadPrev { at }
        | Finding::UnknownEntry { at, .. }
        | Finding::ShortXrefStream { at }
        | Finding::ShiftedTable { at }
        | Finding::WrongLength { at }
        | Finding::NoRoot { at }
        | Finding::IrregularTable { at } => here.contains(at),
        _ => false,
    });
    finding.cloned().map(Unanalysable::Ambiguous)
}

/// Returns whether `startxref`, the offset of a section and `%%EOF` follow the sections of an
/// update, with nothing but white space and comments between them.
fn ends(document: &Document<'_>, sections: &[Section<'_>]) -> bool {
    let from = sections
        .iter()
        .map(|section| section.span.end)
        .max()
        .unwrap_or(0);
    let Some((offset, _)) = ending(document, from) else {
        return false;
    };
    let shift = document.header_offset();
    let blank = |from: usize, to: usize| {
        let between = document.bytes().get(from..to);
        between.is_some_and(|octets| octets.iter().all(u8::is_ascii_whitespace))
    };
    sections.iter().any(|section| {
        let start = section.span.start;
        blank(offset, start) || blank(offset.saturating_add(shift), start)
    })
}
