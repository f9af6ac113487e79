//! Whether every reader finds every object through the cross-reference table, so that none scans the
//! file.
//!
//! Asked only of files in which a scan would find something else. What the standard requires is
//! required to the letter here, since nobody knows all readers.

use super::concealed::numbers;
use super::cursor::{find, find_last};
use super::document::Document;
use super::indirect::{IndirectObject, Source};
use super::object::Object;
use super::parse_error::ParseError;
use super::view::View;
use super::xref::{Entry, Section, SectionKind, unsigned};

/// Tells whether the newest revision is written so that no reader has a reason to scan the file.
pub(super) fn is_read_alike(document: &Document<'_>) -> Result<bool, ParseError> {
    let oddities = document.findings().is_empty() && document.header_offset() == 0;
    if !oddities || !has_header(document.bytes()) || !is_chain_exact(document) {
        return Ok(false);
    }
    let numbers = numbers(document);
    let view = document.latest();
    let size = view.trailer().and_then(|trailer| unsigned(trailer, "Size"));
    let next = numbers.last().and_then(|last| usize::try_from(*last).ok());
    if size.is_none() || size != next.and_then(|last| last.checked_add(1)) {
        return Ok(false);
    }
    let mut references = Vec::new();
    for number in numbers {
        if matches!(view.entry(number), Some(Entry::Free)) {
            continue;
        }
        let object = match view.get_number(number) {
            Ok(Some(object)) => object,
            Err(error @ ParseError::TooMuch { .. }) => return Err(error),
            _ => return Ok(false),
        };
        if !is_well_formed(view, &object, number) {
            return Ok(false);
        }
        references.clear();
        object.value.references(&mut references);
        let is_there = |id: &super::ObjectId| match view.entry(id.number) {
            Some(Entry::At { generation, .. }) => generation == id.generation,
            Some(Entry::In { .. }) => id.generation == 0,
            _ => false,
        };
        if !references.iter().all(is_there) {
            return Ok(false);
        }
    }
    has_pages(view)
}

fn has_header(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [
            b'%',
            b'P',
            b'D',
            b'F',
            b'-',
            b'1' | b'2',
            b'.',
            b'0'..=b'9',
            b'\r' | b'\n',
            ..
        ]
    )
}

/// Whether `startxref` and each `/Prev` give the very octet where the next section begins, and each
/// section is written as the standard shows it.
fn is_chain_exact(document: &Document<'_>) -> bool {
    let bytes = document.bytes();
    let start = find_last(bytes, b"startxref").and_then(|at| {
        let text = bytes.get(at.saturating_add(9)..)?;
        text.first().filter(|octet| octet.is_ascii_whitespace())?;
        let text = text.trim_ascii_start();
        let digits = text.iter().take_while(|octet| octet.is_ascii_digit());
        std::str::from_utf8(text.get(..digits.count())?)
            .ok()?
            .parse()
            .ok()
    });
    let mut next: Option<usize> = start;
    for section in document.sections().iter().rev() {
        if next != Some(section.span.start) || !is_as_shown(bytes, section) {
            return false;
        }
        next = section.prev;
    }
    next.is_none()
}

fn is_as_shown(bytes: &[u8], section: &Section<'_>) -> bool {
    if section.kind == SectionKind::Stream {
        return is_head(bytes, section.span.start, None)
            && ends_with_keyword(bytes, section.span.end);
    }
    let table = section.span.start..section.trailer.span.start;
    let table = bytes.get(table).unwrap_or_default();
    let Some(rest) = table.strip_prefix(b"xref") else {
        return false;
    };
    let Some(at) = find(rest, b"trailer") else {
        return false;
    };
    let (rows, trailer) = rest.split_at(at);
    let after = trailer.get(7..).unwrap_or_default();
    let first = rows.first().copied();
    // A common writer puts the dictionary on the same line, and all read it.
    matches!(first, Some(b' ' | b'\r' | b'\n')) && is_blank(after) && are_subsections(rows)
}

fn is_blank(octets: &[u8]) -> bool {
    let mut octets = octets.iter();
    octets.len() > 0 && octets.all(|octet| matches!(octet, b' ' | b'\r' | b'\n'))
}

fn is_line_end(octets: &[u8]) -> bool {
    is_blank(octets) && octets.iter().any(|octet| *octet != b' ')
}

/// Heads of subsections, each on its own line, and rows of 20 octets.
fn are_subsections(rows: &[u8]) -> bool {
    let mut text = rows;
    let end = text
        .iter()
        .take_while(|octet| matches!(octet, b' ' | b'\r' | b'\n'));
    let (line, rest) = text.split_at(end.count());
    if !is_line_end(line) {
        return false;
    }
    text = rest;
    while !text.trim_ascii_start().is_empty() {
        let Some(end) = text.iter().position(|octet| matches!(octet, b'\r' | b'\n')) else {
            return false;
        };
        let (head, rest) = text.split_at(end);
        let head = head.trim_ascii_end();
        let mut words = head.split(|octet| *octet == b' ');
        let number = |word: Option<&[u8]>| -> Option<usize> {
            let word = word.filter(|word| word.iter().all(u8::is_ascii_digit))?;
            std::str::from_utf8(word).ok()?.parse().ok()
        };
        let (Some(_), Some(count), None) =
            (number(words.next()), number(words.next()), words.next())
        else {
            return false;
        };
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.get(1..));
        let rows = count
            .checked_mul(20)
            .and_then(|length| rest?.split_at_checked(length));
        let Some((rows, rest)) = rows else {
            return false;
        };
        if !rows.chunks_exact(20).all(is_row) {
            return false;
        }
        text = rest;
    }
    true
}

fn is_row(row: &[u8]) -> bool {
    let digits = |range: std::ops::Range<usize>| {
        row.get(range)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    };
    digits(0..10)
        && digits(11..16)
        && row.get(10) == Some(&b' ')
        && row.get(16) == Some(&b' ')
        && matches!(
            row.get(17..),
            Some([b'n' | b'f', b' ', b'\r' | b'\n'] | [b'n' | b'f', b'\r', b'\n'])
        )
}

/// Whether an object is written as the standard shows it: its head at the very offset, the length of
/// its stream right, `endobj` at its end.
fn is_well_formed(view: View<'_>, object: &IndirectObject<'_>, number: u32) -> bool {
    let Source::File(bytes) = object.source else {
        return true;
    };
    let Some(Entry::At { offset, .. }) = view.entry(number) else {
        return false;
    };
    let stream = object.stream.is_none_or(|stream| stream.length_matches);
    stream
        && offset == object.span.start
        && is_head(bytes, offset, Some(object.value_span.start))
        && ends_with_keyword(bytes, object.span.end)
}

/// `number generation obj`, single spaces, no other digits; before the value only white space.
fn is_head(bytes: &[u8], at: usize, value: Option<usize>) -> bool {
    let Some(text) = bytes.get(at..) else {
        return false;
    };
    let mut rest = text;
    for _ in 0..2 {
        let digits = rest
            .iter()
            .take_while(|octet| octet.is_ascii_digit())
            .count();
        let is_plain = digits == 1 || digits > 1 && rest.first() != Some(&b'0');
        if !is_plain || rest.get(digits) != Some(&b' ') {
            return false;
        }
        rest = rest.get(digits.saturating_add(1)..).unwrap_or_default();
    }
    let Some(after) = rest.strip_prefix(b"obj") else {
        return false;
    };
    let after = bytes.len().saturating_sub(after.len());
    value.is_none_or(|value| {
        let between = bytes.get(after..value).unwrap_or_default();
        between
            .iter()
            .all(|octet| matches!(octet, b' ' | b'\t' | b'\r' | b'\n'))
    })
}

fn ends_with_keyword(bytes: &[u8], end: usize) -> bool {
    bytes
        .get(..end)
        .is_some_and(|object| object.ends_with(b"endobj"))
}

/// Whether the catalog and the page tree are such that no reader doubts them.
fn has_pages(view: View<'_>) -> Result<bool, ParseError> {
    let catalog = view.catalog()?;
    let Some(catalog) = catalog
        .dictionary()
        .filter(|found| found.is_name("Type", "Catalog"))
    else {
        return Ok(false);
    };
    let Object::Dictionary(root) = view.value(catalog, "Pages")? else {
        return Ok(false);
    };
    let count = view.value(&root, "Count")?.as_integer();
    let mut pages = 0_i64;
    for page in view.pages() {
        let Ok(page) = page else { return Ok(false) };
        let is_page = page
            .object
            .dictionary()
            .is_some_and(|page| page.is_name("Type", "Page"));
        if !is_page {
            return Ok(false);
        }
        pages = pages.saturating_add(1);
    }
    Ok(root.is_name("Type", "Pages") && count == Some(pages) && pages > 0)
}
