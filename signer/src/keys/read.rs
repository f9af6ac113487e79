//! Keys and certificates in files that other programs wrote.
//!
//! PEM or DER; PKCS#8 plain and encrypted (RFC 5958; with SM4 and SM3 too), SEC1 (RFC 5915), PKCS#1 (RFC 8017, A.1.2),
//! and PKCS#12 (RFC 7292; in BER too) behind the feature `pkcs12`. What comes out is PKCS#8 and, where the file
//! holds them, certificates. Work factors of encrypted keys are bounded before any work is done.

mod encrypted;
pub mod pem;
mod plain;

pub(super) use encrypted::MOST_ITERATIONS;

use super::Password;
use pkcs8::der::{Decode, Reader, SliceReader, Tag, TagNumber};
use std::fmt;
use zeroize::Zeroizing;

/// Largest file that is read, in octets.
pub const LIMIT: usize = 1024 * 1024;

/// A private key with the certificates that came with it.
pub struct KeyMaterial {
    /// PKCS#8 PrivateKeyInfo (RFC 5958) in DER.
    pub pkcs8: Zeroizing<Vec<u8>>,
    /// Certificates in DER, in the order of the file; for PKCS#12 the key's own stands first where
    /// the file says which it is.
    pub chain: Vec<Vec<u8>>,
}

impl fmt::Debug for KeyMaterial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyMaterial")
            .field("chain", &self.chain.len())
            .finish_non_exhaustive()
    }
}

/// Reads the one private key that a file holds, and the certificates beside it.
///
/// # Errors
///
/// [`ReadError`]; [`ReadError::PasswordNeeded`] where the key is encrypted and `password` is absent.
pub fn read(bytes: &[u8], password: Option<&Password>) -> Result<KeyMaterial, ReadError> {
    if bytes.len() > LIMIT {
        return Err(ReadError::TooLarge);
    }
    if !pem::looks_like(bytes) {
        return read_der(bytes, password);
    }
    let mut key = None;
    let mut chain = Vec::new();
    for block in pem::blocks(bytes)? {
        let found = match block.label.as_str() {
            "PRIVATE KEY" => plain::pkcs8(&block.der)?,
            "ENCRYPTED PRIVATE KEY" => encrypted::decrypt(&block.der, password)?,
            "EC PRIVATE KEY" => plain::sec1(&block.der)?,
            "RSA PRIVATE KEY" => plain::pkcs1(&block.der)?,
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                chain.push(block.der.to_vec());
                continue;
            }
            // Curve parameters and public keys stand beside keys and are not needed.
            _ => continue,
        };
        if key.replace(found).is_some() {
            return Err(ReadError::SeveralKeys);
        }
    }
    let pkcs8 = key.ok_or(ReadError::NoKey)?;
    Ok(KeyMaterial { pkcs8, chain })
}

/// Reads the certificates of a file, in its order: PEM blocks `CERTIFICATE`, or one DER certificate.
///
/// The certificates are not judged here; that each is one DER SEQUENCE is all that is checked.
///
/// # Errors
///
/// [`ReadError::NoCertificate`] where there is none, and the other errors of the form.
pub fn read_certificates(bytes: &[u8]) -> Result<Vec<Vec<u8>>, ReadError> {
    if bytes.len() > LIMIT {
        return Err(ReadError::TooLarge);
    }
    let found: Vec<Vec<u8>> = if pem::looks_like(bytes) {
        pem::blocks(bytes)?
            .into_iter()
            .filter(|block| matches!(block.label.as_str(), "CERTIFICATE" | "X509 CERTIFICATE"))
            .map(|block| block.der.to_vec())
            .collect()
    } else {
        vec![bytes.to_vec()]
    };
    if found.is_empty() || !found.iter().all(|der| is_one_sequence(der)) {
        return Err(ReadError::NoCertificate);
    }
    Ok(found)
}

fn is_one_sequence(der: &[u8]) -> bool {
    <&pkcs8::der::asn1::SequenceRef>::from_der(der).is_ok()
}

/// The forms are told apart by their first elements: `PKCS#12 { 3, SEQUENCE }`, `PKCS#8 { 0|1,
/// SEQUENCE, .. }`, `PKCS#1 { 0, INTEGER, .. }`, `SEC1 { 1, OCTET STRING, .. }`,
/// `EncryptedPrivateKeyInfo { SEQUENCE, OCTET STRING }`.
fn read_der(bytes: &[u8], password: Option<&Password>) -> Result<KeyMaterial, ReadError> {
    if bytes.starts_with(&PFX_IN_BER) {
        return read_pkcs12(bytes, password);
    }
    let pkcs8 = match first_tags(bytes).ok_or(ReadError::Unrecognised)? {
        (Tag::Integer, Tag::Sequence, 3) => return read_pkcs12(bytes, password),
        (Tag::Integer, Tag::Sequence, _) => plain::pkcs8(bytes)?,
        (Tag::Integer, Tag::Integer, _) => plain::pkcs1(bytes)?,
        (Tag::Integer, Tag::OctetString, _) => plain::sec1(bytes)?,
        (Tag::Sequence, Tag::OctetString, _) => encrypted::decrypt(bytes, password)?,
        _ => return Err(ReadError::Unrecognised),
    };
    Ok(KeyMaterial {
        pkcs8,
        chain: Vec::new(),
    })
}

/// How PKCS#12 begins where its length is not said: SEQUENCE, version 3.
pub(super) const PFX_IN_BER: [u8; 5] = [0x30, 0x80, 0x02, 0x01, 0x03];

/// Returns the tags of the first two elements of a SEQUENCE, and the first as a small integer.
fn first_tags(bytes: &[u8]) -> Option<(Tag, Tag, u8)> {
    let mut outer = SliceReader::new(bytes).ok()?;
    let body = <&pkcs8::der::asn1::SequenceRef>::decode(&mut outer).ok()?;
    let mut reader = SliceReader::new(body.as_bytes()).ok()?;
    let first = Tag::peek(&reader).ok()?;
    let element = reader.tlv_bytes().ok()?;
    let version = match first {
        Tag::Integer => u8::from_der(element).unwrap_or(u8::MAX),
        _ => 0,
    };
    Some((first, Tag::peek(&reader).ok()?, version))
}

#[cfg(feature = "pkcs12")]
fn read_pkcs12(bytes: &[u8], password: Option<&Password>) -> Result<KeyMaterial, ReadError> {
    super::pkcs12::read(bytes, password)
}

#[cfg(not(feature = "pkcs12"))]
fn read_pkcs12(_bytes: &[u8], _password: Option<&Password>) -> Result<KeyMaterial, ReadError> {
    Err(ReadError::UnsupportedAlgorithm)
}

/// Tag number of `parameters` in an ECPrivateKey (RFC 5915, 3).
const EC_PARAMETERS: TagNumber = TagNumber(0);

/// Why no key or certificate came out of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// The file is larger than [`LIMIT`].
    TooLarge,
    /// The file is neither PEM nor one of the DER forms.
    Unrecognised,
    /// A PEM block is malformed; its line number, from 1.
    Pem {
        /// Line on which the block begins.
        line: usize,
    },
    /// PEM encryption with `Proc-Type` headers, which hashes the password once with MD5.
    LegacyPemEncryption {
        /// Line on which the block begins.
        line: usize,
    },
    /// The file holds no private key.
    NoKey,
    /// The file holds several private keys.
    SeveralKeys,
    /// The file holds no certificate.
    NoCertificate,
    /// A PKCS#8 structure is malformed.
    NotPkcs8,
    /// A SEC1 structure is malformed.
    NotSec1,
    /// A PKCS#1 structure is malformed.
    NotPkcs1,
    /// A PKCS#12 structure is malformed.
    NotPkcs12,
    /// A SEC1 key does not name its curve.
    CurveMissing,
    /// The key is encrypted with an algorithm that is not supported.
    UnsupportedAlgorithm,
    /// The key derivation asks for more work or memory than is allowed.
    ExcessiveWork,
    /// The key is encrypted and no password was given.
    PasswordNeeded,
    /// The password does not open the key.
    WrongPassword,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::TooLarge => "the file is larger than 1 MiB, which no key file is",
            Self::Unrecognised => {
                "the file is neither PEM nor a DER key (PKCS#8, SEC1, PKCS#1, PKCS#12)"
            }
            Self::Pem { line } => return write!(f, "the PEM block at line {line} is malformed"),
            Self::LegacyPemEncryption { line } => {
                return write!(
                    f,
                    "the PEM block at line {line} uses the old Proc-Type encryption; \
                     convert it with: openssl pkcs8 -topk8"
                );
            }
            Self::NoKey => "the file holds no private key",
            Self::SeveralKeys => "the file holds several private keys; keep one",
            Self::NoCertificate => "the file holds no certificate",
            Self::NotPkcs8 => "the PKCS#8 structure is malformed",
            Self::NotSec1 => "the SEC1 structure is malformed",
            Self::NotPkcs1 => "the PKCS#1 structure is malformed",
            Self::NotPkcs12 => "the PKCS#12 structure is malformed",
            Self::CurveMissing => {
                "the SEC1 key does not name its curve; convert it with: openssl pkcs8 -topk8"
            }
            Self::UnsupportedAlgorithm => {
                "the key is encrypted with an algorithm that is not supported; \
                 convert it with: openssl pkcs8 -topk8 -v2 aes-256-cbc"
            }
            Self::ExcessiveWork => {
                "the key derivation asks for more work or memory than is allowed"
            }
            Self::PasswordNeeded => "the key is encrypted; give its password in a file",
            Self::WrongPassword => "the password does not open the key",
        };
        f.write_str(text)
    }
}

impl std::error::Error for ReadError {}

#[cfg(test)]
mod tests;
