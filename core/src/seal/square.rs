//! Square seals of persons.

use super::design::SealDesign;
use super::drawing::{SealPart, SealPath};
use super::error::SealDesignError;
use super::lettering::{Lettering, Stand, in_line};
use super::outline::frame;
use crate::font::{OpenChain, Typeface};
use std::ops::RangeInclusive;

/// Sides, millimetres.
const SIDES: RangeInclusive<f64> = 10.0..=30.0;
/// Characters of a name.
const NAME: RangeInclusive<usize> = 2..=4;
/// Room between border and characters, part of the side.
const GAP: f64 = 0.04;
/// Height of a marking, part of the side.
const MARKING: f64 = 0.12;

/// A square seal that is being drawn.
pub(super) struct Square<'d> {
    pub(super) design: &'d SealDesign,
    pub(super) chain: &'d OpenChain<'d>,
    pub(super) side: f64,
}

impl Square<'_> {
    /// Characters stand in columns from right to left, two in each; of three, the first alone.
    pub(super) fn draw(&self) -> Result<Vec<SealPath>, SealDesignError> {
        if !SIDES.contains(&self.side) {
            return Err(SealDesignError::Size);
        }
        if self.design.line.is_some() || self.design.number.is_some() {
            return Err(SealDesignError::NoRoom);
        }
        let edge = frame(self.side, self.design.border_mm);
        let mut paths = vec![SealPath::filled(SealPart::Ring, edge, 0.0)];
        let name = (SealPart::Name, self.design.name.as_str());
        let name = Lettering::new(self.chain, Typeface::Serif, name, NAME, 0.12)?;
        let marking = self.design.marking();
        let lowest = match marking {
            Some(_) => MARKING * self.side,
            None => 0.0,
        };
        let start = self.design.border_mm + GAP * self.side;
        let (across, down) = (self.side - 2.0 * start, self.side - 2.0 * start - lowest);
        let (right, left) = (start + 0.75 * across, start + 0.25 * across);
        let row = |part: f64| start + part * down;
        let half = [across / 2.0, down / 2.0];
        let tall = [across / 2.0, down];
        let cells = match name.cells().len() {
            2 => vec![(right, row(0.5), tall), (left, row(0.5), tall)],
            3 => vec![
                (right, row(0.5), tall),
                (left, row(0.25), half),
                (left, row(0.75), half),
            ],
            _ => vec![
                (right, row(0.25), half),
                (right, row(0.75), half),
                (left, row(0.25), half),
                (left, row(0.75), half),
            ],
        };
        let stands = cells.into_iter().map(|(x, y, [width, height])| Stand {
            at: [x, y],
            right: [0.94 * width, 0.0],
            up: [0.0, -0.94 * height],
        });
        name.draw(stands, &mut paths)?;
        if let Some(marking) = marking {
            let marking = (SealPart::Marking, marking);
            let marking = Lettering::new(self.chain, Typeface::Sans, marking, NAME, 0.0)?;
            let at = [self.side / 2.0, self.side - start - lowest / 2.0];
            let em = 0.86 * lowest;
            marking.draw(in_line(at, &marking.cells(), (em, em), 0.94), &mut paths)?;
        }
        Ok(paths)
    }
}
