//! What a text field or combo box paints beside its text, as it was signed (ISO 32000-2, 12.5.6.19 and 12.7.5.3;
//! from memory): border and cells; and the page that it lies on.

use std::collections::HashMap;
use std::rc::Rc;

use super::Unanalysable;
use super::field::area_of;
use super::shown::{Border, Colour, Paint, colour_of};
use super::side::Place;
use super::walk::Walk;
use crate::pdf::{Dictionary, Object, ObjectId, Page};

/// `Comb`, bit 25 of `/Ff` of a text field.
const COMB: i64 = 1 << 24;
/// The widest border, units of the appearance.
const WIDEST: f64 = 12.0;
/// Most cells of a comb that are drawn apart.
const MOST_CELLS: i64 = 256;

/// So many annotations that are looked at count as one that is followed.
const ANNOTATIONS: usize = 16;

/// How a page lies as it was signed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lies {
    /// Degrees.
    pub(super) turned: i64,
    /// What its crop box and its media box have in common; `None` where readers may not agree on it.
    shown: Option<[f64; 4]>,
}

/// The pages of annotations by number: `None` where two lie differently.
pub(super) type PagesBelow = HashMap<u32, Option<Lies>>;

/// What readers draw fields on and by.
#[derive(Debug, Default)]
pub(super) struct Looks {
    /// The pages of annotations, once that was asked for.
    pages: Option<Rc<PagesBelow>>,
    /// `/NeedAppearances`: by their values, whatever their appearances show.
    pub(super) is_by_value: bool,
}

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

    /// Returns how the page lies that lists a widget; `None` where none does, or two that lie differently.
    pub(super) fn page_below(
        &mut self,
        widget: Option<ObjectId>,
    ) -> Result<Option<Lies>, Unanalysable> {
        let pages = match &self.looks.pages {
            Some(pages) => Rc::clone(pages),
            None => {
                let pages = self.pages_below()?;
                self.looks.pages = Some(Rc::clone(&pages));
                pages
            }
        };
        Ok(widget.and_then(|id| *pages.get(&id.number)?))
    }

    /// Returns the pages of all annotations, from an earlier step where no revision since lists anything that
    /// they were read from.
    fn pages_below(&mut self) -> Result<Rc<PagesBelow>, Unanalysable> {
        let root = self.old.root();
        let known = self.edges.pages.as_ref();
        if let Some((_, _, pages)) = known.filter(|(of, ..)| *of == root) {
            return Ok(Rc::clone(pages));
        }
        let asked = self.old.document().asked();
        let mark = asked.begin();
        let pages = self.read_pages_below();
        let asked = asked.end(&mark);
        let pages = Rc::new(pages?);
        let kept = (root, asked.into_iter().collect(), Rc::clone(&pages));
        self.edges.pages = Some(kept);
        Ok(pages)
    }

    fn read_pages_below(&mut self) -> Result<PagesBelow, Unanalysable> {
        let mut found = PagesBelow::new();
        for page in self.old.pages() {
            self.edges.visit()?;
            let page = page?;
            let annotations = page
                .object
                .dictionary()
                .map(|page| self.old.value(page, "Annots"));
            let Some(Object::Array(annotations)) = annotations.transpose()? else {
                continue;
            };
            let lies = self.lies(&page)?;
            for (index, annotation) in annotations.values().enumerate() {
                // Only looked at, and not followed.
                if index.is_multiple_of(ANNOTATIONS) {
                    self.edges.visit()?;
                }
                let Some(id) = annotation.as_reference() else {
                    continue;
                };
                let known = found.entry(id.number).or_insert(Some(lies));
                *known = known.filter(|known| *known == lies);
            }
        }
        Ok(found)
    }

    /// Returns how a page lies.
    fn lies(&self, page: &Page<'d>) -> Result<Lies, Unanalysable> {
        let turned = match page.inherited("Rotate") {
            // What is no number turns the page to wherever a reader likes.
            Some(turned) => (self.old.resolve(turned)?.as_integer())
                .map_or(180, |turned| turned.rem_euclid(360)),
            None => 0,
        };
        let area = |key: &str| -> Result<Option<[f64; 4]>, Unanalysable> {
            match page.inherited(key) {
                Some(sides) => area_of(self.old, sides),
                None => Ok(None),
            }
        };
        let (media, crop) = (area("MediaBox")?, area("CropBox")?);
        let shown = match (media, crop) {
            (media, None) if page.inherited("CropBox").is_none() => media,
            (Some(media), Some(crop)) => Some([
                media[0].max(crop[0]),
                media[1].max(crop[1]),
                media[2].min(crop[2]),
                media[3].min(crop[3]),
            ]),
            _ => None,
        };
        Ok(Lies { turned, shown })
    }

    /// Returns whether a widget lies wholly on the part of its page that all readers show.
    pub(super) fn is_on_its_page(&mut self, place: &Place) -> Result<bool, Unanalysable> {
        let page = self.page_below(place.object)?;
        let (Some(page), Some([left, bottom, right, top])) =
            (page.and_then(|page| page.shown), place.rectangle)
        else {
            return Ok(false);
        };
        let is_on = |x: f64, y: f64| x >= page[0] && x <= page[2] && y >= page[1] && y <= page[3];
        Ok(is_on(left, bottom) && is_on(right, top))
    }
}

/// Returns how many cells a comb has whose field, or one above, says how long its text may be; `None` where
/// the field is none.
pub(super) fn cells(longest: Option<i64>, flags: i64) -> Option<usize> {
    let is_comb = flags & COMB != 0;
    let cells = longest.filter(|cells| is_comb && (1..=MOST_CELLS).contains(cells))?;
    usize::try_from(cells).ok()
}
