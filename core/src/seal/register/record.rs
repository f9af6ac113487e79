//! What stands in one line.

use super::super::SealState;
use crate::json::{Octets, Sha256, instant};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// A line's object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    /// Number, from 0.
    pub(super) seq: u64,
    /// SHA-256 of the line before, without its line end; `None` for the first.
    pub(super) prev: Option<Sha256>,
    /// What it says.
    pub(super) says: Says,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Says {
    /// Who keeps the register.
    Keeper {
        /// Area code of the domain.
        domain: String,
        /// DER of the certificate of the key that signs every line.
        certificate: Octets,
    },
    /// A seal changed.
    Change(Entry),
    /// All that happened up to a time is above.
    Head {
        /// That time.
        #[serde(with = "instant")]
        as_of: OffsetDateTime,
        /// Until when the register may be asked.
        #[serde(with = "instant")]
        fresh_until: OffsetDateTime,
    },
}

/// One change of one seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Identifier of the seal in this register.
    pub seal: String,
    /// What changed.
    pub change: SealChange,
    /// When; whole seconds.
    #[serde(with = "instant")]
    pub at: OffsetDateTime,
    /// Who asked, as the machine knows, for example `uid:1000`.
    pub who: String,
    /// Who decided, in words; for people only.
    pub by: Option<String>,
    /// Why, in words.
    pub why: String,
}

/// What changes a seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum SealChange {
    /// It was asked for.
    Applied {
        /// Whose it is to be.
        owner: Owner,
        /// Its name.
        name: String,
        /// Identifier of the seal in whose place it comes.
        remakes: Option<String>,
    },
    /// Its making was approved.
    Approved,
    /// It was made here, or made elsewhere and taken in.
    Made(SealMarks),
    /// It was handed out: in use from now on.
    Issued,
    /// Out of use for a time.
    Suspended,
    /// In use again.
    Resumed,
    /// Closed.
    Cancelled {
        /// Identifier of the seal that comes in its place.
        successor: Option<String>,
    },
    /// Not to be relied on.
    Revoked,
}

/// The body whose seal it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Credit code.
    pub code: String,
    /// Name, for people.
    pub name: String,
}

/// By what a seal is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealMarks {
    /// SHA-256 of the certificates that sign with it.
    pub certificates: Vec<Sha256>,
    /// SHA-256 of the seal of GB/T 38540, where it is one.
    pub file: Option<Sha256>,
    /// Identifier in that seal (`esID`).
    pub es_id: Option<String>,
}

impl SealChange {
    /// Returns the state that the seal is in afterwards.
    #[must_use]
    pub fn state(&self) -> SealState {
        match self {
            Self::Applied { .. } => SealState::Applied,
            Self::Approved => SealState::Approved,
            Self::Made(_) => SealState::Made,
            Self::Issued | Self::Resumed => SealState::Issued,
            Self::Suspended => SealState::Suspended,
            Self::Cancelled { .. } => SealState::Cancelled,
            Self::Revoked => SealState::Revoked,
        }
    }

    /// Tells whether a seal in the state `now` may change so; `None` is a seal that is not known yet.
    #[must_use]
    pub fn may_follow(&self, now: Option<SealState>) -> bool {
        match (now, self) {
            (None, change) => matches!(change, Self::Applied { .. }),
            (Some(now), Self::Issued) => now == SealState::Made,
            (Some(now), Self::Resumed) => now == SealState::Suspended,
            (Some(now), change) => now.may_become(change.state()),
        }
    }
}
