//! Certificates, certificate revocation lists and certification paths (RFC 5280).
//!
//! [`Certificate`] and [`Crl`] keep the octets they were read from; signatures are verified over
//! those. [`validate`] builds paths to the anchors of one [`Role`] and says everything that is wrong
//! with the best of them.

mod anchor;
mod bundle;
mod certificate;
mod crl;
mod extension;
mod general_name;
mod name;
pub(crate) mod oids;
mod path;

pub(crate) use path::{PathWork, validate_within};

pub use anchor::{Role, TrustAnchor};
pub use bundle::{BundleError, read_all};
pub use certificate::{Certificate, CertificateError};
pub use crl::{Crl, CrlError, IssuingDistributionPoint, Revocation, read_all_crls};
pub use extension::{
    BasicConstraints, DistributionPoint, ExtendedKeyUsage, Extension, KeyUsage, Reasons,
};
pub use general_name::GeneralName;
pub use name::Name;
pub use path::{
    CrlProblem, KeyPurpose, OcspProblem, PathFailure, PathFailureKind, PathOutcome, PathProfile,
    PathRequest, PolicyInputs, PolicySets, ProfileRule, RevocationPolicy, RevocationStatus,
    Statement, StatusDesk, StatusQuestion, StatusSource, validate,
};

/// organizationName (X.520; RFC 5280, A.1).
pub const ORGANISATION_NAME: crate::der::Oid = crate::der::Oid::new_unwrap("2.5.4.10");

#[cfg(test)]
pub(crate) mod tests;
