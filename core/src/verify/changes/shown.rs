//! What the appearance of a text field shows, against what its value says (ISO 32000-2, 12.7.4.3; from
//! memory).
//!
//! Readers show the appearance; forms are read by their values. A later revision that fills a field may
//! not tell the two different things, nor cover the page with a picture or a filled surface in the
//! name of filling. What readers agree on is less than the standard says, so an appearance is taken for one
//! of its value only where it is written in one of the few ways that usual software has: one line of printable
//! ASCII, shown by one operator (or in a comb by one for each sign), in a standard Latin font, wholly inside
//! of its box and upright on its page; before it the background that the signed appearance painted by the same
//! operators, and a border of simple shapes, if the field has one. Whatever else may be honest is refused: nobody
//! could tell.

mod content;
mod drawing;
mod fonts;
mod ink;
mod lines;
mod metrics;
mod path;
mod value;

use super::Unanalysable;
use super::field::box_of;
use super::side::{Place, Side};
use super::walk::Walk;
use crate::pdf::{Dictionary, Object, ObjectId, View};
use content::{Operation, operations};
use drawing::draw;
pub(super) use ink::{Colour, colour_of};
use path::Box4;
pub(super) use path::{Border, Paint};
pub(super) use value::plain_value;

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

impl<'d> Walk<'_, 'd> {
    /// Returns whether an appearance stream of a text field shows something other than its `value`, or
    /// paints more than it may: of a background what the `signed` appearance painted.
    pub(super) fn shows_otherwise(
        &mut self,
        (stream, signed): (&Side<'d>, Option<ObjectId>),
        value: &str,
        (paint, cells): (Paint, Option<usize>),
        place: &Place,
    ) -> Result<bool, Unanalysable> {
        let (Some(id), Some(dictionary)) = (stream.id, stream.dictionary()) else {
            return Ok(true);
        };
        if stream.stream.is_none() || !self.is_plain_form(self.new, dictionary)? {
            return Ok(true);
        }
        let Some(turned) = self.page_below(place.object)?.map(|page| page.turned) else {
            return Ok(true);
        };
        if paint.rotation.rem_euclid(360) != turned {
            return Ok(true);
        }
        let Some(bounds) = self.bounds(dictionary, turned, place.rectangle)? else {
            return Ok(true);
        };
        let Some(content) = self.content(self.new, id)? else {
            return Ok(true);
        };
        let Some(operations) = operations(&content) else {
            return Ok(true);
        };
        let Some(font) = self.fonts(dictionary, &drawing::fonts(&operations))? else {
            return Ok(true);
        };
        let signed = match signed {
            Some(signed) => self.as_signed(signed, dictionary, &operations)?,
            None => 0,
        };
        let drawn = draw(&operations, font.as_ref(), bounds, (paint, cells, signed));
        Ok(drawn.as_deref() != Some(value))
    }

    /// Returns the content of an appearance, if it is not too long.
    fn content(&mut self, view: View<'d>, id: ObjectId) -> Result<Option<Vec<u8>>, Unanalysable> {
        let Some(object) = view.get(id)? else {
            return Ok(None);
        };
        let most = LONGEST.min(self.edges.appearances);
        let Ok(content) = view.decode_within(&object, most) else {
            return Ok(None);
        };
        self.edges.appearances = self.edges.appearances.saturating_sub(content.len());
        Ok(Some(content.to_vec()))
    }

    /// Returns whether a dictionary is that of a form with nothing unusual about it.
    fn is_plain_form(&self, view: View<'d>, form: &Dictionary<'d>) -> Result<bool, Unanalysable> {
        let subtype = view.value(form, "Subtype")?;
        let mut entries = form.entries.iter();
        Ok(subtype.as_name().is_some_and(|name| name.is("Form"))
            && entries.all(|entry| KNOWN.iter().any(|key| entry.key.is(key)))
            && self.has_fonts_only(view, form)?)
    }

    /// Returns how many operations, from the first, the signed appearance did as well, in the same place.
    fn as_signed(
        &mut self,
        signed: ObjectId,
        form: &Dictionary<'d>,
        operations: &[Operation<'_>],
    ) -> Result<usize, Unanalysable> {
        let Some(object) = self
            .old
            .follow(signed)?
            .filter(|object| object.stream.is_some())
        else {
            return Ok(0);
        };
        let Object::Dictionary(was) = &object.value else {
            return Ok(0);
        };
        let is_same_place = box_of(self.old, was)? == box_of(self.new, form)?
            && array(self.old, was, "Matrix")? == array(self.new, form, "Matrix")?;
        if !is_same_place || !self.is_plain_form(self.old, was)? {
            return Ok(0);
        }
        let Some(content) = self.content(self.old, signed)? else {
            return Ok(0);
        };
        let before = content::operations(&content).unwrap_or_default();
        let both = before.iter().zip(operations);
        Ok(both.take_while(|(before, now)| before == now).count())
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
            Some(_) => array(self.new, form, "Matrix")?.is_some_and(|matrix| {
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
}

/// Returns an array of numbers and nothing else.
fn array<'d>(
    view: View<'d>,
    dictionary: &Dictionary<'d>,
    key: &str,
) -> Result<Option<Vec<f64>>, Unanalysable> {
    let Object::Array(array) = view.value(dictionary, key)? else {
        return Ok(None);
    };
    let mut numbers = Vec::with_capacity(6);
    for value in array.values().take(7) {
        match view.resolve(value)?.as_number() {
            Some(number) => numbers.push(number),
            None => return Ok(None),
        }
    }
    Ok(Some(numbers))
}
