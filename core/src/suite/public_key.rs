use super::{AlgorithmError, DigestAlgorithm, PssParameters, SignatureAlgorithm, identifier, oids};
use crate::der::{DerErrorKind, Reader, tag};
use std::ops::RangeInclusive;

/// A public key, borrowed from a SubjectPublicKeyInfo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublicKey<'a> {
    /// RSA (RFC 8017).
    Rsa {
        /// DER of the RSAPublicKey.
        key: &'a [u8],
        /// Bits of the modulus.
        bits: usize,
        /// The key says that it is for RSASSA-PSS alone (RFC 4055, 1.2).
        pss_only: bool,
        /// What a key for RSASSA-PSS says of its signatures (RFC 4055, 3.3).
        pss_parameters: Option<PssParameters>,
    },
    /// Point on P-256.
    P256(&'a [u8]),
    /// Point on P-384.
    P384(&'a [u8]),
    /// Point on P-521.
    P521(&'a [u8]),
    /// Point on brainpoolP256r1.
    BrainpoolP256(&'a [u8]),
    /// Point on brainpoolP384r1.
    BrainpoolP384(&'a [u8]),
    /// The 32 octets of an Ed25519 key (RFC 8032).
    Ed25519(&'a [u8]),
    /// Point on the curve of SM2 (GB/T 32918.5).
    #[cfg(feature = "gm")]
    Sm2(&'a [u8]),
}

impl<'a> PublicKey<'a> {
    /// Reads the DER of a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
    ///
    /// An RSA modulus has 2048 to 8192 bits; with the feature `legacy-algorithms` 1024 bits are
    /// enough to be judged, see [`super::Weakness`].
    ///
    /// # Errors
    ///
    /// [`AlgorithmError`] for kinds, curves and sizes of key that are not served.
    pub fn parse(subject_public_key_info: &'a [u8]) -> Result<Self, AlgorithmError> {
        let mut outer = Reader::new(subject_public_key_info);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let mut algorithm = fields.sequence()?;
        let key = fields.expect(tag::BIT_STRING)?.whole_bits()?;
        fields.finish()?;
        let oid = algorithm.oid()?;
        match oid {
            oids::RSA_ENCRYPTION => {
                identifier::absent_or_null(algorithm, oid)?;
                Self::rsa(key, false, None)
            }
            oids::RSASSA_PSS => {
                let parameters = if algorithm.is_empty() {
                    None
                } else {
                    Some(PssParameters::read(algorithm)?)
                };
                Self::rsa(key, true, parameters)
            }
            oids::EC_PUBLIC_KEY => {
                // Parameters that spell out a curve instead of naming it are not served: a stranger
                // could choose them (RFC 5480, 2.1.1 forbids them).
                let curve = algorithm.oid()?;
                algorithm.finish()?;
                match curve {
                    oids::P256 => Ok(Self::P256(key)),
                    oids::P384 => Ok(Self::P384(key)),
                    oids::P521 => Ok(Self::P521(key)),
                    oids::BRAINPOOL_P256 => Ok(Self::BrainpoolP256(key)),
                    oids::BRAINPOOL_P384 => Ok(Self::BrainpoolP384(key)),
                    #[cfg(feature = "gm")]
                    oids::SM2 => Ok(Self::Sm2(key)),
                    other => Err(AlgorithmError::Curve(other)),
                }
            }
            oids::ED25519 => {
                if !algorithm.is_empty() {
                    return Err(AlgorithmError::Parameters(oid));
                }
                Ok(Self::Ed25519(key))
            }
            // Met where id-ecPublicKey belongs; there is but one curve that it can be.
            #[cfg(feature = "gm")]
            oids::SM2 => {
                let is_named = algorithm.peek() == Some(tag::OID);
                if is_named && algorithm.oid()? != oids::SM2 {
                    return Err(AlgorithmError::Parameters(oid));
                }
                identifier::absent_or_null(algorithm, oid)?;
                Ok(Self::Sm2(key))
            }
            other => Err(AlgorithmError::Unknown(other)),
        }
    }

    fn rsa(
        key: &'a [u8],
        pss_only: bool,
        pss_parameters: Option<PssParameters>,
    ) -> Result<Self, AlgorithmError> {
        let (modulus, _) = rsa_numbers(key)?;
        let spare = modulus.first().map_or(0, |first| first.leading_zeros());
        let bits = (modulus.len() * 8).saturating_sub(usize::try_from(spare).unwrap_or(0));
        if !RSA_BITS.contains(&bits) {
            return Err(AlgorithmError::KeySize { bits });
        }
        Ok(Self::Rsa {
            key,
            bits,
            pss_only,
            pss_parameters,
        })
    }

    /// Returns the name of the kind of key, for people and for tables of algorithms.
    #[must_use]
    pub const fn family(&self) -> &'static str {
        match self {
            Self::Rsa { .. } => "RSA",
            Self::P256(_) => "P-256",
            Self::P384(_) => "P-384",
            Self::P521(_) => "P-521",
            Self::BrainpoolP256(_) => "brainpoolP256r1",
            Self::BrainpoolP384(_) => "brainpoolP384r1",
            Self::Ed25519(_) => "Ed25519",
            #[cfg(feature = "gm")]
            Self::Sm2(_) => "SM2",
        }
    }

    /// Returns the length of the modulus (RSA) or of the order of the curve, bits.
    #[must_use]
    pub const fn bits(&self) -> usize {
        match self {
            Self::Rsa { bits, .. } => *bits,
            Self::P256(_) | Self::BrainpoolP256(_) => 256,
            Self::P384(_) | Self::BrainpoolP384(_) => 384,
            Self::P521(_) => 521,
            Self::Ed25519(_) => 253,
            #[cfg(feature = "gm")]
            Self::Sm2(_) => 256,
        }
    }

    /// Returns the greatest length that a signature by this key can have as CMS carries it, octets.
    #[must_use]
    pub const fn maximum_signature_len(&self) -> usize {
        match self {
            Self::Rsa { bits, .. } => bits.div_ceil(8),
            // SEQUENCE of two INTEGERs, each with a leading zero octet.
            Self::P256(_) | Self::BrainpoolP256(_) => 72,
            Self::P384(_) | Self::BrainpoolP384(_) => 104,
            // The highest octet holds one bit; the length of the SEQUENCE has two octets.
            Self::P521(_) => 139,
            Self::Ed25519(_) => 64,
            #[cfg(feature = "gm")]
            Self::Sm2(_) => 72,
        }
    }

    /// Returns ECDSA with `digest` on the curve of the key.
    pub(super) const fn ecdsa(&self, digest: DigestAlgorithm) -> Option<SignatureAlgorithm> {
        if digest.with_rsa_and_ecdsa().is_none() {
            return None;
        }
        match self {
            Self::P256(_) => Some(SignatureAlgorithm::EcdsaP256(digest)),
            Self::P384(_) => Some(SignatureAlgorithm::EcdsaP384(digest)),
            Self::P521(_) => Some(SignatureAlgorithm::EcdsaP521(digest)),
            Self::BrainpoolP256(_) => Some(SignatureAlgorithm::EcdsaBrainpoolP256(digest)),
            Self::BrainpoolP384(_) => Some(SignatureAlgorithm::EcdsaBrainpoolP384(digest)),
            Self::Rsa { .. } | Self::Ed25519(_) => None,
            #[cfg(feature = "gm")]
            Self::Sm2(_) => None,
        }
    }

    /// Tells whether the key is for signatures with `algorithm`.
    pub(super) fn fits(&self, algorithm: SignatureAlgorithm) -> bool {
        let pss = match algorithm {
            SignatureAlgorithm::RsaPss(digest) => Some(PssParameters::usual(digest)),
            SignatureAlgorithm::RsaPssWith(parameters) => Some(parameters),
            _ => None,
        };
        match self {
            Self::Rsa {
                pss_only,
                pss_parameters,
                ..
            } => match pss {
                Some(used) => {
                    let digests = [used.digest, used.mask_digest];
                    (digests.iter()).all(|digest| digest.with_rsa_and_ecdsa().is_some())
                        && pss_parameters.is_none_or(|own| own.allows(&used))
                }
                None => match algorithm {
                    SignatureAlgorithm::RsaPkcs1(digest) => {
                        !pss_only && digest.with_rsa_and_ecdsa().is_some()
                    }
                    _ => false,
                },
            },
            Self::Ed25519(_) => algorithm == SignatureAlgorithm::Ed25519,
            #[cfg(feature = "gm")]
            Self::Sm2(_) => algorithm == SignatureAlgorithm::Sm2,
            _ => self.ecdsa(algorithm.digest()) == Some(algorithm),
        }
    }
}

/// Bits of an RSA modulus that are served.
#[cfg(feature = "legacy-algorithms")]
const RSA_BITS: RangeInclusive<usize> = 1024..=8192;
/// Bits of an RSA modulus that are served.
#[cfg(not(feature = "legacy-algorithms"))]
const RSA_BITS: RangeInclusive<usize> = 2048..=8192;

/// Reads an RSAPublicKey (RFC 8017, A.1.1): modulus and public exponent without leading zeros.
pub(super) fn rsa_numbers(key: &[u8]) -> Result<(&[u8], &[u8]), AlgorithmError> {
    let mut outer = Reader::new(key);
    let mut fields = outer.sequence()?;
    outer.finish()?;
    let mut number = || {
        let element = fields.expect(tag::INTEGER)?;
        match element.integer()? {
            [0, rest @ ..] => Ok(rest),
            [first, ..] if *first >= 0x80 => Err(element.error(DerErrorKind::Value)),
            all => Ok(all),
        }
    };
    let numbers = (number()?, number()?);
    fields.finish()?;
    Ok(numbers)
}
