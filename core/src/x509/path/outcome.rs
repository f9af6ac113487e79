use super::{OcspProblem, PolicySets, ProfileRule};
use crate::der::Oid;
use crate::suite::{AlgorithmError, Weakness};
use crate::x509::{Certificate, Role};
use std::fmt;
use time::OffsetDateTime;

/// What was found about the paths of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathOutcome {
    /// The path, the leaf first and the anchor last; as far as it leads, where no anchor was reached.
    pub chain: Vec<Certificate>,
    /// Everything that is wrong with it; empty where the path is valid.
    pub failures: Vec<PathFailure>,
    /// The revocation status of each certificate of `chain`.
    pub statuses: Vec<RevocationStatus>,
    /// The policies that hold for the path; none where no anchor was reached or policies failed.
    pub policies: PolicySets,
}

impl PathOutcome {
    /// Tells whether the path is valid.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.failures.is_empty()
    }

    /// Returns the anchor, where the path is valid.
    #[must_use]
    pub fn anchor(&self) -> Option<&Certificate> {
        if self.is_valid() {
            self.chain.last()
        } else {
            None
        }
    }

    /// Tells whether everything that is wrong is something missing, so that the answer may change
    /// with more data: an issuer, or a fresh revocation list.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        !self.failures.is_empty()
            && self
                .failures
                .iter()
                .all(|failure| failure.kind.is_missing())
    }
}

/// One thing that is wrong with a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathFailure {
    /// The certificate of [`PathOutcome::chain`], 0 for the leaf.
    pub index: usize,
    /// What is wrong.
    pub kind: PathFailureKind,
}

/// What is wrong with a certificate of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathFailureKind {
    /// No certificate of its issuer is there, and it is no anchor.
    IssuerNotFound,
    /// It leads to an anchor that was imported for another role.
    AnchorOfOtherRole(Role),
    /// The search was given up: too many certificates claim to be its issuer.
    SearchExhausted,
    /// The path has more than 12 certificates, or more than were asked for.
    TooLong,
    /// The issuer's key did not make its signature.
    SignatureWrong,
    /// Its signature cannot be judged.
    Algorithm(AlgorithmError),
    /// Its signature fits, and nothing can be concluded from it at the time of the judgement.
    WeakAlgorithm(Vec<Weakness>),
    /// The leaf's own key is of a kind, curve or size that is not served.
    Key(Box<AlgorithmError>),
    /// Nothing can be concluded from what the leaf's own key signs.
    WeakKey(Weakness),
    /// The algorithms inside and outside the signed part differ.
    AlgorithmsDisagree,
    /// Before notBefore.
    NotYetValid,
    /// After notAfter.
    Expired,
    /// It issued a certificate and is no authority.
    NotCa,
    /// More certificates follow it than its path length allows.
    PathLength,
    /// It issued a certificate and its key is not for that.
    KeyCertSign,
    /// Its key is not for what it was used for.
    KeyUsage,
    /// Its extended key usage is not for what it was used for.
    ExtendedKeyUsage,
    /// A critical extension that is not processed.
    CriticalExtension(Oid),
    /// An extension that cannot be read.
    MalformedExtension(Oid),
    /// A name that an authority above may not give.
    NameConstraints,
    /// Constraints on a form of name that is not processed.
    NameConstraintsNotServed,
    /// No policy of the path holds, and one is required.
    Policy,
    /// It is not issued as it has to be; asked in [`super::PathProfile::Strict`] alone.
    Profile(ProfileRule),
    /// It was revoked.
    Revoked {
        /// Since when.
        since: OffsetDateTime,
        /// CRLReason.
        reason: Option<u8>,
    },
    /// No revocation list says anything of it.
    CrlMissing,
    /// The revocation lists that speak of it cannot be relied on.
    Crl(CrlProblem),
}

/// Why a revocation list cannot be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CrlProblem {
    /// The time is past its nextUpdate, or it has none.
    Stale {
        /// Its nextUpdate.
        next_update: Option<OffsetDateTime>,
    },
    /// It was issued later than the time asked about.
    NotYetValid {
        /// Its thisUpdate.
        this_update: OffsetDateTime,
    },
    /// No key of the issuer made its signature.
    SignatureWrong,
    /// Its signature cannot be judged, or uses SHA-1.
    Algorithm,
    /// Its signature was not judged: the work that the judgement may cost is done.
    Exhausted,
    /// The issuer's key is not for signing lists.
    KeyUsage,
    /// A critical extension that is not processed.
    CriticalExtension(Oid),
    /// A list of version 2 has no CRL number, or a critical one.
    Number,
    /// The path of the one who signed it, who is not the issuer of the certificate, is not valid.
    Issuer,
    /// It lists only changes, and no whole list that they continue is there.
    Delta,
    /// It covers other certificates, distribution points or reasons only.
    Scope,
    /// No list, but an OCSP response that speaks of the certificate.
    Ocsp(OcspProblem),
}

impl PathFailureKind {
    /// Tells whether something is missing, in contrast to something being wrong.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(
            self,
            Self::IssuerNotFound
                | Self::AnchorOfOtherRole(_)
                | Self::SearchExhausted
                | Self::CrlMissing
                | Self::Crl(_)
        )
    }

    /// How bad it is, to choose the path to report.
    pub(super) const fn severity(&self) -> u8 {
        match self {
            Self::CrlMissing | Self::Crl(_) => 1,
            Self::Expired | Self::NotYetValid => 2,
            Self::Revoked { .. } => 3,
            Self::IssuerNotFound | Self::AnchorOfOtherRole(_) => 5,
            Self::SignatureWrong | Self::SearchExhausted | Self::TooLong => 6,
            _ => 4,
        }
    }
}

/// What is known of the revocation of one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RevocationStatus {
    /// Not looked at: an anchor, or the policy says so.
    NotChecked,
    /// Not revoked.
    Good {
        /// thisUpdate of the oldest list that was needed to say so, or of the newest answer.
        this_update: OffsetDateTime,
    },
    /// Revoked.
    Revoked {
        /// Since when.
        since: OffsetDateTime,
        /// CRLReason.
        reason: Option<u8>,
    },
    /// Not known, and why each list that speaks of it cannot be relied on.
    Unknown(Vec<CrlProblem>),
}

impl fmt::Display for PathFailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::IssuerNotFound => f.write_str("no certificate of its issuer was found"),
            Self::AnchorOfOtherRole(role) => {
                write!(f, "its anchor was imported for another role ({role:?})")
            }
            Self::SearchExhausted => f.write_str("too many certificates claim to be its issuer"),
            Self::TooLong => f.write_str("the path has more certificates than are allowed"),
            Self::SignatureWrong => f.write_str("the issuer's key did not make its signature"),
            Self::Algorithm(error) => error.fmt(f),
            Self::WeakAlgorithm(weaknesses) => {
                write!(f, "its signature uses {}", Weakness::listed(weaknesses))
            }
            Self::Key(error) => error.fmt(f),
            Self::WeakKey(weakness) => weakness.fmt(f),
            Self::AlgorithmsDisagree => f.write_str("it names two signature algorithms"),
            Self::NotYetValid => f.write_str("it was not yet valid"),
            Self::Expired => f.write_str("it had expired"),
            Self::NotCa => f.write_str("it issued a certificate and is no authority"),
            Self::PathLength => f.write_str("more authorities follow it than it allows"),
            Self::KeyCertSign => f.write_str("its key is not for signing certificates"),
            Self::KeyUsage => f.write_str("its key is not for this use"),
            Self::ExtendedKeyUsage => f.write_str("its extended key usage is not for this use"),
            Self::CriticalExtension(oid) => write!(f, "critical extension {oid} is not processed"),
            Self::MalformedExtension(oid) => write!(f, "extension {oid} cannot be read"),
            Self::NameConstraints => f.write_str("an authority above may not give its name"),
            Self::NameConstraintsNotServed => {
                f.write_str("an authority above constrains names in a way that is not processed")
            }
            Self::Policy => f.write_str("a certificate policy is required and none holds"),
            Self::Profile(rule) => rule.fmt(f),
            Self::Revoked { since, .. } => {
                let (hour, minute, second) = since.to_hms();
                let day = since.date();
                write!(
                    f,
                    "it was revoked as of {day} {hour:02}:{minute:02}:{second:02}Z"
                )
            }
            Self::CrlMissing => f.write_str("no revocation list speaks of it"),
            Self::Crl(problem) => problem.fmt(f),
        }
    }
}

impl fmt::Display for CrlProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stale {
                next_update: Some(next),
            } => {
                write!(f, "the revocation list was due for renewal at {next}")
            }
            Self::Stale { next_update: None } => {
                f.write_str("the revocation list does not say how long it holds")
            }
            Self::NotYetValid { this_update } => {
                write!(f, "the revocation list was issued later, at {this_update}")
            }
            Self::SignatureWrong => {
                f.write_str("no key of the issuer made the signature of the revocation list")
            }
            Self::Algorithm => f.write_str(
                "the algorithm of the revocation list is not served, or proves nothing today",
            ),
            Self::Exhausted => f.write_str("judging the revocation list takes too much work"),
            Self::KeyUsage => f.write_str("the issuer's key is not for signing revocation lists"),
            Self::CriticalExtension(oid) => {
                write!(f, "the revocation list has critical extension {oid}")
            }
            Self::Number => f.write_str("the revocation list is not numbered as it has to be"),
            Self::Issuer => {
                f.write_str("no certificate of the issuer of the revocation list can be trusted")
            }
            Self::Delta => f.write_str("the revocation list holds changes only"),
            Self::Scope => f.write_str("the revocation list covers other certificates or reasons"),
            Self::Ocsp(problem) => problem.fmt(f),
        }
    }
}
