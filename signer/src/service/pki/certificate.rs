//! Certificates of authorities in files.

use super::request::requested;
use super::{key_of, one_certificate};
use crate::pki::Name;
use crate::pki::issue::{IssueRequest, Usage, issue};
use crate::service::{ServiceError, output, pem, random};
use crate::wire::pki::CertificateMade;
use std::path::PathBuf;
use time::{Duration, OffsetDateTime};
use yinxin_core::suite::SigningKey as _;
use yinxin_core::x509::Certificate;

/// Whom a certificate is for.
#[derive(Debug, Clone)]
pub enum Subject {
    /// The one that signs: a root.
    Itself(Name),
    /// The holder of a key in a file, plain or under the same password as the key that signs.
    Key {
        /// The key.
        key: PathBuf,
        /// The holder's name.
        name: Name,
    },
    /// Whoever made a certificate request (PKCS#10): name and public key are taken from it.
    Request(PathBuf),
}

/// Days that a certificate is good for.
const DAYS: u16 = 1095;

/// Asks for a certificate.
#[derive(Debug, Clone)]
pub struct CertificateRequest {
    /// The key that signs: the authority's, or of a root its own.
    pub key: PathBuf,
    /// File with its password; one line.
    pub password_file: Option<PathBuf>,
    /// The authority's certificate; `None` makes a root.
    pub authority: Option<PathBuf>,
    /// The subject.
    pub subject: Subject,
    /// What it is for.
    pub purpose: Usage,
    /// Days of validity; `None` for 1095, and no longer than the authority's certificate.
    pub days: Option<u16>,
    /// The new file.
    pub output: PathBuf,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// Issues a certificate.
///
/// # Errors
///
/// [`ServiceError::Pki`], [`ServiceError::AlreadyThere`], and errors of reading and writing.
pub fn issue_certificate(request: &CertificateRequest) -> Result<CertificateMade, ServiceError> {
    let password = request.password_file.as_deref();
    let key = key_of(&request.key, password)?;
    let authority = match &request.authority {
        Some(path) => Some(one_certificate(path)?),
        None => None,
    };
    let (subject, public) = match &request.subject {
        Subject::Itself(name) => (name.to_der()?, key.subject_public_key_info().to_vec()),
        Subject::Key { key, name } => {
            let key = key_of(key, password)?;
            (name.to_der()?, key.subject_public_key_info().to_vec())
        }
        Subject::Request(path) => {
            let found = requested(path)?;
            (found.subject, found.subject_public_key_info)
        }
    };
    let from = request.at - Duration::hours(1);
    let from = match &authority {
        Some(authority) => from.max(authority.not_before()),
        None => from,
    };
    let days = request.days.unwrap_or(DAYS);
    let until = request.at + Duration::days(days.into());
    let until = match (&authority, request.days) {
        (Some(authority), None) => until.min(authority.not_after()),
        _ => until,
    };
    let made = IssueRequest {
        subject,
        subject_public_key_info: public,
        purpose: request.purpose,
        serial: random::serial()?,
        not_before: from,
        not_after: until,
    };
    let der = issue(&made, authority.as_ref(), &key)?;
    output::write_new(&request.output, pem::certificate(&der).as_bytes())?;
    let read = Certificate::parse(&der)
        .map_err(|_| ServiceError::Internal("a certificate that was made cannot be read"))?;
    Ok(CertificateMade {
        file: request.output.display().to_string(),
        subject: read.subject().to_string(),
        serial: read.serial_hex(),
        sha256: read.fingerprint_hex(),
        not_before: Some(read.not_before()),
        not_after: Some(read.not_after()),
    })
}
