//! `/ByteRange` (ISO 32000-2, 12.8.1; from memory), read without mercy.

use super::super::object::{Dictionary, Object, Span};
use super::SignatureError;

/// The two ranges of a file that a signature covers; the first begins at octet 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByteRange {
    /// Length of the first range, which is the offset of `/Contents`.
    pub first_length: usize,
    /// Offset of the second range, which is the end of `/Contents`.
    pub second_start: usize,
    /// Length of the second range.
    pub second_length: usize,
}

impl ByteRange {
    /// Returns what the ranges leave out.
    #[must_use]
    pub fn gap(&self) -> Span {
        Span {
            start: self.first_length,
            end: self.second_start,
        }
    }

    /// Returns the offset after the last octet covered.
    #[must_use]
    pub fn end(&self) -> usize {
        self.second_start.saturating_add(self.second_length)
    }

    pub(crate) fn slices<'d>(&self, file: &'d [u8]) -> [&'d [u8]; 2] {
        let first = Span {
            start: 0,
            end: self.first_length,
        };
        let second = Span {
            start: self.second_start,
            end: self.end(),
        };
        [first.of(file), second.of(file)]
    }

    /// Reads four direct non-negative integers that describe a file of `length` octets.
    pub(super) fn read(
        dictionary: &Dictionary<'_>,
        length: usize,
    ) -> Result<ByteRange, SignatureError> {
        let Some(entry) = dictionary.entry("ByteRange") else {
            let problem = "it is missing";
            return Err(SignatureError::ByteRange {
                at: dictionary.span.start,
                problem,
            });
        };
        let wrong = |problem| SignatureError::ByteRange {
            at: entry.span.start,
            problem,
        };
        let array = entry
            .value
            .as_array()
            .ok_or(wrong("it is not a direct array"))?;
        let integer = |value: &Object<'_>| usize::try_from(value.as_integer()?).ok();
        let numbers: Option<Vec<usize>> = array.values().take(5).map(integer).collect();
        let numbers = numbers.ok_or(wrong("not all elements are direct non-negative integers"))?;
        let [start, first_length, second_start, second_length] = numbers.as_slice() else {
            return Err(wrong("it has not four elements"));
        };
        let range = ByteRange {
            first_length: *first_length,
            second_start: *second_start,
            second_length: *second_length,
        };
        if *start != 0 {
            return Err(wrong("the first range does not begin at octet 0"));
        }
        if range.first_length == 0 || range.second_length == 0 {
            return Err(wrong("a range is empty"));
        }
        if range
            .first_length
            .checked_add(2)
            .is_none_or(|least| range.second_start < least)
        {
            return Err(wrong("there is no room for /Contents between the ranges"));
        }
        match range.second_start.checked_add(range.second_length) {
            Some(end) if end <= length => Ok(range),
            _ => Err(wrong("it reaches beyond the end of the file")),
        }
    }
}
