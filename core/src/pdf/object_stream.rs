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

/// Whether a range that is there holds white space and comments only.
fn is_blank(octets: Option<&[u8]>) -> bool {
    octets.is_some_and(|octets| {
        let mut cursor = Cursor::new(octets, 0);
        cursor.skip_space();
        cursor.peek().is_none()
    })
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
        // Some readers begin at /First, whatever the first offset is.
        let from = members.first().map_or(first, |member| member.1);
        if !is_blank(data.get(first..from)) {
            return Err(expected("a member at /First"));
        }
        // Some readers find a member by its number, some by its place, some read as far as the next.
        if !members.is_sorted_by(|one, next| one.1 < next.1) {
            return Err(expected("members one after the other"));
        }
        let mut numbers: Vec<u32> = members.iter().map(|member| member.0).collect();
        numbers.sort_unstable();
        if !numbers.is_sorted_by(|one, next| one < next) {
            return Err(expected("members with a number each"));
        }
        Ok(ObjectStream { at, data, members })
    }

    /// Returns where the value of a member begins, and where the next one does, by its place in the stream,
    /// which has to be that of its number.
    pub(crate) fn place(
        &self,
        number: u32,
        index: u32,
    ) -> Result<(usize, Option<usize>), ParseError> {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let wrong = ParseError::WrongObject {
            at: self.at,
            wanted: number,
        };
        let found = self.members.get(index).filter(|found| found.0 == number);
        let next = self.members.get(index.saturating_add(1));
        let next = next.map(|next| next.1);
        found.map(|found| (found.1, next)).ok_or(wrong)
    }

    /// Checks that a member whose value ends there ends before `next`, with nothing between: some readers go on
    /// from there.
    pub(crate) fn check_end(&self, end: usize, next: Option<usize>) -> Result<(), ParseError> {
        match next.is_none_or(|next| is_blank(self.data.get(end..next))) {
            true => Ok(()),
            false => Err(ParseError::Syntax {
                at: self.at,
                expected: "members of an object stream one after the other",
            }),
        }
    }

    /// Returns the numbers of the members in the order of the stream.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.members.iter().map(|member| member.0)
    }
}
