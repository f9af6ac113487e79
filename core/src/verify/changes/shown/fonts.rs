//! The fonts of an appearance: where they are found, and whether the signs that they draw can be told.

use std::collections::{HashMap, HashSet};

use encoding_rs::{BIG5, GBK, MACINTOSH, WINDOWS_1252};

use super::super::Unanalysable;
use super::super::walk::Walk;
use super::glyphs::{Coding, Font, Kind, Named, Simple};
use super::metrics::Family;
use crate::pdf::{Dictionary, FontText, Object};

/// `Symbolic`, bit 3 of `/Flags` of a font's descriptor (ISO 32000-2, table 121; from memory).
const SYMBOLIC: i64 = 0b100;

/// Parts of names of fonts whose letters are pictures.
const PICTURES: [&[u8]; 4] = [b"dingbat", b"symbol", b"webding", b"wingding"];

/// Maps that take codes for Unicode or GBK, each with the collection of glyphs that it is for and the
/// glyph of the space (ISO 32000-2, table 116; Adobe's collections GB1 and CNS1; from
/// memory). Those of Japan and Korea draw another sign for the backslash.
const MAPS: [(&str, &str, Coding, u32); 6] = [
    ("UniGB-UCS2-H", "GB1", Coding::Utf16, 1),
    ("UniGB-UTF16-H", "GB1", Coding::Utf16, 1),
    ("UniCNS-UCS2-H", "CNS1", Coding::Utf16, 1),
    ("UniCNS-UTF16-H", "CNS1", Coding::Utf16, 1),
    ("GBK-EUC-H", "GB1", Coding::Gbk, 814),
    ("GBKp-EUC-H", "GB1", Coding::Gbk, 1),
];

/// Glyphs of ASCII in Adobe's collections GB1 and CNS1 (from memory).
const PROPORTIONAL: std::ops::RangeInclusive<i64> = 1..=95;
/// The same half a square wide, in GB1.
const HALF: std::ops::RangeInclusive<i64> = 814..=907;

/// Most names of fonts that an appearance chooses.
const MOST_NAMES: usize = 8;
/// Greatest number of a glyph.
const LAST_GLYPH: i64 = 0xffff;

/// Names of the fonts of pages, with the numbers of those that are objects.
pub(in super::super) type PageFonts = HashSet<(Vec<u8>, Option<u32>)>;

/// A name stands for one font here and for another there.
struct Ambiguous;

impl<'d> Walk<'_, 'd> {
    /// Returns the fonts that a form chooses among its own resources, which are fonts and no more. Where
    /// others are looked for, readers do not agree: if it chooses but one, they draw its text with the font
    /// of that name of the form of the document, with a usual one, or not at all, which all show no other
    /// value.
    pub(super) fn fonts(
        &mut self,
        form: &Dictionary<'d>,
        names: &[&[u8]],
    ) -> Result<Option<Vec<Font>>, Unanalysable> {
        let resources = self.plain(form, "Resources")?;
        let is_plain = resources.as_ref().is_some_and(|resources| {
            let mut entries = resources.entries.iter();
            entries.all(|entry| entry.key.is("Font") || entry.key.is("ProcSet"))
        });
        let fonts = match &resources {
            Some(resources) if is_plain => self.plain(resources, "Font")?,
            None if form.get("Resources").is_none() => None,
            _ => return Ok(None),
        };
        // Text is in one font; a name chosen in vain may stand beside it.
        if names.len() > MOST_NAMES {
            return Ok(None);
        }
        let mut found = Vec::new();
        for name in names {
            let own = fonts.as_ref().and_then(|fonts| {
                let mut entries = fonts.entries.iter();
                entries.find(|entry| entry.key.decoded().as_ref() == *name)
            });
            let own = own.map(|entry| entry.value.clone());
            let value = match own {
                Some(value) => Some(value),
                None if names.len() == 1 => match self.default_font(name)? {
                    Ok(default) => default,
                    Err(Ambiguous) => continue,
                },
                None => continue,
            };
            let Some(value) = value else {
                let simple = Simple::new(None, Family::Helvetica);
                found.push(Font {
                    name: name.to_vec(),
                    kind: Kind::Simple(Box::new(simple)),
                });
                continue;
            };
            let Some(font) = self.dictionary(&value)? else {
                continue;
            };
            let kind = self.kind_of_font(&font)?;
            let name = name.to_vec();
            found.push(Font { name, kind });
        }
        Ok(Some(found))
    }

    /// Returns the font of a name that the form of the document has, if no page has another under it.
    fn default_font(
        &mut self,
        name: &[u8],
    ) -> Result<Result<Option<Object<'d>>, Ambiguous>, Unanalysable> {
        let catalog = self.new.catalog()?;
        let form = match catalog.dictionary() {
            Some(catalog) => self.plain(catalog, "AcroForm")?,
            None => None,
        };
        let resources = match &form {
            Some(form) => self.plain(form, "DR")?,
            None => None,
        };
        let fonts = match &resources {
            Some(resources) => self.plain(resources, "Font")?,
            None => None,
        };
        let found = fonts.as_ref().and_then(|fonts| {
            let mut entries = fonts.entries.iter();
            let found = entries.find(|entry| entry.key.decoded().as_ref() == name);
            found.map(|entry| entry.value.clone())
        });
        let number = found.as_ref().and_then(Object::as_reference);
        let number = number.map(|id| id.number);
        let mut of_pages = self.page_fonts()?.iter();
        let is_another =
            of_pages.any(|(of_page, own)| of_page == name && (own.is_none() || *own != number));
        Ok(match is_another {
            true => Err(Ambiguous),
            false => Ok(found),
        })
    }

    /// Returns a dictionary that is no stream's.
    fn dictionary(&self, value: &Object<'d>) -> Result<Option<Dictionary<'d>>, Unanalysable> {
        let found = match value {
            Object::Reference(id) => match self.new.follow(*id)? {
                Some(found) if found.stream.is_none() => found.value,
                _ => return Ok(None),
            },
            direct => direct.clone(),
        };
        Ok(match found {
            Object::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        })
    }

    fn plain(
        &self,
        dictionary: &Dictionary<'d>,
        key: &str,
    ) -> Result<Option<Dictionary<'d>>, Unanalysable> {
        match dictionary.get(key) {
            Some(value) => self.dictionary(value),
            None => Ok(None),
        }
    }

    fn kind_of_font(&mut self, font: &Dictionary<'d>) -> Result<Kind, Unanalysable> {
        let base = self.new.value(font, "BaseFont")?;
        let Some(base) = base.as_name().map(|name| name.decoded().into_owned()) else {
            return Ok(Kind::Misleading);
        };
        let small = base.to_ascii_lowercase();
        let has = |part: &[u8]| small.windows(part.len()).any(|window| window == part);
        // What glyphs of its own show, nobody looked at: signed content may never have used them.
        let is_plain = !self.has_glyphs(font)? && font.get("ToUnicode").is_none();
        if !is_plain || PICTURES.iter().any(|part| has(part)) {
            return Ok(Kind::Misleading);
        }
        let subtype = self.new.value(font, "Subtype")?;
        let is = |name: &str| subtype.as_name().is_some_and(|own| own.is(name));
        if is("Type0") {
            return self.kind_of_composite(font);
        }
        match Family::of(&base) {
            Some(family) if is("Type1") || is("TrueType") => self.simple(font, family),
            _ => Ok(Kind::Misleading),
        }
    }

    fn kind_of_composite(&mut self, font: &Dictionary<'d>) -> Result<Kind, Unanalysable> {
        let encoding = self.new.value(font, "Encoding")?;
        let Some(name) = encoding.as_name() else {
            return Ok(Kind::Misleading);
        };
        let known = MAPS.iter().find(|(map, ..)| name.is(map));
        let (Some((_, collection, coding, first)), Some(below)) = (known, self.descendant(font)?)
        else {
            return Ok(Kind::Misleading);
        };
        // Some readers choose glyphs by this although there are none to choose from.
        let glyphs = self.new.value(&below, "CIDToGIDMap")?;
        let is_usual = glyphs.is_null() || glyphs.as_name().is_some_and(|name| name.is("Identity"));
        let is_of_map = self.collection(&below)?.as_deref() == Some(collection.as_bytes());
        let is_gb = *collection == "GB1";
        if !is_usual || !is_of_map || !self.has_usual_widths(&below, is_gb)? {
            return Ok(Kind::Misleading);
        }
        Ok(Kind::Named(Named {
            coding: *coding,
            encoding: if is_gb { GBK } else { BIG5 },
            metrics: FontText::read(&self.new, font),
            first: *first,
        }))
    }

    /// Returns the one font below a composite one.
    fn descendant(&self, font: &Dictionary<'d>) -> Result<Option<Dictionary<'d>>, Unanalysable> {
        let Object::Array(below) = self.new.value(font, "DescendantFonts")? else {
            return Ok(None);
        };
        match below.items.as_slice() {
            [only] => self.dictionary(&only.value),
            _ => Ok(None),
        }
    }

    /// Returns the collection of glyphs of Adobe that a font has.
    fn collection(&self, below: &Dictionary<'d>) -> Result<Option<Vec<u8>>, Unanalysable> {
        let Some(system) = self.plain(below, "CIDSystemInfo")? else {
            return Ok(None);
        };
        let text = |key| -> Result<Option<Vec<u8>>, Unanalysable> {
            let value = self.new.value(&system, key)?;
            Ok(value.as_string().map(|text| text.to_text().into_bytes()))
        };
        let is_adobes = text("Registry")?.as_deref() == Some(b"Adobe".as_slice());
        Ok(text("Ordering")?.filter(|_| is_adobes))
    }

    /// Returns whether a font draws Chinese signs in squares, and says another width of those of ASCII
    /// only, once each.
    fn has_usual_widths(
        &mut self,
        below: &Dictionary<'d>,
        has_half: bool,
    ) -> Result<bool, Unanalysable> {
        let whole = self.new.value(below, "DW")?;
        if !whole.is_null() && whole.as_number() != Some(1000.0) {
            return Ok(false);
        }
        let widths = match self.new.value(below, "W")? {
            Object::Null => return Ok(true),
            Object::Array(widths) => widths,
            _ => return Ok(false),
        };
        let mut items = Vec::new();
        for item in widths.values() {
            self.edges.visit()?;
            items.push(self.new.resolve(item)?);
        }
        let mut seen = HashSet::new();
        let mut is_usual = |glyph: i64, width: Option<f64>| {
            let is_narrow = PROPORTIONAL.contains(&glyph) || has_half && HALF.contains(&glyph);
            let is_width = width.is_some_and(|width| (200.0..=1050.0).contains(&width));
            is_narrow && is_width && seen.insert(glyph)
        };
        let mut rest = items.as_slice();
        while let [first, next, after @ ..] = rest {
            let is_glyph = |glyph: &i64| (0..=LAST_GLYPH).contains(glyph);
            let Some(first) = first.as_integer().filter(is_glyph) else {
                return Ok(false);
            };
            match (next, after) {
                (Object::Array(each), _) => {
                    for (glyph, width) in (first..).zip(each.values()) {
                        self.edges.visit()?;
                        if !is_usual(glyph, self.new.resolve(width)?.as_number()) {
                            return Ok(false);
                        }
                    }
                    rest = after;
                }
                (Object::Integer(last), [width, after @ ..]) if is_glyph(last) => {
                    if !(first..=*last).all(|glyph| is_usual(glyph, width.as_number())) {
                        return Ok(false);
                    }
                    rest = after;
                }
                _ => return Ok(false),
            }
        }
        Ok(rest.is_empty())
    }

    fn simple(&mut self, font: &Dictionary<'d>, family: Family) -> Result<Kind, Unanalysable> {
        let own = match font.get("Encoding") {
            None => Object::Null,
            Some(value) => match self.new.resolve(value)? {
                Object::Dictionary(_) => match self.dictionary(value)? {
                    Some(encoding) => Object::Dictionary(encoding),
                    None => return Ok(Kind::Misleading),
                },
                other => other,
            },
        };
        let base = match &own {
            Object::Dictionary(encoding) => self.new.value(encoding, "BaseEncoding")?,
            other => other.clone(),
        };
        let above = match &base {
            Object::Null => None,
            Object::Name(name) if name.is("WinAnsiEncoding") => Some(WINDOWS_1252),
            Object::Name(name) if name.is("MacRomanEncoding") => Some(MACINTOSH),
            Object::Name(name) if name.is("StandardEncoding") || name.is("PDFDocEncoding") => None,
            _ => return Ok(Kind::Misleading),
        };
        // Codes of fonts that say to be symbolic are looked for in other places.
        let flags = match self.plain(font, "FontDescriptor")? {
            Some(descriptor) => self.new.value(&descriptor, "Flags")?.as_integer(),
            None => None,
        };
        if flags.is_some_and(|flags| flags & SYMBOLIC != 0) {
            return Ok(Kind::Misleading);
        }
        let mut simple = Simple::new(above, family);
        if let Object::Dictionary(encoding) = &own
            && let Object::Array(differences) = self.new.value(encoding, "Differences")?
        {
            let mut code = 0_i64;
            for value in differences.values() {
                self.edges.visit()?;
                match self.new.resolve(value)? {
                    Object::Integer(first) => code = first,
                    Object::Name(name) => {
                        if let Ok(code) = u8::try_from(code) {
                            simple.difference(code, &name.decoded());
                        }
                        code = code.saturating_add(1);
                    }
                    _ => return Ok(Kind::Misleading),
                }
            }
        }
        match self.new.value(font, "Widths")? {
            Object::Null => {}
            Object::Array(widths) => {
                let first = self.new.value(font, "FirstChar")?.as_integer();
                let last = self.new.value(font, "LastChar")?.as_integer();
                let codes = first.zip(last).filter(|(first, last)| {
                    let count = last
                        .checked_sub(*first)
                        .and_then(|less| less.checked_add(1));
                    let count = count.and_then(|count| usize::try_from(count).ok());
                    *first >= 0 && *last <= 255 && count == Some(widths.items.len())
                });
                let Some((first, _)) = codes else {
                    return Ok(Kind::Misleading);
                };
                let mut known = HashMap::new();
                for (code, width) in (first..).zip(widths.values()) {
                    self.edges.visit()?;
                    let width = self.new.resolve(width)?.as_number();
                    if let (Ok(code), Some(width)) = (u8::try_from(code), width) {
                        known.insert(code, width / 1000.0);
                    }
                }
                simple.widths(known);
            }
            _ => return Ok(Kind::Misleading),
        }
        Ok(Kind::Simple(Box::new(simple)))
    }

    /// Returns the names of the fonts of pages, with the numbers of those that are objects.
    fn page_fonts(&mut self) -> Result<&PageFonts, Unanalysable> {
        if self.page_fonts.is_none() {
            let mut found = PageFonts::new();
            for page in self.old.pages() {
                self.edges.visit()?;
                let page = page?;
                let Some(resources) = page.inherited("Resources") else {
                    continue;
                };
                let Object::Dictionary(resources) = self.old.resolve(resources)? else {
                    continue;
                };
                let Object::Dictionary(fonts) = self.old.value(&resources, "Font")? else {
                    continue;
                };
                found.extend(fonts.entries.iter().map(|entry| {
                    let number = entry.value.as_reference().map(|id| id.number);
                    (entry.key.decoded().into_owned(), number)
                }));
            }
            self.page_fonts = Some(found);
        }
        Ok(self.page_fonts.get_or_insert_default())
    }

    /// Returns whether a font has glyphs of its own.
    fn has_glyphs(&self, font: &Dictionary<'d>) -> Result<bool, Unanalysable> {
        let has_file = |font: &Dictionary<'d>| -> Result<bool, Unanalysable> {
            let Object::Dictionary(descriptor) = self.new.value(font, "FontDescriptor")? else {
                return Ok(false);
            };
            let files = ["FontFile", "FontFile2", "FontFile3"];
            Ok(files.iter().any(|key| descriptor.get(key).is_some()))
        };
        if has_file(font)? {
            return Ok(true);
        }
        if let Object::Array(below) = self.new.value(font, "DescendantFonts")? {
            for one in below.values().take(2) {
                if let Object::Dictionary(one) = self.new.resolve(one)?
                    && has_file(&one)?
                {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}
