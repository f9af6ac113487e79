//! Document metadata. What says when and with which program an update was written may change; the
//! title, the author and the like may not, as far as they stand in the information dictionary. XMP
//! is one stream with both, so it may change as a whole; it is shown to nobody as signed content.

use super::compare::{Keyed, keyed};
use super::side::{Place, Side};
use super::walk::{Role, Walk};
use super::{ChangeKind, Unanalysable};
use crate::pdf::Object;

impl<'d> Walk<'_, 'd> {
    /// The information dictionary: `/ModDate` and `/Producer` may change.
    pub(super) fn information(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<(), Unanalysable> {
        let pair = self.pair(old, new)?;
        let place = Place::at(pair.id(), None);
        let wrong = ChangeKind::DocumentDescription;
        let was = pair.old.as_ref().and_then(|side| side.dictionary());
        let Some(new) = pair.new.as_ref().and_then(|side| side.dictionary()) else {
            return self.strict_pair(&pair, Role::Reference, wrong, &place);
        };
        if pair.old.is_some() && was.is_none() {
            return self.strict_pair(&pair, Role::Reference, wrong, &place);
        }
        let (keys, _) = keyed(was, Some(new));
        for Keyed { key, old, new } in keys {
            let first = old.is_none() && key.as_ref() == b"CreationDate";
            if !first && !matches!(key.as_ref(), b"ModDate" | b"Producer") {
                self.strict(old, new, Role::Reference, wrong, &place)?;
                continue;
            }
            let value = self.pair(old, new)?;
            if self.compare_sides(&value, Role::Reference, None) {
                let text = value
                    .new
                    .as_ref()
                    .is_none_or(|side| side.value.as_string().is_some());
                let kind = if text {
                    ChangeKind::DocumentInformation
                } else {
                    wrong
                };
                self.record(kind, &place)?;
            }
        }
        Ok(())
    }

    /// `/Metadata` of the catalog.
    pub(super) fn metadata(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<(), Unanalysable> {
        let pair = self.pair(old, new)?;
        let place = Place::at(pair.id(), None);
        let is_reference = matches!((old, new), (Some(Object::Reference(a)), Some(Object::Reference(b))) if a == b);
        if self.compare_sides(&pair, Role::Reference, None) || !is_reference && pair.new.is_some() {
            let expected = match &pair.new {
                Some(side) => self.is_metadata(side)?,
                None => false,
            };
            let kind = if expected {
                ChangeKind::Metadata
            } else {
                ChangeKind::CatalogEntry
            };
            self.record(kind, &place)?;
        }
        Ok(())
    }

    /// Returns whether an object is an XMP stream that a reader of XML need not fear.
    fn is_metadata(&mut self, side: &Side<'d>) -> Result<bool, Unanalysable> {
        let Some(dictionary) = side.dictionary().filter(|_| side.stream.is_some()) else {
            return Ok(false);
        };
        let named = dictionary.is_name("Type", "Metadata") && dictionary.is_name("Subtype", "XML");
        let known = dictionary.entries.iter().all(|entry| {
            ["Type", "Subtype", "Length", "Filter", "DecodeParms"]
                .iter()
                .any(|key| entry.key.is(key))
        });
        let Some(id) = side.id.filter(|_| named && known) else {
            return Ok(false);
        };
        if self.new.document().is_encrypted() {
            // Cannot be looked into; not shown to anybody as signed either.
            return Ok(true);
        }
        let Some(object) = self.new.get(id)? else {
            return Ok(false);
        };
        let Ok(text) = self.new.decode(&object) else {
            return Ok(false);
        };
        let has = |needle: &[u8]| text.windows(needle.len()).any(|window| window == needle);
        Ok(has(b"rdf:RDF") && !has(b"<!DOCTYPE") && !has(b"<!ENTITY"))
    }
}
