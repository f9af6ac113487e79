//! Cross-reference tables, and hybrid sections.

use super::super::cursor::{Cursor, is_whitespace};
use super::super::finding::Finding;
use super::super::object::{Object, Span};
use super::super::parse_error::ParseError;
use super::super::parser::parse_at;
use super::{Entry, Row, Section, SectionKind, SectionReader, unsigned};

/// Shortest row that is accepted, in octets: `0 65535 f` and what separates it is not longer.
const SHORTEST_ROW: usize = 6;

/// Length of a row with its end of line (ISO 32000-2, 7.5.4; from memory).
const ROW: usize = 20;

impl<'a> SectionReader<'a, '_> {
    /// Reads the table at `at`, where `xref` stands.
    pub(super) fn table(&mut self, at: usize) -> Result<Section<'a>, ParseError> {
        let most = self.budget.work_left().saturating_add(1);
        let mut cursor = Cursor::within(self.bytes, at, most);
        cursor.eat(b"xref");
        let mut rows = Vec::new();
        let result = self.subsections(&mut cursor, &mut rows, at);
        self.budget.spend(cursor.at.saturating_sub(at))?;
        result?;
        let (trailer, span) = parse_at(self.bytes, cursor.at, self.budget)?;
        let Object::Dictionary(trailer) = trailer else {
            return Err(ParseError::Syntax {
                at: span.start,
                expected: "a trailer dictionary",
            });
        };
        self.sort(&mut rows, at);
        let mut section = Section {
            kind: SectionKind::Table,
            span: Span {
                start: at,
                end: span.end,
            },
            trailer,
            hybrid: None,
            hidden: Vec::new(),
            prev: None,
            farthest: 0,
            rows,
        };
        if section.trailer.get("XRefStm").is_some() {
            self.hybrid(&mut section)?;
        }
        Ok(section)
    }

    fn subsections(
        &mut self,
        cursor: &mut Cursor<'a>,
        rows: &mut Vec<Row>,
        at: usize,
    ) -> Result<(), ParseError> {
        let after = cursor.rest().first();
        let mut irregular = !after.is_some_and(|octet| matches!(octet, b' ' | b'\r' | b'\n'));
        let from = cursor.at;
        loop {
            cursor.skip_space();
            let table = from..cursor.at;
            if cursor.eat(b"trailer") {
                // Comments and zeros are white space to some readers only.
                let table = self.bytes.get(table).unwrap_or_default();
                if irregular || table.iter().any(|octet| matches!(octet, 0 | b'%')) {
                    self.findings.push(Finding::IrregularTable { at });
                }
                return Ok(());
            }
            let first = cursor.number().and_then(|first| u32::try_from(first).ok());
            let mut first = first.ok_or_else(|| cursor.expected("a subsection or trailer"))?;
            let count = cursor.number().and_then(|count| u32::try_from(count).ok());
            let count = count.ok_or_else(|| cursor.expected("a number of entries"))?;
            irregular |= count == 0 && first > 0;
            let size = usize::try_from(count).unwrap_or(usize::MAX);
            if size > cursor.rest().len() / SHORTEST_ROW + 1 || first.checked_add(count).is_none() {
                return Err(cursor.expected("as many entries as announced"));
            }
            self.reserve(size)?;
            rows.reserve(size);
            let mut expected = None;
            for index in 0..count {
                cursor.skip_while(is_whitespace);
                let start = cursor.at;
                let (entry, generation) = row(cursor)?;
                let is_regular = cursor.at == start + ROW - 2;
                if !is_regular || expected.is_some_and(|expected| expected != start) {
                    irregular = true;
                }
                expected = Some(start + ROW);
                if index == 0 && first == 1 && entry == Entry::Free && generation == 65_535 {
                    first = 0;
                    self.findings.push(Finding::ShiftedTable { at });
                }
                rows.push(Row {
                    number: first + index,
                    entry,
                });
            }
            if count > 0 {
                let end = cursor.rest().get(..2);
                irregular |= !end.is_some_and(|end| end.iter().all(|&octet| is_whitespace(octet)));
            }
        }
    }

    /// Adds the entries of `/XRefStm` where the table has none or a free one.
    fn hybrid(&mut self, section: &mut Section<'a>) -> Result<(), ParseError> {
        let at = section.span.start;
        section.kind = SectionKind::Hybrid;
        let stream = match unsigned(&section.trailer, "XRefStm").map(|at| self.stream(at)) {
            Some(Ok(stream)) => stream,
            Some(Err(error @ ParseError::TooMuch { .. })) => return Err(error),
            _ => {
                self.findings.push(Finding::UnreadableXrefStm { at });
                return Ok(());
            }
        };
        section.hybrid = Some(stream.span);
        let mut hidden = Vec::new();
        for row in stream.rows {
            match section.entry(row.number) {
                None | Some(Entry::Free) if row.entry != Entry::Free => hidden.push(row),
                None | Some(Entry::Free) => {}
                Some(entry) if entry == row.entry => {}
                Some(_) => {
                    self.findings.push(Finding::HybridMismatch {
                        at,
                        number: row.number,
                    });
                }
            }
        }
        self.findings.push(Finding::Hybrid {
            at,
            hidden: hidden.len(),
        });
        let numbers = hidden.iter().map(|row| row.number);
        section.hidden = numbers
            .filter(|number| section.entry(*number).is_some())
            .collect();
        // Rows of the stream come first, so that they replace free ones of the table.
        hidden.append(&mut section.rows);
        hidden.sort_by_key(|row| row.number);
        hidden.dedup_by_key(|row| row.number);
        section.rows = hidden;
        Ok(())
    }
}

/// Reads one row: its entry and generation.
fn row(cursor: &mut Cursor<'_>) -> Result<(Entry, u64), ParseError> {
    cursor.skip_while(is_whitespace);
    let at = cursor.at;
    let offset = cursor.unsigned();
    let generation = cursor.number();
    cursor.skip_space();
    let (Some(offset), Some(generation)) = (offset, generation) else {
        return Err(ParseError::Syntax {
            at,
            expected: "an entry of the table",
        });
    };
    if cursor.eat_keyword(b"f") {
        return Ok((Entry::Free, generation));
    }
    if !cursor.eat_keyword(b"n") {
        return Err(ParseError::Syntax {
            at,
            expected: "n or f in an entry of the table",
        });
    }
    let entry = match (usize::try_from(offset), u16::try_from(generation)) {
        // No object can stand at 0, where the header is.
        (Ok(0), _) => Entry::Free,
        (Ok(offset), Ok(generation)) => Entry::At { offset, generation },
        _ => {
            return Err(ParseError::Syntax {
                at,
                expected: "an offset and a generation",
            });
        }
    };
    Ok((entry, generation))
}
