//! Where text stands on a page (ISO 32000-2, 9; from memory), for finding a word and never for
//! judging: fonts and contents can be made to show something else than they say. Of a font that was there when
//! a document was signed, what it says of its codes is taken from here too.

mod character_map;
mod font;
mod matrix;
mod painter;
mod tokens;

use super::indirect::IndirectObject;
use super::pages::Page;
use super::parse_error::ParseError;
use super::view::View;
use std::borrow::Cow;

/// Longest text that is looked for, characters.
const LONGEST: usize = 256;

/// The text of one page, glyph by glyph in the order of painting.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageText {
    glyphs: Vec<Glyph>,
    /// Whether something of the page could not be read: a filter, a font or a form.
    pub is_partial: bool,
}

/// One glyph with what it stands for; white space is left out.
#[derive(Debug, Clone, PartialEq)]
struct Glyph {
    text: String,
    /// Default user space: left, bottom, right, top.
    rectangle: [f64; 4],
}

impl PageText {
    /// Reads the text of a page, that of the forms which it uses included; annotations are left out.
    ///
    /// # Errors
    ///
    /// [`ParseError`] where the page cannot be read, or a limit of the document is met.
    pub fn of(view: &View<'_>, page: &Page<'_>) -> Result<Self, ParseError> {
        let mut painter = painter::Painter::new(view);
        painter.page(page)?;
        Ok(painter.finish())
    }

    /// Returns all characters in the order of painting, without white space.
    #[must_use]
    pub fn characters(&self) -> String {
        self.glyphs
            .iter()
            .map(|glyph| glyph.text.as_str())
            .collect()
    }

    /// Returns where `wanted` stands: the smallest rectangle around each occurrence on one line, in
    /// default user space as left, bottom, right, top. White space does not count, neither in
    /// `wanted` nor on the page; a text that is broken over two lines is not found.
    #[must_use]
    pub fn find(&self, wanted: &str) -> Vec<[f64; 4]> {
        let wanted: String = wanted.chars().filter(|c| !c.is_whitespace()).collect();
        if wanted.is_empty() || wanted.chars().count() > LONGEST {
            return Vec::new();
        }
        let mut starts = Vec::with_capacity(self.glyphs.len());
        let mut all = String::new();
        for glyph in &self.glyphs {
            starts.push(all.len());
            all.push_str(&glyph.text);
        }
        let mut found = Vec::new();
        for (start, _) in all.match_indices(&wanted) {
            let end = start.saturating_add(wanted.len());
            // A glyph may stand for several characters: those that the match touches count.
            let first = starts.partition_point(|at| *at <= start).saturating_sub(1);
            let last = starts.partition_point(|at| *at < end);
            let touched = self.glyphs.get(first..last).unwrap_or_default();
            found.extend(around(touched));
        }
        found
    }
}

/// Decodes a stream that is read once more each time it is used: what inflating it did not cost is
/// paid for here.
fn decoded<'d>(
    view: &View<'d>,
    stream: &IndirectObject<'d>,
    most: usize,
) -> Result<Cow<'d, [u8]>, ParseError> {
    let content = view.decode_within(stream, most)?;
    if let Cow::Borrowed(octets) = content {
        view.document().budget.spend(octets.len())?;
    }
    Ok(content)
}

/// The rectangle around glyphs of one line; `None` where they are not on one.
fn around(glyphs: &[Glyph]) -> Option<[f64; 4]> {
    let (first, rest) = glyphs.split_first()?;
    let mut sum = first.rectangle;
    let mut before = first.rectangle;
    for glyph in rest {
        let [left, bottom, right, top] = glyph.rectangle;
        let [last_left, last_bottom, last_right, last_top] = before;
        let size = (top - bottom).max(right - left);
        let level = overlap((bottom, top), (last_bottom, last_top)) > 0.0;
        let upright = overlap((left, right), (last_left, last_right)) > 0.0;
        let distance = (left - last_right).max(last_left - right);
        let height = (bottom - last_top).max(last_bottom - top);
        // Words of a heading may be set wide apart.
        let near = (level && distance < 4.0 * size) || (upright && height < 4.0 * size);
        if !near {
            return None;
        }
        sum = [
            sum[0].min(left),
            sum[1].min(bottom),
            sum[2].max(right),
            sum[3].max(top),
        ];
        before = glyph.rectangle;
    }
    Some(sum)
}

fn overlap(one: (f64, f64), other: (f64, f64)) -> f64 {
    one.1.min(other.1) - one.0.max(other.0)
}

#[cfg(test)]
mod tests;
