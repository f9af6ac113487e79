//! Keys that come in envelopes (GM/T 0009).

use super::{private_key, write_key};
use crate::keys::enveloped::{self, EnvelopeError};
use crate::service::{ServiceError, input, key_file};
use crate::wire::pki::KeyMade;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::path::PathBuf;

/// Most octets of an envelope, which has some 240, in base64 with what stands around it.
const MOST: u64 = 64 * 1024;

/// Asks for the key in an envelope.
#[derive(Debug, Clone)]
pub struct EnvelopeRequest {
    /// The envelope: DER, or base64 with or without lines of PEM around it.
    pub envelope: PathBuf,
    /// The private key that it was made for.
    pub key: PathBuf,
    /// File with its password; one line.
    pub password_file: Option<PathBuf>,
    /// The new file.
    pub output: PathBuf,
    /// File with the password that the new key is encrypted under; without it that of `password_file`.
    pub new_password_file: Option<PathBuf>,
}

/// Opens an envelope. The key in it is plain where neither file of a password is named.
///
/// # Errors
///
/// [`ServiceError::EnvelopeNotOpened`], [`ServiceError::AlreadyThere`], and errors of reading and writing.
pub fn open_envelope(request: &EnvelopeRequest) -> Result<KeyMade, ServiceError> {
    let failed = |why| ServiceError::EnvelopeNotOpened {
        path: request.envelope.clone(),
        why,
    };
    let octets = input::read(&request.envelope, MOST)?;
    let envelope = der(octets).ok_or_else(|| failed(EnvelopeError::Malformed))?;
    let password = request.password_file.as_deref();
    let holder = key_file::read(&request.key, password)?;
    private_key(&request.key, &holder)?;
    let opened = enveloped::open(&envelope, &holder.pkcs8).map_err(failed)?;
    let new_password = request.new_password_file.as_deref().or(password);
    write_key(&request.output, &opened, new_password)
}

fn der(octets: Vec<u8>) -> Option<Vec<u8>> {
    if octets.first() == Some(&0x30) {
        return Some(octets);
    }
    let text = String::from_utf8(octets).ok()?;
    let lines = text.lines().filter(|line| !line.starts_with("-----"));
    let packed: String = lines.flat_map(str::split_ascii_whitespace).collect();
    STANDARD.decode(packed).ok()
}
