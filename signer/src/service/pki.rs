//! Keys, certificates, requests and revocation lists in files, of SM2 and P-256: for demonstrations, tests and
//! the units of one organisation.

mod certificate;
mod envelope;
mod list;
mod request;

pub use certificate::{CertificateRequest, Subject, issue_certificate};
pub use envelope::{EnvelopeRequest, open_envelope};
pub use list::{RevocationListRequest, make_list};
pub use request::{SigningRequest, make_request};

use super::error::Expected;
use super::{ServiceError, key_file, output, pem};
use crate::keys::generate::generate;
use crate::keys::read::KeyMaterial;
use crate::keys::{KeyKind, file, sm4};
use crate::wire::pki::KeyMade;
use std::path::{Path, PathBuf};
use yinxin_core::suite::{MemoryKey, SignatureAlgorithm, SigningKey as _};
use yinxin_core::x509::Certificate;

/// Asks for a key.
#[derive(Debug, Clone)]
pub struct KeyRequest {
    /// SM2 or P-256.
    pub kind: KeyKind,
    /// The new file.
    pub output: PathBuf,
    /// File with the password that the key is encrypted under; one line. Without it the key is plain.
    pub password_file: Option<PathBuf>,
}

/// Makes a key.
///
/// # Errors
///
/// [`ServiceError::AlreadyThere`] and errors of reading and writing.
pub fn make_key(request: &KeyRequest) -> Result<KeyMade, ServiceError> {
    let pkcs8 = generate(request.kind)?;
    write_key(&request.output, &pkcs8, request.password_file.as_deref())
}

/// Writes a key, encrypted under a password where there is one: of SM2 with SM4, others with AES.
fn write_key(path: &Path, pkcs8: &[u8], password: Option<&Path>) -> Result<KeyMade, ServiceError> {
    let key = MemoryKey::from_pkcs8(pkcs8, None)
        .map_err(|_| ServiceError::Internal("a key that was made cannot be read"))?;
    let is_sm2 = key.algorithm() == SignatureAlgorithm::Sm2;
    let text = match password {
        None => pem::private_key(pkcs8),
        Some(file) => {
            let password = super::bureau::read_password(file)?;
            match is_sm2 {
                true => pem::encrypted_key(&sm4::encrypt(pkcs8, &password)?),
                false => pem::encrypted_key(file::encrypt(pkcs8, &password)?.as_bytes()),
            }
        }
    };
    output::write_new_private(path, text.as_bytes())?;
    Ok(KeyMade {
        file: path.display().to_string(),
        algorithm: if is_sm2 { "sm2" } else { "p256" },
        encrypted: password.is_some(),
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
    let der = super::certificate::read_one(path)?;
    Certificate::parse(&der).map_err(|_| ServiceError::NotUnderstood {
        path: path.into(),
        expected: Expected::OneCertificate,
    })
}
