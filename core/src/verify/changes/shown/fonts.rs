//! The font of an appearance: an object of its own, one of the standard Latin text faces, described by its name
//! and no more, so that every reader draws the signs of ASCII with it alike (ISO 32000-2, 9.6.2; from memory).

use super::super::Unanalysable;
use super::super::walk::Walk;
use super::metrics::Family;
use crate::pdf::{Dictionary, LONGEST_NAME, Name, Object, View};

/// What the dictionary of a font may say.
const KNOWN: [&str; 5] = ["Type", "Subtype", "BaseFont", "Name", "Encoding"];
/// The encodings that a font may name: of one mind about ASCII.
const ENCODINGS: [&str; 3] = ["WinAnsiEncoding", "StandardEncoding", "MacRomanEncoding"];

/// A font of an appearance.
pub(super) struct Font {
    pub(super) name: Vec<u8>,
    pub(super) family: Family,
}

/// A sign of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Code {
    pub(super) sign: char,
    /// In sizes of the font.
    pub(super) width: f64,
}

impl Font {
    /// Returns the signs of a string; `None` where one is no printable sign of ASCII.
    pub(super) fn decode(&self, octets: &[u8]) -> Option<Vec<Code>> {
        let codes = octets.iter().map(|octet| {
            let sign = char::from(*octet);
            let width = self.family.width(sign)?;
            Some(Code { sign, width })
        });
        codes.collect()
    }
}

impl<'d> Walk<'_, 'd> {
    /// Returns the one font that a form chooses among its own resources, which are fonts and no more, or
    /// nothing where it chooses none; `None` where it is not there, or not one that all readers have.
    pub(super) fn fonts(
        &self,
        form: &Dictionary<'d>,
        names: &[&[u8]],
    ) -> Result<Option<Option<Font>>, Unanalysable> {
        if !self.has_fonts_only(self.new, form)? {
            return Ok(None);
        }
        let name = match names {
            [] => return Ok(Some(None)),
            [name] => *name,
            _ => return Ok(None),
        };
        let fonts = match self.plain(self.new, form.get("Resources"))? {
            Some(resources) => self.plain(self.new, resources.get("Font"))?,
            None => None,
        };
        let Some(fonts) = fonts else { return Ok(None) };
        // Some readers cut other names, and then find another font.
        let is_plain = |key: &Name<'_>| {
            key.raw.len() <= LONGEST_NAME && key.decoded().iter().all(u8::is_ascii_graphic)
        };
        if !fonts.entries.iter().all(|entry| is_plain(&entry.key)) {
            return Ok(None);
        }
        let mut entries = fonts.entries.iter();
        let own = entries.find(|entry| entry.key.decoded().as_ref() == name);
        // Some readers know what stands in the resources themselves by a short hash, which others may share.
        let own = own.map(|entry| &entry.value);
        let own = own.filter(|font| font.as_reference().is_some());
        let Some(font) = self.plain(self.new, own)? else {
            return Ok(None);
        };
        let family = self.family(&font, name)?;
        let name = name.to_vec();
        Ok(family.map(|family| Some(Font { name, family })))
    }

    /// Returns whether the resources of a form are fonts and no more, if it has any.
    pub(super) fn has_fonts_only(
        &self,
        view: View<'d>,
        form: &Dictionary<'d>,
    ) -> Result<bool, Unanalysable> {
        let Some(resources) = form.get("Resources") else {
            return Ok(true);
        };
        Ok(self.plain(view, Some(resources))?.is_some_and(|resources| {
            let mut entries = resources.entries.iter();
            entries.all(|entry| entry.key.is("Font") || entry.key.is("ProcSet"))
        }))
    }

    /// Returns a dictionary that is no stream's.
    pub(in super::super) fn plain(
        &self,
        view: View<'d>,
        value: Option<&Object<'d>>,
    ) -> Result<Option<Dictionary<'d>>, Unanalysable> {
        let found = match value {
            Some(Object::Reference(id)) => match view.follow(*id)? {
                Some(found) if found.stream.is_none() => found.value,
                _ => return Ok(None),
            },
            Some(direct) => direct.clone(),
            None => return Ok(None),
        };
        Ok(match found {
            Object::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        })
    }

    /// Returns the family of a font that says its name, its encoding and nothing else, and is called as the
    /// resources call it.
    fn family(&self, font: &Dictionary<'d>, called: &[u8]) -> Result<Option<Family>, Unanalysable> {
        let mut entries = font.entries.iter();
        if !entries.all(|entry| KNOWN.iter().any(|key| entry.key.is(key))) {
            return Ok(None);
        }
        let is = |key: &str, names: &[&str]| -> Result<bool, Unanalysable> {
            let value = self.new.value(font, key)?;
            let name = value.as_name();
            Ok(name.is_some_and(|name| names.iter().any(|one| name.is(one))))
        };
        let is_usual = is("Type", &["Font"])? && is("Subtype", &["Type1"])?;
        let is_encoded = font.get("Encoding").is_none() || is("Encoding", &ENCODINGS)?;
        let own = self.new.value(font, "Name")?;
        let is_called = font.get("Name").is_none()
            || own
                .as_name()
                .is_some_and(|own| own.decoded().as_ref() == called);
        let base = self.new.value(font, "BaseFont")?;
        let family = base.as_name().and_then(|name| Family::of(&name.decoded()));
        Ok(family.filter(|_| is_usual && is_encoded && is_called))
    }
}
