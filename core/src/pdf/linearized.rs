//! The first page that a linearized file promises (ISO 32000-2, annex F; from memory).
//!
//! Where `/L` of the linearization dictionary is the length of the file, some readers begin with the
//! first table of the file and take the first page from the dictionary. Who prepares a file can foresee
//! the length that it will have once it is signed, or bring it about by padding.

use super::cursor::Cursor;
use super::document::Document;
use super::finding::Finding;
use super::indirect;
use super::xref::unsigned;

/// Returns [`Finding::Linearized`] where readers may take another page for the first.
pub(super) fn misleads(document: &Document<'_>) -> Option<Finding> {
    if document.locked().is_some() {
        return None;
    }
    let bytes = document.bytes();
    let mut cursor = Cursor::within(bytes, document.header_offset(), 1024);
    cursor.skip_space();
    let at = cursor.at;
    let Ok(object) = indirect::read(bytes, at, &document.budget, &|_| None) else {
        // Some readers read more of it than others.
        let head = indirect::read_head(&mut indirect::head(bytes, at));
        return head.map(|_| Finding::Linearized { at });
    };
    let dictionary = object.dictionary()?;
    dictionary.get("Linearized")?;
    let length = unsigned(dictionary, "L")?;
    let shift = document.header_offset();
    let lengths = [length, length.saturating_add(shift)];
    let end = document.revisions().first()?.end;
    // Longer than what was linearized: a length that the file has now or may get.
    if lengths.iter().any(|length| *length > end.saturating_add(2)) {
        return Some(Finding::Linearized { at });
    }
    if !lengths.contains(&bytes.len()) {
        return None;
    }
    let mut after = Cursor::new(bytes, object.span.end);
    after.skip_space();
    let is_newest = document.sections().last()?.span.start == after.at;
    let index = unsigned(dictionary, "P").unwrap_or(0);
    let page = document.latest().page(index).ok();
    let number = page.and_then(|page| usize::try_from(page.object.id.number).ok());
    let is_true = is_newest && number.is_some() && number == unsigned(dictionary, "O");
    (document.revisions().len() > 1 || !is_true).then_some(Finding::Linearized { at })
}
