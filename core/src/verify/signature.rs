//! Judging one signature of a PDF file.

use super::changes::{History, Permissions, Violation, allowed};
use super::conclude::{self, Failure};
use super::cryptography::{self, Cryptography};
use super::eseal;
use super::existence::Proof;
use super::levels::CADES;
use super::policy::Suite;
use super::registered;
use super::seal;
use super::structure;
use super::trust::Context;
use super::{
    Coverage, Indication, Integrity, Modification, SealForm, SealReport, SignatureKind,
    SignaturePlace, SignatureReport, SubIndication, acceptance, change_list, permissions,
};
use crate::pdf::{
    Coverage as PdfCoverage, Document, FoundSignature, Padding, Signature, SignatureError,
    SignatureType,
};
use crate::reason::{
    Entry, Reason, ofd as packages, register as registers, seal as seals, signature as reasons,
};
use crate::x509::Certificate;
use crate::x509::oids::{COMMON_NAME, ORGANIZATION, ORGANIZATION_IDENTIFIER, ORGANIZATIONAL_UNIT};
use std::collections::{BTreeSet, HashSet};

/// SubFilter of document timestamps (ISO 32000-2, 12.8.5; from memory).
pub(super) const RFC3161: &str = "ETSI.RFC3161";

/// One signature, judged but for its place among the others.
pub(super) struct Judged {
    pub(super) report: SignatureReport,
    pub(super) suite: Suite,
    /// Revision that is covered, from 0.
    pub(super) revision: Option<usize>,
    /// Somebody signed the revision, and nothing is wrong with the signature but perhaps trust.
    pub(super) protects: bool,
    /// Names and codes of the body that the signing certificate names.
    pub(super) body: Vec<String>,
    /// Something of it is seen on a page.
    pub(super) shows: bool,
}

impl Judged {
    /// What this proves, where it is a document timestamp that passed.
    pub(super) fn proof(&self) -> Option<Proof> {
        let passed = self.report.kind == SignatureKind::DocumentTimestamp
            && self.report.indication == Indication::TotalPassed;
        self.revision.filter(|_| passed)?;
        Some(Proof {
            covered_until: self.report.covered_until?,
            time: self.report.timestamps.first()?.time?,
            is_in_file: true,
        })
    }
}

/// Tells whether the signature is to be judged as a document timestamp.
pub(super) fn is_timestamp(found: &FoundSignature<'_>) -> bool {
    let signature = found.signature.as_ref().ok();
    signature.is_some_and(|signature| signature.sub_filter.as_deref() == Some(RFC3161))
}

/// Judges the signature `found`; `history` knows what later revisions did.
pub(super) fn judge(
    document: &Document<'_>,
    all: &[FoundSignature<'_>],
    found: &FoundSignature<'_>,
    history: &History,
    context: &Context<'_>,
) -> Judged {
    let signature = match &found.signature {
        Ok(signature) => signature,
        Err(error) => return unreadable(found, error),
    };
    let mut report = conclude::unread(name(found));
    let mut failure = Failure::None;
    describe(&mut report, found, signature);
    let is_closed = structure::is_closed(document);
    if is_closed {
        // Names are enciphered.
        report.field.clear();
        report
            .places
            .iter_mut()
            .for_each(|place| place.field.clear());
    }
    let revision = cover(document, signature, &mut report);
    container(found, signature, &mut report, &mut failure);
    let rules = permissions::until(document, all, revision, found);
    let violations = match is_closed {
        true => {
            uncompared(history, revision, &mut report);
            Vec::new()
        }
        false => changes(
            history,
            revision,
            &rules,
            context,
            &mut report,
            &mut failure,
        ),
    };
    let forbidden = violations
        .iter()
        .any(|violation| permissions::against_certification(violation.rule));
    let Cryptography {
        trust,
        suite,
        signer,
    } = cryptography::judge(signature, revision, &mut report, &mut failure, context);
    let trust = match revision.and_then(|covered| signature.embedded_seal(document, covered)) {
        Some(octets) if report.sub_filter == CADES => {
            let signer = signer.as_ref();
            eseal::embedded(octets, signer, trust, &mut report, &mut failure, context)
        }
        _ => trust,
    };
    if report.integrity == Integrity::Unreadable {
        conclude::unread_results(&mut report);
    }
    if let Some(signer) = &signer {
        registered::of_signer(signer, &mut report, &mut failure, context);
    }
    conclude::signature(&mut report, failure, forbidden, trust);
    if report.indication == Indication::TotalFailed {
        report.level = None;
    }
    let shows = seal::is_shown(&document.latest(), found);
    let is_forged = report.indication == Indication::TotalFailed || !report.modification_allowed;
    report.seal = match report.seal.take() {
        Some(seal) if is_forged => Some(seal::displayed_only(seal)),
        Some(seal) if seal.form == SealForm::LegalPerson => {
            // It is the certificate that makes it the unit's own, the seal or not.
            let own = seal::judge(&report, signer.as_ref());
            Some(SealReport {
                form: own.form,
                name: seal.name.or(own.name),
                ..seal
            })
        }
        Some(seal) => Some(seal),
        None if shows => Some(seal::judge(&report, signer.as_ref())),
        None => None,
    };
    if report.seal.as_ref().is_some_and(seal::is_picture) {
        let reason = Reason::new(&reasons::SEAL_DISPLAYED_ONLY);
        report.reasons.push(reason);
    }
    // The sort is stable: within a class the order is that of judging.
    report.reasons.sort_by_key(class);
    let protects = report.integrity == Integrity::Intact
        && report.indication != Indication::TotalFailed
        && report.kind != SignatureKind::DocumentTimestamp;
    Judged {
        report,
        suite,
        revision,
        protects,
        body: signer.as_ref().map(body).unwrap_or_default(),
        shows,
    }
}

/// Returns what the certificate's subject says of who it is: names, and the code of the body in
/// organizationIdentifier (X.520, 6.4; from memory).
fn body(signer: &Certificate) -> Vec<String> {
    let kinds = [
        ORGANIZATION,
        ORGANIZATIONAL_UNIT,
        COMMON_NAME,
        ORGANIZATION_IDENTIFIER,
    ];
    let values = kinds.iter().flat_map(|kind| signer.subject().values(kind));
    values.collect()
}

/// Full name of the field; empty where no field has the signature.
fn name(found: &FoundSignature<'_>) -> String {
    let place = found.places.first();
    place.map(|place| place.name.clone()).unwrap_or_default()
}

/// How much a reason decides: what is wrong with the signature and the file, who signed, when, and
/// remarks.
pub(super) fn class(reason: &Reason) -> u8 {
    const REMARKS: [&Entry; 16] = [
        &registers::SEAL_CLOSED_SINCE,
        &packages::OFD_PROPERTY_DIFFERS,
        &seals::CONTENT_INSIDE,
        &seals::CONTENT_IS_A_LIST,
        &seals::SEAL_EXTENSION_UNKNOWN,
        &seals::SEAL_EDITION_UNKNOWN,
        &seals::SEAL_EDITIONS_DIFFER,
        &seals::SEAL_DATED_BEFORE_CERTIFICATE,
        &seals::SEAL_MAKER_PROVED_IN_TIME,
        &reasons::ALGORITHM_WAS_STRONG,
        &reasons::PROVED_IN_TIME,
        &reasons::TIMESTAMP_PROVED_IN_TIME,
        &reasons::SIGNING_CERTIFICATE_UNNAMED,
        &reasons::LATER_REVISION,
        &reasons::LEVEL_NOT_CLAIMED,
        &reasons::SEAL_DISPLAYED_ONLY,
    ];
    if REMARKS.iter().any(|entry| reason.is(entry)) {
        3
    } else if reason.code().starts_with("TIMESTAMP_") {
        2
    } else {
        u8::from(
            ["CERT_", "CRL_", "OCSP_", "CA_"]
                .iter()
                .any(|start| reason.code().starts_with(start)),
        )
    }
}

fn unreadable(found: &FoundSignature<'_>, error: &SignatureError) -> Judged {
    let mut report = conclude::unread(name(found));
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
        suite: Suite::International,
        revision: None,
        protects: false,
        body: Vec::new(),
        shows: false,
    }
}

/// Returns the entry of a signature that was not judged, as the file has too many.
pub(super) fn too_many(found: &FoundSignature<'_>) -> Judged {
    let mut report = conclude::unread(name(found));
    let reason = Reason::new(&reasons::TOO_MUCH_WORK);
    report.reasons.push(reason);
    Judged {
        report,
        suite: Suite::International,
        revision: None,
        protects: false,
        body: Vec::new(),
        shows: false,
    }
}

fn describe(report: &mut SignatureReport, found: &FoundSignature<'_>, signature: &Signature<'_>) {
    report.sub_filter = signature.sub_filter.clone().unwrap_or_default();
    let is_certification =
        signature.doc_mdp.is_some() || found.perms.iter().any(|key| key == "DocMDP");
    report.kind = if report.sub_filter == RFC3161 {
        SignatureKind::DocumentTimestamp
    } else if is_certification {
        SignatureKind::Certification
    } else {
        SignatureKind::Signature
    };
    report.claimed_time = signature.claimed_time;
    report.places = places(found);
}

/// Where the signature shows: widgets that take room and are not hidden.
fn places(found: &FoundSignature<'_>) -> Vec<SignaturePlace> {
    let widgets = found.places.iter().flat_map(|place| {
        let shown = place.widgets.iter().filter(|widget| !widget.is_hidden);
        shown.map(|widget| (&place.name, widget))
    });
    let places = widgets.filter_map(|(field, widget)| {
        Some(SignaturePlace {
            field: field.clone(),
            page: widget.page,
            rectangle: widget.rectangle?,
        })
    });
    places.collect()
}

/// Second result. Returns the revision that is covered.
fn cover(
    document: &Document<'_>,
    signature: &Signature<'_>,
    report: &mut SignatureReport,
) -> Option<usize> {
    let until = signature.byte_range.end();
    report.covered_until = u64::try_from(until).ok();
    report.coverage = match signature.coverage {
        // The revision that the ranges name does not hold this signature: it was moved there.
        _ if !signature.consistent => Coverage::Partial,
        PdfCoverage::WholeFile => Coverage::WholeFile,
        PdfCoverage::WholeRevision(_) => Coverage::WholeRevision,
        PdfCoverage::Partial => Coverage::Partial,
    };
    if report.coverage == Coverage::Partial {
        let reason = Reason::new(&reasons::COVERAGE_PARTIAL).with("until", until);
        report.reasons.push(reason);
        return None;
    }
    signature.coverage.revision(document)
}

/// What may not be in the dictionary, the field and the padding.
fn container(
    found: &FoundSignature<'_>,
    signature: &Signature<'_>,
    report: &mut SignatureReport,
    failure: &mut Failure,
) {
    if let Padding::NonZero(count) = signature.padding {
        failure.add(Failure::Format);
        let reason = Reason::new(&reasons::CONTENTS_PADDING).with("count", count);
        report.reasons.push(reason);
    }
    if signature.contents_irregular {
        failure.add(Failure::Format);
        let at = signature.contents_span.start;
        let reason = Reason::new(&reasons::CONTENTS_IRREGULAR).with("at", at);
        report.reasons.push(reason);
    }
    if signature.kind == SignatureType::DocTimeStamp && report.sub_filter != RFC3161 {
        failure.add(Failure::Format);
        let sub_filter = report.sub_filter.clone();
        let reason = Reason::new(&reasons::TYPE_NOT_ALLOWED).with("sub_filter", sub_filter);
        report.reasons.push(reason);
    }
    let odd = Failure::Constraint(SubIndication::SigConstraintsFailure);
    // Several places are one signature's where its signer saw them all.
    let mut names = HashSet::new();
    if !found.places_covered || !found.places.iter().all(|place| names.insert(&place.name)) {
        failure.add(odd);
        let names: Vec<&str> = found.places.iter().map(|p| p.name.as_str()).collect();
        let fields = conclude::listed(&names);
        let reason = Reason::new(&reasons::SIGNATURE_SHARED).with("fields", fields);
        report.reasons.push(reason);
    }
    if let Some(place) = found.places.iter().find(|place| !place.is_signature_field) {
        failure.add(odd);
        let reason = Reason::new(&reasons::FIELD_NOT_SIGNATURE).with("field", &place.name);
        report.reasons.push(reason);
    }
}

/// Third result of a document that was not opened: whether there are later revisions is known, and not
/// what they changed, since all that they say is enciphered.
fn uncompared(history: &History, revision: Option<usize>, report: &mut SignatureReport) {
    let is_last = revision.is_some_and(|revision| {
        let since = history.since(revision);
        since.changes.is_empty() && since.unanalysable.is_none()
    });
    if is_last {
        report.modification = Modification::None;
        report.modification_allowed = true;
    } else {
        report.modification = Modification::Unanalysable;
        report.modification_allowed = false;
        report.reasons.push(Reason::new(&reasons::CHANGES_LOCKED));
    }
}

/// Most violations that are put into words.
const MOST_VIOLATIONS: usize = 8;

/// Third result.
fn changes(
    history: &History,
    revision: Option<usize>,
    rules: &Permissions,
    context: &Context<'_>,
    report: &mut SignatureReport,
    failure: &mut Failure,
) -> Vec<Violation> {
    let Some(revision) = revision else {
        // Less than a revision is covered: what was there cannot be told.
        report.modification = Modification::Unanalysable;
        report.modification_allowed = false;
        return Vec::new();
    };
    let since = history.since(revision);
    let violations = allowed(&since, rules);
    report.modification = since.level;
    report.modification_allowed = violations.is_empty();
    (report.changes, report.changes_total) = change_list::list(&since, &violations);
    // What decides is among the first; alike ones say nothing new.
    for violation in violations.iter().take(MOST_VIOLATIONS) {
        let reason = permissions::reason(violation, &since, rules);
        if !report.reasons.contains(&reason) {
            report.reasons.push(reason);
        }
    }
    if violations.is_empty() {
        let unaccepted = acceptance::changes(context.policy, &since);
        if !unaccepted.is_empty() {
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
            report.reasons.extend(unaccepted);
        }
    }
    if violations.is_empty() && since.level != Modification::None {
        let changed = since.changes.iter().map(|change| change.revision);
        let revisions = changed.collect::<BTreeSet<_>>();
        report.reasons.push(
            Reason::new(&reasons::LATER_REVISION)
                .with("count", revisions.len())
                .with("level", super::report::modification_name(since.level)),
        );
    }
    violations
}
