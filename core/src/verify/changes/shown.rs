//! What the appearance of a text field shows, against what its value says (ISO 32000-2, 12.7.4.3; from
//! memory).
//!
//! Readers show the appearance; forms are read by their values. A later revision that fills a field may
//! not tell the two different things, nor cover the page with a picture or a filled surface in the
//! name of filling. What readers agree on is less than the standard says, so an appearance is taken for one
//! of its value only where it is written in one of the few ways that usual software has: lines of text in
//! one font, size and colour, wholly inside of their box, after a background and a border of simple shapes,
//! if the field has them. Fonts are usual ones, as wide as these are. Whatever else may be honest is refused: nobody could tell.

mod content;
mod drawing;
mod fonts;
mod glyphs;
mod ink;
mod lines;
mod metrics;
mod path;
mod value;

use std::rc::Rc;

use super::Unanalysable;
use super::field::box_of;
use super::side::Side;
use super::walk::Walk;
use crate::pdf::{Dictionary, Object};
use content::operations;
use drawing::draw;
pub(super) use fonts::PageFonts;
pub(super) use ink::{Colour, colour_of};
use path::Box4;
pub(super) use path::{Border, Paint};
pub(super) use value::Manner;
use value::is_value;

/// Longest content of an appearance that is read, octets.
const LONGEST: usize = 1 << 20;

/// Most octets of appearances that are read for one document.
pub(super) const MOST: usize = 32 << 20;

/// What the dictionary of an appearance may say.
const KNOWN: [&str; 13] = [
    "Type",
    "Subtype",
    "FormType",
    "BBox",
    "Matrix",
    "Resources",
    "Length",
    "Filter",
    "DecodeParms",
    "Group",
    "Name",
    "LastModified",
    "PieceInfo",
];

/// How much larger or smaller than its field an appearance may be: readers stretch it.
const STRETCHED: f64 = 0.05;

/// Returns whether a content stream paints a surface.
pub(super) fn paints_surface(content: &[u8]) -> bool {
    let is_fill = |word: &[u8]| matches!(word, b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*");
    operations(content).is_some_and(|found| found.iter().any(|(word, _)| is_fill(word)))
}

impl<'d> Walk<'_, 'd> {
    /// Returns whether an appearance stream of a text field shows something other than any of its
    /// `values`, or paints more than it may.
    pub(super) fn shows_otherwise(
        &mut self,
        stream: &Side<'d>,
        values: &[Rc<str>],
        (paint, manner): (Paint, Manner),
        rectangle: Option<[f64; 4]>,
    ) -> Result<bool, Unanalysable> {
        let (Some(id), Some(dictionary)) = (stream.id, stream.dictionary()) else {
            return Ok(true);
        };
        let is_form = stream.stream.is_some()
            && self
                .new
                .value(dictionary, "Subtype")?
                .as_name()
                .is_some_and(|name| name.is("Form"));
        let mut entries = dictionary.entries.iter();
        if !is_form || !entries.all(|entry| KNOWN.iter().any(|key| entry.key.is(key))) {
            return Ok(true);
        }
        let Some(bounds) = self.bounds(dictionary, paint.rotation, rectangle)? else {
            return Ok(true);
        };
        let Some(object) = self.new.get(id)? else {
            return Ok(true);
        };
        let most = LONGEST.min(self.edges.appearances);
        let Ok(content) = self.new.decode_within(&object, most) else {
            return Ok(true);
        };
        self.edges.appearances = self.edges.appearances.saturating_sub(content.len());
        let Some(operations) = operations(&content) else {
            return Ok(true);
        };
        let Some(fonts) = self.fonts(dictionary, &drawing::fonts(&operations))? else {
            return Ok(true);
        };
        let drawn = draw(&operations, &fonts, bounds, (paint, manner.cells));
        Ok(!drawn.is_some_and(|drawn| values.iter().any(|value| is_value(&drawn, value, manner))))
    }

    /// Returns `/BBox` in the space of the content; `None` where it is not plain, not
    /// as large as the field, or where `/Matrix` does more than turn the form as the field is turned.
    fn bounds(
        &self,
        form: &Dictionary<'d>,
        rotation: i64,
        rectangle: Option<[f64; 4]>,
    ) -> Result<Option<Box4>, Unanalysable> {
        let Some(bounds) = box_of(self.new, form)? else {
            return Ok(None);
        };
        let turned = match rotation.rem_euclid(360) {
            90 => [0.0, 1.0, -1.0, 0.0],
            // Upside down, 66 is 99.
            180 => return Ok(None),
            270 => [0.0, -1.0, 1.0, 0.0],
            _ => [1.0, 0.0, 0.0, 1.0],
        };
        let is_turned_alike = match form.get("Matrix") {
            None => rotation.rem_euclid(360) == 0,
            Some(_) => self.array(form, "Matrix")?.is_some_and(|matrix| {
                matrix.len() == 6 && matrix.iter().zip(turned).all(|(a, b)| (a - b).abs() < 1e-6)
            }),
        };
        let size = |[left, bottom, right, top]: Box4| ((right - left).abs(), (top - bottom).abs());
        let (own, field) = (size(bounds), rectangle.map(size).unwrap_or_default());
        let field = match rotation.rem_euclid(180) {
            90 => (field.1, field.0),
            _ => field,
        };
        let is = |own: f64, field: f64| (own - field).abs() <= STRETCHED * field;
        let is_as_large = is(own.0, field.0) && is(own.1, field.1);
        Ok((is_turned_alike && is_as_large).then_some(bounds))
    }

    /// Returns an array of numbers and nothing else.
    fn array(
        &self,
        dictionary: &Dictionary<'d>,
        key: &str,
    ) -> Result<Option<Vec<f64>>, Unanalysable> {
        let Object::Array(array) = self.new.value(dictionary, key)? else {
            return Ok(None);
        };
        let mut numbers = Vec::with_capacity(6);
        for value in array.values().take(7) {
            match self.new.resolve(value)?.as_number() {
                Some(number) => numbers.push(number),
                None => return Ok(None),
            }
        }
        Ok(Some(numbers))
    }
}
