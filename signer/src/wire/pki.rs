//! Keys, certificates, requests and revocation lists that were made, as JSON.

use super::instant;
use serde::Serialize;
use time::OffsetDateTime;

/// A key that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyMade {
    /// The file, as the caller named it.
    pub file: String,
    /// `sm2` or `p256`.
    pub algorithm: &'static str,
    /// Whether it is under a password.
    pub encrypted: bool,
}

/// A certificate that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateMade {
    /// The file, as the caller named it.
    pub file: String,
    /// The subject, as RFC 4514 writes it.
    pub subject: String,
    /// Its serial number, hexadecimal.
    pub serial: String,
    /// SHA-256 of its DER, hexadecimal.
    pub sha256: String,
    /// First instant of validity.
    #[serde(serialize_with = "instant::or_null::serialize")]
    pub not_before: Option<OffsetDateTime>,
    /// Last instant of validity.
    #[serde(serialize_with = "instant::or_null::serialize")]
    pub not_after: Option<OffsetDateTime>,
}

/// A certificate request that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestMade {
    /// The file, as the caller named it.
    pub file: String,
    /// SHA-256 of the DER of the SubjectPublicKeyInfo, hexadecimal: to be compared by another way.
    pub public_key_sha256: String,
}

/// A revocation list that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListMade {
    /// The file, as the caller named it.
    pub file: String,
    /// Its issuer, as RFC 4514 writes it.
    pub issuer: String,
    /// Its number, hexadecimal.
    pub number: String,
    /// How many certificates it revokes.
    pub revoked: usize,
    /// When the next one comes at the latest.
    #[serde(serialize_with = "instant::or_null::serialize")]
    pub next_update: Option<OffsetDateTime>,
}
