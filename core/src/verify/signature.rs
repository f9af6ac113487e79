//! Judging one signature of a PDF file.

use super::cms_findings;
use super::conclude::{self, Failure, TrustFinding};
use super::permissions;
use super::timestamps;
use super::trust::{self, Context};
use super::{
    Coverage, Integrity, Modification, SealForm, SealReport, SignatureKind, SignatureReport,
    SignerName, SubIndication, Trust,
};
use crate::cms::{CmsFact, CmsFailure, CmsOutcome, SignedData};
use crate::pdf::{
    Coverage as PdfCoverage, Document, FoundSignature, Padding, Signature, SignatureError,
    SignatureType,
};
use crate::reason::{Reason, signature as reasons};
use crate::suite::{DigestAlgorithm, Digester};
use crate::verify::changes::{History, Violation};
use crate::x509::Certificate;

/// Longest covered content that is copied to judge a signature without signed attributes, octets.
const LONGEST_COPY: usize = 64 << 20;

/// One signature, judged but for its place among the others.
pub(super) struct Judged {
    pub(super) report: SignatureReport,
    pub(super) is_gm: bool,
    /// Revision that is covered, from 0.
    pub(super) revision: Option<usize>,
    /// The cryptography is right and the whole revision is covered.
    pub(super) protects: bool,
}

/// Judges the signature `found`; `history` knows what later revisions did.
pub(super) fn judge(
    document: &Document<'_>,
    all: &[FoundSignature<'_>],
    found: &FoundSignature<'_>,
    history: &History,
    context: &Context<'_>,
) -> Judged {
    let field = found
        .places
        .first()
        .map(|place| place.name.clone())
        .unwrap_or_default();
    let signature = match &found.signature {
        Ok(signature) => signature,
        Err(error) => return unreadable(field, error),
    };
    let mut report = conclude::unread(field);
    let mut failure = Failure::None;
    describe(&mut report, found, signature);
    let revision = cover(document, signature, &mut report);
    container(signature, &mut report, &mut failure);
    let Cryptography {
        trust,
        is_gm,
        signer,
    } = cryptography(signature, &mut report, &mut failure, context);
    let rules = permissions::until(document, all, revision, found);
    let violations = changes(history, revision, &rules, &mut report);
    let certified = violations
        .iter()
        .any(|violation| permissions::against_certification(violation.rule));
    conclude::signature(&mut report, failure, certified, trust);
    report.seal = seal(&report, is_visible(found), signer.as_ref());
    if report
        .seal
        .as_ref()
        .is_some_and(|seal| seal.form == SealForm::DisplayedOnly)
    {
        report
            .reasons
            .push(Reason::new(&reasons::SEAL_DISPLAYED_ONLY));
    }
    let protects = report.integrity == Integrity::Intact && report.coverage != Coverage::Partial;
    Judged {
        report,
        is_gm,
        revision,
        protects,
    }
}

fn unreadable(field: String, error: &SignatureError) -> Judged {
    let mut report = conclude::unread(field);
    let at = match error {
        SignatureError::DuplicateKeys { at }
        | SignatureError::ByteRange { at, .. }
        | SignatureError::Contents { at, .. } => at.to_string(),
        SignatureError::Gap { gap, .. } => gap.start.to_string(),
        _ => String::from("?"),
    };
    report.reasons.push(
        Reason::new(&reasons::SIGNATURE_UNREADABLE)
            .with("field", &report.field)
            .with("why", error)
            .with("at", at),
    );
    Judged {
        report,
        is_gm: false,
        revision: None,
        protects: false,
    }
}

fn describe(report: &mut SignatureReport, found: &FoundSignature<'_>, signature: &Signature<'_>) {
    report.sub_filter = signature.sub_filter.clone().unwrap_or_default();
    let is_timestamp =
        signature.kind == SignatureType::DocTimeStamp || report.sub_filter == "ETSI.RFC3161";
    report.kind = if is_timestamp {
        SignatureKind::DocumentTimestamp
    } else if signature.doc_mdp.is_some() || found.perms.iter().any(|key| key == "DocMDP") {
        SignatureKind::Certification
    } else {
        SignatureKind::Signature
    };
    report.claimed_time = signature.claimed_time;
}

/// Second result. Returns the revision that is covered.
fn cover(
    document: &Document<'_>,
    signature: &Signature<'_>,
    report: &mut SignatureReport,
) -> Option<usize> {
    let revision = signature.coverage.revision(document);
    report.coverage = match signature.coverage {
        PdfCoverage::WholeFile => Coverage::WholeFile,
        PdfCoverage::WholeRevision(_) => Coverage::WholeRevision,
        PdfCoverage::Partial => Coverage::Partial,
    };
    report.covered_until = u64::try_from(signature.byte_range.end()).ok();
    if report.coverage != Coverage::Partial && !signature.consistent {
        // The revision that the ranges name does not hold this signature: it was moved there.
        report.coverage = Coverage::Partial;
    }
    if report.coverage == Coverage::Partial {
        let until = signature.byte_range.end();
        report
            .reasons
            .push(Reason::new(&reasons::COVERAGE_PARTIAL).with("until", until));
        return None;
    }
    revision
}

/// What may not be in the dictionary and the padding.
fn container(signature: &Signature<'_>, report: &mut SignatureReport, failure: &mut Failure) {
    let bad = match signature.padding {
        Padding::Zeros(_) => None,
        Padding::NonZero(count) => Some(count),
        Padding::NoSequence => None,
    };
    if let Some(count) = bad {
        *failure = Failure::Format;
        report
            .reasons
            .push(Reason::new(&reasons::CONTENTS_PADDING).with("count", count));
    } else if signature.contents_irregular {
        *failure = Failure::Format;
        report
            .reasons
            .push(Reason::new(&reasons::CONTENTS_PADDING).with("count", 1));
    }
}

/// What the message of a signature came to.
struct Cryptography {
    trust: TrustFinding,
    is_gm: bool,
    signer: Option<Certificate>,
}

/// First and fourth result.
fn cryptography(
    signature: &Signature<'_>,
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) -> Cryptography {
    let unknown = TrustFinding {
        trust: Trust::Unknown,
        sub_indication: None,
    };
    let is_gm = report.sub_filter.starts_with("GM.");
    let nobody = |trust| Cryptography {
        trust,
        is_gm,
        signer: None,
    };
    let served = matches!(
        report.sub_filter.as_str(),
        "ETSI.CAdES.detached" | "adbe.pkcs7.detached" | "adbe.pkcs7.sha1" | "ETSI.RFC3161"
    );
    if !served {
        report.integrity = Integrity::Unsupported;
        set(
            failure,
            Failure::Constraint(SubIndication::SigConstraintsFailure),
        );
        let sub_filter = report.sub_filter.clone();
        report
            .reasons
            .push(Reason::new(&reasons::SUB_FILTER_NOT_SERVED).with("sub_filter", sub_filter));
        return nobody(unknown);
    }
    let der = signature.value().unwrap_or(&signature.contents);
    let data = match SignedData::parse(der) {
        Ok(data) => data,
        Err(error) => {
            report.integrity = Integrity::Unreadable;
            *failure = Failure::Format;
            report
                .reasons
                .insert(0, Reason::new(&reasons::CMS_UNREADABLE).with("why", error));
            return nobody(unknown);
        }
    };
    if report.sub_filter == "ETSI.RFC3161" {
        return nobody(timestamps::document(
            signature, der, report, failure, context,
        ));
    }
    let strict = report.sub_filter == "ETSI.CAdES.detached";
    let outcome = if report.sub_filter == "adbe.pkcs7.sha1" {
        over_sha1(&data, signature, context)
    } else {
        detached(&data, signature, context)
    };
    let findings = cms_findings::sort(&outcome, strict);
    report.integrity = findings.integrity;
    set(failure, findings.failure);
    report.reasons.splice(0..0, findings.reasons);
    let Some(signer) = &outcome.signer else {
        return nobody(unknown);
    };
    report.signer = Some(name_of(signer));
    let carried = trust::Carried::of(&data);
    let finding = trust::judge(signer, &carried, context, &mut report.reasons);
    if report.integrity == Integrity::Intact {
        timestamps::of_signature(&data, report, context);
        report.level = level(signature, &outcome, report);
    }
    Cryptography {
        trust: finding,
        is_gm,
        signer: outcome.signer,
    }
}

/// The first failure that was found decides; format failures are found before the others.
fn set(failure: &mut Failure, found: Failure) {
    if *failure == Failure::None || matches!(found, Failure::Hash | Failure::Value) {
        *failure = found;
    }
}

fn detached(data: &SignedData<'_>, signature: &Signature<'_>, context: &Context<'_>) -> CmsOutcome {
    let covered = signature.covered();
    let outcome = data.verify(
        |algorithm| digest_of(algorithm, covered),
        context.certificates,
    );
    let length = covered.iter().map(|part| part.len()).sum::<usize>();
    if outcome.failures.contains(&CmsFailure::ContentNeeded) && length <= LONGEST_COPY {
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
    let sha1 = digest_of(DigestAlgorithm::Sha1, signature.covered());
    if data.encapsulated().is_some_and(|content| content != sha1) {
        outcome.failures.push(CmsFailure::DigestMismatch);
    }
    if !outcome.facts.contains(&CmsFact::WeakDigest) {
        outcome.facts.push(CmsFact::WeakDigest);
    }
    outcome
}

pub(super) fn digest_of(algorithm: DigestAlgorithm, parts: [&[u8]; 2]) -> Vec<u8> {
    let mut digester = Digester::new(algorithm);
    for part in parts {
        digester.update(part);
    }
    digester.finish()
}

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
    let has = |key: &str| {
        signature
            .dictionary()
            .is_some_and(|found| found.get(key).is_some())
    };
    let missing = if report.sub_filter != "ETSI.CAdES.detached" {
        "SubFilter"
    } else if report.claimed_time.is_none() {
        "M"
    } else if has("Cert") {
        "Cert"
    } else if outcome.facts.contains(&CmsFact::SigningCertificateAbsent) {
        "signing-certificate-v2"
    } else if outcome.facts.contains(&CmsFact::SigningTime) {
        "signing-time"
    } else if !outcome.is_intact() {
        return None;
    } else if report.best_signature_time.is_some() {
        return Some("B-T");
    } else {
        return Some("B-B");
    };
    report
        .reasons
        .push(Reason::new(&reasons::LEVEL_NOT_CLAIMED).with("why", missing));
    None
}

/// Third result.
fn changes(
    history: &History,
    revision: Option<usize>,
    rules: &crate::verify::changes::Permissions,
    report: &mut SignatureReport,
) -> Vec<Violation> {
    let Some(revision) = revision else {
        // Less than a revision is covered: what was there cannot be told.
        report.modification = Modification::Unanalysable;
        report.modification_allowed = false;
        return Vec::new();
    };
    let since = history.since(revision);
    let violations = crate::verify::changes::allowed(&since, rules);
    report.modification = since.level;
    report.modification_allowed = violations.is_empty();
    for violation in violations.iter().take(8) {
        report
            .reasons
            .push(permissions::reason(violation, &since, rules));
    }
    if violations.is_empty() && since.level != Modification::None {
        let revisions = since
            .changes
            .iter()
            .map(|change| change.revision)
            .collect::<std::collections::BTreeSet<_>>();
        report.reasons.push(
            Reason::new(&reasons::LATER_REVISION)
                .with("count", revisions.len())
                .with("level", super::report::modification_name(since.level)),
        );
    }
    violations
}

/// Tells whether a widget of the signature takes room on a page.
fn is_visible(found: &FoundSignature<'_>) -> bool {
    found.places.iter().any(|place| {
        let rectangle = place
            .dictionary
            .get("Rect")
            .and_then(|rect| rect.as_array());
        let sides: Vec<f64> = rectangle
            .map(|rect| rect.values().filter_map(|side| side.as_number()).collect())
            .unwrap_or_default();
        match sides.as_slice() {
            [left, bottom, right, top] => (right - left).abs() > 0.0 && (top - bottom).abs() > 0.0,
            // Widgets among the kids: shown for all that is known.
            _ => place.dictionary.get("Kids").is_some(),
        }
    })
}

/// A seal of a legal person is a signature by its own certificate; the picture alone is none.
fn seal(
    report: &SignatureReport,
    visible: bool,
    signer: Option<&Certificate>,
) -> Option<SealReport> {
    if !visible {
        return None;
    }
    let organisation = signer.and_then(|certificate| {
        certificate
            .subject()
            .values(&crate::x509::ORGANISATION_NAME)
            .into_iter()
            .next()
    });
    let stands = report.integrity == Integrity::Intact && organisation.is_some();
    Some(SealReport {
        form: if stands {
            SealForm::LegalPerson
        } else {
            SealForm::DisplayedOnly
        },
        id: None,
        name: organisation.filter(|_| stands),
        verdict: report.indication,
    })
}
