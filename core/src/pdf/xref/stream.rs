//! Cross-reference streams (ISO 32000-2, 7.5.8; from memory).

use super::super::filter::{Encrypted, decode};
use super::super::finding::Finding;
use super::super::indirect;
use super::super::object::{Dictionary, Object};
use super::super::parse_error::ParseError;
use super::{Entry, Row, Section, SectionKind, SectionReader, unsigned};

impl<'a> SectionReader<'a, '_> {
    /// Reads the cross-reference stream at `at`.
    pub(super) fn stream(&mut self, at: usize) -> Result<Section<'a>, ParseError> {
        let expected = |expected| ParseError::Syntax { at, expected };
        let object = indirect::read(self.bytes, at, self.budget, &|_| None)?;
        let (Object::Dictionary(trailer), Some(data)) = (object.value, object.stream) else {
            return Err(expected("a cross-reference stream"));
        };
        if !trailer.is_name("Type", "XRef") {
            return Err(expected("/Type /XRef"));
        }
        if !data.length_matches {
            self.findings.push(Finding::WrongLength {
                at: data.span.start,
            });
        }
        let decoded = decode(
            &trailer,
            data.span.of(self.bytes),
            data.span.start,
            (self.budget, Encrypted::No),
            usize::MAX,
        )?;
        let widths = widths(&trailer).ok_or(expected("/W with three widths up to 8"))?;
        let width: usize = widths.iter().sum();
        if width == 0 {
            return Err(expected("/W with three widths up to 8"));
        }
        let index = subsections(&trailer).ok_or(expected("/Index with pairs of integers"))?;
        // Some readers give up a stream with a part of nothing.
        if trailer.get("Index").is_some() && index.iter().any(|(_, count)| *count == 0) {
            self.findings.push(Finding::IrregularTable { at });
        }
        let mut records = decoded.chunks_exact(width);
        let announced = index.iter().fold(0_usize, |sum, &(_, count)| {
            sum.saturating_add(usize::try_from(count).unwrap_or(usize::MAX))
        });
        self.reserve(announced.min(records.len()))?;
        if announced > records.len() {
            self.findings.push(Finding::ShortXrefStream { at });
        }
        let mut rows = Vec::with_capacity(announced.min(records.len()));
        for (first, count) in index {
            for (number, record) in (first..first.saturating_add(count)).zip(&mut records) {
                match entry(record, &widths) {
                    Some(entry) => rows.push(Row { number, entry }),
                    None => self.findings.push(Finding::UnknownEntry { at, number }),
                }
            }
        }
        self.sort(&mut rows, at);
        Ok(Section {
            kind: SectionKind::Stream,
            span: object.span,
            trailer,
            hybrid: None,
            hidden: Vec::new(),
            prev: None,
            farthest: 0,
            rows,
        })
    }
}

fn widths(trailer: &Dictionary<'_>) -> Option<[usize; 3]> {
    let mut widths = [0; 3];
    let array = trailer.get("W")?.as_array()?;
    if array.items.len() != widths.len() {
        return None;
    }
    for (width, value) in widths.iter_mut().zip(array.values()) {
        *width = usize::try_from(value.as_integer()?)
            .ok()
            .filter(|&width| width <= 8)?;
    }
    Some(widths)
}

/// Returns first number and count of each subsection.
fn subsections(trailer: &Dictionary<'_>) -> Option<Vec<(u32, u32)>> {
    let Some(index) = trailer.get("Index") else {
        let size = u32::try_from(unsigned(trailer, "Size")?).ok()?;
        return Some(vec![(0, size)]);
    };
    let integer = |value: &Object<'_>| u32::try_from(value.as_integer()?).ok();
    let pairs = index.as_array()?.items.chunks(2).map(|pair| match pair {
        [first, count] => Some((integer(&first.value)?, integer(&count.value)?)),
        _ => None,
    });
    pairs.collect()
}

fn entry(record: &[u8], widths: &[usize; 3]) -> Option<Entry> {
    let [first, second, _] = *widths;
    let (kind, rest) = record.split_at_checked(first)?;
    let (second, third) = rest.split_at_checked(second)?;
    let kind = if first == 0 { 1 } else { number(kind) };
    let (second, third) = (number(second), number(third));
    match kind {
        0 => Some(Entry::Free),
        // No object can stand at 0, where the header is.
        1 if second == 0 => Some(Entry::Free),
        1 => Some(Entry::At {
            offset: usize::try_from(second).ok()?,
            generation: u16::try_from(third).ok()?,
        }),
        2 => Some(Entry::In {
            stream: u32::try_from(second).ok()?,
            index: u32::try_from(third).ok()?,
        }),
        _ => None,
    }
}

fn number(octets: &[u8]) -> u64 {
    octets
        .iter()
        .fold(0, |value, &octet| value << 8 | u64::from(octet))
}
