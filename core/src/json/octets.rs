//! Octets as JSON text.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Octets, in JSON as base64 (RFC 4648, 4).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Octets(pub Vec<u8>);

/// A text is not base64 or not a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotOctets(pub(super) &'static str);

impl fmt::Display for NotOctets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl TryFrom<String> for Octets {
    type Error = NotOctets;

    /// Reads either alphabet, as DSSE asks, with padding.
    fn try_from(text: String) -> Result<Self, NotOctets> {
        STANDARD
            .decode(&text)
            .or_else(|_| URL_SAFE.decode(&text))
            .map(Self)
            .map_err(|_| NotOctets("not base64 with padding"))
    }
}

impl From<Octets> for String {
    fn from(octets: Octets) -> Self {
        STANDARD.encode(octets.0)
    }
}
