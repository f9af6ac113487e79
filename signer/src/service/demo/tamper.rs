//! What a forger does: an incremental update that paints over a page. The signature's own bytes
//! stay as they were, so a program that looks at the cryptography alone sees nothing.

use crate::service::{ServiceError, input};
use std::io::Write as _;
use std::path::Path;
use yinxin_core::pdf::{Appender, Document};

/// A white bar and a red line of text where the area of the house stands.
const PAINT: &[u8] = b"q 1 1 1 rg 180 430 330 26 re f 0.8 0 0 rg 182 441 60 3 re f Q";

/// Appends a revision that paints over the first page.
pub(super) fn paint_over(file: &Path) -> Result<(), ServiceError> {
    let octets = input::read(file, 1 << 26)?;
    let delta = update(&octets).ok_or(ServiceError::Internal("the forgery could not be made"))?;
    let failed = |source| ServiceError::Write { path: file.into(), source };
    let mut output = std::fs::OpenOptions::new().append(true).open(file).map_err(failed)?;
    output.write_all(&delta).map_err(failed)
}

fn update(octets: &[u8]) -> Option<Vec<u8>> {
    let document = Document::open(octets).ok()?;
    let mut appender = Appender::new(&document).ok()?;
    let page = document.latest().page(0).ok()?;
    let dictionary = page.object.dictionary()?;
    let paint = appender.add_stream(b"", PAINT).ok()?;
    let old = dictionary.get("Contents")?.as_reference()?;
    let contents = format!(
        "[{} {} R {} {} R]",
        old.number, old.generation, paint.number, paint.generation
    );
    appender.set(&page.object, dictionary, "Contents", contents.as_bytes()).ok()?;
    Some(appender.finish().ok()?.bytes)
}
