//! Object streams (ISO 32000-2, 7.5.7; from memory).

use std::borrow::Cow;
use std::cell::OnceCell;

use super::cursor::Cursor;
use super::indirect::IndirectObject;
use super::limits::Budget;
use super::parse_error::ParseError;
use super::xref::{Entry, Section, unsigned};

/// A place for the decoded data of the object stream at one offset.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) offset: usize,
    pub(crate) decoded: OnceCell<Result<ObjectStream, ParseError>>,
}

/// A decoded object stream.
#[derive(Debug)]
pub(crate) struct ObjectStream {
    pub(crate) at: usize,
    pub(crate) data: Vec<u8>,
    /// Object numbers with the offsets of their values in `data`, in the order of the stream.
    members: Vec<(u32, usize)>,
}

/// What a place may take in memory.
const SLOT: usize = 128;

/// Makes the empty places for all object streams that some section refers to.
pub(crate) fn slots(sections: &[Section<'_>], budget: &Budget) -> Result<Vec<Slot>, ParseError> {
    let rows = || sections.iter().flat_map(|section| &section.rows);
    let mut streams: Vec<u32> = Vec::new();
    for row in rows() {
        if let Entry::In { stream, .. } = row.entry
            && streams.last() != Some(&stream)
        {
            budget.hold(size_of::<u32>())?;
            streams.push(stream);
        }
    }
    if streams.is_empty() {
        return Ok(Vec::new());
    }
    streams.sort_unstable();
    streams.dedup();
    let mut slots = Vec::new();
    for row in rows() {
        if let Entry::At { offset, .. } = row.entry
            && streams.binary_search(&row.number).is_ok()
        {
            budget.hold(SLOT)?;
            slots.push(Slot {
                offset,
                decoded: OnceCell::new(),
            });
        }
    }
    slots.sort_unstable_by_key(|slot| slot.offset);
    slots.dedup_by_key(|slot| slot.offset);
    Ok(slots)
}

impl ObjectStream {
    /// Reads the table of members of an object stream; `data` decodes the stream.
    pub(crate) fn read<'d>(
        object: &IndirectObject<'d>,
        budget: &Budget,
        data: impl FnOnce(&IndirectObject<'d>) -> Result<Cow<'d, [u8]>, ParseError>,
    ) -> Result<Self, ParseError> {
        let at = object.span.start;
        let expected = |expected| ParseError::Syntax { at, expected };
        let (Some(dictionary), Some(_)) = (object.dictionary(), object.stream) else {
            return Err(expected("an object stream"));
        };
        if !dictionary.is_name("Type", "ObjStm") {
            return Err(expected("/Type /ObjStm"));
        }
        let data = data(object)?.into_owned();
        let first = unsigned(dictionary, "First").ok_or(expected("/First"))?;
        let count = unsigned(dictionary, "N").ok_or(expected("/N"))?;
        let limit = budget.limits.stream_objects;
        if count > limit {
            return Err(ParseError::TooMuch {
                what: "objects in an object stream",
                limit,
            });
        }
        if first > data.len() || count > first {
            return Err(expected("/N and /First that fit the data"));
        }
        budget.hold(data.capacity().saturating_add(count.saturating_mul(16)))?;
        let mut cursor = Cursor::new(data.get(..first).unwrap_or_default(), 0);
        let mut members = Vec::with_capacity(count);
        for _ in 0..count {
            let number = cursor
                .number()
                .and_then(|number| u32::try_from(number).ok());
            let offset = cursor
                .number()
                .and_then(|offset| usize::try_from(offset).ok());
            let (Some(number), Some(offset)) = (number, offset) else {
                return Err(expected("numbers and offsets of the members"));
            };
            members.push((number, first.saturating_add(offset)));
        }
        Ok(ObjectStream { at, data, members })
    }

    /// Returns the offset of a member's value: by index if the number agrees, else by number.
    pub(crate) fn place(
        &self,
        number: u32,
        index: u32,
        budget: &Budget,
    ) -> Result<usize, ParseError> {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        if let Some(&(found, offset)) = self.members.get(index)
            && found == number
        {
            return Ok(offset);
        }
        budget.spend(self.members.len().saturating_mul(4))?;
        let found = self.members.iter().find(|member| member.0 == number);
        let wrong = ParseError::WrongObject {
            at: self.at,
            wanted: number,
        };
        found.map(|found| found.1).ok_or(wrong)
    }

    /// Returns the numbers of the members in the order of the stream.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.members.iter().map(|member| member.0)
    }
}
