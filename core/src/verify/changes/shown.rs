//! What the appearance of a text field shows, against what its value says (ISO 32000-2, 12.7.4.3; from
//! memory).
//!
//! Readers show the appearance; forms are read by their values. A later revision that fills a field may
//! not tell the two different things, nor cover the page with a picture or a filled surface in the
//! name of filling. So an appearance is taken for one of its value only where it is plain: text in
//! reading order in a box, with fonts whose signs and widths can be told, after a background and a border.
//! The glyphs themselves are not looked at: fonts with glyphs of their own pass where they were there when
//! the document was signed.

mod content;
mod drawing;
mod glyphs;
mod metrics;
mod path;
mod value;

use std::collections::HashMap;
use std::rc::Rc;

use super::Unanalysable;
use super::field::box_of;
use super::side::Side;
use super::walk::Walk;
use crate::pdf::{Dictionary, FontText, Object, ObjectId};
use content::operations;
use drawing::{Box4, draw};
use encoding_rs::{MACINTOSH, WINDOWS_1252};
use glyphs::{Coding, Font, Kind, Named, Simple};
use metrics::Family;
pub(super) use path::Paint;
pub(super) use value::Manner;
use value::is_value;

/// Longest content of an appearance that is read, octets.
const LONGEST: usize = 1 << 20;

/// Most octets of appearances that are read for one document.
pub(super) const MOST: usize = 32 << 20;

/// What the dictionary of an appearance may say.
const KNOWN: [&str; 13] = [
    "Type",
    "Subtype",
    "FormType",
    "BBox",
    "Matrix",
    "Resources",
    "Length",
    "Filter",
    "DecodeParms",
    "Group",
    "Name",
    "LastModified",
    "PieceInfo",
];

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

/// Fonts of pages, by name.
pub(super) type PageFonts = HashMap<Vec<u8>, Option<ObjectId>>;

/// How much larger or smaller than its field an appearance may be: readers stretch it.
const STRETCHED: f64 = 0.05;

impl<'d> Walk<'_, 'd> {
    /// Returns whether an appearance stream of a text field shows something other than any of its
    /// `values`, or paints more than it may.
    pub(super) fn shows_otherwise(
        &mut self,
        stream: &Side<'d>,
        values: &[Rc<str>],
        (paint, manner): (Paint, Manner),
        rectangle: Option<[f64; 4]>,
    ) -> Result<bool, Unanalysable> {
        let (Some(id), Some(dictionary)) = (stream.id, stream.dictionary()) else {
            return Ok(true);
        };
        let is_form = stream.stream.is_some()
            && self
                .new
                .value(dictionary, "Subtype")?
                .as_name()
                .is_some_and(|name| name.is("Form"));
        let mut entries = dictionary.entries.iter();
        if !is_form || !entries.all(|entry| KNOWN.iter().any(|key| entry.key.is(key))) {
            return Ok(true);
        }
        let Some(bounds) = self.bounds(dictionary, paint.rotation, rectangle)? else {
            return Ok(true);
        };
        let Some(object) = self.new.get(id)? else {
            return Ok(true);
        };
        let most = LONGEST.min(self.edges.appearances);
        let Ok(content) = self.new.decode_within(&object, most) else {
            return Ok(true);
        };
        self.edges.appearances = self.edges.appearances.saturating_sub(content.len());
        let Some(operations) = operations(&content) else {
            return Ok(true);
        };
        let fonts = self.fonts(dictionary, &drawing::fonts(&operations))?;
        let drawn = draw(&operations, &fonts, bounds, (paint, manner.is_comb));
        Ok(!drawn.is_some_and(|drawn| values.iter().any(|value| is_value(&drawn, value, manner))))
    }

    /// Returns `/BBox` in the space of the content; `None` where it is not plain, not
    /// as large as the field, or where `/Matrix` does more than turn the form as the field is turned.
    fn bounds(
        &self,
        form: &Dictionary<'d>,
        rotation: i64,
        rectangle: Option<[f64; 4]>,
    ) -> Result<Option<Box4>, Unanalysable> {
        let Some(bounds) = box_of(self.new, form)? else {
            return Ok(None);
        };
        let turned = match rotation.rem_euclid(360) {
            90 => [0.0, 1.0, -1.0, 0.0],
            180 => [-1.0, 0.0, 0.0, -1.0],
            270 => [0.0, -1.0, 1.0, 0.0],
            _ => [1.0, 0.0, 0.0, 1.0],
        };
        let is_turned_alike = match form.get("Matrix") {
            None => rotation.rem_euclid(360) == 0,
            Some(_) => self.array(form, "Matrix")?.is_some_and(|matrix| {
                matrix.len() == 6 && matrix.iter().zip(turned).all(|(a, b)| (a - b).abs() < 1e-6)
            }),
        };
        let size = |[left, bottom, right, top]: Box4| ((right - left).abs(), (top - bottom).abs());
        let (own, field) = (size(bounds), rectangle.map(size).unwrap_or_default());
        let field = match rotation.rem_euclid(180) {
            90 => (field.1, field.0),
            _ => field,
        };
        let is = |own: f64, field: f64| (own - field).abs() <= STRETCHED * field;
        let is_as_large = is(own.0, field.0) && is(own.1, field.1);
        Ok((is_turned_alike && is_as_large).then_some(bounds))
    }

    /// Returns an array of numbers and nothing else.
    fn array(
        &self,
        dictionary: &Dictionary<'d>,
        key: &str,
    ) -> Result<Option<Vec<f64>>, Unanalysable> {
        let Object::Array(array) = self.new.value(dictionary, key)? else {
            return Ok(None);
        };
        let mut numbers = Vec::with_capacity(6);
        for value in array.values().take(7) {
            match self.new.resolve(value)?.as_number() {
                Some(number) => numbers.push(number),
                None => return Ok(None),
            }
        }
        Ok(Some(numbers))
    }

    /// Returns the fonts that a form chooses: those of its resources, or of the form of the document
    /// where no page has another of that name, in which some readers look first.
    fn fonts(&mut self, form: &Dictionary<'d>, names: &[&[u8]]) -> Result<Vec<Font>, Unanalysable> {
        let own = self.fonts_of(form, "Resources")?;
        let mut defaults = None;
        let mut found = Vec::new();
        for name in names {
            let mut value = own.get(*name).cloned();
            if value.is_none() {
                let defaults = match &mut defaults {
                    Some(known) => known,
                    none => none.insert(self.default_fonts()?),
                };
                value = defaults.get(*name).cloned();
                let of_pages = self.page_fonts()?.get(*name).copied();
                let reference = value.as_ref().and_then(Object::as_reference);
                if of_pages.is_some_and(|id| id.is_none() || id != reference) {
                    continue;
                }
            }
            let Some(value) = value else {
                // What nobody names is drawn with a usual font by all that draw it.
                if names.len() == 1 {
                    let kind = Kind::Simple(Box::new(Simple::new(None, Family::Helvetica)));
                    let name = name.to_vec();
                    found.push(Font { name, kind });
                }
                continue;
            };
            let Object::Dictionary(font) = self.new.resolve(&value)? else {
                continue;
            };
            let kind = self.kind_of_font(&value, &font)?;
            let name = name.to_vec();
            found.push(Font { name, kind });
        }
        Ok(found)
    }

    /// Returns the fonts of the resources that a dictionary has under a key, by name.
    fn fonts_of(
        &self,
        dictionary: &Dictionary<'d>,
        key: &str,
    ) -> Result<HashMap<Vec<u8>, Object<'d>>, Unanalysable> {
        let Object::Dictionary(resources) = self.new.value(dictionary, key)? else {
            return Ok(HashMap::new());
        };
        let Object::Dictionary(fonts) = self.new.value(&resources, "Font")? else {
            return Ok(HashMap::new());
        };
        let entries = fonts.entries.iter();
        Ok(entries
            .map(|entry| (entry.key.decoded().into_owned(), entry.value.clone()))
            .collect())
    }

    /// Returns the fonts of the form of the document.
    fn default_fonts(&self) -> Result<HashMap<Vec<u8>, Object<'d>>, Unanalysable> {
        let catalog = self.new.catalog()?;
        let Some(catalog) = catalog.dictionary() else {
            return Ok(HashMap::new());
        };
        match self.new.value(catalog, "AcroForm")? {
            Object::Dictionary(form) => self.fonts_of(&form, "DR"),
            _ => Ok(HashMap::new()),
        }
    }

    fn kind_of_font(
        &mut self,
        value: &Object<'d>,
        font: &Dictionary<'d>,
    ) -> Result<Kind, Unanalysable> {
        let is_old = |id: ObjectId| self.is_old(id.number) && !self.is_different(id.number);
        let is_old = value.as_reference().is_some_and(is_old);
        if !is_old && self.has_glyphs(font)? {
            return Ok(Kind::Misleading);
        }
        let subtype = self.new.value(font, "Subtype")?;
        let base = self.new.value(font, "BaseFont")?;
        let Some(base) = base
            .as_name()
            .map(|name| name.decoded().to_ascii_lowercase())
        else {
            return Ok(Kind::Misleading);
        };
        let has = |part: &[u8]| base.windows(part.len()).any(|window| window == part);
        if PICTURES.iter().any(|part| has(part)) {
            return Ok(Kind::Misleading);
        }
        let is = |name: &str| subtype.as_name().is_some_and(|own| own.is(name));
        if is("Type0") {
            return self.kind_of_composite(font, is_old);
        }
        let is_known = ["Type1", "TrueType", "MMType1"].iter().any(|name| is(name));
        // Of a font that has some signs only, nobody says which.
        let is_subset = base.get(6) == Some(&b'+');
        if !is_known || is_subset && self.has_glyphs(font)? {
            return Ok(Kind::Misleading);
        }
        self.simple(font, Family::of(&base))
    }

    fn kind_of_composite(
        &mut self,
        font: &Dictionary<'d>,
        is_old: bool,
    ) -> Result<Kind, Unanalysable> {
        let encoding = self.new.value(font, "Encoding")?;
        let Some(name) = encoding.as_name() else {
            return Ok(Kind::Misleading);
        };
        if name.is("Identity-H") && is_old && font.get("ToUnicode").is_some() {
            return Ok(Kind::Mapped(FontText::read(&self.new, font)));
        }
        let Some((_, collection, coding, first)) = MAPS.iter().find(|(map, ..)| name.is(map))
        else {
            return Ok(Kind::Misleading);
        };
        if self.collection(font)?.as_deref() != Some(collection.as_bytes()) {
            return Ok(Kind::Misleading);
        }
        Ok(Kind::Named(Named {
            coding: *coding,
            metrics: FontText::read(&self.new, font),
            first: *first,
        }))
    }

    /// Returns the collection of glyphs of Adobe that the one font below a composite one has.
    fn collection(&self, font: &Dictionary<'d>) -> Result<Option<Vec<u8>>, Unanalysable> {
        let Object::Array(below) = self.new.value(font, "DescendantFonts")? else {
            return Ok(None);
        };
        let [only] = below.items.as_slice() else {
            return Ok(None);
        };
        let Object::Dictionary(below) = self.new.resolve(&only.value)? else {
            return Ok(None);
        };
        let Object::Dictionary(system) = self.new.value(&below, "CIDSystemInfo")? else {
            return Ok(None);
        };
        let text = |key| -> Result<Option<Vec<u8>>, Unanalysable> {
            let value = self.new.value(&system, key)?;
            Ok(value.as_string().map(|text| text.to_text().into_bytes()))
        };
        let is_adobes = text("Registry")?.as_deref() == Some(b"Adobe".as_slice());
        Ok(text("Ordering")?.filter(|_| is_adobes))
    }

    fn simple(&mut self, font: &Dictionary<'d>, family: Family) -> Result<Kind, Unanalysable> {
        let encoding = self.new.value(font, "Encoding")?;
        let base = match &encoding {
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
        let mut simple = Simple::new(above, family);
        if let Object::Dictionary(encoding) = &encoding
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
                let mut known = HashMap::new();
                for (code, width) in (first.unwrap_or(-1)..).zip(widths.values().take(256)) {
                    self.edges.visit()?;
                    let width = self.new.resolve(width)?.as_number();
                    if let (Ok(code), Some(width)) = (u8::try_from(code), width) {
                        known.insert(code, width / 1000.0);
                    }
                }
                let last = self.new.value(font, "LastChar")?.as_integer();
                known.retain(|code, _| last.is_some_and(|last| i64::from(*code) <= last));
                simple.widths(known);
            }
            _ => return Ok(Kind::Misleading),
        }
        Ok(Kind::Simple(Box::new(simple)))
    }

    /// Returns the fonts of pages by name, `None` where pages have different ones or one that is no
    /// object: some readers look there for what a form does not name.
    fn page_fonts(&mut self) -> Result<&PageFonts, Unanalysable> {
        if self.page_fonts.is_none() {
            let mut found = PageFonts::new();
            for page in self.new.pages() {
                self.edges.visit()?;
                let page = page?;
                let Some(resources) = page.inherited("Resources") else {
                    continue;
                };
                let Object::Dictionary(resources) = self.new.resolve(resources)? else {
                    continue;
                };
                let Object::Dictionary(fonts) = self.new.value(&resources, "Font")? else {
                    continue;
                };
                for entry in fonts.entries.iter() {
                    let id = entry.value.as_reference();
                    let known = found.entry(entry.key.decoded().into_owned()).or_insert(id);
                    if *known != id {
                        *known = None;
                    }
                }
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
