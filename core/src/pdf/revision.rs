//! Grouping cross-reference sections into revisions (ISO 32000-2, 7.5.6; from memory).

use std::ops::Range;

use super::cursor::{Cursor, find, find_last, is_whitespace};
use super::finding::{Finding, Findings};
use super::object::Span;
use super::xref::Section;

/// What follows the newest section of a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// `startxref`, the offset of the revision's section, `%%EOF`, with nothing but white space
    /// between them, comments before them allowed.
    Exact,
    /// `%%EOF` follows, but not that way.
    Loose,
    /// No `%%EOF` follows nearby.
    Missing,
}

/// A state of the document that somebody saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Octets of the file up to the end of this revision: after the line of its `%%EOF`.
    pub end: usize,
    /// Offset right after its `%%EOF`, before the end of that line.
    pub marker_end: usize,
    /// What follows its newest section.
    pub ending: Ending,
    /// Its sections, as indices into [`Document::sections`](super::Document::sections).
    pub sections: Range<usize>,
}

/// How far after a section `%%EOF` is searched.
const NEARBY: usize = 4096;

/// Groups sections, oldest first, into revisions, oldest first.
pub(crate) fn group(
    bytes: &[u8],
    sections: &[Section<'_>],
    shift: usize,
    findings: &mut Findings,
) -> Vec<Revision> {
    let mut revisions: Vec<Revision> = Vec::new();
    let mut rest = sections.iter().enumerate().peekable();
    while let Some((index, section)) = rest.next() {
        let start = section.span.start;
        let mut accept = vec![start];
        let mut next = index + 1;
        // The first section of a linearized file stands before the older one, near the start.
        if index == 0
            && let Some((_, first_page)) = rest.next_if(|(_, newer)| newer.span.start < start)
        {
            accept.push(first_page.span.start);
            next = 2;
        }
        let (marker_end, ending) = ending(bytes, section.span.end, &accept, shift);
        let end = match ending {
            Ending::Missing => marker_end,
            _ => line_end(bytes, marker_end),
        };
        if ending != Ending::Exact {
            findings.push(Finding::BadEnding { at: start });
        }
        match revisions.last_mut() {
            Some(last) if start < last.end => {
                let before = sections.get(index.wrapping_sub(1));
                if before.is_some_and(|before| start < before.span.end) {
                    findings.push(Finding::OutOfOrder { at: start });
                }
                last.sections.end = next;
                last.end = last.end.max(end);
                last.marker_end = last.marker_end.max(marker_end);
                last.ending = Ending::Loose;
            }
            _ => revisions.push(Revision {
                end,
                marker_end,
                ending,
                sections: index..next,
            }),
        }
    }
    revisions
}

/// Returns the offset after `%%EOF` of the revision whose last section ends at `from`.
fn ending(bytes: &[u8], from: usize, accept: &[usize], shift: usize) -> (usize, Ending) {
    let mut cursor = Cursor::within(bytes, from, NEARBY);
    skip_comments(&mut cursor);
    // Some readers find no `startxref` where its number is written to it.
    let mut exact = cursor.eat(b"startxref") && cursor.peek().is_some_and(is_whitespace);
    exact &= skip_short(&mut cursor);
    let value = cursor
        .unsigned()
        .and_then(|value| usize::try_from(value).ok());
    // White space before the section is tolerated, as it is where the section is read.
    let leads_to = |value: usize, start: usize| {
        let between = Span {
            start: value,
            end: start,
        };
        value <= start
            && between.len() <= 16
            && between.of(bytes).iter().all(|&octet| is_whitespace(octet))
    };
    exact &= value.is_some_and(|value| {
        let shifted = value.saturating_add(shift);
        accept
            .iter()
            .any(|&start| leads_to(value, start) || leads_to(shifted, start))
    });
    exact &= skip_short(&mut cursor);
    exact &= cursor.eat(b"%%EOF");
    if exact {
        return (cursor.at, Ending::Exact);
    }
    let window = bytes.get(from..).unwrap_or_default();
    let window = window.get(..NEARBY).unwrap_or(window);
    match find(window, b"%%EOF") {
        Some(at) => (from + at + 5, Ending::Loose),
        None => (from, Ending::Missing),
    }
}

/// Most white space around the number after `startxref`: readers look for it in a window.
const GAP: usize = 16;

/// Skips white space; tells whether it is as short as it should be.
fn skip_short(cursor: &mut Cursor<'_>) -> bool {
    let from = cursor.at;
    cursor.skip_while(is_whitespace);
    cursor.at - from <= GAP
}

/// Skips white space and comments that cannot be taken for the end of a file.
fn skip_comments(cursor: &mut Cursor<'_>) {
    loop {
        cursor.skip_while(is_whitespace);
        if cursor.peek() != Some(b'%') || cursor.rest().starts_with(b"%%EOF") {
            return;
        }
        cursor.skip_while(|octet| octet != b'\n' && octet != b'\r');
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    let mut cursor = Cursor::new(bytes, at);
    if !cursor.eat(b"\r\n") && !cursor.eat(b"\n") {
        cursor.eat(b"\r");
    }
    cursor.at
}

/// Longest padding after the end of a file, octets.
const LONGEST_PADDING: usize = 64 << 10;

/// Tells whether octets hold nothing that any reader could take for a part of a document: none of
/// the words by which a table or an object is found.
pub(super) fn is_padding(octets: &[u8]) -> bool {
    let words: [&[u8]; 7] = [
        b"obj", b"xref", b"trailer", b"stream", b"%PDF", b"%%EOF", b"<<",
    ];
    octets.len() <= LONGEST_PADDING && words.iter().all(|word| find(octets, word).is_none())
}

/// Octets at the end of the file in which all readers look for `startxref`.
const REACH: usize = 1024;

/// Reports what stands after the newest section: a second `startxref`, and a tail.
pub(crate) fn inspect_tail(
    bytes: &[u8],
    revisions: &[Revision],
    sections: &[Section<'_>],
    window: usize,
    findings: &mut Findings,
) {
    let Some(last) = revisions.last() else { return };
    let tail = bytes.get(last.end..).unwrap_or_default();
    let looked_at = tail.get(..window).unwrap_or(tail);
    let blank = looked_at
        .iter()
        .take_while(|&&octet| is_whitespace(octet))
        .count();
    if blank < tail.len() {
        let span = Span {
            start: last.end + blank,
            end: bytes.len(),
        };
        findings.push(Finding::Tail { span });
    }
    if find_last(bytes, b"startxref").is_some_and(|at| bytes.len() - at > REACH) {
        findings.push(Finding::OutOfReach { at: last.end });
    }
    let newest = sections.get(last.sections.clone()).unwrap_or_default();
    let from = newest
        .iter()
        .map(|section| section.span.end)
        .max()
        .unwrap_or(0);
    let from = from.max(bytes.len().saturating_sub(window));
    let after = bytes.get(from..).unwrap_or_default();
    if let Some(first) = find(after, b"startxref")
        && find(after.get(first + 9..).unwrap_or_default(), b"startxref").is_some()
    {
        findings.push(Finding::DualStartxref { at: from + first });
    }
}
