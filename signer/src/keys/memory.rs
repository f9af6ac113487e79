//! A key in this process's memory.

use super::KeyError;
use pkcs8::der::asn1::{AnyRef, BitStringRef};
use pkcs8::der::{Encode, Tag};
use pkcs8::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use yinxin_core::suite::{DigestAlgorithm, SignatureAlgorithm, SigningError, SigningKey};

const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// A key in memory; `ring` holds it.
pub struct MemoryKey {
    pair: Pair,
    spki: Vec<u8>,
}

enum Pair {
    P256(EcdsaKeyPair),
    P384(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

impl MemoryKey {
    /// Takes a PKCS#8 PrivateKeyInfo (RFC 5958) in DER.
    ///
    /// # Errors
    ///
    /// [`KeyError::Unsupported`] for other algorithms, [`KeyError::Cryptography`] where the key is
    /// not consistent or lacks its public half.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let info = PrivateKeyInfoRef::try_from(der)
            .map_err(|_| KeyError::Malformed(super::read::ReadError::NotPkcs8))?;
        let refused = |_| KeyError::Cryptography;
        let random = SystemRandom::new();
        let curve = info
            .algorithm
            .parameters
            .and_then(|p| p.decode_as::<ObjectIdentifier>().ok());
        let pair = match (info.algorithm.oid, curve) {
            (EC_PUBLIC_KEY, Some(P256)) => Pair::P256(
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, der, &random)
                    .map_err(refused)?,
            ),
            (EC_PUBLIC_KEY, Some(P384)) => Pair::P384(
                EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_ASN1_SIGNING, der, &random)
                    .map_err(refused)?,
            ),
            (ED25519, _) => {
                Pair::Ed25519(Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map_err(refused)?)
            }
            (RSA, _) => Pair::Rsa(RsaKeyPair::from_pkcs8(der).map_err(refused)?),
            _ => return Err(KeyError::Unsupported),
        };
        let spki = pair
            .subject_public_key_info()
            .ok_or(KeyError::Cryptography)?;
        Ok(Self { pair, spki })
    }
}

impl Pair {
    fn subject_public_key_info(&self) -> Option<Vec<u8>> {
        let null = AnyRef::new(Tag::Null, &[]).ok()?;
        let (oid, parameters, key) = match self {
            Self::P256(pair) => (
                EC_PUBLIC_KEY,
                Some(AnyRef::from(&P256)),
                pair.public_key().as_ref(),
            ),
            Self::P384(pair) => (
                EC_PUBLIC_KEY,
                Some(AnyRef::from(&P384)),
                pair.public_key().as_ref(),
            ),
            Self::Ed25519(pair) => (ED25519, None, pair.public_key().as_ref()),
            Self::Rsa(pair) => (RSA, Some(null), pair.public_key().as_ref()),
        };
        SubjectPublicKeyInfoRef {
            algorithm: AlgorithmIdentifierRef { oid, parameters },
            subject_public_key: BitStringRef::from_bytes(key).ok()?,
        }
        .to_der()
        .ok()
    }
}

impl SigningKey for MemoryKey {
    fn algorithm(&self) -> SignatureAlgorithm {
        match self.pair {
            Pair::P256(_) => SignatureAlgorithm::EcdsaP256(DigestAlgorithm::Sha256),
            Pair::P384(_) => SignatureAlgorithm::EcdsaP384(DigestAlgorithm::Sha384),
            Pair::Ed25519(_) => SignatureAlgorithm::Ed25519,
            Pair::Rsa(_) => SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
        }
    }

    fn subject_public_key_info(&self) -> &[u8] {
        &self.spki
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::P256(pair) | Pair::P384(pair) => pair
                .sign(&random, message)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(|_| SigningError::Refused),
            Pair::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .map_err(|_| SigningError::Refused)?;
                Ok(signature)
            }
        }
    }
}

impl std::fmt::Debug for MemoryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryKey")
            .field("algorithm", &self.algorithm())
            .finish_non_exhaustive()
    }
}
