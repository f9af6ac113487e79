//! The list of a domain's authorities (签发机构名录).

use super::object::{Body, BodyError, Header, ObjectKey, ObjectType};
use super::{IssuingDomain, Scope, Sha256};
use crate::json::instant;
use crate::licence::{AreaCode, CreditCode, TypeCode};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use time::OffsetDateTime;

/// Who may issue what, where, with which certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// How the domain publishes its status lists.
    pub status_scope: StatusScope,
    /// Every domain whose licences this domain recognises by an agreement, where it says so: with
    /// it, a missing agreement means no; without it, nobody knows.
    pub recognises: Option<Vec<IssuingDomain>>,
    /// The authorities.
    pub authorities: Vec<Authority>,
}

/// How a domain publishes status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatusScope {
    /// One list for all types.
    All,
    /// One list for each type.
    PerType,
}

impl StatusScope {
    /// Returns the scope of the list that covers a type.
    #[must_use]
    pub fn scope_of(self, type_code: &TypeCode) -> Scope {
        match self {
            Self::All => Scope::All,
            Self::PerType => Scope::Type(type_code.clone()),
        }
    }
}

/// One authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// 统一社会信用代码: what decisions compare.
    pub id: CreditCode,
    /// Name in Chinese: what people are shown.
    pub name_zh: String,
    /// The area it may issue for.
    pub jurisdiction: AreaCode,
    /// The types it may issue.
    pub types: BTreeSet<TypeCode>,
    /// Certificates that it signs or seals with.
    pub certificates: Vec<ListedCertificate>,
    /// Its standing through time, oldest first; before the first it was not listed.
    pub standing: Vec<StandingChange>,
}

/// A certificate of an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedCertificate {
    /// SHA-256 of the certificate's DER.
    pub sha256: Sha256,
    /// Listed from here.
    #[serde(with = "instant")]
    pub from: OffsetDateTime,
    /// Listed until here.
    #[serde(with = "instant::optional")]
    pub until: Option<OffsetDateTime>,
    /// From here on somebody else may have had the key.
    #[serde(with = "instant::optional")]
    pub compromised_from: Option<OffsetDateTime>,
}

/// From a time on, a standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingChange {
    /// From when.
    #[serde(with = "instant")]
    pub from: OffsetDateTime,
    /// What then holds.
    pub standing: Standing,
}

/// The standing of an authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It may issue.
    Granted,
    /// It may not issue for the time being.
    Suspended,
    /// It may not issue any more.
    Withdrawn,
}

impl Authority {
    /// Returns the change that holds at `at`; `None` before the first.
    #[must_use]
    pub fn standing_at(&self, at: OffsetDateTime) -> Option<&StandingChange> {
        self.standing.iter().rev().find(|change| change.from <= at)
    }
}

impl List {
    /// Returns which authority each certificate belongs to, by place in the list.
    pub(crate) fn certificates(&self) -> BTreeMap<Sha256, (usize, usize)> {
        self.authorities
            .iter()
            .enumerate()
            .flat_map(|(authority, entry)| {
                entry
                    .certificates
                    .iter()
                    .enumerate()
                    .map(move |(place, certificate)| (certificate.sha256, (authority, place)))
            })
            .collect()
    }
}

impl Body for List {
    const TYPE: ObjectType = ObjectType::List;

    fn key(&self, header: &Header) -> ObjectKey {
        ObjectKey::List(header.domain.clone())
    }

    fn check(&self, _: &Header) -> Result<(), BodyError> {
        let mut ids = BTreeSet::new();
        let mut certificates = BTreeSet::new();
        for authority in &self.authorities {
            if !ids.insert(&authority.id) {
                return Err(BodyError::Doubled);
            }
            if authority.standing.is_empty() {
                return Err(BodyError::Empty);
            }
            let ordered = authority
                .standing
                .iter()
                .zip(authority.standing.iter().skip(1))
                .all(|(earlier, later)| earlier.from < later.from);
            if !ordered {
                return Err(BodyError::TimeOrder);
            }
            for certificate in &authority.certificates {
                if !certificates.insert(certificate.sha256) {
                    return Err(BodyError::Doubled);
                }
                if certificate
                    .until
                    .is_some_and(|until| until < certificate.from)
                {
                    return Err(BodyError::TimeOrder);
                }
            }
        }
        Ok(())
    }
}
