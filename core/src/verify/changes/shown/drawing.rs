//! What a filled field's appearance draws: text in reading order within its box, and before that no more
//! than a background and a border.

use super::super::filling::Paint;
use super::content::{Operand, Operation};

/// The widest line of a border, in units of the appearance.
const WIDEST: f64 = 3.0;
/// Smallest size of text, in units of the appearance.
const SMALLEST: f64 = 2.0;
/// Most states that are kept.
const STATES: usize = 32;

/// Left, bottom, right and top.
pub(super) type Box4 = [f64; 4];

/// A piece of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) font: Vec<u8>,
    pub(super) text: Vec<u8>,
    /// It stands lower than the one before.
    pub(super) is_new_line: bool,
}

#[derive(Debug, Clone)]
struct State {
    /// What the coordinates are moved by.
    shift: (f64, f64),
    clip: Box4,
    fill: [f64; 3],
    width: f64,
    font: Option<(Vec<u8>, f64)>,
    leading: f64,
}

/// Where text is.
#[derive(Debug, Clone, Copy)]
struct Text {
    scale: (f64, f64),
    line: (f64, f64),
    /// Where the next glyph stands, at least.
    pen: f64,
}

/// The path that is being made.
#[derive(Debug, Default)]
struct Path {
    pieces: usize,
    /// Its parts: what each spans.
    parts: Vec<Box4>,
    is_rectangle: bool,
    is_clip: bool,
}

pub(super) struct Drawing {
    state: State,
    saved: Vec<State>,
    text: Option<Text>,
    path: Path,
    paint: Paint,
    lines: usize,
    background: Option<[f64; 3]>,
    runs: Vec<Run>,
    /// Baseline of the last text, and where it ends at least.
    last: Option<(f64, f64)>,
}

/// Returns the text that is drawn within `bounds`; `None` where anything else is done than is usual for
/// a text field, or where the text may not be seen as it is written.
pub(super) fn draw(operations: &[Operation<'_>], bounds: Box4, paint: Paint) -> Option<Vec<Run>> {
    let mut drawing = Drawing {
        state: State {
            shift: (0.0, 0.0),
            clip: bounds,
            fill: [0.0; 3],
            width: 1.0,
            font: None,
            leading: 0.0,
        },
        saved: Vec::new(),
        text: None,
        path: Path::default(),
        paint,
        lines: 0,
        background: None,
        runs: Vec::new(),
        last: None,
    };
    for (word, operands) in operations {
        drawing.operation(word, operands)?;
    }
    (drawing.saved.is_empty() && drawing.text.is_none()).then_some(drawing.runs)
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

impl Drawing {
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
            b"g" => numbers::<1>(operands).map(|[gray]| self.state.fill = [gray; 3]),
            b"rg" => numbers::<3>(operands).map(|colour| self.state.fill = colour),
            b"k" => numbers::<4>(operands).map(|[c, m, y, k]| {
                self.state.fill = [c, m, y].map(|ink| (1.0 - ink - k).max(0.0));
            }),
            b"G" => numbers::<1>(operands).map(|_| ()),
            b"RG" => numbers::<3>(operands).map(|_| ()),
            b"K" => numbers::<4>(operands).map(|_| ()),
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

    fn text_state(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        if word == b"Tf" {
            let [Operand::Name(name), Operand::Number(size)] = operands else {
                return None;
            };
            self.state.font = Some((name.clone(), *size));
            return Some(());
        }
        let [number] = numbers(operands)?;
        if word == b"TL" {
            self.state.leading = number;
        }
        let is_usual = match word {
            b"TL" => true,
            b"Tc" => (0.0..=100.0).contains(&number),
            b"Tw" => (0.0..=4.0).contains(&number),
            b"Tz" => (50.0..=200.0).contains(&number),
            // Filled, and on the line.
            _ => number == 0.0,
        };
        is_usual.then_some(())
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
        let [operand] = operands else { return None };
        if word == b"'" {
            self.position(b"T*", &[])?;
        }
        let mut shown = Vec::new();
        match (word, operand) {
            (b"TJ", Operand::Array(items)) => {
                for item in items {
                    match item {
                        Operand::Text(text) => shown.extend_from_slice(text),
                        Operand::Number(number) if number.abs() <= 200.0 => {}
                        _ => return None,
                    }
                }
            }
            (b"Tj" | b"'", Operand::Text(text)) => shown.clone_from(text),
            _ => return None,
        }
        if shown.is_empty() {
            return Some(());
        }
        let (font, size) = self.state.font.clone()?;
        let text = self.text.as_mut()?;
        let (width, height) = (size * text.scale.0, size * text.scale.1);
        if width < SMALLEST || height < SMALLEST {
            return None;
        }
        let (x, y) = (
            text.pen + self.state.shift.0,
            text.line.1 + self.state.shift.1,
        );
        let end = x + least_width(&shown) * width;
        text.pen += least_width(&shown) * width;
        let [left, bottom, right, top] = self.state.clip;
        let is_inside = x >= left - 1.0
            && end <= right + 2.0
            && y >= bottom - 0.4 * height
            && y + 0.4 * height <= top + 1.0;
        // Lines one below the other, words one behind the other.
        let (is_in_order, is_new_line) = match self.last {
            None => (true, false),
            Some((baseline, _)) if y < baseline - 0.4 * height => (true, true),
            Some((baseline, pen)) => {
                let is_same = (y - baseline).abs() <= 0.01 * height;
                (is_same && x >= pen - 0.1 * width, false)
            }
        };
        if !is_inside || !is_in_order || !self.can_be_seen() {
            return None;
        }
        self.last = Some((y, end));
        self.runs.push(Run {
            font,
            text: shown,
            is_new_line,
        });
        Some(())
    }

    /// Text stands out from the background, which is white where nothing was painted.
    fn can_be_seen(&self) -> bool {
        let behind = self.background.unwrap_or([1.0; 3]);
        let apart = self
            .state
            .fill
            .iter()
            .zip(behind)
            .map(|(a, b)| (a - b).abs());
        apart.fold(0.0, f64::max) >= 0.2
    }

    fn path(&mut self, word: &[u8], operands: &[Operand]) -> Option<()> {
        if self.text.is_some() {
            return None;
        }
        let is_first = self.path.pieces == 0;
        match word {
            b"re" => {
                let [x, y, width, height] = numbers(operands)?;
                let (right, top) = (x + width, y + height);
                self.path.pieces += 4;
                self.path.is_rectangle = is_first;
                let part = [x.min(right), y.min(top), x.max(right), y.max(top)];
                self.path.parts.push(part);
            }
            b"m" => {
                let [x, y] = numbers(operands)?;
                self.path.is_rectangle = false;
                self.path.pieces += 1;
                self.path.parts.push([x, y, x, y]);
            }
            b"l" | b"c" | b"v" | b"y" => {
                let count = if word == b"l" { 2 } else { 4 };
                let points: Vec<f64> = match word {
                    b"c" => numbers::<6>(operands)?.to_vec(),
                    _ if count == 2 => numbers::<2>(operands)?.to_vec(),
                    _ => numbers::<4>(operands)?.to_vec(),
                };
                self.path.is_rectangle = false;
                self.path.pieces += 1;
                let part = self.path.parts.last_mut()?;
                for point in points.chunks_exact(2) {
                    if let [x, y] = *point {
                        let [left, bottom, right, top] = *part;
                        *part = [left.min(x), bottom.min(y), right.max(x), top.max(y)];
                    }
                }
            }
            b"h" => {
                none(operands)?;
                self.path.pieces += 1;
            }
            b"W" | b"W*" => {
                none(operands)?;
                self.path.is_clip = true;
            }
            b"n" => {
                none(operands)?;
                self.end()?;
            }
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => {
                none(operands)?;
                self.painted(word)?;
                self.end()?;
            }
            _ => return None,
        }
        Some(())
    }

    /// A surface or a line, before any text.
    fn painted(&mut self, word: &[u8]) -> Option<()> {
        if !self.runs.is_empty() {
            return None;
        }
        let is_filled = !matches!(word, b"S" | b"s");
        let is_stroked = !matches!(word, b"f" | b"F" | b"f*");
        let smaller = |part: &Box4| (part[2] - part[0]).min(part[3] - part[1]);
        let thickest = self.path.parts.iter().map(smaller).fold(0.0, f64::max);
        let mut widest: f64 = 0.0;
        if is_filled {
            widest = widest.max(thickest);
        }
        if is_stroked {
            widest = widest.max(self.state.width);
        }
        self.lines = self.lines.saturating_add(self.path.pieces.max(1));
        let is_border = self.lines <= self.paint.lines && widest <= WIDEST;
        if is_filled && widest > WIDEST {
            self.background = Some(self.state.fill);
        }
        (is_border || self.paint.fills && (!is_stroked || self.state.width <= WIDEST)).then_some(())
    }

    fn end(&mut self) -> Option<()> {
        let path = std::mem::take(&mut self.path);
        if !path.is_clip {
            return Some(());
        }
        let [part] = path.parts.as_slice() else {
            return None;
        };
        let (x, y) = self.state.shift;
        let [left, bottom, right, top] = self.state.clip;
        let [l, b, r, t] = *part;
        self.state.clip = [
            left.max(l + x),
            bottom.max(b + y),
            right.min(r + x),
            top.min(t + y),
        ];
        path.is_rectangle.then_some(())
    }
}

/// How wide the octets are at least in any usual font, ems.
fn least_width(text: &[u8]) -> f64 {
    let least = |octet: &u8| match octet {
        b'0'..=b'9' => 0.4,
        b'i' | b'j' | b'l' | b'f' | b't' | b'I' | b'J' | b'r' => 0.15,
        b'A'..=b'Z' | b'a'..=b'z' => 0.3,
        _ => 0.1,
    };
    text.iter().map(least).sum()
}
