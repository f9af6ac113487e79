//! Where a signature shows on a page.

use super::super::ServiceError;
use std::num::NonZeroU32;
use std::path::Path;
use yinxin_core::licence::PointMm;
use yinxin_core::pdf::{Appearance, Document, Object};
use yinxin_core::seal::SealDrawing;

/// Reads millimetres to a tenth, such as `42` or `42.5`; returns tenths.
#[must_use]
pub fn tenths(text: &str) -> Option<u16> {
    let (whole, tenth) = match text.split_once('.') {
        Some((whole, tenth)) if tenth.len() == 1 => (whole, tenth),
        Some(_) => return None,
        None => (text, "0"),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(tenth) {
        return None;
    }
    let whole: u16 = whole.parse().ok()?;
    whole.checked_mul(10)?.checked_add(tenth.parse().ok()?)
}

/// Size of the frame of a signature without a picture, points: 50 mm by 20 mm.
const FRAME: (f64, f64) = (50.0 * 72.0 / 25.4, 20.0 * 72.0 / 25.4);

/// A thin frame: it says where somebody signed and pretends to nothing.
fn placeholder_content() -> Vec<u8> {
    format!(
        "q 0.6 0 0 RG 0.8 w 1 1 {:.2} {:.2} re S Q",
        FRAME.0 - 2.0,
        FRAME.1 - 2.0
    )
    .into_bytes()
}

/// Width and height of a page as it is seen, points: its rotation counts.
fn page_size(
    document: &Document<'_>,
    index: usize,
) -> Result<(f64, f64), yinxin_core::pdf::ParseError> {
    let view = document.latest();
    let page = view.page(index)?;
    let side = |object: &Object<'_>| {
        let array = view.resolve(object).ok()?;
        let sides: Vec<f64> = array
            .as_array()?
            .values()
            .filter_map(|side| view.resolve(side).ok()?.as_number())
            .collect();
        match sides.as_slice() {
            [a, b, c, d] => Some(((c - a).abs(), (d - b).abs())),
            _ => None,
        }
    };
    let shown = page
        .inherited("CropBox")
        .and_then(side)
        .or_else(|| page.inherited("MediaBox").and_then(side));
    let (width, height) = shown.unwrap_or((612.0, 792.0));
    let turn = page
        .inherited("Rotate")
        .and_then(|turn| view.resolve(turn).ok()?.as_integer())
        .unwrap_or(0);
    Ok(if turn.rem_euclid(180) == 90 {
        (height, width)
    } else {
        (width, height)
    })
}

/// What a signature shows: a seal at its true size, or an empty frame for one without a picture.
pub(super) struct Picture {
    content: Vec<u8>,
    /// Width and height, points.
    size: (f64, f64),
    resources: Option<&'static [u8]>,
}

impl Picture {
    pub(super) fn of(drawing: Option<&SealDrawing>) -> Self {
        match drawing {
            Some(drawing) => Self {
                content: drawing.to_pdf_content_multiplied(),
                size: drawing.size_points(),
                resources: Some(SealDrawing::MULTIPLY_RESOURCES),
            },
            None => Self {
                content: placeholder_content(),
                size: FRAME,
                resources: None,
            },
        }
    }

    /// Puts the picture on a page; `at` is its top left corner as the page is seen.
    pub(super) fn on_page(
        &self,
        document: &Document<'_>,
        page: NonZeroU32,
        at: PointMm,
        path: &Path,
    ) -> Result<Appearance<'_>, ServiceError> {
        let index = usize::try_from(page.get() - 1).unwrap_or(usize::MAX);
        let (width, height) = self.size;
        let size = page_size(document, index).map_err(|error| ServiceError::Document {
            path: path.into(),
            source: Box::new(error),
        })?;
        let points = |tenths: u16| f64::from(tenths) / 10.0 * 72.0 / 25.4;
        let left = points(at.x);
        let top = size.1 - points(at.y);
        Ok(Appearance {
            page: index,
            rectangle: [left, top - height, left + width, top],
            content: &self.content,
            bounding_box: [0.0, 0.0, width, height],
            resources: self.resources,
        })
    }
}
