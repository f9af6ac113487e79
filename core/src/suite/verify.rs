use super::{AlgorithmError, DigestAlgorithm, PublicKey, SignatureAlgorithm};
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
        }
    }
}

impl std::error::Error for VerifyFailure {}

/// Verifies `signature`, in the form in which CMS and X.509 carry it, over `message` with the key in
/// the DER of a SubjectPublicKeyInfo.
///
/// SHA-1 is served with RSA PKCS#1 v1.5 alone, so that old files can be read; see
/// [`SignatureAlgorithm::weak`].
///
/// # Errors
///
/// [`VerifyFailure`]; nothing else than `Ok` means that the signature is right.
pub fn verify(
    subject_public_key_info: &[u8],
    algorithm: SignatureAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Result<(), VerifyFailure> {
    let key = PublicKey::parse(subject_public_key_info)?;
    let (scheme, key) = scheme(&key, algorithm)?;
    primitive::UnparsedPublicKey::new(scheme, key)
        .verify(message, signature)
        .map_err(|_| VerifyFailure::SignatureWrong)
}

fn scheme<'a>(
    key: &PublicKey<'a>,
    algorithm: SignatureAlgorithm,
) -> Result<(&'static dyn primitive::VerificationAlgorithm, &'a [u8]), AlgorithmError> {
    use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    use SignatureAlgorithm::{EcdsaP256, EcdsaP384, Ed25519, RsaPkcs1, RsaPss};
    let bytes = match (algorithm, key) {
        (
            RsaPkcs1(_),
            PublicKey::Rsa {
                key,
                pss_only: false,
                ..
            },
        )
        | (RsaPss(_), PublicKey::Rsa { key, .. })
        | (EcdsaP256(_), PublicKey::P256(key))
        | (EcdsaP384(_), PublicKey::P384(key))
        | (Ed25519, PublicKey::Ed25519(key)) => *key,
        _ => return Err(AlgorithmError::KeyMismatch),
    };
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
        RsaPss(Sha1) | EcdsaP256(Sha1 | Sha512) | EcdsaP384(Sha1 | Sha512) => {
            return Err(AlgorithmError::Combination(algorithm));
        }
    };
    Ok((scheme, bytes))
}
