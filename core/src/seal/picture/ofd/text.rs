//! Text of a page: each character an outline, where the page says (GB/T 33190-2016, clause 11; from
//! memory).

use super::super::super::drawing::{Fill, Segment};
use super::super::super::outline::{Affine, MappedPen};
use super::super::SealPictureError;
use super::resources::{Given, PageFont};
use super::{Page, not_drawn, number};
use crate::font::{OwnFont, Typeface, is_forbidden};
use crate::ofd::xml::{attribute, children};
use roxmltree::Node;

/// Most characters of one run.
const MOST: usize = 2_000;

impl Page<'_> {
    pub(super) fn text(
        &mut self,
        object: Node<'_, '_>,
        given: &Given,
    ) -> Result<(), SealPictureError> {
        let Some(map) = Self::map(object)? else {
            return Ok(());
        };
        let given = self.resources.given(object, given)?;
        for key in ["CharDirection", "ReadDirection"] {
            if attribute(object, key).is_some_and(|turn| turn != "0") {
                return Err(not_drawn(key));
            }
        }
        if attribute(object, "Italic") == Some("true") {
            return Err(not_drawn("Italic"));
        }
        let of = |key: &str, usual: f64| match attribute(object, key) {
            None => Ok(usual),
            Some(text) => number(text).ok_or_else(|| not_drawn(key)),
        };
        let size = of("Size", 0.0)?;
        let wide = of("HScale", 1.0)?;
        if size <= 0.0 || wide <= 0.0 {
            return Err(not_drawn("Size"));
        }
        let is_filled = attribute(object, "Fill") != Some("false");
        let is_stroked = attribute(object, "Stroke") == Some("true");
        let painted = (is_filled.then_some(Fill::NonZero), is_stroked);
        let PageFont { typeface, file } = self.resources.font(object)?.clone();
        let own = match &file {
            Some(octets) => Some(OwnFont::read(octets).ok_or_else(|| not_drawn("FontFile"))?),
            None => None,
        };
        if own.is_some() && children(object, "CGTransform").next().is_some() {
            return Err(not_drawn("CGTransform"));
        }
        let mut from = [0.0; 2];
        for run in children(object, "TextCode") {
            let start = |key: &str, last: f64| match attribute(run, key) {
                None => Ok(last),
                Some(text) => number(text).ok_or_else(|| not_drawn(key)),
            };
            from = [start("X", from[0])?, start("Y", from[1])?];
            let text = run.text().unwrap_or_default();
            let text = text.trim_matches(['\r', '\n', '\t']);
            let count = text.chars().count();
            if count > MOST {
                return Err(not_drawn("more text than is read"));
            }
            let (across, down) = (deltas(run, "DeltaX", count)?, deltas(run, "DeltaY", count)?);
            if count > 1 && across.is_empty() && down.is_empty() {
                return Err(not_drawn("TextCode without DeltaX"));
            }
            let mut at = from;
            for (index, character) in text.chars().enumerate() {
                if !character.is_whitespace() {
                    let em = Affine {
                        a: size * wide,
                        b: 0.0,
                        c: 0.0,
                        d: -size,
                        e: at[0],
                        f: at[1],
                    };
                    let segments = self.glyph(character, typeface, own.as_ref(), em)?;
                    self.paint(segments, &map, painted, object, &given)?;
                }
                at[0] += across.get(index).copied().unwrap_or(0.0);
                at[1] += down.get(index).copied().unwrap_or(0.0);
            }
        }
        Ok(())
    }

    /// Returns the outline of a character, of which `em` says where it stands.
    fn glyph(
        &self,
        character: char,
        typeface: Typeface,
        own: Option<&OwnFont<'_>>,
        em: Affine,
    ) -> Result<Vec<Segment>, SealPictureError> {
        let outline = || {
            let scaled = |units: f32| MappedPen::new(em.scaled(1.0 / f64::from(units)));
            if let Some(own) = own {
                let mut pen = scaled(own.units_per_em());
                return own.draw(character, &mut pen).then_some(pen.segments);
            }
            let glyph = self.chain.glyph(typeface, character)?;
            let font = self.chain.font(glyph.font)?;
            let mut pen = scaled(font.units_per_em());
            font.draw(glyph.id, &mut pen).then_some(pen.segments)
        };
        let outline = outline().filter(|found| !found.is_empty() && !is_forbidden(character));
        outline.ok_or(SealPictureError::MissingGlyph { character })
    }
}

/// Returns how far each character stands from the one before it: numbers, of which `g 3 0.5` is three times
/// 0.5. What is missing at the end repeats nothing.
fn deltas(run: Node<'_, '_>, key: &str, count: usize) -> Result<Vec<f64>, SealPictureError> {
    let Some(text) = attribute(run, key) else {
        return Ok(Vec::new());
    };
    let wrong = || not_drawn(key);
    let mut found = Vec::new();
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next() {
        if found.len() >= count {
            break;
        }
        if word == "g" {
            let times: usize = words
                .next()
                .and_then(|times| times.parse().ok())
                .ok_or_else(wrong)?;
            let each = words.next().and_then(number).ok_or_else(wrong)?;
            let room = count.saturating_sub(found.len());
            found.extend(std::iter::repeat_n(each, times.min(room)));
        } else {
            found.push(number(word).ok_or_else(wrong)?);
        }
    }
    // Characters upon each other would be read as another.
    match count > 1 && found.len() + 1 < count {
        true => Err(wrong()),
        false => Ok(found),
    }
}
