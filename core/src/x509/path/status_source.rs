//! What path validation asks of status protocols other than revocation lists.

use super::{PathFailureKind, RevocationStatus};
use crate::der::Oid;
use crate::x509::Certificate;
use std::fmt;
use time::OffsetDateTime;

/// A source of statements about single certificates beside revocation lists: OCSP.
///
/// The layer that knows the protocol implements it, and path validation combines what it says with
/// the lists: any revocation wins.
pub trait StatusSource: fmt::Debug {
    /// Returns one item for each statement about the certificate that is asked for; none where
    /// nothing speaks of it.
    fn statements(
        &self,
        question: &StatusQuestion<'_>,
        desk: &mut dyn StatusDesk,
    ) -> Vec<Result<Statement, OcspProblem>>;
}

/// Whose status is asked for, and for when.
#[derive(Debug, Clone, Copy)]
pub struct StatusQuestion<'q> {
    /// The certificate.
    pub certificate: &'q Certificate,
    /// The authority that issued it, by the path that is judged.
    pub issuer: &'q Certificate,
    /// Certificates among which that of a responder may be, beside those that an answer carries.
    pub candidates: &'q [Certificate],
    /// The instant that the status is asked for.
    pub at: OffsetDateTime,
    /// The instant at which the judgement is made, not before `at`.
    pub judged_at: OffsetDateTime,
}

/// What a statement says, where it can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// When what it says was known to be right.
    pub this_update: OffsetDateTime,
    /// Since when, and why (CRLReason), the certificate is revoked, where it is.
    pub revoked: Option<(OffsetDateTime, Option<u8>)>,
}

/// What path validation does for a source: work that counts towards one budget.
pub trait StatusDesk {
    /// Judges whether the key of `signer` signed `message`. `fingerprint` is the SHA-256 of what the
    /// message comes from, so that nothing is judged twice.
    ///
    /// # Errors
    ///
    /// [`PathFailureKind`] for a signature that is wrong, weak, not served or beyond the budget.
    fn signed(
        &mut self,
        signer: &Certificate,
        fingerprint: &[u8; 32],
        algorithm: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), PathFailureKind>;

    /// Judges whether the key of the issuer that the question names signed `certificate`.
    ///
    /// # Errors
    ///
    /// As [`StatusDesk::signed`].
    fn issued(&mut self, certificate: &Certificate) -> Result<(), PathFailureKind>;

    /// Returns the status of a responder that the issuer named; asked one step and no further.
    fn status_of_responder(&mut self, responder: &Certificate) -> RevocationStatus;

    /// Tells whether a responder whose status is not known is relied on all the same.
    fn tolerates_unknown(&self) -> bool;
}

/// Why an OCSP response that speaks of a certificate cannot be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OcspProblem {
    /// The time is past its nextUpdate, or it has none and is old.
    Stale {
        /// Its nextUpdate.
        next_update: Option<OffsetDateTime>,
    },
    /// It was made later than the time asked about.
    NotYetValid {
        /// Its thisUpdate.
        this_update: OffsetDateTime,
    },
    /// Its dates contradict each other.
    Dates,
    /// The key of the responder that it names did not make its signature.
    SignatureWrong,
    /// Its signature cannot be judged, or proves nothing today.
    Algorithm,
    /// Its signature was not judged: the work that the judgement may cost is done.
    Exhausted,
    /// Its responder is neither the issuer nor named by the issuer for this purpose.
    ResponderNotAuthorised,
    /// The certificate of its responder was not valid when it was made, or ran out before anything
    /// proves that it existed.
    ResponderOutOfBounds {
        /// When the certificate ran out.
        not_after: OffsetDateTime,
    },
    /// The certificate of its responder was revoked, or its status is not known.
    ResponderStatus,
    /// A critical extension that is not processed.
    CriticalExtension(Oid),
    /// The responder does not know the certificate.
    CertificateUnknown,
}

impl fmt::Display for OcspProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stale {
                next_update: Some(next),
            } => write!(f, "the OCSP response was due for renewal at {next}"),
            Self::Stale { next_update: None } => {
                f.write_str("the OCSP response does not say how long it holds, and is old")
            }
            Self::NotYetValid { this_update } => {
                write!(f, "the OCSP response was made later, at {this_update}")
            }
            Self::Dates => f.write_str("the dates of the OCSP response contradict each other"),
            Self::SignatureWrong => {
                f.write_str("the responder's key did not make the signature of the OCSP response")
            }
            Self::Algorithm => f.write_str(
                "the algorithm of the OCSP response is not served, or proves nothing today",
            ),
            Self::Exhausted => f.write_str("judging the OCSP response takes too much work"),
            Self::ResponderNotAuthorised => {
                f.write_str("the issuer did not authorise the responder of the OCSP response")
            }
            Self::ResponderOutOfBounds { not_after } => write!(
                f,
                "the certificate of the responder ran out at {not_after}, and nothing proves that the OCSP response is older"
            ),
            Self::ResponderStatus => f.write_str(
                "the certificate of the responder of the OCSP response was revoked or may be",
            ),
            Self::CriticalExtension(oid) => {
                write!(f, "the OCSP response has critical extension {oid}")
            }
            Self::CertificateUnknown => f.write_str("the responder does not know the certificate"),
        }
    }
}
