//! Gathering what a signature will be judged with when its makers are gone.

mod pool;
mod subject;

use super::Fetcher;
use crate::pdf::{Document, ParseError, SecurityStore};
use crate::status::OcspResponse;
use crate::suite::Sunsets;
use crate::x509::{
    Certificate, Crl, KeyPurpose, PathFailure, PathFailureKind, PathOutcome, PathRequest, Role,
    TrustAnchor, validate,
};
use pool::{Answers, Origin, Pool};
use std::fmt;
use subject::{Subject, subjects};
use time::{Duration, OffsetDateTime};

/// How far the clocks of others may be ahead of the caller's.
const SKEW: Duration = Duration::minutes(5);

/// What validation data are gathered from.
#[derive(Clone, Copy)]
pub struct Gathering<'a> {
    /// Anchors up to which a path is needed. For a role that has none, a path is needed up to a
    /// certificate that signs itself: gathering trusts nobody, and a verifier brings its own.
    pub anchors: &'a [TrustAnchor],
    /// Certificates at hand.
    pub certificates: &'a [Certificate],
    /// Revocation lists at hand.
    pub crls: &'a [Crl],
    /// OCSP responses at hand.
    pub ocsp_responses: &'a [OcspResponse],
    /// Random octets, used once: the nonces of OCSP requests are made from them.
    pub nonce: &'a [u8],
    /// The instant of gathering.
    pub at: OffsetDateTime,
    /// The way to what is not at hand.
    pub fetcher: &'a dyn Fetcher,
}

impl fmt::Debug for Gathering<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gathering")
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

impl Gathering<'_> {
    /// Returns what has to be added to the document security store of `document`, so that every
    /// signature and timestamp in it (or those of `field` alone) can be judged from the file: their
    /// certificates up to an anchor and a revocation status of each.
    ///
    /// The same path validation that a verifier uses says when that is so.
    ///
    /// # Errors
    ///
    /// [`MaterialError`] with what is missing, or what is wrong with a certificate.
    pub fn run(
        &self,
        document: &Document<'_>,
        field: Option<&str>,
    ) -> Result<SecurityStore, MaterialError> {
        let there = SecurityStore::read(&document.latest()).map_err(MaterialError::Document)?;
        let mut pool = Pool::of(self, &there);
        let mut wanted = SecurityStore::default();
        for subject in subjects(document, field, self.at)? {
            pool.certificates.extend(subject.carried.iter().cloned());
            let outcome = self.complete(&subject, &mut pool)?;
            self.keep(&subject, &outcome, &pool, &mut wanted)?;
        }
        Ok(wanted.beyond(&there))
    }

    /// Fetches until there is a valid path with a status of each certificate.
    fn complete(&self, subject: &Subject, pool: &mut Pool) -> Result<PathOutcome, MaterialError> {
        loop {
            let outcome = self.judge(subject, &pool.certificates, &pool.crls, &pool.responses);
            if outcome.is_valid() {
                return Ok(outcome);
            }
            let wrong = outcome
                .failures
                .iter()
                .find(|failure| !failure.kind.is_missing());
            if let Some(failure) = wrong {
                return Err(self.error(subject, &outcome, failure, pool, Flaw::Wrong));
            }
            let mut found = false;
            for failure in &outcome.failures {
                if let Some(certificate) = outcome.chain.get(failure.index) {
                    let issuer = outcome.chain.get(failure.index.saturating_add(1));
                    found |= pool.fetch(self, certificate, issuer, &failure.kind);
                }
            }
            if !found {
                return Err(match outcome.failures.first() {
                    Some(failure) => self.error(subject, &outcome, failure, pool, Flaw::Missing),
                    None => MaterialError::Internal("a path that is neither valid nor wrong"),
                });
            }
        }
    }

    fn judge(
        &self,
        subject: &Subject,
        certificates: &[Certificate],
        crls: &[Crl],
        responses: &[(OcspResponse, Origin)],
    ) -> PathOutcome {
        let role = subject.role;
        let answers = Answers {
            responses,
            covered: subject.at,
            now: self.at,
        };
        let given: Vec<TrustAnchor> = self.of_role(role).cloned().collect();
        let anchors = if given.is_empty() {
            let own = certificates.iter().filter(|c| c.is_self_issued());
            own.map(|certificate| TrustAnchor {
                certificate: certificate.clone(),
                role,
            })
            .collect()
        } else {
            given
        };
        validate(&PathRequest {
            intermediates: certificates,
            judged_at: self.at.max(subject.at) + SKEW,
            crls,
            statuses: Some(&answers),
            // Whether it is old enough is for the verifier to say, who has the policy.
            sunsets: Sunsets::ALWAYS,
            purpose: match role {
                Role::Tsa => KeyPurpose::TimeStamping,
                Role::Maker => KeyPurpose::Sealing,
                _ => KeyPurpose::Signing,
            },
            ..PathRequest::new(&subject.leaf, &anchors, role, subject.at)
        })
    }

    fn of_role(&self, role: Role) -> impl Iterator<Item = &TrustAnchor> {
        self.anchors
            .iter()
            .filter(move |anchor| anchor.role == role)
    }

    /// Takes what the path needs into the store, and checks that this suffices.
    fn keep(
        &self,
        subject: &Subject,
        outcome: &PathOutcome,
        pool: &Pool,
        wanted: &mut SecurityStore,
    ) -> Result<(), MaterialError> {
        let issuers: Vec<_> = outcome.chain.iter().map(Certificate::issuer).collect();
        let is_useful = |crl: &&Crl| {
            issuers.contains(&crl.issuer())
                && crl.next_update().is_some_and(|next| next >= subject.at)
        };
        let mut crls: Vec<Crl> = pool.crls.iter().filter(is_useful).cloned().collect();
        let names = |response: &OcspResponse| {
            let singles = response.singles().iter();
            singles.into_iter().any(|single| {
                let mut links = outcome.chain.iter().zip(outcome.chain.iter().skip(1));
                links.any(|(certificate, issuer)| single.certificate.names(certificate, issuer))
            })
        };
        let of_path = pool
            .responses
            .iter()
            .filter(|(response, _)| names(response));
        let mut responses: Vec<_> = of_path.cloned().collect();
        let mut certificates: Vec<Certificate> = outcome.chain.clone();
        if !self
            .judge(subject, &certificates, &crls, &responses)
            .is_valid()
        {
            // A list that another key of the issuer signed, or that came by another way.
            certificates.extend(pool.certificates.iter().cloned());
            crls = pool.crls.clone();
            responses = pool.responses.clone();
        }
        if !self
            .judge(subject, &certificates, &crls, &responses)
            .is_valid()
        {
            return Err(MaterialError::Internal("the data gathered do not suffice"));
        }
        let ders = certificates.iter().map(|c| c.der().to_vec());
        wanted.certificates.extend(ders);
        let ders = crls.iter().map(|crl| crl.der().to_vec());
        wanted.revocation_lists.extend(ders);
        let ders = responses
            .iter()
            .map(|(response, _)| response.der().to_vec());
        wanted.ocsp_responses.extend(ders);
        Ok(())
    }

    fn error(
        &self,
        subject: &Subject,
        outcome: &PathOutcome,
        failure: &PathFailure,
        pool: &Pool,
        flaw: Flaw,
    ) -> MaterialError {
        let certificate = outcome.chain.get(failure.index).unwrap_or(&subject.leaf);
        MaterialError::Certificate {
            field: subject.field.clone(),
            subject: certificate.subject().to_string(),
            flaw,
            kind: failure.kind.clone(),
            failed: pool.failed.clone(),
        }
    }
}

/// Whether more data would help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Something is missing.
    Missing,
    /// Something is wrong.
    Wrong,
}

/// Why validation data could not be gathered.
#[derive(Debug)]
#[non_exhaustive]
pub enum MaterialError {
    /// The document cannot be read.
    Document(ParseError),
    /// A signature or timestamp cannot be read, so that nobody knows what it needs.
    Unreadable {
        /// Full name of its field.
        field: String,
    },
    /// A certificate has no valid path with revocation data.
    Certificate {
        /// Full name of the field whose signature or timestamp needs it.
        field: String,
        /// Whose certificate.
        subject: String,
        /// Whether more data would help.
        flaw: Flaw,
        /// What is missing or wrong.
        kind: PathFailureKind,
        /// What was tried in vain, with its address.
        failed: Vec<String>,
    },
    /// Something that cannot happen happened.
    Internal(&'static str),
}

impl fmt::Display for MaterialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(error) => error.fmt(f),
            Self::Unreadable { field } => {
                write!(f, "the signature in field {field:?} cannot be read")
            }
            Self::Certificate {
                field,
                subject,
                kind,
                failed,
                ..
            } => {
                write!(f, "field {field:?}, certificate of {subject}: {kind}")?;
                for failed in failed {
                    write!(f, "; {failed}")?;
                }
                Ok(())
            }
            Self::Internal(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for MaterialError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Document(error) => Some(error),
            _ => None,
        }
    }
}
