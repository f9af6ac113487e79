//! Lines of text: where the signs stand, and whether each is seen whole.

use super::content::Operand;
use super::drawing::{Drawing, none};
use super::glyphs::Code;
use super::ink::{Colour, lightness, numbers};
use super::path::{DIVIDED, within};

/// Smallest size of text, points.
const SMALLEST: f64 = 4.0;
/// Widest gap between signs of one word, sizes of the font: less than the narrowest space.
const GAP: f64 = 0.1;
/// What numbers may be off by, sizes of the font.
const ROUNDING: f64 = 0.02;
/// Most that `TJ` moves a sign, thousandths of the size: kerning.
const KERNING: f64 = 50.0;
/// How high signs reach, sizes of the font.
const HEIGHT: f64 = 0.72;
/// How high those with accents do, and Chinese ones.
const TALL: f64 = 0.92;
/// How low those with tails do.
const TAIL: f64 = 0.2;
/// Least distance of lines, sizes of the font.
const LINES: f64 = 0.95;
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

/// What the last piece of text was like.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Last {
    pub(super) baseline: f64,
    pub(super) end: f64,
    pub(super) size: f64,
    pub(super) fill: Colour,
    pub(super) font: Vec<u8>,
    /// Which cell of a comb it stands in.
    pub(super) cell: Option<usize>,
}

/// Returns whether a sign may reach below the line that it stands on.
fn has_tail(sign: char) -> bool {
    !sign.is_ascii() || "gjpqy,;()[]{}|/\\@$Q_".contains(sign)
}

impl Drawing<'_> {
    pub(super) fn text_state(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        if word == b"Tf" {
            let [Operand::Name(name), Operand::Number(size)] = operands else {
                return None;
            };
            self.state.font = Some((name.clone(), *size));
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
        if word == b"'" {
            self.position(b"T*", &[])?;
        }
        match (word, operands) {
            (b"TJ", [Operand::Array(items)]) => {
                // Kerning stands between signs, one number at a place.
                let mut was_text = false;
                for item in items {
                    match item {
                        Operand::Text(octets) => {
                            self.piece(octets)?;
                            was_text = !octets.is_empty();
                        }
                        Operand::Number(number)
                            if was_text && number.abs() <= KERNING || self.cells.is_some() =>
                        {
                            let (_, size) = self.state.font.as_ref()?;
                            let text = self.text.as_mut()?;
                            text.pen -= number / 1000.0 * size * text.scale;
                            was_text = false;
                        }
                        _ => return None,
                    }
                }
                Some(())
            }
            (b"Tj" | b"'", [Operand::Text(octets)]) => self.piece(octets),
            _ => None,
        }
    }

    /// A string, drawn where the pen is.
    fn piece(&mut self, octets: &[u8]) -> Option<()> {
        if octets.is_empty() {
            return Some(());
        }
        let (name, size) = self.state.font.as_ref()?;
        let font = self.fonts.iter().find(|font| font.name == *name)?;
        let codes = font.decode(octets)?;
        let text = self.text.as_mut()?;
        let height = size * text.scale;
        let start = (
            text.pen + self.state.shift.0,
            text.line.1 + self.state.shift.1,
        );
        let all: f64 = codes.iter().map(|code| code.width * height).sum();
        text.pen += all;
        if height < SMALLEST {
            return None;
        }
        let name = name.clone();
        self.place(start, &codes, height, name)?;
        // A piece of spaces takes no room of its own: gaps are spaces.
        if self.cells.is_some() || codes.iter().any(|code| code.sign != ' ') {
            self.signs.extend(codes.iter().map(|code| code.sign));
        }
        Some(())
    }

    /// Takes a piece of text that begins at a place.
    fn place(
        &mut self,
        (x, y): (f64, f64),
        codes: &[Code],
        height: f64,
        font: Vec<u8>,
    ) -> Option<()> {
        let is_blank = |code: &&Code| code.sign == ' ';
        let width = |codes: &[Code]| -> f64 { codes.iter().map(|code| code.width * height).sum() };
        let blank = codes.iter().rev().take_while(is_blank).count();
        let seen = codes.get(..codes.len().saturating_sub(blank))?;
        if seen.is_empty() {
            // An empty cell.
            let cell = self.last.as_mut().and_then(|last| last.cell.as_mut());
            if let Some(cell) = cell {
                *cell += codes.len();
            }
            return Some(());
        }
        let before = seen.iter().take_while(is_blank).count();
        let first = x + width(seen.get(..before)?);
        let (last, end) = (x + width(seen), x + width(codes));
        let [left, bottom, right, top] = within(self.state.clip, self.free);
        let slack = ROUNDING * height;
        let high = match codes.iter().all(|code| code.sign.is_ascii()) {
            true => HEIGHT,
            false => TALL,
        };
        let tail = match codes.iter().any(|code| has_tail(code.sign)) {
            true => TAIL * height,
            false => 0.0,
        };
        let is_inside = first >= left - slack
            && last <= right + slack
            && y - tail >= bottom - slack
            && y + high * height <= top + slack;
        let fill = self.state.fill;
        let apart = (lightness(fill) - lightness(self.background)).abs();
        if !is_inside || apart < CONTRAST {
            return None;
        }
        let cell = match self.cells {
            Some(cells) => Some(self.cell(cells, (first, last), seen)?),
            None => None,
        };
        if let Some(before) = &self.last {
            let is_alike = before.fill == fill
                && before.font == font
                && (height - before.size).abs() <= ROUNDING * height;
            if !is_alike {
                return None;
            }
            let is_same_line = (y - before.baseline).abs() <= slack;
            match (cell, before.cell) {
                // Signs of a comb stand in neighbouring cells.
                (Some(cell), Some(before)) if cell == before + 1 && is_same_line => {}
                (Some(_), _) => return None,
                _ if is_same_line && x >= before.end - KERNING / 1000.0 * height - slack => {
                    if first > before.end + GAP * height {
                        self.signs.push(' ');
                    }
                }
                _ if y <= before.baseline - LINES * height => self.signs.push('\n'),
                _ => return None,
            }
        }
        self.last = Some(Last {
            baseline: y,
            end,
            size: height,
            fill,
            font,
            cell,
        });
        Some(())
    }

    /// Returns the cell of a comb in which one sign stands, about in its middle.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "between 0 and the number of cells, at most a few hundred"
    )]
    fn cell(&self, cells: usize, (first, last): (f64, f64), seen: &[Code]) -> Option<usize> {
        let [left, _, right, _] = self.bounds;
        let wide = (right - left) / cells.max(1) as f64;
        let middle = (f64::midpoint(first, last) - left) / wide;
        let cell = middle.floor().clamp(0.0, cells as f64) as usize;
        let off = (middle - middle.floor() - 0.5).abs();
        // Clear of the lines between cells.
        let line = self.paint.border.map_or(0.0, |border| border.width) / 2.0 + DIVIDED * wide;
        let is_clear = first >= left + wide * middle.floor() + line
            && last <= left + wide * (middle.floor() + 1.0) - line;
        let is_alone = seen.len() == 1 && (is_clear || self.paint.dividers.is_empty());
        let is_alone = is_alone && last - first <= wide;
        (is_alone && cell < cells && off <= 0.3).then_some(cell)
    }
}
