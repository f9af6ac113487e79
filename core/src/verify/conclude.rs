//! From four results to an indication, and from all signatures to one answer.
//!
//! This is the only place where results are merged.

use super::{
    Answer, Coverage, Indication, Integrity, Modification, Policy, Report, SignatureKind,
    SignatureReport, SubIndication, Trust,
};
use crate::reason::{Reason, signature as reasons};

/// What the trust in a signer came to, with the indication that it alone would give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TrustFinding {
    pub(super) trust: Trust,
    pub(super) sub_indication: Option<SubIndication>,
}

/// How the cryptography of a signature failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    None,
    Format,
    Hash,
    Value,
    /// Nothing is wrong as far as can be told, and something is too weak or not served.
    Constraint(SubIndication),
}

/// Sets `indication` and `sub_indication` of one signature (EN 319 102-1, clause 5; from memory).
pub(super) fn signature(
    report: &mut SignatureReport,
    failure: Failure,
    certified: bool,
    trust: TrustFinding,
) {
    use Indication::{Indeterminate, TotalFailed, TotalPassed};
    let (indication, sub) = match failure {
        Failure::Format => (TotalFailed, Some(SubIndication::FormatFailure)),
        Failure::Hash => (TotalFailed, Some(SubIndication::HashFailure)),
        Failure::Value => (TotalFailed, Some(SubIndication::SigCryptoFailure)),
        Failure::Constraint(_) | Failure::None if report.coverage == Coverage::Partial => {
            (TotalFailed, Some(SubIndication::FormatFailure))
        }
        Failure::Constraint(_) | Failure::None if !report.modification_allowed && certified => {
            (TotalFailed, Some(SubIndication::FormatFailure))
        }
        Failure::Constraint(_) | Failure::None if !report.modification_allowed => {
            (Indeterminate, Some(SubIndication::SigConstraintsFailure))
        }
        Failure::Constraint(sub) => (Indeterminate, Some(sub)),
        Failure::None => match trust.sub_indication {
            Some(sub) => (Indeterminate, Some(sub)),
            None if trust.trust == Trust::Trusted => (TotalPassed, None),
            None => (Indeterminate, Some(SubIndication::NoCertificateChainFound)),
        },
    };
    report.trust = trust.trust;
    report.indication = indication;
    report.sub_indication = sub;
}

/// Sets indication and answer of the file.
///
/// `gm` says for each signature whether it is of the Chinese suite.
pub(super) fn file(report: &mut Report, policy: Policy, gm: &[bool]) {
    if report.signatures.is_empty() {
        report.indication = Indication::Indeterminate;
        report.answer = Answer::Unsigned;
        report
            .problems
            .insert(0, Reason::new(&reasons::NO_SIGNATURE));
        return;
    }
    let fatal = report
        .signatures
        .iter()
        .filter(|signature| fails_the_file(signature));
    if let Some(answer) = fatal.map(answer_of).min_by_key(|answer| rank(*answer)) {
        report.indication = Indication::TotalFailed;
        report.answer = answer;
        return;
    }
    let required: Vec<&SignatureReport> = report
        .signatures
        .iter()
        .zip(gm.iter().chain(std::iter::repeat(&false)))
        .filter(|(signature, is_gm)| policy.requires(signature, **is_gm))
        .map(|(signature, _)| signature)
        .collect();
    let decisive = match policy {
        Policy::Any => required.iter().min_by_key(|signature| signature.indication),
        _ => required.iter().max_by_key(|signature| {
            (
                signature.indication,
                std::cmp::Reverse(rank(answer_of(signature))),
            )
        }),
    };
    let Some(decisive) = decisive else {
        report.indication = Indication::Indeterminate;
        report.answer = Answer::Unknown;
        report
            .problems
            .insert(0, Reason::new(&reasons::POLICY_NOT_MET));
        return;
    };
    report.indication = decisive.indication;
    report.answer = answer_of(decisive);
    let misleading = report.signatures.iter().any(|signature| {
        signature.timestamps.iter().any(|timestamp| {
            timestamp.verdict != Indication::TotalPassed && timestamp_proves_nothing(timestamp)
        })
    });
    if report.answer == Answer::Valid && misleading {
        report.answer = Answer::Unknown;
    }
}

/// A timestamp that is broken or belongs elsewhere, as opposed to one that nobody vouches for.
fn timestamp_proves_nothing(timestamp: &super::TimestampReport) -> bool {
    timestamp.reasons.iter().any(|reason| {
        reason.is(&reasons::TIMESTAMP_BROKEN)
            || reason.is(&reasons::TIMESTAMP_IMPRINT_MISMATCH)
            || reason.is(&reasons::TIMESTAMP_UNREADABLE)
    })
}

/// Broken integrity or a change that is not allowed fails the file under every policy.
fn fails_the_file(signature: &SignatureReport) -> bool {
    matches!(
        signature.integrity,
        Integrity::Broken | Integrity::Unreadable
    ) || signature.indication == Indication::TotalFailed
        || !signature.modification_allowed
}

fn answer_of(signature: &SignatureReport) -> Answer {
    use SubIndication as Sub;
    if signature.indication == Indication::TotalPassed {
        return Answer::Valid;
    }
    match signature.integrity {
        Integrity::Unreadable => return Answer::Broken,
        Integrity::Broken if signature.sub_indication == Some(Sub::HashFailure) => {
            return Answer::Altered;
        }
        Integrity::Broken => return Answer::Broken,
        Integrity::Intact | Integrity::Unsupported => {}
    }
    if signature.coverage == Coverage::Partial || !signature.modification_allowed {
        return Answer::Altered;
    }
    match signature.sub_indication {
        Some(Sub::OutOfBoundsNoPoe | Sub::Expired | Sub::NotYetValid) => Answer::Expired,
        Some(Sub::Revoked | Sub::RevokedNoPoe | Sub::RevokedCaNoPoe) => Answer::Revoked,
        Some(
            Sub::NoCertificateChainFound
            | Sub::ChainConstraintsFailure
            | Sub::CertificateChainGeneralFailure
            | Sub::NoSigningCertificateFound,
        ) => Answer::Untrusted,
        _ => Answer::Unknown,
    }
}

/// The most decisive answer comes first.
fn rank(answer: Answer) -> u8 {
    match answer {
        Answer::Altered => 0,
        Answer::Broken => 1,
        Answer::Revoked => 2,
        Answer::Untrusted => 3,
        Answer::Expired => 4,
        Answer::Unknown => 5,
        Answer::Unsigned => 6,
        Answer::Valid => 7,
    }
}

/// An entry for a signature of which nothing is known yet: every result is the worst.
pub(super) fn unread(field: String) -> SignatureReport {
    SignatureReport {
        field,
        kind: SignatureKind::Signature,
        sub_filter: String::new(),
        indication: Indication::TotalFailed,
        sub_indication: Some(SubIndication::FormatFailure),
        integrity: Integrity::Unreadable,
        coverage: Coverage::Partial,
        modification: Modification::Unanalysable,
        modification_allowed: false,
        trust: Trust::Unknown,
        level: None,
        signer: None,
        claimed_time: None,
        best_signature_time: None,
        timestamps: Vec::new(),
        seal: None,
        covered_until: None,
        reasons: Vec::new(),
    }
}
