//! Judging a seal signature, in the order of GB/T 38540-2020 as deployed verifiers follow it.

use super::super::carried::Carried;
use super::super::conclude::{Failure, TrustFinding};
use super::super::cryptography::{Cryptography, name_of};
use super::super::policy::Suite;
use super::super::registered::{self, Sought};
use super::super::steps::{Step, StepReport};
use super::super::trust::{self, Context, Maker};
use super::super::{
    Indication, Integrity, SealForm, SealReport, SignatureReport, SignedDigest, SubIndication,
    TimestampReport, timestamps,
};
use super::period::{Lies, lies};
use super::seal::{self, Use};
use super::value::{Fit, Value};
use crate::reason::{Reason, seal as reasons, signature as general};
use crate::ses::{Edition, Extension, SesSeal, SesSignature, SignedTime, ToSign};
use crate::suite::{DigestAlgorithm, SignatureAlgorithm, sha256_hex};
use crate::x509::{Certificate, Role};
use time::OffsetDateTime;

/// What was sealed.
#[derive(Clone, Copy)]
pub(in super::super) enum Original<'o> {
    /// It is not at hand.
    NotGiven,
    /// It has that digest.
    Digest(&'o dyn Fn(DigestAlgorithm) -> Vec<u8>),
}

/// A seal signature, and what is known of its place.
pub(in super::super) struct Sealing<'o> {
    pub(in super::super) octets: &'o [u8],
    pub(in super::super) original: Original<'o>,
    /// When it is proved to have existed by what covers it.
    pub(in super::super) contained_at: Option<OffsetDateTime>,
    /// When it is proved not to have existed.
    pub(in super::super) made_after: Option<OffsetDateTime>,
}

/// Judges a seal signature, every step, and the seal in it.
pub(in super::super) fn judge(
    sealing: &Sealing<'_>,
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) -> Cryptography {
    let signature = match SesSignature::parse(sealing.octets) {
        Ok(signature) => signature,
        Err(error) => {
            report.integrity = Integrity::Unreadable;
            failure.add(Failure::Format);
            let reason = Reason::new(&reasons::SEAL_UNREADABLE).with("why", error);
            report.steps.push(StepReport::failed(Step::Format, &reason));
            report.reasons.insert(0, reason);
            return Cryptography::nobody(Suite::Chinese);
        }
    };
    editions(&signature.to_sign, report, failure);
    report.claimed_time = match signature.to_sign.time {
        SignedTime::Instant(time) => Some(time),
        SignedTime::Token(token) => time_in(token, report),
        SignedTime::Text(_) => None,
    };
    let Ok(signer) = Certificate::parse(signature.signer) else {
        report.integrity = Integrity::Unsupported;
        failure.add(Failure::Constraint(
            SubIndication::NoSigningCertificateFound,
        ));
        let reason = Reason::new(&general::SIGNER_CERTIFICATE_MISSING);
        report
            .steps
            .push(StepReport::undecided(Step::SignatureValue, &reason));
        report.reasons.push(reason);
        return Cryptography::nobody(Suite::Chinese);
    };
    report.signer = Some(name_of(&signer));
    let stamped = signature.timestamp.map(|token| {
        timestamps::of_value(token, signature.signature, sealing.contained_at, context)
    });
    let own = stamped
        .as_ref()
        .filter(|stamped| stamped.verdict == Indication::TotalPassed)
        .and_then(|stamped| stamped.time);
    let proved = own.into_iter().chain(sealing.contained_at).min();
    let fit = Value {
        certificate: &signer,
        algorithm: &signature.algorithm,
        signed: signature.to_sign.raw(),
        value: signature.signature,
        wrong: &general::SIGNATURE_VALUE_WRONG,
        proved,
    }
    .judge(report, context);
    report.integrity = fit.integrity;
    failure.add(fit.failure);
    report.steps.push(StepReport::of_value(
        Step::SignatureValue,
        fit.failure,
        fit.reason.as_ref(),
    ));
    let is_right = fit.integrity == Integrity::Intact;
    let proved = proved.filter(|_| is_right);
    report.best_signature_time = proved;
    let used = Use {
        claimed: report.claimed_time.filter(|_| is_right),
        proved,
    };
    let is_listed = listed(&signature.to_sign.seal, signature.signer, report, failure);
    let seal = &signature.to_sign.seal;
    let mut of_seal = seal::judge(seal, used, report, context);
    let sought = Sought::of_seal(seal);
    registered::judge(&sought, used, report, &mut of_seal.failure, context);
    let verdict = of_seal.indication();
    failure.add(of_seal.failure);
    let own_trust = if is_right {
        let is_token = matches!(signature.to_sign.time, SignedTime::Token(_));
        signing_time(&signer, (used, is_token), report, failure, context);
        let who = Maker {
            certificate: &signer,
            carried: &Carried::default(),
            role: Role::Signer,
            is_named: is_listed,
            contained_at: proved,
            proved,
            made_after: sealing.made_after,
        };
        who_signed(&who, used, report, failure, context)
    } else {
        TrustFinding::UNKNOWN
    };
    content(&signature, &fit, sealing.original, report, failure);
    if let (Some(token), Some(stamped)) = (signature.timestamp, stamped) {
        timestamp(token, stamped, report);
    }
    if of_seal.integrity != Integrity::Intact && report.integrity == Integrity::Intact {
        report.integrity = of_seal.integrity;
    }
    let (inner, outer) = (&signature.to_sign.seal.info, &signature.to_sign);
    extensions(inner.extensions.iter().chain(&outer.extensions), report);
    report.seal = Some(SealReport {
        form: match is_listed && report.integrity == Integrity::Intact {
            true => SealForm::Gbt38540,
            false => SealForm::DisplayedOnly,
        },
        id: Some(signature.to_sign.seal.info.id.to_owned()),
        name: Some(signature.to_sign.seal.info.name.to_owned()),
        verdict,
    });
    let is_chinese = fit.algorithm.is_none_or(SignatureAlgorithm::is_chinese);
    // Who made the seal signed too, unless it is no seal of theirs.
    let is_mixed = of_seal.integrity == Integrity::Intact && of_seal.is_gm != is_chinese;
    Cryptography {
        trust: own_trust.worse(of_seal.trust),
        suite: match is_mixed {
            true => Suite::Unclear,
            false => Suite::chinese(is_chinese),
        },
        signer: Some(signer),
    }
}

/// Step: signature and seal are of one edition. Since 2020 both have its number.
fn editions(to_sign: &ToSign<'_>, report: &mut SignatureReport, failure: &mut Failure) {
    let seal = &to_sign.seal;
    let is_of_2014 = seal.edition == Edition::Gmt0031Of2014;
    let number = seal.info.header.version;
    let is_other_shape = is_of_2014 != to_sign.is_of_2014;
    if !is_other_shape && (is_of_2014 || number == to_sign.version) {
        report.steps.push(StepReport::passed(Step::Format));
        return;
    }
    let in_words = |is_of_2014, number: u32| match is_of_2014 {
        true => "2014".to_owned(),
        false => number.to_string(),
    };
    let reason = Reason::new(&reasons::SEAL_EDITIONS_DIFFER)
        .with("signature", in_words(to_sign.is_of_2014, to_sign.version))
        .with("seal", in_words(is_of_2014, number));
    // What is signed differs by the shape; a number is only told.
    report.steps.push(match is_other_shape {
        true => StepReport::undecided(Step::Format, &reason),
        false => StepReport::passed(Step::Format),
    });
    if is_other_shape {
        failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
    }
    report.reasons.push(reason);
}

/// Step: the seal may be used by the signer.
pub(super) fn listed(
    seal: &SesSeal<'_>,
    signer: &[u8],
    report: &mut SignatureReport,
    failure: &mut Failure,
) -> bool {
    let is_listed = seal.info.certificates.names(signer);
    if is_listed {
        report.steps.push(StepReport::passed(Step::SignerListed));
        return true;
    }
    let reason = Reason::new(&reasons::SEAL_SIGNER_NOT_LISTED)
        .with("seal", seal.info.name)
        .with("id", seal.info.id);
    report
        .steps
        .push(StepReport::failed(Step::SignerListed, &reason));
    report.reasons.push(reason);
    failure.add(Failure::Refused(SubIndication::SigConstraintsFailure));
    false
}

/// Reads the time that is signed where it is a timestamp token (edition of 2014). What such a token is about no
/// text that was read says, so that it is not judged: its time is what the signer says, and no more.
fn time_in(token: &[u8], report: &mut SignatureReport) -> Option<OffsetDateTime> {
    let read = timestamps::time_in(token);
    let reason = match &read {
        Ok(_) => Reason::new(&reasons::TIMESTAMP_SUBJECT_UNKNOWN),
        Err(error) => Reason::new(&general::TIMESTAMP_UNREADABLE).with("why", error),
    };
    report.reasons.push(reason.clone());
    report.timestamps.push(TimestampReport {
        kind: "signing-time",
        sha256: Some(sha256_hex(token)),
        verdict: Indication::Indeterminate,
        time: read.as_ref().ok().copied(),
        reasons: vec![reason],
    });
    read.ok()
}

/// Step: the signer says that the certificate was valid then. A time that is a token could say more than that,
/// and is not judged.
fn signing_time(
    signer: &Certificate,
    (used, is_token): (Use, bool),
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) {
    let period = (signer.not_before(), signer.not_after());
    let latest = used.proved.unwrap_or(context.at);
    let future =
        |claimed: &OffsetDateTime| *claimed > latest + timestamps::SKEW + super::period::LOCAL;
    let (reason, found) = match (used.claimed, lies(period, used.claimed, latest)) {
        (None, _) => (
            Reason::new(&reasons::SEAL_TIME_UNKNOWN),
            Failure::Constraint(SubIndication::SigConstraintsFailure),
        ),
        (Some(claimed), Lies::Before) => (
            Reason::new(&reasons::SEAL_USED_BEFORE_CERTIFICATE)
                .at("time", claimed)
                .at("from", period.0),
            Failure::Refused(SubIndication::NotYetValid),
        ),
        (Some(claimed), Lies::After) => (
            Reason::new(&reasons::SEAL_USED_AFTER_CERTIFICATE)
                .at("time", claimed)
                .at("until", period.1),
            Failure::Refused(SubIndication::Expired),
        ),
        (Some(claimed), _) if future(&claimed) => (
            Reason::new(&reasons::SEAL_TIME_IN_THE_FUTURE)
                .at("time", claimed)
                .at("known", latest),
            Failure::Constraint(SubIndication::SigConstraintsFailure),
        ),
        _ if is_token => (
            Reason::new(&reasons::TIMESTAMP_SUBJECT_UNKNOWN),
            Failure::Constraint(SubIndication::SigConstraintsFailure),
        ),
        _ => {
            report.steps.push(StepReport::passed(Step::SigningTime));
            return;
        }
    };
    report.steps.push(match found {
        Failure::Refused(_) => StepReport::failed(Step::SigningTime, &reason),
        _ => StepReport::undecided(Step::SigningTime, &reason),
    });
    if !report.reasons.contains(&reason) {
        report.reasons.push(reason);
    }
    failure.add(found);
}

/// Step: who vouches for the signer. Where the certificate ran out, it is said that it was good at the
/// time that the signer claims, if nothing else speaks against it.
fn who_signed(
    who: &Maker<'_>,
    used: Use,
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) -> TrustFinding {
    if let Some(proved) = who.proved
        && proved + timestamps::SKEW < who.certificate.not_before()
    {
        failure.add(Failure::Refused(SubIndication::NotYetValid));
        let reason = Reason::new(&general::SIGNED_BEFORE_CERTIFICATE)
            .at("time", proved)
            .at("from", who.certificate.not_before());
        report.reasons.push(reason);
    }
    let mut why = Vec::new();
    let found = trust::judge(who, context, &general::PROVED_IN_TIME, &mut why);
    let ran_out = matches!(
        found.sub_indication,
        Some(SubIndication::OutOfBoundsNoPoe | SubIndication::OutOfBoundsNotRevoked)
    );
    if ran_out && let Some(claimed) = used.claimed {
        let until = who.certificate.not_after();
        why.push(
            Reason::new(&reasons::SEAL_GOOD_AS_CLAIMED)
                .at("time", claimed)
                .at("until", until),
        );
    }
    report.steps.push(StepReport::of_certificate(
        Step::SignerCertificate,
        found,
        &why,
    ));
    report.reasons.extend(why);
    found
}

/// Step: what was sealed has the digest that was signed.
fn content(
    signature: &SesSignature<'_>,
    fit: &Fit,
    original: Original<'_>,
    report: &mut SignatureReport,
    failure: &mut Failure,
) {
    let (Original::Digest(digest), Some(algorithm)) = (original, fit.algorithm) else {
        if matches!(original, Original::NotGiven) {
            let reason = Reason::new(&reasons::CONTENT_NOT_GIVEN);
            report
                .steps
                .push(StepReport::undecided(Step::Content, &reason));
            report.reasons.push(reason);
            failure.add(Failure::Constraint(SubIndication::SignedDataNotFound));
        }
        return;
    };
    let value = digest(algorithm.digest());
    let is_right = value == signature.to_sign.data_hash;
    report.signed_digest = Some(SignedDigest {
        algorithm: algorithm.digest(),
        value,
    });
    if is_right {
        report.steps.push(StepReport::passed(Step::Content));
        return;
    }
    let reason = Reason::new(&general::HASH_MISMATCH);
    report
        .steps
        .push(StepReport::failed(Step::Content, &reason));
    report.reasons.push(reason);
    report.integrity = Integrity::Broken;
    failure.add(Failure::Hash);
}

/// Step: the timestamp on the signature value.
fn timestamp(token: &[u8], stamped: timestamps::Judged, report: &mut SignatureReport) {
    let (verdict, reasons) = (stamped.verdict, stamped.reasons);
    report
        .steps
        .push(StepReport::of_timestamp(Step::Timestamp, verdict, &reasons));
    report.reasons.extend(reasons.iter().cloned());
    report.timestamps.push(TimestampReport {
        kind: "signature-timestamp",
        sha256: Some(sha256_hex(token)),
        verdict,
        time: stamped.time,
        reasons,
    });
}

/// Extensions that their maker calls critical are met, and what they mean is known to that maker only.
pub(in super::super) fn extensions<'e>(
    all: impl IntoIterator<Item = &'e Extension<'e>>,
    report: &mut SignatureReport,
) {
    let critical = all.into_iter().filter(|extension| extension.critical);
    for extension in critical.take(8) {
        let reason = Reason::new(&reasons::SEAL_EXTENSION_UNKNOWN).with("oid", extension.oid);
        if !report.reasons.contains(&reason) {
            report.reasons.push(reason);
        }
    }
}
