//! What signing and extending did, as JSON.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What signing did to one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The file that carries the new signature, as the caller named it.
    pub file: String,
    /// Full name of the signature field that was filled.
    pub field: String,
    /// Octets appended to the document.
    pub bytes_added: u64,
    /// Baseline level reached, as `B-B`.
    pub level: Cow<'static, str>,
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
    /// Level reached, as `B-LTA`.
    pub level: Cow<'static, str>,
}
