//! The signs that the codes of a font stand for, and how wide they are drawn.

use std::collections::HashMap;

use encoding_rs::{Encoding, GBK, MACINTOSH};

use super::metrics::Family;
use crate::pdf::{FontText, glyph_sign};

/// A font of an appearance.
pub(super) struct Font {
    pub(super) name: Vec<u8>,
    pub(super) kind: Kind,
}

/// How its codes are read.
pub(super) enum Kind {
    /// One octet a code.
    Simple(Box<Simple>),
    /// Two or more octets a code, by a map that the standard names.
    Named(Named),
    /// It can show anything.
    Misleading,
}

/// A sign of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Code {
    pub(super) sign: char,
    /// In sizes of the font.
    pub(super) width: f64,
}

/// A composite font with a map that the standard names.
pub(super) struct Named {
    pub(super) coding: Coding,
    /// The signs of its collection of glyphs.
    pub(super) encoding: &'static Encoding,
    pub(super) metrics: FontText,
    /// The glyph of the space; those of ASCII follow.
    pub(super) first: u32,
}

/// How the octets of a string are taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Utf16,
    /// One octet where it is ASCII, else two.
    Gbk,
}

/// What the codes of a simple font are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Simple {
    /// The sign of each code that has one which can be told.
    signs: Box<[Option<char>; 256]>,
    /// Widths that the font says, in its own order.
    widths: Option<HashMap<u8, f64>>,
    family: Family,
}

/// Shown at the end of a line, or always, or never.
const SOFT_HYPHEN: char = '\u{ad}';

impl Simple {
    /// A font with a base encoding whose octets above ASCII are as in `above`, if that is known.
    pub(super) fn new(above: Option<&'static Encoding>, family: Family) -> Self {
        let mut signs = Box::new([None; 256]);
        for (octet, sign) in (0..=u8::MAX).zip(signs.iter_mut()) {
            *sign = match octet {
                0x20..=0x7e => Some(char::from(octet)),
                // Drawn as one sign by some, as another by others.
                0xdb if above == Some(MACINTOSH) => None,
                0x80.. => above.and_then(|encoding| {
                    let octets = [octet];
                    let decoded =
                        encoding.decode_without_bom_handling_and_without_replacement(&octets);
                    let sign = decoded.as_deref().and_then(|text| text.chars().next());
                    sign.filter(|sign| !sign.is_control() && *sign != SOFT_HYPHEN)
                }),
                _ => None,
            };
        }
        Self {
            signs,
            widths: None,
            family,
        }
    }

    /// Takes note that the font has the glyph of a name under a code.
    pub(super) fn difference(&mut self, code: u8, name: &[u8]) {
        let Some(place) = self.signs.get_mut(usize::from(code)) else {
            return;
        };
        let sign = glyph_sign(name);
        *place = match code {
            b'\'' if name == b"quoteright" => Some('\''),
            b'`' if name == b"quoteleft" => Some('`'),
            // A reader that does not look at names shows what the octet stands for.
            0x20..=0x7e => sign.filter(|sign| u32::from(*sign) == u32::from(code)),
            _ => sign,
        };
    }

    /// Takes the widths that the font says. What is far from usual is drawn under its neighbours or out of
    /// the box, and so is what is left out.
    pub(super) fn widths(&mut self, widths: HashMap<u8, f64>) {
        for (code, sign) in (0..=u8::MAX).zip(self.signs.iter_mut()) {
            let usual = sign.and_then(|shown| self.family.width(shown));
            let is_usual = widths.get(&code).zip(usual);
            if !is_usual.is_some_and(|(width, usual)| (0.95..=1.05).contains(&(width / usual))) {
                *sign = None;
            }
        }
        self.widths = Some(widths);
    }

    fn code(&self, octet: u8) -> Option<Code> {
        let sign = self.signs.get(usize::from(octet)).copied()??;
        let own = self.widths.as_ref().and_then(|widths| widths.get(&octet));
        Some(Code {
            sign,
            width: own.copied().or_else(|| self.family.width(sign))?,
        })
    }
}

fn is_whole(width: f64) -> bool {
    (width - 1.0).abs() < 1e-6
}

fn is_half(width: f64) -> bool {
    (width - 0.5).abs() < 1e-6
}

impl Named {
    /// Takes a sign of the map, if the font draws it about as wide as is usual.
    fn code(&self, sign: char) -> Option<Code> {
        let ascii = u32::from(sign)
            .checked_sub(0x20)
            .filter(|place| *place < 95);
        let width = match ascii {
            Some(place) => self.metrics.width(self.first + place) / 1000.0,
            None => 1.0,
        };
        let usual = ascii.and_then(|_| Family::Helvetica.width(sign));
        let is_usual = match usual {
            Some(_) if sign == ' ' => (0.2..=1.0).contains(&width),
            Some(usual) => {
                (0.85..=1.2).contains(&(width / usual)) || is_half(width) || is_whole(width)
            }
            None => self.has(sign),
        };
        is_usual.then_some(Code { sign, width })
    }

    /// Returns whether the collection of glyphs has a sign: what it lacks, some readers leave out.
    fn has(&self, sign: char) -> bool {
        let is_usual = matches!(sign, '\u{3001}'..='\u{303f}' | '\u{4e00}'..='\u{9fa5}' | '\u{ff01}'..='\u{ff5e}')
            || "·—…‘’“”".contains(sign);
        let mut text = [0; 4];
        let (_, _, is_unknown) = self.encoding.encode(sign.encode_utf8(&mut text));
        is_usual && !is_unknown
    }

    fn decode(&self, octets: &[u8]) -> Option<Vec<Code>> {
        match self.coding {
            Coding::Utf16 => {
                let pairs = octets.chunks(2).map(|pair| match pair {
                    [high, low] => Some(u16::from_be_bytes([*high, *low])),
                    _ => None,
                });
                let units: Vec<u16> = pairs.collect::<Option<_>>()?;
                let signs = char::decode_utf16(units).map(|sign| {
                    // Pairs stand for one sign in one kind of map, for two in another.
                    let sign = sign.ok().filter(|sign| u32::from(*sign) <= 0xffff);
                    self.code(sign.filter(|sign| !sign.is_control())?)
                });
                signs.collect()
            }
            Coding::Gbk => {
                let text = GBK.decode_without_bom_handling_and_without_replacement(octets)?;
                // The maps have pairs only: what takes more or is one octet above ASCII is drawn anyhow.
                let is_paired = text.chars().filter(|sign| !sign.is_ascii()).count();
                let above = octets
                    .len()
                    .checked_sub(text.chars().filter(char::is_ascii).count())?;
                let signs = text.chars().map(|sign| self.code(sign));
                (above == 2 * is_paired).then(|| signs.collect())?
            }
        }
    }
}

impl Font {
    /// Returns the signs of a string; `None` where one cannot be told, or is drawn unusually.
    pub(super) fn decode(&self, octets: &[u8]) -> Option<Vec<Code>> {
        match &self.kind {
            Kind::Misleading => None,
            Kind::Simple(simple) => octets.iter().map(|octet| simple.code(*octet)).collect(),
            Kind::Named(named) => named.decode(octets),
        }
    }
}
