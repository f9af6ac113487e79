//! What the codes of a string stand for, and how wide their glyphs are (ISO 32000-2, 9.5 to 9.10;
//! from memory).

use super::super::glyph_name::glyph_sign;
use super::super::object::{Dictionary, Object, ObjectId};
use super::super::view::View;
use super::{character_map, decoded};
use std::collections::HashMap;

/// Most codes that have a width of their own.
const MOST_WIDTHS: usize = 1 << 17;
/// Longest decoded character map, octets.
const LONGEST_MAP: usize = 4 << 20;
/// What is taken for the ascent and the descent of a font, thousandths.
const ASCENT: f64 = 880.0;
const DESCENT: f64 = -120.0;

/// A font as far as text has to be found.
pub(crate) struct Font {
    /// Two octets a code instead of one.
    is_wide: bool,
    /// Codes are UCS-2.
    is_unicode: bool,
    text: HashMap<u32, String>,
    widths: HashMap<u32, f64>,
    default_width: f64,
    /// Widths that may still be set, one that is set again included.
    widths_left: usize,
    /// Whether its map could not be read.
    pub(super) is_partial: bool,
}

/// One code of a string.
pub(crate) struct Code {
    pub(crate) text: String,
    /// Thousandths of the font size.
    pub(crate) width: f64,
    /// Whether word spacing applies.
    pub(super) is_space: bool,
}

impl Font {
    pub(super) const TOP: f64 = ASCENT / 1000.0;
    pub(super) const BOTTOM: f64 = DESCENT / 1000.0;

    pub(crate) fn read(view: &View<'_>, font: &Dictionary<'_>) -> Self {
        let is_wide = font.is_name("Subtype", "Type0");
        let mut read = Self {
            is_wide,
            is_unicode: false,
            text: HashMap::new(),
            widths: HashMap::new(),
            default_width: if is_wide { 1000.0 } else { 500.0 },
            widths_left: MOST_WIDTHS,
            is_partial: false,
        };
        if is_wide {
            read.composite(view, font);
        } else {
            read.simple(view, font);
        }
        if let Some(Object::Reference(id)) = font.get("ToUnicode") {
            match to_unicode(view, *id) {
                Some(map) => read.text.extend(map),
                None => read.is_partial = true,
            }
        }
        read
    }

    fn simple(&mut self, view: &View<'_>, font: &Dictionary<'_>) {
        let number = |key| view.value(font, key).ok().and_then(|value| whole(&value));
        let first = number("FirstChar").unwrap_or(0);
        if let Ok(Object::Array(widths)) = view.value(font, "Widths") {
            for (code, width) in (first..=255).zip(widths.values()) {
                let width = view.resolve(width).ok().and_then(|width| width.as_number());
                if let Some(width) = width {
                    self.widths.insert(code, width);
                }
            }
        }
        // The same in all Latin encodings, which differ above; names that differ follow.
        for code in 0x20..=0xff_u8 {
            self.text
                .insert(u32::from(code), char::from(code).to_string());
        }
        if let Ok(Object::Dictionary(encoding)) = view.value(font, "Encoding")
            && let Ok(Object::Array(differences)) = view.value(&encoding, "Differences")
        {
            let mut code = 0_u32;
            for entry in differences.values() {
                match entry {
                    Object::Name(name) if code <= 255 => {
                        if let Some(text) = named(&name.decoded()) {
                            self.text.insert(code, text);
                        }
                        code += 1;
                    }
                    other => code = whole(other).unwrap_or(256),
                }
            }
        }
    }

    fn composite(&mut self, view: &View<'_>, font: &Dictionary<'_>) {
        if let Some(Object::Name(encoding)) = font.get("Encoding") {
            let name = encoding.decoded();
            let unicode = [b"-UCS2-".as_slice(), b"-UTF16-"];
            self.is_unicode = unicode
                .iter()
                .any(|part| name.windows(part.len()).any(|window| window == *part));
        }
        let Ok(Object::Array(below)) = view.value(font, "DescendantFonts") else {
            return;
        };
        let below = below.values().next().map(|font| view.resolve(font));
        let Some(Ok(Object::Dictionary(below))) = below else {
            return;
        };
        if let Ok(width) = view.value(&below, "DW")
            && let Some(width) = width.as_number()
        {
            self.default_width = width;
        }
        // Widths are by glyph, which is the code itself where the encoding is Identity.
        if let Ok(Object::Array(widths)) = view.value(&below, "W") {
            self.wide_widths(view, widths.values());
        }
    }

    /// `c [w1 w2 …]` and `first last w`.
    fn wide_widths<'o, 'd: 'o>(
        &mut self,
        view: &View<'d>,
        entries: impl Iterator<Item = &'o Object<'d>>,
    ) {
        let mut entries = entries;
        while let Some(first) = entries.next().and_then(whole) {
            let Some(second) = entries.next().and_then(|next| view.resolve(next).ok()) else {
                return;
            };
            if let Object::Array(list) = &second {
                for (code, width) in (first..).zip(list.values()) {
                    self.widen(code, width.as_number());
                }
                continue;
            }
            let width = entries.next().and_then(Object::as_number);
            let Some(last) = whole(&second) else { return };
            for code in (first..=last).take(self.widths_left) {
                self.widen(code, width);
            }
        }
    }

    fn widen(&mut self, code: u32, width: Option<f64>) {
        if let (Some(width), Some(left)) = (width, self.widths_left.checked_sub(1)) {
            self.widths_left = left;
            self.widths.insert(code, width);
        }
    }

    /// Takes a string apart.
    pub(in crate::pdf) fn codes(&self, string: &[u8]) -> Vec<Code> {
        let size = if self.is_wide { 2 } else { 1 };
        let codes = string.chunks(size).map(|octets| {
            let code = octets
                .iter()
                .fold(0, |sum, octet| sum << 8 | u32::from(*octet));
            let text = self.text.get(&code).cloned().or_else(|| {
                let unicode = char::from_u32(code).filter(|_| self.is_unicode);
                unicode.map(String::from)
            });
            Code {
                // What nobody knows breaks a word.
                text: text.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string()),
                width: self
                    .widths
                    .get(&code)
                    .copied()
                    .unwrap_or(self.default_width),
                is_space: !self.is_wide && code == 32,
            }
        });
        codes.collect()
    }
}

/// Reads a map; `None` where that cannot be done, or costs more than the document has left.
fn to_unicode(view: &View<'_>, id: ObjectId) -> Option<HashMap<u32, String>> {
    let map = view.follow(id).ok()??;
    let content = decoded(view, &map, LONGEST_MAP).ok()?;
    Some(character_map::read(&content, &view.document().budget))
}

fn whole(object: &Object<'_>) -> Option<u32> {
    match object {
        Object::Integer(value) => u32::try_from(*value).ok(),
        _ => None,
    }
}

/// The text of a glyph's name, of the forms that the Adobe Glyph List describes: a known name, `uniXXXX`
/// or `uXXXXX`.
fn named(name: &[u8]) -> Option<String> {
    if let Some(sign) = glyph_sign(name) {
        return Some(sign.to_string());
    }
    let name = std::str::from_utf8(name).ok()?;
    let digits = name
        .strip_prefix("uni")
        .or_else(|| name.strip_prefix('u'))?;
    let is_hexadecimal = digits.len() >= 4 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let code = u32::from_str_radix(digits, 16)
        .ok()
        .filter(|_| is_hexadecimal)?;
    char::from_u32(code).map(String::from)
}
