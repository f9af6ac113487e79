use super::{DigestAlgorithm, PssParameter, SignatureAlgorithm, named};
use crate::der::{DerError, Oid};
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
    /// An RSASSA-PSS parameter that is not served.
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
    /// An RSA modulus of a length that is not served: see [`super::PublicKey::parse`].
    KeySize {
        /// Bits of the modulus.
        bits: usize,
    },
    /// The digest or the parameters are not served together with this signature algorithm.
    Combination(SignatureAlgorithm),
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
            Self::Unknown(oid) => write!(f, "algorithm {} is not served", named::Named(oid)),
            Self::Parameters(oid) => {
                write!(
                    f,
                    "the parameters of algorithm {} are wrong",
                    named::Named(oid)
                )
            }
            Self::Curve(oid) => write!(f, "curve {} is not served", named::Named(oid)),
            Self::Pss(parameter) => parameter.fmt(f),
            Self::DigestMismatch { signature, message } => write!(
                f,
                "the signature algorithm uses {} and the message names {}",
                signature.name(),
                message.name()
            ),
            Self::KeyMismatch => f.write_str("the public key does not fit the signature algorithm"),
            Self::KeySize { bits } => write!(
                f,
                "an RSA key of {bits} bits is not served; use 2048 to 8192"
            ),
            Self::Combination(algorithm) => write!(f, "{} is not served", algorithm.name()),
        }
    }
}

impl std::error::Error for AlgorithmError {}
