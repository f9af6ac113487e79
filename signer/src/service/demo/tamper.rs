//! What a forger does: an incremental update that paints over a page. The signature's own bytes
//! stay as they were, so a program that looks at the cryptography alone sees nothing.

use crate::service::{ServiceError, input};
use std::io::Write as _;
use std::path::Path;
use yinxin_core::pdf::{Appender, Document};

/// Makes the area of the house 200 square metres larger: the first digit is painted over.
const PAINT: &[u8] = b"q 1 0.98 0.973 rg 443.3 395.6 6.7 12 re f 0.1 0.1 0.1 RG 0.85 w 1 J \
444.6 403.9 m 445.1 406.3 449 406.4 449 403.9 c 449 402.4 447.6 401.7 446.3 401.7 c \
447.9 401.7 449.3 400.9 449.3 399.2 c 449.3 396.2 444.9 396.1 444.3 398.6 c S Q";

/// Appends a revision that paints over the first page.
pub(super) fn paint_over(file: &Path) -> Result<(), ServiceError> {
    let octets = input::read(file, 1 << 26)?;
    let delta = update(&octets).ok_or(ServiceError::Internal("the forgery could not be made"))?;
    let failed = |source| ServiceError::Write {
        path: file.into(),
        source,
    };
    let mut output = std::fs::OpenOptions::new()
        .append(true)
        .open(file)
        .map_err(failed)?;
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
    appender
        .set(&page.object, dictionary, "Contents", contents.as_bytes())
        .ok()?;
    Some(appender.finish().ok()?.bytes)
}
