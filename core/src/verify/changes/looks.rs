//! What a text field or combo box paints beside its text, as it was signed (ISO 32000-2, 12.5.6.19 and 12.7.5.3;
//! from memory): border and cells.

use std::collections::HashMap;

use super::Unanalysable;
use super::shown::{Border, Colour, Paint, colour_of};
use super::walk::Walk;
use crate::pdf::{Dictionary, Object, ObjectId};

/// `Comb`, bit 25 of `/Ff` of a text field.
const COMB: i64 = 1 << 24;
/// The widest border, units of the appearance.
const WIDEST: f64 = 12.0;
/// Most cells of a comb that are drawn apart.
const MOST_CELLS: i64 = 256;
impl<'d> Walk<'_, 'd> {
    /// Returns what a text field or combo box with so many cells paints beside text and background.
    pub(super) fn paint(
        &self,
        field: &Dictionary<'d>,
        cells: Option<usize>,
    ) -> Result<Paint, Unanalysable> {
        let (mut border, mut rotation) = (None, 0);
        if let Object::Dictionary(looks) = self.old.value(field, "MK")? {
            border = self.colour(&looks, "BC")?;
            rotation = self.old.value(&looks, "R")?.as_integer().unwrap_or(0);
        }
        let (mut width, mut style) = (None, None);
        if let Object::Dictionary(found) = self.old.value(field, "BS")? {
            width = self.old.value(&found, "W")?.as_number();
            let name = self.old.value(&found, "S")?;
            style = name.as_name().map(|name| name.decoded().into_owned());
        }
        let border = border.map(|colour| Border {
            width: width.unwrap_or(1.0).clamp(0.0, WIDEST),
            colour,
            is_dashed: style.as_deref() == Some(b"D"),
            is_raised: matches!(style.as_deref(), Some(b"B" | b"I")),
        });
        Ok(Paint::new(border, cells.unwrap_or(0), rotation))
    }

    /// Returns a colour of a field: an empty array is none.
    fn colour(&self, looks: &Dictionary<'d>, key: &str) -> Result<Option<Colour>, Unanalysable> {
        let Object::Array(parts) = self.old.value(looks, key)? else {
            return Ok(None);
        };
        let mut numbers = Vec::with_capacity(4);
        for part in parts.values().take(5) {
            numbers.extend(self.old.resolve(part)?.as_number());
        }
        Ok(colour_of(&numbers).filter(|_| numbers.len() == parts.items.len()))
    }

    /// Returns what the page of a widget is turned by, degrees.
    pub(super) fn turned(&mut self, widget: Option<ObjectId>) -> Result<i64, Unanalysable> {
        if self.turned.is_none() {
            let mut found = HashMap::new();
            for page in self.old.pages() {
                self.edges.visit()?;
                let page = page?;
                let turned = match page.inherited("Rotate") {
                    Some(turned) => self.old.resolve(turned)?,
                    None => continue,
                };
                // What is no number turns the page to wherever a reader likes.
                let turned = turned
                    .as_integer()
                    .map_or(180, |turned| turned.rem_euclid(360));
                let annotations = page
                    .object
                    .dictionary()
                    .map(|page| self.old.value(page, "Annots"));
                let Some(Object::Array(annotations)) = annotations.transpose()? else {
                    continue;
                };
                for annotation in annotations.values().filter(|_| turned != 0) {
                    self.edges.visit()?;
                    found.extend(annotation.as_reference().map(|id| (id.number, turned)));
                }
            }
            self.turned = Some(found);
        }
        let turned = self.turned.get_or_insert_default();
        Ok(widget
            .and_then(|id| turned.get(&id.number))
            .copied()
            .unwrap_or(0))
    }
}

/// Returns how many cells a comb has whose field, or one above, says how long its text may be; `None` where
/// the field is none.
pub(super) fn cells(longest: Option<i64>, flags: i64) -> Option<usize> {
    let is_comb = flags & COMB != 0;
    let cells = longest.filter(|cells| is_comb && (1..=MOST_CELLS).contains(cells))?;
    usize::try_from(cells).ok()
}
