//! What is shown first, in a file as it stands: the catalog, the pages and their contents. Readers
//! that differ about one of these show different documents under one signature.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use memchr::memmem::Finder;

use super::concealed::Scanner;
use super::document::Document;
use super::finding::Finding;
use super::indirect::{IndirectObject, Source};
use super::linearized::misleads;
use super::object::{Dictionary, Name, Object, ObjectId};
use super::pages::Pages;
use super::parse_error::ParseError;
use super::remembered::Remembered;
use super::shown_filter::is_unpacked_alike;
use super::shown_name::{is_cut, is_ended_sooner, is_one_cut};
use super::shown_page::has_plain_boxes;
use super::view::View;
use super::xref::{Entry, Section};

/// Most pages that are looked at.
const MOST_PAGES: usize = 65_536;
/// Most content streams of one page that are looked at.
const MOST_STREAMS: usize = 1024;
/// Most objects that are looked at.
const MOST_OBJECTS: usize = 1 << 20;
/// Objects for which there is room from the beginning: as many as most documents show.
const ROOM: usize = 112;

/// Keys of the catalog and of pages for what a reader neither shows on a page nor runs.
const NOT_SHOWN: [&str; 6] = [
    "DSS",
    "Metadata",
    "Outlines",
    "PieceInfo",
    "StructTreeRoot",
    "Thumb",
];

impl Document<'_> {
    /// Returns what readers may take differently: a key twice in the catalog of any revision, or with
    /// two values in an object that is shown; contents of a page whose `/Length` cuts elsewhere than
    /// `endstream`, that lie in another file, have a filter that not all know or are no streams; a linearization dictionary that promises
    /// another first page; a page tree in which they may find other pages; an object that is shown and
    /// cannot be read, or only by its number; a second document as of [`Document::concealed`].
    #[must_use]
    pub fn ambiguity(&self) -> Option<Finding> {
        Rc::new(Remembered::of(self.latest())).looked_at().ambiguity
    }
}

/// What there is to say of all that is shown.
#[derive(Debug)]
pub(crate) struct LookedAt {
    /// As [`Document::ambiguity`].
    pub(crate) ambiguity: Option<Finding>,
    /// Something in it is a script (ISO 32000-2, 12.6.4.17; from memory).
    pub(crate) has_script: bool,
}

impl Remembered<'_> {
    /// Looks at all that is shown of the document whose newest revision this is.
    pub(crate) fn looked_at(self: &Rc<Self>) -> LookedAt {
        let view = self.view();
        let document = view.document();
        let mut last = None;
        let twice = (0..document.revisions().len()).find_map(|index| {
            let view = document.view(index).ok()?;
            let root = view.root()?;
            let entry = view.entry(root.number)?;
            let container = match entry {
                Entry::In { stream, .. } => view.entry(stream),
                _ => None,
            };
            // Most revisions leave it as it is.
            let place = Some((root, entry, container));
            if std::mem::replace(&mut last, place) == place {
                return None;
            }
            let catalog = view.catalog().ok()?;
            let at = catalog.span.start;
            has_key_twice(&catalog.value).then_some(Finding::DuplicateKeys { at })
        });
        let (mut odd, mut unread, mut has_script) = (None, None, false);
        let key_twice = key_twice(self, &mut unread, &mut has_script);
        let pages = pages_differ(self, &mut odd);
        // What cannot be looked through to the end is taken for the worst.
        let concealed = || {
            let found = document.concealed_from(Scanner::Poor, Some(self));
            found.unwrap_or(Some(Finding::More))
        };
        let ambiguity = twice
            .or(key_twice)
            .or_else(|| lower_generation(document))
            .or(pages)
            .or_else(|| misleads(document))
            .or_else(concealed)
            .or(odd)
            // What a password keeps from being read is told by others.
            .or(unread.filter(|_| document.locked().is_none()));
        LookedAt {
            ambiguity,
            has_script,
        }
    }
}

/// Returns an object whose newest definition has a lower generation than an older one: some readers keep
/// the greater.
fn lower_generation(document: &Document<'_>) -> Option<Finding> {
    let listed = document.sections().iter().flat_map(Section::entries);
    let mut later = listed.filter_map(|(number, entry)| match entry {
        Entry::At { generation, .. } if generation > 0 => Some((number, generation)),
        _ => None,
    });
    let view = document.latest();
    let lower = later.find(|(number, generation)| match view.entry(*number) {
        Some(Entry::At {
            generation: newest, ..
        }) => newest < *generation,
        Some(Entry::In { .. }) => true,
        Some(Entry::Free) | None => false,
    });
    lower.map(|(number, _)| Finding::LowerGeneration { number })
}

/// Returns what readers may take differently about the contents of pages; sets `odd` where they may
/// find other pages.
fn pages_differ(known: &Rc<Remembered<'_>>, odd: &mut Option<Finding>) -> Option<Finding> {
    let mut pages = Pages::new(Rc::clone(known));
    // Pages may share their contents, which are looked at once.
    let mut seen = HashSet::with_capacity(ROOM);
    for _ in 0..MOST_PAGES {
        match pages.next() {
            Some(Ok(page)) => {
                let Some(dictionary) = page.object.dictionary() else {
                    continue;
                };
                let contents = dictionary.get("Contents");
                let differs =
                    contents.and_then(|contents| read_differently(known, contents, &mut seen));
                if differs.is_some() {
                    return differs;
                }
                // Some readers go by the type, some by the kids; some go up by /Parent, some come down.
                let is_plain = page.is_object
                    && page.is_under_its_parent()
                    && dictionary.get("Kids").is_none()
                    && is_typed(dictionary)
                    && dictionary
                        .get("Resources")
                        .is_none_or(|found| !found.is_null())
                    && has_plain_boxes(known.view(), &page);
                if !is_plain && odd.is_none() {
                    let at = page.object.span.start;
                    *odd = Some(Finding::OddPage { at });
                }
            }
            Some(Err(ParseError::TooMuch { .. })) => return Some(Finding::More),
            Some(Err(_)) => {}
            None => {
                let at = pages.odd();
                *odd = odd.take().or(at.map(|at| Finding::OddPage { at }));
                return None;
            }
        }
    }
    Some(Finding::More)
}

/// Tells whether a page says that it is one, or nothing.
fn is_typed(page: &Dictionary<'_>) -> bool {
    page.get("Type").is_none() || page.is_name("Type", "Page")
}

/// Returns where an object that is shown has a key twice, or a form is cut elsewhere by some readers.
fn key_twice(
    known: &Remembered<'_>,
    unread: &mut Option<Finding>,
    has_script: &mut bool,
) -> Option<Finding> {
    let view = known.view();
    let mut left = MOST_OBJECTS;
    let finder = Finder::new(b"endstream");
    let (mut twice, mut attached) = (None, HashMap::new());
    let walked = walk(known, |id, object| {
        left = left.saturating_sub(1);
        let object = match object {
            Ok(Some(object)) => object,
            // Some readers look at the number alone.
            Ok(None)
                if !matches!(
                    view.entry(id.number),
                    Some(Entry::At { .. } | Entry::In { .. })
                ) =>
            {
                return left > 0;
            }
            _ => {
                *unread = unread
                    .take()
                    .or(Some(Finding::Unread { number: id.number }));
                return left > 0;
            }
        };
        // Some readers follow one reference and no more.
        if object.value.as_reference().is_some() {
            let number = id.number;
            *unread = unread.take().or(Some(Finding::Unread { number }));
        }
        if contradicts_itself(&object.value, has_script) {
            let at = match object.source {
                Source::File(_) => object.span.start,
                Source::ObjectStream { at, .. } => at,
            };
            twice = Some(Finding::DuplicateKeys { at });
        }
        twice = twice
            .take()
            .or_else(|| is_cut_elsewhere(view, object).map(|at| Finding::WrongLength { at }));
        if let Some(at) = end_in_data(object, &finder) {
            // An attached file may be a document itself.
            match object
                .dictionary()
                .is_some_and(|found| found.is_name("Type", "EmbeddedFile"))
            {
                true => {
                    attached.insert(id, at);
                }
                false => twice = twice.take().or(Some(Finding::WrongLength { at })),
            }
        }
        if (object.dictionary()).is_some_and(|form| form.is_name("Subtype", "Form")) {
            twice = twice.take().or_else(|| part_differs(view, object));
        }
        left > 0 && twice.is_none()
    });
    let is_whole = walked.is_ok() && left > 0;
    twice
        .or_else(|| shown_otherwise(known, &attached))
        .or((!is_whole).then_some(Finding::More))
}

/// Returns the first of these streams, which call themselves attached files, that is led to as anything else: what is
/// shown can call itself so, too.
fn shown_otherwise(known: &Remembered<'_>, attached: &HashMap<ObjectId, usize>) -> Option<Finding> {
    if attached.is_empty() {
        return None;
    }
    let mut found = None;
    let walked = walk(known, |_, object| {
        let Ok(Some(object)) = object else {
            return true;
        };
        let mut ids = Vec::new();
        references_but_attached(&object.value, &mut ids);
        let at = ids.iter().find_map(|id| attached.get(id));
        found = at.map(|at| Finding::WrongLength { at: *at });
        found.is_none()
    });
    found.or(walked.is_err().then_some(Finding::More))
}

/// Appends the references in a value but those to attached files and what belongs to them (ISO 32000-2, 7.11.3; from
/// memory).
fn references_but_attached(value: &Object<'_>, found: &mut Vec<ObjectId>) {
    match value {
        Object::Array(array) => {
            (array.values()).for_each(|value| references_but_attached(value, found));
        }
        Object::Dictionary(dictionary) => {
            let is_shown = |key: Name<'_>| !key.is("EF") && !key.is("RF");
            let entries = dictionary.entries.iter();
            (entries.filter(|entry| is_shown(entry.key)))
                .for_each(|entry| references_but_attached(&entry.value, found));
        }
        other => other.references(found),
    }
}

/// Tells whether a dictionary anywhere in a value has a key twice with two values: readers differ in
/// which they take. Nesting is limited by the parser.
fn contradicts_itself(value: &Object<'_>, has_script: &mut bool) -> bool {
    match value {
        Object::Name(name) => is_ended_sooner(*name),
        Object::Array(array) => {
            let mut values = array.values();
            values.any(|value| contradicts_itself(value, has_script))
        }
        Object::Dictionary(dictionary) => {
            *has_script |= dictionary.is_name("S", "JavaScript");
            let mut values = dictionary.entries.iter().map(|entry| &entry.value);
            dictionary.has_duplicate_keys() && has_two_values(dictionary)
                || dictionary.entries.iter().any(|entry| is_cut(entry.key))
                || is_one_cut(dictionary)
                || values.any(|value| contradicts_itself(value, has_script))
        }
        _ => false,
    }
}

fn has_two_values(dictionary: &Dictionary<'_>) -> bool {
    let mut entries: Vec<_> = dictionary.entries.iter().collect();
    entries.sort_by_cached_key(|entry| entry.key.decoded());
    entries.windows(2).any(|pair| match pair {
        [one, other] => one.key == other.key && !is_same(&one.value, &other.value),
        _ => false,
    })
}

/// Whether two values are written alike but for white space.
fn is_same(one: &Object<'_>, other: &Object<'_>) -> bool {
    match (one, other) {
        (Object::Array(one), Object::Array(other)) => {
            let mut pairs = one.values().zip(other.values());
            one.items.len() == other.items.len() && pairs.all(|(one, other)| is_same(one, other))
        }
        (Object::Dictionary(one), Object::Dictionary(other)) => {
            let mut pairs = one.entries.iter().zip(other.entries.iter());
            one.entries.len() == other.entries.len()
                && pairs
                    .all(|(one, other)| one.key == other.key && is_same(&one.value, &other.value))
        }
        (one, other) => one == other,
    }
}

/// An object cannot be read.
pub(super) struct Unread;

/// Visits what is shown, each object once, until the visitor returns `false`; an object that is not
/// there is visited as `None`.
pub(super) fn walk<'d>(
    known: &Remembered<'d>,
    mut visit: impl FnMut(ObjectId, Result<Option<&IndirectObject<'d>>, Unread>) -> bool,
) -> Result<(), ParseError> {
    let (mut seen, mut next) = (HashSet::with_capacity(ROOM), Vec::new());
    if let Ok(catalog) = known.catalog() {
        next.push(catalog.id);
    }
    while let Some(id) = next.pop() {
        if !seen.insert(id) {
            continue;
        }
        let object = match known.shared(id) {
            Err(error @ ParseError::TooMuch { .. }) => return Err(error),
            read => read,
        };
        let visited = match &object {
            Ok(object) => Ok(object.as_deref()),
            Err(_) => Err(Unread),
        };
        if !visit(id, visited) {
            return Ok(());
        }
        if let Ok(Some(object)) = object {
            references(&object.value, &mut next);
        }
    }
    Ok(())
}

/// Appends the references in an object that lead to what is shown.
fn references(value: &Object<'_>, found: &mut Vec<ObjectId>) {
    let known = value.as_dictionary().filter(|dictionary| {
        dictionary.is_name("Type", "Catalog") || dictionary.is_name("Type", "Page")
    });
    let Some(dictionary) = known else {
        return value.references(found);
    };
    for entry in dictionary.entries.iter() {
        let leads_on = !matches!(entry.value, Object::Name(_) | Object::Integer(_));
        if leads_on && !NOT_SHOWN.iter().any(|key| entry.key.is(key)) {
            entry.value.references(found);
        }
    }
}

fn has_key_twice(value: &Object<'_>) -> bool {
    value
        .as_dictionary()
        .is_some_and(|dictionary| dictionary.has_duplicate_keys())
}

/// Returns what is wrong with the first stream of a page whose `/Length` is wrong by more than white
/// space, or whose data lie in another file (ISO 32000-2, table 5; from memory).
fn read_differently(
    known: &Remembered<'_>,
    contents: &Object<'_>,
    seen: &mut HashSet<ObjectId>,
) -> Option<Finding> {
    let list = match contents.as_reference() {
        Some(id) if !seen.insert(id) => return None,
        Some(id) => match known.shared(id).ok()?? {
            object if object.stream.is_some() => return part_differs(known.view(), &object),
            object => object.value.clone(),
        },
        None => contents.clone(),
    };
    let list = list.as_array()?;
    // Some readers pass over what is no stream, some take streams in it, some show nothing.
    let at = list.span.start;
    if list.items.len() > MOST_STREAMS {
        return Some(Finding::More);
    }
    list.values().find_map(|part| {
        if part.as_reference().is_some_and(|id| !seen.insert(id)) {
            return None;
        }
        let object = part.as_reference().and_then(|id| known.shared(id).ok()?);
        match object.filter(|object| object.stream.is_some()) {
            Some(object) => part_differs(known.view(), &object),
            None => Some(Finding::OddContents { at }),
        }
    })
}

/// Returns where the data of a stream begin that some readers end at an `endstream` in them.
fn end_in_data(object: &IndirectObject<'_>, finder: &Finder<'_>) -> Option<usize> {
    let at = object.stream?.span.start;
    let data = object.stream_bytes().unwrap_or_default();
    finder.find(data).map(|_| at)
}

/// Returns what is wrong with contents, of a page or a form.
fn part_differs(view: View<'_>, object: &IndirectObject<'_>) -> Option<Finding> {
    let at = object.stream?.span.start;
    let elsewhere = object
        .dictionary()?
        .get("F")
        .is_some_and(|file| !file.is_null());
    if elsewhere {
        return Some(Finding::ExternalData { at });
    }
    if !is_unpacked_alike(view, object.dictionary()?) {
        return Some(Finding::OddFilter { at });
    }
    None
}

fn is_cut_elsewhere(view: View<'_>, object: &IndirectObject<'_>) -> Option<usize> {
    let stream = object.stream.filter(|stream| !stream.length_matches)?;
    if !matches!(object.source, Source::File(_)) {
        return None;
    }
    let at = stream.span.start;
    let dictionary = object.dictionary()?;
    let length = view.value(dictionary, "Length").ok();
    let length = length.and_then(|length| usize::try_from(length.as_integer()?).ok());
    let Some(end) = length.and_then(|length| at.checked_add(length)) else {
        return Some(at);
    };
    let between = end.min(stream.span.end)..end.max(stream.span.end);
    let between = view.document().bytes().get(between);
    let is_blank = between.is_some_and(|octets| octets.iter().all(u8::is_ascii_whitespace));
    (!is_blank).then_some(at)
}
