//! Certificate requests: what the holder of a key hands to an authority.

use super::key_of;
use crate::pki::{Name, request};
use crate::service::{ServiceError, certificate, output, pem};
use crate::wire::pki::RequestMade;
use std::path::{Path, PathBuf};
use yinxin_core::suite::{SigningKey as _, sha256_hex};

/// Asks for a certificate request.
#[derive(Debug, Clone)]
pub struct SigningRequest {
    /// The subject's key.
    pub key: PathBuf,
    /// File with its password; one line.
    pub password_file: Option<PathBuf>,
    /// The subject.
    pub subject: Name,
    /// The new file.
    pub output: PathBuf,
}

/// Makes a certificate request.
///
/// # Errors
///
/// [`ServiceError::Pki`], [`ServiceError::AlreadyThere`], and errors of reading and writing.
pub fn make_request(asked: &SigningRequest) -> Result<RequestMade, ServiceError> {
    let key = key_of(&asked.key, asked.password_file.as_deref())?;
    let der = request::request(&asked.subject, &key)?;
    output::write_new(&asked.output, pem::request(&der).as_bytes())?;
    Ok(RequestMade {
        file: asked.output.display().to_string(),
        public_key_sha256: sha256_hex(key.subject_public_key_info()),
    })
}

/// Reads a request, with its proof that the asker holds the key.
pub(super) fn requested(path: &Path) -> Result<request::Requested, ServiceError> {
    Ok(request::read(&certificate::read_request(path)?)?)
}
