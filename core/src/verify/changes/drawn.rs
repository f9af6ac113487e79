//! What is shown first, in a file as it stands: the catalog, the pages and their contents. Readers
//! that differ about one of these show different documents under one signature.

use crate::pdf::{Document, Finding, Object, Source, View};

/// Most pages that are looked at.
const MOST_PAGES: usize = 4096;
/// Most content streams of one page that are looked at.
const MOST_STREAMS: usize = 64;

/// Returns what readers may take differently: a key twice, in the catalog of any revision or in a
/// page, or contents of a page whose `/Length` cuts elsewhere than `endstream` or that lie in another
/// file. What cannot be read
/// is for others to judge.
pub(in crate::verify) fn ambiguous(document: &Document<'_>) -> Option<Finding> {
    for index in 0..document.revisions().len() {
        let catalog = document.view(index).and_then(|view| view.catalog());
        if let Ok(catalog) = catalog
            && has_key_twice(&catalog.value)
        {
            let at = catalog.span.start;
            return Some(Finding::DuplicateKeys { at });
        }
    }
    let view = document.latest();
    for page in view.pages().take(MOST_PAGES).filter_map(Result::ok) {
        if has_key_twice(&page.object.value) {
            let at = page.object.span.start;
            return Some(Finding::DuplicateKeys { at });
        }
        let contents = page
            .object
            .dictionary()
            .and_then(|page| page.get("Contents"));
        if let Some(finding) = contents.and_then(|contents| read_differently(view, contents)) {
            return Some(finding);
        }
    }
    None
}

fn has_key_twice(value: &Object<'_>) -> bool {
    value
        .as_dictionary()
        .is_some_and(|dictionary| dictionary.has_duplicate_keys())
}

/// Returns what is wrong with the first stream of a page whose `/Length` is wrong by more than white
/// space, or whose data lie in another file (ISO 32000-2, table 5; from memory).
fn read_differently(view: View<'_>, contents: &Object<'_>) -> Option<Finding> {
    let list = match contents.as_reference() {
        Some(id) => match view.get(id).ok()?? {
            object if object.stream.is_some() => return part_differs(view, contents),
            object => object.value,
        },
        None => contents.clone(),
    };
    let parts = list.as_array()?.values().take(MOST_STREAMS);
    parts.into_iter().find_map(|part| part_differs(view, part))
}

fn part_differs(view: View<'_>, part: &Object<'_>) -> Option<Finding> {
    let object = view.get(part.as_reference()?).ok()??;
    let at = object.stream?.span.start;
    let elsewhere = object
        .dictionary()?
        .get("F")
        .is_some_and(|file| !file.is_null());
    if elsewhere {
        return Some(Finding::ExternalData { at });
    }
    is_cut_elsewhere(view, part).map(|at| Finding::WrongLength { at })
}

fn is_cut_elsewhere(view: View<'_>, part: &Object<'_>) -> Option<usize> {
    let object = view.get(part.as_reference()?).ok()??;
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
