use super::{AlgorithmError, DigestAlgorithm, PssParameters, PublicKey, SignatureAlgorithm, oids};
use crate::der::{Oid, Reader, tag, writer};

impl SignatureAlgorithm {
    /// Returns the digest that the algorithm uses inside; Ed25519's is SHA-512.
    #[must_use]
    pub const fn digest(self) -> DigestAlgorithm {
        match self {
            Self::RsaPkcs1(digest)
            | Self::RsaPss(digest)
            | Self::RsaPssWith(PssParameters { digest, .. })
            | Self::EcdsaP256(digest)
            | Self::EcdsaP384(digest)
            | Self::EcdsaP521(digest)
            | Self::EcdsaBrainpoolP256(digest)
            | Self::EcdsaBrainpoolP384(digest) => digest,
            Self::Ed25519 => DigestAlgorithm::Sha512,
            #[cfg(feature = "gm")]
            Self::Sm2 => DigestAlgorithm::Sm3,
        }
    }

    /// Tells whether the digest is broken, so that a signature proves nothing today. A key can be too
    /// short beside that: see [`super::Weakness`].
    #[must_use]
    pub const fn weak(self) -> bool {
        self.digest().weak()
    }

    /// Tells whether the algorithm is of the Chinese suite.
    #[must_use]
    pub const fn is_chinese(self) -> bool {
        #[cfg(feature = "gm")]
        let found = matches!(self, Self::Sm2);
        #[cfg(not(feature = "gm"))]
        let found = false;
        found
    }

    /// Every family of algorithms that is served, as [`SignatureAlgorithm::family`] names it.
    pub const FAMILIES: &[&str] = &[
        "RSA PKCS#1 v1.5",
        "RSASSA-PSS",
        "ECDSA P-256",
        "ECDSA P-384",
        "ECDSA P-521",
        "ECDSA brainpoolP256r1",
        "ECDSA brainpoolP384r1",
        "Ed25519",
        #[cfg(feature = "gm")]
        "SM2",
    ];

    /// Returns the name of the algorithm without its digest, such as `ECDSA P-256`.
    #[must_use]
    pub const fn family(self) -> &'static str {
        match self {
            Self::RsaPkcs1(_) => "RSA PKCS#1 v1.5",
            Self::RsaPss(_) | Self::RsaPssWith(_) => "RSASSA-PSS",
            Self::EcdsaP256(_) => "ECDSA P-256",
            Self::EcdsaP384(_) => "ECDSA P-384",
            Self::EcdsaP521(_) => "ECDSA P-521",
            Self::EcdsaBrainpoolP256(_) => "ECDSA brainpoolP256r1",
            Self::EcdsaBrainpoolP384(_) => "ECDSA brainpoolP384r1",
            Self::Ed25519 => "Ed25519",
            #[cfg(feature = "gm")]
            Self::Sm2 => "SM2",
        }
    }

    /// Returns the name for people, such as `ECDSA P-256 with SHA-256`.
    #[must_use]
    pub fn name(self) -> String {
        let name = format!("{} with {}", self.family(), self.digest().name());
        match self {
            Self::Ed25519 => self.family().to_owned(),
            Self::RsaPssWith(parameters) => format!(
                "{name} (MGF1 with {}, salt of {} octets)",
                parameters.mask_digest.name(),
                parameters.salt_len
            ),
            _ => name,
        }
    }

    /// Returns the DER of the AlgorithmIdentifier: NULL parameters for RSA PKCS#1 v1.5
    /// (RFC 4055, 5), written out for RSASSA-PSS, absent otherwise (RFC 5758, 3.2; RFC 8410, 3).
    #[must_use]
    pub fn identifier(self) -> Vec<u8> {
        let bare = |oid: Oid| writer::sequence(&[&writer::oid(&oid)]);
        let pss = |parameters: PssParameters| {
            writer::sequence(&[&writer::oid(&oids::RSASSA_PSS), &parameters.to_der()])
        };
        // What is made has a digest with a number; the null object identifier stands for none.
        let with =
            |digest: DigestAlgorithm| digest.with_rsa_and_ecdsa().unwrap_or([digest.oid(); 2]);
        match self {
            Self::RsaPkcs1(digest) => {
                let [rsa, _] = with(digest);
                writer::sequence(&[&writer::oid(&rsa), &writer::null()])
            }
            Self::RsaPss(digest) => pss(PssParameters::usual(digest)),
            Self::RsaPssWith(parameters) => pss(parameters),
            Self::EcdsaP256(digest)
            | Self::EcdsaP384(digest)
            | Self::EcdsaP521(digest)
            | Self::EcdsaBrainpoolP256(digest)
            | Self::EcdsaBrainpoolP384(digest) => {
                let [_, ecdsa] = with(digest);
                bare(ecdsa)
            }
            Self::Ed25519 => bare(oids::ED25519),
            #[cfg(feature = "gm")]
            Self::Sm2 => bare(oids::SM2_WITH_SM3),
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
        let written = Written::of(&oid).ok_or(AlgorithmError::Unknown(oid))?;
        let mut parameters = None;
        let digest = match written {
            Written::RsaPss => parameters.insert(PssParameters::read(fields)?).digest,
            Written::Rsa(named) | Written::Ecdsa(named) => {
                absent_or_null(fields, oid)?;
                named
                    .or(message_digest)
                    .ok_or(AlgorithmError::Unknown(oid))?
            }
            // id-ecPublicKey may carry its curve here; the key's own curve is what counts.
            Written::EcPublicKey => message_digest.ok_or(AlgorithmError::Unknown(oid))?,
            Written::Ed25519 => {
                absent_or_null(fields, oid)?;
                DigestAlgorithm::Sha512
            }
            #[cfg(feature = "gm")]
            Written::Sm2 => {
                absent_or_null(fields, oid)?;
                DigestAlgorithm::Sm3
            }
        };
        if let Some(message) = message_digest.filter(|message| *message != digest) {
            return Err(AlgorithmError::DigestMismatch {
                signature: digest,
                message,
            });
        }
        let algorithm = match (written, key, parameters) {
            (Written::Rsa(_), PublicKey::Rsa { .. }, _) => Self::RsaPkcs1(digest),
            (Written::RsaPss, PublicKey::Rsa { .. }, Some(parameters)) => parameters.algorithm(),
            (Written::Ecdsa(_) | Written::EcPublicKey, key, _) => {
                key.ecdsa(digest).ok_or(AlgorithmError::KeyMismatch)?
            }
            (Written::Ed25519, PublicKey::Ed25519(_), _) => Self::Ed25519,
            #[cfg(feature = "gm")]
            (Written::Sm2, PublicKey::Sm2(_), _) => Self::Sm2,
            _ => return Err(AlgorithmError::KeyMismatch),
        };
        if key.fits(algorithm) {
            Ok(algorithm)
        } else {
            Err(AlgorithmError::KeyMismatch)
        }
    }
}

/// What the object identifier of a signature algorithm says by itself.
#[derive(Clone, Copy)]
enum Written {
    Rsa(Option<DigestAlgorithm>),
    RsaPss,
    Ecdsa(Option<DigestAlgorithm>),
    EcPublicKey,
    Ed25519,
    #[cfg(feature = "gm")]
    Sm2,
}

impl Written {
    fn of(oid: &Oid) -> Option<Self> {
        match *oid {
            oids::RSA_ENCRYPTION => Some(Self::Rsa(None)),
            oids::RSASSA_PSS => Some(Self::RsaPss),
            oids::EC_PUBLIC_KEY => Some(Self::EcPublicKey),
            oids::ED25519 => Some(Self::Ed25519),
            #[cfg(feature = "gm")]
            oids::SM2_WITH_SM3 | oids::SM2_SIGNATURE | oids::SM2 => Some(Self::Sm2),
            other => DigestAlgorithm::ALL.iter().find_map(|digest| {
                let [rsa, ecdsa] = digest.with_rsa_and_ecdsa()?;
                if rsa == other {
                    Some(Self::Rsa(Some(*digest)))
                } else if ecdsa == other {
                    Some(Self::Ecdsa(Some(*digest)))
                } else {
                    None
                }
            }),
        }
    }
}

/// Checks that the parameters of `oid` are absent or NULL: both are met for RSA, digests, ECDSA and, from
/// some signers, Ed25519. NULL says nothing.
pub(super) fn absent_or_null(mut fields: Reader<'_>, oid: Oid) -> Result<(), AlgorithmError> {
    let null = fields.optional(tag::NULL)?;
    if fields.is_empty() && null.is_none_or(|null| null.value().is_empty()) {
        Ok(())
    } else {
        Err(AlgorithmError::Parameters(oid))
    }
}
