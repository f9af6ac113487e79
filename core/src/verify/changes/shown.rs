//! What the appearance of a text field shows, against what its value says (ISO 32000-2, 12.7.4.3; from
//! memory).
//!
//! Readers show the appearance; forms are read by their values. A later revision that fills a field may
//! not tell the two different things, nor cover the page with a picture or a filled surface in the
//! name of filling. So an appearance is taken for one of its value only where it is plain: text in
//! reading order in a box, with fonts whose codes can be told, after a background and a border. Text in a
//! font of two octets a code that says nothing of its signs passes where the font was there when the
//! document was signed.

mod content;
mod drawing;
mod glyphs;

use std::collections::HashSet;
use std::rc::Rc;

use super::Unanalysable;
use super::field::box_of;
use super::filling::Paint;
use super::side::Side;
use super::walk::Walk;
use crate::pdf::{Dictionary, Object, ObjectId};
use content::operations;
use drawing::{Box4, Run, draw};
use glyphs::{Comparison, Font, Kind, Simple, show};

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

/// How the values of a field are shown.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Manner {
    pub(super) is_password: bool,
    pub(super) is_comb: bool,
    pub(super) is_formatted: bool,
}

impl<'d> Walk<'_, 'd> {
    /// Returns whether an appearance stream of a text field shows something other than any of its
    /// `values`, or paints more than it may.
    pub(super) fn shows_otherwise(
        &mut self,
        stream: &Side<'d>,
        values: &[Rc<str>],
        paint: Paint,
        manner: Manner,
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
        let Some(bounds) = self.bounds(dictionary, paint.rotation)? else {
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
        let runs = operations(&content).and_then(|operations| draw(&operations, bounds, paint));
        let Some(runs) = runs else {
            return Ok(true);
        };
        let fonts = self.fonts(dictionary, &runs)?;
        let is_named = |run: &&Run| fonts.iter().any(|font| font.name == run.font);
        let foreign: Vec<Vec<u8>> = runs
            .iter()
            .filter(|run| !is_named(run))
            .map(|run| run.font.clone())
            .collect();
        if self.are_of_pages(&foreign)? {
            return Ok(true);
        }
        let comparison = Comparison {
            is_password: manner.is_password,
            is_comb: manner.is_comb,
            is_formatted: manner.is_formatted,
        };
        let mut values = values.iter();
        Ok(!values.any(|value| show(&runs, &fonts, value, comparison)))
    }

    /// Returns `/BBox` in the space of the content; `None` where it is not plain, or where `/Matrix` does
    /// more than turn the form as the field is turned.
    fn bounds(&self, form: &Dictionary<'d>, rotation: i64) -> Result<Option<Box4>, Unanalysable> {
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
        Ok(is_turned_alike.then_some(bounds))
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

    /// Returns the fonts in the resources of a form that its text uses.
    fn fonts(&mut self, form: &Dictionary<'d>, runs: &[Run]) -> Result<Vec<Font>, Unanalysable> {
        let mut found = Vec::new();
        let Object::Dictionary(resources) = self.new.value(form, "Resources")? else {
            return Ok(found);
        };
        let Object::Dictionary(fonts) = self.new.value(&resources, "Font")? else {
            return Ok(found);
        };
        for entry in fonts.entries.iter() {
            let name = entry.key.decoded().into_owned();
            if !runs.iter().any(|run| run.font == name) {
                continue;
            }
            let Object::Dictionary(font) = self.new.resolve(&entry.value)? else {
                continue;
            };
            let kind = self.kind_of_font(&entry.value, &font)?;
            found.push(Font { name, kind });
        }
        Ok(found)
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
        let base = base
            .as_name()
            .map(|name| name.decoded().to_ascii_lowercase());
        let has = |part: &[u8]| {
            let base = base.as_deref().unwrap_or_default();
            base.windows(part.len()).any(|window| window == part)
        };
        if PICTURES.iter().any(|part| has(part)) {
            return Ok(Kind::Misleading);
        }
        let is = |name: &str| subtype.as_name().is_some_and(|own| own.is(name));
        if is("Type0") {
            return self.kind_of_composite(font, is_old);
        }
        if !["Type1", "TrueType", "MMType1"].iter().any(|name| is(name)) {
            return Ok(Kind::Misleading);
        }
        self.simple(font)
    }

    fn kind_of_composite(&self, font: &Dictionary<'d>, is_old: bool) -> Result<Kind, Unanalysable> {
        let encoding = self.new.value(font, "Encoding")?;
        let name = encoding.as_name().map(|name| name.decoded().into_owned());
        let name = name.unwrap_or_default();
        let has = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
        Ok(
            if name.starts_with(b"Uni") && (has(b"UCS2-H") || has(b"UTF16-H")) {
                Kind::Utf16
            } else if name.starts_with(b"GBK") && name.ends_with(b"-H") {
                Kind::Gbk
            } else if is_old {
                Kind::Unknown
            } else {
                Kind::Misleading
            },
        )
    }

    fn simple(&mut self, font: &Dictionary<'d>) -> Result<Kind, Unanalysable> {
        let encoding = self.new.value(font, "Encoding")?;
        let base = match &encoding {
            Object::Dictionary(encoding) => self.new.value(encoding, "BaseEncoding")?,
            other => other.clone(),
        };
        let is_win_ansi = base
            .as_name()
            .is_some_and(|name| name.is("WinAnsiEncoding"));
        let mut simple = Simple::new(is_win_ansi);
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
        if let Object::Array(widths) = self.new.value(font, "Widths")? {
            let first = self.new.value(font, "FirstChar")?.as_integer().unwrap_or(0);
            for (code, width) in (first..).zip(widths.values().take(256)) {
                self.edges.visit()?;
                let width = self.new.resolve(width)?.as_number().unwrap_or(0.0);
                let place = usize::try_from(code).ok();
                if let Some(misleads) = place.and_then(|place| simple.misleading.get_mut(place)) {
                    // What is too narrow lies under its neighbour.
                    *misleads |= width < 100.0;
                }
            }
        }
        Ok(Kind::Simple(Box::new(simple)))
    }

    /// Returns whether any of the fonts is one of a page: some readers look there for what a form does not
    /// name, and then its text can look like anything. Where no page has it, the form of the document
    /// names it, or nothing is shown.
    fn are_of_pages(&mut self, names: &[Vec<u8>]) -> Result<bool, Unanalysable> {
        if names.is_empty() {
            return Ok(false);
        }
        let fonts = match self.page_fonts.take() {
            Some(known) => known,
            None => {
                let mut found = HashSet::new();
                for page in self.new.pages() {
                    self.edges.visit()?;
                    let page = page?;
                    let Some(resources) = page.inherited("Resources") else {
                        continue;
                    };
                    let Object::Dictionary(resources) = self.new.resolve(resources)? else {
                        continue;
                    };
                    if let Object::Dictionary(fonts) = self.new.value(&resources, "Font")? {
                        let names = fonts.entries.iter().map(|entry| entry.key.decoded());
                        found.extend(names.map(|name| name.into_owned()));
                    }
                }
                found
            }
        };
        let are = names.iter().any(|name| fonts.contains(name));
        self.page_fonts = Some(fonts);
        Ok(are)
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
