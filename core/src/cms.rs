//! CMS SignedData (RFC 5652) with the attributes of CAdES (ETSI EN 319 122-1).
//!
//! [`Signer`] writes; [`SignedData`] reads and verifies over the octets as received.

mod attribute;
mod build;
pub(crate) mod oids;
mod outcome;
mod signed_data;
mod signer_info;
mod verify;

pub use attribute::Attribute;
pub use build::{BuildError, SignOptions, Signer, add_unsigned_attribute, sign_detached};
pub use outcome::{CmsFact, CmsFailure, CmsOutcome};
pub use signed_data::{CmsError, SignedData};
pub use signer_info::{SignerIdentifier, SignerInfo};

/// Object identifier id-data (RFC 5652, 4): the content type of a detached signature.
pub const ID_DATA: crate::der::Oid = oids::DATA;
/// Object identifier id-aa-signatureTimeStampToken (RFC 3161, appendix A).
pub const SIGNATURE_TIME_STAMP: crate::der::Oid = oids::SIGNATURE_TIME_STAMP;

#[cfg(test)]
mod tests;
