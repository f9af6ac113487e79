//! First and fourth result: the message of a signature, and who made it.

use super::carried::Carried;
use super::conclude::{Failure, TrustFinding};
use super::content_timestamps::{self, Signed};
use super::detached::Detached;
use super::eseal::{self, Original, Sealing};
use super::existence::Proofs;
use super::levels::{self, CADES};
use super::policy::Suite;
use super::signature::RFC3161;
use super::trust::{self, Context, Maker};
use super::{
    Integrity, SignatureReport, SignedDigest, SignerName, SubIndication, acceptance, cms_findings,
    timestamps,
};
use crate::cms::{CmsError, CmsFact, CmsFailure, CmsOutcome, SignedData};
use crate::der::{DerError, DerErrorKind, definite_lengths};
use crate::pdf::Signature;
use crate::reason::{Reason, seal as seals, signature as reasons};
use crate::suite::{AlgorithmError, DigestAlgorithm, Weakness};
use crate::x509::{Certificate, Role};
use std::cell::RefCell;
use time::OffsetDateTime;

/// Longest covered content that is copied to judge a signature without signed attributes, octets.
const LONGEST_COPY: usize = 64 << 20;

/// What the message of a signature came to.
pub(super) struct Cryptography {
    pub(super) trust: TrustFinding,
    pub(super) suite: Suite,
    pub(super) signer: Option<Certificate>,
}

impl Cryptography {
    /// Nobody was judged.
    pub(super) fn nobody(suite: Suite) -> Self {
        Self {
            trust: TrustFinding::UNKNOWN,
            suite,
            signer: None,
        }
    }
}

/// Seal signatures, as makers agree in naming them.
const SEAL: &str = "GM.sm2seal";

/// What stands in `/Contents`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A message over the ranges.
    Detached,
    /// A message over their SHA-1, which it holds.
    Sha1,
    /// A message over their digest, which it holds, as a rule (GM/T 0010 in PDF).
    Digest,
    /// RFC 3161.
    Timestamp,
    /// GM/T 0031, GB/T 38540.
    SealSignature,
    NotServed,
}

impl Form {
    /// The Chinese formats have no standard for PDF: makers agree in the `SubFilter` at most, so what
    /// stands there is looked at, and `/Filter` is not.
    fn of(sub_filter: &str, value: &[u8]) -> Self {
        match (sub_filter, Detached::of(value)) {
            (CADES | "adbe.pkcs7.detached", _) => Self::Detached,
            ("adbe.pkcs7.sha1", _) => Self::Sha1,
            (RFC3161, _) => Self::Timestamp,
            (_, Some(Detached::SealSignature)) => Self::SealSignature,
            (name, Some(Detached::Cms)) if name.starts_with("GM.") => Self::Digest,
            (SEAL, _) => Self::SealSignature,
            ("GM.sm2cms.detached", _) => Self::Digest,
            _ => Self::NotServed,
        }
    }
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
        ..Cryptography::nobody(Suite::chinese(is_gm))
    };
    let odd = Failure::Constraint(SubIndication::SigConstraintsFailure);
    let value = signature.value().unwrap_or(&signature.contents);
    let form = Form::of(&report.sub_filter, value);
    if form == Form::NotServed {
        return not_served(report, failure);
    }
    if !context.digests.afford(signature.covered()) {
        report.integrity = Integrity::Unsupported;
        failure.add(odd);
        let reason = Reason::new(&reasons::TOO_MUCH_WORK);
        report.reasons.push(reason);
        return nobody(TrustFinding::UNKNOWN);
    }
    if form == Form::SealSignature {
        return sealed(signature, value, revision, report, failure, context);
    }
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
    if form == Form::Timestamp {
        let algorithm = timestamps::algorithm(signature);
        report.signed_digest = algorithm.map(|algorithm| SignedDigest {
            algorithm,
            value: context.digests.digest(algorithm, signature.covered()),
        });
        let trust = timestamps::document(signature, value, revision, report, failure, context);
        return nobody(trust);
    }
    let outcome = match form {
        Form::Sha1 => over_sha1(&data, signature, report, context),
        Form::Digest if data.encapsulated().is_some() => {
            over_digest(&data, signature, report, context)
        }
        _ => detached(&data, signature, report, context),
    };
    // The formats of the Chinese suite are for SM2: another key in one satisfies no policy for it.
    if form == Form::Digest && (outcome.algorithm).is_some_and(|algorithm| !algorithm.is_chinese())
    {
        return not_served(report, failure);
    }
    if report.sub_filter == SEAL {
        failure.add(odd);
        let reason = Reason::new(&seals::SEAL_SIGNATURE_EXPECTED);
        report.reasons.push(reason);
    }
    let findings = cms_findings::sort(&outcome, report.sub_filter == CADES);
    report.integrity = findings.integrity;
    failure.add(findings.failure);
    report.reasons.splice(0..0, findings.reasons);
    let suite = match is_gm || outcome.failures.iter().any(is_of_chinese_suite) {
        true => Suite::Chinese,
        false => Suite::of(outcome.algorithm),
    };
    let Some(signer) = outcome.signer.clone() else {
        return Cryptography {
            suite,
            ..nobody(TrustFinding::UNKNOWN)
        };
    };
    report.signer = Some(name_of(&signer));
    // The value is in no range of its own: it takes a later document timestamp to prove its age.
    let contained = |which| {
        let until = revision.and(report.covered_until)?;
        context.existence.of_value(until, which)
    };
    let (contained_at, in_file) = (contained(Proofs::All), contained(Proofs::InFile));
    let carried = Carried::of(&data);
    let mut maker = Maker {
        certificate: &signer,
        carried: &carried,
        role: Role::Signer,
        is_named: !outcome.facts.contains(&CmsFact::SigningCertificateAbsent),
        contained_at,
        proved: None,
        made_after: None,
    };
    if report.integrity == Integrity::Intact {
        let stamped = timestamps::of_signature(&data, contained_at, report, context);
        let covered = report.covered_until.filter(|_| revision.is_some());
        let covered = covered.and_then(|until| context.existence.latest_within(until));
        let content = match form != Form::Detached && data.encapsulated().is_some() {
            true => content_timestamps::of_message(&data, Signed::Unclear, report, context),
            false => content_timestamps::of_ranges(&data, signature, contained_at, report, context),
        };
        if content.is_unknown {
            failure.add(odd);
        }
        maker.made_after = covered.max(content.latest);
        let own = report.best_signature_time;
        let mut in_file = own.into_iter().chain(in_file).min();
        report.best_signature_time = own.into_iter().chain(contained_at).min();
        if let Some(reason) = contradiction(report.best_signature_time, maker.made_after) {
            // One of the two clocks is wrong, and nobody knows which.
            failure.add(Failure::Constraint(SubIndication::TimestampOrderFailure));
            report.reasons.push(reason);
            report.best_signature_time = None;
            in_file = None;
        }
        maker.proved = report.best_signature_time;
        report.level = levels::level(signature, &outcome, in_file, report, |time| {
            let own = levels::evidence(&maker, time, context);
            stamped.map_or(own, |stamped| own.min(stamped))
        });
        let time = report.best_signature_time.unwrap_or(context.at);
        let refused = acceptance::algorithm(context.policy, outcome.algorithm, &signer, time);
        if let Some(reason) = refused {
            failure.add(Failure::Constraint(SubIndication::CryptoConstraintsFailure));
            report.reasons.push(reason);
        }
    }
    let (policy, proved) = (context.policy, report.best_signature_time);
    for (found, reason) in acceptance::weaknesses(policy, &outcome.facts, &signer, proved) {
        failure.add(found);
        report.reasons.push(reason);
    }
    if matches!(report.integrity, Integrity::Broken | Integrity::Unreadable) {
        // Whoever it is did not sign this.
        return Cryptography {
            trust: TrustFinding::UNKNOWN,
            suite,
            signer: Some(signer),
        };
    }
    if let Some(proved) = report.best_signature_time
        && proved + timestamps::SKEW < signer.not_before()
    {
        failure.add(Failure::Refused(SubIndication::NotYetValid));
        let reason = Reason::new(&reasons::SIGNED_BEFORE_CERTIFICATE)
            .at("time", proved)
            .at("from", signer.not_before());
        report.reasons.push(reason);
    }
    maker.proved = report.best_signature_time;
    let entry = &reasons::PROVED_IN_TIME;
    let trust = trust::judge(&maker, context, entry, &mut report.reasons);
    Cryptography {
        trust,
        suite,
        signer: Some(signer),
    }
}

/// A format that is not judged.
fn not_served(report: &mut SignatureReport, failure: &mut Failure) -> Cryptography {
    report.integrity = Integrity::Unsupported;
    failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
    let sub_filter = report.sub_filter.clone();
    let reason = Reason::new(&reasons::SUB_FILTER_NOT_SERVED).with("sub_filter", sub_filter);
    report.reasons.push(reason);
    Cryptography::nobody(Suite::chinese(report.sub_filter.starts_with("GM.")))
}

/// Returns why a signature cannot have existed at `proved` and be younger than `made_after`.
pub(super) fn contradiction(
    proved: Option<OffsetDateTime>,
    made_after: Option<OffsetDateTime>,
) -> Option<Reason> {
    let (proved, made_after) = (proved?, made_after?);
    let reason = Reason::new(&reasons::TIMESTAMP_CONTRADICTED)
        .at("proved", proved)
        .at("time", made_after);
    (proved + timestamps::SKEW < made_after).then_some(reason)
}

/// Tells whether a message may be BER around DER, as old signing software writes it.
pub(super) fn is_ber(error: DerError) -> bool {
    let kinds = [DerErrorKind::IndefiniteLength, DerErrorKind::Length];
    kinds.contains(&error.kind)
}

/// Tells whether the failure is an algorithm of SM2, SM3 or SM9 (GM/T 0006; from memory).
pub(super) fn is_of_chinese_suite(failure: &CmsFailure) -> bool {
    matches!(failure, CmsFailure::Algorithm(AlgorithmError::Unknown(oid) | AlgorithmError::Curve(oid))
        if oid.to_string().starts_with("1.2.156.10197.1."))
}

fn detached(
    data: &SignedData<'_>,
    signature: &Signature<'_>,
    report: &mut SignatureReport,
    context: &Context<'_>,
) -> CmsOutcome {
    let covered = signature.covered();
    let digested = RefCell::new(None);
    let outcome = data.verify(
        |algorithm| {
            let value = context.digests.digest(algorithm, covered);
            digested.replace(Some(SignedDigest {
                algorithm,
                value: value.clone(),
            }));
            value
        },
        context.certificates,
    );
    report.signed_digest = digested.into_inner();
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
    report: &mut SignatureReport,
    context: &Context<'_>,
) -> CmsOutcome {
    let mut outcome = data.verify_encapsulated(context.certificates);
    let covered = signature.covered();
    let sha1 = context.digests.digest(DigestAlgorithm::Sha1, covered);
    report.signed_digest = Some(SignedDigest {
        algorithm: DigestAlgorithm::Sha1,
        value: sha1.clone(),
    });
    if data.encapsulated().is_some_and(|content| content != sha1) {
        outcome.failures.push(CmsFailure::DigestMismatch);
    }
    let weak = CmsFact::Weak(Weakness::Digest(DigestAlgorithm::Sha1));
    if !outcome.facts.contains(&weak) {
        outcome.facts.push(weak);
    }
    outcome
}

/// `GM.sm2cms.detached`: the content inside is the digest of the ranges, and is digested again to be
/// signed (GB/T 35275 as it is met in PDF and OFD).
fn over_digest(
    data: &SignedData<'_>,
    signature: &Signature<'_>,
    report: &mut SignatureReport,
    context: &Context<'_>,
) -> CmsOutcome {
    let mut outcome = data.verify_encapsulated(context.certificates);
    let Some(algorithm) = outcome.digest else {
        return outcome;
    };
    let value = context.digests.digest(algorithm, signature.covered());
    if data.encapsulated() != Some(value.as_slice()) {
        outcome.failures.push(CmsFailure::DigestMismatch);
    }
    report.signed_digest = Some(SignedDigest { algorithm, value });
    outcome
}

/// A seal signature over the ranges.
fn sealed(
    signature: &Signature<'_>,
    value: &[u8],
    revision: Option<usize>,
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) -> Cryptography {
    let covered = report.covered_until.filter(|_| revision.is_some());
    let existence = context.existence;
    let digest = |algorithm| context.digests.digest(algorithm, signature.covered());
    let sealing = Sealing {
        octets: value,
        original: Original::Digest(&digest),
        contained_at: covered.and_then(|until| existence.of_value(until, Proofs::All)),
        made_after: covered.and_then(|until| existence.latest_within(until)),
    };
    eseal::signature(&sealing, report, failure, context)
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
