//! Timestamps on a signature, and document timestamps.

use super::conclude::{Failure, TrustFinding};
use super::trust::{self, Carried, Context};
use super::{Indication, Integrity, SignatureReport, SubIndication, TimestampReport, Trust};
use crate::cms::{Attribute, CmsError, CmsFailure, SIGNATURE_TIME_STAMP, SignedData};
use crate::der::definite_lengths;
use crate::pdf::Signature;
use crate::reason::{Reason, signature as reasons};
use crate::status::OcspAnswers;
use crate::suite::digest;
use crate::timestamp::{TimestampError, TimestampFailure, TimestampToken, TimestampTrust};
use time::OffsetDateTime;

/// Most signature timestamps of one signature that are judged.
const MOST: usize = 8;

/// Judges the signature timestamps of a signature; the earliest that stands proves its time.
pub(super) fn of_signature(
    data: &SignedData<'_>,
    report: &mut SignatureReport,
    context: &Context<'_>,
) {
    let Some(signer) = data.signers().first() else {
        return;
    };
    // An attribute without a value is a timestamp that cannot be read, not one that is not there.
    let is_empty = |attribute: &Attribute<'_>| {
        attribute.oid == SIGNATURE_TIME_STAMP && attribute.values.is_empty()
    };
    if signer.unsigned_attributes().iter().any(is_empty) {
        let reason = Reason::new(&reasons::TIMESTAMP_UNREADABLE).with("why", "no token");
        report.reasons.push(reason.clone());
        report.timestamps.push(TimestampReport {
            kind: "signature-timestamp",
            verdict: Indication::Indeterminate,
            time: None,
            reasons: vec![reason],
        });
    }
    for (index, token) in signer.signature_timestamps().enumerate() {
        if index == MOST {
            let reason = Reason::new(&reasons::TIMESTAMP_NOT_JUDGED).with("why", "> 8");
            report.reasons.push(reason);
            break;
        }
        let judged = judge(token, context, |algorithm| {
            digest(algorithm, signer.signature())
        });
        if judged.verdict == Indication::TotalPassed {
            let known = report.best_signature_time.into_iter();
            report.best_signature_time = known.chain(judged.time).min();
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

/// Judges a document timestamp: the ranges are what it is about.
pub(super) fn document(
    signature: &Signature<'_>,
    token: &[u8],
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) -> TrustFinding {
    let covered = signature.covered();
    let judged = judge(token, context, |algorithm| {
        context.digests.digest(algorithm, covered)
    });
    report.integrity = judged.integrity;
    failure.add(judged.failure);
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
    let mut judged = Judged {
        verdict: Indication::Indeterminate,
        integrity: Integrity::Unreadable,
        failure: Failure::Format,
        time: None,
        trust: TrustFinding::UNKNOWN,
        signer: None,
        reasons: Vec::new(),
    };
    let rewritten;
    let parsed = match TimestampToken::parse(token) {
        Err(TimestampError::Cms(CmsError::Der(error))) if super::cryptography::is_ber(error) => {
            rewritten = definite_lengths(token).unwrap_or_default();
            TimestampToken::parse(&rewritten)
        }
        parsed => parsed,
    };
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            judged
                .reasons
                .push(Reason::new(&reasons::TIMESTAMP_UNREADABLE).with("why", error));
            return judged;
        }
    };
    judged.time = Some(parsed.info().time);
    let carried = Carried::of(parsed.signed_data());
    let material = trust::material(&carried, context);
    let answers = OcspAnswers(&material.ocsp_responses);
    let outcome = parsed.verify_within(
        &context.known.work,
        imprint,
        &TimestampTrust {
            anchors: context.anchors,
            certificates: &material.certificates,
            crls: &material.crls,
            statuses: Some(&answers),
            revocation: context.revocation,
            at: context.at,
            judged_at: context.at,
        },
    );
    judged.signer = outcome.authority.as_ref().map(super::cryptography::name_of);
    judged.integrity = Integrity::Intact;
    judged.failure = Failure::None;
    let mut findings: Vec<_> = outcome.failures.iter().map(weigh).collect();
    findings.sort_by_key(|(rank, ..)| *rank);
    if let Some((_, integrity, failure, _)) = findings.first() {
        judged.integrity = *integrity;
        judged.failure = *failure;
        if *integrity == Integrity::Broken {
            judged.verdict = Indication::TotalFailed;
        }
    }
    judged
        .reasons
        .extend(findings.into_iter().map(|(.., reason)| reason));
    if let Some(path) = &outcome.path {
        let mut why = Vec::new();
        judged.trust = trust::finding(path, &mut why);
        if judged.trust.trust != Trust::Trusted {
            let why = why.first().map_or_else(String::new, Reason::en);
            judged
                .reasons
                .push(Reason::new(&reasons::TIMESTAMP_UNTRUSTED).with("why", why));
        }
    }
    // A time that has not come yet proves nothing of what was before it.
    let time = parsed.info().time;
    if time > context.at {
        let reason = Reason::new(&reasons::TIMESTAMP_IN_THE_FUTURE).with("time", time);
        judged.reasons.push(reason);
        judged
            .failure
            .add(Failure::Constraint(SubIndication::SigConstraintsFailure));
    } else if outcome.is_valid() {
        judged.verdict = Indication::TotalPassed;
    }
    judged
}

/// How decisive a failure is, with what it means.
fn weigh(failure: &TimestampFailure) -> (u8, Integrity, Failure, Reason) {
    let why = failure.to_string();
    match failure {
        TimestampFailure::ImprintMismatch => (
            0,
            Integrity::Broken,
            Failure::Hash,
            Reason::new(&reasons::TIMESTAMP_IMPRINT_MISMATCH),
        ),
        TimestampFailure::ImprintAlgorithm(_) | TimestampFailure::Cms(CmsFailure::Algorithm(_)) => {
            (
                2,
                Integrity::Unsupported,
                Failure::Constraint(SubIndication::CryptoConstraintsFailure),
                Reason::new(&reasons::TIMESTAMP_NOT_JUDGED).with("why", why),
            )
        }
        TimestampFailure::Cms(CmsFailure::SignerCertificateNotFound) => (
            2,
            Integrity::Unsupported,
            Failure::Constraint(SubIndication::NoSigningCertificateFound),
            Reason::new(&reasons::TIMESTAMP_NOT_JUDGED).with("why", why),
        ),
        TimestampFailure::WeakDigest | TimestampFailure::Weak(_) => (
            3,
            Integrity::Intact,
            Failure::Constraint(SubIndication::CryptoConstraintsFailureNoPoe),
            Reason::new(&reasons::TIMESTAMP_NOT_JUDGED).with("why", why),
        ),
        TimestampFailure::CriticalExtension(_) | TimestampFailure::SigningCertificateAbsent => (
            3,
            Integrity::Intact,
            Failure::Constraint(SubIndication::SigConstraintsFailure),
            Reason::new(&reasons::TIMESTAMP_NOT_JUDGED).with("why", why),
        ),
        _ => (
            1,
            Integrity::Broken,
            Failure::Value,
            Reason::new(&reasons::TIMESTAMP_BROKEN).with("why", why),
        ),
    }
}
