//! Certificates, certificate revocation lists and certification paths (RFC 5280).
//!
//! [`Certificate`] keeps the octets it was read from; signatures are verified over those.

mod anchor;
mod bundle;
mod certificate;
mod extension;
mod general_name;
mod name;
pub(crate) mod oids;

pub use anchor::{Role, TrustAnchor};
pub use bundle::{BundleError, read_all};
pub use certificate::{Certificate, CertificateError};
pub use extension::{
    BasicConstraints, DistributionPoint, ExtendedKeyUsage, Extension, KeyUsage, Reasons,
};
pub use general_name::GeneralName;
pub use name::Name;

#[cfg(test)]
pub(crate) mod tests;
