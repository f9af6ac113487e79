//! What a filled field's appearance draws: lines of text in its box, and before them no more than a
//! background and a border. Text is taken from a narrow list of ways to write it, in which every reader
//! draws every sign where it stands: one font, one size, one colour, no spacing of its own.

use super::content::{Operand, Operation};
use super::glyphs::{Code, Font};
use super::ink::{Colour, colour, is_same, lightness, numbers};
use super::path::{Box4, DIVIDED, Paint, Painted, Path, within};

/// Smallest size of text, points.
const SMALLEST: f64 = 4.0;
/// Most states that are kept.
const STATES: usize = 32;
/// How much lighter or darker than what is behind it text is at least, of 1.
const CONTRAST: f64 = 0.4;
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

#[derive(Debug, Clone)]
struct State {
    /// What the coordinates are moved by.
    shift: (f64, f64),
    clip: Box4,
    fill: Colour,
    /// The colour of lines.
    line: Colour,
    /// How many numbers a colour has by `sc` and by `SC`.
    components: [usize; 2],
    width: f64,
    is_dashed: bool,
    font: Option<(Vec<u8>, f64)>,
    leading: f64,
}

/// Where text is.
#[derive(Debug, Clone, Copy)]
struct Text {
    scale: f64,
    line: (f64, f64),
    /// Where the next glyph stands.
    pen: f64,
}

/// What the last piece of text was like.
#[derive(Debug, Clone, PartialEq)]
struct Last {
    baseline: f64,
    end: f64,
    size: f64,
    fill: Colour,
    font: Vec<u8>,
    /// Which cell of a comb it stands in.
    cell: Option<usize>,
}

pub(super) struct Drawing<'f> {
    fonts: &'f [Font],
    state: State,
    saved: Vec<State>,
    text: Option<Text>,
    path: Path,
    paint: Paint,
    bounds: Box4,
    background: Colour,
    /// Where the background is, less what the border takes of it.
    free: Box4,
    signs: Vec<char>,
    last: Option<Last>,
    /// How many cells there are where each sign stands in one of its own.
    cells: Option<usize>,
}

/// Returns the text that is drawn within `bounds`, with a space for each gap and a line feed for each new
/// line; `None` where anything else is done than is usual for a text field, or where the text may not be
/// seen as it is written. Of a comb it is how many `cells` there are.
pub(super) fn draw(
    operations: &[Operation<'_>],
    fonts: &[Font],
    bounds: Box4,
    (paint, cells): (Paint, Option<usize>),
) -> Option<Vec<char>> {
    let mut drawing = Drawing {
        fonts,
        state: State {
            shift: (0.0, 0.0),
            clip: bounds,
            fill: [0.0; 3],
            line: [0.0; 3],
            components: [0; 2],
            width: 1.0,
            is_dashed: false,
            font: None,
            leading: 0.0,
        },
        saved: Vec::new(),
        text: None,
        path: Path::default(),
        paint,
        bounds,
        background: [1.0; 3],
        free: bounds,
        signs: Vec::new(),
        last: None,
        cells,
    };
    for (word, operands) in operations {
        drawing.operation(word, operands)?;
    }
    let is_done = drawing.saved.is_empty() && drawing.text.is_none() && drawing.path.is_empty();
    is_done.then_some(drawing.signs)
}

/// Returns the names of the fonts that are chosen, each once.
pub(super) fn fonts<'o>(operations: &'o [Operation<'_>]) -> Vec<&'o [u8]> {
    let mut names: Vec<&[u8]> = operations
        .iter()
        .filter_map(|(word, operands)| match (*word, operands.as_slice()) {
            (b"Tf", [Operand::Name(name), _]) => Some(name.as_slice()),
            _ => None,
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn none(operands: &[Operand]) -> Option<()> {
    operands.is_empty().then_some(())
}

/// Returns whether a sign may reach below the line that it stands on.
fn has_tail(sign: char) -> bool {
    !sign.is_ascii() || "gjpqy,;()[]{}|/\\@$Q_".contains(sign)
}

impl Drawing<'_> {
    fn operation(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        match word {
            b"BMC" => matches!(operands, [Operand::Name(_)]).then_some(()),
            b"EMC" => none(operands),
            b"q" => {
                none(operands)?;
                let is_free = self.is_free() && self.saved.len() < STATES;
                self.saved.push(self.state.clone());
                is_free.then_some(())
            }
            b"Q" => {
                none(operands)?;
                let shift = self.state.shift;
                self.state = self.saved.pop()?;
                // A path that is left here is forgotten by some readers and goes on in others, which then
                // place it anew.
                let is_still = self.path.is_empty() || shift == self.state.shift;
                (self.text.is_none() && !self.path.is_clip() && is_still).then_some(())
            }
            b"cm" => {
                let [a, b, c, d, x, y] = numbers(operands)?;
                self.state.shift.0 += x;
                self.state.shift.1 += y;
                (self.is_free() && [a, b, c, d] == [1.0, 0.0, 0.0, 1.0]).then_some(())
            }
            b"g" | b"rg" | b"k" | b"cs" | b"sc" | b"scn" => self.colour(word, operands),
            b"G" | b"RG" | b"K" | b"CS" | b"SC" | b"SCN" => self.colour(word, operands),
            b"w" => numbers::<1>(operands).map(|[width]| self.state.width = width.abs()),
            b"J" | b"j" | b"M" | b"i" => numbers::<1>(operands).map(|_| ()),
            b"d" => self.dash(operands),
            b"BT" => {
                none(operands)?;
                let is_free = self.is_free();
                self.text = Some(Text {
                    scale: 1.0,
                    line: (0.0, 0.0),
                    pen: 0.0,
                });
                is_free.then_some(())
            }
            b"ET" => {
                none(operands)?;
                self.text.take().map(|_| ())
            }
            b"Tf" | b"TL" | b"Tc" | b"Tw" | b"Tz" | b"Tr" | b"Ts" => {
                self.text_state(word, operands)
            }
            b"Td" | b"TD" | b"Tm" | b"T*" => self.position(word, operands),
            b"Tj" | b"TJ" | b"'" => self.show(word, operands),
            _ => self.path(word, operands),
        }
    }

    /// Neither text nor a path is being made.
    fn is_free(&self) -> bool {
        self.text.is_none() && self.path.is_empty()
    }

    /// A dash of one or two numbers, where the border has one.
    fn dash(&mut self, operands: &[Operand]) -> Option<()> {
        let [Operand::Array(dash), Operand::Number(_)] = operands else {
            return None;
        };
        let is_usual = |part: &Operand| matches!(part, Operand::Number(length) if (1.0..=10.0).contains(length));
        self.state.is_dashed = !dash.is_empty();
        let may_dash = self.paint.border.is_some_and(|border| border.is_dashed);
        let is_plain = dash.is_empty() || may_dash && dash.len() <= 2;
        (is_plain && dash.iter().all(is_usual)).then_some(())
    }

    fn colour(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        let is_line = word.first().is_some_and(u8::is_ascii_uppercase);
        let count = self.state.components.get_mut(usize::from(is_line))?;
        *count = match word {
            b"g" | b"G" => 1,
            b"rg" | b"RG" => 3,
            b"k" | b"K" => 4,
            b"cs" | b"CS" => {
                let [Operand::Name(space)] = operands else {
                    return None;
                };
                *count = match space.as_slice() {
                    b"DeviceGray" => 1,
                    b"DeviceRGB" => 3,
                    b"DeviceCMYK" => 4,
                    _ => return None,
                };
                self.set_colour(is_line, [0.0; 3]);
                return Some(());
            }
            _ => *count,
        };
        let is_whole = *count > 0 && operands.len() == *count;
        let found = colour(operands).filter(|_| is_whole)?;
        self.set_colour(is_line, found);
        Some(())
    }

    fn set_colour(&mut self, is_line: bool, colour: Colour) {
        match is_line {
            true => self.state.line = colour,
            false => self.state.fill = colour,
        }
    }

    fn text_state(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
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

    fn position(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
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

    fn show(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
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

    fn path(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        if self.text.is_some() {
            return None;
        }
        let (dx, dy) = self.state.shift;
        match word {
            b"re" => {
                let [x, y, width, height] = numbers(operands)?;
                self.path.rectangle((x + dx, y + dy), (width, height))
            }
            b"m" => {
                let [x, y] = numbers(operands)?;
                self.path.begin((x + dx, y + dy))
            }
            b"l" => {
                let [x, y] = numbers(operands)?;
                self.path.line((x + dx, y + dy))
            }
            b"h" => {
                none(operands)?;
                self.path.close()
            }
            b"W" | b"W*" => {
                none(operands)?;
                self.path.clip(word == b"W*")
            }
            b"n" => {
                none(operands)?;
                self.end()
            }
            b"s" | b"b" | b"b*" => {
                none(operands)?;
                self.path.close()?;
                self.painted(word)?;
                self.end()
            }
            b"S" | b"f" | b"F" | b"f*" | b"B" | b"B*" => {
                none(operands)?;
                self.painted(word)?;
                self.end()
            }
            _ => None,
        }
    }

    /// A surface or a line, before any text, and where nothing is cut off.
    fn painted(&mut self, word: &[u8]) -> Option<()> {
        if self.last.is_some() || self.path.is_clip() {
            return None;
        }
        let (fill, line, border) = (self.state.fill, self.state.line, self.paint.border);
        let width = border.map_or(0.0, |border| border.width);
        let is_of_border = |colour| border.is_some_and(|border| is_same(border.colour, colour));
        if !matches!(word, b"S" | b"s") {
            let is_even_odd = word.ends_with(b"*");
            match self.path.filled((self.bounds, width), is_even_odd)? {
                Painted::Background(surface) => {
                    // Once, below the border.
                    self.paint
                        .background
                        .take()
                        .filter(|own| is_same(*own, fill))?;
                    self.background = fill;
                    self.free = within(within(self.free, surface), self.state.clip);
                }
                Painted::Border(depth) if is_of_border(fill) => self.border(depth)?,
                Painted::Bevel(depth) if border?.is_raised || is_of_border(fill) => {
                    self.border(depth)?;
                }
                _ => return None,
            }
        }
        if !matches!(word, b"f" | b"F" | b"f*") {
            let stroke = (self.state.width, self.state.is_dashed);
            let place = (self.bounds, width);
            let depth = self.path.stroked(place, stroke, &mut self.paint)?;
            self.border(depth).filter(|()| is_of_border(line))?;
        }
        Some(())
    }

    /// A border takes the sides of the box: text does not lie on it, where a point would be lost.
    fn border(&mut self, depth: f64) -> Option<()> {
        let [left, bottom, right, top] = self.bounds;
        let inside = [left + depth, bottom + depth, right - depth, top - depth];
        self.free = within(self.free, inside);
        self.paint.pieces = self.paint.pieces.checked_sub(1)?;
        Some(())
    }

    fn end(&mut self) -> Option<()> {
        let path = std::mem::take(&mut self.path);
        if path.is_clip() {
            self.state.clip = within(self.state.clip, path.seen()?);
        }
        Some(())
    }
}
