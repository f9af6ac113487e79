//! Import: signatures, floors and chains are checked once, here.

use super::{Floor, ImportRefused, ListObject, Object, Store};
use crate::licence::read_json;
use crate::recognition::object::Payload;
use crate::recognition::{
    Agreement, Authority, Body, Domain, Envelope, Header, List, ObjectKey, ObjectType, RoleKeys,
    Root, Sha256, StatusList,
};
use std::collections::BTreeSet;
use time::OffsetDateTime;

/// Numbers that may be missing between two objects: an office that was closed for years catches
/// up, and nobody can use up all numbers at once.
const FARTHEST_JUMP: u64 = 1_024;

/// Octets that the payload of an object other than a status list may have.
const MOST_PAYLOAD: usize = 4 * 1024 * 1024;

/// Octets that the payload of a status list may have.
const MOST_STATUS_PAYLOAD: usize = 8 * 1024 * 1024;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The object.
    pub key: ObjectKey,
    /// Its number.
    pub seq: u64,
    /// SHA-256 of its payload.
    pub digest: Sha256,
    /// Whether it was there already.
    pub known: bool,
    /// Objects that the new root no longer vouches for, and that are out of use now.
    pub dropped: Vec<ObjectKey>,
}

/// When an object is taken.
#[derive(Clone, Copy)]
pub(super) enum At {
    /// Now: times are checked.
    Time(OffsetDateTime),
    /// When a store is read back: what has expired since stays, and decisions look at the time.
    Reading,
}

impl Store {
    /// Verifies an object and takes it into use.
    ///
    /// # Errors
    ///
    /// [`ImportRefused`]; the store is then as it was.
    pub fn import(
        &mut self,
        envelope: &[u8],
        now: OffsetDateTime,
    ) -> Result<Imported, ImportRefused> {
        self.take(envelope, At::Time(now))
    }

    pub(super) fn take(&mut self, octets: &[u8], at: At) -> Result<Imported, ImportRefused> {
        let envelope = Envelope::parse(octets).map_err(ImportRefused::Envelope)?;
        match ObjectType::from_payload_type(envelope.payload_type()) {
            Some(ObjectType::Root) => self.take_root(&envelope, octets, at),
            Some(ObjectType::List) => self.take_list(&envelope, octets, at),
            Some(ObjectType::Agreement) => self.take_agreement(&envelope, octets, at),
            Some(ObjectType::Status) => self.take_status(&envelope, octets, at),
            None => Err(ImportRefused::UnknownType),
        }
    }

    fn take_root(
        &mut self,
        envelope: &Envelope,
        octets: &[u8],
        at: At,
    ) -> Result<Imported, ImportRefused> {
        let object = self.read::<Root>(envelope, octets, at)?;
        let domain = object.header.domain.clone();
        let own = &object.body.roles.root;
        if !own.accept(envelope) {
            return Err(ImportRefused::Signatures);
        }
        let known = match self.root(&domain) {
            Some(current) => {
                let known = self.fits_floor(&object)?;
                if !known && !current.body.roles.root.accept(envelope) {
                    return Err(ImportRefused::Signatures);
                }
                known
            }
            // Also where a root was forgotten: pin and floor both hold then.
            None => {
                self.meets_pin(&domain, own, envelope)?;
                self.fits_floor(&object)?;
                false
            }
        };
        let imported = self.note(&object, known);
        if known {
            return Ok(imported);
        }
        self.roots.entry(domain.clone()).or_default().push(object);
        let dropped = self.drop_unvouched(&domain);
        Ok(Imported {
            dropped,
            ..imported
        })
    }

    fn meets_pin(
        &self,
        domain: &Domain,
        keys: &RoleKeys,
        envelope: &Envelope,
    ) -> Result<(), ImportRefused> {
        let pin = self.pins.get(domain).ok_or(ImportRefused::NotPinned)?;
        let pinned = envelope
            .signers(&keys.keys)
            .into_iter()
            .filter(|spki| pin.fingerprints.contains(&Sha256::of(spki)))
            .count();
        if pin.threshold == 0 || pinned < usize::from(pin.threshold) {
            return Err(ImportRefused::PinNotMet);
        }
        Ok(())
    }

    fn take_list(
        &mut self,
        envelope: &Envelope,
        octets: &[u8],
        at: At,
    ) -> Result<Imported, ImportRefused> {
        let object = self.read::<List>(envelope, octets, at)?;
        let domain = object.header.domain.clone();
        let root = self.root(&domain).ok_or(ImportRefused::NoRoot)?;
        if !root.body.roles.list.accept(envelope) {
            return Err(ImportRefused::Signatures);
        }
        if !inside(&root.body, &object.body.authorities) {
            return Err(ImportRefused::OutsideJurisdiction);
        }
        let certificates = object.body.certificates();
        let elsewhere = self.lists.iter().find(|(other, list)| {
            **other != domain
                && certificates
                    .keys()
                    .any(|c| list.certificates.contains_key(c))
        });
        if let Some((other, _)) = elsewhere {
            return Err(ImportRefused::ListedElsewhere {
                key: ObjectKey::List(other.clone()),
            });
        }
        let known = self.fits_floor(&object)?;
        let imported = self.note(&object, known && self.lists.contains_key(&domain));
        self.lists.insert(
            domain,
            ListObject {
                object,
                certificates,
            },
        );
        Ok(imported)
    }

    fn take_agreement(
        &mut self,
        envelope: &Envelope,
        octets: &[u8],
        at: At,
    ) -> Result<Imported, ImportRefused> {
        let object = self.read::<Agreement>(envelope, octets, at)?;
        let key = (object.body.from.clone(), object.body.to.clone());
        for domain in [&key.0.0, &key.1.0] {
            let root = self.root(domain).ok_or(ImportRefused::NoRoot)?;
            if !root.body.roles.agreement.accept(envelope) {
                return Err(ImportRefused::Signatures);
            }
        }
        let known = self.fits_floor(&object)?;
        let imported = self.note(&object, known && self.agreements.contains_key(&key));
        self.agreements.insert(key, object);
        Ok(imported)
    }

    fn take_status(
        &mut self,
        envelope: &Envelope,
        octets: &[u8],
        at: At,
    ) -> Result<Imported, ImportRefused> {
        let object = self.read::<StatusList>(envelope, octets, at)?;
        let key = (object.header.domain.clone(), object.body.scope().clone());
        let root = self.root(&key.0).ok_or(ImportRefused::NoRoot)?;
        if !root.body.roles.status.accept(envelope) {
            return Err(ImportRefused::Signatures);
        }
        let known = self.fits_floor(&object)?;
        if let Some(before) = self.statuses.get(&key) {
            if let Some(index) = before.body.revived_in(&object.body) {
                return Err(ImportRefused::StatusRegression { index });
            }
            if object.body.as_of() < before.body.as_of() {
                let (floor, found) = (before.header.seq, object.header.seq);
                return Err(ImportRefused::Rollback { floor, found });
            }
        }
        let imported = self.note(&object, known && self.statuses.contains_key(&key));
        self.statuses.insert(key, object);
        Ok(imported)
    }

    fn read<T: Body>(
        &self,
        envelope: &Envelope,
        octets: &[u8],
        at: At,
    ) -> Result<Object<T>, ImportRefused> {
        let most = match T::TYPE {
            ObjectType::Status => MOST_STATUS_PAYLOAD,
            _ => MOST_PAYLOAD,
        };
        let payload: Payload<T> =
            read_json(envelope.payload(), most).map_err(ImportRefused::Payload)?;
        payload.check().map_err(ImportRefused::Body)?;
        let Header {
            issued_at,
            valid_until,
            ..
        } = payload.header;
        if let At::Time(now) = at {
            if let Some(floor) = self.time_floor.filter(|floor| now < *floor) {
                return Err(ImportRefused::ClockBehind { floor });
            }
            if issued_at > now {
                return Err(ImportRefused::NotYetIssued { issued_at });
            }
            if valid_until < now {
                return Err(ImportRefused::Expired { valid_until });
            }
        }
        Ok(Object {
            header: payload.header,
            body: payload.body,
            digest: Sha256::of(envelope.payload()),
            envelope: octets.to_vec(),
        })
    }

    /// Returns whether this very object was seen before.
    fn fits_floor<T: Body>(&self, object: &Object<T>) -> Result<bool, ImportRefused> {
        let found = object.header.seq;
        let key = object.body.key(&object.header);
        let Some(Floor { seq: floor, digest }) = self.floors.get(&key).copied() else {
            return Ok(false);
        };
        let Some(ahead) = found.checked_sub(floor) else {
            return Err(ImportRefused::Rollback { floor, found });
        };
        match ahead {
            0 if object.digest == digest => Ok(true),
            0 => Err(ImportRefused::Equivocation { seq: found }),
            1 if object.header.prev != Some(digest) => {
                Err(ImportRefused::PrevDiffers { seq: found })
            }
            1 => Ok(false),
            2..=FARTHEST_JUMP if T::TYPE != ObjectType::Root => Ok(false),
            _ => Err(ImportRefused::SeqJump { floor, found }),
        }
    }

    fn note<T: Body>(&mut self, object: &Object<T>, known: bool) -> Imported {
        let key = object.body.key(&object.header);
        let (seq, digest) = (object.header.seq, object.digest);
        self.floors.insert(key.clone(), Floor { seq, digest });
        self.time_floor = self.time_floor.max(Some(object.header.issued_at));
        Imported {
            key,
            seq,
            digest,
            known,
            dropped: Vec::new(),
        }
    }

    /// Takes out of use what the root now in force does not vouch for; the floors stay.
    fn drop_unvouched(&mut self, domain: &Domain) -> Vec<ObjectKey> {
        let Some(root) = self.root(domain).map(|object| object.body.clone()) else {
            return Vec::new();
        };
        let roles = &root.roles;
        let vouched = |keys: &RoleKeys, envelope: &[u8]| {
            Envelope::parse(envelope).is_ok_and(|envelope| keys.accept(&envelope))
        };
        let before: BTreeSet<ObjectKey> = self.keys().into_iter().collect();
        self.lists.retain(|other, ListObject { object, .. }| {
            other != domain
                || (vouched(&roles.list, object.envelope())
                    && inside(&root, &object.body.authorities))
        });
        self.agreements.retain(|(from, to), object| {
            (from.0 != *domain && to.0 != *domain) || vouched(&roles.agreement, object.envelope())
        });
        self.statuses.retain(|(other, _), object| {
            other != domain || vouched(&roles.status, object.envelope())
        });
        let after: BTreeSet<ObjectKey> = self.keys().into_iter().collect();
        before.difference(&after).cloned().collect()
    }
}

/// Tells whether every authority is placed within the domain's own area.
fn inside(root: &Root, authorities: &[Authority]) -> bool {
    authorities.iter().all(|authority| {
        root.jurisdiction
            .iter()
            .any(|area| area.covers(&authority.jurisdiction))
    })
}
