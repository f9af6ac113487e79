//! The line of text: where its signs stand, and whether each is seen whole.

use super::content::Operand;
use super::drawing::{Drawing, none};
use super::fonts::Code;
use super::ink::{Colour, lightness, numbers};
use super::path::{DIVIDED, within};

/// Smallest size of text, points.
const SMALLEST: f64 = 4.0;
/// What numbers may be off by, sizes of the font.
const ROUNDING: f64 = 0.02;
/// Most that `TJ` moves signs in all, thousandths of the size: kerning.
const KERNING: f64 = 50.0;
/// How high signs reach, sizes of the font.
const HEIGHT: f64 = 0.72;
/// How low those with tails do.
const TAIL: f64 = 0.2;
/// How much lighter or darker than what is behind it text is at least, of 1.
const CONTRAST: f64 = 0.4;

/// Where text is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    pub(super) scale: f64,
    pub(super) line: (f64, f64),
    /// Where the next glyph stands.
    pub(super) pen: f64,
}

/// What the last sign of a comb was like.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Last {
    pub(super) baseline: f64,
    pub(super) size: f64,
    pub(super) fill: Colour,
}

/// Returns whether a sign may reach below the line that it stands on.
fn has_tail(sign: char) -> bool {
    "gjpqy,;()[]{}|/\\@$Q_".contains(sign)
}

impl Drawing<'_> {
    pub(super) fn text_state(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        if word == b"Tf" {
            let [Operand::Name(name), Operand::Number(size)] = operands else {
                return None;
            };
            self.font.filter(|font| font.name == *name)?;
            self.state.size = Some(*size);
            return Some(());
        }
        let [number] = numbers(operands)?;
        match word {
            b"TL" => self.state.leading = number,
            b"Tz" => return (number == 100.0).then_some(()),
            // No spacing; filled, and on the line.
            _ => return (number == 0.0).then_some(()),
        }
        Some(())
    }

    pub(super) fn position(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        let leading = self.state.leading;
        let text = self.text.as_mut()?;
        let (x, y) = match word {
            b"Tm" => {
                let [a, b, c, d, x, y] = numbers(operands)?;
                if b != 0.0 || c != 0.0 || a <= 0.0 || (a - d).abs() > 1e-6 {
                    return None;
                }
                text.scale = a;
                text.line = (x, y);
                text.pen = x;
                return Some(());
            }
            b"T*" => {
                none(operands)?;
                (0.0, -leading)
            }
            _ => {
                let [x, y] = numbers(operands)?;
                if word == b"TD" {
                    self.state.leading = -y;
                }
                (x, y)
            }
        };
        text.line.0 += x * text.scale;
        text.line.1 += y * text.scale;
        text.pen = text.line.0;
        Some(())
    }

    pub(super) fn show(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        match (word, operands) {
            (b"TJ", [Operand::Array(items)]) if self.cells.is_some() => {
                for item in items {
                    match item {
                        Operand::Text(octets) => self.cell_of(octets)?,
                        Operand::Number(number) => self.kern(*number)?,
                        _ => return None,
                    }
                }
                Some(())
            }
            (b"TJ", [Operand::Array(items)]) => {
                let (mut octets, mut moved) = (Vec::new(), 0.0);
                for item in items {
                    match item {
                        Operand::Text(part) => octets.extend_from_slice(part),
                        Operand::Number(number) => moved += number.abs(),
                        _ => return None,
                    }
                }
                if moved > KERNING {
                    return None;
                }
                self.piece(&octets, moved)
            }
            (b"Tj", [Operand::Text(octets)]) if self.cells.is_some() => self.cell_of(octets),
            (b"Tj", [Operand::Text(octets)]) => self.piece(octets, 0.0),
            _ => None,
        }
    }

    /// Moves the pen between two signs of a comb.
    fn kern(&mut self, number: f64) -> Option<()> {
        let size = self.state.size?;
        let text = self.text.as_mut()?;
        text.pen -= number / 1000.0 * size * text.scale;
        Some(())
    }

    /// All of the text of a field, drawn where the pen is, with signs that were moved by some
    /// thousandths.
    fn piece(&mut self, octets: &[u8], moved: f64) -> Option<()> {
        if octets.is_empty() {
            return Some(());
        }
        // Once.
        let (codes, _) = self.last.is_none().then(|| self.place(octets, moved))??;
        self.signs.extend(codes.iter().map(|code| code.sign));
        Some(())
    }

    /// One sign of a comb, in the next of its cells.
    fn cell_of(&mut self, octets: &[u8]) -> Option<()> {
        if octets.is_empty() {
            return Some(());
        }
        let before = self.last.clone();
        let (codes, span) = self.place(octets, 0.0)?;
        let (Some(now), [code]) = (&self.last, codes.as_slice()) else {
            return None;
        };
        let is_alike = before.is_none_or(|before| {
            before.fill == now.fill
                && (now.size - before.size).abs() <= ROUNDING * now.size
                && (now.baseline - before.baseline).abs() <= ROUNDING * now.size
        });
        let is_next = self.cell(self.cells?, span) == Some(self.signs.len());
        self.signs.push(code.sign);
        (is_alike && is_next && code.sign != ' ').then_some(())
    }

    /// Returns the signs of a string that is drawn where the pen is, and from where to where they stand;
    /// `None` where one of them may not be seen.
    fn place(&mut self, octets: &[u8], moved: f64) -> Option<(Vec<Code>, (f64, f64))> {
        let size = self.state.size?;
        let codes = self.font?.decode(octets)?;
        let text = self.text.as_mut()?;
        let height = size * text.scale;
        if height < SMALLEST {
            return None;
        }
        let first = text.pen + self.state.shift.0;
        let baseline = text.line.1 + self.state.shift.1;
        let width: f64 = codes.iter().map(|code| code.width * height).sum();
        text.pen += width;
        let (last, kerned) = (first + width, moved / 1000.0 * height);
        let [left, bottom, right, top] = within(self.state.clip, self.free);
        let slack = ROUNDING * height;
        let tail = match codes.iter().any(|code| has_tail(code.sign)) {
            true => TAIL * height,
            false => 0.0,
        };
        let is_inside = first - kerned >= left - slack
            && last + kerned <= right + slack
            && baseline - tail >= bottom - slack
            && baseline + HEIGHT * height <= top + slack;
        let fill = self.state.fill;
        let apart = (lightness(fill) - lightness(self.background)).abs();
        self.last = Some(Last {
            baseline,
            size: height,
            fill,
        });
        (is_inside && apart >= CONTRAST).then_some((codes, (first, last)))
    }

    /// Returns the cell of a comb in which one sign stands, about in its middle.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "between 0 and the number of cells, at most a few hundred"
    )]
    fn cell(&self, cells: usize, (first, last): (f64, f64)) -> Option<usize> {
        let [left, _, right, _] = self.bounds;
        let wide = (right - left) / cells.max(1) as f64;
        let middle = (f64::midpoint(first, last) - left) / wide;
        let cell = middle.floor().clamp(0.0, cells as f64) as usize;
        let off = (middle - middle.floor() - 0.5).abs();
        // Clear of the lines between cells.
        let line = self.paint.border.map_or(0.0, |border| border.width) / 2.0 + DIVIDED * wide;
        let is_clear = first >= left + wide * middle.floor() + line
            && last <= left + wide * (middle.floor() + 1.0) - line;
        let is_alone = is_clear || self.paint.dividers.is_empty() && last - first <= wide;
        (is_alone && cell < cells && off <= 0.3).then_some(cell)
    }
}
