//! Opening a file.

use std::collections::HashMap;

use super::asked::Asked;
use super::cursor::{Cursor, find, find_last};
use super::encryption::{Encryption, Locked, Password, Protection, unlock};
use super::finding::{Finding, Findings};
use super::limits::{Budget, Limits};
use super::object::Object;
use super::object_stream::{Slot, slots};
use super::origin::origin;
use super::parse_error::ParseError;
use super::recovery;
use super::revision::{Ending, Revision, group, inspect_tail};
use super::view::View;
use super::xref::{Entry, Section, SectionReader};

/// A PDF file over borrowed octets, with all its revisions.
///
/// Opening reads the cross-reference sections and the catalog, nothing else. Objects are read when
/// they are asked for and borrow from the document.
#[derive(Debug)]
pub struct Document<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) header: usize,
    /// What the file's own offsets lack; `None` where readers disagree.
    pub(crate) origin: Option<usize>,
    pub(crate) sections: Vec<Section<'a>>,
    pub(crate) revisions: Vec<Revision>,
    index: Vec<Indexed>,
    pub(crate) slots: Vec<Slot>,
    recovered: bool,
    findings: Vec<Finding>,
    pub(crate) budget: Budget,
    pub(crate) protection: Protection,
    pub(crate) asked: Asked,
}

/// Where a section lists a number; made only for files with many sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Indexed {
    number: u32,
    section: u16,
    row: u32,
}

/// Up to this many sections are searched one by one.
const FEW: usize = 4;

/// Finds what a hybrid section hides from readers that then see an older definition.
fn hidden_over_older(sections: &[Section<'_>], findings: &mut Findings) {
    let hidden = sections.iter().flat_map(|section| &section.hidden);
    let mut used: HashMap<u32, bool> = hidden.map(|number| (*number, false)).collect();
    if used.is_empty() {
        return;
    }
    for section in sections {
        let at = section.span.start;
        for &number in &section.hidden {
            if used.get(&number) == Some(&true) {
                findings.push(Finding::HybridMismatch { at, number });
            }
        }
        for (number, entry) in section.entries() {
            if let Some(known) = used.get_mut(&number) {
                *known = entry != Entry::Free;
            }
        }
    }
}

impl<'a> Document<'a> {
    /// Opens a file under the default [`Limits`].
    ///
    /// # Errors
    ///
    /// [`ParseError`] where the file is not a PDF file, has no readable structure even after its
    /// cross-reference table is rebuilt, or exceeds a limit.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ParseError> {
        Self::open_with(bytes, &Limits::default())
    }

    /// Opens a file under the given limits.
    ///
    /// # Errors
    ///
    /// As [`Document::open`].
    pub fn open_with(bytes: &'a [u8], limits: &Limits) -> Result<Self, ParseError> {
        Self::open_protected(bytes, limits, None)
    }

    /// Opens a file that may be encrypted: with the empty password, else with the one that is given.
    /// Where neither opens it, [`Document::locked`] says why, and what is not encrypted can be read.
    ///
    /// # Errors
    ///
    /// As [`Document::open`].
    pub fn open_protected(
        bytes: &'a [u8],
        limits: &Limits,
        password: Option<&Password>,
    ) -> Result<Self, ParseError> {
        let start = bytes.get(..1024).unwrap_or(bytes);
        let header = find(start, b"%PDF-").ok_or(ParseError::NoHeader)?;
        let budget = Budget::new(limits);
        let error = match Self::regular(bytes, header, budget, password) {
            Ok(document) => return Ok(document),
            Err(error @ ParseError::TooMuch { .. }) => return Err(error),
            Err(error) => error,
        };
        if bytes.len() > limits.recovery {
            return Err(error);
        }
        let budget = Budget::new(limits);
        let section = recovery::rebuild(bytes, &budget)?;
        let mut findings = Findings::default();
        findings.push(Finding::Rebuilt { because: error });
        let revisions = vec![Revision {
            end: bytes.len(),
            marker_end: bytes.len(),
            ending: Ending::Missing,
            sections: 0..1,
        }];
        let sections = vec![section];
        let mut document =
            Self::assemble(bytes, header, sections, revisions, findings, budget, true)?;
        document.protection = unlock(&document, password);
        // The catalog may lie in an encrypted object stream, whose members the scan did not see.
        if !document.is_encrypted() {
            document.check_catalog()?;
        }
        Ok(document)
    }

    fn regular(
        bytes: &'a [u8],
        header: usize,
        budget: Budget,
        password: Option<&Password>,
    ) -> Result<Self, ParseError> {
        let tail = bytes.len().saturating_sub(budget.limits.tail);
        let window = bytes.get(tail..).unwrap_or_default();
        let at = find_last(window, b"startxref").ok_or(ParseError::NoStartxref)?;
        let mut cursor = Cursor::new(bytes, tail + at + b"startxref".len());
        let start = cursor
            .number()
            .and_then(|start| usize::try_from(start).ok());
        let start = start.ok_or(ParseError::NoStartxref)?;
        let mut reader = SectionReader::new(bytes, header, &budget);
        let mut sections = reader.chain(start)?;
        let mut findings = reader.findings;
        sections.reverse();
        let origin = origin(bytes, header, start, &sections, &budget.limits);
        match origin {
            Some(origin) if origin > 0 => {
                let counted = sections.iter_mut();
                counted.for_each(|section| section.count_from(origin));
            }
            Some(_) => {}
            None => findings.push(Finding::HeaderShift { by: header }),
        }
        let revisions = group(bytes, &sections, header, &mut findings);
        inspect_tail(
            bytes,
            &revisions,
            &sections,
            budget.limits.tail,
            &mut findings,
        );
        for section in &sections {
            if section.has_great_number() {
                findings.push(Finding::GreatNumber {
                    at: section.span.start,
                });
            }
            if section.trailer.get("Root").is_none() {
                findings.push(Finding::NoRoot {
                    at: section.span.start,
                });
            }
        }
        hidden_over_older(&sections, &mut findings);
        let mut document =
            Self::assemble(bytes, header, sections, revisions, findings, budget, false)?;
        document.origin = origin;
        document.protection = unlock(&document, password);
        document.check_catalog()?;
        Ok(document)
    }

    fn assemble(
        bytes: &'a [u8],
        header: usize,
        sections: Vec<Section<'a>>,
        revisions: Vec<Revision>,
        findings: Findings,
        budget: Budget,
        recovered: bool,
    ) -> Result<Self, ParseError> {
        let slots = slots(&sections, &budget)?;
        let index = if sections.len() > FEW {
            index(&sections)
        } else {
            Vec::new()
        };
        let findings = findings.into_vec();
        Ok(Document {
            bytes,
            header,
            origin: None,
            sections,
            revisions,
            index,
            slots,
            recovered,
            findings,
            budget,
            protection: Protection::None,
            asked: Asked::default(),
        })
    }

    /// Returns what notes the numbers that are asked for.
    pub(crate) fn asked(&self) -> &Asked {
        &self.asked
    }

    fn check_catalog(&self) -> Result<(), ParseError> {
        if self.locked().is_some() {
            return Ok(());
        }
        let catalog = match self.latest().catalog() {
            Err(error @ ParseError::TooMuch { .. }) => return Err(error),
            Err(_) => return Err(ParseError::NoCatalog),
            Ok(catalog) => catalog,
        };
        let pages = catalog
            .dictionary()
            .and_then(|catalog| catalog.get("Pages"));
        if pages.is_some() {
            Ok(())
        } else {
            Err(ParseError::NoCatalog)
        }
    }

    /// Returns the octets of the file.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns the offset of `%PDF-`.
    #[must_use]
    pub fn header_offset(&self) -> usize {
        self.header
    }

    /// Returns how much later than an entry says its object may stand: more than 0 only where it is
    /// open from where the file counts.
    pub(crate) fn shift(&self) -> usize {
        match self.origin {
            Some(_) => 0,
            None => self.header,
        }
    }

    /// Returns the version in the header, such as `1.7`, as major and minor number.
    #[must_use]
    pub fn header_version(&self) -> Option<(u32, u32)> {
        let mut cursor = Cursor::new(self.bytes, self.header + b"%PDF-".len());
        let major = cursor
            .unsigned()
            .and_then(|major| u32::try_from(major).ok())?;
        cursor.eat(b".").then_some(())?;
        let minor = cursor
            .unsigned()
            .and_then(|minor| u32::try_from(minor).ok())?;
        Some((major, minor))
    }

    /// Returns whether the cross-reference table was rebuilt by scanning: such a file is neither
    /// signed nor called unmodified.
    #[must_use]
    pub fn recovered(&self) -> bool {
        self.recovered
    }

    /// Returns whether any revision has `/Encrypt`.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        let encrypted =
            |section: &Section<'_>| section.trailer.get("Encrypt").is_some_and(|e| !e.is_null());
        self.sections.iter().any(encrypted)
    }

    /// Returns why an encrypted file could not be opened. Strings are then returned as they stand in
    /// the file; streams, and objects in object streams, are out of reach.
    #[must_use]
    pub fn locked(&self) -> Option<&Locked> {
        match &self.protection {
            Protection::Locked(locked) => Some(locked),
            _ => None,
        }
    }

    /// Returns the encryption of a file that was opened.
    #[must_use]
    pub fn encryption(&self) -> Option<&Encryption> {
        match &self.protection {
            Protection::Open(encryption) => Some(encryption),
            _ => None,
        }
    }

    /// Returns what a judge of signatures must know about the structure.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns the cross-reference sections, oldest first.
    #[must_use]
    pub fn sections(&self) -> &[Section<'a>] {
        &self.sections
    }

    /// Returns the revisions, oldest first; there is at least one.
    #[must_use]
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// Returns the document as of a revision, counted from 0.
    ///
    /// # Errors
    ///
    /// [`ParseError::NoSuch`] where there is no such revision.
    pub fn view(&self, revision: usize) -> Result<View<'_>, ParseError> {
        match self.revisions.get(revision) {
            Some(_) => Ok(View::new(self, revision)),
            None => Err(ParseError::NoSuch {
                what: "revision",
                index: revision,
            }),
        }
    }

    /// Returns the document as of its newest revision.
    #[must_use]
    pub fn latest(&self) -> View<'_> {
        View::new(self, self.revisions.len().saturating_sub(1))
    }

    /// Returns the numbers that a revision defines or frees, with their new entries, by number.
    #[must_use]
    pub fn changed(&self, revision: usize) -> Vec<(u32, Entry)> {
        let Some(revision) = self.revisions.get(revision) else {
            return Vec::new();
        };
        let sections = self
            .sections
            .get(revision.sections.clone())
            .unwrap_or_default();
        let newest_first = sections.iter().rev();
        let mut changed: Vec<_> = newest_first.flat_map(|section| section.entries()).collect();
        if sections.len() > 1 {
            changed.sort_by_key(|&(number, _)| number);
            changed.dedup_by_key(|&mut (number, _)| number);
        }
        changed
    }

    /// Returns the newest entry of a number in the first `sections` sections.
    pub(crate) fn find_entry(&self, number: u32, sections: usize) -> Option<Entry> {
        if self.index.is_empty() {
            let visible = self.sections.get(..sections).unwrap_or_default();
            return visible
                .iter()
                .rev()
                .find_map(|section| section.entry(number));
        }
        let after = self
            .index
            .partition_point(|at| (at.number, usize::from(at.section)) < (number, sections));
        let found = self
            .index
            .get(after.checked_sub(1)?)
            .filter(|at| at.number == number)?;
        let section = self.sections.get(usize::from(found.section))?;
        section
            .rows
            .get(usize::try_from(found.row).ok()?)
            .map(|row| row.entry)
    }

    /// Returns `/Root` of the newest trailer that has one.
    pub(crate) fn root(&self, sections: usize) -> Option<&Object<'a>> {
        let visible = self.sections.get(..sections)?;
        visible
            .iter()
            .rev()
            .find_map(|section| section.trailer.get("Root"))
    }
}

fn index(sections: &[Section<'_>]) -> Vec<Indexed> {
    let mut index = Vec::with_capacity(sections.iter().map(|section| section.rows.len()).sum());
    for (section, content) in sections.iter().enumerate() {
        let section = u16::try_from(section).unwrap_or(u16::MAX);
        for (row, content) in content.rows.iter().enumerate() {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            index.push(Indexed {
                number: content.number,
                section,
                row,
            });
        }
    }
    index.sort_unstable();
    index
}
