//! Certificates and CRLs for demonstrations, tests and the units of one organisation.
//!
//! Those of a home are issued by `rcgen`; those in files, of SM2 too, and all CRLs by `x509-cert`. The signing key may live anywhere ([`yinxin_core::suite::SigningKey`]). Time,
//! serial numbers and keys are arguments. A county's real certificates come from a licensed
//! authority; these are for everything else.

pub mod authority;
mod certificate;
pub mod crl;
pub mod issue;
pub mod request;
mod signer;

pub use authority::Authority;
pub use certificate::{Name, Purpose, Request, Serial, root};
pub use crl::{Revocation, RevocationReason};

use std::fmt;

/// Why a certificate or CRL was not issued.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PkiError {
    /// The public key's algorithm is not one that is issued for.
    UnsupportedAlgorithm,
    /// The key did not sign.
    Key(yinxin_core::suite::SigningError),
    /// The authority's certificate cannot be read, or is none of an authority.
    AuthorityCertificate,
    /// The key is not that of the authority's certificate.
    KeyDiffers,
    /// A subject public key is malformed.
    SubjectKey,
    /// The time of the end is not after that of the beginning.
    EmptyPeriod,
    /// The validity is not within that of the authority's certificate.
    OutlivesAuthority,
    /// A text cannot be put into a certificate.
    Text,
    /// A certificate request is malformed.
    Request,
    /// A certificate request is not signed with the private key of the public key in it.
    Possession,
    /// The subject's key is of another algorithm than the authority's.
    OtherAlgorithm,
    /// A certificate for encryption of a key that is none of SM2.
    EncryptionKey,
    /// The list before is not the authority's.
    PreviousList,
    /// A revocation that is no hold cannot be taken back.
    NotOnHold,
    /// The serial number is not positive or longer than 20 octets (RFC 5280, 4.1.2.2).
    Serial,
    /// The issued object does not carry the authority's name octet by octet.
    NameDiffers,
}

impl fmt::Display for PkiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::UnsupportedAlgorithm => {
                "certificates are issued for P-256, P-384, Ed25519 and RSA with SHA-256 only"
            }
            Self::Key(error) => return write!(f, "the authority's key did not sign: {error}"),
            Self::AuthorityCertificate => {
                "the authority's certificate cannot be read or may not issue (CA, keyCertSign, cRLSign)"
            }
            Self::KeyDiffers => "the key is not that of the authority's certificate",
            Self::SubjectKey => "the subject's public key is malformed",
            Self::EmptyPeriod => "the period ends before it begins",
            Self::OutlivesAuthority => {
                "the period must lie within that of the authority's certificate"
            }
            Self::Text => "a name or address holds characters that a certificate cannot carry",
            Self::Request => "the certificate request cannot be read (PKCS#10)",
            Self::Possession => {
                "the certificate request is not signed with the private key of the public key in it"
            }
            Self::OtherAlgorithm => {
                "the subject's key must be of the same algorithm as the authority's"
            }
            Self::EncryptionKey => "certificates for encryption are issued for keys of SM2 only",
            Self::PreviousList => "the list before is not this authority's, or is a delta list",
            Self::NotOnHold => {
                "a serial number that is to be released is not on hold in the list before"
            }
            Self::Serial => {
                "the serial number must be positive, hexadecimal, and of at most 20 octets"
            }
            Self::NameDiffers => "the authority's name cannot be repeated octet by octet",
        };
        f.write_str(text)
    }
}

impl std::error::Error for PkiError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Key(error) => Some(error),
            _ => None,
        }
    }
}
