//! What was decided.

use super::{Domain, ObjectKey, Sha256};
use crate::licence::CreditCode;
use crate::reason::Reason;
use crate::verify::{Indication, SubIndication};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The decision about one licence, for one relying domain, one service item and one time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// First axis: what verification said of the document.
    pub validation: Indication,
    /// Its sub-indication, of the worst signature; `None` when passed.
    pub sub_indication: Option<SubIndication>,
    /// Second axis: may it be accepted here.
    pub recognition: Recognition,
    /// What the clause says; `Must` only where every object used is fresh.
    pub obligation: Option<Obligation>,
    /// Everything that was found, decisive first; never empty.
    pub reasons: Vec<Reason>,
    /// What has to be done for the acceptance to stand.
    pub conditions: Vec<Condition>,
    /// The issuer as the list names it; the licence's own words are not shown.
    pub issuer: Option<Issuer>,
    /// Identifier of the agreement that was used.
    pub agreement: Option<String>,
    /// Identifier of the clause that was used.
    pub clause: Option<String>,
    /// The objects that were used.
    pub evidence: Vec<Evidence>,
    /// Until when an acceptance may be relied on without asking again; `None` where there is none.
    pub valid_until: Option<OffsetDateTime>,
}

/// May the licence be accepted. From best to worst, so that `max` gives the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recognition {
    /// ACCEPTED.
    Accepted,
    /// ACCEPTED_WITH_CONDITIONS.
    AcceptedWithConditions,
    /// CANNOT_DECIDE: something needed for the decision is missing or too old.
    CannotDecide,
    /// REFUSED.
    Refused,
}

impl Recognition {
    /// Returns the stable name, such as `ACCEPTED_WITH_CONDITIONS`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "ACCEPTED",
            Self::AcceptedWithConditions => "ACCEPTED_WITH_CONDITIONS",
            Self::CannotDecide => "CANNOT_DECIDE",
            Self::Refused => "REFUSED",
        }
    }
}

/// What a clause asks of the relying domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obligation {
    /// It must be accepted.
    Must,
    /// It may be accepted.
    May,
    /// It must not be accepted.
    MustNot,
}

impl Obligation {
    /// Returns the stable name: `must`, `may` or `must-not`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::May => "may",
            Self::MustNot => "must-not",
        }
    }
}

/// Something to do for an acceptance to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What kind of thing.
    pub kind: ConditionKind,
    /// What, in both languages.
    pub reason: Reason,
}

/// Kind of a condition, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConditionKind {
    /// Ask the issuer about the identifier.
    AskIssuer,
    /// 告知承诺.
    Commitment,
    /// 容缺, so many days.
    DeferredDocuments,
    /// Import newer objects and decide again.
    Recheck,
    /// See the holder's identity document.
    ShowHolderId,
    /// Put up with an incomplete verification.
    Tolerated,
    /// Ask for a translation.
    Translation,
}

/// The issuer, as its domain's list names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// Domain that lists it.
    pub domain: Domain,
    /// Credit code.
    pub id: CreditCode,
    /// Name in Chinese.
    pub name_zh: String,
}

/// An object that a decision rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// Which object.
    pub key: ObjectKey,
    /// Its sequence number.
    pub seq: u64,
    /// SHA-256 of its payload.
    pub digest: Sha256,
}
