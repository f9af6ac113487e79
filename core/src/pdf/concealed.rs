//! A second document in the same octets.
//!
//! Where a cross-reference table does not satisfy them, many readers scan the file for objects. Whoever
//! prepares a file for somebody else's signature can therefore write objects that the table does not
//! lead to, and something by which some readers, but not that of the signer, give the table up. Octets
//! that look like objects are common (an attached file), and so are tables that some readers give up;
//! both in one file are not, and such a file is neither signed nor called passed.

use super::document::Document;
use super::finding::Finding;
use super::indirect::{self, IndirectObject};
use super::limits::Budget;
use super::object::{Object, ObjectId, Span};
use super::object_stream::ObjectStream;
use super::parse_error::ParseError;
use super::remembered::Remembered;
use super::scan::{Known, names};
use super::shown::walk;
use super::strict::is_read_alike;
use super::view::View;
use super::xref::{Entry, Section};
use std::ops::Range;

/// Most objects without an entry that are compared with the references of the document.
const MOST: usize = 4096;

impl Document<'_> {
    /// Returns [`Finding::Concealed`] where readers that scan the file, as some will, find what others
    /// do not. Nothing is returned for a file that was itself rebuilt, or is locked.
    ///
    /// # Errors
    ///
    /// [`ParseError::TooMuch`] where a limit is reached before the file is known.
    pub fn concealed(&self) -> Result<Option<Finding>, ParseError> {
        self.concealed_from(Scanner::Usual, None)
    }

    /// As [`Document::concealed`], for a kind of scanner. What was read of the newest revision need not be read again.
    pub(super) fn concealed_from(
        &self,
        scanner: Scanner,
        known: Option<&Remembered<'_>>,
    ) -> Result<Option<Finding>, ParseError> {
        if self.recovered() || self.locked().is_some() {
            return Ok(None);
        }
        let scan = Scan::of(self, scanner, known)?;
        if let Some(at) = scan.missed(self)? {
            return Ok(Some(Finding::Concealed { at }));
        }
        if let Some(at) = scan.other
            && !is_read_alike(self)?
        {
            return Ok(Some(Finding::Concealed { at }));
        }
        let Some(at) = scan.replaced.filter(|_| scanner == Scanner::Poor) else {
            return Ok(None);
        };
        Ok((!is_readable(self)?).then_some(Finding::Concealed { at }))
    }
}

/// How a reader scans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scanner {
    /// It finds what stands in the file, the last of each number.
    Usual,
    /// It may also overlook an object that does not begin its line, and put members of object streams
    /// over objects that came later. Some honest files are updated so that it would show them as they
    /// were, if it had a reason to scan: they may be signed, and do not pass.
    Poor,
}

/// What a scan of the file would make a part of the document.
struct Scan {
    /// Where something stands that would take the place of a part.
    other: Option<usize>,
    /// Where an object stream stands with a member that was replaced later.
    replaced: Option<usize>,
    /// Numbers that the document does not have, but a scan finds, with the place: known to nobody
    /// unless something refers to them.
    unused: Vec<(u32, usize)>,
}

impl Scan {
    fn of(
        document: &Document<'_>,
        scanner: Scanner,
        remembered: Option<&Remembered<'_>>,
    ) -> Result<Self, ParseError> {
        let (bytes, view) = (document.bytes(), document.latest());
        let mut scan = Scan {
            other: None,
            replaced: None,
            unused: Vec::new(),
        };
        let mut known = Known::default();
        let mut redefined = Vec::new();
        for section in document.sections() {
            known.section(bytes, section.span.start, section.trailer.span.start);
            if let Some(stream) = section.hybrid {
                known.object(bytes, stream.start);
            }
            for (number, entry) in section.entries() {
                let is_older = |newest: &Entry| *newest != entry && entry != Entry::Free;
                let newest = view.entry(number).filter(is_older);
                if let Some(Entry::At { offset, .. }) = newest {
                    redefined.push((number, offset));
                }
                let Entry::At { offset, .. } = entry else {
                    continue;
                };
                let mut is_there = false;
                for at in places(document, offset) {
                    match known.object(bytes, at) {
                        Some(found) if found == number => is_there = true,
                        // What stands there under another number is no part of the document.
                        Some(_) => known.forget(),
                        None => {}
                    }
                }
                // A scan takes the last definition of a number.
                let newest = view.entry(number);
                let is_newest = matches!(newest, Some(Entry::At { offset: newest, .. })
                    if newest >= offset);
                if is_there && !is_newest {
                    scan.add(view, Some(number), offset);
                }
            }
        }
        for (number, at) in known.hidden(bytes, 0..bytes.len()) {
            scan.add(view, number, at);
            if scan.other.is_some() {
                return Ok(scan);
            }
        }
        scan.unused.sort_unstable();
        if scanner == Scanner::Poor {
            scan.other = scan.other.or(overlooked(document, redefined));
        }
        if scan.other.is_none() {
            let containers = containers(document)?;
            scan.other = unexpected_role(document, &containers, remembered);
            if scan.other.is_none() {
                scan.other = unlisted_member(document, &containers, |_, _| true);
            }
            if scanner == Scanner::Poor {
                let view = document.latest();
                let is_newest = |number, entry| view.entry(number) == Some(entry);
                scan.replaced = unlisted_member(document, &containers, is_newest);
            }
        }
        Ok(scan)
    }

    /// Adds the definition of an object, or of something else, that a scan would take.
    fn add(&mut self, view: View<'_>, number: Option<u32>, at: usize) {
        let unused =
            number.filter(|number| matches!(view.entry(*number), None | Some(Entry::Free)));
        match unused {
            Some(number) if self.unused.len() < MOST => self.unused.push((number, at)),
            _ => self.other = self.other.or(Some(at)),
        }
    }

    /// Returns where an object stands that something shown refers to and that the document does not
    /// have. Many readers scan the file for such an object.
    fn missed(&self, document: &Document<'_>) -> Result<Option<usize>, ParseError> {
        if self.unused.is_empty() {
            return Ok(None);
        }
        let mut missed = None;
        walk(&Remembered::of(document.latest()), |id, _| {
            let at = self.unused.partition_point(|found| found.0 < id.number);
            let found = self.unused.get(at).filter(|found| found.0 == id.number);
            missed = found.map(|found| found.1);
            missed.is_none()
        })?;
        Ok(missed)
    }
}

/// Returns where an object stands that replaced an older one and that a scan may overlook: behind other
/// things on its line, which may be a comment, or inside of another object.
fn overlooked(document: &Document<'_>, mut redefined: Vec<(u32, usize)>) -> Option<usize> {
    redefined.sort_unstable();
    redefined.dedup();
    if redefined.is_empty() {
        return None;
    }
    let (bytes, view) = (document.bytes(), document.latest());
    let offsets = offsets_of(document);
    let is_inside = |offset: usize| {
        let before = offsets.partition_point(|other| *other < offset);
        let Some(other) = before.checked_sub(1).and_then(|last| offsets.get(last)) else {
            return false;
        };
        let object = id_at(bytes, *other).and_then(|id| view.at(*other, id, false).ok());
        object.is_none_or(|object| object.span.end > offset)
    };
    let is_overlooked = |offset: usize| {
        let before = offset.checked_sub(1).and_then(|last| bytes.get(last));
        !before.is_none_or(|octet| matches!(octet, b'\n' | b'\r')) || is_inside(offset)
    };
    let mut offsets_of = redefined.iter().map(|(_, offset)| *offset);
    offsets_of.find(|offset| is_overlooked(*offset))
}

/// Returns the numbers that any section lists, each once.
pub(super) fn numbers(document: &Document<'_>) -> Vec<u32> {
    let listed = document.sections().iter().flat_map(Section::entries);
    let mut numbers: Vec<u32> = listed.map(|(number, _)| number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Where the object of an entry may stand.
fn places(document: &Document<'_>, offset: usize) -> impl Iterator<Item = usize> {
    let shift = document.shift();
    let shifted = (shift > 0).then(|| offset.saturating_add(shift));
    std::iter::once(offset).chain(shifted)
}

fn id_at(bytes: &[u8], at: usize) -> Option<ObjectId> {
    indirect::read_head(&mut indirect::head(bytes, at))
}

/// An object stream that an entry of some revision leads into.
struct Container {
    number: u32,
    /// Its dictionary.
    dictionary: Span,
    members: Vec<u32>,
}

/// Reads all object streams, one after the other, on a budget of their own.
fn containers(document: &Document<'_>) -> Result<Vec<Container>, ParseError> {
    let bytes = document.bytes();
    let kept = Budget::new(&document.budget.limits);
    let mut containers = Vec::new();
    for slot in &document.slots {
        for at in places(document, slot.offset) {
            let Some(id) = id_at(bytes, at) else { continue };
            let Ok(object) = document.latest().at(at, id, false) else {
                continue;
            };
            let before = kept.memory_left();
            let read = ObjectStream::read(&object, &kept, |object| {
                document.latest().decode_on(object, usize::MAX, &kept)
            });
            kept.release(before.saturating_sub(kept.memory_left()));
            let members: Vec<u32> = match read {
                Ok(stream) => stream.numbers().collect(),
                Err(error @ ParseError::TooMuch { .. }) => return Err(error),
                Err(_) => Vec::new(),
            };
            kept.hold(members.len().saturating_mul(size_of::<u32>()))?;
            containers.push(Container {
                number: id.number,
                dictionary: object.value_span,
                members,
            });
        }
    }
    Ok(containers)
}

/// Types of objects by which a scan finds its way, and keys of what it takes for a trailer without the
/// keyword.
const ROLES: [&str; 5] = ["ObjStm", "XRef", "Catalog", "Root", "Encrypt"];

/// Returns where a name stands by which a scan would take an object for an object stream, a
/// cross-reference stream or the catalog, outside of those that are.
fn unexpected_role(
    document: &Document<'_>,
    containers: &[Container],
    remembered: Option<&Remembered<'_>>,
) -> Option<usize> {
    let bytes = document.bytes();
    let mut expected: Vec<Span> = Vec::new();
    expected.extend(containers.iter().map(|container| container.dictionary));
    let mut roots: Vec<ObjectId> = Vec::new();
    for (index, section) in document.sections().iter().enumerate() {
        expected.push(section.trailer.span);
        expected.extend(section.hybrid);
        let root = document.root(index.saturating_add(1));
        roots.extend(root.and_then(Object::as_reference));
    }
    roots.sort_unstable();
    roots.dedup();
    for section in document.sections() {
        for root in &roots {
            if let Some(Entry::At { offset, .. }) = section.entry(root.number) {
                let objects = places(document, offset);
                let objects = objects.filter_map(|at| document.latest().at(at, *root, true).ok());
                expected.extend(objects.map(|object| object.value_span));
            }
        }
    }
    expected.sort_unstable();
    let is_expected = |at: usize| {
        let before = expected.partition_point(|span| span.start <= at);
        let within = before.checked_sub(1).and_then(|last| expected.get(last));
        within.is_some_and(|span| at < span.end)
    };
    let offsets = offsets_of(document);
    let parts = outside_of_data(document, &offsets, remembered);
    // Many names may stand in one object: it is read once.
    let mut last: Option<(usize, Option<Roleless>)> = None;
    let mut tries = 0;
    names(bytes, &parts, &ROLES).find(|at| {
        if is_expected(*at) {
            return false;
        }
        tries += 1;
        let before = offsets.partition_point(|offset| offset < at);
        let Some(place) = before.checked_sub(1).and_then(|last| offsets.get(last)) else {
            return true;
        };
        if last.as_ref().is_none_or(|(known, _)| known != place) {
            last = Some((*place, Roleless::of(document, *place)));
        }
        let object = last.as_ref().and_then(|(_, object)| object.as_ref());
        tries > TRIES || !object.is_some_and(|object| object.holds(*at))
    })
}

/// Returns the parts of the file that are not the data of a stream that was read: a name in the data of an object gives
/// it no role.
fn outside_of_data(
    document: &Document<'_>,
    offsets: &[usize],
    remembered: Option<&Remembered<'_>>,
) -> Vec<Range<usize>> {
    let mut data = match remembered {
        Some(remembered) => remembered.stream_data(),
        None => long_streams(document, offsets),
    };
    // Another object that begins inside says of itself what it is.
    data.retain(|(object, span)| {
        let next = offsets.partition_point(|offset| offset <= object);
        let begins = next.checked_sub(1).and_then(|at| offsets.get(at)) == Some(object);
        begins && offsets.get(next).is_none_or(|next| *next >= span.end)
    });
    data.sort_unstable();
    let mut parts = Vec::with_capacity(data.len().saturating_add(1));
    let mut at = 0;
    for (_, span) in data.iter().filter(|_| document.shift() == 0) {
        parts.push(at..span.start.max(at));
        at = span.end.max(at);
    }
    parts.push(at..document.bytes().len());
    parts
}

/// Least octets of an object that is read so that its data need not be searched.
const LONG: usize = 2048;

/// Returns where each long stream begins, and where its data are.
fn long_streams(document: &Document<'_>, offsets: &[usize]) -> Vec<(usize, Span)> {
    let ends = offsets.iter().skip(1).chain([&usize::MAX]);
    let long = offsets
        .iter()
        .zip(ends)
        .filter(|(start, end)| end.saturating_sub(**start) > LONG);
    let read = long.filter_map(|(start, _)| {
        let id = id_at(document.bytes(), *start)?;
        let object = document.latest().at(*start, id, false).ok()?;
        Some((*start, object.stream?.span))
    });
    read.collect()
}

/// Most names of roles out of place that are looked at: some writers leave one in each update.
const TRIES: usize = 128;

/// Returns where entries of any section lead, in order.
fn offsets_of(document: &Document<'_>) -> Vec<usize> {
    let entries = document.sections().iter().flat_map(Section::entries);
    let mut offsets: Vec<usize> = entries
        .filter_map(|(_, entry)| match entry {
            Entry::At { offset, .. } => Some(offset),
            _ => None,
        })
        .collect();
    offsets.sort_unstable();
    offsets
}

/// Where in an object a name that stands out of place gives it no role: in the data of a stream; and
/// in its value where that says so.
struct Roleless {
    value: Span,
    /// Where the object ends, with its data.
    end: usize,
    in_value: bool,
}

impl Roleless {
    fn of(document: &Document<'_>, place: usize) -> Option<Self> {
        let id = id_at(document.bytes(), place)?;
        let object = document.latest().at(place, id, false).ok()?;
        let end = object
            .stream
            .map_or(object.value_span.end, |_| object.span.end);
        Some(Self {
            in_value: Self::is_value(document, &object),
            end,
            value: object.value_span,
        })
    }

    fn holds(&self, name: usize) -> bool {
        match name < self.value.end {
            true => self.in_value,
            false => name < self.end,
        }
    }

    /// Whether no name in its value is the type of the object, or that is a cross-reference stream that
    /// leads to the same catalog and is no section: some writers put one before a table that says the same.
    fn is_value(document: &Document<'_>, object: &IndirectObject<'_>) -> bool {
        let Some(dictionary) = object.dictionary() else {
            // The type of an object may be an object of its own.
            return object.value.as_name().is_none();
        };
        if dictionary.has_duplicate_keys() {
            return false;
        }
        let root = dictionary.get("Root");
        if object.is_cross_reference_stream() {
            return root.is_some() && root == document.root(document.sections().len());
        }
        !ROLES.iter().any(|role| dictionary.is_name("Type", role))
    }
}

/// Returns the offset of an object stream with a member to which no entry leads that counts.
fn unlisted_member(
    document: &Document<'_>,
    containers: &[Container],
    counts: impl Fn(u32, Entry) -> bool,
) -> Option<usize> {
    if containers.is_empty() {
        return None;
    }
    let sections = document.sections().iter();
    let mut listed: Vec<(u32, u32)> = Vec::new();
    for (number, entry) in sections.flat_map(Section::entries) {
        if let Entry::In { stream, .. } = entry
            && counts(number, entry)
        {
            listed.push((stream, number));
        }
    }
    listed.sort_unstable();
    let unlisted = containers.iter().find(|container| {
        let is_listed = |member: &u32| listed.binary_search(&(container.number, *member)).is_ok();
        !container.members.iter().all(is_listed)
    });
    unlisted.map(|container| container.dictionary.start)
}

/// Tells whether every object that is listed can be read: where one cannot, some readers scan.
fn is_readable(document: &Document<'_>) -> Result<bool, ParseError> {
    let view = document.latest();
    for number in numbers(document) {
        if matches!(view.entry(number), Some(Entry::Free)) {
            continue;
        }
        match view.get_number(number) {
            Ok(Some(_)) => {}
            Err(error @ ParseError::TooMuch { .. }) => return Err(error),
            _ => return Ok(false),
        }
    }
    Ok(true)
}
