//! Round seals.

use super::arc::{Arc, Placed, name_sweep_degrees};
use super::design::{Centre, SealDesign};
use super::drawing::{SealPart, SealPath};
use super::error::SealDesignError;
use super::lettering::{CAPITAL, Lettering, Stand, in_line};
use super::outline::{ring, star};
use crate::font::{OpenChain, Typeface};
use std::ops::RangeInclusive;

/// Diameters, millimetres.
const DIAMETERS: RangeInclusive<f64> = 20.0..=60.0;
/// Characters of a name.
const NAME: RangeInclusive<usize> = 4..=28;
/// Characters of the straight line.
const LINE: RangeInclusive<usize> = 2..=10;
/// Digits of the number.
const NUMBER: RangeInclusive<usize> = 13..=14;
/// Angle kept free between the name and the number, degrees on each side.
const NUMBER_GAP: f64 = 6.0;
/// Widest angle of the name where a straight line or a marking stands between its ends, degrees.
const LINE_SWEEP: f64 = 264.0;
/// Middle of the marking below the centre, and its height, parts of the diameter.
const MARKING: (f64, f64) = (0.345, 0.045);

/// What a name takes of a seal.
#[derive(Debug, Clone, Copy)]
struct NameRoom {
    /// Radius of the feet of its characters, millimetres.
    base: f64,
    /// Angle from its first to its last edge, degrees.
    sweep_degrees: f64,
}

/// A round seal that is being drawn.
pub(super) struct Round<'d> {
    pub(super) design: &'d SealDesign,
    pub(super) chain: &'d OpenChain<'d>,
    pub(super) diameter: f64,
}

impl Round<'_> {
    pub(super) fn draw(&self) -> Result<Vec<SealPath>, SealDesignError> {
        if !DIAMETERS.contains(&self.diameter) {
            return Err(SealDesignError::Size);
        }
        let (design, radius) = (self.design, self.diameter / 2.0);
        let middle = [radius, radius];
        let edge = |outer: f64, width: f64| {
            let edge = ring(middle, outer, outer - width);
            SealPath::filled(SealPart::Ring, edge, 0.0)
        };
        let mut paths = vec![edge(radius, design.border_mm)];
        if let Some((gap, width)) = design.second_border_mm {
            paths.push(edge(radius - design.border_mm - gap, width));
        }
        if design.centre == Centre::Star {
            let star = star(middle, self.diameter / 6.0);
            paths.push(SealPath::filled(SealPart::Star, star, 0.0));
        }
        let number_half = self.draw_number(&mut paths)?;
        let name = self.draw_name(number_half, &mut paths)?;
        self.draw_line(name, &mut paths)?;
        if let Some(marking) = self.design.marking() {
            let marking = Lettering::new(
                self.chain,
                Typeface::Sans,
                (SealPart::Marking, marking),
                LINE,
                0.0,
            )?;
            let (below, height) = (self.diameter * MARKING.0, self.diameter * MARKING.1);
            let at = [radius, radius + below];
            marking.draw(
                in_line(at, &marking.cells(), (height, height), 0.94),
                &mut paths,
            )?;
        }
        Ok(paths)
    }

    /// Returns the radius inside of all borders.
    fn inside(&self) -> f64 {
        let second = self.design.second_border_mm;
        let second = second.map_or(0.0, |(gap, width)| gap + width);
        self.diameter / 2.0 - self.design.border_mm - second
    }

    /// Draws the name and returns the room that it takes.
    fn draw_name(
        &self,
        number_half_degrees: f64,
        paths: &mut Vec<SealPath>,
    ) -> Result<NameRoom, SealDesignError> {
        let stout = (self.diameter * 0.0035).min(0.16);
        let name = (SealPart::Name, self.design.name.as_str());
        let name = Lettering::new(self.chain, Typeface::Serif, name, NAME, stout)?;
        let widths = name.cells();
        let ems: f64 = widths.iter().sum();
        let radius = self.diameter / 2.0;
        let height = self.diameter * (0.136 - 0.0010 * (ems - 4.0).clamp(0.0, 24.0));
        let base = self.inside() - 0.024 * self.diameter - height;
        let mut most: f64 = match self.design.line.is_some() || self.design.is_marked {
            true => LINE_SWEEP,
            false => 330.0,
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
        let stands = arc.place(&widths).into_iter();
        let stands = stands.map(|Placed { angle, em_width }| {
            let (sin, cos) = angle.sin_cos();
            let at = base + height / 2.0;
            Stand {
                at: [radius + at * sin, radius - at * cos],
                right: [cos * em_width, sin * em_width],
                up: [sin * height, -cos * height],
            }
        });
        name.draw(stands, paths)?;
        Ok(NameRoom {
            base,
            sweep_degrees: sweep,
        })
    }

    /// Draws the number and returns half the angle that it takes, degrees.
    fn draw_number(&self, paths: &mut Vec<SealPath>) -> Result<f64, SealDesignError> {
        let Some(number) = &self.design.number else {
            return Ok(0.0);
        };
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(SealDesignError::NotDigits);
        }
        let number = (SealPart::Number, number.as_str());
        let number = Lettering::new(self.chain, Typeface::Sans, number, NUMBER, 0.0)?;
        let radius = self.diameter / 2.0;
        let height = self.diameter * 0.038;
        let em = height / CAPITAL;
        let foot = self.inside() - 0.018 * self.diameter;
        let widths = number.advances();
        let count = f64::from(u8::try_from(widths.len()).unwrap_or(u8::MAX));
        let sweep = em * 0.78 * count / (foot - height);
        let arc = Arc {
            tight_radius: foot - height,
            sweep,
            widest_em: em * 0.95,
            fill: 2.0,
        };
        let stands = arc.place(&widths).into_iter();
        let stands = stands.map(|Placed { angle, em_width }| {
            let (sin, cos) = angle.sin_cos();
            let at = foot - height / 2.0;
            Stand {
                at: [radius + at * sin, radius + at * cos],
                right: [cos * em_width, -sin * em_width],
                up: [-sin * em, -cos * em],
            }
        });
        number.draw_capitals(stands, paths)?;
        Ok(sweep.to_degrees() / 2.0)
    }

    /// Draws the straight line into the room that the name and the number leave free.
    fn draw_line(&self, name: NameRoom, paths: &mut Vec<SealPath>) -> Result<(), SealDesignError> {
        let Some(line) = &self.design.line else {
            return Ok(());
        };
        let stout = (self.diameter * 0.003).min(0.14);
        let line = (SealPart::Line, line.as_str());
        let line = Lettering::new(self.chain, Typeface::Serif, line, LINE, stout)?;
        let widths = line.cells();
        let ems: f64 = widths.iter().sum();
        let radius = self.diameter / 2.0;
        let height = self.diameter * 0.094;
        let below = match self.design.centre {
            Centre::Empty => self.diameter * 0.16,
            Centre::Star | Centre::Emblem => self.diameter * 0.25,
        };
        let (top, lowest) = (below - height / 2.0, below + height / 2.0);
        let chord = |r: f64| (r * r - lowest * lowest).max(0.0).sqrt();
        // Either inside the circle below the name, or between its two ends.
        let within = chord(name.base - 0.02 * self.diameter);
        let between_ends = top * (180.0 - name.sweep_degrees / 2.0 - 4.0).to_radians().tan();
        let above_number = chord(self.inside() - 0.075 * self.diameter);
        let room = 2.0 * within.max(between_ends.min(above_number));
        let em_width = (room / ems).min(height);
        if em_width < 0.45 * height {
            return Err(SealDesignError::LineTooLong);
        }
        let at = [radius, radius + below];
        line.draw(in_line(at, &widths, (em_width, height), 0.96), paths)
    }
}
