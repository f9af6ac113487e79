//! The two signature values of seals.

use super::super::conclude::Failure;
use super::super::trust::Context;
use super::super::{Integrity, SignatureReport, SubIndication, acceptance};
use crate::cms::CmsFact;
use crate::der::{Oid, writer};
use crate::reason::{Entry, Reason, signature as reasons};
use crate::suite::{PublicKey, SignatureAlgorithm, VerifyFailure, verify};
use crate::x509::Certificate;
use time::OffsetDateTime;

/// A value, and what it is to fit.
pub(super) struct Value<'a> {
    pub(super) certificate: &'a Certificate,
    /// Bare, as seals name it.
    pub(super) algorithm: &'a Oid,
    pub(super) signed: &'a [u8],
    pub(super) value: &'a [u8],
    /// What is said where it does not fit.
    pub(super) wrong: &'static Entry,
    /// When it is proved to have existed.
    pub(super) proved: Option<OffsetDateTime>,
}

/// What a value came to.
pub(super) struct Fit {
    pub(super) integrity: Integrity,
    pub(super) failure: Failure,
    pub(super) algorithm: Option<SignatureAlgorithm>,
    /// The most decisive.
    pub(super) reason: Option<Reason>,
}

impl Value<'_> {
    /// Judges the value; reasons are added to the report too.
    pub(super) fn judge(&self, report: &mut SignatureReport, context: &Context<'_>) -> Fit {
        let info = self.certificate.subject_public_key_info();
        let identifier = writer::sequence(&[&writer::oid(self.algorithm)]);
        let algorithm = PublicKey::parse(info)
            .and_then(|key| SignatureAlgorithm::from_identifier(&identifier, &key, None));
        let named = algorithm.as_ref().ok().copied();
        let judged = algorithm
            .map_err(VerifyFailure::from)
            .and_then(|algorithm| verify(info, algorithm, self.signed, self.value));
        let unsupported = Failure::Constraint(SubIndication::CryptoConstraintsFailure);
        let mut fit = Fit {
            integrity: Integrity::Intact,
            failure: Failure::None,
            algorithm: named,
            reason: None,
        };
        let mut found = Vec::new();
        match judged {
            Ok(()) => {}
            Err(VerifyFailure::SignatureWrong) => {
                fit.integrity = Integrity::Broken;
                fit.failure = Failure::Value;
                found.push(Reason::new(self.wrong));
            }
            Err(VerifyFailure::Unsupported(error)) => {
                fit.integrity = Integrity::Unsupported;
                fit.failure = unsupported;
                found.push(Reason::new(&reasons::ALGORITHM_NOT_SERVED).with("algorithm", error));
            }
            Err(VerifyFailure::Weak(weaknesses)) => {
                let facts: Vec<CmsFact> = weaknesses.into_iter().map(CmsFact::Weak).collect();
                let policy = context.policy;
                for (failure, reason) in
                    acceptance::weaknesses(policy, &facts, self.certificate, self.proved)
                {
                    fit.failure.add(failure);
                    found.push(reason);
                }
            }
        }
        let time = self.proved.unwrap_or(context.at);
        if fit.integrity == Integrity::Intact
            && let Some(reason) =
                acceptance::algorithm(context.policy, named, self.certificate, time)
        {
            fit.failure.add(unsupported);
            found.push(reason);
        }
        fit.reason = found.first().cloned();
        report.reasons.extend(found);
        fit
    }
}
