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

use crate::cms::{BuildError, SignOptions, Signer};
use crate::pdf::{AppendError, DeveloperExtension, Document, SignatureRequest, SignatureRevision};
use crate::suite::{Digester, SignatureAlgorithm, SigningKey};
use std::fmt;

/// ISO/TS 32002: ECDSA and EdDSA in PDF, as pyHanko declares it.
const ISO_TS_32002: DeveloperExtension<'static> = DeveloperExtension {
    prefix: "ISO_",
    base_version: "/2.0",
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
    mut request: SignatureRequest<'_>,
) -> Result<Vec<u8>, SignError> {
    let options = SignOptions::default();
    let algorithm = key.algorithm();
    request.reserve = signer
        .maximum_size(algorithm, &options)
        .map_err(SignError::Cms)?;
    if needs_extension(algorithm) {
        request.extensions.push(ISO_TS_32002);
    }
    let prepared = SignatureRevision::prepare(document, &request).map_err(SignError::Append)?;
    let mut digester = Digester::new(algorithm.digest());
    digester.update(document.bytes());
    digester.update(prepared.before_contents());
    digester.update(prepared.after_contents());
    let cms = signer
        .sign(&digester.finish(), key, &options)
        .map_err(SignError::Cms)?;
    prepared.embed(&cms).map_err(SignError::Append)
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
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Append(error) => error.fmt(f),
            Self::Cms(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SignError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Append(error) => Some(error),
            Self::Cms(error) => Some(error),
        }
    }
}
