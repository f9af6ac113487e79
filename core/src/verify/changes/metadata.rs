//! Document metadata. What says when and with which program an update was written may change; the
//! title, the author and the like may not, neither in the information dictionary nor in XMP.

use std::borrow::Cow;

use super::compare::{Keyed, keyed};
use super::role::Role;
use super::side::{Place, Side};
use super::walk::Walk;
use super::xmp;
use super::{ChangeKind, Unanalysable};
use crate::pdf::{Object, View};

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
                Some(side) => self.is_metadata(pair.old.as_deref(), side)?,
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

    /// Returns whether an object is an XMP stream that says the same as another, dates and programs
    /// aside. What cannot be decrypted does not.
    fn is_metadata(
        &mut self,
        old: Option<&Side<'d>>,
        new: &Side<'d>,
    ) -> Result<bool, Unanalysable> {
        let Some(dictionary) = new.dictionary().filter(|_| new.stream.is_some()) else {
            return Ok(false);
        };
        let named = dictionary.is_name("Type", "Metadata") && dictionary.is_name("Subtype", "XML");
        let known = dictionary.entries.iter().all(|entry| {
            ["Type", "Subtype", "Length", "Filter", "DecodeParms"]
                .iter()
                .any(|key| entry.key.is(key))
        });
        if !named || !known {
            return Ok(false);
        }
        let Some(now) = data(self.new, new)? else {
            return Ok(false);
        };
        let before = match old {
            None => None,
            Some(side) => match data(self.old, side)? {
                None => return Ok(false),
                before => before,
            },
        };
        let octets = before.as_ref().map_or(0, |before| before.len());
        let left = (self.edges.packets).checked_sub(octets.saturating_add(now.len()));
        self.edges.packets = left.unwrap_or_default();
        Ok(left.is_some() && xmp::says_the_same(before.as_deref(), &now))
    }
}

/// Returns the data of a stream; `None` where it has none or they cannot be read.
fn data<'d>(view: View<'d>, side: &Side<'d>) -> Result<Option<Cow<'d, [u8]>>, Unanalysable> {
    let Some(id) = side.id else { return Ok(None) };
    let object = view.get(id)?;
    Ok(object.and_then(|object| view.decode_within(&object, xmp::LONGEST).ok()))
}
