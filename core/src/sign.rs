//! Signing documents: one revision is appended, and not an octet of the document moves.
//!
//! ```
//! use yinxin_core::cms::Signer;
//! use yinxin_core::pdf::{Document, SignatureRequest};
//! use yinxin_core::sign::sign;
//! use yinxin_core::suite::SigningKey;
//! # fn show(file: &[u8], chain: &[yinxin_core::x509::Certificate], key: &dyn SigningKey) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
//! let document = Document::open(file)?;
//! let signer = Signer::new(chain)?;
//! let delta = sign(&document, &signer, key, SignatureRequest::new("Signature1"))?;
//! # Ok(delta)
//! # }
//! ```

mod addresses;
#[cfg(feature = "gm")]
mod chinese;
mod fetch;
mod material;
mod pending;
mod stamp;

#[cfg(feature = "gm")]
pub use chinese::{SealingError, seal, sign_gm, sign_with_seal};
pub use fetch::{FetchError, Fetcher, Offline};
pub use material::{Flaw, Gathering, MaterialError};
pub use pending::{AssembleError, PendingSignature, Room, assemble, prepare};
pub use stamp::{Stamp, document_timestamp};

use crate::cms::{BuildError, SignOptions, Signer};
use crate::pdf::{AppendError, DeveloperExtension, Document, SignatureRequest};
use crate::suite::{AlgorithmError, SignatureAlgorithm, SigningKey};
use crate::timestamp::ResponseError;
use std::fmt;

/// ISO/TS 32002: ECDSA and EdDSA in PDF, as pyHanko declares it.
const ISO_TS_32002: DeveloperExtension<'static> = DeveloperExtension {
    prefix: "ISO_",
    base_version: "2.0",
    level: 32002,
};

/// Signs `document` at level B-B and returns the octets to be written after its last one.
///
/// The room for the signature follows from the certificates, and developer extensions from the
/// algorithm; what `request` says of both is replaced.
///
/// # Errors
///
/// [`SignError`].
pub fn sign(
    document: &Document<'_>,
    signer: &Signer,
    key: &dyn SigningKey,
    request: SignatureRequest<'_>,
) -> Result<Vec<u8>, SignError> {
    sign_with(document, signer, key, request, None)
}

/// As [`sign`], with a timestamp on the signature: level B-T. 32 KiB are reserved beside the
/// signature; where the token needs more, the error says how much.
///
/// # Errors
///
/// [`SignError`]; nothing of a timestamp is embedded that does not hold together.
pub fn sign_with_timestamp(
    document: &Document<'_>,
    signer: &Signer,
    key: &dyn SigningKey,
    request: SignatureRequest<'_>,
    stamp: &Stamp<'_>,
) -> Result<Vec<u8>, SignError> {
    sign_with(document, signer, key, request, Some(stamp))
}

fn sign_with(
    document: &Document<'_>,
    signer: &Signer,
    key: &dyn SigningKey,
    request: SignatureRequest<'_>,
    stamp: Option<&Stamp<'_>>,
) -> Result<Vec<u8>, SignError> {
    let algorithm = key.algorithm();
    let room = match stamp {
        None => Room::Signature,
        Some(_) => Room::Timestamp,
    };
    let (prepared, attributes) = pending::begin(document, signer, algorithm, request, room)?;
    let cms = signer
        .sign_attributes(attributes, key, &SignOptions::default())
        .map_err(SignError::Cms)?;
    pending::end(prepared, cms, stamp)
}

fn needs_extension(algorithm: SignatureAlgorithm) -> bool {
    !matches!(
        algorithm,
        SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss(_)
    )
}

/// Why a document was not signed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SignError {
    /// The revision could not be made.
    Append(AppendError),
    /// The signature could not be made.
    Cms(BuildError),
    /// There is no timestamp.
    Stamp(StampError),
    /// Something that cannot happen happened.
    Internal(&'static str),
}

/// Why there is no timestamp.
#[derive(Debug)]
#[non_exhaustive]
pub enum StampError {
    /// The authority could not be asked.
    Fetch(FetchError),
    /// The authority's answer gives no token that may be used.
    Response(ResponseError),
    /// The digest algorithm is not served.
    Algorithm(AlgorithmError),
}

impl fmt::Display for StampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetch(error) => write!(f, "the timestamp authority cannot be asked: {error}"),
            Self::Response(error) => error.fmt(f),
            Self::Algorithm(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StampError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Fetch(error) => Some(error),
            Self::Response(error) => Some(error),
            Self::Algorithm(error) => Some(error),
        }
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Append(error) => error.fmt(f),
            Self::Cms(error) => error.fmt(f),
            Self::Stamp(error) => error.fmt(f),
            Self::Internal(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for SignError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Append(error) => Some(error),
            Self::Cms(error) => Some(error),
            Self::Stamp(error) => Some(error),
            Self::Internal(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
