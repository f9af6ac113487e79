use super::{DigestAlgorithm, SignatureAlgorithm, SigningError, SigningKey, oids};
use crate::der::{DerError, Oid, Reader, tag, writer};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384,
    RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use std::fmt;
use zeroize::Zeroizing;

/// A private key in memory, kept by ring; one of SM2 by `sm2` (feature `gm`).
pub struct MemoryKey {
    pair: Pair,
    algorithm: SignatureAlgorithm,
    subject_public_key_info: Vec<u8>,
}

enum Pair {
    Rsa(Box<RsaKeyPair>, &'static dyn RsaEncoding),
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    #[cfg(feature = "gm")]
    Sm2(super::sm::Sm2Key),
}

/// Why a private key could not be taken.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum KeyError {
    /// The bytes are not DER.
    Malformed(DerError),
    /// The bytes are DER, and no PKCS#8, SEC1 or PKCS#1 private key.
    NotAKey,
    /// The kind of key or curve is not served.
    Unknown(Oid),
    /// The algorithm that was asked for does not fit the key.
    AlgorithmMismatch,
    /// The public point beside the key is another key's.
    Inconsistent,
    /// The key was refused; the text says why: an inconsistent public part, a size that is not
    /// served, an EC key without its public point.
    Refused(ring::error::KeyRejected),
}

impl From<DerError> for KeyError {
    fn from(error: DerError) -> Self {
        Self::Malformed(error)
    }
}

impl From<ring::error::KeyRejected> for KeyError {
    fn from(error: ring::error::KeyRejected) -> Self {
        Self::Refused(error)
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => write!(f, "the private key cannot be read: {error}"),
            Self::NotAKey => {
                f.write_str("no private key: give DER of PKCS#8 (not encrypted), SEC1 or PKCS#1")
            }
            Self::Unknown(oid) => write!(f, "private keys of kind {oid} are not served"),
            Self::AlgorithmMismatch => f.write_str("the signature algorithm does not fit the key"),
            Self::Inconsistent => {
                f.write_str("the public point beside the private key is another key's")
            }
            Self::Refused(why) => write!(f, "the private key was refused: {why}"),
        }
    }
}

impl std::error::Error for KeyError {}

impl MemoryKey {
    /// Takes the DER of a private key in any of the forms PKCS#8 (RFC 5958, not encrypted), SEC1
    /// ECPrivateKey (RFC 5915) or PKCS#1 RSAPrivateKey (RFC 8017, A.1.2); `preferred` as in
    /// [`MemoryKey::from_pkcs8`]. The caller wipes `der`.
    ///
    /// # Errors
    ///
    /// [`KeyError`].
    pub fn from_der(der: &[u8], preferred: Option<SignatureAlgorithm>) -> Result<Self, KeyError> {
        let mut fields = Reader::new(der).sequence()?;
        fields.expect(tag::INTEGER)?;
        match fields.peek() {
            Some(tag::SEQUENCE) => Self::from_pkcs8(der, preferred),
            Some(tag::OCTET_STRING) => {
                let pkcs8 = sec1_in_pkcs8(der)?;
                Self::from_pkcs8(&pkcs8, preferred)
            }
            Some(tag::INTEGER) => Self::rsa(RsaKeyPair::from_der(der)?, preferred),
            _ => Err(KeyError::NotAKey),
        }
    }

    /// Takes the DER of a PKCS#8 PrivateKeyInfo (RFC 5958) of an RSA, P-256, P-384 or Ed25519 key.
    ///
    /// `preferred` chooses among the algorithms of the key; without it an RSA key signs with
    /// PKCS#1 v1.5 and SHA-256. P-256 signs with SHA-256 and P-384 with SHA-384 only. The caller
    /// wipes `der`.
    ///
    /// # Errors
    ///
    /// [`KeyError`].
    pub fn from_pkcs8(der: &[u8], preferred: Option<SignatureAlgorithm>) -> Result<Self, KeyError> {
        let mut fields = Reader::new(der).sequence()?;
        fields.expect(tag::INTEGER)?;
        let mut algorithm = fields.sequence()?;
        let oid = algorithm.oid()?;
        match oid {
            oids::RSA_ENCRYPTION => Self::rsa(RsaKeyPair::from_pkcs8(der)?, preferred),
            oids::EC_PUBLIC_KEY => match algorithm.oid()? {
                oids::P256 => Self::ecdsa(
                    der,
                    &ECDSA_P256_SHA256_ASN1_SIGNING,
                    oids::P256,
                    SignatureAlgorithm::EcdsaP256(DigestAlgorithm::Sha256),
                    preferred,
                ),
                oids::P384 => Self::ecdsa(
                    der,
                    &ECDSA_P384_SHA384_ASN1_SIGNING,
                    oids::P384,
                    SignatureAlgorithm::EcdsaP384(DigestAlgorithm::Sha384),
                    preferred,
                ),
                #[cfg(feature = "gm")]
                oids::SM2 => Self::sm2(der, preferred),
                curve => Err(KeyError::Unknown(curve)),
            },
            #[cfg(feature = "gm")]
            oids::SM2 => Self::sm2(der, preferred),
            oids::ED25519 => {
                let algorithm = fitting(SignatureAlgorithm::Ed25519, preferred)?;
                let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der)?;
                let subject_public_key_info = writer::sequence(&[
                    &algorithm.identifier(),
                    &writer::bit_string(pair.public_key().as_ref()),
                ]);
                Ok(Self {
                    pair: Pair::Ed25519(pair),
                    algorithm,
                    subject_public_key_info,
                })
            }
            other => Err(KeyError::Unknown(other)),
        }
    }

    fn rsa(pair: RsaKeyPair, preferred: Option<SignatureAlgorithm>) -> Result<Self, KeyError> {
        use DigestAlgorithm::{Sha256, Sha384, Sha512};
        let algorithm = preferred.unwrap_or(SignatureAlgorithm::RsaPkcs1(Sha256));
        let encoding: &'static dyn RsaEncoding = match algorithm {
            SignatureAlgorithm::RsaPkcs1(Sha256) => &RSA_PKCS1_SHA256,
            SignatureAlgorithm::RsaPkcs1(Sha384) => &RSA_PKCS1_SHA384,
            SignatureAlgorithm::RsaPkcs1(Sha512) => &RSA_PKCS1_SHA512,
            SignatureAlgorithm::RsaPss(Sha256) => &RSA_PSS_SHA256,
            SignatureAlgorithm::RsaPss(Sha384) => &RSA_PSS_SHA384,
            SignatureAlgorithm::RsaPss(Sha512) => &RSA_PSS_SHA512,
            _ => return Err(KeyError::AlgorithmMismatch),
        };
        let identifier = writer::sequence(&[&writer::oid(&oids::RSA_ENCRYPTION), &writer::null()]);
        let subject_public_key_info =
            writer::sequence(&[&identifier, &writer::bit_string(pair.public().as_ref())]);
        let pair = Pair::Rsa(Box::new(pair), encoding);
        Ok(Self {
            pair,
            algorithm,
            subject_public_key_info,
        })
    }

    #[cfg(feature = "gm")]
    fn sm2(der: &[u8], preferred: Option<SignatureAlgorithm>) -> Result<Self, KeyError> {
        let algorithm = fitting(SignatureAlgorithm::Sm2, preferred)?;
        let key = super::sm::Sm2Key::from_pkcs8(der)?;
        Ok(Self {
            subject_public_key_info: key.subject_public_key_info(),
            algorithm,
            pair: Pair::Sm2(key),
        })
    }

    fn ecdsa(
        der: &[u8],
        scheme: &'static EcdsaSigningAlgorithm,
        curve: Oid,
        own: SignatureAlgorithm,
        preferred: Option<SignatureAlgorithm>,
    ) -> Result<Self, KeyError> {
        let algorithm = fitting(own, preferred)?;
        let pair = EcdsaKeyPair::from_pkcs8(scheme, der, &SystemRandom::new())?;
        let identifier =
            writer::sequence(&[&writer::oid(&oids::EC_PUBLIC_KEY), &writer::oid(&curve)]);
        let subject_public_key_info =
            writer::sequence(&[&identifier, &writer::bit_string(pair.public_key().as_ref())]);
        Ok(Self {
            pair: Pair::Ecdsa(pair),
            algorithm,
            subject_public_key_info,
        })
    }
}

fn fitting(
    own: SignatureAlgorithm,
    preferred: Option<SignatureAlgorithm>,
) -> Result<SignatureAlgorithm, KeyError> {
    match preferred {
        Some(other) if other != own => Err(KeyError::AlgorithmMismatch),
        _ => Ok(own),
    }
}

/// Wraps an ECPrivateKey (RFC 5915), which names its curve, as PKCS#8.
fn sec1_in_pkcs8(der: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut fields = Reader::new(der).sequence()?;
    fields.expect(tag::INTEGER)?;
    fields.expect(tag::OCTET_STRING)?;
    let curve = fields
        .optional(tag::context(0))?
        .ok_or(KeyError::NotAKey)?
        .reader()?
        .oid()?;
    let identifier = writer::sequence(&[&writer::oid(&oids::EC_PUBLIC_KEY), &writer::oid(&curve)]);
    let key = Zeroizing::new(writer::octet_string(der));
    Ok(Zeroizing::new(writer::sequence(&[
        &writer::integer(0),
        &identifier,
        &key,
    ])))
}

impl SigningKey for MemoryKey {
    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    fn subject_public_key_info(&self) -> &[u8] {
        &self.subject_public_key_info
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Rsa(pair, encoding) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(*encoding, &random, message, &mut signature)
                    .map_err(|_| SigningError::Refused)?;
                Ok(signature)
            }
            Pair::Ecdsa(pair) => pair
                .sign(&random, message)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(|_| SigningError::Refused),
            Pair::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            #[cfg(feature = "gm")]
            Pair::Sm2(key) => key.sign(message),
        }
    }
}

impl fmt::Debug for MemoryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryKey")
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
