//! What a signature covers: the whole file, a whole revision, or less.

use super::super::cursor::is_whitespace;
use super::super::document::Document;
use super::super::object::Span;
use super::super::revision::Ending;
use super::ByteRange;

/// What the ranges of a signature cover, apart from its own `/Contents`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// The file to its last octet, which ends its newest revision.
    WholeFile,
    /// A revision, by index from 0: more follows.
    WholeRevision(usize),
    /// Not exactly a revision. Nothing follows from the digest about what is shown.
    Partial,
}

/// How much white space after `%%EOF` a signer may have taken into its range.
const NEARBY: usize = 64;

impl Coverage {
    /// Returns the revision that is covered, from 0.
    #[must_use]
    pub fn revision(&self, document: &Document<'_>) -> Option<usize> {
        match self {
            Coverage::WholeFile => document.revisions().len().checked_sub(1),
            Coverage::WholeRevision(revision) => Some(*revision),
            Coverage::Partial => None,
        }
    }

    /// Compares ranges with revisions: their end must be the end of a revision, with `startxref` and
    /// `%%EOF` right there, and everything that its cross-reference sections name must be inside.
    pub(super) fn of(range: ByteRange, document: &Document<'_>) -> Coverage {
        let end = range.end();
        let gap = range.gap();
        let ends_here = |marker: usize| {
            let between = Span { start: marker, end };
            marker <= end
                && between.len() <= NEARBY
                && between
                    .of(document.bytes)
                    .iter()
                    .all(|&octet| is_whitespace(octet))
        };
        // Ends grow with the index, so the first revision whose mark is not beyond is the one.
        let after = document
            .revisions
            .partition_point(|revision| revision.marker_end <= end);
        let Some(index) = after.checked_sub(1) else {
            return Coverage::Partial;
        };
        let Some(revision) = document.revisions.get(index) else {
            return Coverage::Partial;
        };
        if document.recovered()
            || revision.ending != Ending::Exact
            || !ends_here(revision.marker_end)
        {
            return Coverage::Partial;
        }
        let visible = document
            .sections
            .get(..revision.sections.end)
            .unwrap_or_default();
        let inside =
            |span: &Span| span.end <= end && (span.end <= gap.start || span.start >= gap.end);
        let covered = visible.iter().all(|section| {
            inside(&section.span)
                && section.hybrid.as_ref().is_none_or(inside)
                && section.farthest < end
        });
        if !covered {
            Coverage::Partial
        } else if end == document.bytes.len() && index + 1 == document.revisions.len() {
            Coverage::WholeFile
        } else {
            Coverage::WholeRevision(index)
        }
    }
}
