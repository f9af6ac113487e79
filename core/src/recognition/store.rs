//! What was imported, and the floors that no import falls below.

mod bytes;
mod import;
mod refused;

pub use bytes::StoreError;
pub use import::Imported;
pub use refused::ImportRefused;

use super::{
    Agreement, Domain, Header, IssuingDomain, List, ObjectKey, RelyingDomain, Root, Scope, Sha256,
    StatusList,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use time::OffsetDateTime;

/// An object that was imported: verified when it came, kept with its envelope as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object<T> {
    /// Its header.
    pub header: Header,
    /// Its body.
    pub body: T,
    /// SHA-256 of its payload.
    pub digest: Sha256,
    envelope: Vec<u8>,
}

impl<T> Object<T> {
    /// Returns the envelope, octet for octet as it was received.
    #[must_use]
    pub fn envelope(&self) -> &[u8] {
        &self.envelope
    }

    /// Tells whether the object is fresh at `now`.
    #[must_use]
    pub fn is_fresh(&self, now: OffsetDateTime) -> bool {
        now <= self.header.fresh_until
    }

    /// Tells whether the object may be used at `now` at all.
    #[must_use]
    pub fn is_valid(&self, now: OffsetDateTime) -> bool {
        now <= self.header.valid_until
    }
}

/// The fingerprints by which the first root of a domain is known, from the gazette or by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// How many of them must have signed the first root, at least 1.
    pub threshold: u8,
    /// SHA-256 of the SubjectPublicKeyInfo of root keys.
    pub fingerprints: BTreeSet<Sha256>,
}

/// The highest object seen under one key; it stays when the object goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    seq: u64,
    digest: Sha256,
}

/// Signed objects that were verified when they were imported. Pure: the caller keeps the bytes.
///
/// Import is the only way in. A certificate stands in the list of one domain only, so that who
/// issued a licence never depends on which objects are missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Store {
    pins: BTreeMap<Domain, Pin>,
    floors: BTreeMap<ObjectKey, Floor>,
    time_floor: Option<OffsetDateTime>,
    /// Each version since the pinned one; the last is the one in force.
    roots: BTreeMap<Domain, Vec<Object<Root>>>,
    lists: BTreeMap<Domain, ListObject>,
    agreements: BTreeMap<(IssuingDomain, RelyingDomain), Object<Agreement>>,
    statuses: BTreeMap<(Domain, Scope), Object<StatusList>>,
}

/// A list with its certificates looked up beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ListObject {
    object: Object<List>,
    certificates: BTreeMap<Sha256, (usize, usize)>,
}

impl Store {
    /// Returns an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts the root keys of a domain by their fingerprints, for the first root only.
    pub fn pin(&mut self, domain: Domain, pin: Pin) {
        self.pins.insert(domain, pin);
    }

    /// Returns the pins.
    pub fn pins(&self) -> impl Iterator<Item = (&Domain, &Pin)> {
        self.pins.iter()
    }

    /// Returns the latest time that any object bears: no clock that is behind it can be right.
    #[must_use]
    pub fn time_floor(&self) -> Option<OffsetDateTime> {
        self.time_floor
    }

    /// Returns the root in force.
    #[must_use]
    pub fn root(&self, domain: &Domain) -> Option<&Object<Root>> {
        self.roots.get(domain)?.last()
    }

    /// Returns every root in force.
    pub fn roots(&self) -> impl Iterator<Item = &Object<Root>> {
        self.roots.values().filter_map(|chain| chain.last())
    }

    /// Returns the list of a domain.
    #[must_use]
    pub fn list(&self, domain: &Domain) -> Option<&Object<List>> {
        self.lists.get(domain).map(|list| &list.object)
    }

    /// Returns every list.
    pub fn lists(&self) -> impl Iterator<Item = &Object<List>> {
        self.lists.values().map(|list| &list.object)
    }

    /// Returns the agreement by which `to` recognises licences of `from`.
    #[must_use]
    pub fn agreement(
        &self,
        from: &IssuingDomain,
        to: &RelyingDomain,
    ) -> Option<&Object<Agreement>> {
        self.agreements.get(&(from.clone(), to.clone()))
    }

    /// Returns every agreement.
    pub fn agreements(&self) -> impl Iterator<Item = &Object<Agreement>> {
        self.agreements.values()
    }

    /// Returns a status list of a domain.
    #[must_use]
    pub fn status(&self, domain: &Domain, scope: &Scope) -> Option<&Object<StatusList>> {
        self.statuses.get(&(domain.clone(), scope.clone()))
    }

    /// Returns every status list.
    pub fn statuses(&self) -> impl Iterator<Item = &Object<StatusList>> {
        self.statuses.values()
    }

    /// Returns the list that a certificate stands in, and its places there: authority and
    /// certificate of that authority.
    pub(crate) fn find_certificate(
        &self,
        certificate: &Sha256,
    ) -> Option<(&Object<List>, usize, usize)> {
        self.lists.values().find_map(|list| {
            let (authority, place) = list.certificates.get(certificate)?;
            Some((&list.object, *authority, *place))
        })
    }

    /// Returns the keys of all objects that are in use.
    #[must_use]
    pub fn keys(&self) -> Vec<ObjectKey> {
        let roots = self.roots.keys().cloned().map(ObjectKey::Root);
        let lists = self.lists.keys().cloned().map(ObjectKey::List);
        let agreements = self
            .agreements
            .keys()
            .map(|(from, to)| ObjectKey::Agreement {
                from: from.clone(),
                to: to.clone(),
            });
        let statuses = self
            .statuses
            .keys()
            .map(|(domain, scope)| ObjectKey::Status {
                domain: domain.clone(),
                scope: scope.clone(),
            });
        roots
            .chain(lists)
            .chain(agreements)
            .chain(statuses)
            .collect()
    }

    /// Takes an object out of use. Its floor stays: an older one cannot take its place.
    ///
    /// Without its root nothing of a domain is used. Returns whether there was such an object.
    pub fn forget(&mut self, key: &ObjectKey) -> bool {
        match key {
            ObjectKey::Root(domain) => self.roots.remove(domain).is_some(),
            ObjectKey::List(domain) => self.lists.remove(domain).is_some(),
            ObjectKey::Agreement { from, to } => self
                .agreements
                .remove(&(from.clone(), to.clone()))
                .is_some(),
            ObjectKey::Status { domain, scope } => self
                .statuses
                .remove(&(domain.clone(), scope.clone()))
                .is_some(),
        }
    }
}

#[cfg(test)]
mod tests;
