//! What a round seal looks like, and drawing it.

use super::arc::{Arc, Placed, name_sweep_degrees};
use super::drawing::{OFFICIAL_RED, SealDrawing, SealPart, SealPath};
use super::error::SealDesignError;
use super::outline::{Affine, MappedPen, ring, star};
use super::over_date::OverDate;
use crate::font::{FontChain, Glyph, OpenChain, Typeface, is_forbidden};

/// Middle of the em box of a Chinese glyph above the baseline, ems.
const EM_MIDDLE: f64 = 0.38;
/// Characters of a name.
const NAME: std::ops::RangeInclusive<usize> = 4..=28;
/// Characters of the straight line.
const LINE: std::ops::RangeInclusive<usize> = 2..=10;
/// Digits of the number.
const NUMBER: std::ops::RangeInclusive<usize> = 13..=14;
/// Angle kept free between the name and the number, degrees on each side.
const NUMBER_GAP: f64 = 6.0;
/// Widest angle of the name where a straight line stands between its ends, degrees.
const LINE_SWEEP: f64 = 264.0;

/// Widest angle of the name that leaves the lower part to the date, degrees.
const LOWER_PART_FREE: f64 = 230.0;

/// What a name takes of a seal.
#[derive(Debug, Clone, Copy)]
struct NameRoom {
    /// Radius of the feet of its characters, millimetres.
    base: f64,
    /// Angle from its first to its last edge, degrees.
    sweep_degrees: f64,
}

/// Centre of a seal.
///
/// Bodies that 国发〔1999〕25号 gives the national emblem cannot be drawn here: the emblem may only be
/// reproduced from the official model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Centre {
    /// Nothing.
    Empty,
    /// A five-pointed star, a third of the diameter across.
    Star,
}

/// Design of a round seal: ring, name on the arc, centre, and what else is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct SealDesign {
    name: String,
    diameter_mm: f64,
    border_mm: f64,
    centre: Centre,
    line: Option<String>,
    number: Option<String>,
    colour: [u8; 3],
}

impl SealDesign {
    /// Returns a design with a star; see the other constructors for sizes in use.
    #[must_use]
    pub fn round(name: impl Into<String>, diameter_mm: f64, border_mm: f64) -> Self {
        Self {
            name: name.into(),
            diameter_mm,
            border_mm,
            centre: Centre::Star,
            line: None,
            number: None,
            colour: OFFICIAL_RED,
        }
    }

    /// Limited company: 40 mm, border 1.0 mm, star (practice; local rules vary).
    #[must_use]
    pub fn company(name: impl Into<String>) -> Self {
        Self::round(name, 40.0, 1.0)
    }

    /// Joint-stock or state-owned company: 42 mm, border 1.2 mm, star 14 mm (practice).
    #[must_use]
    pub fn joint_stock_company(name: impl Into<String>) -> Self {
        Self::round(name, 42.0, 1.2)
    }

    /// Department within a company: 38 mm, border 1.0 mm (practice).
    #[must_use]
    pub fn department(name: impl Into<String>) -> Self {
        Self::round(name, 38.0, 1.0)
    }

    /// Township government: 42 mm (国发〔1999〕25号, from secondary sources), star.
    #[must_use]
    pub fn township_government(name: impl Into<String>) -> Self {
        Self::round(name, 42.0, 1.2)
    }

    /// Institution, unit within a county government, social organisation: 45 mm, the largest that
    /// 国发〔1999〕25号 allows them (from secondary sources), star.
    #[must_use]
    pub fn institution(name: impl Into<String>) -> Self {
        Self::round(name, 45.0, 1.2)
    }

    /// Seal for one kind of business: 40 mm, no star, the kind (such as 合同专用章) in a straight
    /// line (practice).
    #[must_use]
    pub fn special(name: impl Into<String>, kind: impl Into<String>) -> Self {
        Self::round(name, 40.0, 1.0)
            .with_centre(Centre::Empty)
            .with_line(kind)
    }

    /// Chooses the centre.
    #[must_use]
    pub fn with_centre(mut self, centre: Centre) -> Self {
        self.centre = centre;
        self
    }

    /// Adds a straight line below the centre, 2 to 10 characters.
    #[must_use]
    pub fn with_line(mut self, line: impl Into<String>) -> Self {
        self.line = Some(line.into());
        self
    }

    /// Adds a number of 13 or 14 digits on the lower arc (印章编码; its check rule is not public).
    #[must_use]
    pub fn with_number(mut self, number: impl Into<String>) -> Self {
        self.number = Some(number.into());
        self
    }

    /// Chooses the ink: red, green, blue (sRGB).
    #[must_use]
    pub fn with_colour(mut self, colour: [u8; 3]) -> Self {
        self.colour = colour;
        self
    }

    /// Returns the diameter, millimetres.
    #[must_use]
    pub fn diameter_mm(&self) -> f64 {
        self.diameter_mm
    }

    /// Returns which part should lie on the date: the lower one where neither a straight line nor the ends
    /// of the name stand.
    #[must_use]
    pub fn over_date(&self) -> OverDate {
        let ems = self.name.chars().take(64).count();
        let ems = f64::from(u8::try_from(ems).unwrap_or(u8::MAX));
        if self.line.is_none() && name_sweep_degrees(ems) <= LOWER_PART_FREE {
            OverDate::LowerPart
        } else {
            OverDate::Middle
        }
    }

    /// Draws the seal with outlines of `fonts`.
    ///
    /// # Errors
    ///
    /// [`SealDesignError`] where the design is out of bounds or no font has a character.
    pub fn draw(&self, fonts: &FontChain) -> Result<SealDrawing, SealDesignError> {
        if !(20.0..=60.0).contains(&self.diameter_mm) {
            return Err(SealDesignError::Diameter);
        }
        if !(0.3..=3.0).contains(&self.border_mm) {
            return Err(SealDesignError::Border);
        }
        let chain = fonts.open().map_err(SealDesignError::Font)?;
        let radius = self.diameter_mm / 2.0;
        let middle = [radius, radius];
        let mut paths = vec![SealPath {
            part: SealPart::Ring,
            segments: ring(middle, radius, radius - self.border_mm),
            stroke_mm: 0.0,
        }];
        if self.centre == Centre::Star {
            paths.push(SealPath {
                part: SealPart::Star,
                segments: star(middle, self.diameter_mm / 6.0),
                stroke_mm: 0.0,
            });
        }
        let number_half = self.draw_number(&chain, &mut paths)?;
        let name = self.draw_name(&chain, number_half, &mut paths)?;
        self.draw_line(&chain, name, &mut paths)?;
        Ok(SealDrawing {
            width_mm: self.diameter_mm,
            height_mm: self.diameter_mm,
            paths,
            colour: self.colour,
        })
    }

    /// Draws the name and returns the room that it takes.
    fn draw_name(
        &self,
        chain: &OpenChain<'_>,
        number_half_degrees: f64,
        paths: &mut Vec<SealPath>,
    ) -> Result<NameRoom, SealDesignError> {
        let glyphs = glyphs(chain, Typeface::Serif, &self.name, SealPart::Name, NAME)?;
        let widths: Vec<f64> = glyphs.iter().map(|g| cell(g).0).collect();
        let ems: f64 = widths.iter().sum();
        let radius = self.diameter_mm / 2.0;
        let height = self.diameter_mm * (0.136 - 0.0010 * (ems - 4.0).clamp(0.0, 24.0));
        let outer = radius - self.border_mm - 0.024 * self.diameter_mm;
        let base = outer - height;
        let mut most: f64 = if self.line.is_some() {
            LINE_SWEEP
        } else {
            330.0
        };
        if number_half_degrees > 0.0 {
            most = most.min(360.0 - 2.0 * (number_half_degrees + NUMBER_GAP));
        }
        let sweep = name_sweep_degrees(ems).min(most);
        let arc = Arc {
            tight_radius: base + 0.1 * height,
            sweep: sweep.to_radians(),
            widest_em: height * 0.92,
            fill: 0.95,
        };
        let stout = (self.diameter_mm * 0.0035).min(0.16);
        for (glyph, Placed { angle, em_width }) in glyphs.iter().zip(arc.place(&widths)) {
            let (sin, cos) = angle.sin_cos();
            let at = base + height / 2.0;
            let map = local(
                [radius + at * sin, radius - at * cos],
                [cos * em_width, sin * em_width],
                [sin * height, -cos * height],
                cell(glyph).1,
            );
            paths.push(draw_glyph(chain, glyph, map, SealPart::Name, stout)?);
        }
        Ok(NameRoom {
            base,
            sweep_degrees: sweep,
        })
    }

    /// Draws the number and returns half the angle that it takes, degrees.
    fn draw_number(
        &self,
        chain: &OpenChain<'_>,
        paths: &mut Vec<SealPath>,
    ) -> Result<f64, SealDesignError> {
        let Some(number) = &self.number else {
            return Ok(0.0);
        };
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(SealDesignError::NotDigits);
        }
        let glyphs = glyphs(chain, Typeface::Sans, number, SealPart::Number, NUMBER)?;
        let radius = self.diameter_mm / 2.0;
        // Digits are 0.73 em high in common fonts.
        let digit_height = self.diameter_mm * 0.038;
        let em = digit_height / 0.73;
        let foot = radius - self.border_mm - 0.018 * self.diameter_mm;
        let pitch = em * 0.78;
        let count = f64::from(u8::try_from(glyphs.len()).unwrap_or(u8::MAX));
        let sweep = pitch * count / (foot - digit_height);
        let arc = Arc {
            tight_radius: foot - digit_height,
            sweep,
            widest_em: em * 0.95,
            fill: 2.0,
        };
        let widths: Vec<f64> = glyphs.iter().map(|g| f64::from(g.advance)).collect();
        for (glyph, Placed { angle, em_width }) in glyphs.iter().zip(arc.place(&widths)) {
            let (sin, cos) = angle.sin_cos();
            let at = foot - digit_height / 2.0 + (EM_MIDDLE - 0.365) * em;
            let map = local(
                [radius + at * sin, radius + at * cos],
                [cos * em_width, -sin * em_width],
                [-sin * em, -cos * em],
                f64::from(glyph.advance) / 2.0,
            );
            paths.push(draw_glyph(chain, glyph, map, SealPart::Number, 0.0)?);
        }
        Ok(sweep.to_degrees() / 2.0)
    }

    /// Draws the straight line into the room that the name and the number leave free.
    fn draw_line(
        &self,
        chain: &OpenChain<'_>,
        name: NameRoom,
        paths: &mut Vec<SealPath>,
    ) -> Result<(), SealDesignError> {
        let Some(line) = &self.line else {
            return Ok(());
        };
        let glyphs = glyphs(chain, Typeface::Serif, line, SealPart::Line, LINE)?;
        let widths: Vec<f64> = glyphs.iter().map(|g| cell(g).0).collect();
        let ems: f64 = widths.iter().sum();
        let radius = self.diameter_mm / 2.0;
        let height = self.diameter_mm * 0.094;
        let below = match self.centre {
            Centre::Star => self.diameter_mm * 0.25,
            Centre::Empty => self.diameter_mm * 0.16,
        };
        let (top, lowest) = (below - height / 2.0, below + height / 2.0);
        let chord = |r: f64| (r * r - lowest * lowest).max(0.0).sqrt();
        // Either inside the circle below the name, or between its two ends.
        let within = chord(name.base - 0.02 * self.diameter_mm);
        let between_ends = top * (180.0 - name.sweep_degrees / 2.0 - 4.0).to_radians().tan();
        let above_number = chord(radius - self.border_mm - 0.075 * self.diameter_mm);
        let room = 2.0 * within.max(between_ends.min(above_number));
        let em_width = (room / ems).min(height);
        if em_width < 0.45 * height {
            return Err(SealDesignError::LineTooLong);
        }
        let mut left = radius - em_width * ems / 2.0;
        let stout = (self.diameter_mm * 0.003).min(0.14);
        for (glyph, width) in glyphs.iter().zip(widths) {
            let map = local(
                [left + width * em_width / 2.0, radius + below],
                [em_width * 0.96, 0.0],
                [0.0, -height],
                cell(glyph).1,
            );
            left += width * em_width;
            paths.push(draw_glyph(chain, glyph, map, SealPart::Line, stout)?);
        }
        Ok(())
    }
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

/// Returns the map from ems to millimetres that puts (`middle`, [`EM_MIDDLE`]) at `at`.
fn local(at: [f64; 2], x: [f64; 2], y: [f64; 2], middle: f64) -> Affine {
    Affine {
        a: x[0],
        b: x[1],
        c: y[0],
        d: y[1],
        e: at[0] - x[0] * middle - y[0] * EM_MIDDLE,
        f: at[1] - x[1] * middle - y[1] * EM_MIDDLE,
    }
}

fn glyphs(
    chain: &OpenChain<'_>,
    typeface: Typeface,
    text: &str,
    part: SealPart,
    bounds: std::ops::RangeInclusive<usize>,
) -> Result<Vec<Glyph>, SealDesignError> {
    let count = text.chars().take(64).count();
    if !bounds.contains(&count) {
        return Err(SealDesignError::Length {
            part,
            least: *bounds.start(),
            most: *bounds.end(),
        });
    }
    text.chars()
        .map(|character| {
            if is_forbidden(character) || character.is_whitespace() {
                return Err(SealDesignError::MissingGlyph { part, character });
            }
            chain
                .glyph(typeface, character)
                .ok_or(SealDesignError::MissingGlyph { part, character })
        })
        .collect()
}

fn draw_glyph(
    chain: &OpenChain<'_>,
    glyph: &Glyph,
    ems: Affine,
    part: SealPart,
    stroke_mm: f64,
) -> Result<SealPath, SealDesignError> {
    let missing = SealDesignError::MissingGlyph {
        part,
        character: glyph.character,
    };
    let Some(font) = chain.font(glyph.font) else {
        return Err(missing);
    };
    let unit = 1.0 / f64::from(font.units_per_em());
    let mut pen = MappedPen::new(Affine {
        a: ems.a * unit,
        b: ems.b * unit,
        c: ems.c * unit,
        d: ems.d * unit,
        ..ems
    });
    if !font.draw(glyph.id, &mut pen) || pen.segments.is_empty() {
        return Err(missing);
    }
    Ok(SealPath {
        part,
        segments: pen.segments,
        stroke_mm,
    })
}
