//! Judging the seal itself: GM/T 0031-2014, 6.1.2, and what the edition of 2025 adds.

use super::super::carried::Carried;
use super::super::conclude::{Failure, TrustFinding};
use super::super::steps::{Step, StepReport};
use super::super::trust::{self, Context, Maker};
use super::super::{
    Indication, Integrity, SignatureReport, SubIndication, TimestampReport, Trust, timestamps,
};
use super::period::{LOCAL, Lies, lies};
use super::value::Value;
use crate::reason::{Reason, seal as reasons};
use crate::ses::{Edition, SesSeal};
use crate::suite::{SignatureAlgorithm, sha256_hex};
use crate::x509::{Certificate, Role};
use time::OffsetDateTime;

/// How the seal was used.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct Use {
    /// When, as its user says.
    pub(in super::super) claimed: Option<OffsetDateTime>,
    /// When it is proved to have existed at the latest.
    pub(in super::super) proved: Option<OffsetDateTime>,
}

/// What a seal came to.
pub(in super::super) struct SealFindings {
    pub(in super::super) integrity: Integrity,
    pub(in super::super) failure: Failure,
    pub(in super::super) trust: TrustFinding,
    pub(in super::super) maker: Option<Certificate>,
    pub(in super::super) is_gm: bool,
}

impl SealFindings {
    /// The indication that the seal alone would give.
    pub(in super::super) fn indication(&self) -> Indication {
        match (self.integrity, self.failure) {
            (Integrity::Broken | Integrity::Unreadable, _) => Indication::TotalFailed,
            (_, failure) if failure.is_total() => Indication::TotalFailed,
            (Integrity::Intact, Failure::None) if self.trust.trust == Trust::Trusted => {
                Indication::TotalPassed
            }
            _ => Indication::Indeterminate,
        }
    }
}

/// Judges `seal`, every step. `used` is empty for a seal by itself.
pub(in super::super) fn judge(
    seal: &SesSeal<'_>,
    used: Use,
    report: &mut SignatureReport,
    context: &Context<'_>,
) -> SealFindings {
    let mut found = SealFindings {
        integrity: Integrity::Intact,
        failure: Failure::None,
        trust: TrustFinding::UNKNOWN,
        maker: None,
        is_gm: false,
    };
    let maker = match Certificate::parse(seal.maker) {
        Ok(maker) => maker,
        Err(error) => {
            found.integrity = Integrity::Unsupported;
            found.failure = Failure::Constraint(SubIndication::NoSigningCertificateFound);
            let reason = Reason::new(&reasons::SEAL_MAKER_UNREADABLE).with("why", error);
            report
                .steps
                .push(StepReport::undecided(Step::SealSignature, &reason));
            report.reasons.push(reason);
            period(seal, used, report, &mut found, context);
            return found;
        }
    };
    let number = seal.info.header.version;
    if seal.edition == Edition::Gbt38540Of2020 && number != 4 {
        let reason = Reason::new(&reasons::SEAL_EDITION_UNKNOWN).with("version", number);
        report.reasons.push(reason);
    }
    let stamped = seal
        .timestamp
        .map(|token| timestamps::of_value(token, seal.signature, used.proved, context));
    let proves = stamped
        .as_ref()
        .filter(|stamped| stamped.verdict == Indication::TotalPassed)
        .and_then(|stamped| stamped.time);
    let proved = proves.into_iter().chain(used.proved).min();
    let signed = seal.signed();
    let value = Value {
        certificate: &maker,
        algorithm: &seal.algorithm,
        signed: &signed,
        value: seal.signature,
        wrong: &reasons::SEAL_SIGNATURE_WRONG,
        proved,
    };
    let fit = value.judge(report, context);
    found.integrity = fit.integrity;
    found.failure = fit.failure;
    found.is_gm = fit.algorithm.is_some_and(SignatureAlgorithm::is_chinese);
    report.steps.push(StepReport::of_value(
        Step::SealSignature,
        fit.failure,
        fit.reason.as_ref(),
    ));
    made(
        seal,
        &maker,
        used.claimed,
        (proved, context.at),
        report,
        &mut found,
    );
    if found.integrity == Integrity::Broken {
        // Whoever it is did not make this.
        let reason = Reason::new(&reasons::SEAL_MAKER_UNKNOWN);
        report
            .steps
            .push(StepReport::undecided(Step::MakerCertificate, &reason));
    } else {
        certificate(&maker, proved, report, &mut found, context);
    }
    period(seal, used, report, &mut found, context);
    if let (Some(token), Some(stamped)) = (seal.timestamp, stamped) {
        timestamp(seal, token, stamped, report, &mut found);
    }
    found.maker = Some(maker);
    found
}

/// Step: the seal says that it was made while the maker's certificate was valid. A seal of after it is no seal of this
/// maker; one of before is told, and refused where the edition judges by that time.
fn made(
    seal: &SesSeal<'_>,
    maker: &Certificate,
    claimed: Option<OffsetDateTime>,
    (proved, at): (Option<OffsetDateTime>, OffsetDateTime),
    report: &mut SignatureReport,
    found: &mut SealFindings,
) {
    let period = (maker.not_before(), maker.not_after());
    let created = seal.info.created;
    let known = proved.unwrap_or(created).max(period.0).min(period.1);
    let (entry, sub) = match lies(period, Some(created), known) {
        Lies::Before if seal.edition < Edition::Gmt0031Of2025 => {
            let reason = Reason::new(&reasons::SEAL_DATED_BEFORE_CERTIFICATE)
                .at("made", created)
                .at("from", period.0);
            report.steps.push(StepReport::passed(Step::SealMade));
            report.reasons.push(reason);
            return;
        }
        Lies::Before => (
            &reasons::SEAL_MADE_BEFORE_CERTIFICATE,
            SubIndication::NotYetValid,
        ),
        Lies::After => (
            &reasons::SEAL_MADE_AFTER_CERTIFICATE,
            SubIndication::Expired,
        ),
        Lies::Within | Lies::Unproved => {
            let latest = proved.unwrap_or(at);
            let is_after = |time: OffsetDateTime| created > time + timestamps::SKEW + LOCAL;
            let reason = match claimed {
                _ if is_after(latest) => Reason::new(&reasons::SEAL_MADE_IN_THE_FUTURE)
                    .at("made", created)
                    .at("known", latest),
                Some(claimed) if is_after(claimed) => Reason::new(&reasons::SEAL_USED_BEFORE_MADE)
                    .at("made", created)
                    .at("time", claimed),
                _ => {
                    report.steps.push(StepReport::passed(Step::SealMade));
                    return;
                }
            };
            (report.steps).push(StepReport::undecided(Step::SealMade, &reason));
            report.reasons.push(reason);
            let odd = SubIndication::SigConstraintsFailure;
            found.failure.add(Failure::Constraint(odd));
            return;
        }
    };
    let reason = Reason::new(entry)
        .at("made", created)
        .at("from", period.0)
        .at("until", period.1);
    report
        .steps
        .push(StepReport::failed(Step::SealMade, &reason));
    report.reasons.push(reason);
    found.failure.add(Failure::Refused(sub));
}

/// Step: who vouches for the maker.
fn certificate(
    maker: &Certificate,
    proved: Option<OffsetDateTime>,
    report: &mut SignatureReport,
    found: &mut SealFindings,
    context: &Context<'_>,
) {
    let who = Maker {
        certificate: maker,
        carried: &Carried::default(),
        role: Role::Maker,
        // Since 2020 it is outside of what is signed.
        is_named: false,
        contained_at: proved,
        proved,
        made_after: None,
    };
    let mut why = Vec::new();
    let entry = &reasons::SEAL_MAKER_PROVED_IN_TIME;
    found.trust = trust::judge(&who, context, entry, &mut why);
    report.steps.push(StepReport::of_certificate(
        Step::MakerCertificate,
        found.trust,
        &why,
    ));
    report.reasons.extend(why);
}

/// Step: the seal was used in its period.
fn period(
    seal: &SesSeal<'_>,
    used: Use,
    report: &mut SignatureReport,
    found: &mut SealFindings,
    context: &Context<'_>,
) {
    let period = (seal.info.valid_from, seal.info.valid_until);
    let known = used.proved.unwrap_or(context.at);
    let is_used = report.kind != super::super::SignatureKind::Seal;
    let lies = lies(period, used.claimed, known);
    let (entry, failure) = match lies {
        Lies::Within => {
            report.steps.push(StepReport::passed(Step::SealPeriod));
            return;
        }
        Lies::Before => (
            &reasons::SEAL_NOT_YET_VALID,
            Failure::Refused(SubIndication::NotYetValid),
        ),
        Lies::After if is_used && used.claimed.is_none() => (
            &reasons::SEAL_USE_UNPROVED,
            Failure::Constraint(SubIndication::OutOfBoundsNoPoe),
        ),
        Lies::After => (
            &reasons::SEAL_EXPIRED,
            Failure::Refused(SubIndication::Expired),
        ),
        Lies::Unproved => (
            &reasons::SEAL_USE_UNPROVED,
            Failure::Constraint(SubIndication::OutOfBoundsNoPoe),
        ),
    };
    let time = match lies {
        Lies::Unproved => known,
        _ => used.claimed.unwrap_or(known),
    };
    let reason = Reason::new(entry)
        .at("time", time)
        .at("from", period.0)
        .at("until", period.1);
    report.steps.push(match failure {
        Failure::Refused(_) => StepReport::failed(Step::SealPeriod, &reason),
        _ => StepReport::undecided(Step::SealPeriod, &reason),
    });
    report.reasons.push(reason);
    found.failure.add(failure);
}

/// Step: the timestamp on the seal (edition of 2025). It may not be older than the seal says to be.
fn timestamp(
    seal: &SesSeal<'_>,
    token: &[u8],
    stamped: timestamps::Judged,
    report: &mut SignatureReport,
    found: &mut SealFindings,
) {
    let mut reasons = stamped.reasons;
    let mut verdict = stamped.verdict;
    let made = seal.info.created;
    if let Some(time) = stamped.time
        && verdict == Indication::TotalPassed
        && time + timestamps::SKEW < made - LOCAL
    {
        let reason = Reason::new(&reasons::SEAL_TIMESTAMP_TOO_OLD)
            .at("time", time)
            .at("made", made);
        found
            .failure
            .add(Failure::Constraint(SubIndication::TimestampOrderFailure));
        verdict = Indication::Indeterminate;
        reasons.insert(0, reason);
    }
    report.steps.push(StepReport::of_timestamp(
        Step::SealTimestamp,
        verdict,
        &reasons,
    ));
    report.reasons.extend(reasons.iter().cloned());
    report.timestamps.push(TimestampReport {
        kind: "seal-timestamp",
        sha256: Some(sha256_hex(token)),
        verdict,
        time: stamped.time,
        reasons,
    });
}
