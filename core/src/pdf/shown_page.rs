//! A page as it is shown: cropped, turned and scaled (ISO 32000-2, 7.7.3.3 and 14.11.2; from memory).

use super::object::Object;
use super::pages::Page;
use super::parse_error::ParseError;
use super::view::View;

/// Clockwise rotation of a page when it is shown; also the rotation of a widget against its page,
/// which is counted counter-clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// None.
    None,
    /// 90 degrees.
    Quarter,
    /// 180 degrees.
    Half,
    /// 270 degrees.
    ThreeQuarters,
}

impl Rotation {
    /// Returns the rotation of so many degrees; what is not a multiple of 90 is taken as none.
    #[must_use]
    pub fn of_degrees(degrees: i64) -> Self {
        match degrees.rem_euclid(360) {
            90 => Rotation::Quarter,
            180 => Rotation::Half,
            270 => Rotation::ThreeQuarters,
            _ => Rotation::None,
        }
    }

    /// Returns the degrees: 0, 90, 180 or 270.
    #[must_use]
    pub fn degrees(self) -> u16 {
        match self {
            Rotation::None => 0,
            Rotation::Quarter => 90,
            Rotation::Half => 180,
            Rotation::ThreeQuarters => 270,
        }
    }

    /// Returns whether width and height change places.
    #[must_use]
    pub fn is_sideways(self) -> bool {
        matches!(self, Rotation::Quarter | Rotation::ThreeQuarters)
    }

    pub(super) fn read<'d>(
        view: &View<'d>,
        value: Option<&Object<'d>>,
    ) -> Result<Self, ParseError> {
        let degrees = value.map(|value| view.resolve(value)).transpose()?;
        // Some write a real.
        #[allow(clippy::cast_possible_truncation)]
        let degrees = degrees.and_then(|degrees| degrees.as_number());
        let whole = degrees.filter(|degrees| degrees.abs() < 1e6 && degrees.fract() == 0.0);
        #[allow(clippy::cast_possible_truncation)]
        Ok(Rotation::of_degrees(
            whole.map_or(0, |degrees| degrees as i64),
        ))
    }
}

/// What is shown of a page, and how.
///
/// Places on it are in units of its default user space, counted from the lower left corner of what
/// is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShownPage {
    /// The part of default user space that is shown: left, bottom, right, top.
    pub crop: [f64; 4],
    /// How it is turned.
    pub rotation: Rotation,
    /// Length of a unit in points of 1/72 inch.
    pub user_unit: f64,
}

/// What readers take where no `/MediaBox` is there: US letter.
const LETTER: [f64; 4] = [0.0, 0.0, 612.0, 792.0];

/// Longest side and farthest corner, units.
const FARTHEST: f64 = 1e7;

impl ShownPage {
    /// Reads the boxes, the rotation and the unit of a page, its own or inherited.
    ///
    /// # Errors
    ///
    /// [`ParseError`] where an object that they lie in cannot be read.
    pub fn of(view: &View<'_>, page: &Page<'_>) -> Result<Self, ParseError> {
        let media = rectangle(view, page.inherited("MediaBox"))?.unwrap_or(LETTER);
        let crop = rectangle(view, page.inherited("CropBox"))?;
        // A crop box beyond the media box is cut to it.
        let crop = crop.and_then(|crop| intersection(crop, media));
        let unit = page
            .object
            .dictionary()
            .and_then(|page| page.get("UserUnit"));
        let unit = unit.map(|unit| view.resolve(unit)).transpose()?;
        let unit = unit.and_then(|unit| unit.as_number());
        Ok(ShownPage {
            crop: crop.unwrap_or(media),
            rotation: Rotation::read(view, page.inherited("Rotate"))?,
            user_unit: unit
                .filter(|unit| unit.is_finite() && *unit > 0.0 && *unit < FARTHEST)
                .unwrap_or(1.0),
        })
    }

    /// Returns width and height as shown, units.
    #[must_use]
    pub fn size(&self) -> (f64, f64) {
        let [left, bottom, right, top] = self.crop;
        let (width, height) = (right - left, top - bottom);
        if self.rotation.is_sideways() {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// Maps a rectangle of the page as shown to its default user space.
    #[must_use]
    pub fn to_user_space(&self, shown: [f64; 4]) -> [f64; 4] {
        let [left, bottom, right, top] = shown;
        let [x0, y0, x1, y1] = self.crop;
        match self.rotation {
            Rotation::None => [x0 + left, y0 + bottom, x0 + right, y0 + top],
            Rotation::Quarter => [x1 - top, y0 + left, x1 - bottom, y0 + right],
            Rotation::Half => [x1 - right, y1 - top, x1 - left, y1 - bottom],
            Rotation::ThreeQuarters => [x0 + bottom, y1 - right, x0 + top, y1 - left],
        }
    }

    /// Maps a rectangle of default user space to the page as shown.
    #[must_use]
    pub fn to_shown(&self, rectangle: [f64; 4]) -> [f64; 4] {
        let [left, bottom, right, top] = rectangle;
        let [x0, y0, x1, y1] = self.crop;
        match self.rotation {
            Rotation::None => [left - x0, bottom - y0, right - x0, top - y0],
            Rotation::Quarter => [bottom - y0, x1 - right, top - y0, x1 - left],
            Rotation::Half => [x1 - right, y1 - top, x1 - left, y1 - bottom],
            Rotation::ThreeQuarters => [y1 - top, left - x0, y1 - bottom, right - x0],
        }
    }
}

/// Tells whether the boxes of a page, its own or inherited, are four plain numbers each and have an area
/// in common, so that every reader shows the same part of it.
pub(super) fn has_plain_boxes(view: View<'_>, page: &Page<'_>) -> bool {
    let [media, crop] = ["MediaBox", "CropBox"].map(|key| page.inherited(key));
    if !media.is_none_or(|value| is_plain(view, value))
        || !crop.is_none_or(|value| is_plain(view, value))
    {
        return false;
    }
    let read = |value| rectangle(&view, value).ok().flatten();
    let media = read(media).unwrap_or(LETTER);
    crop.is_none() || read(crop).is_some_and(|crop| intersection(crop, media).is_some())
}

/// Whether a value is a rectangle with an area, of numbers that every reader reads alike.
fn is_plain(view: View<'_>, value: &Object<'_>) -> bool {
    let Ok(Object::Array(array)) = view.resolve(value) else {
        return false;
    };
    let is_number = |value: &Object<'_>| match view.resolve(value) {
        Ok(Object::Integer(_)) => true,
        Ok(Object::Real(token)) => {
            std::str::from_utf8(token).is_ok_and(|text| text.parse::<f64>().is_ok())
        }
        _ => false,
    };
    array.values().all(is_number)
        && rectangle(&view, Some(value)).is_ok_and(|found| found.is_some())
}

/// Reads a rectangle, its corners in any order; `None` where it is none or has no area.
pub(super) fn rectangle<'d>(
    view: &View<'d>,
    value: Option<&Object<'d>>,
) -> Result<Option<[f64; 4]>, ParseError> {
    let Some(Object::Array(array)) = value.map(|value| view.resolve(value)).transpose()? else {
        return Ok(None);
    };
    let mut corners = [0.0; 4];
    if array.items.len() != corners.len() {
        return Ok(None);
    }
    for (corner, value) in corners.iter_mut().zip(array.values()) {
        let number = view.resolve(value)?.as_number();
        let Some(number) = number.filter(|number| number.abs() <= FARTHEST) else {
            return Ok(None);
        };
        *corner = number;
    }
    let [a, b, c, d] = corners;
    let sorted = [a.min(c), b.min(d), a.max(c), b.max(d)];
    Ok(has_area(sorted).then_some(sorted))
}

fn has_area([left, bottom, right, top]: [f64; 4]) -> bool {
    left < right && bottom < top
}

fn intersection(a: [f64; 4], b: [f64; 4]) -> Option<[f64; 4]> {
    let [a0, a1, a2, a3] = a;
    let [b0, b1, b2, b3] = b;
    let both = [a0.max(b0), a1.max(b1), a2.min(b2), a3.min(b3)];
    has_area(both).then_some(both)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_of_the_page_as_shown_is_found_in_its_user_space_and_back() {
        // A page of 100 by 200 units, cropped to begin at (10, 20).
        let check = |rotation, expected: [f64; 4], size| {
            let page = ShownPage {
                crop: [10.0, 20.0, 110.0, 220.0],
                rotation,
                user_unit: 1.0,
            };
            let shown = [1.0, 2.0, 4.0, 8.0];
            assert_eq!(page.to_user_space(shown), expected, "{rotation:?}");
            assert_eq!(page.to_shown(expected), shown, "{rotation:?}");
            assert_eq!(page.size(), size, "{rotation:?}");
        };
        check(Rotation::None, [11.0, 22.0, 14.0, 28.0], (100.0, 200.0));
        check(
            Rotation::Quarter,
            [102.0, 21.0, 108.0, 24.0],
            (200.0, 100.0),
        );
        check(Rotation::Half, [106.0, 212.0, 109.0, 218.0], (100.0, 200.0));
        check(
            Rotation::ThreeQuarters,
            [12.0, 216.0, 18.0, 219.0],
            (200.0, 100.0),
        );
    }

    #[test]
    fn degrees_are_taken_around_the_circle() {
        assert_eq!(Rotation::of_degrees(-90), Rotation::ThreeQuarters);
        assert_eq!(Rotation::of_degrees(450), Rotation::Quarter);
        assert_eq!(Rotation::of_degrees(45), Rotation::None);
    }
}
