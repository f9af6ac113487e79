//! Timestamps on a signature, and document timestamps.

use super::conclude::{Failure, TrustFinding};
use super::trust::{self, Carried, Context};
use super::{Indication, Integrity, SignatureReport, SubIndication, TimestampReport, Trust};
use crate::cms::SignedData;
use crate::pdf::Signature;
use crate::reason::{Reason, signature as reasons};
use crate::suite::digest;
use crate::timestamp::{TimestampFailure, TimestampToken};
use crate::x509::Role;
use time::OffsetDateTime;

/// Judges the signature timestamps of a signature; the earliest that stands proves its time.
pub(super) fn of_signature(
    data: &SignedData<'_>,
    report: &mut SignatureReport,
    context: &Context<'_>,
) {
    let Some(signer) = data.signers().first() else { return };
    for token in signer.signature_timestamps() {
        let judged = judge(token, context, |algorithm| digest(algorithm, signer.signature()));
        if judged.verdict == Indication::TotalPassed {
            report.best_signature_time = earlier(report.best_signature_time, judged.time);
        }
        report.reasons.extend(judged.reasons.iter().cloned());
        report.timestamps.push(TimestampReport {
            kind: "signature-timestamp",
            verdict: judged.verdict,
            time: judged.time,
            reasons: judged.reasons,
        });
    }
}

fn earlier(a: Option<OffsetDateTime>, b: Option<OffsetDateTime>) -> Option<OffsetDateTime> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Judges a document timestamp: the ranges are what it is about.
pub(super) fn document(
    signature: &Signature<'_>,
    token: &[u8],
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) -> TrustFinding {
    let covered = signature.covered();
    let judged = judge(token, context, |algorithm| super::signature::digest_of(algorithm, covered));
    report.integrity = judged.integrity;
    if *failure == Failure::None || judged.failure == Failure::Hash {
        *failure = judged.failure;
    }
    report.signer = judged.signer;
    if judged.verdict == Indication::TotalPassed {
        report.best_signature_time = judged.time;
    }
    report.reasons.extend(judged.reasons.iter().cloned());
    report.timestamps.push(TimestampReport {
        kind: "document-timestamp",
        verdict: judged.verdict,
        time: judged.time,
        reasons: judged.reasons,
    });
    judged.trust
}

struct Judged {
    verdict: Indication,
    integrity: Integrity,
    failure: Failure,
    time: Option<OffsetDateTime>,
    trust: TrustFinding,
    signer: Option<super::SignerName>,
    reasons: Vec<Reason>,
}

fn judge(
    token: &[u8],
    context: &Context<'_>,
    imprint: impl Fn(crate::suite::DigestAlgorithm) -> Vec<u8>,
) -> Judged {
    let unknown = TrustFinding { trust: Trust::Unknown, sub_indication: None };
    let mut judged = Judged {
        verdict: Indication::Indeterminate,
        integrity: Integrity::Unreadable,
        failure: Failure::Format,
        time: None,
        trust: unknown,
        signer: None,
        reasons: Vec::new(),
    };
    let parsed = match TimestampToken::parse(token) {
        Ok(parsed) => parsed,
        Err(error) => {
            judged.reasons.push(Reason::new(&reasons::TIMESTAMP_UNREADABLE).with("why", error));
            return judged;
        }
    };
    judged.time = Some(parsed.time());
    let outcome = parsed.verify(imprint, context.certificates);
    judged.signer = outcome.signer.as_ref().map(super::signature::name_of);
    if let Some((integrity, failure, reason)) = outcome.failures.first().map(weigh) {
        judged.integrity = integrity;
        judged.failure = failure;
        judged.verdict = match integrity {
            Integrity::Broken => Indication::TotalFailed,
            _ => Indication::Indeterminate,
        };
        judged.reasons.push(reason);
        return judged;
    }
    judged.integrity = Integrity::Intact;
    judged.failure = Failure::None;
    let Some(signer) = &outcome.signer else { return judged };
    let mut why = Vec::new();
    let carried = Carried::of(parsed.signed_data());
    judged.trust = trust::judge(signer, &carried, Role::Tsa, context, &mut why);
    if judged.trust.trust == Trust::Trusted {
        judged.verdict = Indication::TotalPassed;
    } else {
        let why = why.first().map_or_else(String::new, Reason::en);
        judged.reasons.push(Reason::new(&reasons::TIMESTAMP_UNTRUSTED).with("why", why));
    }
    judged
}

fn weigh(failure: &TimestampFailure) -> (Integrity, Failure, Reason) {
    match failure {
        TimestampFailure::ImprintMismatch => (
            Integrity::Broken,
            Failure::Hash,
            Reason::new(&reasons::TIMESTAMP_IMPRINT_MISMATCH),
        ),
        TimestampFailure::Algorithm(error) => (
            Integrity::Unsupported,
            Failure::Constraint(SubIndication::CryptoConstraintsFailure),
            Reason::new(&reasons::TIMESTAMP_UNREADABLE).with("why", error),
        ),
        _ => (Integrity::Broken, Failure::Value, Reason::new(&reasons::TIMESTAMP_BROKEN)),
    }
}
