use super::{AlgorithmError, DigestAlgorithm, PublicKey, SignatureAlgorithm, Weakness};
use ring::signature as primitive;
use std::fmt;

/// Why a signature value was not found right.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyFailure {
    /// It could not be judged: the algorithm or the key is not served.
    Unsupported(AlgorithmError),
    /// The value does not fit the key and the message.
    SignatureWrong,
    /// The value fits the key and the message, and nothing may be concluded from it today: others
    /// could have made one that does, or the parameters are not those of the standards. Never empty.
    Weak(Vec<Weakness>),
}

impl From<AlgorithmError> for VerifyFailure {
    fn from(error: AlgorithmError) -> Self {
        Self::Unsupported(error)
    }
}

impl fmt::Display for VerifyFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported(error) => write!(f, "the signature cannot be judged: {error}"),
            Self::SignatureWrong => {
                f.write_str("the signature value does not fit the key and the message")
            }
            Self::Weak(weaknesses) => write!(
                f,
                "the signature rests on {}, from which nothing can be concluded today",
                Weakness::listed(weaknesses)
            ),
        }
    }
}

impl std::error::Error for VerifyFailure {}

/// Verifies `signature`, in the form in which CMS and X.509 carry it, over `message` with the key in
/// the DER of a SubjectPublicKeyInfo.
///
/// What ring does not serve is verified with the feature `legacy-algorithms`.
///
/// # Errors
///
/// [`VerifyFailure`]; nothing else than `Ok` means that the signature is right and proves something.
pub fn verify(
    subject_public_key_info: &[u8],
    algorithm: SignatureAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyFailure> {
    let key = PublicKey::parse(subject_public_key_info)?;
    if !key.fits(algorithm) {
        return Err(AlgorithmError::KeyMismatch.into());
    }
    let fits = match (key, scheme(&key, algorithm)) {
        #[cfg(feature = "gm")]
        (PublicKey::Sm2(point), _) => {
            super::sm::fits(point, super::sm::DEFAULT_ID, message, signature).is_some()
        }
        (_, Some((scheme, key))) => primitive::UnparsedPublicKey::new(scheme, key)
            .verify(message, signature)
            .is_ok(),
        (_, None) => beyond_ring(&key, algorithm, message, signature)?,
    };
    if !fits {
        return Err(VerifyFailure::SignatureWrong);
    }
    let weaknesses = Weakness::of(&key, algorithm);
    match weaknesses.is_empty() {
        true => Ok(()),
        false => Err(VerifyFailure::Weak(weaknesses)),
    }
}

#[cfg(feature = "legacy-algorithms")]
use super::beyond::verify as beyond_ring;

#[cfg(not(feature = "legacy-algorithms"))]
fn beyond_ring(
    _: &PublicKey<'_>,
    algorithm: SignatureAlgorithm,
    _: &[u8],
    _: &[u8],
) -> Result<bool, AlgorithmError> {
    Err(AlgorithmError::Combination(algorithm))
}

/// Returns ring's name of the algorithm, and the key as ring takes it, where ring serves both.
fn scheme<'a>(
    key: &PublicKey<'a>,
    algorithm: SignatureAlgorithm,
) -> Option<(&'static dyn primitive::VerificationAlgorithm, &'a [u8])> {
    use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    use SignatureAlgorithm::{EcdsaP256, EcdsaP384, Ed25519, RsaPkcs1, RsaPss};
    let scheme: &'static dyn primitive::VerificationAlgorithm = match algorithm {
        RsaPkcs1(Sha1) => &primitive::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
        RsaPkcs1(Sha256) => &primitive::RSA_PKCS1_2048_8192_SHA256,
        RsaPkcs1(Sha384) => &primitive::RSA_PKCS1_2048_8192_SHA384,
        RsaPkcs1(Sha512) => &primitive::RSA_PKCS1_2048_8192_SHA512,
        RsaPss(Sha256) => &primitive::RSA_PSS_2048_8192_SHA256,
        RsaPss(Sha384) => &primitive::RSA_PSS_2048_8192_SHA384,
        RsaPss(Sha512) => &primitive::RSA_PSS_2048_8192_SHA512,
        EcdsaP256(Sha256) => &primitive::ECDSA_P256_SHA256_ASN1,
        EcdsaP256(Sha384) => &primitive::ECDSA_P256_SHA384_ASN1,
        EcdsaP384(Sha256) => &primitive::ECDSA_P384_SHA256_ASN1,
        EcdsaP384(Sha384) => &primitive::ECDSA_P384_SHA384_ASN1,
        Ed25519 => &primitive::ED25519,
        _ => return None,
    };
    let key = match *key {
        // ring refuses a modulus below 2048 bits.
        PublicKey::Rsa { key, bits, .. } if bits >= 2048 => key,
        // ring takes points in uncompressed form alone (RFC 5480, 2.2).
        PublicKey::P256(point @ [0x04, ..]) | PublicKey::P384(point @ [0x04, ..]) => point,
        PublicKey::Ed25519(key) => key,
        _ => return None,
    };
    Some((scheme, key))
}
