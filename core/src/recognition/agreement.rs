//! Agreements: what one domain recognises of another.

use super::civil;
use super::object::{Body, BodyError, Header, ObjectKey, ObjectType};
use super::{IssuingDomain, Obligation, RelyingDomain};
use crate::licence::TypeCode;
use crate::verify::SubIndication;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::Date;

/// By this, `to` recognises licences of `from`. Directed: the way back is another agreement, and
/// two agreements never add up to a third.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Stable identifier of the agreement, for people and records.
    pub id: String,
    /// Where licences are issued.
    pub from: IssuingDomain,
    /// Where they are shown.
    pub to: RelyingDomain,
    /// Whether the clauses are all there is: what they do not name is then not recognised.
    pub complete: bool,
    /// The clauses.
    pub clauses: Vec<Clause>,
}

/// One clause: one type, some items, one obligation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Identifier within the agreement.
    pub id: String,
    /// Of several clauses that fit equally, the highest version counts.
    pub version: u32,
    /// Licence type.
    pub type_code: TypeCode,
    /// Service items it is for.
    pub service_items: ServiceItems,
    /// Whether it must, may or must not be accepted.
    pub obligation: Obligation,
    /// Age in seconds that status data may have.
    pub most_status_age: u32,
    /// What to do when it is older.
    pub stale_status: StaleStatus,
    /// Results of verification that are accepted with a condition.
    pub tolerates: Vec<Tolerance>,
    /// What the window has to do.
    pub conditions: Vec<ClauseCondition>,
    /// First day in force, civil date at UTC+8.
    #[serde(with = "civil")]
    pub from: Date,
    /// Last day in force; `None` for no end.
    #[serde(with = "civil::optional")]
    pub to: Option<Date>,
    /// Which day must lie in that time.
    pub in_force_at: InForceAt,
    /// What it rests on.
    pub legal_basis: LegalBasis,
    /// The clause in Chinese.
    pub text_zh: String,
    /// The clause in English.
    pub text_en: String,
}

/// Service items (事项) of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceItems {
    /// Every item.
    Any,
    /// These codes, at least one.
    These(BTreeSet<String>),
}

impl ServiceItems {
    /// Tells whether `item` is meant.
    #[must_use]
    pub fn include(&self, item: &str) -> bool {
        match self {
            Self::Any => true,
            Self::These(codes) => codes.contains(item),
        }
    }
}

/// What to do when status data is too old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StaleStatus {
    /// No decision.
    CannotDecide,
    /// Accept, and look again: up to so many seconds of age.
    Recheck {
        /// Age in seconds beyond which there is no decision after all.
        most_age: u32,
    },
}

/// A result of verification that a clause may put up with; no other can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tolerance {
    /// TRY_LATER: revocation data could not be had.
    TryLater,
    /// NO_POE: no proof of when the signature was made.
    NoPoe,
    /// OUT_OF_BOUNDS_NO_POE: the certificate ran out since.
    OutOfBoundsNoPoe,
}

impl Tolerance {
    /// Returns the sub-indication that is put up with.
    #[must_use]
    pub fn sub_indication(self) -> SubIndication {
        match self {
            Self::TryLater => SubIndication::TryLater,
            Self::NoPoe => SubIndication::NoPoe,
            Self::OutOfBoundsNoPoe => SubIndication::OutOfBoundsNoPoe,
        }
    }

    /// Returns the standard's spelling.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TryLater => "TRY_LATER",
            Self::NoPoe => "NO_POE",
            Self::OutOfBoundsNoPoe => "OUT_OF_BOUNDS_NO_POE",
        }
    }
}

/// What the window has to do for the acceptance to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ClauseCondition {
    /// See the holder's identity document.
    ShowHolderId,
    /// 告知承诺: have the holder sign a declaration.
    Commitment,
    /// 容缺: papers may follow.
    DeferredDocuments {
        /// Within so many days.
        days: u16,
    },
    /// Ask for a translation.
    Translation,
    /// Look up the state online.
    RecheckOnline,
}

/// Which day must lie in a clause's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InForceAt {
    /// The day of issue.
    Issuance,
    /// The day it is shown.
    Presentation,
    /// Both.
    Both,
}

/// What a clause rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// Title of the document.
    pub title: String,
    /// Its number, such as 国办发〔2022〕3号.
    pub number: String,
}

impl Clause {
    /// Tells whether the clause is in force for a licence issued on one day and shown on another.
    #[must_use]
    pub fn in_force(&self, issued: Date, shown: Date) -> bool {
        let within = |day| self.from <= day && self.to.is_none_or(|to| day <= to);
        match self.in_force_at {
            InForceAt::Issuance => within(issued),
            InForceAt::Presentation => within(shown),
            InForceAt::Both => within(issued) && within(shown),
        }
    }
}

impl Body for Agreement {
    const TYPE: ObjectType = ObjectType::Agreement;

    fn key(&self, _: &Header) -> ObjectKey {
        ObjectKey::Agreement {
            from: self.from.clone(),
            to: self.to.clone(),
        }
    }

    fn check(&self, header: &Header) -> Result<(), BodyError> {
        if header.domain != self.from.0 {
            return Err(BodyError::HeaderDiffers);
        }
        let mut ids = BTreeSet::new();
        for clause in &self.clauses {
            if !ids.insert(&clause.id) {
                return Err(BodyError::Doubled);
            }
            if matches!(&clause.service_items, ServiceItems::These(codes) if codes.is_empty()) {
                return Err(BodyError::Empty);
            }
            if clause.to.is_some_and(|to| to < clause.from) {
                return Err(BodyError::TimeOrder);
            }
        }
        Ok(())
    }
}
