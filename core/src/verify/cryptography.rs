//! First and fourth result: the message of a signature, and who made it.

use super::conclude::{Failure, TrustFinding};
use super::signature::RFC3161;
use super::trust::{self, Context};
use super::{
    Integrity, SignatureReport, SignerName, SubIndication, acceptance, cms_findings, timestamps,
};
use crate::cms::{CmsError, CmsFact, CmsFailure, CmsOutcome, SignedData};
use crate::der::{DerError, DerErrorKind, definite_lengths};
use crate::pdf::Signature;
use crate::reason::{Reason, signature as reasons};
use crate::suite::{AlgorithmError, DigestAlgorithm};
use crate::x509::Certificate;

/// Longest covered content that is copied to judge a signature without signed attributes, octets.
const LONGEST_COPY: usize = 64 << 20;

/// SubFilter of PAdES (ETSI EN 319 142-1, 6.3; as esig/dss checks it).
const CADES: &str = "ETSI.CAdES.detached";

/// What the message of a signature came to.
pub(super) struct Cryptography {
    pub(super) trust: TrustFinding,
    pub(super) is_gm: bool,
    pub(super) signer: Option<Certificate>,
}

/// Judges the message of a signature and its signer.
///
/// `revision` is the one that the signature covers.
pub(super) fn judge(
    signature: &Signature<'_>,
    revision: Option<usize>,
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) -> Cryptography {
    let is_gm = report.sub_filter.starts_with("GM.");
    let nobody = |trust| Cryptography {
        trust,
        is_gm,
        signer: None,
    };
    let odd = Failure::Constraint(SubIndication::SigConstraintsFailure);
    let served = [CADES, "adbe.pkcs7.detached", "adbe.pkcs7.sha1", RFC3161];
    if !served.contains(&report.sub_filter.as_str()) {
        report.integrity = Integrity::Unsupported;
        failure.add(odd);
        let sub_filter = report.sub_filter.clone();
        let reason = Reason::new(&reasons::SUB_FILTER_NOT_SERVED).with("sub_filter", sub_filter);
        report.reasons.push(reason);
        return nobody(TrustFinding::UNKNOWN);
    }
    if !context.digests.afford(signature.covered()) {
        report.integrity = Integrity::Unsupported;
        failure.add(odd);
        let reason = Reason::new(&reasons::TOO_MUCH_WORK);
        report.reasons.push(reason);
        return nobody(TrustFinding::UNKNOWN);
    }
    let value = signature.value().unwrap_or(&signature.contents);
    let rewritten;
    let (value, parsed) = match SignedData::parse(value) {
        Err(CmsError::Der(error)) if is_ber(error) => {
            rewritten = definite_lengths(value).unwrap_or_default();
            (rewritten.as_slice(), SignedData::parse(&rewritten))
        }
        parsed => (value, parsed),
    };
    let data = match parsed {
        Ok(data) => data,
        Err(error) => {
            report.integrity = Integrity::Unreadable;
            failure.add(Failure::Format);
            let reason = Reason::new(&reasons::CMS_UNREADABLE).with("why", error);
            report.reasons.insert(0, reason);
            return nobody(TrustFinding::UNKNOWN);
        }
    };
    if report.sub_filter == RFC3161 {
        let trust = timestamps::document(signature, value, report, failure, context);
        return nobody(trust);
    }
    let outcome = match report.sub_filter.as_str() {
        "adbe.pkcs7.sha1" => over_sha1(&data, signature, context),
        _ => detached(&data, signature, context),
    };
    let findings = cms_findings::sort(&outcome, report.sub_filter == CADES);
    report.integrity = findings.integrity;
    failure.add(findings.failure);
    report.reasons.splice(0..0, findings.reasons);
    let is_gm = is_gm || outcome.failures.iter().any(is_of_chinese_suite);
    let Some(signer) = outcome.signer.clone() else {
        return Cryptography {
            is_gm,
            ..nobody(TrustFinding::UNKNOWN)
        };
    };
    report.signer = Some(name_of(&signer));
    if report.integrity == Integrity::Intact {
        timestamps::of_signature(&data, report, context);
        let proved = context
            .proofs
            .iter()
            .filter(|proof| revision.is_some_and(|revision| revision <= proof.revision))
            .map(|proof| proof.time);
        report.best_signature_time = report.best_signature_time.into_iter().chain(proved).min();
        report.level = level(signature, &outcome, report);
        let time = report.best_signature_time.unwrap_or(context.at);
        let refused = acceptance::algorithm(context.policy, outcome.algorithm, &signer, time);
        if let Some(reason) = refused {
            failure.add(Failure::Constraint(SubIndication::CryptoConstraintsFailure));
            report.reasons.push(reason);
        }
    }
    if matches!(report.integrity, Integrity::Broken | Integrity::Unreadable) {
        // Whoever it is did not sign this.
        return Cryptography {
            trust: TrustFinding::UNKNOWN,
            is_gm,
            signer: Some(signer),
        };
    }
    let carried = trust::Carried::of(&data);
    let proved = report.best_signature_time;
    let trust = trust::judge(&signer, &carried, context, proved, &mut report.reasons);
    Cryptography {
        trust,
        is_gm,
        signer: Some(signer),
    }
}

/// Tells whether a message may be BER around DER, as old signing software writes it.
pub(super) fn is_ber(error: DerError) -> bool {
    let kinds = [DerErrorKind::IndefiniteLength, DerErrorKind::Length];
    kinds.contains(&error.kind)
}

/// Tells whether the failure is an algorithm of SM2, SM3 or SM9 (GM/T 0006; from memory).
fn is_of_chinese_suite(failure: &CmsFailure) -> bool {
    matches!(failure, CmsFailure::Algorithm(AlgorithmError::Unknown(oid) | AlgorithmError::Curve(oid))
        if oid.to_string().starts_with("1.2.156.10197.1."))
}

fn detached(data: &SignedData<'_>, signature: &Signature<'_>, context: &Context<'_>) -> CmsOutcome {
    let covered = signature.covered();
    let outcome = data.verify(
        |algorithm| context.digests.digest(algorithm, covered),
        context.certificates,
    );
    let length = covered.iter().map(|part| part.len()).sum::<usize>();
    let is_needed = outcome.failures.contains(&CmsFailure::ContentNeeded);
    if is_needed && length <= LONGEST_COPY && context.digests.spend(length) {
        return data.verify_content(&covered.concat(), context.certificates);
    }
    outcome
}

/// `adbe.pkcs7.sha1`: the content inside is the SHA-1 of the ranges (ISO 32000-1, 12.8.3.3.1; from
/// memory).
fn over_sha1(
    data: &SignedData<'_>,
    signature: &Signature<'_>,
    context: &Context<'_>,
) -> CmsOutcome {
    let mut outcome = data.verify_encapsulated(context.certificates);
    let covered = signature.covered();
    let sha1 = context.digests.digest(DigestAlgorithm::Sha1, covered);
    if data.encapsulated().is_some_and(|content| content != sha1) {
        outcome.failures.push(CmsFailure::DigestMismatch);
    }
    if !outcome.facts.contains(&CmsFact::WeakDigest) {
        outcome.facts.push(CmsFact::WeakDigest);
    }
    outcome
}

/// Returns the names in a certificate, for people.
pub(super) fn name_of(certificate: &Certificate) -> SignerName {
    SignerName {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        serial: certificate.serial_hex(),
        certificate_sha256: certificate.fingerprint_hex(),
    }
}

/// ETSI EN 319 142-1, 6.3 (as esig/dss checks it); what is not met is said.
fn level(
    signature: &Signature<'_>,
    outcome: &CmsOutcome,
    report: &mut SignatureReport,
) -> Option<&'static str> {
    let has_certificate = signature
        .dictionary()
        .is_some_and(|dictionary| dictionary.get("Cert").is_some());
    let missing = if report.sub_filter != CADES {
        "SubFilter"
    } else if report.claimed_time.is_none() {
        "M"
    } else if has_certificate {
        "Cert"
    } else if outcome.facts.contains(&CmsFact::SigningCertificateAbsent) {
        "signing-certificate-v2"
    } else if outcome.facts.contains(&CmsFact::SigningTime) {
        "signing-time"
    } else if report.best_signature_time.is_some() {
        return Some("B-T");
    } else {
        return Some("B-B");
    };
    let reason = Reason::new(&reasons::LEVEL_NOT_CLAIMED).with("why", missing);
    report.reasons.push(reason);
    None
}
