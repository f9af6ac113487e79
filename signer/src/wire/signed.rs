//! What signing and extending did, as JSON.

use super::{ReasonText, instant};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use time::OffsetDateTime;

/// What signing did to one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The file that carries the new signature, as the caller named it.
    pub file: String,
    /// Full name of the signature field that was filled.
    pub field: String,
    /// Octets appended to the document.
    pub bytes_added: u64,
    /// Baseline level reached, as `B-B`; `None` where the signature claims none.
    pub level: Option<Cow<'static, str>>,
    /// What to know of the signature (a certificate out of its term, a lock that names no field), and what `verify` says
    /// of the structure of the document, signed or not; left out where there is nothing to say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<ReasonText>,
}

/// What extending did to one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extended {
    /// The file that was extended, as the caller named it.
    pub file: String,
    /// Full names of the fields of the document timestamps that were added, in their order.
    pub timestamps: Vec<String>,
    /// Octets appended to the document.
    pub bytes_added: u64,
    /// Level that `verify` finds, as `B-LTA`: the lowest among the signatures; `None` where one claims no
    /// level.
    pub level: Option<Cow<'static, str>>,
    /// Why a signature has no level; left out where each has one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<ReasonText>,
}

/// Evidence records that were made with one timestamp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceMade {
    /// How many.
    pub records: u64,
    /// Time of the timestamp.
    #[serde(serialize_with = "instant::or_null::serialize")]
    pub time: Option<OffsetDateTime>,
    /// What was stamped: the root of the hash tree, lower-case hexadecimal.
    pub root_sha256: String,
}
