//! What signing did, as JSON.

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
