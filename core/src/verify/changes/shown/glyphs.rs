//! The characters that pieces of text stand for, as far as that can be told, against a value.

use super::content::is_space;
use super::drawing::Run;

/// A font of an appearance.
#[derive(Debug, Clone)]
pub(super) struct Font {
    pub(super) name: Vec<u8>,
    pub(super) kind: Kind,
}

/// How its codes are read.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// One octet a code.
    Simple(Box<Simple>),
    /// UTF-16.
    Utf16,
    /// GBK: one octet where it is ASCII, else two.
    Gbk,
    /// Two octets a code, of which nothing can be told; the font was there when the document was signed.
    Unknown,
    /// It can show anything.
    Misleading,
}

/// What the codes of a simple font are.
#[derive(Debug, Clone)]
pub(super) struct Simple {
    /// Codes that show nothing, or another sign than the octet stands for.
    pub(super) misleading: [bool; 256],
    /// Codes that the font gives a sign of its own.
    pub(super) own: [Option<char>; 256],
    /// Octets above ASCII are WinAnsiEncoding.
    pub(super) is_win_ansi: bool,
}

/// What can be told of a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glyph {
    Sign(char),
    /// Some sign that is not ASCII.
    NotAscii,
    Unknown,
}

/// The glyph names of ASCII from the exclamation mark on (ISO 32000-2, annex D.2; from memory).
const NAMES: [&str; 94] = [
    "exclam",
    "quotedbl",
    "numbersign",
    "dollar",
    "percent",
    "ampersand",
    "quotesingle",
    "parenleft",
    "parenright",
    "asterisk",
    "plus",
    "comma",
    "hyphen",
    "period",
    "slash",
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "colon",
    "semicolon",
    "less",
    "equal",
    "greater",
    "question",
    "at",
    "A",
    "B",
    "C",
    "D",
    "E",
    "F",
    "G",
    "H",
    "I",
    "J",
    "K",
    "L",
    "M",
    "N",
    "O",
    "P",
    "Q",
    "R",
    "S",
    "T",
    "U",
    "V",
    "W",
    "X",
    "Y",
    "Z",
    "bracketleft",
    "backslash",
    "bracketright",
    "asciicircum",
    "underscore",
    "grave",
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "w",
    "x",
    "y",
    "z",
    "braceleft",
    "bar",
    "braceright",
    "asciitilde",
];

impl Simple {
    pub(super) fn new(is_win_ansi: bool) -> Self {
        Self {
            misleading: [false; 256],
            own: [None; 256],
            is_win_ansi,
        }
    }

    /// Takes note that the font has the glyph of a name under a code.
    pub(super) fn difference(&mut self, code: u8, name: &[u8]) {
        let usual = |code: u8| NAMES.get(usize::from(code).checked_sub(0x21)?).copied();
        let is_usual = match code {
            b' ' => matches!(name, b"space" | b"nbspace"),
            b'\'' => matches!(name, b"quotesingle" | b"quoteright"),
            b'`' => matches!(name, b"grave" | b"quoteleft"),
            0x21..=0x7e => usual(code).is_some_and(|usual| usual.as_bytes() == name),
            _ => false,
        };
        let place = usize::from(code);
        let sign = self.own.get_mut(place);
        let misleads = self.misleading.get_mut(place);
        let (Some(sign), Some(misleads)) = (sign, misleads) else {
            return;
        };
        *sign = None;
        *misleads = match code {
            0x20..=0x7e => !is_usual,
            _ => {
                let ascii = NAMES
                    .iter()
                    .zip('!'..)
                    .find(|(usual, _)| usual.as_bytes() == name);
                let coded = name
                    .strip_prefix(b"uni")
                    .or(name.strip_prefix(b"u"))
                    .and_then(|digits| std::str::from_utf8(digits).ok())
                    .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                    .and_then(char::from_u32);
                *sign = ascii.map(|(_, sign)| sign).or(coded);
                // Signs that look like digits.
                let alike = [
                    b"superior".as_slice(),
                    b"inferior",
                    b"oldstyle",
                    b"half",
                    b"quarter",
                ];
                alike.iter().any(|end| name.ends_with(end))
            }
        };
    }

    fn glyph(&self, octet: u8) -> Option<Glyph> {
        let place = usize::from(octet);
        if self.misleading.get(place).copied().unwrap_or(true) {
            return None;
        }
        if let Some(Some(sign)) = self.own.get(place) {
            return Some(Glyph::Sign(*sign));
        }
        Some(match octet {
            0x20..=0x7e => Glyph::Sign(char::from(octet)),
            0xa0..=0xff if self.is_win_ansi => Glyph::Sign(char::from(octet)),
            0x80..=0x9f if self.is_win_ansi => Glyph::NotAscii,
            // Superscripts, fractions and the like.
            0xb2 | 0xb3 | 0xb9 | 0xbc..=0xbe => Glyph::Sign(char::from(octet)),
            _ => Glyph::NotAscii,
        })
    }
}

/// How a value is compared with what is shown.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Comparison {
    /// A password may be shown as asterisks or bullets.
    pub(super) is_password: bool,
    /// Each sign stands in a cell of its own.
    pub(super) is_comb: bool,
    /// A script formats it, such as `1000` as `1,000.00`.
    pub(super) is_formatted: bool,
}

/// Returns whether what is shown is the value, as far as that can be told.
pub(super) fn show(runs: &[Run], fonts: &[Font], value: &str, comparison: Comparison) -> bool {
    let mut shown = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        if index > 0 && run.is_new_line {
            shown.push(Glyph::Sign('\n'));
        }
        // What no font of the form is named is drawn with a usual one, or by nobody.
        let font = fonts.iter().find(|font| font.name == run.font);
        let plain = Kind::Simple(Box::new(Simple::new(false)));
        let Some(glyphs) = decode(&run.text, font.map_or(&plain, |font| &font.kind)) else {
            return false;
        };
        shown.extend(glyphs);
    }
    let is_white = |glyph: &Glyph| matches!(glyph, Glyph::Sign(sign) if is_white(*sign));
    let visible: Vec<Glyph> = shown
        .iter()
        .filter(|glyph| !is_white(glyph))
        .copied()
        .collect();
    let wanted: Vec<char> = value
        .chars()
        .filter(|sign| !self::is_white(*sign))
        .collect();
    if comparison.is_password {
        let masks = visible.iter().all(|glyph| {
            *glyph == Glyph::Sign('*')
                || *glyph == Glyph::NotAscii
                || *glyph == Glyph::Sign('\u{b7}')
        });
        if masks {
            return true;
        }
    }
    if comparison.is_formatted {
        return is_formatted(&visible, &wanted);
    }
    let fits = |(glyph, sign): (&Glyph, &char)| match glyph {
        Glyph::Sign(shown) => shown == sign,
        Glyph::NotAscii => !sign.is_ascii(),
        Glyph::Unknown => true,
    };
    if visible.len() != wanted.len() || !visible.iter().zip(&wanted).all(fits) {
        return false;
    }
    // Where lines break, or cells part the signs, white space is not what it was.
    let is_broken = comparison.is_comb || shown.contains(&Glyph::Sign('\n'));
    is_broken || words(&shown) == value_words(value)
}

/// Lengths of the words of a line.
fn words(shown: &[Glyph]) -> Vec<usize> {
    let is_white = |glyph: &Glyph| matches!(glyph, Glyph::Sign(sign) if is_white(*sign));
    let parts = shown.split(is_white).map(<[Glyph]>::len);
    parts.filter(|length| *length > 0).collect()
}

fn value_words(value: &str) -> Vec<usize> {
    let visible: Vec<char> = value.chars().filter(|sign| !is_nothing(*sign)).collect();
    let parts = visible.split(|sign| is_white(*sign)).map(<[char]>::len);
    parts.filter(|length| *length > 0).collect()
}

/// The digits of a number come first and nothing but zeros after them, and no letter is lost.
fn is_formatted(shown: &[Glyph], wanted: &[char]) -> bool {
    let digits = |signs: &mut dyn Iterator<Item = char>| -> String {
        signs.filter(char::is_ascii_digit).collect()
    };
    let shown: Option<Vec<char>> = shown
        .iter()
        .map(|glyph| match glyph {
            Glyph::Sign(sign) => Some(*sign),
            Glyph::NotAscii => Some('\u{fffd}'),
            Glyph::Unknown => None,
        })
        .collect();
    let Some(shown) = shown else { return false };
    let has = digits(&mut shown.iter().copied());
    let wants = digits(&mut wanted.iter().copied());
    let mut rest = shown.iter();
    let keeps_letters = wanted
        .iter()
        .filter(|sign| sign.is_ascii_alphabetic())
        .all(|sign| rest.any(|shown| shown == sign));
    let zeros = has.strip_prefix(wants.as_str());
    keeps_letters
        && zeros.is_some_and(|zeros| zeros.len() <= 2 && zeros.bytes().all(|digit| digit == b'0'))
}

fn is_nothing(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{feff}') || sign.is_control() && !is_break(sign)
}

fn is_break(sign: char) -> bool {
    matches!(sign, '\t' | '\n' | '\r')
}

fn is_white(sign: char) -> bool {
    sign.is_whitespace() || is_nothing(sign)
}

/// Returns the glyphs; `None` where one is misleading.
fn decode(text: &[u8], kind: &Kind) -> Option<Vec<Glyph>> {
    match kind {
        Kind::Misleading => None,
        Kind::Simple(simple) => {
            let mut glyphs = Vec::with_capacity(text.len());
            for &octet in text {
                if is_space(octet) {
                    let _ = simple.glyph(octet)?;
                    glyphs.push(Glyph::Sign(' '));
                } else if octet >= 0x20 || simple.own.get(usize::from(octet))?.is_some() {
                    glyphs.push(simple.glyph(octet)?);
                } else {
                    // Shows nothing, unless the font says otherwise.
                    let _ = simple.glyph(octet)?;
                }
            }
            Some(glyphs)
        }
        Kind::Utf16 => {
            let pairs = text.chunks(2).map(|pair| match pair {
                [high, low] => Some(u16::from_be_bytes([*high, *low])),
                _ => None,
            });
            let units: Vec<u16> = pairs.collect::<Option<_>>()?;
            let signs = char::decode_utf16(units).map(|sign| sign.ok().map(Glyph::Sign));
            signs.collect()
        }
        Kind::Gbk => {
            let mut glyphs = Vec::new();
            let mut rest = text.iter();
            while let Some(&octet) = rest.next() {
                if octet < 0x80 {
                    glyphs.push(Glyph::Sign(char::from(octet)));
                } else {
                    rest.next()?;
                    glyphs.push(Glyph::NotAscii);
                }
            }
            Some(glyphs)
        }
        Kind::Unknown => text
            .len()
            .is_multiple_of(2)
            .then(|| vec![Glyph::Unknown; text.len() / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows(text: &[u8], value: &str) -> bool {
        let runs = [Run {
            font: b"F".to_vec(),
            text: text.to_vec(),
            is_new_line: false,
        }];
        show(&runs, &[], value, Comparison::default())
    }

    #[test]
    fn only_the_value_is_the_value() {
        assert!(shows(b"100", "100"));
        assert!(!shows(b"900", "100"));
        assert!(!shows(b"", "100"));
        assert!(!shows(b"100 0", "100"));
        assert!(!shows(b"11 000", "1 1000"));
        assert!(shows(b"one  two", "one two"));
        assert!(!shows(b"******", "secret"));
        assert!(shows(b"caf\xe9", "caf\u{e9}"));
        assert!(!shows(b"caf\xe9 9", "caf\u{e9} 1"));
        assert!(!shows(b"\xb1\xbe\xbe100\xb3", "100"));
        assert!(shows(b"100", "1\u{200b}00"));
        assert!(!shows(b"9\x0100", "100"));
        assert!(!shows(b"900\xa0", "100"));
    }

    #[test]
    fn lines_masks_and_formats_are_known() {
        let run = |text: &[u8], is_new_line| Run {
            font: b"F".to_vec(),
            text: text.to_vec(),
            is_new_line,
        };
        let lines = [run(b"one", false), run(b"two", true)];
        assert!(show(&lines, &[], "one two", Comparison::default()));
        let password = Comparison {
            is_password: true,
            ..Comparison::default()
        };
        assert!(show(&[run(b"***", false)], &[], "secret", password));
        assert!(show(&[run(b"\x95\x95", false)], &[], "secret", password));
        let formatted = Comparison {
            is_formatted: true,
            ..Comparison::default()
        };
        assert!(show(&[run(b"$1,000.00", false)], &[], "1000", formatted));
        assert!(!show(&[run(b"$9,000.00", false)], &[], "1000", formatted));
        assert!(!show(&[run(b"1000000", false)], &[], "1000", formatted));
    }

    #[test]
    fn differences_that_give_another_sign_mislead() {
        let mut simple = Simple::new(false);
        simple.difference(b'1', b"nine");
        simple.difference(b'.', b"uni0039");
        simple.difference(b'0', b"zero");
        simple.difference(0x81, b"uni0039");
        simple.difference(0x82, b"onesuperior");
        simple.difference(0x83, b"eacute");
        assert!(simple.glyph(b'1').is_none() && simple.glyph(b'.').is_none());
        assert_eq!(simple.glyph(b'0'), Some(Glyph::Sign('0')));
        assert_eq!(simple.glyph(0x81), Some(Glyph::Sign('9')));
        assert_eq!(simple.glyph(0x82), None);
        assert_eq!(simple.glyph(0x83), Some(Glyph::NotAscii));
    }

    #[test]
    fn composite_text_is_read_where_its_map_says_how() {
        assert_eq!(
            decode(b"\x001\x4e\x2d", &Kind::Utf16).unwrap(),
            [Glyph::Sign('1'), Glyph::Sign('中')]
        );
        assert_eq!(
            decode(b"1\xd6\xd0", &Kind::Gbk).unwrap(),
            [Glyph::Sign('1'), Glyph::NotAscii]
        );
        assert_eq!(decode(b"\0\x01", &Kind::Unknown).unwrap(), [Glyph::Unknown]);
        assert_eq!(decode(b"x", &Kind::Misleading), None);
        assert_eq!(decode(b"\0", &Kind::Utf16), None);
    }
}
