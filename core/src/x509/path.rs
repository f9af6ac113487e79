//! Certification paths (RFC 5280, 6), judged at a given time towards anchors of one role.

mod anchor;
mod chain;
mod name_constraints;
mod outcome;
mod policy;
mod revocation;
mod search;
mod signatures;

pub(crate) use signatures::PathWork;

pub use outcome::{CrlProblem, PathFailure, PathFailureKind, PathOutcome, RevocationStatus};

use super::{Certificate, Crl, Role, TrustAnchor};
use time::OffsetDateTime;

/// What a path is asked for.
#[derive(Debug, Clone, Copy)]
pub struct PathRequest<'a> {
    /// The certificate to be judged.
    pub leaf: &'a Certificate,
    /// Certificates that may lie between; in any order, trusted in nothing.
    pub intermediates: &'a [Certificate],
    /// Anchors; only those of `role` count.
    pub anchors: &'a [TrustAnchor],
    /// The role in which an anchor has to vouch.
    pub role: Role,
    /// The instant for which the judgement holds: now, or a proved time of existence.
    pub at: OffsetDateTime,
    /// The instant at which the judgement is made: revocation lists issued later than `at` and not
    /// later than this may speak about `at`. The same as `at` for a judgement of the present.
    pub judged_at: OffsetDateTime,
    /// Revocation lists, from anywhere.
    pub crls: &'a [Crl],
    /// What is asked of revocation data.
    pub revocation: RevocationPolicy,
    /// What the leaf's key was used for.
    pub purpose: KeyPurpose,
}

/// What is asked of revocation data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationPolicy {
    /// Every certificate but the anchor needs a fresh status.
    Require,
    /// A revocation that is known counts; a missing status does not.
    Prefer,
    /// Revocation data are not looked at.
    Ignore,
}

/// What the leaf's key was used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyPurpose {
    /// Signing a document or structure: digitalSignature or nonRepudiation.
    Signing,
    /// Making timestamps: the one critical purpose timeStamping (RFC 3161, 2.3).
    TimeStamping,
    /// Signing OCSP responses: purpose OCSPSigning (RFC 6960, 4.2.2.2).
    OcspSigning,
    /// Nothing is asked of the leaf's key.
    Any,
}

/// Looks for a valid path from the leaf to an anchor of the role.
///
/// Returns the first valid path, or the least bad one with everything that is wrong with it. An
/// anchor is held to its own dates and constraints, and no list is asked of it; a list at hand that
/// names it counts all the same. A leaf that is itself an anchor of the role is a path of one. The
/// work is bounded: 64 signatures for building, 192 in all, 12 certificates a path, and 256 MiB of
/// signed octets beside the length of the lists.
#[must_use]
pub fn validate(request: &PathRequest<'_>) -> PathOutcome {
    validate_within(request, &PathWork::new(request.crls))
}

/// As [`validate`], with what other judgements found out and left over.
pub(crate) fn validate_within(request: &PathRequest<'_>, work: &PathWork) -> PathOutcome {
    let outcome = search::Search::new(request, work).run();
    anchor::check(request, outcome, work)
}

#[cfg(test)]
mod tests;
