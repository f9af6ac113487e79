//! Timestamps on a signature, and document timestamps.

use super::acceptance;
use super::carried::Carried;
use super::conclude::{Failure, TrustFinding};
use super::existence::Proofs;
use super::levels::{self, Evidence};
use super::trust::{self, Context, Maker};
use super::{Indication, Integrity, SignatureReport, SubIndication, TimestampReport, Trust};
use crate::cms::{Attribute, CmsError, CmsFailure, SIGNATURE_TIME_STAMP, SignedData};
use crate::der::definite_lengths;
use crate::evidence::Stamped;
use crate::pdf::Signature;
use crate::reason::{Reason, signature as reasons};
use crate::suite::{DigestAlgorithm, digest, sha256_hex};
use crate::timestamp::{TimestampError, TimestampFailure, TimestampToken};
use crate::x509::Role;
use time::{Duration, OffsetDateTime};

/// Most signature timestamps of one signature that are judged.
pub(super) const MOST: usize = 8;
/// How far the clocks of two authorities may be apart.
pub(super) const SKEW: Duration = Duration::minutes(5);

/// Judges the signature timestamps of a signature; the earliest that stands proves its time.
///
/// `contained_at` is when the message with the timestamps is proved to have existed. Returns what
/// the file has to say of the authority of the earliest.
pub(super) fn of_signature(
    data: &SignedData<'_>,
    contained_at: Option<OffsetDateTime>,
    report: &mut SignatureReport,
    context: &Context<'_>,
) -> Option<Evidence> {
    let signer = data.signers().first()?;
    let mut evidence = None;
    // An attribute without a value is a timestamp that cannot be read, not one that is not there.
    let is_empty = |attribute: &Attribute<'_>| {
        attribute.oid == SIGNATURE_TIME_STAMP && attribute.values.is_empty()
    };
    if signer.unsigned_attributes().iter().any(is_empty) {
        let reason = Reason::new(&reasons::TIMESTAMP_UNREADABLE).with("why", "no token");
        report.reasons.push(reason.clone());
        report.timestamps.push(TimestampReport {
            kind: "signature-timestamp",
            sha256: None,
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
        let judged = judge(token, contained_at, context, |algorithm| {
            digest(algorithm, signer.signature())
        });
        judged.tell("signature-timestamp", token, report);
        if judged.verdict == Indication::TotalPassed
            && report
                .best_signature_time
                .is_none_or(|known| judged.time.is_some_and(|time| time < known))
        {
            report.best_signature_time = judged.time;
            evidence = Some(judged.evidence);
        }
    }
    evidence
}

/// Returns the digest algorithm of a document timestamp, where it can be read.
pub(super) fn algorithm(signature: &Signature<'_>) -> Option<DigestAlgorithm> {
    let value = signature.value().unwrap_or(&signature.contents);
    TimestampToken::parse(value)
        .ok()?
        .info()
        .digest
        .clone()
        .ok()
}

/// Judges a document timestamp: the ranges are what it is about.
pub(super) fn document(
    signature: &Signature<'_>,
    token: &[u8],
    revision: Option<usize>,
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) -> TrustFinding {
    let covered = signature.covered();
    let contained_at = revision
        .and(report.covered_until)
        .and_then(|until| context.existence.of_value(until, Proofs::All));
    let judged = judge(token, contained_at, context, |algorithm| {
        context.digests.digest(algorithm, covered)
    });
    judged.tell("document-timestamp", token, report);
    report.integrity = judged.integrity;
    failure.add(judged.failure);
    report.signer = judged.signer;
    if judged.verdict == Indication::TotalPassed {
        report.best_signature_time = judged.time;
    }
    judged.trust
}

/// Judges a timestamp of an evidence record; `proved` is when it is known to have existed.
pub(super) fn of_record(
    stamped: &Stamped<'_>,
    proved: Option<OffsetDateTime>,
    context: &Context<'_>,
) -> Judged {
    judge(stamped.token, proved, context, |own| {
        match own == stamped.algorithm {
            true => stamped.root.clone(),
            false => Vec::new(),
        }
    })
}

/// Judges a timestamp on `value`, the value of a signature; `contained_at` is when both are proved to
/// have existed.
pub(super) fn of_value(
    token: &[u8],
    value: &[u8],
    contained_at: Option<OffsetDateTime>,
    context: &Context<'_>,
) -> Judged {
    judge(token, contained_at, context, |algorithm| {
        digest(algorithm, value)
    })
}

/// Returns the time in a token, which nobody has judged.
pub(super) fn time_in(token: &[u8]) -> Result<OffsetDateTime, TimestampError> {
    match TimestampToken::parse(token) {
        Err(TimestampError::Cms(CmsError::Der(error))) if super::cryptography::is_ber(error) => {
            let rewritten = definite_lengths(token).unwrap_or_default();
            TimestampToken::parse(&rewritten).map(|token| token.info().time)
        }
        parsed => parsed.map(|token| token.info().time),
    }
}

/// What was found of one timestamp.
pub(super) struct Judged {
    pub(super) verdict: Indication,
    integrity: Integrity,
    failure: Failure,
    pub(super) time: Option<OffsetDateTime>,
    trust: TrustFinding,
    signer: Option<super::SignerName>,
    evidence: Evidence,
    pub(super) reasons: Vec<Reason>,
}

impl Judged {
    /// Adds what was found of a token to the report.
    pub(super) fn tell(&self, kind: &'static str, token: &[u8], report: &mut SignatureReport) {
        report.reasons.extend(self.reasons.iter().cloned());
        report.timestamps.push(TimestampReport {
            kind,
            sha256: Some(sha256_hex(token)),
            verdict: self.verdict,
            time: self.time,
            reasons: self.reasons.clone(),
        });
    }
}

/// Judges a timestamp; `imprint` gives the digest of what it is about.
pub(super) fn judge(
    token: &[u8],
    contained_at: Option<OffsetDateTime>,
    context: &Context<'_>,
    imprint: impl Fn(DigestAlgorithm) -> Vec<u8>,
) -> Judged {
    let mut judged = Judged {
        verdict: Indication::Indeterminate,
        integrity: Integrity::Unreadable,
        failure: Failure::Format,
        time: None,
        trust: TrustFinding::UNKNOWN,
        signer: None,
        evidence: Evidence::None,
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
    let time = parsed.info().time;
    judged.time = Some(time);
    let carried = Carried::of(parsed.signed_data());
    let certificates = carried.certificates_with(context);
    let (mut failures, authority, algorithm) = parsed.judge_message(imprint, &certificates);
    // What was strong when the token is proved to have existed counts.
    failures.retain(|failure| match (failure, contained_at) {
        (TimestampFailure::Weak(weakness), Some(proved)) => {
            !context.policy.sunsets.allow(*weakness, proved)
        }
        _ => true,
    });
    judged.signer = authority.as_ref().map(super::cryptography::name_of);
    judged.integrity = Integrity::Intact;
    judged.failure = Failure::None;
    let mut findings: Vec<_> = failures.iter().map(weigh).collect();
    let digest = parsed.info().digest.clone().ok();
    let age = contained_at.unwrap_or(context.at);
    let refused = acceptance::token(context.policy, algorithm, digest, age);
    let is_accepted = refused.is_none();
    findings.extend(refused.map(|reason| {
        let constraint = Failure::Constraint(SubIndication::CryptoConstraintsFailureNoPoe);
        (3, Integrity::Intact, constraint, reason)
    }));
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
    if let Some(certificate) = &authority {
        let maker = Maker {
            certificate,
            carried: &carried,
            role: Role::Tsa,
            is_named: !failures.contains(&TimestampFailure::SigningCertificateAbsent),
            contained_at,
            proved: contained_at,
            made_after: None,
        };
        let mut why = Vec::new();
        judged.trust = trust::judge(
            &maker,
            context,
            &reasons::TIMESTAMP_PROVED_IN_TIME,
            &mut why,
        );
        if judged.trust.trust == Trust::Trusted {
            judged.reasons.extend(why);
        } else {
            let why = why.first().map_or_else(String::new, Reason::en);
            judged
                .reasons
                .push(Reason::new(&reasons::TIMESTAMP_UNTRUSTED).with("why", why));
        }
        if failures.is_empty() && is_accepted {
            judged.evidence = levels::evidence(&maker, time, context);
        }
    }
    // A time that has not come yet proves nothing of what was before it.
    if time > context.at {
        let reason = Reason::new(&reasons::TIMESTAMP_IN_THE_FUTURE).at("time", time);
        judged.reasons.push(reason);
        judged
            .failure
            .add(Failure::Constraint(SubIndication::SigConstraintsFailure));
    } else if let Some(proved) = contained_at.filter(|proved| *proved + SKEW < time) {
        // One of the two clocks is wrong, and nobody knows which.
        let reason = Reason::new(&reasons::TIMESTAMP_ORDER)
            .at("time", time)
            .at("proved", proved);
        judged.reasons.push(reason);
        judged
            .failure
            .add(Failure::Constraint(SubIndication::TimestampOrderFailure));
    } else if failures.is_empty() && is_accepted && judged.trust.trust == Trust::Trusted {
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
        TimestampFailure::Weak(_) => (
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
