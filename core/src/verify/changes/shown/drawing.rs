//! What a filled field's appearance draws: a line of text in its box, and before them no more than a
//! background and a border. Text is taken from a narrow list of ways to write it, in which every reader
//! draws every sign where it stands: one font, one size, one colour, no spacing of its own.

use super::content::{Operand, Operation};
use super::fonts::Font;
use super::ink::{Colour, colour, is_same, numbers};
use super::lines::{Last, Text};
use super::path::{Box4, Paint, Painted, Path, within};

/// Most states that are kept.
const STATES: usize = 32;
/// How far a border reaches that no background is below: it covers no words.
const THIN: f64 = 2.5;

#[derive(Debug, Clone)]
pub(super) struct State {
    /// What the coordinates are moved by.
    pub(super) shift: (f64, f64),
    pub(super) clip: Box4,
    pub(super) fill: Colour,
    /// The colour of lines.
    pub(super) line: Colour,
    /// How many numbers a colour has by `sc` and by `SC`.
    pub(super) components: [usize; 2],
    pub(super) width: f64,
    pub(super) is_dashed: bool,
    /// The size of the one font, once it was chosen.
    pub(super) size: Option<f64>,
    pub(super) leading: f64,
}

pub(super) struct Drawing<'f> {
    pub(super) font: Option<&'f Font>,
    /// So many of the operations are those of the signed appearance, one by one.
    signed: usize,
    /// How many were done.
    done: usize,
    pub(super) state: State,
    pub(super) saved: Vec<State>,
    pub(super) text: Option<Text>,
    pub(super) path: Path,
    pub(super) paint: Paint,
    pub(super) bounds: Box4,
    pub(super) background: Colour,
    /// Where the background is, less what the border takes of it.
    pub(super) free: Box4,
    has_background: bool,
    pub(super) signs: String,
    pub(super) last: Option<Last>,
    /// How many cells there are where each sign stands in one of its own.
    pub(super) cells: Option<usize>,
}

/// Returns the text that is drawn within `bounds`; `None` where anything else is done than is usual for a text field, or where the text may not be
/// seen as it is written. Of a comb it is how many `cells` there are; so many operations as are `signed`
/// were done by the signed appearance, too.
pub(super) fn draw(
    operations: &[Operation<'_>],
    font: Option<&Font>,
    bounds: Box4,
    (paint, cells, signed): (Paint, Option<usize>, usize),
) -> Option<String> {
    let mut drawing = Drawing {
        font,
        signed,
        done: 0,
        state: State {
            shift: (0.0, 0.0),
            clip: bounds,
            fill: [0.0; 3],
            line: [0.0; 3],
            components: [0; 2],
            width: 1.0,
            is_dashed: false,
            size: None,
            leading: 0.0,
        },
        saved: Vec::new(),
        text: None,
        path: Path::default(),
        paint,
        bounds,
        background: [1.0; 3],
        free: bounds,
        has_background: false,
        signs: String::new(),
        last: None,
        cells,
    };
    for (word, operands) in operations {
        drawing.operation(word, operands)?;
        drawing.done += 1;
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

pub(super) fn none(operands: &[Operand]) -> Option<()> {
    operands.is_empty().then_some(())
}

impl Drawing<'_> {
    fn operation(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        match word {
            b"BMC" => {
                let is_text = matches!(operands, [Operand::Name(tag)] if tag == b"Tx");
                is_text.then_some(())
            }
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
            b"Tj" | b"TJ" => self.show(word, operands),
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
                    // Once, below the border, and where it covers nothing that was seen when the
                    // document was signed.
                    if self.has_background || self.done >= self.signed {
                        return None;
                    }
                    self.has_background = true;
                    self.background = fill;
                    self.free = within(within(self.free, surface), self.state.clip);
                }
                Painted::Border(depth) if is_of_border(fill) => self.border(depth)?,
                Painted::Bevel(depth) if border?.is_raised && self.has_background => {
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
        if depth > THIN && !self.has_background {
            return None;
        }
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
