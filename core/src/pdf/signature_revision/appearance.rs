//! What a signature shows, and where (ISO 32000-2, 12.5.5; from memory).

use super::super::append::{AppendError, Appender, reference};
use super::super::object::ObjectId;
use super::super::shown_page::Rotation;
use miniz_oxide::deflate::compress_to_vec_zlib;

/// What a visible signature shows, and where. Lengths are in units of the page's default user space:
/// points of 1/72 inch, times its `/UserUnit`.
#[derive(Debug, Clone, Copy)]
pub struct Appearance<'r> {
    /// Index of the page, from 0. Not used where an existing field is filled.
    pub page: usize,
    /// Left, bottom, right and top, counted from the lower left corner of the page as it is shown:
    /// cropped and rotated. Not used where an existing field is filled: its own rectangle stays.
    pub rectangle: [f64; 4],
    /// Content stream. It is shown upright, whatever the rotation of the page. Where several
    /// appearances have the same one, it is written once.
    pub content: &'r [u8],
    /// The part of the content stream's own coordinates that is shown; it is fitted to the rectangle,
    /// and what lies outside is cut off. In an existing field it keeps its aspect, is not enlarged,
    /// and stands in the middle.
    pub bounding_box: [f64; 4],
    /// Source of the resource dictionary, with its brackets.
    pub resources: Option<&'r [u8]>,
    /// A picture of points that the content shows as `/Points`: then `resources` has no `/XObject`.
    pub points: Option<Points<'r>>,
}

/// A picture of points (ISO 32000-1, 8.9.5), in DeviceRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Points<'r> {
    /// Width, points.
    pub width: u32,
    /// Height, points.
    pub height: u32,
    /// Red, green and blue of each, row by row from the top left.
    pub colours: &'r [u8],
    /// How much each covers, 0 to 255, in the same order.
    pub opacity: &'r [u8],
}

impl Points<'_> {
    /// Adds the picture and its mask; returns the picture.
    fn add(&self, appender: &mut Appender<'_>) -> Result<ObjectId, AppendError> {
        let head = |space: &str, mask: &[u8]| {
            let head = format!(
                "/Type/XObject/Subtype/Image/Width {}/Height {}/BitsPerComponent 8/ColorSpace/{space}/Filter/FlateDecode",
                self.width, self.height
            );
            [head.as_bytes(), mask].concat()
        };
        let mask = compress_to_vec_zlib(self.opacity, LEVEL);
        let mask = appender.add_stream(&head("DeviceGray", b""), &mask)?;
        let colours = compress_to_vec_zlib(self.colours, LEVEL);
        let mask = [b"/SMask ", reference(mask).as_slice()].concat();
        appender.add_stream(&head("DeviceRGB", &mask), &colours)
    }
}

/// How hard pictures are compressed, 0 to 10.
const LEVEL: u8 = 6;

impl Appearance<'_> {
    /// Returns the bounding box for a field of `size` units on a page of that `/UserUnit`.
    fn fitted_box(&self, (width, height): (f64, f64), user_unit: f64) -> [f64; 4] {
        let [left, bottom, right, top] = self.bounding_box;
        let scale = (width / (right - left))
            .min(height / (top - bottom))
            .min(1.0 / user_unit);
        let (half_width, half_height) = (width / scale / 2.0, height / scale / 2.0);
        let (x, y) = (f64::midpoint(left, right), f64::midpoint(bottom, top));
        [
            x - half_width,
            y - half_height,
            x + half_width,
            y + half_height,
        ]
    }

    /// As this one, fitted to a field that is there: `size` as its reader sees it.
    pub(super) fn fitted(&self, size: (f64, f64), user_unit: f64) -> Result<Self, AppendError> {
        check(&self.bounding_box)?;
        Ok(Appearance {
            bounding_box: self.fitted_box(size, user_unit),
            ..*self
        })
    }
}

/// The form XObjects of a revision: content that several appearances share is written once.
pub(super) struct Forms<'r> {
    whole: Vec<Whole<'r>>,
    pictures: Vec<(Points<'r>, ObjectId)>,
}

/// Content that more than one appearance shows a part of.
struct Whole<'r> {
    content: &'r [u8],
    resources: Option<&'r [u8]>,
    points: Option<Points<'r>>,
    /// What the appearances show of it, together.
    bounding_box: [f64; 4],
    uses: usize,
    form: Option<ObjectId>,
}

impl<'r> Forms<'r> {
    /// Looks for content that several appearances share.
    pub(super) fn of<'a>(appearances: impl Iterator<Item = &'a Appearance<'r>>) -> Self
    where
        'r: 'a,
    {
        let mut whole: Vec<Whole<'r>> = Vec::new();
        for appearance in appearances {
            match whole.iter_mut().find(|known| known.is(appearance)) {
                Some(known) => {
                    known.bounding_box = union(known.bounding_box, appearance.bounding_box);
                    known.uses += 1;
                }
                None => whole.push(Whole {
                    content: appearance.content,
                    resources: appearance.resources,
                    points: appearance.points,
                    bounding_box: appearance.bounding_box,
                    uses: 1,
                    form: None,
                }),
            }
        }
        Forms {
            whole,
            pictures: Vec::new(),
        }
    }

    /// Adds the form XObject of an appearance, turned so that it is upright on a page rotated by
    /// `rotation`.
    pub(super) fn add(
        &mut self,
        appender: &mut Appender<'_>,
        appearance: &Appearance<'r>,
        rotation: Rotation,
    ) -> Result<ObjectId, AppendError> {
        check(&appearance.bounding_box)?;
        let shared = self.whole.iter_mut();
        let mut shared = shared.filter(|known| known.uses > 1);
        let Some(whole) = shared.find(|known| known.is(appearance)) else {
            let resources = Self::resources(&mut self.pictures, appender, appearance)?;
            let head = head(&appearance.bounding_box, rotation);
            return appender
                .add_stream(&[head.as_bytes(), &resources].concat(), appearance.content);
        };
        let form = match whole.form {
            Some(form) => form,
            None => {
                let resources = Self::resources(&mut self.pictures, appender, appearance)?;
                let head = head(&whole.bounding_box, Rotation::None);
                let entries = [head.as_bytes(), &resources].concat();
                *whole
                    .form
                    .insert(appender.add_stream(&entries, whole.content)?)
            }
        };
        let head = head(&appearance.bounding_box, rotation);
        let form = reference(form);
        let resources = [b"<</XObject<</Whole ", form.as_slice(), b">>>>"].concat();
        appender.add_stream(&[head.as_bytes(), &resources].concat(), b"/Whole Do")
    }

    /// Returns the resource dictionary of an appearance, its picture added once.
    fn resources(
        pictures: &mut Vec<(Points<'r>, ObjectId)>,
        appender: &mut Appender<'_>,
        appearance: &Appearance<'r>,
    ) -> Result<Vec<u8>, AppendError> {
        let resources = appearance.resources.unwrap_or(b"<<>>");
        let Some(points) = appearance.points else {
            return Ok(resources.to_vec());
        };
        let known = pictures.iter().find(|(known, _)| *known == points);
        let picture = match known {
            Some((_, picture)) => *picture,
            None => {
                let picture = points.add(appender)?;
                pictures.push((points, picture));
                picture
            }
        };
        let open = resources.strip_suffix(b">>").unwrap_or(b"<<");
        let picture = reference(picture);
        Ok([open, b"/XObject<</Points ", &picture, b">>>>"].concat())
    }
}

impl Whole<'_> {
    fn is(&self, appearance: &Appearance<'_>) -> bool {
        self.content == appearance.content
            && self.resources == appearance.resources
            && self.points == appearance.points
    }
}

/// Returns the entries of a form XObject up to the value of `/Resources`.
fn head(bounding_box: &[f64; 4], rotation: Rotation) -> String {
    let matrix = match rotation {
        Rotation::None => "",
        Rotation::Quarter => "/Matrix[0 1 -1 0 0 0]",
        Rotation::Half => "/Matrix[-1 0 0 -1 0 0]",
        Rotation::ThreeQuarters => "/Matrix[0 -1 1 0 0 0]",
    };
    let bounds = numbers(bounding_box);
    format!("/Type/XObject/Subtype/Form/BBox[{bounds}]{matrix}/Resources")
}

fn union(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    let [a0, a1, a2, a3] = a;
    let [b0, b1, b2, b3] = b;
    [a0.min(b0), a1.min(b1), a2.max(b2), a3.max(b3)]
}

/// Refuses a rectangle that is empty or not finite.
pub(super) fn check(rectangle: &[f64; 4]) -> Result<(), AppendError> {
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

    fn picture() -> Appearance<'static> {
        Appearance {
            page: 0,
            rectangle: [0.0; 4],
            content: b"",
            bounding_box: [0.0, 0.0, 100.0, 50.0],
            resources: None,
            points: None,
        }
    }

    #[test]
    fn a_picture_in_a_field_keeps_its_aspect_and_is_not_enlarged() {
        // Half as wide: half the size, room above and below.
        let fitted = picture().fitted_box((50.0, 50.0), 1.0);
        assert_eq!(fitted, [0.0, -25.0, 100.0, 75.0]);
        // Room on all sides.
        let fitted = picture().fitted_box((200.0, 60.0), 1.0);
        assert_eq!(fitted, [-50.0, -5.0, 150.0, 55.0]);
        // A unit of two points: half as many units.
        let fitted = picture().fitted_box((50.0, 25.0), 2.0);
        assert_eq!(fitted, [0.0, 0.0, 100.0, 50.0]);
    }

    #[test]
    fn numbers_are_written_without_trailing_zeros() {
        assert_eq!(
            numbers(&[1.0, -0.0001, 2.5, 100.125, 1000.0]),
            "1 0 2.5 100.125 1000"
        );
    }
}
