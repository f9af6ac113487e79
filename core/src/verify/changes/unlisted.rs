//! Octets of an update that belong to nothing that it lists. A reader that repairs files may find
//! objects in them that this analysis does not see.

use std::collections::HashSet;
use std::ops::Range;

use super::Unanalysable;
use crate::pdf::{Document, Entry, Finding, IndirectObject, Known, Source, Span, View};

/// Returns whether an update has octets outside its objects and cross-reference sections that are
/// neither white space nor comment, or something in its objects that a reader would take for others
/// that scans the file.
pub(super) fn unlisted(
    document: &Document<'_>,
    (old, new): (View<'_>, View<'_>),
    listed: &[(u32, Entry)],
    here: Range<usize>,
) -> Result<bool, Unanalysable> {
    let mut spans: Vec<Span> = Vec::new();
    let mut known = Known::default();
    let containers: HashSet<u32> = (listed.iter())
        .filter_map(|(_, entry)| match entry {
            Entry::In { stream, .. } => Some(*stream),
            _ => None,
        })
        .collect();
    for &(number, entry) in listed {
        let is_here = matches!(entry, Entry::At { offset, .. } if here.contains(&offset));
        if is_here && let Some(object) = new.get_number(number)? {
            plainly(&object, old)?;
            spans.push(object.span);
            known.object(document.bytes(), object.span.start);
            // Readers that scan end a stream at the first `endstream`.
            let data = object.stream_bytes().unwrap_or_default();
            if memchr::memmem::find(data, b"endstream").is_some() {
                return Ok(true);
            }
            let is_container =
                (object.dictionary()).is_some_and(|found| found.is_name("Type", "ObjStm"));
            if is_container && !containers.contains(&number) {
                return Ok(true);
            }
        }
    }
    let sections = new
        .revision()
        .map_or(0..0, |revision| revision.sections.clone());
    for section in document.sections().get(sections).unwrap_or_default() {
        spans.push(section.span);
        let dictionary = section.trailer.span.start;
        known.section(document.bytes(), section.span.start, dictionary);
        // After the newest section comes the ending, which was checked.
        if let Some((_, end)) = ending(document, section.span.end) {
            spans.push(Span {
                start: section.span.end,
                end,
            });
        }
    }
    if known.hides(document.bytes(), here.clone()) {
        return Ok(true);
    }
    for stream in containers {
        let lists = |number: u32| {
            let at = listed.binary_search_by_key(&number, |(listed, _)| *listed);
            let entry = at.ok().and_then(|at| listed.get(at));
            matches!(entry, Some((_, Entry::In { stream: of, .. })) if *of == stream)
        };
        let members = new.members(stream)?;
        if !members.iter().copied().all(lists) {
            return Ok(true);
        }
        for number in members {
            if let Some(object) = new.get_number(number)? {
                plainly(&object, old)?;
            }
        }
    }
    spans.sort_unstable();
    let mut at = here.start;
    for span in spans {
        if span.start > at && !is_blank(document, at..span.start) {
            return Ok(true);
        }
        at = at.max(span.end);
    }
    Ok(at < here.end && !is_blank(document, at..here.end))
}

/// Refuses an object that readers may read otherwise than it was signed, even where it says the same.
fn plainly(object: &IndirectObject<'_>, old: View<'_>) -> Result<(), Unanalysable> {
    let at = match object.source {
        Source::File(_) => object.span.start,
        Source::ObjectStream { at, .. } => at,
    };
    let was = old.entry(object.id.number);
    match object.is_written_plainly(matches!(was, None | Some(Entry::Free))) {
        true => Ok(()),
        false => Err(Unanalysable::Ambiguous(Finding::NotPlain { at })),
    }
}

/// Returns the offset that `startxref` after a section gives, and where the `%%EOF` after it ends.
/// Only white space and comments may stand between.
pub(super) fn ending(document: &Document<'_>, from: usize) -> Option<(usize, usize)> {
    let mut rest = document.bytes().get(from..)?;
    loop {
        rest = rest.trim_ascii_start();
        if !rest.starts_with(b"%") || rest.starts_with(b"%%EOF") {
            break;
        }
        let line = rest
            .iter()
            .position(|octet| matches!(octet, b'\n' | b'\r'))?;
        rest = rest.get(line..)?;
    }
    rest = rest.strip_prefix(b"startxref")?;
    // Some readers find no `startxref` where its number is written to it.
    rest.first().filter(|octet| is_space(**octet))?;
    rest = after_gap(rest)?;
    let digits = rest
        .iter()
        .take_while(|octet| octet.is_ascii_digit())
        .count();
    if digits > GAP {
        return None;
    }
    let offset = std::str::from_utf8(rest.get(..digits)?)
        .ok()?
        .parse()
        .ok()?;
    rest = after_gap(rest.get(digits..)?)?.strip_prefix(b"%%EOF")?;
    Some((offset, document.bytes().len() - rest.len()))
}

/// Most white space around the number after `startxref`, and most digits: readers look for them in a
/// window.
const GAP: usize = 16;

fn after_gap(octets: &[u8]) -> Option<&[u8]> {
    let rest = octets.trim_ascii_start();
    (octets.len().saturating_sub(rest.len()) <= GAP).then_some(rest)
}

fn is_space(octet: u8) -> bool {
    matches!(octet, 0 | 9 | 10 | 12 | 13 | 32)
}

/// Returns whether there is only white space and comments; a comment may not look like an object.
fn is_blank(document: &Document<'_>, range: Range<usize>) -> bool {
    let octets = document.bytes().get(range).unwrap_or_default();
    octets
        .split(|octet| matches!(octet, b'\n' | b'\r'))
        .all(|line| {
            let text = line.iter().position(|octet| !is_space(*octet));
            text.is_none_or(|at| {
                let line = line.get(at..).unwrap_or_default();
                line.starts_with(b"%")
                    && !line.windows(4).any(|window| {
                        let (before, after) = window.split_at(1);
                        after == b"obj" && before.iter().all(|octet| is_space(*octet))
                    })
            })
        })
}
