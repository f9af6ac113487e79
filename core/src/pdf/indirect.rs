//! Reading one indirect object (ISO 32000-2, 7.3.8 and 7.3.10; from memory).

use super::cursor::{Cursor, find, is_regular, is_whitespace};
use super::limits::Budget;
use super::object::{Dictionary, Object, ObjectId, Span};
use super::parse_error::ParseError;
use super::parser::Parser;
use super::plainly;

/// The octets that an object was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'d> {
    /// The file itself.
    File(&'d [u8]),
    /// The decoded data of an object stream.
    ObjectStream {
        /// Object number of the object stream.
        number: u32,
        /// Offset of the object stream in the file.
        at: usize,
        /// Its decoded data.
        data: &'d [u8],
    },
}

impl<'d> Source<'d> {
    /// Returns the octets that spans count from.
    #[must_use]
    pub fn bytes(&self) -> &'d [u8] {
        match self {
            Source::File(bytes) => bytes,
            Source::ObjectStream { data, .. } => data,
        }
    }
}

/// The data of a stream, not decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamData {
    /// Where the data stand in the file.
    pub span: Span,
    /// Whether `/Length` leads to `endstream`; if not, `endstream` was searched.
    pub length_matches: bool,
}

/// An indirect object with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct IndirectObject<'d> {
    /// Number and generation.
    pub id: ObjectId,
    /// What the spans count in.
    pub source: Source<'d>,
    /// From the object number to after `endobj`; in an object stream, that of the value.
    pub span: Span,
    /// The value; for a stream, its dictionary.
    pub value: Object<'d>,
    /// Where the value stands.
    pub value_span: Span,
    /// The data, if the object is a stream.
    pub stream: Option<StreamData>,
}

impl<'d> IndirectObject<'d> {
    /// Returns the source octets of the value.
    #[must_use]
    pub fn value_bytes(&self) -> &'d [u8] {
        self.value_span.of(self.source.bytes())
    }

    /// Returns the value as a dictionary, if it is one or a stream.
    #[must_use]
    pub fn dictionary(&self) -> Option<&Dictionary<'d>> {
        self.value.as_dictionary()
    }

    /// Returns whether the object is a cross-reference stream, which is never encrypted.
    pub(crate) fn is_cross_reference_stream(&self) -> bool {
        let dictionary = self.dictionary().filter(|_| self.stream.is_some());
        dictionary.is_some_and(|dictionary| dictionary.is_name("Type", "XRef"))
    }

    /// Returns whether another version of the same object is written in the same octets and in the
    /// same way: what stands in an object stream is encrypted with it, what stands in the file is
    /// encrypted by itself.
    pub(crate) fn is_written_as(&self, other: &IndirectObject<'_>, is_encrypted: bool) -> bool {
        let in_file = |source: &Source<'_>| matches!(source, Source::File(_));
        (!is_encrypted || in_file(&self.source) == in_file(&other.source))
            && self.value_bytes() == other.value_bytes()
            && self.stream_bytes() == other.stream_bytes()
    }

    /// Tells whether it is written so that all readers find the same in it; `is_new` says that nothing was signed
    /// under its number.
    ///
    /// Whoever writes texts in UTF-16 and leaves a carriage return in them as it is makes a reason or a place of a new
    /// signature that some readers misspell, and nothing else.
    pub(crate) fn is_written_plainly(&self, is_new: bool) -> bool {
        let is_signature = (self.dictionary()).is_some_and(|found| {
            found.get("ByteRange").is_some() && found.get("Contents").is_some()
        });
        plainly::is_written_plainly(self, is_new && is_signature)
    }

    /// Returns the raw data of the stream, if the object is one.
    #[must_use]
    pub fn stream_bytes(&self) -> Option<&'d [u8]> {
        self.stream
            .map(|stream| stream.span.of(self.source.bytes()))
    }
}

/// How much white space and comment may stand in and before the head of an object.
const HEAD: usize = 256;

/// Returns a cursor for the head of the object at `at`.
pub(crate) fn head(bytes: &[u8], at: usize) -> Cursor<'_> {
    Cursor::within(bytes, at, HEAD)
}

/// Reads `number generation obj` and moves past it.
pub(crate) fn read_head(cursor: &mut Cursor<'_>) -> Option<ObjectId> {
    let number = u32::try_from(cursor.number()?).ok()?;
    let generation = u16::try_from(cursor.number()?).ok()?;
    cursor.skip_space();
    cursor
        .eat(b"obj")
        .then_some(ObjectId { number, generation })
}

/// Reads the indirect object at `at`. `length` gives the value of an indirect `/Length`.
pub(crate) fn read<'d>(
    bytes: &'d [u8],
    at: usize,
    budget: &Budget,
    length: &dyn Fn(ObjectId) -> Option<u64>,
) -> Result<IndirectObject<'d>, ParseError> {
    // One octet more than may be spent, so that running into the end is an error of the budget.
    let cursor = Cursor::within(bytes, at, budget.work_left().saturating_add(1));
    let mut parser = Parser::new(cursor, budget);
    let result = read_with(bytes, &mut parser, budget, length);
    // Stream data that `/Length` leads past were not looked at.
    let skipped = result
        .as_ref()
        .ok()
        .and_then(|object| object.stream)
        .map_or(0, |stream| {
            if stream.length_matches {
                stream.span.len()
            } else {
                0
            }
        });
    budget.spend(parser.cursor.at.saturating_sub(at).saturating_sub(skipped))?;
    result
}

fn read_with<'d>(
    bytes: &'d [u8],
    parser: &mut Parser<'d>,
    budget: &Budget,
    length: &dyn Fn(ObjectId) -> Option<u64>,
) -> Result<IndirectObject<'d>, ParseError> {
    parser.cursor.skip_space();
    let start = parser.cursor.at;
    let id = read_head(&mut parser.cursor).ok_or(ParseError::Syntax {
        at: start,
        expected: "an indirect object",
    })?;
    // Some readers take no object where a word runs into the keyword.
    let after = parser.cursor.peek();
    let before = parser.cursor.at.checked_sub(4).and_then(|at| bytes.get(at));
    if after.is_some_and(is_regular) || before.is_some_and(|octet| is_regular(*octet)) {
        return Err(parser.cursor.expected("obj by itself"));
    }
    let (value, value_span) = parser.object()?;
    let cursor = &mut parser.cursor;
    cursor.skip_space();
    let mut stream = None;
    if let Object::Dictionary(dictionary) = &value
        && cursor.eat(b"stream")
    {
        // To readers another word is none of the standard's, and the object has no stream.
        if cursor.peek().is_some_and(|next| !is_whitespace(next)) {
            return Err(cursor.expected("stream by itself"));
        }
        // Stream data that are only passed over cost nothing.
        cursor.bytes = bytes;
        let data = stream_data(cursor, dictionary, budget, length)?;
        cursor.skip_space();
        stream = Some(data);
    }
    if !cursor.eat(b"endobj") && stream.is_none() {
        return Err(cursor.expected("endobj"));
    }
    let span = Span {
        start,
        end: cursor.at,
    };
    Ok(IndirectObject {
        id,
        source: Source::File(bytes),
        span,
        value,
        value_span,
        stream,
    })
}

/// Finds the data after `stream` and moves past `endstream`.
fn stream_data(
    cursor: &mut Cursor<'_>,
    dictionary: &Dictionary<'_>,
    budget: &Budget,
    length: &dyn Fn(ObjectId) -> Option<u64>,
) -> Result<StreamData, ParseError> {
    // Readers differ in where data begin that do not stand on a line of their own.
    let has_line = cursor.eat(b"\r\n") || cursor.eat(b"\n");
    if !has_line {
        cursor.eat(b"\r");
    }
    let start = cursor.at;
    let declared = match dictionary.get("Length") {
        Some(Object::Integer(value)) => u64::try_from(*value).ok(),
        Some(Object::Reference(id)) => length(*id),
        _ => None,
    };
    let end = declared
        .and_then(|length| usize::try_from(length).ok())
        .and_then(|length| start.checked_add(length));
    if let Some(end) = end {
        let mut after = Cursor::new(cursor.bytes, end);
        if !after.eat(b"\r\n") && !after.eat(b"\n") {
            after.eat(b"\r");
        }
        if end <= cursor.bytes.len() && after.eat(b"endstream") {
            *cursor = after;
            return Ok(StreamData {
                span: Span { start, end },
                length_matches: has_line,
            });
        }
    }
    let rest = cursor.rest();
    let window = rest.get(..budget.work_left()).unwrap_or(rest);
    let Some(found) = find(window, b"endstream") else {
        budget.spend(window.len())?;
        return Err(ParseError::Syntax {
            at: start,
            expected: "a stream that ends",
        });
    };
    cursor.at = start + found + b"endstream".len();
    let data = window.get(..found).unwrap_or_default();
    let data = data.strip_suffix(b"\n").unwrap_or(data);
    let data = data.strip_suffix(b"\r").unwrap_or(data);
    let span = Span {
        start,
        end: start + data.len(),
    };
    Ok(StreamData {
        span,
        length_matches: false,
    })
}
