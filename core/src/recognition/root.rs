//! The root of a domain: its keys and who may sign what.

use super::object::{Body, BodyError, Header, ObjectKey, ObjectType};
use super::{Envelope, Sha256};
use crate::json::Octets;
use crate::licence::AreaCode;
use crate::suite::{DigestAlgorithm, SignatureAlgorithm, SigningKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Keys that one role may have.
const MOST_KEYS: usize = 16;

/// A domain's root: keys and thresholds, role by role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Root {
    /// Name of the domain in Chinese, for people.
    pub name_zh: String,
    /// Name of the domain in English, for people.
    pub name_en: String,
    /// Areas that the domain's authorities may be placed in.
    pub jurisdiction: Vec<AreaCode>,
    /// Who may sign what.
    pub roles: Roles,
}

/// The four roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// Signs the next root.
    pub root: RoleKeys,
    /// Signs the list of authorities.
    pub list: RoleKeys,
    /// Signs agreements.
    pub agreement: RoleKeys,
    /// Signs status lists.
    pub status: RoleKeys,
}

/// The keys of a role; so many of them must sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleKeys {
    /// Distinct keys that must sign, at least 1.
    pub threshold: u8,
    /// The keys, at most 16, each once.
    pub keys: Vec<RootKey>,
}

/// A public key with the one algorithm it is used with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RootKey {
    /// Algorithm.
    pub algorithm: RootKeyAlgorithm,
    /// DER of the SubjectPublicKeyInfo.
    pub spki: Octets,
}

/// Algorithms that objects of recognition are signed with. No SHA-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RootKeyAlgorithm {
    /// ECDSA on P-256 with SHA-256.
    EcdsaP256Sha256,
    /// ECDSA on P-384 with SHA-384.
    EcdsaP384Sha384,
    /// Ed25519.
    Ed25519,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RsaPkcs1Sha256,
    /// RSASSA-PSS with SHA-256.
    RsaPssSha256,
}

impl RootKeyAlgorithm {
    /// Returns the algorithm of the suite.
    #[must_use]
    pub fn suite(self) -> SignatureAlgorithm {
        match self {
            Self::EcdsaP256Sha256 => SignatureAlgorithm::EcdsaP256(DigestAlgorithm::Sha256),
            Self::EcdsaP384Sha384 => SignatureAlgorithm::EcdsaP384(DigestAlgorithm::Sha384),
            Self::Ed25519 => SignatureAlgorithm::Ed25519,
            Self::RsaPkcs1Sha256 => SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
            Self::RsaPssSha256 => SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256),
        }
    }

    fn of(algorithm: SignatureAlgorithm) -> Option<Self> {
        [
            Self::EcdsaP256Sha256,
            Self::EcdsaP384Sha384,
            Self::Ed25519,
            Self::RsaPkcs1Sha256,
            Self::RsaPssSha256,
        ]
        .into_iter()
        .find(|known| known.suite() == algorithm)
    }
}

impl RootKey {
    /// Returns the public half of `key`; `None` where its algorithm is not one for recognition.
    #[must_use]
    pub fn of(key: &dyn SigningKey) -> Option<Self> {
        Some(Self {
            algorithm: RootKeyAlgorithm::of(key.algorithm())?,
            spki: Octets(key.subject_public_key_info().to_vec()),
        })
    }

    /// Returns the SHA-256 of the SubjectPublicKeyInfo: what a pin names.
    #[must_use]
    pub fn fingerprint(&self) -> Sha256 {
        Sha256::of(&self.spki.0)
    }
}

impl RoleKeys {
    /// Tells whether enough distinct keys of the role signed `envelope`.
    #[must_use]
    pub fn accept(&self, envelope: &Envelope) -> bool {
        self.threshold > 0 && envelope.signers(&self.keys).len() >= usize::from(self.threshold)
    }

    fn check(&self) -> Result<(), BodyError> {
        if self.keys.len() > MOST_KEYS {
            return Err(BodyError::TooMany);
        }
        let distinct: BTreeSet<&Octets> = self.keys.iter().map(|key| &key.spki).collect();
        if distinct.len() != self.keys.len() {
            return Err(BodyError::Doubled);
        }
        if self.threshold == 0 || usize::from(self.threshold) > distinct.len() {
            return Err(BodyError::Threshold);
        }
        Ok(())
    }
}

impl Body for Root {
    const TYPE: ObjectType = ObjectType::Root;

    fn key(&self, header: &Header) -> ObjectKey {
        ObjectKey::Root(header.domain.clone())
    }

    fn check(&self, _: &Header) -> Result<(), BodyError> {
        let Roles {
            root,
            list,
            agreement,
            status,
        } = &self.roles;
        [root, list, agreement, status]
            .into_iter()
            .try_for_each(RoleKeys::check)
    }
}
