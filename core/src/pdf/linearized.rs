//! The first page that a linearized file promises (ISO 32000-2, annex F; from memory).
//!
//! Where `/L` of the linearization dictionary is the length of the file, some readers take the first
//! page from it, and others from hint tables, and never look at the page tree. An update makes the file
//! longer, so in a file with one no honest `/L` fits.

use super::cursor::Cursor;
use super::document::Document;
use super::finding::Finding;
use super::indirect;
use super::xref::unsigned;

/// Returns [`Finding::Linearized`] where readers may take another page for the first.
pub(super) fn misleads(document: &Document<'_>) -> Option<Finding> {
    let bytes = document.bytes();
    let mut cursor = Cursor::within(bytes, document.header_offset(), 1024);
    cursor.skip_space();
    let at = cursor.at;
    let object = indirect::read(bytes, at, &document.budget, &|_| None).ok()?;
    let dictionary = object.dictionary()?;
    dictionary.get("Linearized")?;
    let length = unsigned(dictionary, "L")?;
    let lengths = [
        bytes.len(),
        bytes.len().saturating_sub(document.header_offset()),
    ];
    if !lengths.contains(&length) {
        return None;
    }
    let index = unsigned(dictionary, "P").unwrap_or(0);
    let page = document.latest().page(index).ok();
    let number = page.and_then(|page| usize::try_from(page.object.id.number).ok());
    let is_true = number.is_some() && number == unsigned(dictionary, "O");
    (document.revisions().len() > 1 || !is_true).then_some(Finding::Linearized { at })
}
