use super::{Certificate, CertificateError};
use crate::der::{DerError, element_length};
use base64::Engine as _;
use std::fmt;

/// Greatest number of certificates in one bundle.
const MAX_CERTIFICATES: usize = 1024;

/// Why a bundle of certificates could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BundleError {
    /// The data hold no certificate.
    Empty,
    /// More than 1024 certificates.
    TooMany,
    /// A PEM block has no end or is not base64.
    Pem {
        /// Which block, counted from 0.
        index: usize,
    },
    /// The DER of a bundle cannot be split.
    Der(DerError),
    /// A certificate cannot be read.
    Certificate {
        /// Which, counted from 0.
        index: usize,
        /// Why.
        error: CertificateError,
    },
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no certificate: give PEM or DER"),
            Self::TooMany => f.write_str("more than 1024 certificates in one file"),
            Self::Pem { index } => write!(f, "PEM block {index} is cut short or not base64"),
            Self::Der(error) => write!(f, "neither PEM nor DER of certificates: {error}"),
            Self::Certificate { index, error } => write!(f, "certificate {index}: {error}"),
        }
    }
}

impl std::error::Error for BundleError {}

/// Reads every certificate of a PEM file (RFC 7468; other blocks are passed over) or of
/// concatenated DER, in its order.
///
/// # Errors
///
/// [`BundleError`]; one bad certificate makes the whole bundle unreadable.
pub fn read_all(data: &[u8]) -> Result<Vec<Certificate>, BundleError> {
    let blocks = if data.first() == Some(&crate::der::tag::SEQUENCE) {
        split_der(data)?
    } else {
        pem_blocks(data, "CERTIFICATE")?
    };
    if blocks.is_empty() {
        return Err(BundleError::Empty);
    }
    let parse = |(index, der): (usize, &Vec<u8>)| {
        Certificate::parse(der).map_err(|error| BundleError::Certificate { index, error })
    };
    blocks.iter().enumerate().map(parse).collect()
}

pub(super) fn split_der(mut data: &[u8]) -> Result<Vec<Vec<u8>>, BundleError> {
    let mut blocks = Vec::new();
    while !data.is_empty() {
        let length = element_length(data).map_err(BundleError::Der)?;
        let (block, rest) = data.split_at_checked(length).unwrap_or((data, &[]));
        blocks.push(block.to_vec());
        data = rest;
        if blocks.len() > MAX_CERTIFICATES {
            return Err(BundleError::TooMany);
        }
    }
    Ok(blocks)
}

/// The decoded blocks with `label`.
pub(super) fn pem_blocks(data: &[u8], label: &str) -> Result<Vec<Vec<u8>>, BundleError> {
    let text = String::from_utf8_lossy(data);
    let (begin, end) = (
        format!("-----BEGIN {label}-----"),
        format!("-----END {label}-----"),
    );
    let mut blocks = Vec::new();
    let mut rest: &str = &text;
    while let Some((_, after)) = rest.split_once(begin.as_str()) {
        let broken = BundleError::Pem {
            index: blocks.len(),
        };
        let (body, after) = after.split_once(end.as_str()).ok_or(broken)?;
        let body: Vec<u8> = body
            .bytes()
            .filter(|octet| !octet.is_ascii_whitespace())
            .collect();
        let der = base64::engine::general_purpose::STANDARD
            .decode(body)
            .map_err(|_| broken)?;
        blocks.push(der);
        rest = after;
        if blocks.len() > MAX_CERTIFICATES {
            return Err(BundleError::TooMany);
        }
    }
    Ok(blocks)
}
