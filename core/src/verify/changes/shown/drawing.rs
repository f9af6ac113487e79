//! What a filled field's appearance draws: text in reading order within its box, and before that no more
//! than a background and a border.

use super::content::{Operand, Operation};
use super::glyphs::{Code, Font};
use super::path::{Paint, Painted, Path, covers};

/// Smallest size of text, points.
const SMALLEST: f64 = 2.0;
/// Most states that are kept.
const STATES: usize = 32;
/// How much lighter or darker than what is behind it text is at least, of 1.
const CONTRAST: f64 = 0.4;
/// Widest gap between signs of one word, sizes of the font: less than the narrowest space.
const GAP: f64 = 0.2;
/// How far signs may reach over each other, sizes of the font.
const OVERLAP: f64 = 0.15;
/// How far a line may reach beyond the right edge, sizes of the font: less than a digit.
const BEYOND: f64 = 0.25;

/// Left, bottom, right and top.
pub(super) type Box4 = [f64; 4];

type Colour = [f64; 3];

#[derive(Debug, Clone)]
struct State {
    /// What the coordinates are moved by.
    shift: (f64, f64),
    clip: Box4,
    fill: Colour,
    /// How many numbers a colour has by `sc`.
    components: usize,
    width: f64,
    font: Option<(Vec<u8>, f64)>,
    leading: f64,
    /// `Tc`, `Tw` and `Tz`.
    apart: f64,
    words: f64,
    stretch: f64,
}

/// Where text is.
#[derive(Debug, Clone, Copy)]
struct Text {
    scale: (f64, f64),
    line: (f64, f64),
    /// Where the next glyph stands.
    pen: f64,
}

/// What the last piece of text was like.
#[derive(Debug, Clone, Copy)]
struct Last {
    baseline: f64,
    end: f64,
    size: f64,
    fill: Colour,
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
    /// Each sign stands in a cell of its own.
    is_comb: bool,
}

/// Returns the text that is drawn within `bounds`, with a space for each gap and a line feed for each new
/// line; `None` where anything else is done than is usual for a text field, or where the text may not be
/// seen as it is written.
pub(super) fn draw(
    operations: &[Operation<'_>],
    fonts: &[Font],
    bounds: Box4,
    (paint, is_comb): (Paint, bool),
) -> Option<Vec<char>> {
    let mut drawing = Drawing {
        fonts,
        state: State {
            shift: (0.0, 0.0),
            clip: bounds,
            fill: [0.0; 3],
            components: 0,
            width: 1.0,
            font: None,
            leading: 0.0,
            apart: 0.0,
            words: 0.0,
            stretch: 1.0,
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
        is_comb,
    };
    for (word, operands) in operations {
        drawing.operation(word, operands)?;
    }
    (drawing.saved.is_empty() && drawing.text.is_none()).then_some(drawing.signs)
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

fn numbers<const N: usize>(operands: &[Operand]) -> Option<[f64; N]> {
    let numbers = operands.iter().map(|operand| match operand {
        Operand::Number(number) => Some(*number),
        _ => None,
    });
    numbers.collect::<Option<Vec<_>>>()?.try_into().ok()
}

fn none(operands: &[Operand]) -> Option<()> {
    operands.is_empty().then_some(())
}

/// Returns a colour of one, three or four components, each from 0 to 1: others are drawn as the nearest
/// that there is.
fn colour(operands: &[Operand]) -> Option<Colour> {
    let found = match operands.len() {
        1 => [numbers::<1>(operands)?[0]; 3],
        3 => numbers::<3>(operands)?,
        _ => {
            let [c, m, y, k] = numbers(operands)?;
            let all = [c, m, y, k].iter().all(|ink| (0.0..=1.0).contains(ink));
            return all.then(|| [c, m, y].map(|ink| (1.0 - ink - k).max(0.0)));
        }
    };
    let all = found.iter().all(|part| (0.0..=1.0).contains(part));
    all.then_some(found)
}

/// Returns what two boxes have in common.
fn within([left, bottom, right, top]: Box4, [l, b, r, t]: Box4) -> Box4 {
    [left.max(l), bottom.max(b), right.min(r), top.min(t)]
}

/// Returns how light a colour is, from 0 to 1 (ITU-R BT.601; from memory).
fn lightness([red, green, blue]: Colour) -> f64 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

impl Drawing<'_> {
    fn operation(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        match word {
            b"BMC" => matches!(operands, [Operand::Name(_)]).then_some(()),
            b"EMC" => none(operands),
            b"q" => {
                none(operands)?;
                let is_free = self.text.is_none() && self.saved.len() < STATES;
                self.saved.push(self.state.clone());
                is_free.then_some(())
            }
            b"Q" => {
                none(operands)?;
                self.state = self.saved.pop()?;
                self.text.is_none().then_some(())
            }
            b"cm" => {
                let [a, b, c, d, x, y] = numbers(operands)?;
                self.state.shift.0 += x;
                self.state.shift.1 += y;
                ([a, b, c, d] == [1.0, 0.0, 0.0, 1.0]).then_some(())
            }
            b"g" | b"rg" | b"k" | b"G" | b"RG" | b"K" | b"cs" | b"sc" | b"scn" => {
                self.colour(word, operands)
            }
            b"w" => numbers::<1>(operands).map(|[width]| self.state.width = width.abs()),
            b"J" | b"j" | b"M" | b"i" => numbers::<1>(operands).map(|_| ()),
            b"d" => matches!(operands, [Operand::Array(_), Operand::Number(_)]).then_some(()),
            b"BT" => {
                none(operands)?;
                let is_free = self.text.is_none();
                self.text = Some(Text {
                    scale: (1.0, 1.0),
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

    fn colour(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        let count = match word {
            b"g" | b"G" => 1,
            b"rg" | b"RG" => 3,
            b"k" | b"K" => 4,
            b"cs" => {
                let [Operand::Name(space)] = operands else {
                    return None;
                };
                self.state.components = match space.as_slice() {
                    b"DeviceGray" => 1,
                    b"DeviceRGB" => 3,
                    b"DeviceCMYK" => 4,
                    _ => return None,
                };
                self.state.fill = [0.0; 3];
                return Some(());
            }
            _ => self.state.components,
        };
        let is_whole = count > 0 && operands.len() == count;
        let found = colour(operands).filter(|_| is_whole)?;
        if !matches!(word, b"G" | b"RG" | b"K") {
            self.state.fill = found;
            self.state.components = count;
        }
        Some(())
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
            b"Tc" => self.state.apart = number,
            b"Tw" => self.state.words = number,
            b"Tz" => self.state.stretch = number / 100.0,
            // Filled, and on the line.
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
                if b != 0.0 || c != 0.0 || a <= 0.0 || d <= 0.0 {
                    return None;
                }
                text.scale = (a, d);
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
        text.line.0 += x * text.scale.0;
        text.line.1 += y * text.scale.1;
        text.pen = text.line.0;
        Some(())
    }

    fn show(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        if word == b"'" {
            self.position(b"T*", &[])?;
        }
        match (word, operands) {
            (b"TJ", [Operand::Array(items)]) => {
                let mut was_moved = false;
                for item in items {
                    match item {
                        Operand::Text(octets) => self.piece(octets)?,
                        // Two in a row could move anywhere.
                        Operand::Number(number) if !was_moved => self.shift_pen(*number)?,
                        _ => return None,
                    }
                    was_moved = matches!(item, Operand::Number(_));
                }
                Some(())
            }
            (b"Tj" | b"'", [Operand::Text(octets)]) => self.piece(octets),
            _ => None,
        }
    }

    /// An adjustment within `TJ`, thousandths of the size to the left.
    fn shift_pen(&mut self, number: f64) -> Option<()> {
        let (_, size) = self.state.font.as_ref()?;
        let text = self.text.as_mut()?;
        text.pen -= number / 1000.0 * size * text.scale.0 * self.state.stretch;
        Some(())
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
        let (width, height) = (
            size * text.scale.0 * self.state.stretch,
            size * text.scale.1,
        );
        let is_usual = height >= SMALLEST && (0.5..=2.0).contains(&(width / height));
        let scale = text.scale.0 * self.state.stretch;
        let (apart, words) = (self.state.apart * scale, self.state.words * scale);
        // Wide spacing makes words of letters.
        let is_close =
            (-0.05 * height..=GAP * height).contains(&apart) && (0.0..=height).contains(&words);
        if !is_usual || !(is_close || self.is_comb && apart > 0.0 && words == 0.0) {
            return None;
        }
        let start = (
            text.pen + self.state.shift.0,
            text.line.1 + self.state.shift.1,
        );
        let advance = |code: &Code| {
            let word = if code.is_space { words } else { 0.0 };
            code.width * width + apart + word
        };
        let all: f64 = codes.iter().map(advance).sum();
        let blank = codes.iter().rev().take_while(|code| code.sign == ' ');
        let blank: f64 = blank.map(advance).sum();
        text.pen += all;
        let ends = (start.0 + all - blank - apart, start.0 + all - apart);
        if codes.iter().any(|code| code.sign != ' ') {
            self.place(start, ends, height)?;
        }
        self.signs.extend(codes.iter().map(|code| code.sign));
        Some(())
    }

    /// Takes a piece of text from `start` to `ends`, the latter without and with the space behind it.
    fn place(&mut self, start: (f64, f64), ends: (f64, f64), height: f64) -> Option<()> {
        let (x, y) = start;
        let [left, bottom, right, top] = within(self.state.clip, self.free);
        // Of a digit no more than a rim is cut off.
        let is_inside = x >= left - 0.1 * height
            && ends.0 <= right + BEYOND * height
            && y >= bottom - 0.1 * height
            && y + 0.6 * height <= top;
        let fill = self.state.fill;
        let apart = (lightness(fill) - lightness(self.background)).abs();
        if !is_inside || apart < CONTRAST {
            return None;
        }
        if let Some(last) = self.last {
            let is_alike = last.fill == fill && (0.8..=1.25).contains(&(height / last.size));
            if !is_alike {
                return None;
            }
            if y < last.baseline - 0.7 * height {
                self.signs.push('\n');
            } else if (y - last.baseline).abs() <= 0.01 * height && x >= last.end - OVERLAP * height
            {
                if x > last.end + GAP * height {
                    self.signs.push(' ');
                }
            } else {
                return None;
            }
        }
        self.last = Some(Last {
            baseline: y,
            end: ends.1,
            size: height,
            fill,
        });
        Some(())
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
                self.path.is_clip = true;
                Some(())
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

    /// A surface or a line, before any text.
    fn painted(&mut self, word: &[u8]) -> Option<()> {
        if self.last.is_some() {
            return None;
        }
        let border = self.paint.border.unwrap_or_default();
        if !matches!(word, b"S" | b"s") {
            let is_even_odd = word.ends_with(b"*");
            match self.path.filled((self.bounds, border), is_even_odd)? {
                Painted::Background(surface) => {
                    // White is what is there anyway.
                    let is_nothing = self.state.fill == [1.0; 3];
                    self.background = self.state.fill;
                    self.free = within(within(self.free, surface), self.state.clip);
                    let is_whole = covers(self.state.clip, self.bounds);
                    (is_whole && (self.paint.is_filled || is_nothing)).then_some(())?;
                }
                Painted::Border(depth) => self.border(depth)?,
            }
        }
        if !matches!(word, b"f" | b"F" | b"f*") {
            let left = self.paint.dividers;
            let width = self.state.width;
            let (depth, left) = self.path.stroked((self.bounds, border), width, left)?;
            self.paint.dividers = left;
            self.border(depth)?;
        }
        Some(())
    }

    /// A border takes the sides of the box, where text would lie on it.
    fn border(&mut self, depth: f64) -> Option<()> {
        let [left, bottom, right, top] = self.bounds;
        self.free = within(self.free, [left + depth, bottom, right - depth, top]);
        self.paint.border.map(|_| ())
    }

    fn end(&mut self) -> Option<()> {
        let path = std::mem::take(&mut self.path);
        if path.is_clip {
            self.state.clip = within(self.state.clip, path.seen()?);
        }
        Some(())
    }
}
