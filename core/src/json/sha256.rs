//! SHA-256 values as JSON text.

use super::octets::NotOctets;
use crate::suite::{self, DigestAlgorithm};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A SHA-256 value, in JSON as lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    /// Returns the SHA-256 of `octets`.
    #[must_use]
    pub fn of(octets: &[u8]) -> Self {
        let mut value = [0; 32];
        let digest = suite::digest(DigestAlgorithm::Sha256, octets);
        for (to, from) in value.iter_mut().zip(digest) {
            *to = from;
        }
        Self(value)
    }

    /// Reads 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut value = [0; 32];
        if text.len() != 64 {
            return None;
        }
        for (to, pair) in value.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let &[high, low] = pair else { return None };
            *to = nibble(high)? << 4 | nibble(low)?;
        }
        Some(Self(value))
    }
}

fn nibble(octet: u8) -> Option<u8> {
    match octet {
        b'0'..=b'9' => Some(octet - b'0'),
        b'a'..=b'f' => Some(octet - b'a' + 10),
        _ => None,
    }
}

impl TryFrom<String> for Sha256 {
    type Error = NotOctets;

    fn try_from(text: String) -> Result<Self, NotOctets> {
        Self::parse(&text).ok_or(NotOctets("not 64 lower-case hexadecimal digits"))
    }
}

impl From<Sha256> for String {
    fn from(digest: Sha256) -> Self {
        digest.to_string()
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256({self})")
    }
}
