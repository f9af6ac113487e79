//! What a verifier accepts, as a value: the signature validation policy of EN 319 102-1, 5.1.4.
//!
//! A policy can make the judgement stricter and choose what it rests on. It never makes good what
//! the cryptography, the structure or a certification forbids.

use super::Policy;
use crate::suite::{DigestAlgorithm, SignatureAlgorithm, Sunsets};
use crate::x509::{RevocationPolicy, Role, TrustAnchor};
use time::{Duration, OffsetDateTime};

/// What a verifier accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValidationPolicy {
    /// What people call it.
    pub name: String,
    /// Which signatures must pass.
    pub signatures: Policy,
    /// Annotations that a later revision added, changed or deleted where a certification permits it
    /// (DocMDP with P=3). Refused unless said otherwise: an annotation can show anything over
    /// what was certified.
    pub annotations: Acceptance,
    /// Signature fields that a later revision added or filled and that show something.
    pub visible_fields: Acceptance,
    /// What missing revocation data mean; `None` leaves it to the caller.
    pub revocation: Option<RevocationPolicy>,
    /// How old CRLs and OCSP responses may be on the day of the judgement: today, or the day in the past
    /// that a proof of existence allows (EN 319 102-1, 5.2.5; from memory). With a limit revocation
    /// data are required, so that leaving out an old list, which may say `revoked`, never makes a
    /// certificate good.
    pub revocation_age: Option<Duration>,
    /// Until when that which proves nothing today counts: what is signed with it passes where its age is
    /// proved. At most [`Sunsets::LATEST`] should be given.
    pub sunsets: Sunsets,
    /// Shortest RSA modulus of a signer, bits.
    pub shortest_rsa_key: Option<u32>,
    /// Algorithms of signatures that are not accepted, or were until some time.
    pub algorithms: Vec<AlgorithmRule>,
    /// The anchors that count, each for one role; `None` where all of those given do.
    pub anchors: Option<Vec<AnchorRule>>,
}

/// Whether something is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acceptance {
    /// It is.
    Accept,
    /// A file with it does not pass.
    Refuse,
}

/// Until when an algorithm is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlgorithmRule {
    /// The digest (`SHA-256`), the family (`RSA PKCS#1 v1.5`) or both (`ECDSA P-256 with SHA-256`).
    pub name: String,
    /// The last instant; `None` where it never is. What counts is the proved time of the signature,
    /// else the time of judging.
    pub until: Option<OffsetDateTime>,
}

impl AlgorithmRule {
    /// Returns whether the rule is about an algorithm.
    #[must_use]
    pub fn names(&self, algorithm: SignatureAlgorithm) -> bool {
        let (family, digest) = (algorithm.family(), algorithm.digest().name());
        match self.name.split_once(" with ") {
            Some((named, with)) => named == family && with == digest,
            // The digest of Ed25519 is its own affair.
            None if family == "Ed25519" => self.name == family,
            None => self.name == family || self.name == digest,
        }
    }

    /// Returns whether there is an algorithm that a rule of this name can be about.
    #[must_use]
    pub fn is_known(name: &str) -> bool {
        let is_family = |name: &str| SignatureAlgorithm::FAMILIES.contains(&name);
        let is_digest = |name: &str| DigestAlgorithm::ALL.iter().any(|one| one.name() == name);
        match name.split_once(" with ") {
            // The digest of Ed25519 is its own affair.
            Some((family, digest)) => is_family(family) && family != "Ed25519" && is_digest(digest),
            None => is_family(name) || is_digest(name),
        }
    }
}

/// An anchor that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorRule {
    /// What it may vouch for.
    pub role: Role,
    /// SHA-256 of its certificate, lower-case hexadecimal.
    pub certificate_sha256: String,
}

impl ValidationPolicy {
    /// Returns the policy that requires `signatures` and is the default in all else.
    #[must_use]
    pub fn new(name: impl Into<String>, signatures: Policy) -> Self {
        Self {
            name: name.into(),
            signatures,
            annotations: Acceptance::Refuse,
            visible_fields: Acceptance::Accept,
            revocation: None,
            revocation_age: None,
            sunsets: Sunsets::USUAL,
            shortest_rsa_key: None,
            algorithms: Vec::new(),
            anchors: None,
        }
    }

    /// Returns those of the anchors that count.
    #[must_use]
    pub fn counting(&self, anchors: &[TrustAnchor]) -> Vec<TrustAnchor> {
        let counts = |anchor: &&TrustAnchor| {
            self.anchors.as_ref().is_none_or(|rules| {
                let fingerprint = anchor.certificate.fingerprint_hex();
                rules
                    .iter()
                    .any(|rule| rule.role == anchor.role && rule.certificate_sha256 == fingerprint)
            })
        };
        anchors.iter().filter(counts).cloned().collect()
    }

    /// Returns whether something of that time is young enough when judged at `at`.
    pub(super) fn is_fresh(&self, time: OffsetDateTime, at: OffsetDateTime) -> bool {
        self.revocation_age.is_none_or(|most| at - time <= most)
    }
}

impl From<Policy> for ValidationPolicy {
    fn from(signatures: Policy) -> Self {
        let name = match signatures {
            Policy::All => "all",
            Policy::Any => "any",
            Policy::Eu => "eu",
            Policy::Gm => "gm",
        };
        Self::new(name, signatures)
    }
}
