//! Putting a face together: border, header, photo, table, foot.

use super::error::IssueError;
use super::sheet::{Area, Sheet, mm};
use super::{IssueOptions, RectPt, foot, frame, header, photo, table};
use crate::licence::{CatalogueEntry, FaceStyle, Licence};

/// Where seals belong.
pub(super) struct Places {
    pub(super) seal: RectPt,
    pub(super) second: Option<RectPt>,
}

/// Draws the face.
pub(super) fn compose(
    sheet: &mut Sheet<'_>,
    licence: &Licence,
    entry: &CatalogueEntry,
    options: &IssueOptions<'_>,
) -> Result<Places, IssueError> {
    if licence.type_code != entry.type_code {
        return Err(IssueError::OtherType);
    }
    check_sizes(&entry.face.style)?;
    let within = frame::draw(sheet, &entry.face.style)?;
    let top = header::draw(sheet, within, licence, entry)? + mm(4.0);
    let foot = foot::Foot::plan(sheet, within, licence, entry, options)?;
    let body = Area {
        top,
        bottom: foot.top() - mm(3.0),
        ..within
    };
    let photo = photo::draw(sheet, body, licence, entry)?;
    table::draw(sheet, body, photo, licence, entry)?;
    foot.draw(sheet)
}

fn check_sizes(style: &FaceStyle) -> Result<(), IssueError> {
    for (name, value, bounds) in [
        ("title_size", style.title_size, 100..=720),
        ("text_size", style.text_size, 70..=240),
        ("seal_diameter", style.seal_diameter, 200..=600),
        ("qr_size", style.qr_size, 150..=600),
    ] {
        if !bounds.contains(&value) {
            return Err(IssueError::StyleSize { name });
        }
    }
    Ok(())
}
