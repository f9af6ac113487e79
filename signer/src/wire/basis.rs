//! What a judgement rests on beside the document: with it, the same report can be made again.

use super::instant;
use serde::Serialize;
use time::OffsetDateTime;
use yinxin_core::seal::register::SealRegister;
use yinxin_core::status::OcspResponse;
use yinxin_core::suite::{DigestAlgorithm, digest};
use yinxin_core::verify::ValidationPolicy;
use yinxin_core::x509::{Crl, Role, TrustAnchor};

/// What a judgement rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// The instant as of which the document was judged.
    #[serde(serialize_with = "instant::or_null::serialize")]
    pub at: Option<OffsetDateTime>,
    /// Name of the validation policy.
    pub policy: String,
    /// SHA-256 of the policy's text, lower-case hexadecimal.
    pub policy_sha256: String,
    /// `require`, `prefer` or `ignore`.
    pub revocation: &'static str,
    /// The anchors that count.
    pub anchors: Vec<AnchorUsed>,
    /// Revocation lists that were given.
    pub revocation_lists: Vec<RevocationUsed>,
    /// OCSP responses that were given.
    pub ocsp_responses: Vec<RevocationUsed>,
    /// Registers of seals that were given, are the home's own or were taken in: SHA-256 of the last line, and up to when it
    /// tells everything, where it says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seal_registers: Vec<RevocationUsed>,
}

/// An anchor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnchorUsed {
    /// What it may vouch for.
    pub role: &'static str,
    /// SHA-256 of its certificate, lower-case hexadecimal.
    pub sha256: String,
    /// Its subject (RFC 4514), for people.
    pub subject: String,
}

/// A revocation list or OCSP response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevocationUsed {
    /// SHA-256 of its octets, lower-case hexadecimal.
    pub sha256: String,
    /// When it was made: `thisUpdate` of a list, `producedAt` of a response.
    #[serde(serialize_with = "instant::or_null::serialize")]
    pub time: Option<OffsetDateTime>,
}

impl Basis {
    /// Makes the object.
    pub(crate) fn new(
        at: OffsetDateTime,
        (policy, policy_sha256): (&ValidationPolicy, &str),
        revocation: &'static str,
        anchors: &[TrustAnchor],
        lists: &[Crl],
        responses: &[OcspResponse],
    ) -> Self {
        let used = |der: &[u8], time| RevocationUsed {
            sha256: hexadecimal(&digest(DigestAlgorithm::Sha256, der)),
            time: Some(time),
        };
        let anchor = |anchor: &TrustAnchor| AnchorUsed {
            role: role(anchor.role),
            sha256: anchor.certificate.fingerprint_hex(),
            subject: anchor.certificate.subject().to_string(),
        };
        Self {
            at: Some(at),
            policy: policy.name.clone(),
            policy_sha256: policy_sha256.into(),
            revocation,
            anchors: anchors.iter().map(anchor).collect(),
            revocation_lists: lists
                .iter()
                .map(|list| used(list.der(), list.this_update()))
                .collect(),
            ocsp_responses: responses
                .iter()
                .map(|response| used(response.der(), response.produced_at()))
                .collect(),
            seal_registers: Vec::new(),
        }
    }

    /// Adds registers of seals.
    pub(crate) fn with_registers<'r>(
        mut self,
        registers: impl Iterator<Item = &'r SealRegister>,
    ) -> Self {
        let used = |register: &SealRegister| RevocationUsed {
            sha256: register.tail().sha256.to_string(),
            time: register.head().map(|(as_of, _)| as_of),
        };
        self.seal_registers = registers.map(used).collect();
        self
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Signer => "signer",
        Role::Maker => "maker",
        Role::Tsa => "tsa",
        Role::Status => "status",
        _ => "recognition",
    }
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
