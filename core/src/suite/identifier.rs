use super::{DigestAlgorithm, PublicKey, SignatureAlgorithm, oids};
use crate::der::{DerError, Element, Oid, Reader, tag, writer};
use std::fmt;

/// Why an algorithm cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AlgorithmError {
    /// The AlgorithmIdentifier or SubjectPublicKeyInfo is not DER.
    Malformed(DerError),
    /// The algorithm is not served.
    Unknown(Oid),
    /// The parameters of this algorithm are not what its standard says.
    Parameters(Oid),
    /// The curve is not served.
    Curve(Oid),
    /// RSASSA-PSS parameters that are not served: only MGF1 with the same digest and a salt as long
    /// as the digest are.
    Pss(PssParameter),
    /// The digest and the signature algorithm disagree.
    DigestMismatch {
        /// Digest that the signature algorithm names.
        signature: DigestAlgorithm,
        /// Digest that the message names beside it.
        message: DigestAlgorithm,
    },
    /// The public key is of another kind than the signature algorithm.
    KeyMismatch,
    /// An RSA modulus outside 2048 to 8192 bits.
    KeySize {
        /// Bits of the modulus.
        bits: usize,
    },
    /// The digest is not served together with this signature algorithm.
    Combination(SignatureAlgorithm),
}

/// The RSASSA-PSS parameter that is not served (RFC 8017, A.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PssParameter {
    /// The mask generation function is not MGF1 with the digest of the message.
    MaskGeneration,
    /// The salt has another length than the digest.
    SaltLength {
        /// Octets of salt.
        found: u32,
    },
    /// The trailer field is not 1.
    Trailer,
}

impl From<DerError> for AlgorithmError {
    fn from(error: DerError) -> Self {
        Self::Malformed(error)
    }
}

impl fmt::Display for AlgorithmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => write!(f, "the algorithm cannot be read: {error}"),
            Self::Unknown(oid) => write!(f, "algorithm {oid} is not served"),
            Self::Parameters(oid) => write!(f, "the parameters of algorithm {oid} are wrong"),
            Self::Curve(oid) => write!(f, "curve {oid} is not served"),
            Self::Pss(PssParameter::MaskGeneration) => {
                f.write_str("RSASSA-PSS is served only with MGF1 of the same digest")
            }
            Self::Pss(PssParameter::SaltLength { found }) => write!(
                f,
                "RSASSA-PSS is served only with a salt as long as the digest, not {found} octets"
            ),
            Self::Pss(PssParameter::Trailer) => {
                f.write_str("the RSASSA-PSS trailer field is not 1")
            }
            Self::DigestMismatch { signature, message } => write!(
                f,
                "the signature algorithm uses {} and the message names {}",
                signature.name(),
                message.name()
            ),
            Self::KeyMismatch => f.write_str("the public key does not fit the signature algorithm"),
            Self::KeySize { bits } => {
                write!(
                    f,
                    "an RSA key of {bits} bits is not served; use 2048 to 8192"
                )
            }
            Self::Combination(algorithm) => write!(f, "{} is not served", algorithm.name()),
        }
    }
}

impl std::error::Error for AlgorithmError {}

impl SignatureAlgorithm {
    /// Returns the digest that the algorithm uses inside; Ed25519's is SHA-512.
    #[must_use]
    pub const fn digest(self) -> DigestAlgorithm {
        match self {
            Self::RsaPkcs1(digest)
            | Self::RsaPss(digest)
            | Self::EcdsaP256(digest)
            | Self::EcdsaP384(digest) => digest,
            Self::Ed25519 => DigestAlgorithm::Sha512,
        }
    }

    /// Tells whether the digest is broken, so that a signature proves nothing today.
    #[must_use]
    pub const fn weak(self) -> bool {
        self.digest().weak()
    }

    /// Returns the name for people, such as `ECDSA P-256 with SHA-256`.
    #[must_use]
    pub fn name(self) -> String {
        let family = match self {
            Self::RsaPkcs1(_) => "RSA PKCS#1 v1.5",
            Self::RsaPss(_) => "RSASSA-PSS",
            Self::EcdsaP256(_) => "ECDSA P-256",
            Self::EcdsaP384(_) => "ECDSA P-384",
            Self::Ed25519 => return "Ed25519".to_owned(),
        };
        format!("{family} with {}", self.digest().name())
    }

    /// Returns the DER of the AlgorithmIdentifier: NULL parameters for RSA PKCS#1 v1.5
    /// (RFC 4055, 5), written out for RSASSA-PSS, absent otherwise (RFC 5758, 3.2; RFC 8410, 3).
    #[must_use]
    pub fn identifier(self) -> Vec<u8> {
        use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
        let bare = |oid: Oid| writer::sequence(&[&writer::oid(&oid)]);
        match self {
            Self::RsaPkcs1(digest) => {
                let oid = match digest {
                    Sha1 => oids::RSA_SHA1,
                    Sha256 => oids::RSA_SHA256,
                    Sha384 => oids::RSA_SHA384,
                    Sha512 => oids::RSA_SHA512,
                };
                writer::sequence(&[&writer::oid(&oid), &writer::null()])
            }
            Self::RsaPss(digest) => {
                // NULL inside, as OpenSSL writes it (RFC 4055, 2.1 wants both forms accepted).
                let hash = writer::sequence(&[&writer::oid(&digest.oid()), &writer::null()]);
                let mgf = writer::sequence(&[&writer::oid(&oids::MGF1), &hash]);
                let salt = writer::unsigned(&digest.output_len().to_be_bytes());
                let parameters = writer::sequence(&[
                    &writer::explicit(0, &hash),
                    &writer::explicit(1, &mgf),
                    &writer::explicit(2, &salt),
                ]);
                writer::sequence(&[&writer::oid(&oids::RSASSA_PSS), &parameters])
            }
            Self::EcdsaP256(digest) | Self::EcdsaP384(digest) => bare(match digest {
                Sha1 => oids::ECDSA_SHA1,
                Sha256 => oids::ECDSA_SHA256,
                Sha384 => oids::ECDSA_SHA384,
                Sha512 => oids::ECDSA_SHA512,
            }),
            Self::Ed25519 => bare(oids::ED25519),
        }
    }

    /// Reads an AlgorithmIdentifier for a signature by `key`.
    ///
    /// `message_digest` is the digest that the message names beside it (`digestAlgorithm` of a CMS
    /// SignerInfo); it completes rsaEncryption and id-ecPublicKey, which some signers write where a
    /// signature algorithm belongs, and must agree with the others. For Ed25519 it is SHA-512
    /// (RFC 8419, 3).
    ///
    /// # Errors
    ///
    /// [`AlgorithmError`] where the algorithm is not served or does not fit the key.
    pub fn from_identifier(
        identifier: &[u8],
        key: &PublicKey<'_>,
        message_digest: Option<DigestAlgorithm>,
    ) -> Result<Self, AlgorithmError> {
        let mut outer = Reader::new(identifier);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let oid = fields.oid()?;
        let named = Named::of(&oid).ok_or(AlgorithmError::Unknown(oid))?;
        let digest = match named {
            Named::RsaPss => pss_parameters(fields)?,
            Named::Rsa(named) | Named::Ecdsa(named) => {
                absent_or_null(fields, oid)?;
                named
                    .or(message_digest)
                    .ok_or(AlgorithmError::Unknown(oid))?
            }
            // id-ecPublicKey may carry its curve here; the key's own curve is what counts.
            Named::EcPublicKey => message_digest.ok_or(AlgorithmError::Unknown(oid))?,
            Named::Ed25519 => {
                if !fields.is_empty() {
                    return Err(AlgorithmError::Parameters(oid));
                }
                DigestAlgorithm::Sha512
            }
        };
        if let Some(message) = message_digest.filter(|message| *message != digest) {
            return Err(AlgorithmError::DigestMismatch {
                signature: digest,
                message,
            });
        }
        match (named, key) {
            (
                Named::Rsa(_),
                PublicKey::Rsa {
                    pss_only: false, ..
                },
            ) => Ok(Self::RsaPkcs1(digest)),
            (Named::RsaPss, PublicKey::Rsa { pss_digest, .. })
                if pss_digest.is_none_or(|wanted| wanted == digest) =>
            {
                Ok(Self::RsaPss(digest))
            }
            (Named::Ecdsa(_) | Named::EcPublicKey, PublicKey::P256(_)) => {
                Ok(Self::EcdsaP256(digest))
            }
            (Named::Ecdsa(_) | Named::EcPublicKey, PublicKey::P384(_)) => {
                Ok(Self::EcdsaP384(digest))
            }
            (Named::Ed25519, PublicKey::Ed25519(_)) => Ok(Self::Ed25519),
            _ => Err(AlgorithmError::KeyMismatch),
        }
    }
}

/// What the object identifier of a signature algorithm says by itself.
#[derive(Clone, Copy)]
enum Named {
    Rsa(Option<DigestAlgorithm>),
    RsaPss,
    Ecdsa(Option<DigestAlgorithm>),
    EcPublicKey,
    Ed25519,
}

impl Named {
    fn of(oid: &Oid) -> Option<Self> {
        use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
        Some(match *oid {
            oids::RSA_ENCRYPTION => Self::Rsa(None),
            oids::RSA_SHA1 => Self::Rsa(Some(Sha1)),
            oids::RSA_SHA256 => Self::Rsa(Some(Sha256)),
            oids::RSA_SHA384 => Self::Rsa(Some(Sha384)),
            oids::RSA_SHA512 => Self::Rsa(Some(Sha512)),
            oids::RSASSA_PSS => Self::RsaPss,
            oids::ECDSA_SHA1 => Self::Ecdsa(Some(Sha1)),
            oids::ECDSA_SHA256 => Self::Ecdsa(Some(Sha256)),
            oids::ECDSA_SHA384 => Self::Ecdsa(Some(Sha384)),
            oids::ECDSA_SHA512 => Self::Ecdsa(Some(Sha512)),
            oids::EC_PUBLIC_KEY => Self::EcPublicKey,
            oids::ED25519 => Self::Ed25519,
            _ => return None,
        })
    }
}

/// Checks that the parameters of `oid` are absent or NULL: both are met for RSA, digests and ECDSA.
pub(super) fn absent_or_null(mut fields: Reader<'_>, oid: Oid) -> Result<(), AlgorithmError> {
    let null = fields.optional(tag::NULL)?;
    if fields.is_empty() && null.is_none_or(|null| null.value().is_empty()) {
        Ok(())
    } else {
        Err(AlgorithmError::Parameters(oid))
    }
}

/// Reads RSASSA-PSS-params (RFC 8017, A.2.3), whose defaults are SHA-1 and a salt of 20 octets, and
/// returns the digest where the rest agrees with it.
pub(super) fn pss_parameters(mut fields: Reader<'_>) -> Result<DigestAlgorithm, AlgorithmError> {
    let mut parameters = fields.sequence()?;
    fields.finish()?;
    let digest = match context(&mut parameters, 0)? {
        Some(identifier) => DigestAlgorithm::from_identifier(&identifier)?,
        None => DigestAlgorithm::Sha1,
    };
    let mask_digest = match context(&mut parameters, 1)? {
        Some(identifier) => {
            let mut mask = identifier.expect(tag::SEQUENCE)?.reader()?;
            if mask.oid()? != oids::MGF1 {
                return Err(AlgorithmError::Pss(PssParameter::MaskGeneration));
            }
            let digest = DigestAlgorithm::from_identifier(&mask.element()?)?;
            mask.finish()?;
            digest
        }
        None => DigestAlgorithm::Sha1,
    };
    let salt = match context(&mut parameters, 2)? {
        Some(length) => length.expect(tag::INTEGER)?.unsigned()?,
        None => 20,
    };
    let trailer = match context(&mut parameters, 3)? {
        Some(trailer) => trailer.expect(tag::INTEGER)?.unsigned()?,
        None => 1,
    };
    parameters.finish()?;
    if mask_digest != digest {
        return Err(AlgorithmError::Pss(PssParameter::MaskGeneration));
    }
    if usize::try_from(salt) != Ok(digest.output_len()) {
        return Err(AlgorithmError::Pss(PssParameter::SaltLength {
            found: salt,
        }));
    }
    if trailer != 1 {
        return Err(AlgorithmError::Pss(PssParameter::Trailer));
    }
    Ok(digest)
}

/// Reads the element inside the optional explicit tag `[number]`.
fn context<'a>(
    parameters: &mut Reader<'a>,
    number: u8,
) -> Result<Option<Element<'a>>, AlgorithmError> {
    let Some(outer) = parameters.optional(tag::context(number))? else {
        return Ok(None);
    };
    let mut inner = outer.reader()?;
    let element = inner.element()?;
    inner.finish()?;
    Ok(Some(element))
}
