//! Certificates in files, DER or PEM, and their fingerprints.

use super::error::Expected;
use super::{ServiceError, input, pem};
pub use crate::home::Fingerprint;
use pkcs8::der::{Decode as _, Tag, Tagged as _, asn1::AnyRef};
use std::path::Path;

/// Reads a fingerprint as people write it: 64 hexadecimal digits of either case; colons and white
/// space between them may stand.
///
/// # Errors
///
/// [`ServiceError::FingerprintMalformed`] for everything else.
pub fn fingerprint(text: &str) -> Result<Fingerprint, ServiceError> {
    Fingerprint::parse(text).ok_or(ServiceError::FingerprintMalformed)
}

/// Most octets of a file of certificates.
const MOST: u64 = 1 << 20;

/// Reads every certificate of a file: one in DER, or any number in PEM. Returns their DER.
///
/// # Errors
///
/// [`ServiceError::Read`], [`ServiceError::TooLarge`], or [`ServiceError::NotUnderstood`] where
/// the file holds no certificate or something damaged.
pub fn read_all(path: &Path) -> Result<Vec<Vec<u8>>, ServiceError> {
    read_objects(path, MOST, "CERTIFICATE", Expected::Certificates)
}

/// Reads the one certificate of a file and returns its DER.
///
/// # Errors
///
/// As [`read_all`]; also [`ServiceError::NotUnderstood`] where there are several.
pub fn read_one(path: &Path) -> Result<Vec<u8>, ServiceError> {
    let mut all = read_objects(path, MOST, "CERTIFICATE", Expected::OneCertificate)?;
    match (all.pop(), all.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => Err(ServiceError::NotUnderstood {
            path: path.into(),
            expected: Expected::OneCertificate,
        }),
    }
}

/// Reads the one certificate request of a file and returns its DER.
///
/// # Errors
///
/// As [`read_one`].
pub(super) fn read_request(path: &Path) -> Result<Vec<u8>, ServiceError> {
    let expected = Expected::CertificateRequest;
    let mut all = read_objects(path, MOST, "CERTIFICATE REQUEST", expected)?;
    match (all.pop(), all.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => Err(ServiceError::NotUnderstood {
            path: path.into(),
            expected,
        }),
    }
}

/// Reads every revocation list of a file and returns their DER.
///
/// # Errors
///
/// As [`read_all`].
pub fn read_revocation_lists(path: &Path) -> Result<Vec<Vec<u8>>, ServiceError> {
    read_objects(path, input::SMALL, "X509 CRL", Expected::RevocationList)
}

/// Reads every OCSP response of a file, DER or PEM, and returns their DER.
///
/// # Errors
///
/// As [`read_all`].
pub fn read_ocsp_responses(path: &Path) -> Result<Vec<Vec<u8>>, ServiceError> {
    read_objects(path, MOST, "OCSP RESPONSE", Expected::OcspResponse)
}

fn read_objects(
    path: &Path,
    most: u64,
    label: &str,
    expected: Expected,
) -> Result<Vec<Vec<u8>>, ServiceError> {
    let bytes = input::read(path, most)?;
    let objects = if bytes.first() == Some(&0x30) {
        Some(vec![bytes])
    } else {
        std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| pem::blocks(text, label))
    };
    objects
        .filter(|all| !all.is_empty() && all.iter().all(|der| is_one_sequence(der)))
        .ok_or_else(|| ServiceError::NotUnderstood {
            path: path.into(),
            expected,
        })
}

/// Tells whether `der` is one SEQUENCE and nothing after it; the rest is for path validation.
fn is_one_sequence(der: &[u8]) -> bool {
    AnyRef::from_der(der).is_ok_and(|any| any.tag() == Tag::Sequence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_with_colons_spaces_and_capitals() {
        let expected = Fingerprint::of(b"abc");
        let plain = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(expected.to_string(), plain);
        let pairs: Vec<&str> = plain
            .as_bytes()
            .chunks(2)
            .map(|pair| std::str::from_utf8(pair).unwrap())
            .collect();
        for text in [
            pairs.join(":").to_uppercase(),
            pairs.join(" "),
            format!(" {plain}\n"),
        ] {
            assert_eq!(fingerprint(&text).unwrap(), expected);
        }
    }

    #[test]
    fn anything_but_64_digits_is_no_fingerprint() {
        let digits = "a".repeat(64);
        for text in [
            "",
            "ab",
            &digits[1..],
            &format!("{digits}a"),
            &format!("{}g", &digits[1..]),
        ] {
            assert!(fingerprint(text).is_err(), "{text}");
        }
    }

    #[test]
    fn der_with_octets_behind_it_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.der");
        std::fs::write(&path, [0x30, 0x00]).unwrap();
        assert_eq!(read_one(&path).unwrap(), [0x30, 0x00]);
        std::fs::write(&path, [0x30, 0x00, 0x00]).unwrap();
        assert!(read_one(&path).is_err());
    }
}
