//! Rebuilding the cross-reference table by scanning: for reading only.

use super::cursor::{Cursor, find, is_whitespace};
use super::filter::{Encrypted, decode};
use super::indirect;
use super::limits::Budget;
use super::object::{Dictionary, DictionaryEntry, Name, Object, ObjectId, Span};
use super::object_stream::ObjectStream;
use super::parse_error::ParseError;
use super::parser::parse_at;
use super::xref::{Entry, Row, Section, SectionKind};

/// Where `number generation obj` stands.
struct Marker {
    id: ObjectId,
    at: usize,
}

/// Scans the file and returns one section with the last definition of every object.
pub(crate) fn rebuild<'a>(bytes: &'a [u8], budget: &Budget) -> Result<Section<'a>, ParseError> {
    budget.spend(bytes.len())?;
    let markers = markers(bytes, budget)?;
    let mut scan = Scan {
        bytes,
        budget,
        retries: budget.limits.retries,
        rows: Vec::new(),
        members: Vec::new(),
        catalog: None,
        stream_trailer: None,
    };
    scan.objects(&markers)?;
    let trailer = scan.trailer()?;
    let mut rows = scan.rows;
    // The last definition of a number counts; members of object streams only without one.
    rows.reverse();
    rows.append(&mut scan.members);
    rows.sort_by_key(|row| row.number);
    rows.dedup_by_key(|row| row.number);
    let span = Span {
        start: bytes.len(),
        end: bytes.len(),
    };
    Ok(Section {
        kind: SectionKind::Rebuilt,
        span,
        trailer,
        hybrid: None,
        hidden: Vec::new(),
        prev: None,
        farthest: 0,
        rows,
    })
}

/// Finds every `number generation obj`.
fn markers(bytes: &[u8], budget: &Budget) -> Result<Vec<Marker>, ParseError> {
    let mut markers = Vec::new();
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| find(rest, b"obj")) {
        let at = from + found;
        from = at + 3;
        if let Some(marker) = marker_before(bytes, at) {
            budget.hold(64 + 48)?;
            markers.push(marker);
            let limit = budget.limits.entries;
            if markers.len() > limit {
                return Err(ParseError::TooMuch {
                    what: "objects",
                    limit,
                });
            }
        }
    }
    Ok(markers)
}

/// Reads `number generation ` backwards from the `obj` at `at`.
fn marker_before(bytes: &[u8], at: usize) -> Option<Marker> {
    // Two numbers and the space between them are short; a longer run is not looked at.
    let start = at.saturating_sub(32);
    let before = bytes.get(start..at)?;
    let digit: fn(u8) -> bool = |octet| octet.is_ascii_digit();
    let mut end = before.len();
    for (index, test) in [is_whitespace, digit, is_whitespace, digit]
        .into_iter()
        .enumerate()
    {
        let run = before
            .get(..end)?
            .iter()
            .rev()
            .take_while(|&&octet| test(octet))
            .count();
        // `1 0obj` is accepted.
        if run == 0 && index > 0 {
            return None;
        }
        end -= run;
    }
    let mut cursor = Cursor::new(bytes, start + end);
    let id = indirect::read_head(&mut cursor)?;
    Some(Marker {
        id,
        at: start + end,
    })
}

struct Scan<'a, 'r> {
    bytes: &'a [u8],
    budget: &'r Budget,
    retries: usize,
    rows: Vec<Row>,
    members: Vec<Row>,
    catalog: Option<ObjectId>,
    stream_trailer: Option<Dictionary<'a>>,
}

impl<'a, 'r> Scan<'a, 'r> {
    /// Parses each object inside the window up to the next marker.
    fn objects(&mut self, markers: &[Marker]) -> Result<(), ParseError> {
        let mut free = 0;
        for (index, marker) in markers.iter().enumerate() {
            if marker.at < free {
                continue;
            }
            let end = markers
                .get(index + 1)
                .map_or(self.bytes.len(), |next| next.at);
            let window = self.bytes.get(..end).unwrap_or_default();
            let mut object = indirect::read(window, marker.at, self.budget, &|_| None);
            if let Err(
                error @ ParseError::TooMuch {
                    what: "octets of work",
                    ..
                },
            ) = object
            {
                return Err(error);
            }
            let text = window.get(marker.at..).unwrap_or_default();
            if object.is_err() && self.retries > 0 && find(text, b"stream").is_some() {
                self.retries -= 1;
                object = indirect::read(self.bytes, marker.at, self.budget, &|_| None);
            }
            let entry = Entry::At {
                offset: marker.at,
                generation: marker.id.generation,
            };
            self.rows.push(Row {
                number: marker.id.number,
                entry,
            });
            let Ok(object) = object else { continue };
            free = object.span.end;
            let Some(dictionary) = object.dictionary() else {
                continue;
            };
            if dictionary.is_name("Type", "Catalog") {
                self.catalog = Some(marker.id);
            } else if dictionary.is_name("Type", "XRef") && dictionary.get("Root").is_some() {
                self.stream_trailer = Some(dictionary.clone());
            } else if dictionary.is_name("Type", "ObjStm") {
                self.object_stream(marker.id.number, &object)?;
            }
        }
        Ok(())
    }

    fn object_stream(
        &mut self,
        number: u32,
        object: &indirect::IndirectObject<'a>,
    ) -> Result<(), ParseError> {
        let before = self.budget.memory_left();
        let budget = self.budget;
        let read = ObjectStream::read(object, budget, |object| {
            let (dictionary, raw) = object.dictionary().zip(object.stream_bytes()).ok_or(
                ParseError::DamagedStream {
                    at: object.span.start,
                },
            )?;
            let budget = (budget, Encrypted::No);
            decode(dictionary, raw, object.span.start, budget, usize::MAX)
        });
        self.budget
            .release(before.saturating_sub(self.budget.memory_left()));
        let Ok(stream) = read else { return Ok(()) };
        for (index, member) in (0_u32..).zip(stream.numbers()) {
            self.budget.hold(64)?;
            let entry = Entry::In {
                stream: number,
                index,
            };
            self.members.push(Row {
                number: member,
                entry,
            });
        }
        Ok(())
    }

    /// Returns the last `trailer` with `/Root`, else the last such cross-reference stream, else a
    /// trailer that the catalog gives.
    fn trailer(&mut self) -> Result<Dictionary<'a>, ParseError> {
        let mut last = None;
        let mut from = 0;
        while let Some(found) = self
            .bytes
            .get(from..)
            .and_then(|rest| find(rest, b"trailer"))
        {
            from += found + b"trailer".len();
            if let Ok((Object::Dictionary(trailer), span)) = parse_at(self.bytes, from, self.budget)
            {
                from = span.end;
                if trailer.get("Root").is_some() {
                    last = Some(trailer);
                }
            }
        }
        if let Some(trailer) = last.or_else(|| self.stream_trailer.take()) {
            return Ok(trailer);
        }
        let root = self.catalog.ok_or(ParseError::NoCatalog)?;
        let entry = DictionaryEntry {
            key: Name { raw: b"Root" },
            key_start: 0,
            value: Object::Reference(root),
            span: Span::default(),
        };
        Ok(Dictionary {
            entries: vec![entry].into(),
            span: Span::default(),
        })
    }
}
