//! What domains give to each other, as JSON.

use super::ReasonText;
use super::instant;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use time::OffsetDateTime;

/// A signed object that was written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectWritten {
    /// The file.
    pub file: String,
    /// `root`, `list`, `agreement` or `status`.
    pub object: Cow<'static, str>,
    /// The domain that signed.
    pub domain: String,
    /// SHA-256 of the key that signed the root, lower-case hexadecimal: what others pin. `null` for
    /// other objects.
    pub fingerprint: Option<String>,
}

/// What was taken from other domains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectsImported {
    /// The domain that was pinned.
    pub pinned: Option<String>,
    /// Objects, in the order in which they were taken.
    pub objects: Vec<ObjectImported>,
    /// Certificate revocation lists that are kept; none is trusted before it is judged.
    pub revocation_lists: u64,
    /// Each of them.
    #[serde(default)]
    pub revocation_lists_kept: Vec<RevocationListKept>,
    /// Registers of seals that were taken, and are asked from now on.
    #[serde(default)]
    pub seal_registers: Vec<SealRegisterTaken>,
}

/// A register of seals that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealRegisterTaken {
    /// The file.
    pub file: String,
    /// The domain whose register it is.
    pub domain: String,
    /// How many seals it has.
    pub seals: u64,
    /// Up to when it tells everything.
    #[serde(with = "instant::or_null")]
    pub as_of: Option<OffsetDateTime>,
    /// Until when it may be asked.
    #[serde(with = "instant::or_null")]
    pub fresh_until: Option<OffsetDateTime>,
}

/// A certificate revocation list that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevocationListKept {
    /// The file.
    pub file: String,
    /// Name of the issuer as RFC 4514 writes it.
    pub issuer: String,
    /// Why no imported anchor is its issuer, so that it may not count; `null` where one is.
    pub reason: Option<ReasonText>,
}

/// A signed object that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectImported {
    /// The file.
    pub file: String,
    /// `root`, `list`, `agreement` or `status`.
    pub object: Cow<'static, str>,
}
