//! Characters of a seal as outlines.

use super::drawing::{SealPart, SealPath};
use super::error::SealDesignError;
use super::outline::{Affine, MappedPen};
use crate::font::{Glyph, OpenChain, Typeface, is_forbidden};
use std::ops::RangeInclusive;

/// Middle of the em box of a Chinese glyph above the baseline, ems.
pub(super) const EM_MIDDLE: f64 = 0.38;
/// Height of digits and capitals in common fonts, ems.
pub(super) const CAPITAL: f64 = 0.73;
/// Middle of these above the baseline, ems.
const CAPITAL_MIDDLE: f64 = CAPITAL / 2.0;

/// A text in glyphs, and the fonts that they are from.
pub(super) struct Lettering<'c> {
    chain: &'c OpenChain<'c>,
    part: SealPart,
    glyphs: Vec<Glyph>,
    /// Width of the line around each character, millimetres.
    stroke_mm: f64,
}

/// Where a character stands: the middle of its cell, and which ways are right and up, each as long as an em.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stand {
    pub(super) at: [f64; 2],
    pub(super) right: [f64; 2],
    pub(super) up: [f64; 2],
}

impl<'c> Lettering<'c> {
    /// Finds the glyphs of a text of so many characters.
    pub(super) fn new(
        chain: &'c OpenChain<'c>,
        typeface: Typeface,
        (part, text): (SealPart, &str),
        bounds: RangeInclusive<usize>,
        stroke_mm: f64,
    ) -> Result<Self, SealDesignError> {
        let count = text.chars().take(64).count();
        if !bounds.contains(&count) {
            return Err(SealDesignError::Length {
                part,
                least: *bounds.start(),
                most: *bounds.end(),
            });
        }
        let glyph = |character: char| {
            let glyph = chain.glyph(typeface, character);
            glyph
                .filter(|_| !is_forbidden(character) && !character.is_whitespace())
                .ok_or(SealDesignError::MissingGlyph { part, character })
        };
        Ok(Self {
            chain,
            part,
            glyphs: text.chars().map(glyph).collect::<Result<_, _>>()?,
            stroke_mm,
        })
    }

    /// Returns the widths of the cells of Chinese characters, ems.
    pub(super) fn cells(&self) -> Vec<f64> {
        self.glyphs.iter().map(|glyph| cell(glyph).0).collect()
    }

    /// Returns the widths of digits and letters, ems.
    pub(super) fn advances(&self) -> Vec<f64> {
        let each = self.glyphs.iter();
        each.map(|glyph| f64::from(glyph.advance)).collect()
    }

    /// Draws Chinese characters where they stand.
    pub(super) fn draw(
        &self,
        stands: impl IntoIterator<Item = Stand>,
        paths: &mut Vec<SealPath>,
    ) -> Result<(), SealDesignError> {
        for (glyph, stand) in self.glyphs.iter().zip(stands) {
            paths.push(self.outline(glyph, &stand, [cell(glyph).1, EM_MIDDLE])?);
        }
        Ok(())
    }

    /// Draws digits and capitals where they stand: the middle of their own height.
    pub(super) fn draw_capitals(
        &self,
        stands: impl IntoIterator<Item = Stand>,
        paths: &mut Vec<SealPath>,
    ) -> Result<(), SealDesignError> {
        for (glyph, stand) in self.glyphs.iter().zip(stands) {
            let middle = [f64::from(glyph.advance) / 2.0, CAPITAL_MIDDLE];
            paths.push(self.outline(glyph, &stand, middle)?);
        }
        Ok(())
    }

    fn outline(
        &self,
        glyph: &Glyph,
        stand: &Stand,
        [across, up]: [f64; 2],
    ) -> Result<SealPath, SealDesignError> {
        let missing = SealDesignError::MissingGlyph {
            part: self.part,
            character: glyph.character,
        };
        let Some(font) = self.chain.font(glyph.font) else {
            return Err(missing);
        };
        let ems = Affine {
            a: stand.right[0],
            b: stand.right[1],
            c: stand.up[0],
            d: stand.up[1],
            e: stand.at[0] - stand.right[0] * across - stand.up[0] * up,
            f: stand.at[1] - stand.right[1] * across - stand.up[1] * up,
        };
        let mut pen = MappedPen::new(ems.scaled(1.0 / f64::from(font.units_per_em())));
        if !font.draw(glyph.id, &mut pen) || pen.segments.is_empty() {
            return Err(missing);
        }
        Ok(SealPath::filled(self.part, pen.segments, self.stroke_mm))
    }
}

/// Returns where characters of a straight line stand, left to right about the middle of `at`; `widths` in
/// ems of `em` across, `height` millimetres high, of which characters fill the part `fill` of their cells.
pub(super) fn in_line(
    at: [f64; 2],
    widths: &[f64],
    (em, height): (f64, f64),
    fill: f64,
) -> Vec<Stand> {
    let whole: f64 = widths.iter().sum();
    let mut left = at[0] - em * whole / 2.0;
    let each = widths.iter().map(|width| {
        let middle = left + width * em / 2.0;
        left += width * em;
        Stand {
            at: [middle, at[1]],
            right: [em * fill, 0.0],
            up: [0.0, -height],
        }
    });
    each.collect()
}

/// Returns the width of a character's cell and the middle of what stands in it, ems. Full-width
/// brackets and points get a cell of their ink, or they would leave a gap on the arc.
fn cell(glyph: &Glyph) -> (f64, f64) {
    let (left, right) = (f64::from(glyph.ink.0), f64::from(glyph.ink.1));
    let advance = f64::from(glyph.advance);
    if "（）〔〕《》〈〉【】“”‘’、，。·—".contains(glyph.character) && right > left
    {
        ((right - left + 0.24).min(advance), (left + right) / 2.0)
    } else {
        (advance, advance / 2.0)
    }
}
