use super::{AlgorithmError, DigestAlgorithm, identifier, oids};
use crate::der::{Reader, tag};

/// A public key as ring takes it, borrowed from a SubjectPublicKeyInfo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PublicKey<'a> {
    /// RSA (RFC 8017).
    Rsa {
        /// DER of the RSAPublicKey.
        key: &'a [u8],
        /// Octets of the modulus.
        modulus_len: usize,
        /// The key says that it is for RSASSA-PSS alone (RFC 4055, 1.2).
        pss_only: bool,
        /// The one digest that a key for RSASSA-PSS allows.
        pss_digest: Option<DigestAlgorithm>,
    },
    /// Uncompressed point on P-256.
    P256(&'a [u8]),
    /// Uncompressed point on P-384.
    P384(&'a [u8]),
    /// The 32 octets of an Ed25519 key (RFC 8032).
    Ed25519(&'a [u8]),
}

impl<'a> PublicKey<'a> {
    /// Reads the DER of a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
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
                let modulus_len = rsa_modulus_len(key)?;
                Ok(Self::Rsa {
                    key,
                    modulus_len,
                    pss_only: false,
                    pss_digest: None,
                })
            }
            oids::RSASSA_PSS => {
                let pss_digest = if algorithm.is_empty() {
                    None
                } else {
                    Some(identifier::pss_parameters(algorithm)?)
                };
                let modulus_len = rsa_modulus_len(key)?;
                Ok(Self::Rsa {
                    key,
                    modulus_len,
                    pss_only: true,
                    pss_digest,
                })
            }
            oids::EC_PUBLIC_KEY => {
                let curve = algorithm.oid()?;
                algorithm.finish()?;
                match curve {
                    oids::P256 => Ok(Self::P256(key)),
                    oids::P384 => Ok(Self::P384(key)),
                    other => Err(AlgorithmError::Curve(other)),
                }
            }
            oids::ED25519 => {
                if !algorithm.is_empty() {
                    return Err(AlgorithmError::Parameters(oid));
                }
                Ok(Self::Ed25519(key))
            }
            other => Err(AlgorithmError::Unknown(other)),
        }
    }

    /// Returns the greatest length that a signature by this key can have as CMS carries it, octets.
    #[must_use]
    pub const fn maximum_signature_len(&self) -> usize {
        match self {
            Self::Rsa { modulus_len, .. } => *modulus_len,
            // SEQUENCE of two INTEGERs, each with a leading zero octet.
            Self::P256(_) => 72,
            Self::P384(_) => 104,
            Self::Ed25519(_) => 64,
        }
    }
}

/// Octets of the modulus of an RSAPublicKey, where it has 2048 to 8192 bits.
fn rsa_modulus_len(key: &[u8]) -> Result<usize, AlgorithmError> {
    let mut outer = Reader::new(key);
    let mut fields = outer.sequence()?;
    outer.finish()?;
    let integer = fields.expect(tag::INTEGER)?.integer()?;
    let modulus = integer.strip_prefix(&[0]).unwrap_or(integer);
    let spare = modulus.first().map_or(0, |first| first.leading_zeros());
    let bits = (modulus.len() * 8).saturating_sub(usize::try_from(spare).unwrap_or(0));
    if (2048..=8192).contains(&bits) {
        Ok(modulus.len())
    } else {
        Err(AlgorithmError::KeySize { bits })
    }
}
