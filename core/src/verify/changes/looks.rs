//! What a text field or combo box paints beside its text, as it was signed (ISO 32000-2, 12.5.6.19 and 12.7.5.3;
//! from memory): background, border, cells.

use super::Unanalysable;
use super::shown::{Border, Colour, Paint, colour_of, paints_surface};
use super::walk::Walk;
use crate::pdf::{Dictionary, Object};

/// `Comb`, bit 25 of `/Ff` of a text field.
const COMB: i64 = 1 << 24;
/// The widest border, units of the appearance.
const WIDEST: f64 = 12.0;
/// Most cells of a comb that are drawn apart.
const MOST_CELLS: i64 = 256;
/// Most fields above one another in which an entry is looked for.
const DEEPEST: usize = 16;

impl<'d> Walk<'_, 'd> {
    /// Returns what a text field or combo box paints beside text.
    pub(super) fn paint(&self, field: &Dictionary<'d>, flags: i64) -> Result<Paint, Unanalysable> {
        let (mut background, mut border, mut rotation) = (None, None, 0);
        if let Object::Dictionary(looks) = self.old.value(field, "MK")? {
            background = self.colour(&looks, "BG")?;
            border = self.colour(&looks, "BC")?;
            rotation = self.old.value(&looks, "R")?.as_integer().unwrap_or(0);
        }
        // What the signed appearance left free, the new one may not cover.
        if background.is_some() && !self.was_filled(field)? {
            background = None;
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
        let cells = self.cells(field, flags)?.unwrap_or(0);
        Ok(Paint::new(background, border, cells, rotation))
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

    /// Returns whether the signed appearance painted a surface; where there is none, readers paint it.
    fn was_filled(&self, field: &Dictionary<'d>) -> Result<bool, Unanalysable> {
        let Object::Dictionary(appearances) = self.old.value(field, "AP")? else {
            return Ok(true);
        };
        let Some(Object::Reference(id)) = appearances.get("N") else {
            return Ok(false);
        };
        let Some(form) = self.old.follow(*id)? else {
            return Ok(false);
        };
        let content = self.old.decode_within(&form, self.edges.appearances);
        Ok(content.is_ok_and(|content| paints_surface(&content)))
    }

    /// Returns how many cells a comb has; `None` where the field is none.
    pub(super) fn cells(
        &self,
        field: &Dictionary<'d>,
        flags: i64,
    ) -> Result<Option<usize>, Unanalysable> {
        if flags & COMB == 0 {
            return Ok(None);
        }
        let cells = self.inherited(field, "MaxLen")?.as_integer();
        let cells = cells.filter(|cells| (1..=MOST_CELLS).contains(cells));
        Ok(cells.and_then(|cells| usize::try_from(cells).ok()))
    }

    /// Returns what a field says, or the next above it that does.
    pub(super) fn inherited(
        &self,
        field: &Dictionary<'d>,
        key: &str,
    ) -> Result<Object<'d>, Unanalysable> {
        let mut field = field.clone();
        for _ in 0..DEEPEST {
            let own = self.old.value(&field, key)?;
            if !own.is_null() {
                return Ok(own);
            }
            match self.old.value(&field, "Parent")? {
                Object::Dictionary(above) => field = above,
                _ => break,
            }
        }
        Ok(Object::Null)
    }
}
