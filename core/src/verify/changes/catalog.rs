//! The trailer and the catalog.

use super::compare::{Keyed, keyed};
use super::role::Role;
use super::side::Place;
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::pdf::{Object, ParseError, View};

impl<'d> Walk<'_, 'd> {
    /// Compares the trailers and everything that they lead to.
    pub(super) fn trailer(&mut self) -> Result<(), Unanalysable> {
        let place = Place::default();
        let (old, new) = (self.old.trailer(), self.new.trailer());
        let (keys, _) = keyed(old, new);
        for Keyed { key, old, new } in keys {
            match key.as_ref() {
                b"Root" | b"Prev" | b"XRefStm" | b"Type" | b"W" | b"Index" | b"Filter"
                | b"DecodeParms" | b"Length" => {}
                b"Size" => {
                    let size = |value: Option<&Object<'_>>| value.and_then(Object::as_integer);
                    if size(new) < size(old) {
                        self.record(ChangeKind::Size, &place)?;
                    }
                }
                b"Info" => self.information(old, new)?,
                b"ID" => {
                    let first = |value: Option<&Object<'d>>| {
                        value?
                            .as_array()?
                            .items
                            .first()?
                            .value
                            .as_string()
                            .map(|s| s.decode())
                    };
                    // An update may identify a file that was not identified (ISO 32000-2, 14.4; from
                    // memory); where the file is encrypted its key hangs on the identifier.
                    let is_given = old.is_none() && self.is_plain() && first(new).is_some();
                    if (first(old) != first(new) || old.is_none()) && !is_given {
                        self.record(ChangeKind::Trailer, &place)?;
                    }
                }
                // A private entry that an update does not copy says nothing to any reader.
                _ if new.is_none() && key.as_ref() != b"Encrypt" => {
                    if let Some(old) = old {
                        self.push_old(old);
                    }
                }
                _ => {
                    self.strict(old, new, Role::Reference, ChangeKind::Trailer, &place)?;
                }
            }
        }
        self.catalog()
    }

    fn is_plain(&self) -> bool {
        let of = [self.old.trailer(), self.new.trailer()];
        of.into_iter()
            .flatten()
            .all(|trailer| trailer.get("Encrypt").is_none())
    }

    fn catalog(&mut self) -> Result<(), Unanalysable> {
        let root = |view: View<'d>| view.root().ok_or(ParseError::NoCatalog);
        let (old, new) = (root(self.old)?, root(self.new)?);
        let place = Place::at(Some(new), None);
        if old != new && self.is_old(new.number) {
            self.record(ChangeKind::Trailer, &place)?;
        }
        // A catalog under a new number is compared like one that was written anew.
        self.homes.extend([old.number, new.number]);
        self.tops.extend([old.number, new.number]);
        let (old, new) = (Object::Reference(old), Object::Reference(new));
        let pair = self.pair(Some(&old), Some(&new))?;
        let Some((old, new)) = pair.dictionaries() else {
            return Err(ParseError::NoCatalog.into());
        };
        let (keys, _) = keyed(Some(old), Some(new));
        // Fields before pages: annotations are judged by what the fields say.
        let mut pages = None;
        for Keyed { key, old, new } in keys {
            match key.as_ref() {
                b"AcroForm" => self.form(old, new)?,
                b"DSS" => self.security_store(old, new)?,
                b"Extensions" => self.extensions(old, new)?,
                b"Metadata" => self.metadata(old, new)?,
                b"Pages" => pages = Some((old.cloned(), new.cloned())),
                b"Perms" => {
                    self.strict(old, new, Role::Reference, ChangeKind::Permissions, &place)?;
                }
                b"Version" => self.version(old, new, &place)?,
                b"OCProperties" | b"Names" | b"OpenAction" | b"AA" | b"Collection"
                | b"Requirements" | b"ViewerPreferences" | b"AF" | b"PageLabels" | b"URI" => {
                    self.strict(old, new, Role::Structure, ChangeKind::CatalogEntry, &place)?;
                }
                _ => {
                    self.strict(old, new, Role::Reference, ChangeKind::CatalogEntry, &place)?;
                }
            }
        }
        let (old, new) = pages.unwrap_or_default();
        self.pages(old.as_ref(), new.as_ref())
    }

    /// `/Version` may rise.
    fn version(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
        place: &Place,
    ) -> Result<(), Unanalysable> {
        let number = |value: Option<&Object<'d>>| {
            let name = value?.as_name()?.decoded().into_owned();
            match name.as_slice() {
                [major @ b'1'..=b'2', b'.', minor @ b'0'..=b'9'] => Some((*major, *minor)),
                _ => None,
            }
        };
        match (number(old), number(new)) {
            (before, Some(now)) if before.is_some() || old.is_none() => match before {
                Some(before) if before == now => Ok(()),
                Some(before) if before > now => self.record(ChangeKind::CatalogEntry, place),
                _ => self.record(ChangeKind::Version, place),
            },
            _ => self
                .strict(old, new, Role::Reference, ChangeKind::CatalogEntry, place)
                .map(|_| ()),
        }
    }

    /// `/Extensions` may get extensions that consist of direct values (ISO 32000-2, 7.12; from
    /// memory).
    fn extensions(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<(), Unanalysable> {
        let pair = self.pair(old, new)?;
        let place = Place::at(pair.id(), None);
        let wrong = ChangeKind::CatalogEntry;
        let empty = pair.old.is_none();
        let old = pair.old.as_ref().and_then(|side| side.dictionary());
        let Some(new) = pair.new.as_ref().and_then(|side| side.dictionary()) else {
            return self.strict_pair(&pair, Role::Reference, wrong, &place);
        };
        if !empty && old.is_none() {
            return self.strict_pair(&pair, Role::Reference, wrong, &place);
        }
        let (keys, _) = keyed(old, Some(new));
        for Keyed { key, old, new } in keys {
            match (old, new) {
                (None, Some(Object::Name(name))) if key.as_ref() == b"Type" => {
                    let fits = name.is("Extensions");
                    self.record(if fits { ChangeKind::Extensions } else { wrong }, &place)?;
                }
                (None, Some(new)) => {
                    let added = self.pair(None, Some(new))?;
                    let plain = added.new.as_ref().is_some_and(|side| {
                        side.stream.is_none()
                            && is_plain(&side.value)
                            && matches!(side.value, Object::Dictionary(_) | Object::Array(_))
                    });
                    let known = [&b"ADBE"[..], b"ISO_", b"ESIC"].contains(&key.as_ref());
                    let kind = match (plain, known) {
                        (false, _) => wrong,
                        (true, true) => ChangeKind::Extensions,
                        (true, false) => ChangeKind::OtherExtension,
                    };
                    self.record(kind, &place)?;
                }
                _ => self.extension(old, new, &place)?,
            }
        }
        Ok(())
    }

    /// The level of an extension may rise.
    fn extension(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
        place: &Place,
    ) -> Result<(), Unanalysable> {
        let wrong = ChangeKind::CatalogEntry;
        let pair = self.pair(old, new)?;
        let Some((was, now)) = pair.dictionaries() else {
            return self.strict_pair(&pair, Role::Reference, wrong, place);
        };
        let (keys, _) = keyed(Some(was), Some(now));
        for Keyed { key, old, new } in keys {
            match (old, new) {
                (Some(Object::Integer(was)), Some(Object::Integer(now)))
                    if key.as_ref() == b"ExtensionLevel" && was < now =>
                {
                    self.record(ChangeKind::Extensions, place)?;
                }
                _ => {
                    self.strict(old, new, Role::Reference, wrong, place)?;
                }
            }
        }
        Ok(())
    }
}

/// Returns whether a value refers to nothing.
fn is_plain(value: &Object<'_>) -> bool {
    let mut found = Vec::new();
    value.references(&mut found);
    found.is_empty()
}
