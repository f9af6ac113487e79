//! Oval seals, as on invoices.

use super::design::SealDesign;
use super::drawing::{SealPart, SealPath};
use super::error::SealDesignError;
use super::lettering::{CAPITAL, Lettering, Stand, in_line};
use super::outline::oval_ring;
use crate::font::{OpenChain, Typeface};
use std::ops::RangeInclusive;

/// Widths, millimetres.
const WIDTHS: RangeInclusive<f64> = 20.0..=60.0;
/// Height to width.
const ASPECTS: RangeInclusive<f64> = 0.5..=1.0;
/// Characters of a name.
const NAME: RangeInclusive<usize> = 4..=28;
/// Characters of the straight line.
const LINE: RangeInclusive<usize> = 2..=8;
/// Digits and capitals of the number across the middle: a taxpayer's has 15 to 20.
const NUMBER: RangeInclusive<usize> = 13..=20;
/// Angle that a name takes about the middle, degrees: short ones the least, long ones the most (practice).
const SWEEP: (f64, f64) = (210.0, 260.0);
/// Heights of 40 by 30 mm (practice), parts of the height of the seal: name, number, line and marking.
const HEIGHTS: [f64; 4] = [0.14, 0.123, 0.13, 0.07];
/// Middles of line and marking below the middle of the seal, parts of its height.
const BELOW: [f64; 2] = [0.24, 0.385];

/// An oval seal that is being drawn.
pub(super) struct Oval<'d> {
    pub(super) design: &'d SealDesign,
    pub(super) chain: &'d OpenChain<'d>,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Oval<'_> {
    pub(super) fn draw(&self) -> Result<Vec<SealPath>, SealDesignError> {
        if !WIDTHS.contains(&self.width) || !ASPECTS.contains(&(self.height / self.width)) {
            return Err(SealDesignError::Size);
        }
        let (a, b) = (self.width / 2.0, self.height / 2.0);
        let border = self.design.border_mm;
        let edge = oval_ring([a, b], [a, b], border);
        let mut paths = vec![SealPath::filled(SealPart::Ring, edge, 0.0)];
        let [name, number, line, marking] = HEIGHTS.map(|part| part * self.height);
        let feet = self.draw_name(name, &mut paths)?;
        if let Some(text) = &self.design.number {
            let is_plain = |octet: u8| octet.is_ascii_digit() || octet.is_ascii_uppercase();
            if !text.bytes().all(is_plain) {
                return Err(SealDesignError::NotDigits);
            }
            let text = (SealPart::Number, text.as_str());
            let text = Lettering::new(self.chain, Typeface::Sans, text, NUMBER, 0.0)?;
            let widths = text.advances();
            let em = number / CAPITAL;
            let room = 2.0 * (feet[0] - 0.035 * self.width);
            let across = squeezed(&widths, room, em, 0.3)?;
            text.draw_capitals(in_line([a, b], &widths, (across, em), 1.0), &mut paths)?;
        }
        let straight = [
            (SealPart::Line, self.design.line.as_deref(), line, BELOW[0]),
            (SealPart::Marking, self.design.marking(), marking, BELOW[1]),
        ];
        for (part, text, height, below) in straight {
            let Some(text) = text else { continue };
            let typeface = match part {
                SealPart::Marking => Typeface::Sans,
                _ => Typeface::Serif,
            };
            let text = Lettering::new(self.chain, typeface, (part, text), LINE, 0.0)?;
            let widths = text.cells();
            let below = below * self.height;
            let lowest = below + height / 2.0;
            // Inside of the border, and as far as the name reaches down so far from its ends that nobody reads both as
            // one line.
            let inside = [
                a - border - 0.03 * self.width,
                b - border - 0.03 * self.height,
            ];
            let chord = |[x, y]: [f64; 2], at: f64| x * (1.0 - (at / y).powi(2)).max(0.0).sqrt();
            let ends = self.lowest_of_name(feet);
            let free = match below - height / 2.0 < ends {
                true => chord(feet, lowest.min(ends)) - 0.4 * height,
                false => chord(inside, lowest),
            };
            let free = free.min(chord(inside, lowest));
            let em = squeezed(&widths, 2.0 * free, height, 0.45)?;
            text.draw(
                in_line([a, b + below], &widths, (em, height), 0.95),
                &mut paths,
            )?;
        }
        Ok(paths)
    }

    fn sweep(&self) -> f64 {
        let count = self.design.name.chars().take(64).count();
        let long = f64::from(u8::try_from(count).unwrap_or(u8::MAX));
        let part = ((long - 6.0) / 12.0).clamp(0.0, 1.0);
        (SWEEP.0 + part * (SWEEP.1 - SWEEP.0)).to_radians()
    }

    /// Returns how far below the middle the name's ends stand.
    fn lowest_of_name(&self, feet: [f64; 2]) -> f64 {
        -feet[1] * (self.sweep() / 2.0).cos()
    }

    /// Draws the name along the upper edge and returns the half axes of the line on which its feet stand.
    fn draw_name(
        &self,
        height: f64,
        paths: &mut Vec<SealPath>,
    ) -> Result<[f64; 2], SealDesignError> {
        let (a, b) = (self.width / 2.0, self.height / 2.0);
        let name = (SealPart::Name, self.design.name.as_str());
        let name = Lettering::new(self.chain, Typeface::Serif, name, NAME, 0.12)?;
        let widths = name.cells();
        let inset = self.design.border_mm + 0.02 * self.width;
        let line = [a - inset - height / 2.0, b - inset - height / 2.0];
        let places = along(line, self.sweep(), &widths);
        // Feet stand closest where the line turns most.
        let ems: f64 = widths.iter().sum();
        let em = places.iter().map(|place| {
            let tight = 1.0 - height / 2.0 / place.radius;
            place.length / ems * tight.max(0.1) * 0.95
        });
        let em = em.fold(height * 0.95, f64::min);
        if em < 0.35 * height {
            return Err(SealDesignError::NameTooLong);
        }
        let stands = places.iter().map(|place| {
            let [x, y] = place.right;
            Stand {
                at: [a + place.at[0], b + place.at[1]],
                right: [x * em, y * em],
                up: [y * height, -x * height],
            }
        });
        name.draw(stands, paths)?;
        Ok(line.map(|axis| axis - height / 2.0))
    }
}

/// Returns how wide an em may be where a text has `room`; refused below the part `least` of `em`.
fn squeezed(widths: &[f64], room: f64, em: f64, least: f64) -> Result<f64, SealDesignError> {
    let whole: f64 = widths.iter().sum();
    let across = (room / whole).min(em);
    match across < least * em {
        true => Err(SealDesignError::LineTooLong),
        false => Ok(across),
    }
}

/// A place on an ellipse.
struct Place {
    at: [f64; 2],
    /// Which way is right there, of length 1.
    right: [f64; 2],
    /// Radius of the circle that turns as the ellipse does there.
    radius: f64,
    /// Length of the whole arc.
    length: f64,
}

/// Shares an arc of an ellipse about its top among cells, by the length of the arc.
fn along([a, b]: [f64; 2], sweep: f64, widths: &[f64]) -> Vec<Place> {
    const STEPS: u16 = 2000;
    let point = |angle: f64| [a * angle.sin(), -b * angle.cos()];
    // The angle about the middle is not that by which the ellipse is drawn.
    let half = {
        let (sin, cos) = (sweep / 2.0).sin_cos();
        (b * sin).atan2(a * cos)
    };
    let angle = |step: u16| -half + 2.0 * half * f64::from(step) / f64::from(STEPS);
    let mut lengths = Vec::with_capacity(usize::from(STEPS) + 1);
    let (mut length, mut from) = (0.0, point(angle(0)));
    for step in 0..=STEPS {
        let to = point(angle(step));
        length += (to[0] - from[0]).hypot(to[1] - from[1]);
        lengths.push(length);
        from = to;
    }
    let whole: f64 = widths.iter().sum();
    let mut before = 0.0;
    let each = widths.iter().map(|width| {
        let wanted = (before + width / 2.0) / whole * length;
        before += width;
        let step = lengths.partition_point(|reached| *reached < wanted);
        let turn = angle(u16::try_from(step).unwrap_or(STEPS).min(STEPS));
        let (across, down) = (a * turn.cos(), b * turn.sin());
        let speed = across.hypot(down);
        Place {
            at: point(turn),
            right: [across / speed, down / speed],
            radius: speed.powi(3) / (a * b),
            length,
        }
    });
    each.collect()
}
