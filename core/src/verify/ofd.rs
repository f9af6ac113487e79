//! Judging the signatures of an OFD package.
//!
//! A signature signs its `Signature.xml`, and that lists the digests of the files. A file that no list
//! names is not signed: anybody could have put it there.

use super::conclude::{self, Doubts, Failure, TrustFinding};
use super::cryptography::Cryptography;
use super::detached::{self, Detached};
use super::eseal::{self, Original, Sealing};
use super::signature::class;
use super::steps::{Step, StepReport};
use super::trust::Context;
use super::{
    Answer, Coverage, DocumentFormat, Indication, Integrity, Modification, Report, SignatureKind,
    SignatureReport, SubIndication, seal, two_formats,
};
use crate::ofd::xml::resolve;
use crate::ofd::{
    OfdError, OfdSignature, Package, ROOT, entries, is_document, is_plain_list, root, signatures,
};
use crate::reason::{Reason, ofd as reasons, signature as general};
use crate::ses::SesSignature;
use crate::suite::{DigestAlgorithm, digest};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// Most signatures that are judged.
const MOST_SIGNATURES: usize = 512;
/// Most files that are looked at for all signatures together.
const MOST_WORK: usize = 2_000_000;
/// Longest bare pair of numbers as a value: in so little nothing can be shown.
const LONGEST_PAIR: usize = 80;
/// Most files that are named in a reason.
const MOST_NAMED: usize = 8;
/// Longest part of `propertyInfo` that is named in a reason, characters.
const LONGEST_PROPERTY: usize = 200;

/// A package, and the digests that were made of its files.
struct Files<'p> {
    package: &'p Package<'p>,
    digests: RefCell<HashMap<Wanted, Result<Vec<u8>, OfdError>>>,
    left_to: Owners,
}

/// What a signature need not cover, since it is part of the signatures themselves.
struct Owners {
    /// Index of the last signature that a file belongs to.
    last: HashMap<String, usize>,
    /// Where the package has several documents with lists of their own, every file that any signature lists.
    listed_apart: HashSet<String>,
    /// Lists of signatures, which grow with each, and in which nothing else stands.
    lists: HashSet<String>,
}

impl Owners {
    fn of(package: &Package<'_>, all: &[Result<OfdSignature, OfdError>]) -> Result<Self, OfdError> {
        let mut last = HashMap::new();
        for (index, one) in all.iter().enumerate().take(MOST_SIGNATURES) {
            let Ok(signature) = one else { continue };
            for path in own(package, signature) {
                last.insert(path.to_owned(), index);
            }
        }
        let mut lists: HashSet<String> = root(package)?.lists.into_iter().collect();
        let has_several = lists.len() > 1;
        lists.retain(|path| is_plain_list(package, path));
        let listed = all.iter().take(MOST_SIGNATURES).filter(|_| has_several);
        let listed = listed.filter_map(|one| one.as_ref().ok());
        let listed = listed.flat_map(|one| one.references.iter().map(|file| file.path.clone()));
        Ok(Self {
            last,
            listed_apart: listed.collect(),
            lists,
        })
    }
}

/// Returns the files of a signature: itself, its value where that is one, and the seal beside it where it is the one
/// in the value. In anything else somebody could put what readers show.
fn own<'s>(package: &Package<'_>, signature: &'s OfdSignature) -> Vec<&'s str> {
    let mut own = vec![signature.path.as_str()];
    let Ok(value) = package.file(&signature.value) else {
        return own;
    };
    let is_value = Detached::of(&value).is_some() || value.len() <= LONGEST_PAIR;
    own.extend(is_value.then_some(signature.value.as_str()));
    let seal = signature.seal.as_deref();
    own.extend(seal.filter(|path| is_seal_of(package, path, &value)));
    own
}

/// Whether a file is the seal in a seal signature, up to padding with zeros.
fn is_seal_of(package: &Package<'_>, path: &str, value: &[u8]) -> bool {
    let (Ok(beside), Ok(value)) = (package.file(path), SesSignature::parse(value)) else {
        return false;
    };
    let inside = value.to_sign.seal.raw();
    beside
        .split_at_checked(inside.len())
        .is_some_and(|(seal, rest)| seal == inside && rest.iter().all(|octet| *octet == 0))
}

/// A file and the name of the digest.
type Wanted = (String, &'static str);

/// Judges every signature of a package.
///
/// # Errors
///
/// [`OfdError`] where the package or its list of signatures cannot be read.
pub(super) fn judge(package: &Package<'_>, context: &Context<'_>) -> Result<Report, OfdError> {
    let all = signatures(package)?;
    let files = Files {
        package,
        digests: RefCell::default(),
        left_to: Owners::of(package, &all)?,
    };
    let mut gm = Vec::new();
    let mut found = Vec::new();
    let mut work = MOST_WORK;
    for (index, one) in all.iter().enumerate() {
        let (report, is_gm) = match one {
            Ok(signature) => {
                let cost = package
                    .names()
                    .count()
                    .saturating_add(signature.references.len());
                work = work.saturating_sub(cost);
                if index < MOST_SIGNATURES && work > 0 {
                    files.judge(signature, index, context)
                } else {
                    let why = Reason::new(&general::TOO_MUCH_WORK);
                    (unread(String::new(), why), false)
                }
            }
            Err(error @ OfdError::Encoding { .. }) => (not_served(error), false),
            Err(error) => {
                let why = Reason::new(&reasons::OFD_SIGNATURE_UNREADABLE).with("why", error);
                (unread(String::new(), why), false)
            }
        };
        found.push(report);
        gm.push(is_gm);
    }
    if let Some(listed) = entries(package)? {
        let (report, is_gm) = names_only(package, &listed, context);
        found.push(report);
        gm.push(is_gm);
    }
    let mut report = Report {
        format: DocumentFormat::Ofd,
        indication: Indication::Indeterminate,
        answer: Answer::Unknown,
        problems: Vec::new(),
        signatures: found,
        licence: None,
        evidence: Vec::new(),
        encryption: None,
    };
    if package.is_ambiguous() {
        let reason = Reason::new(&reasons::OFD_AMBIGUOUS);
        report.problems.push(reason);
    }
    // What a signature that passed lists is what its signer saw.
    let passed = (report.signatures.iter()).map(|one| one.indication == Indication::TotalPassed);
    let passed = all.iter().zip(passed).filter(|(_, passed)| *passed);
    let signed = passed.filter_map(|(one, _)| one.as_ref().ok());
    let signed = signed.flat_map(|one| one.references.iter().map(|file| file.path.as_str()));
    let is_of_two_formats = package.rest(&signed.collect()).any(two_formats::is_pdf_too);
    (report.problems).extend(is_of_two_formats.then(two_formats::reason));
    let doubts = Doubts {
        ambiguous: package.is_ambiguous() || is_of_two_formats,
        pictures: (report.signatures.iter())
            .any(|one| one.indication != Indication::TotalPassed && one.seal.is_some()),
        ..Doubts::default()
    };
    conclude::file(&mut report, context.policy.signatures, &gm, doubts);
    Ok(report)
}

/// A message over the list of the files of a package (GM/T 0099): their names are signed, and not what
/// they say.
fn names_only(
    package: &Package<'_>,
    (list, value): &(String, String),
    context: &Context<'_>,
) -> (SignatureReport, bool) {
    let (signed, value) = match (package.file(list), package.file(value)) {
        (Ok(signed), Ok(value)) => (signed, value),
        (Err(error), _) | (_, Err(error)) => {
            let why = Reason::new(&reasons::OFD_SIGNATURE_UNREADABLE).with("why", error);
            return (unread(list.clone(), why), false);
        }
    };
    let mut report = conclude::unread(list.clone());
    report.kind = SignatureKind::Cms;
    report.coverage = Coverage::Detached;
    report.modification = Modification::None;
    report.modification_allowed = true;
    let mut failure = Failure::None;
    let judged = detached::cms(&value, Some(&signed), &mut report, &mut failure, context);
    if report.integrity == Integrity::Unreadable {
        conclude::unread_results(&mut report);
    }
    failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
    let reason = Reason::new(&reasons::OFD_NAMES_ONLY);
    report.reasons.push(reason);
    conclude::signature(&mut report, failure, false, judged.trust);
    report.reasons.sort_by_key(class);
    (report, judged.is_gm)
}

fn unread(field: String, why: Reason) -> SignatureReport {
    let mut report = conclude::unread(field);
    report.steps.push(StepReport::failed(Step::Format, &why));
    report.reasons.push(why);
    report
}

/// What is written as others read it is not broken; what it covers nobody here can say.
fn not_served(error: &OfdError) -> SignatureReport {
    let why = Reason::new(&reasons::OFD_SIGNATURE_NOT_SERVED).with("why", error);
    let mut report = conclude::unread(String::new());
    report.integrity = Integrity::Unsupported;
    report.coverage = Coverage::Detached;
    report.modification = Modification::None;
    report.modification_allowed = true;
    (report.steps).push(StepReport::undecided(Step::Format, &why));
    report.reasons.push(why);
    let failure = Failure::Constraint(SubIndication::SigConstraintsFailure);
    conclude::signature(&mut report, failure, false, TrustFinding::UNKNOWN);
    report
}

impl Files<'_> {
    fn judge(
        &self,
        signature: &OfdSignature,
        index: usize,
        context: &Context<'_>,
    ) -> (SignatureReport, bool) {
        let read = |path: &str| self.package.file(path);
        let (signed, value) = match (read(&signature.path), read(&signature.value)) {
            (Ok(signed), Ok(value)) => (signed, value),
            (Err(error), _) | (_, Err(error)) => {
                let why = Reason::new(&reasons::OFD_SIGNATURE_UNREADABLE).with("why", error);
                return (unread(signature.id.clone(), why), false);
            }
        };
        let mut report = conclude::unread(signature.id.clone());
        report.modification = Modification::None;
        report.modification_allowed = true;
        let mut failure = Failure::None;
        let judged = self.value(
            signature,
            &signed,
            &value,
            &mut report,
            &mut failure,
            context,
        );
        if report.integrity == Integrity::Unreadable {
            conclude::unread_results(&mut report);
        } else {
            self.references(signature, &mut report, &mut failure);
            self.cover(signature, index, &mut report, &mut failure);
        }
        conclude::signature(&mut report, failure, false, judged.trust);
        if report.indication == Indication::TotalFailed
            && let Some(found) = report.seal.take()
        {
            report.seal = Some(seal::displayed_only(found));
        }
        report.reasons.sort_by_key(class);
        (report, judged.is_gm)
    }

    /// The value: a seal signature, a message, or a bare number pair.
    fn value(
        &self,
        signature: &OfdSignature,
        signed: &[u8],
        value: &[u8],
        report: &mut SignatureReport,
        failure: &mut Failure,
        context: &Context<'_>,
    ) -> Cryptography {
        match Detached::of(value) {
            Some(Detached::SealSignature) => {
                let digest = |algorithm| digest(algorithm, signed);
                let sealing = Sealing {
                    octets: value,
                    original: Original::Digest(&digest),
                    contained_at: None,
                    made_after: None,
                };
                let judged = eseal::signature(&sealing, report, failure, context);
                self.seal_beside(signature, value, report, failure);
                judged
            }
            Some(Detached::Cms) => detached::cms(value, Some(signed), report, failure, context),
            _ => {
                // SM2 values by themselves are met; whose they are is said nowhere.
                report.integrity = Integrity::Unsupported;
                failure.add(Failure::Constraint(
                    SubIndication::NoSigningCertificateFound,
                ));
                let reason = Reason::new(&general::SIGNER_CERTIFICATE_MISSING);
                report
                    .steps
                    .push(StepReport::undecided(Step::SignatureValue, &reason));
                report.reasons.push(reason);
                Cryptography::nobody(true)
            }
        }
    }

    /// Some readers show the seal that lies beside the signature: it is the one in it.
    fn seal_beside(
        &self,
        signature: &OfdSignature,
        value: &[u8],
        report: &mut SignatureReport,
        failure: &mut Failure,
    ) {
        let Ok(parsed) = SesSignature::parse(value) else {
            return;
        };
        self.property(signature, parsed.to_sign.property, report, failure);
        let Some(path) = &signature.seal else { return };
        if !is_seal_of(self.package, path, value) {
            let reason = Reason::new(&reasons::OFD_SEAL_DIFFERS).with("file", path);
            report.reasons.push(reason);
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
        }
    }

    /// What the signer says to have sealed: the path of `Signature.xml`. Other words are told; the path of another file
    /// of the package is a contradiction.
    fn property(
        &self,
        signature: &OfdSignature,
        property: &str,
        report: &mut SignatureReport,
        failure: &mut Failure,
    ) {
        let named = resolve("", property.trim());
        if named.as_ref() == Some(&signature.path) {
            return;
        }
        if named.is_some_and(|path| self.package.has(&path)) {
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
        }
        let told: String = property.chars().take(LONGEST_PROPERTY).collect();
        let reason = Reason::new(&reasons::OFD_PROPERTY_DIFFERS)
            .with("property", told)
            .with("file", &signature.path);
        report.reasons.push(reason);
    }

    /// Step: every file that is signed has the digest that was signed.
    fn references(
        &self,
        signature: &OfdSignature,
        report: &mut SignatureReport,
        failure: &mut Failure,
    ) {
        let Some(algorithm) = check_method(&signature.check_method) else {
            let method = signature.check_method.clone();
            let reason = Reason::new(&reasons::OFD_CHECK_METHOD).with("method", method);
            report
                .steps
                .push(StepReport::undecided(Step::Files, &reason));
            report.reasons.push(reason);
            failure.add(Failure::Constraint(SubIndication::CryptoConstraintsFailure));
            return;
        };
        let mut changed = Vec::new();
        let mut unread = None;
        for reference in &signature.references {
            match self.digest(&reference.path, algorithm) {
                Ok(found) if Some(&found) == reference.digest.as_ref() => {}
                Ok(_) | Err(OfdError::NoSuchFile { .. } | OfdError::Damaged { .. }) => {
                    changed.push(reference.path.as_str());
                }
                Err(error) => unread = Some(error),
            }
        }
        let step = if !changed.is_empty() {
            let files = conclude::listed(&changed);
            let reason = Reason::new(&reasons::OFD_FILES_CHANGED).with("files", files);
            report.reasons.push(reason.clone());
            report.integrity = Integrity::Broken;
            failure.add(Failure::Hash);
            StepReport::failed(Step::Files, &reason)
        } else if let Some(error) = unread {
            let reason = Reason::new(&reasons::OFD_FILE_NOT_READ).with("why", error);
            report.reasons.push(reason.clone());
            failure.add(Failure::Constraint(SubIndication::SignedDataNotFound));
            StepReport::undecided(Step::Files, &reason)
        } else {
            StepReport::passed(Step::Files)
        };
        if algorithm.weak() {
            let reason = Reason::new(&general::ALGORITHM_WEAK).with("algorithm", algorithm.name());
            report.reasons.push(reason);
            failure.add(Failure::Constraint(SubIndication::CryptoConstraintsFailure));
        }
        report.steps.push(step);
    }

    /// Whether what a signature leaves out is of other documents, which other signatures list.
    fn is_apart(&self, left_out: &[&str]) -> bool {
        let of_others = |path: &&str| {
            self.left_to.listed_apart.contains(*path) || self.left_to.last.contains_key(*path)
        };
        !self.left_to.listed_apart.is_empty() && left_out.iter().all(of_others)
    }

    fn digest(&self, path: &str, algorithm: DigestAlgorithm) -> Result<Vec<u8>, OfdError> {
        let key = (path.to_owned(), algorithm.name());
        if let Some(known) = self.digests.borrow().get(&key) {
            return known.clone();
        }
        let made = self
            .package
            .file(path)
            .map(|octets| digest(algorithm, &octets));
        self.digests.borrow_mut().insert(key, made.clone());
        made
    }

    /// Second result: what the list of the signature leaves out.
    fn cover(
        &self,
        signature: &OfdSignature,
        index: usize,
        report: &mut SignatureReport,
        failure: &mut Failure,
    ) {
        let covered: HashSet<&str> = signature
            .references
            .iter()
            .map(|reference| reference.path.as_str())
            .collect();
        let mut has_later = false;
        let mut left_out = Vec::new();
        for path in self.package.names().filter(|path| !covered.contains(path)) {
            match self.left_to.last.get(path) {
                Some(owner) if *owner > index => has_later = true,
                Some(owner) if *owner == index => {}
                _ if self.left_to.lists.contains(path) => {}
                _ => left_out.push(path),
            }
        }
        report.coverage = match (left_out.is_empty(), has_later) {
            (false, _) => Coverage::Partial,
            (true, true) => Coverage::WholeRevision,
            (true, false) => Coverage::WholeFile,
        };
        if has_later {
            report.modification = Modification::FormFilling;
        }
        if left_out == [ROOT] {
            // Some makers leave out the file that says where the document begins, and what it is about.
            let root = root(self.package).ok().filter(|root| {
                root.is_bare
                    && root
                        .documents
                        .iter()
                        .all(|path| is_document(self.package, path))
                    && root
                        .documents
                        .iter()
                        .all(|path| covered.contains(path.as_str()))
            });
            report.coverage = match has_later {
                true => Coverage::WholeRevision,
                false => Coverage::WholeFile,
            };
            let reason = Reason::new(&reasons::OFD_ROOT_NOT_COVERED);
            report.reasons.push(reason);
            if root.is_none() {
                failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
            }
            return;
        }
        if !left_out.is_empty() && self.is_apart(&left_out) {
            report.coverage = Coverage::WholeRevision;
            let reason = Reason::new(&reasons::OFD_DOCUMENTS_APART);
            report.reasons.push(reason);
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
            return;
        }
        if !left_out.is_empty() {
            left_out.truncate(MOST_NAMED + 1);
            let files = conclude::listed(&left_out);
            let reason = Reason::new(&reasons::OFD_NOT_COVERED).with("files", files);
            report.reasons.push(reason);
        }
    }
}

/// Returns the digest that `CheckMethod` names: by name, by its object identifier, and as some makers have
/// it by that of the keyed SM3.
fn check_method(method: &str) -> Option<DigestAlgorithm> {
    let plain: String = method
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '.')
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    match plain.as_str() {
        #[cfg(feature = "gm")]
        "sm3" | "1.2.156.10197.1.401" | "1.2.156.10197.1.401.2" => Some(DigestAlgorithm::Sm3),
        "sha1" | "1.3.14.3.2.26" => Some(DigestAlgorithm::Sha1),
        "sha256" | "2.16.840.1.101.3.4.2.1" => Some(DigestAlgorithm::Sha256),
        _ => None,
    }
}
