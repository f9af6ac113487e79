//! Keys and certificates of SM2 in files, for demonstrations, tests and the units of one organisation.

mod envelope;

pub use envelope::{EnvelopeRequest, open_envelope};

use super::error::Expected;
use super::{ServiceError, certificate, key_file, output, pem, random};
use crate::keys::generate::generate;
use crate::keys::read::KeyMaterial;
use crate::keys::{KeyKind, sm4};
use crate::pki::Name;
use crate::pki::sm2::{Sm2Purpose, Sm2Request, issue};
use crate::wire::pki::{CertificateMade, KeyMade};
use std::path::{Path, PathBuf};
use time::{Duration, OffsetDateTime};
use yinxin_core::suite::{MemoryKey, SigningKey as _};
use yinxin_core::x509::Certificate;

/// Asks for a key of SM2.
#[derive(Debug, Clone)]
pub struct KeyRequest {
    /// The new file.
    pub output: PathBuf,
    /// File with the password that the key is encrypted under; one line. Without it the key is plain.
    pub password_file: Option<PathBuf>,
}

/// Asks for a certificate of SM2.
#[derive(Debug, Clone)]
pub struct CertificateRequest {
    /// The key that signs: the authority's, or of a root its own.
    pub key: PathBuf,
    /// File with its password; one line.
    pub password_file: Option<PathBuf>,
    /// The authority's certificate; `None` makes a root.
    pub authority: Option<PathBuf>,
    /// The subject's key, plain or under the same password; of a root there is none.
    pub subject_key: Option<PathBuf>,
    /// The subject.
    pub subject: Name,
    /// What it is for.
    pub purpose: Sm2Purpose,
    /// Days of validity.
    pub days: u16,
    /// The new file.
    pub output: PathBuf,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// Makes a key.
///
/// # Errors
///
/// [`ServiceError::AlreadyThere`] and errors of reading and writing.
pub fn make_key(request: &KeyRequest) -> Result<KeyMade, ServiceError> {
    let pkcs8 = generate(KeyKind::Sm2)?;
    write_key(&request.output, &pkcs8, request.password_file.as_deref())
}

/// Writes a key of SM2, encrypted under a password where there is one.
fn write_key(path: &Path, pkcs8: &[u8], password: Option<&Path>) -> Result<KeyMade, ServiceError> {
    let text = match password {
        None => pem::private_key(pkcs8),
        Some(file) => {
            let password = super::bureau::read_password(file)?;
            pem::encrypted_key(&sm4::encrypt(pkcs8, &password)?)
        }
    };
    output::write_new_private(path, text.as_bytes())?;
    Ok(KeyMade {
        file: path.display().to_string(),
        algorithm: "sm2",
        encrypted: password.is_some(),
    })
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
    let subject_key = match &request.subject_key {
        Some(path) => key_of(path, password)?.subject_public_key_info().to_vec(),
        None => key.subject_public_key_info().to_vec(),
    };
    let from = request.at - Duration::hours(1);
    let from = match &authority {
        Some(authority) => from.max(authority.not_before()),
        None => from,
    };
    let made = Sm2Request {
        subject: request.subject.clone(),
        subject_public_key_info: subject_key,
        purpose: request.purpose,
        serial: random::serial()?,
        not_before: from,
        not_after: request.at + Duration::days(i64::from(request.days)),
    };
    let der = issue(&made, authority.as_ref(), &key)?;
    output::write_new(&request.output, pem::certificate(&der).as_bytes())?;
    let read = Certificate::parse(&der)
        .map_err(|_| ServiceError::Internal("a certificate that was made cannot be read"))?;
    Ok(CertificateMade {
        file: request.output.display().to_string(),
        subject: read.subject().to_string(),
        sha256: read.fingerprint_hex(),
        not_before: Some(read.not_before()),
        not_after: Some(read.not_after()),
    })
}

fn key_of(path: &Path, password: Option<&Path>) -> Result<MemoryKey, ServiceError> {
    private_key(path, &key_file::read(path, password)?)
}

fn private_key(path: &Path, material: &KeyMaterial) -> Result<MemoryKey, ServiceError> {
    MemoryKey::from_pkcs8(&material.pkcs8, None).map_err(|_| ServiceError::NotUnderstood {
        path: path.into(),
        expected: Expected::ServedKey,
    })
}

fn one_certificate(path: &Path) -> Result<Certificate, ServiceError> {
    let der = certificate::read_one(path)?;
    Certificate::parse(&der).map_err(|_| ServiceError::NotUnderstood {
        path: path.into(),
        expected: Expected::OneCertificate,
    })
}
