//! The steps of judging a seal, a seal signature or a message by itself, in the order of the standards.

use super::conclude::{Failure, TrustFinding};
use super::{Indication, SubIndication, Trust};
use crate::reason::{Reason, signature as reasons};

/// A step of a judgement.
///
/// The order is that of GB/T 38540-2020 as far as it is known: its text was not read, and deployed
/// verifiers follow it. The steps of the seal itself are those of GM/T 0031.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// The octets have the form of the standard.
    Format,
    /// The same of a seal that lies beside a message or in a signed revision.
    SealFormat,
    /// The signer's signature fits what was signed.
    SignatureValue,
    /// The signer's certificate is in the seal's list.
    SignerListed,
    /// The maker's signature fits the seal.
    SealSignature,
    /// The seal was made while the maker's certificate was valid, as the seal says.
    SealMade,
    /// An imported anchor vouches for the maker, and nothing speaks against it.
    MakerCertificate,
    /// The seal was used in its period; of a seal by itself: it is in its period.
    SealPeriod,
    /// The register of seals says that it could be used then.
    SealState,
    /// The timestamp on the seal.
    SealTimestamp,
    /// The signature was made while the signer's certificate was valid, as the signer says.
    SigningTime,
    /// An imported anchor vouches for the signer, and nothing speaks against it.
    SignerCertificate,
    /// What was sealed or signed has the digest that was signed.
    Content,
    /// The timestamp on what was signed, which the signer signed too.
    ContentTimestamp,
    /// The timestamp on the signature value.
    Timestamp,
    /// The files of a package that are signed have the digests that were signed.
    Files,
}

/// How a step ended. A step that failed does not end the judgement: the others are made all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StepOutcome {
    /// Well.
    Passed,
    /// Against the signature.
    Failed,
    /// What was needed is missing or not proved.
    Undecided,
}

/// One step, how it ended, and why where it did not pass.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepReport {
    /// The step.
    pub step: Step,
    /// How it ended.
    pub outcome: StepOutcome,
    /// The most decisive reason; `None` where there is nothing to say.
    pub reason: Option<Reason>,
}

impl StepReport {
    pub(super) fn new(step: Step, outcome: StepOutcome, reason: Option<&Reason>) -> Self {
        Self {
            step,
            outcome,
            reason: reason.cloned(),
        }
    }

    pub(super) fn passed(step: Step) -> Self {
        Self::new(step, StepOutcome::Passed, None)
    }

    pub(super) fn failed(step: Step, reason: &Reason) -> Self {
        Self::new(step, StepOutcome::Failed, Some(reason))
    }

    pub(super) fn undecided(step: Step, reason: &Reason) -> Self {
        Self::new(step, StepOutcome::Undecided, Some(reason))
    }

    /// The step of a signature value.
    pub(super) fn of_value(step: Step, failure: Failure, reason: Option<&Reason>) -> Self {
        let outcome = match (failure, reason) {
            (Failure::None, _) => StepOutcome::Passed,
            (failure, _) if failure.is_total() => StepOutcome::Failed,
            _ => StepOutcome::Undecided,
        };
        Self::new(step, outcome, reason)
    }

    /// The step of a certificate, by what its path came to.
    pub(super) fn of_certificate(step: Step, trust: TrustFinding, why: &[Reason]) -> Self {
        let may_have_been_good = matches!(
            trust.sub_indication,
            Some(SubIndication::OutOfBoundsNoPoe | SubIndication::OutOfBoundsNotRevoked)
        );
        let outcome = match trust.trust {
            Trust::Trusted => StepOutcome::Passed,
            Trust::Untrusted if !may_have_been_good => StepOutcome::Failed,
            Trust::Untrusted | Trust::Unknown => StepOutcome::Undecided,
        };
        let why = why.first().filter(|_| outcome != StepOutcome::Passed);
        Self::new(step, outcome, why)
    }

    /// The step of a timestamp.
    pub(super) fn of_timestamp(step: Step, verdict: Indication, why: &[Reason]) -> Self {
        let is_unreadable = why
            .iter()
            .any(|reason| reason.is(&reasons::TIMESTAMP_UNREADABLE));
        let outcome = match verdict {
            Indication::TotalPassed => StepOutcome::Passed,
            Indication::Indeterminate if !is_unreadable => StepOutcome::Undecided,
            _ => StepOutcome::Failed,
        };
        let why = why.first().filter(|_| outcome != StepOutcome::Passed);
        Self::new(step, outcome, why)
    }
}
