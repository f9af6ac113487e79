//! Certification paths (RFC 5280, 6), judged at a given time towards anchors of one role.

mod anchor;
mod chain;
mod name_constraints;
mod outcome;
mod policy;
mod profile;
mod revocation;
mod search;
mod signatures;
mod status_source;

pub(crate) use signatures::PathWork;
use signatures::Signatures;

pub use outcome::{CrlProblem, PathFailure, PathFailureKind, PathOutcome, RevocationStatus};
pub use policy::{PolicyInputs, PolicySets};
pub use profile::{PathProfile, ProfileRule};
pub use status_source::{OcspProblem, Statement, StatusDesk, StatusQuestion, StatusSource};

use super::{Certificate, Crl, Role, TrustAnchor};
use crate::der::Oid;
use crate::suite::Sunsets;
use time::OffsetDateTime;

/// Signatures that may be judged to build and check all paths.
const MAX_SIGNATURES: usize = 192;

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
    /// What else speaks of single certificates: OCSP responses.
    pub statuses: Option<&'a dyn StatusSource>,
    /// What is asked of revocation data.
    pub revocation: RevocationPolicy,
    /// Until when that which proves nothing today counts; what is judged is held against it at
    /// `judged_at`. A list or answer that rests on less may revoke, and never says that anybody is good.
    pub sunsets: Sunsets,
    /// What the leaf's key was used for.
    pub purpose: KeyPurpose,
    /// What is asked of certificate policies.
    pub policies: PolicyInputs<'a>,
    /// How much is asked of the certificates.
    pub profile: PathProfile,
    /// Greatest number of certificates between the leaf and the anchor, self-issued ones not
    /// counted; `None` for what fits in a path of 12.
    pub max_intermediates: Option<u8>,
}

impl<'a> PathRequest<'a> {
    /// Asks for a path from `leaf` to one of `anchors` in `role`, at the present time `at`: with no
    /// other certificates and no lists, which are required all the same; any purpose and policy, and
    /// nothing that is weak today.
    #[must_use]
    pub const fn new(
        leaf: &'a Certificate,
        anchors: &'a [TrustAnchor],
        role: Role,
        at: OffsetDateTime,
    ) -> Self {
        Self {
            leaf,
            intermediates: &[],
            anchors,
            role,
            at,
            judged_at: at,
            crls: &[],
            statuses: None,
            revocation: RevocationPolicy::Require,
            sunsets: Sunsets::NEVER,
            purpose: KeyPurpose::Any,
            policies: PolicyInputs {
                acceptable: None,
                is_explicit: false,
                inhibits_mapping: false,
                inhibits_any: false,
            },
            profile: PathProfile::Standard,
            max_intermediates: None,
        }
    }
}

/// What is asked of revocation data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// Making seals: as signing; extended purposes are not looked at, since makers of seals are met
    /// whose certificates are for servers or timestamps.
    Sealing,
    /// Making timestamps: the one critical purpose timeStamping (RFC 3161, 2.3).
    TimeStamping,
    /// Signing OCSP responses: purpose OCSPSigning (RFC 6960, 4.2.2.2).
    OcspSigning,
    /// Signing revocation lists: cRLSign (RFC 5280, 6.3.3 f).
    CrlSigning,
    /// The purpose that is named, where the certificate names any (RFC 5280, 4.2.1.12).
    Named(Oid),
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
    let mut signatures = Signatures::new(MAX_SIGNATURES, work, request);
    let outcome = search::Search::new(request, &mut signatures).run();
    anchor::check(request, outcome, work)
}

#[cfg(test)]
mod tests;
