//! The holder's photo on the face.

use pdf_writer::Name;

use super::error::IssueError;
use super::jpeg::Jpeg;
use super::sheet::{Area, Sheet, round, tenths_mm, tint};
use crate::licence::{CatalogueEntry, Licence};

/// Draws the photo into its place, whole and undistorted; returns the place.
pub(super) fn draw(
    sheet: &mut Sheet<'_>,
    body: Area,
    licence: &Licence,
    entry: &CatalogueEntry,
) -> Result<Option<Area>, IssueError> {
    let (place, photo) = match (entry.face.photo, &licence.photo) {
        (None, None) => return Ok(None),
        (Some(_), None) => return Err(IssueError::PhotoMissing),
        (None, Some(_)) => return Err(IssueError::PhotoWithoutPlace),
        (Some(place), Some(photo)) => (place, photo),
    };
    let (left, top) = (tenths_mm(place.at.x), tenths_mm(place.at.y));
    let area = Area {
        left,
        top,
        right: left + tenths_mm(place.width),
        bottom: top + tenths_mm(place.height),
    };
    let slack = 0.01;
    if area.left < body.left - slack
        || area.right > body.right + slack
        || area.top < body.top - slack
        || area.bottom > body.bottom + slack
        || area.width() <= 0.0
        || area.height() <= 0.0
    {
        return Err(IssueError::PhotoPlace);
    }
    let jpeg = Jpeg::read(&photo.media_type, &photo.data).map_err(IssueError::Photo)?;
    let (width, height) = (f32::from(jpeg.width), f32::from(jpeg.height));
    let scale = (area.width() / width).min(area.height() / height);
    let (width, height) = (width * scale, height * scale);
    let bbox = sheet.rect(area);
    let figure = sheet
        .tags
        .add_figure(sheet.tags.document(), "持证人照片", bbox);
    let style = &entry.face.style;
    let line = tint(style.ink, style.paper, 0.75);
    sheet.tagged(figure, |sheet| {
        let x = area.middle() - width / 2.0;
        let y = sheet.height - (area.top + area.bottom) / 2.0 - height / 2.0;
        sheet.outline(area, 0.6, line);
        sheet
            .content
            .transform([round(width), 0.0, 0.0, round(height), round(x), round(y)])
            .x_object(Name(b"Photo"));
    });
    sheet.photo = Some(jpeg);
    Ok(Some(area))
}
