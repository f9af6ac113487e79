//! From where a file counts its offsets, where octets stand before its header.
//!
//! ISO 32000-2 counts from `%PDF-` (7.5.1; from memory); many readers count from the first octet,
//! some do either, and some rebuild the table where theirs leads nowhere. Such a file is one document
//! only if all of them see the same objects.

use std::collections::BTreeMap;

use super::cursor::find;
use super::indirect;
use super::limits::{Budget, Limits};
use super::object::Object;
use super::recovery;
use super::scan::Known;
use super::xref::{Entry, Section, SectionKind};

/// Returns what is to be added to every offset of the file: 0, or the octets before `header`; `None`
/// where readers may see different documents.
///
/// `start` is the value of `startxref`, and `sections` are what it leads to, the oldest first.
pub(crate) fn origin(
    bytes: &[u8],
    header: usize,
    start: usize,
    sections: &[Section<'_>],
    limits: &Limits,
) -> Option<usize> {
    if header == 0 {
        return Some(0);
    }
    let after = bytes.get(header.checked_add(1)?..)?;
    let rest = after.get(..1024).unwrap_or(after);
    let before = bytes.get(..header)?;
    let doubtful = find(rest, b"%PDF-").is_some() || find(before, b"obj").is_some();
    if doubtful || bytes.len() > limits.recovery {
        return None;
    }
    let hybrid = |section: &Section<'_>| section.kind == SectionKind::Hybrid;
    if sections.iter().any(hybrid) {
        return None;
    }
    // To look for each offset among all is quadratic: files with more updates than this have no junk.
    if sections.len() > 64 {
        return None;
    }
    let newest = newest(sections, limits)?;
    let start_of = |at: usize| sections.iter().any(|section| section.span.start == at);
    let fits = |origin: usize| {
        let previous = sections.iter().filter_map(|section| section.prev);
        let mut offsets = previous.chain([start]);
        offsets.all(|offset| start_of(skip_space(bytes, offset.saturating_add(origin))))
            && scanned_alike(bytes, origin, sections, newest.clone(), limits)
    };
    let (origin, other) = match (fits(header), fits(0)) {
        (true, false) => (header, 0),
        (false, true) => (0, header),
        _ => return None,
    };
    let mut known = Known::default();
    for section in sections {
        known.section(bytes, section.span.start, section.trailer.span.start);
        for (number, entry) in section.entries() {
            if let Entry::At { offset, .. } = entry
                && let at = offset.saturating_add(origin)
                && number_at(bytes, at) == Some(number)
            {
                known.object(bytes, at);
            }
        }
    }
    if known.hides(bytes, 0..bytes.len()) {
        return None;
    }
    // Who counts from elsewhere finds nothing and scans the file.
    let at = skip_space(bytes, start.saturating_add(other));
    let is_misled = is_section(bytes, at) && !start_of(at)
        || newest.iter().any(|(number, entry)| match entry {
            Entry::At { offset, .. } => {
                number_at(bytes, offset.saturating_add(other)) == Some(*number)
            }
            _ => false,
        });
    (!is_misled).then_some(origin)
}

/// Returns the entry that each number has in the newest revision.
fn newest(sections: &[Section<'_>], limits: &Limits) -> Option<BTreeMap<u32, Entry>> {
    let budget = Budget::new(limits);
    let mut newest = BTreeMap::new();
    for (number, entry) in sections.iter().flat_map(Section::entries) {
        // Twice: each convention is tried on its own copy.
        budget.hold(2 * 64).ok()?;
        newest.insert(number, entry);
    }
    Some(newest)
}

/// Returns whether a scan of the file finds exactly the objects that its newest revision has.
fn scanned_alike(
    bytes: &[u8],
    origin: usize,
    sections: &[Section<'_>],
    mut listed: BTreeMap<u32, Entry>,
    limits: &Limits,
) -> bool {
    let Ok(scanned) = recovery::rebuild(bytes, &Budget::new(limits)) else {
        return false;
    };
    let root = |section: &Section<'_>| section.trailer.get("Root").and_then(Object::as_reference);
    let newest = sections.iter().rev().find_map(root);
    if root(&scanned) != newest {
        return false;
    }
    for (number, entry) in scanned.entries() {
        let is_section = matches!(entry, Entry::At { offset, .. }
            if sections.iter().any(|section| section.span.start == offset));
        let alike = match (listed.remove(&number), entry) {
            (
                Some(Entry::At { offset, generation }),
                Entry::At {
                    offset: found,
                    generation: of,
                },
            ) => skip_space(bytes, offset.saturating_add(origin)) == found && generation == of,
            (Some(known), entry) => known == entry,
            (None, _) => false,
        };
        if !alike && !is_section {
            return false;
        }
    }
    listed.values().all(|entry| *entry == Entry::Free)
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    let mut cursor = indirect::head(bytes, at);
    cursor.skip_space();
    cursor.at
}

/// Returns the number of the object that begins there.
fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    let id = indirect::read_head(&mut indirect::head(bytes, at))?;
    Some(id.number)
}

/// Whether a table or an object begins there.
fn is_section(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.starts_with(b"xref") || number_at(bytes, at).is_some()
}
