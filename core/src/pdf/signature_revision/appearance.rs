//! Where and how a signature is shown (ISO 32000-2, 12.5.5; from memory).

use super::super::append::{AppendError, Appender};
use super::super::object::{Dictionary, Object, ObjectId};
use super::super::pages::Page;
use super::super::view::View;

/// What a visible signature shows, and where. Lengths are in points (1/72 inch, times the page's
/// `/UserUnit`).
#[derive(Debug, Clone, Copy)]
pub struct Appearance<'r> {
    /// Index of the page, from 0. Not used where an existing field is filled.
    pub page: usize,
    /// Left, bottom, right and top, counted from the lower left corner of the page as it is shown:
    /// cropped and rotated. Not used where an existing field is filled.
    pub rectangle: [f64; 4],
    /// Content stream. It is shown upright, whatever the rotation of the page.
    pub content: &'r [u8],
    /// Box of the content stream's own coordinates; it is fitted to the rectangle.
    pub bounding_box: [f64; 4],
    /// Source of the resource dictionary, with its brackets.
    pub resources: Option<&'r [u8]>,
}

impl Appearance<'_> {
    /// Adds the form XObject, turned so that it is upright on a page rotated by `rotation`.
    pub(super) fn add(
        &self,
        appender: &mut Appender<'_>,
        rotation: Rotation,
    ) -> Result<ObjectId, AppendError> {
        check(&self.bounding_box)?;
        let matrix = match rotation {
            Rotation::None => "",
            Rotation::Quarter => "/Matrix[0 1 -1 0 0 0]",
            Rotation::Half => "/Matrix[-1 0 0 -1 0 0]",
            Rotation::ThreeQuarters => "/Matrix[0 -1 1 0 0 0]",
        };
        let bounds = numbers(&self.bounding_box);
        let head = format!("/Type/XObject/Subtype/Form/BBox[{bounds}]{matrix}/Resources");
        let resources = self.resources.unwrap_or(b"<<>>");
        appender.add_stream(&[head.as_bytes(), resources].concat(), self.content)
    }

    /// Returns the rectangle in the default user space of a page.
    pub(super) fn rectangle_on(
        &self,
        view: &View<'_>,
        page: &Page<'_>,
    ) -> Result<[f64; 4], AppendError> {
        check(&self.rectangle)?;
        let crop = match bounds(view, page.inherited("CropBox"))? {
            Some(crop) => crop,
            None => bounds(view, page.inherited("MediaBox"))?.ok_or(AppendError::Unsupported {
                what: "/MediaBox of the page",
            })?,
        };
        Ok(unrotate(
            self.rectangle,
            crop,
            rotation(view, page.inherited("Rotate"))?,
        ))
    }
}

/// Clockwise rotation of a page when it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rotation {
    None,
    Quarter,
    Half,
    ThreeQuarters,
}

/// Reads `/Rotate`; what is not a multiple of 90 is taken as none.
pub(super) fn rotation<'d>(
    view: &View<'d>,
    value: Option<&Object<'d>>,
) -> Result<Rotation, AppendError> {
    let degrees = match value {
        Some(value) => view.resolve(value)?.as_integer().unwrap_or(0),
        None => 0,
    };
    Ok(match degrees.rem_euclid(360) {
        90 => Rotation::Quarter,
        180 => Rotation::Half,
        270 => Rotation::ThreeQuarters,
        _ => Rotation::None,
    })
}

/// Returns `/Rotate` of the page that a widget's `/P` leads to, its own or inherited.
pub(super) fn rotation_of_widget<'d>(
    view: &View<'d>,
    widget: &Dictionary<'d>,
) -> Result<Rotation, AppendError> {
    let mut node = view.value(widget, "P")?;
    for _ in 0..view.document().budget.limits.levels {
        let Object::Dictionary(dictionary) = &node else {
            break;
        };
        if let Some(value) = dictionary.get("Rotate") {
            return rotation(view, Some(value));
        }
        node = view.value(dictionary, "Parent")?;
    }
    Ok(Rotation::None)
}

fn bounds<'d>(
    view: &View<'d>,
    value: Option<&Object<'d>>,
) -> Result<Option<[f64; 4]>, AppendError> {
    let Some(Object::Array(array)) = value.map(|value| view.resolve(value)).transpose()? else {
        return Ok(None);
    };
    let mut corners = [0.0; 4];
    if array.items.len() != corners.len() {
        return Ok(None);
    }
    for (corner, value) in corners.iter_mut().zip(array.values()) {
        let Some(number) = view.resolve(value)?.as_number() else {
            return Ok(None);
        };
        *corner = number;
    }
    let [a, b, c, d] = corners;
    Ok(Some([a.min(c), b.min(d), a.max(c), b.max(d)]))
}

fn check(rectangle: &[f64; 4]) -> Result<(), AppendError> {
    let [left, bottom, right, top] = *rectangle;
    let finite = rectangle
        .iter()
        .all(|value| value.is_finite() && value.abs() < 1e7);
    if finite && left < right && bottom < top {
        Ok(())
    } else {
        Err(AppendError::Rectangle)
    }
}

/// Maps a rectangle of the page as shown to its default user space.
fn unrotate(shown: [f64; 4], crop: [f64; 4], rotation: Rotation) -> [f64; 4] {
    let [left, bottom, right, top] = shown;
    let [x0, y0, x1, y1] = crop;
    match rotation {
        Rotation::None => [x0 + left, y0 + bottom, x0 + right, y0 + top],
        Rotation::Quarter => [x1 - top, y0 + left, x1 - bottom, y0 + right],
        Rotation::Half => [x1 - right, y1 - top, x1 - left, y1 - bottom],
        Rotation::ThreeQuarters => [x0 + bottom, y1 - right, x0 + top, y1 - left],
    }
}

/// Writes numbers with up to three decimals.
pub(super) fn numbers(values: &[f64]) -> String {
    let mut out = String::new();
    for value in values {
        let text = format!("{value:.3}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        let text = if text == "-0" { "0" } else { text };
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_of_the_page_as_shown_is_found_in_its_user_space() {
        // A page of 100 by 200 points, cropped to begin at (10, 20).
        let crop = [10.0, 20.0, 110.0, 220.0];
        let check = |rotation, expected: [f64; 4]| {
            assert_eq!(
                unrotate([1.0, 2.0, 4.0, 8.0], crop, rotation),
                expected,
                "{rotation:?}"
            );
        };
        check(Rotation::None, [11.0, 22.0, 14.0, 28.0]);
        check(Rotation::Quarter, [102.0, 21.0, 108.0, 24.0]);
        check(Rotation::Half, [106.0, 212.0, 109.0, 218.0]);
        check(Rotation::ThreeQuarters, [12.0, 216.0, 18.0, 219.0]);
    }

    #[test]
    fn numbers_are_written_without_trailing_zeros() {
        assert_eq!(
            numbers(&[1.0, -0.0001, 2.5, 100.125, 1000.0]),
            "1 0 2.5 100.125 1000"
        );
    }
}
