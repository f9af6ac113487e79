//! What the CMS of a signature came to, in reasons.

use super::conclude::Failure;
use super::{Integrity, SubIndication};
use crate::cms::{CmsFact, CmsFailure, CmsOutcome};
use crate::reason::{Reason, signature as reasons};
use crate::suite::{AlgorithmError, Weakness};

/// Integrity, the failure that decides, and the reasons, most decisive first.
pub(super) struct CmsFindings {
    pub(super) integrity: Integrity,
    pub(super) failure: Failure,
    pub(super) reasons: Vec<Reason>,
}

/// Sorts what was found; `strict` is the CAdES profile. What is weak today is weighed elsewhere, since it
/// takes the age of the signature.
pub(super) fn sort(outcome: &CmsOutcome, strict: bool) -> CmsFindings {
    let mut found: Vec<(u8, Integrity, Failure, Reason)> =
        outcome.failures.iter().map(failure).collect();
    for fact in &outcome.facts {
        found.extend(fact_weight(*fact, strict));
    }
    found.sort_by_key(|(rank, ..)| *rank);
    let (integrity, decisive) = found.first().map_or(
        (Integrity::Intact, Failure::None),
        |(_, integrity, failure, _)| (*integrity, *failure),
    );
    CmsFindings {
        integrity,
        failure: decisive,
        reasons: found.into_iter().map(|(.., reason)| reason).collect(),
    }
}

fn failure(failure: &CmsFailure) -> (u8, Integrity, Failure, Reason) {
    let why = failure.to_string();
    match failure {
        CmsFailure::DigestMismatch => (
            0,
            Integrity::Broken,
            Failure::Hash,
            Reason::new(&reasons::HASH_MISMATCH),
        ),
        CmsFailure::SignatureWrong => (
            1,
            Integrity::Broken,
            Failure::Value,
            Reason::new(&reasons::SIGNATURE_VALUE_WRONG),
        ),
        CmsFailure::SigningCertificateMismatch => (
            2,
            Integrity::Broken,
            Failure::Format,
            Reason::new(&reasons::SIGNING_CERTIFICATE_MISMATCH),
        ),
        // None of them was judged, so none is broken.
        CmsFailure::SignerCount(2..) => (
            4,
            Integrity::Unsupported,
            Failure::Constraint(SubIndication::SigConstraintsFailure),
            Reason::new(&reasons::CMS_SEVERAL_SIGNERS).with("why", why),
        ),
        CmsFailure::SignerCertificateNotFound => (
            5,
            Integrity::Unsupported,
            Failure::Constraint(SubIndication::NoSigningCertificateFound),
            Reason::new(&reasons::SIGNER_CERTIFICATE_MISSING),
        ),
        CmsFailure::Algorithm(
            error @ (AlgorithmError::Unknown(_)
            | AlgorithmError::Curve(_)
            | AlgorithmError::Pss(_)
            | AlgorithmError::KeySize { .. }
            | AlgorithmError::Combination(_)),
        ) => (
            4,
            Integrity::Unsupported,
            Failure::Constraint(SubIndication::CryptoConstraintsFailure),
            Reason::new(&reasons::ALGORITHM_NOT_SERVED).with("algorithm", error),
        ),
        _ => (
            3,
            Integrity::Broken,
            Failure::Format,
            Reason::new(&reasons::CMS_NOT_ALLOWED).with("why", why),
        ),
    }
}

fn fact_weight(fact: CmsFact, strict: bool) -> Option<(u8, Integrity, Failure, Reason)> {
    let intact = Integrity::Intact;
    match fact {
        // Some readers refuse what fits here: nothing is said of its integrity either.
        CmsFact::Weak(weakness @ Weakness::OtherMask { .. }) => Some((
            4,
            Integrity::Unsupported,
            Failure::Constraint(SubIndication::CryptoConstraintsFailure),
            Reason::new(&reasons::ALGORITHM_PARAMETERS).with("algorithm", weakness),
        )),
        CmsFact::SignedAttributesAbsent if strict => Some((
            3,
            Integrity::Broken,
            Failure::Format,
            Reason::new(&reasons::CMS_NOT_ALLOWED).with("why", "no signed attributes"),
        )),
        CmsFact::SigningCertificateAbsent if strict => Some((
            7,
            intact,
            Failure::Constraint(SubIndication::SigConstraintsFailure),
            Reason::new(&reasons::SIGNING_CERTIFICATE_UNNAMED),
        )),
        CmsFact::SeveralValues if strict => Some((
            3,
            Integrity::Broken,
            Failure::Format,
            Reason::new(&reasons::CMS_NOT_ALLOWED)
                .with("why", "a signed attribute with several values"),
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_signers_none_was_judged_and_without_one_it_is_no_signature() {
        let found = |count| {
            let outcome = CmsOutcome {
                failures: vec![CmsFailure::SignerCount(count)],
                facts: Vec::new(),
                signer: None,
                algorithm: None,
                digest: None,
            };
            let findings = sort(&outcome, true);
            (findings.integrity, findings.failure)
        };
        let odd = Failure::Constraint(SubIndication::SigConstraintsFailure);
        assert_eq!(found(2), (Integrity::Unsupported, odd));
        assert_eq!(found(0), (Integrity::Broken, Failure::Format));
    }
}
