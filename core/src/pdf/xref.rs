//! Cross-reference sections (ISO 32000-2, 7.5.4 and 7.5.8; from memory) and their chain.

mod stream;
mod table;

use super::cursor::Cursor;
use super::finding::{Finding, Findings};
use super::limits::Budget;
use super::object::{Dictionary, Object, Span};
use super::parse_error::ParseError;

/// Greatest object number that readers accept (ISO 32000-2, annex C.2; from memory).
pub(crate) const GREATEST_NUMBER: u32 = 8_388_607;

/// Where a cross-reference section places an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entry {
    /// Nowhere: the number is free.
    Free,
    /// In the file.
    At {
        /// Offset from the first octet of the file; as the section gives it where octets before the
        /// header leave open from where it counts.
        offset: usize,
        /// Generation number.
        generation: u16,
    },
    /// In an object stream.
    In {
        /// Object number of the object stream.
        stream: u32,
        /// Index in it.
        index: u32,
    },
}

/// How a cross-reference section is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// `xref` table.
    Table,
    /// Cross-reference stream.
    Stream,
    /// Table with `/XRefStm`.
    Hybrid,
    /// None: rebuilt by scanning the file.
    Rebuilt,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) number: u32,
    pub(crate) entry: Entry,
}

/// What a row may take in memory, with its place in the index and growth of its list.
const ROW: usize = 40;

/// A cross-reference section.
#[derive(Debug)]
pub struct Section<'a> {
    /// How it is written.
    pub kind: SectionKind,
    /// From `xref` or the object number to after the trailer dictionary or `endobj`.
    pub span: Span,
    /// The trailer dictionary; for a cross-reference stream, that of the stream.
    pub trailer: Dictionary<'a>,
    /// For a hybrid section, the span of the stream that `/XRefStm` leads to.
    pub hybrid: Option<Span>,
    /// Numbers that the table says are free and that stream lists as used.
    pub(crate) hidden: Vec<u32>,
    pub(crate) prev: Option<usize>,
    /// The greatest offset of an entry.
    pub(crate) farthest: usize,
    /// Sorted by number, each number once.
    pub(crate) rows: Vec<Row>,
}

impl Section<'_> {
    /// Counts the offsets of entries from the first octet of the file, which counted from `origin`.
    pub(crate) fn count_from(&mut self, origin: usize) {
        for row in &mut self.rows {
            if let Entry::At { offset, .. } = &mut row.entry {
                *offset = offset.saturating_add(origin);
            }
        }
        self.farthest = self.farthest.saturating_add(origin);
    }

    /// Tells whether it lists a number, or `/Size` promises one, that not all readers accept.
    pub(crate) fn has_great_number(&self) -> bool {
        let listed = self.rows.last().map(|row| i64::from(row.number));
        let size = self.trailer.get("Size").and_then(Object::as_integer);
        let size = size.map(|size| size.saturating_sub(1));
        listed.max(size) > Some(i64::from(GREATEST_NUMBER))
    }

    /// Returns the entry that this section itself has for a number.
    #[must_use]
    pub fn entry(&self, number: u32) -> Option<Entry> {
        let at = self
            .rows
            .binary_search_by_key(&number, |row| row.number)
            .ok()?;
        self.rows.get(at).map(|row| row.entry)
    }

    /// Returns the numbers and entries of this section, by number.
    #[must_use]
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (u32, Entry)> {
        self.rows.iter().map(|row| (row.number, row.entry))
    }
}

/// What reading sections needs, and what it finds.
pub(crate) struct SectionReader<'a, 'r> {
    pub(crate) bytes: &'a [u8],
    pub(crate) shift: usize,
    pub(crate) budget: &'r Budget,
    pub(crate) findings: Findings,
    /// Entries of all sections so far.
    entries: usize,
}

impl<'a, 'r> SectionReader<'a, 'r> {
    pub(crate) fn new(bytes: &'a [u8], shift: usize, budget: &'r Budget) -> Self {
        SectionReader {
            bytes,
            shift,
            budget,
            findings: Findings::default(),
            entries: 0,
        }
    }

    /// Reads the sections from the newest, at `start`, to the oldest.
    pub(crate) fn chain(&mut self, start: usize) -> Result<Vec<Section<'a>>, ParseError> {
        let most = self.budget.limits.sections;
        let mut sections: Vec<Section<'a>> = Vec::new();
        let mut next = Some(start);
        while let Some(at) = next {
            if sections.len() >= most {
                return Err(ParseError::TooMuch {
                    what: "cross-reference sections",
                    limit: most,
                });
            }
            let section = self.section(at)?;
            if sections
                .iter()
                .any(|seen| seen.span.start == section.span.start)
            {
                return Err(ParseError::PrevLoop { at });
            }
            next = section.prev;
            sections.push(section);
        }
        Ok(sections)
    }

    fn section(&mut self, at: usize) -> Result<Section<'a>, ParseError> {
        let read = |reader: &mut Self, at: usize| {
            let mut cursor = Cursor::within(reader.bytes, at, NEARBY);
            cursor.skip_space();
            if cursor.rest().starts_with(b"xref") {
                reader.table(cursor.at)
            } else {
                reader.stream(cursor.at)
            }
        };
        let mut section = match read(self, at) {
            Err(ParseError::Syntax { .. }) if self.shift > 0 => {
                read(self, at.saturating_add(self.shift))?
            }
            other => other?,
        };
        section.prev = self.prev(&section);
        let offset = |row: &Row| match row.entry {
            Entry::At { offset, .. } => offset,
            _ => 0,
        };
        section.farthest = section.rows.iter().map(offset).max().unwrap_or(0);
        if section.trailer.has_duplicate_keys() {
            self.findings.push(Finding::DuplicateKeys {
                at: section.trailer.span.start,
            });
        }
        Ok(section)
    }

    fn prev(&mut self, section: &Section<'_>) -> Option<usize> {
        let value = section.trailer.get("Prev")?;
        let offset = value.as_integer().filter(|&offset| offset > 0);
        let offset = offset.and_then(|offset| usize::try_from(offset).ok());
        if offset.is_none() {
            self.findings.push(Finding::BadPrev {
                at: section.span.start,
            });
        }
        offset
    }

    /// Takes room for rows before they are read.
    fn reserve(&mut self, rows: usize) -> Result<(), ParseError> {
        let limit = self.budget.limits.entries;
        self.entries = self.entries.saturating_add(rows);
        if self.entries > limit {
            return Err(ParseError::TooMuch {
                what: "cross-reference entries",
                limit,
            });
        }
        self.budget.hold(rows.saturating_mul(ROW))
    }

    /// Sorts rows by number; the first of equal numbers stays.
    fn sort(&mut self, rows: &mut Vec<Row>, at: usize) {
        if rows.is_sorted_by(|a, b| a.number < b.number) {
            return;
        }
        rows.sort_by_key(|row| row.number);
        rows.dedup_by(|later, earlier| {
            let double = later.number == earlier.number;
            if double {
                self.findings.push(Finding::DuplicateEntry {
                    at,
                    number: later.number,
                });
            }
            double
        });
    }
}

/// How far from where `startxref` or `/Prev` leads a section may begin.
const NEARBY: usize = 256;

/// Reads the trailer's integer value of a key as an offset or count.
pub(crate) fn unsigned(dictionary: &Dictionary<'_>, key: &str) -> Option<usize> {
    dictionary
        .get(key)
        .and_then(Object::as_integer)
        .and_then(|value| usize::try_from(value).ok())
}
