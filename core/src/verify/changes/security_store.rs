//! The document security store, `/DSS` (ISO 32000-2, 12.8.4.3; from memory): arrays of streams that
//! may grow and lose nothing.

use std::collections::HashSet;

use super::compare::{Keyed, keyed};
use super::role::Role;
use super::side::{Pair, Place};
use super::walk::Walk;
use super::{ChangeKind, Unanalysable};
use crate::der::element_length;
use crate::der::{Reader, tag};
use crate::pdf::{Dictionary, Object, ObjectId};

/// What came out of comparing a part of the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Store {
    Same,
    Grown,
    Wrong,
}

impl<'d> Walk<'_, 'd> {
    /// `/DSS` of the catalog.
    pub(super) fn security_store(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<(), Unanalysable> {
        self.whole("DSS", (old, new), |walk| walk.whole_store(old, new))
    }

    fn whole_store(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<(), Unanalysable> {
        let pair = self.pair(old, new)?;
        let place = Place::at(pair.id(), None);
        match self.store(&pair)? {
            Store::Same => Ok(()),
            Store::Grown => self.record(ChangeKind::SecurityStore, &place),
            Store::Wrong => self.record(ChangeKind::SecurityStoreShape, &place),
        }
    }

    fn store(&mut self, pair: &Pair<'d>) -> Result<Store, Unanalysable> {
        let Some((keys, mut found)) = self.shape(pair) else {
            return Ok(Store::Wrong);
        };
        for (key, old, new) in keys {
            let part = match key.as_slice() {
                b"Certs" | b"CRLs" | b"OCSPs" => {
                    self.material(old.as_ref(), new.as_ref(), Store::Wrong)?
                }
                b"VRI" => self.related(old.as_ref(), new.as_ref())?,
                b"Type" => self.note(old.as_ref(), new.as_ref(), is_name)?,
                _ => self.same(old.as_ref(), new.as_ref()),
            };
            found = found.max(part);
        }
        Ok(found)
    }

    /// `/VRI`: an entry for each signature.
    fn related(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<Store, Unanalysable> {
        let pair = self.pair(old, new)?;
        let Some((keys, mut found)) = self.shape(&pair) else {
            return Ok(Store::Wrong);
        };
        for (key, old, new) in keys {
            if key == b"Type" {
                found = found.max(self.note(old.as_ref(), new.as_ref(), is_name)?);
                continue;
            }
            // The key is the SHA-1 digest of a signature.
            let is_digest = key.len() == 40 && key.iter().all(u8::is_ascii_hexdigit);
            if old.is_none() && !is_digest {
                found = Store::Wrong;
            }
            let entry = self.pair(old.as_ref(), new.as_ref())?;
            let Some((keys, grown)) = self.shape(&entry) else {
                return Ok(Store::Wrong);
            };
            found = found.max(grown);
            for (key, old, new) in keys {
                let part = match key.as_slice() {
                    // What it names stays in the store; only the list may get shorter.
                    b"Cert" | b"CRL" | b"OCSP" => {
                        self.material(old.as_ref(), new.as_ref(), Store::Grown)?
                    }
                    b"Type" => self.note(old.as_ref(), new.as_ref(), is_name)?,
                    b"TU" => self.note(old.as_ref(), new.as_ref(), is_text)?,
                    b"TS" => self.stream(old.as_ref(), new.as_ref())?,
                    _ => self.same(old.as_ref(), new.as_ref()),
                };
                found = found.max(part);
            }
        }
        Ok(found)
    }

    /// Returns the keys of a pair that is a dictionary on the new side, and was one or nothing.
    #[allow(clippy::type_complexity)]
    fn shape(
        &mut self,
        pair: &Pair<'d>,
    ) -> Option<(
        Vec<(Vec<u8>, Option<Object<'d>>, Option<Object<'d>>)>,
        Store,
    )> {
        let new = pair.new.as_ref().filter(|side| side.stream.is_none());
        let new = new.and_then(|side| side.dictionary());
        let old: Option<&Dictionary<'d>> = pair.old.as_ref().and_then(|side| side.dictionary());
        if new.is_none() || pair.old.is_some() && old.is_none() {
            self.compare_sides(pair, Role::Reference, None);
            return None;
        }
        let (keys, _) = keyed(old, new);
        let keys = keys
            .into_iter()
            .map(|Keyed { key, old, new }| (key.into_owned(), old.cloned(), new.cloned()));
        let found = if pair.old.is_none() {
            Store::Grown
        } else {
            Store::Same
        };
        Some((keys.collect(), found))
    }

    /// An array of references to streams; `lost` is what the loss of one counts as.
    fn material(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
        lost: Store,
    ) -> Result<Store, Unanalysable> {
        let pair = self.pair(old, new)?;
        let (Some(old), Some(new)) = (
            list(pair.old.as_ref().map(|side| &side.value)),
            list(pair.new.as_ref().map(|side| &side.value)),
        ) else {
            self.compare_sides(&pair, Role::Reference, None);
            return Ok(Store::Wrong);
        };
        let empty = pair.old.is_some() && pair.new.is_none();
        let mut found = if empty { lost } else { Store::Same };
        let mut gone = Vec::new();
        let now: HashSet<ObjectId> = new.iter().copied().collect();
        let before: HashSet<ObjectId> = old.iter().copied().collect();
        for id in old {
            if now.contains(&id) {
                self.push_both(id, Role::Reference, None);
            } else {
                self.push_old(&Object::Reference(id));
                gone.push(id);
            }
        }
        let mut listed = HashSet::new();
        let is_added = |id: &ObjectId| !before.contains(id) && listed.insert(*id);
        let added: Vec<ObjectId> = new.into_iter().filter(is_added).collect();
        for &id in &added {
            found = found.max(self.new_stream(id)?);
        }
        // What is there again under another number is not lost.
        if !gone.is_empty() {
            let mut again = HashSet::new();
            for &id in &added {
                again.extend(self.load(self.new, id)?.and_then(|side| side.stream));
            }
            for id in gone {
                let was = self.load(self.old, id)?.and_then(|side| side.stream);
                if !was.is_some_and(|was| again.contains(was)) {
                    found = found.max(lost);
                }
            }
        }
        Ok(found)
    }

    fn new_stream(&mut self, id: ObjectId) -> Result<Store, Unanalysable> {
        let side = self.load_new(id)?;
        let Some(side) = side.filter(|side| side.stream.is_some()) else {
            return Ok(Store::Wrong);
        };
        let plain = side.dictionary().is_some_and(|dictionary| {
            dictionary.entries.iter().all(|entry| {
                ["Length", "Filter", "DecodeParms", "Type"]
                    .iter()
                    .any(|key| entry.key.is(key))
            })
        });
        self.push_new(&side.value);
        let fits = plain && self.holds_material(id)?;
        Ok(if fits { Store::Grown } else { Store::Wrong })
    }

    /// Returns whether a stream is a SEQUENCE of the parts that a certificate, list, response or timestamp has; white
    /// space may follow. What cannot be decrypted is none.
    fn holds_material(&mut self, id: ObjectId) -> Result<bool, Unanalysable> {
        let Some(object) = self.new.get(id)? else {
            return Ok(false);
        };
        let data = self.new.decode(&object);
        Ok(data.is_ok_and(|data| {
            let end = element_length(&data).unwrap_or(usize::MAX);
            let rest = data.get(end..);
            is_material(&data)
                && rest
                    .is_some_and(|rest| rest.iter().all(|octet| matches!(octet, 0 | 9..=13 | 32)))
        }))
    }

    fn stream(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
    ) -> Result<Store, Unanalysable> {
        match (old, new) {
            (None, Some(Object::Reference(id))) => self.new_stream(*id),
            _ => Ok(self.same(old, new)),
        }
    }

    /// A direct value of an expected kind, which may be added.
    fn note(
        &mut self,
        old: Option<&Object<'d>>,
        new: Option<&Object<'d>>,
        expected: fn(&Object<'_>) -> bool,
    ) -> Result<Store, Unanalysable> {
        let pair = self.pair(old, new)?;
        if pair.old.is_none() && pair.new.as_ref().is_some_and(|side| expected(&side.value)) {
            return Ok(Store::Grown);
        }
        let different = self.compare_sides(&pair, Role::Reference, None);
        Ok(if different { Store::Wrong } else { Store::Same })
    }

    fn same(&mut self, old: Option<&Object<'d>>, new: Option<&Object<'d>>) -> Store {
        let mut delta = super::compare::Delta::default();
        delta.compare(old, new);
        if self.follow(&delta, Role::Reference, None) {
            Store::Wrong
        } else {
            Store::Same
        }
    }
}

fn is_name(value: &Object<'_>) -> bool {
    value.as_name().is_some()
}

fn is_text(value: &Object<'_>) -> bool {
    value.as_string().is_some()
}

/// Returns the references of an array; nothing is an empty array.
fn list(value: Option<&Object<'_>>) -> Option<Vec<ObjectId>> {
    match value {
        None => Some(Vec::new()),
        Some(Object::Array(array)) => array.values().map(Object::as_reference).collect(),
        Some(_) => None,
    }
}

/// Certificates and lists (RFC 5280, 4.1 and 5.1), responses (RFC 6960, 4.2.1), tokens (RFC 5652, 3); from memory.
fn is_material(data: &[u8]) -> bool {
    const KINDS: [&[u8]; 3] = [
        &[tag::SEQUENCE, tag::SEQUENCE, tag::BIT_STRING],
        &[tag::ENUMERATED, tag::context(0)],
        &[tag::OID, tag::context(0)],
    ];
    let tags = || {
        let mut parts = Reader::new(data).sequence().ok()?;
        let mut tags = Vec::new();
        while !parts.is_empty() && tags.len() < 4 {
            tags.push(parts.element().ok()?.tag());
        }
        Some(tags)
    };
    tags().is_some_and(|tags| KINDS.contains(&tags.as_slice()))
}
