//! Judging seals, seal signatures and messages that stand by themselves.

use super::carried::Carried;
use super::conclude::{self, Doubts, Failure};
use super::content_timestamps::{self, Signed};
use super::cryptography::{self, Cryptography, is_ber, name_of};
use super::eseal::{self, Original, Sealing, Use};
use super::policy::Suite;
use super::registered::{self, Sought};
use super::steps::{Step, StepReport};
use super::trust::{self, Context, Maker};
use super::{
    Answer, Coverage, DocumentFormat, Indication, Integrity, Modification, Report, SealForm,
    SealReport, SignatureKind, SignatureReport, SignedDigest, SubIndication, acceptance,
    cms_findings, signature, timestamps, two_formats,
};
use crate::cms::{CmsError, CmsFact, CmsFailure, CmsOutcome, SignedData};
use crate::der::{DerError, DerErrorKind, first_definite, tag};
use crate::ofd::is_list_of_files;
use crate::reason::{Reason, seal as reasons, signature as general};
use crate::ses::{SesSeal, SesSignature};
use crate::suite::{DigestAlgorithm, digest};
use crate::x509::Role;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;

/// What stands by itself, by its first octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detached {
    /// `SES_Seal`.
    Seal,
    /// `SES_Signature`.
    SealSignature,
    /// ContentInfo.
    Cms,
}

impl Detached {
    /// Looks at the first elements only, so that what is cut off or padded is known too.
    pub(super) fn of(octets: &[u8]) -> Option<Self> {
        let outer = within(octets, tag::SEQUENCE)?;
        if outer.first() == Some(&tag::OID) {
            return Some(Self::Cms);
        }
        let inner = within(outer, tag::SEQUENCE)?;
        match inner {
            // The number of the edition, before the seal.
            [tag::INTEGER, 1, _, tag::SEQUENCE, ..] => Some(Self::SealSignature),
            _ => within(inner, tag::SEQUENCE)
                .is_some_and(|header| header.starts_with(HEADER))
                .then_some(Self::Seal),
        }
    }
}

/// The first field of the header of a seal.
const HEADER: &[u8] = b"\x16\x02ES";

/// Returns what follows the tag and the length.
fn within(octets: &[u8], expected: u8) -> Option<&[u8]> {
    let (first, rest) = octets.split_first()?;
    let (length, rest) = rest.split_first()?;
    let more = match length {
        0..=0x80 => 0,
        0x81..=0x84 => usize::from(length & 0x7f),
        _ => return None,
    };
    rest.get(more..).filter(|_| *first == expected)
}

/// Tells whether octets are, from the first to the last, a seal signature or a message.
pub(super) fn is_readable(octets: &[u8]) -> bool {
    match Detached::of(octets) {
        Some(Detached::SealSignature) => SesSignature::parse(octets).is_ok(),
        Some(Detached::Cms) => message(octets, &mut Vec::new()).is_ok(),
        _ => false,
    }
}

/// Judges what stands by itself; `content` is what was sealed or signed, where it is at hand.
pub(super) fn judge(
    kind: Detached,
    octets: &[u8],
    content: Option<&[u8]>,
    context: &Context<'_>,
) -> Report {
    let mut report = conclude::unread(String::new());
    report.coverage = Coverage::Detached;
    report.modification = Modification::None;
    report.modification_allowed = true;
    let mut failure = Failure::None;
    let (format, kind) = match kind {
        Detached::Seal => (DocumentFormat::Seal, SignatureKind::Seal),
        Detached::SealSignature => (DocumentFormat::SealSignature, SignatureKind::SealSignature),
        Detached::Cms => (DocumentFormat::Cms, SignatureKind::Cms),
    };
    report.kind = kind;
    let judged = match kind {
        SignatureKind::Seal => seal(octets, &mut report, &mut failure, context),
        SignatureKind::SealSignature => {
            let digest = |algorithm| digest(algorithm, content.unwrap_or_default());
            let sealing = Sealing {
                octets,
                original: match content {
                    Some(_) => Original::Digest(&digest),
                    None => Original::NotGiven,
                },
                contained_at: None,
                made_after: None,
            };
            eseal::signature(&sealing, &mut report, &mut failure, context)
        }
        _ => cms(octets, content, &mut report, &mut failure, context),
    };
    if report.integrity == Integrity::Unreadable {
        conclude::unread_results(&mut report);
    }
    if content.is_some_and(is_list_of_files) {
        (report.reasons).push(Reason::new(&reasons::CONTENT_IS_A_LIST));
    }
    conclude::signature(&mut report, failure, false, judged.trust);
    if report.indication == Indication::TotalFailed
        && let Some(seal) = report.seal.take()
        && kind != SignatureKind::Seal
    {
        report.seal = Some(super::seal::displayed_only(seal));
    }
    report.reasons.sort_by_key(signature::class);
    let mut file = Report {
        format,
        indication: Indication::Indeterminate,
        answer: Answer::Unknown,
        problems: Vec::new(),
        signatures: match is_signed(kind, octets) {
            true => vec![report],
            false => Vec::new(),
        },
        licence: None,
        evidence: Vec::new(),
        encryption: None,
    };
    let policy = context.policy.signatures;
    let ambiguous = is_of_two_formats(kind, octets);
    file.problems.extend(ambiguous.then(two_formats::reason));
    let doubts = Doubts {
        ambiguous,
        ..Doubts::default()
    };
    conclude::file(&mut file, policy, &[judged.suite], doubts);
    file
}

/// Whether a reader may take a file for a document or a package: of a message, what is signed aside.
fn is_of_two_formats(kind: SignatureKind, octets: &[u8]) -> bool {
    // The picture of a seal may be a package; it is signed with the seal, and what stands around that is not.
    let signed = match kind {
        SignatureKind::Seal => SesSeal::parse(octets).map(|seal| seal.info.raw()),
        SignatureKind::SealSignature => {
            SesSignature::parse(octets).map(|signature| signature.to_sign.raw())
        }
        _ => return is_message_of_two_formats(octets),
    };
    let Ok(signed) = signed else {
        return two_formats::is_pdf_too(octets) || two_formats::is_package_too(octets);
    };
    let end = memmem::find(octets, signed).map(|at| at.saturating_add(signed.len()));
    let behind = octets.get(end.unwrap_or_default()..).unwrap_or_default();
    two_formats::is_pdf_too(octets) || two_formats::has_end_of_package(behind)
}

fn is_message_of_two_formats(octets: &[u8]) -> bool {
    let rewritten;
    let (whole, parsed) = match SignedData::parse(octets) {
        Err(CmsError::Der(error)) if is_ber(error) => {
            rewritten = first_definite(octets).unwrap_or_default().0;
            (rewritten.as_slice(), SignedData::parse(&rewritten).ok())
        }
        parsed => (octets, parsed.ok()),
    };
    let content = parsed.and_then(|data| data.encapsulated());
    let Some(content) = content.filter(|content| !content.is_empty()) else {
        return two_formats::is_pdf_too(octets) || two_formats::is_package_too(octets);
    };
    // How the content is cut into pieces is not signed: it is looked for in the message as it is, and put together.
    [octets, whole].into_iter().any(|message| {
        // What is like the content may stand behind it again; the first is the content, or comes before it.
        let end = memmem::find(message, content).map(|at| at.saturating_add(content.len()));
        let behind = message.get(end.unwrap_or_default()..).unwrap_or_default();
        two_formats::is_pdf_beside(message, content) || two_formats::is_package_too(behind)
    })
}

/// Messages are met that carry certificates and no signature.
fn is_signed(kind: SignatureKind, octets: &[u8]) -> bool {
    kind != SignatureKind::Cms
        || SignedData::parse(octets).map_or(true, |data| !data.signers().is_empty())
}

fn seal(
    octets: &[u8],
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) -> Cryptography {
    let seal = match SesSeal::parse(octets) {
        Ok(seal) => seal,
        Err(error) => {
            failure.add(Failure::Format);
            let reason = Reason::new(&reasons::SEAL_UNREADABLE).with("why", error);
            report.steps.push(StepReport::failed(Step::Format, &reason));
            report.reasons.push(reason);
            return Cryptography::nobody(Suite::Chinese);
        }
    };
    report.steps.push(StepReport::passed(Step::Format));
    report.claimed_time = Some(seal.info.created);
    let used = Use::default();
    let mut found = eseal::seal(&seal, used, report, context);
    let sought = Sought::of_seal(&seal);
    registered::judge(&sought, used, report, &mut found.failure, context);
    eseal::extensions(&seal.info.extensions, report);
    report.integrity = found.integrity;
    report.signer = found.maker.as_ref().map(name_of);
    report.seal = Some(SealReport {
        form: SealForm::Gbt38540,
        id: Some(seal.info.id.to_owned()),
        name: Some(seal.info.name.to_owned()),
        verdict: found.indication(),
    });
    failure.add(found.failure);
    Cryptography {
        trust: found.trust,
        suite: Suite::chinese(found.is_gm),
        signer: found.maker,
    }
}

/// Refuses a message that ends at `at` where something follows: padding is met, and what else is there is no part of it.
fn ends(octets: &[u8], at: usize) -> Result<(), CmsError> {
    let behind = octets.get(at..).unwrap_or_default();
    let is_padding = |octet: &u8| matches!(octet, 0 | b'\r' | b'\n');
    match behind.iter().all(is_padding) {
        true => Ok(()),
        false => Err(DerError::new(at, DerErrorKind::TrailingData).into()),
    }
}

/// Reads a message and nothing behind it; where its lengths are indefinite, as it is rewritten into `room`.
fn message<'m>(octets: &'m [u8], room: &'m mut Vec<u8>) -> Result<SignedData<'m>, CmsError> {
    match SignedData::parse(octets) {
        Err(CmsError::Der(error)) if is_ber(error) => {
            let end;
            (*room, end) = first_definite(octets)?;
            let data = SignedData::parse(room)?;
            ends(octets, end).map(|()| data)
        }
        parsed => parsed.and_then(|data| ends(octets, data.der_length()).map(|()| data)),
    }
}

pub(super) fn cms(
    octets: &[u8],
    content: Option<&[u8]>,
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) -> Cryptography {
    let mut rewritten = Vec::new();
    let data = match message(octets, &mut rewritten) {
        Ok(data) => data,
        Err(error) => {
            failure.add(Failure::Format);
            let reason = Reason::new(&general::CMS_UNREADABLE).with("why", error);
            report.steps.push(StepReport::failed(Step::Format, &reason));
            report.reasons.push(reason);
            return Cryptography::nobody(Suite::Unclear);
        }
    };
    report.steps.push(StepReport::passed(Step::Format));
    let (mut outcome, missing) = outcome(&data, content, report, context);
    // Without signed attributes the value is over the content itself.
    let needed = outcome.failures.len();
    (outcome.failures).retain(|failure| *failure != CmsFailure::ContentNeeded);
    let is_unverified = outcome.failures.len() < needed;
    let findings = cms_findings::sort(&outcome, false);
    report.integrity = match findings.integrity {
        Integrity::Intact if is_unverified => Integrity::Unsupported,
        found => found,
    };
    let is_wrong = |kind: Failure| findings.failure == kind;
    let of_value = match findings.failure {
        Failure::Hash => Failure::None,
        other => other,
    };
    let why = findings
        .reasons
        .first()
        .filter(|_| !is_wrong(Failure::Hash));
    report.steps.push(match &missing {
        Some(reason) if is_unverified => StepReport::undecided(Step::SignatureValue, reason),
        _ => StepReport::of_value(Step::SignatureValue, of_value, why),
    });
    report.steps.push(match &missing {
        Some(reason) => StepReport::undecided(Step::Content, reason),
        None if is_wrong(Failure::Hash) => {
            StepReport::failed(Step::Content, &Reason::new(&general::HASH_MISMATCH))
        }
        None => StepReport::passed(Step::Content),
    });
    failure.add(findings.failure);
    report.reasons.extend(findings.reasons);
    if let Some(reason) = missing {
        failure.add(Failure::Constraint(SubIndication::SignedDataNotFound));
        report.reasons.push(reason);
    }
    report.claimed_time = data.signers().first().and_then(|one| one.signing_time());
    let suite = match (outcome.failures.iter()).any(cryptography::is_of_chinese_suite) {
        true => Suite::Chinese,
        false => Suite::of(outcome.algorithm),
    };
    let Some(signer) = outcome.signer.clone() else {
        return Cryptography::nobody(suite);
    };
    report.signer = Some(name_of(&signer));
    let stands = report.integrity == Integrity::Intact;
    let mut made_after = None;
    if stands {
        timestamps::of_signature(&data, None, report, context);
        let signed = Signed::of(&data, content, outcome.digest);
        let content = content_timestamps::of_message(&data, signed, report, context);
        for stamp in &report.timestamps {
            let step = match stamp.kind {
                "content-timestamp" => Step::ContentTimestamp,
                _ => Step::Timestamp,
            };
            let step = StepReport::of_timestamp(step, stamp.verdict, &stamp.reasons);
            report.steps.push(step);
        }
        if content.is_unknown {
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
        }
        made_after = content.latest;
        if let Some(reason) = cryptography::contradiction(report.best_signature_time, made_after) {
            // One of the two clocks is wrong, and nobody knows which.
            failure.add(Failure::Constraint(SubIndication::TimestampOrderFailure));
            report.reasons.push(reason);
            report.best_signature_time = None;
        }
    }
    let proved = report.best_signature_time;
    let policy = context.policy;
    let time = proved.unwrap_or(context.at);
    if let Some(reason) = acceptance::algorithm(policy, outcome.algorithm, &signer, time) {
        failure.add(Failure::Constraint(SubIndication::CryptoConstraintsFailure));
        report.reasons.push(reason);
    }
    for (found, reason) in acceptance::weaknesses(policy, &outcome.facts, &signer, proved) {
        failure.add(found);
        report.reasons.push(reason);
    }
    if !stands {
        return Cryptography {
            signer: Some(signer),
            ..Cryptography::nobody(suite)
        };
    }
    if let Some(proved) = proved
        && proved + timestamps::SKEW < signer.not_before()
    {
        failure.add(Failure::Refused(SubIndication::NotYetValid));
        let reason = Reason::new(&general::SIGNED_BEFORE_CERTIFICATE)
            .at("time", proved)
            .at("from", signer.not_before());
        report.reasons.push(reason);
    }
    let maker = Maker {
        certificate: &signer,
        carried: &Carried::of(&data),
        role: Role::Signer,
        is_named: !outcome.facts.contains(&CmsFact::SigningCertificateAbsent),
        contained_at: None,
        proved,
        made_after,
    };
    let mut why = Vec::new();
    let trust = trust::judge(&maker, context, &general::PROVED_IN_TIME, &mut why);
    let step = StepReport::of_certificate(Step::SignerCertificate, trust, &why);
    report.steps.push(step);
    report.reasons.extend(why);
    Cryptography {
        trust,
        suite,
        signer: Some(signer),
    }
}

/// Judges the message, and says what could not be looked at.
///
/// Content that travels inside is what was signed, or its digest (GB/T 35275 as it is met in OFD).
fn outcome(
    data: &SignedData<'_>,
    content: Option<&[u8]>,
    report: &mut SignatureReport,
    context: &Context<'_>,
) -> (CmsOutcome, Option<Reason>) {
    let extra = context.certificates;
    let Some(inside) = data.encapsulated() else {
        return match content {
            Some(content) => {
                let outcome = data.verify_content(content, extra);
                name_digest(&outcome, content, report);
                (outcome, None)
            }
            None => {
                let signer = data.signers().first();
                let signed = signer.and_then(|signer| signer.message_digest());
                let outcome = data.verify(|_| signed.unwrap_or_default().to_vec(), extra);
                let reason = Reason::new(&reasons::CONTENT_NOT_GIVEN);
                (outcome, Some(reason))
            }
        };
    };
    let mut outcome = data.verify_encapsulated(extra);
    let Some(content) = content else {
        name_digest(&outcome, inside, report);
        let octets = inside.len();
        report
            .reasons
            .push(Reason::new(&reasons::CONTENT_INSIDE).with("octets", octets));
        return (outcome, None);
    };
    name_digest(&outcome, content, report);
    // Some makers put the digest there as octets, some as base64 (from deployed software).
    let is_digest = outcome.digest.is_some_and(|algorithm| {
        let made = digest(algorithm, content);
        made == inside || STANDARD.encode(made).as_bytes() == inside
    });
    if inside != content && !is_digest {
        outcome.failures.push(CmsFailure::DigestMismatch);
    }
    (outcome, None)
}

fn name_digest(outcome: &CmsOutcome, content: &[u8], report: &mut SignatureReport) {
    let named = |algorithm: DigestAlgorithm| SignedDigest {
        algorithm,
        value: digest(algorithm, content),
    };
    report.signed_digest = outcome.digest.map(named);
}
