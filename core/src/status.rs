//! The Online Certificate Status Protocol (RFC 6960; nonces as in RFC 9654): requests, responses,
//! and whether a response may be relied on.
//!
//! [`OcspRequest`] and [`ResponseBuilder`] write; [`OcspResponse`] reads over the octets as received.
//! [`OcspAnswers`] hands responses to path validation, which asks them beside revocation lists.

mod answers;
mod build;
mod certificate_id;
mod judge;
mod oids;
mod request;
mod response;
mod single;

pub use answers::OcspAnswers;
pub use build::{CertificateStatus, ResponseBuilder};
pub use certificate_id::CertificateId;
pub use request::{NonceEcho, OcspRequest};
pub use response::{OcspError, OcspResponse, ResponderId};
pub use single::SingleResponse;

pub(crate) use judge::statements_at;

/// Object identifier id-ad-ocsp (RFC 5280, 4.2.2.1): the access method of a responder's address.
pub const ID_AD_OCSP: crate::der::Oid = oids::AD_OCSP;

#[cfg(test)]
mod tests;
