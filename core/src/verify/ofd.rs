//! Judging the signatures of an OFD package.
//!
//! A signature signs its `Signature.xml`, and that lists the digests of the files. A file that no list
//! names is not signed: anybody could have put it there.

mod left;
mod odd;
mod value;

use super::conclude::{self, Doubts, Failure, TrustFinding};
use super::detached::{self, Detached};
use super::policy::Suite;
use super::signature::class;
use super::steps::{Step, StepReport};
use super::trust::Context;
use super::{
    Answer, Coverage, DocumentFormat, Indication, Integrity, Modification, Report, SignatureKind,
    SignatureReport, SubIndication, acceptance, seal, two_formats,
};
use crate::ofd::{OfdError, OfdSignature, Package, ROOT, entries, is_signature, root, signatures};
use crate::reason::{Reason, ofd as reasons, signature as general};
use crate::suite::{DigestAlgorithm, digest};
use left::{Belongs, Left, is_value};
use memchr::memmem;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Most signatures that are judged.
const MOST_SIGNATURES: usize = 512;
/// Most files that are looked at for all signatures together.
const MOST_WORK: usize = 2_000_000;
/// Most files that are named in a reason.
const MOST_NAMED: usize = 8;

/// A package, and the digests that were made of its files.
struct Files<'p> {
    package: &'p Package<'p>,
    digests: RefCell<HashMap<Wanted, Result<Vec<u8>, OfdError>>>,
    /// Signatures that no list has.
    unlisted: RefCell<BTreeSet<String>>,
    left_to: Left,
}

/// A signature, judged.
struct Found {
    report: SignatureReport,
    suite: Suite,
    /// Readers show the seal in it, or may.
    shows: bool,
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
        unlisted: RefCell::default(),
        left_to: Left::of(package, &all)?,
    };
    let mut found = Vec::new();
    let mut work = MOST_WORK;
    let of_package = package.names().count();
    for (index, one) in all.iter().enumerate() {
        found.push(match one {
            Ok(signature) => {
                let cost = of_package.saturating_add(signature.references.len());
                work = work.saturating_sub(cost);
                match index < MOST_SIGNATURES && work > 0 {
                    true => files.judge(signature, index, context),
                    false => not_judged(Reason::new(&general::TOO_MUCH_WORK)),
                }
            }
            Err(OfdError::TooMuch { .. }) => not_judged(Reason::new(&general::TOO_MUCH_WORK)),
            Err(
                error @ (OfdError::Encoding { .. }
                | OfdError::Namespace { .. }
                | OfdError::Elsewhere { .. }),
            ) => not_judged(Reason::new(&reasons::OFD_SIGNATURE_NOT_SERVED).with("why", error)),
            Err(error) => {
                let why = Reason::new(&reasons::OFD_SIGNATURE_UNREADABLE).with("why", error);
                unread(String::new(), why)
            }
        });
    }
    if let Some(listed) = entries(package).ok().flatten() {
        found.push(names_only(package, &listed, context));
    }
    let has_passed = |one: &Found| one.report.indication == Indication::TotalPassed;
    // What a signature that passed lists is what its signer saw.
    let passed = all.iter().zip(&found).filter(|(_, one)| has_passed(one));
    let signed = passed.filter_map(|(one, _)| one.as_ref().ok());
    let signed = signed.flat_map(|one| one.references.iter().map(|file| file.path.as_str()));
    let is_of_two_formats = package.rest(&signed.collect()).any(two_formats::is_pdf_too);
    let unlisted = files.unlisted.take();
    // Known once all was read.
    let oddity = package.oddity();
    let doubts = Doubts {
        ambiguous: oddity.is_some() || is_of_two_formats || !unlisted.is_empty(),
        pictures: found.iter().any(|one| one.shows && !has_passed(one)),
        ..Doubts::default()
    };
    let suites: Vec<Suite> = found.iter().map(|one| one.suite).collect();
    let mut report = Report {
        format: DocumentFormat::Ofd,
        indication: Indication::Indeterminate,
        answer: Answer::Unknown,
        problems: Vec::new(),
        signatures: found.into_iter().map(|one| one.report).collect(),
        licence: None,
        evidence: Vec::new(),
        encryption: None,
    };
    (report.problems).extend(oddity.as_ref().map(odd::reason));
    (report.problems).extend(is_of_two_formats.then(two_formats::reason));
    let lists = root(package)?.lists.into_iter();
    for file in lists.filter(|list| !package.has(list)).take(MOST_NAMED) {
        let reason = Reason::new(&reasons::OFD_LIST_MISSING).with("file", file);
        report.problems.push(reason);
    }
    if !unlisted.is_empty() {
        let files: Vec<&str> = unlisted.iter().map(String::as_str).collect();
        let files = conclude::listed(&files);
        let reason = Reason::new(&reasons::OFD_SIGNATURE_UNLISTED).with("files", files);
        report.problems.push(reason);
    }
    conclude::file(&mut report, context.policy.signatures, &suites, doubts);
    Ok(report)
}

/// A message over the list of the files of a package (GM/T 0099): their names are signed, and not what
/// they say.
fn names_only(
    package: &Package<'_>,
    (list, value): &(String, String),
    context: &Context<'_>,
) -> Found {
    let (signed, value) = match (package.file(list), package.file(value)) {
        (Ok(signed), Ok(value)) => (signed, value),
        (Err(error), _) | (_, Err(error)) => {
            let why = Reason::new(&reasons::OFD_SIGNATURE_UNREADABLE).with("why", error);
            return unread(list.clone(), why);
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
    Found {
        report,
        suite: judged.suite,
        shows: false,
    }
}

fn unread(field: String, why: Reason) -> Found {
    let mut report = conclude::unread(field);
    report.steps.push(StepReport::failed(Step::Format, &why));
    report.reasons.push(why);
    Found {
        report,
        suite: Suite::Unclear,
        shows: true,
    }
}

/// What is written as others read it, or was not looked at, is not broken; what it covers nobody here can say.
fn not_judged(why: Reason) -> Found {
    let mut report = conclude::unread(String::new());
    report.integrity = Integrity::Unsupported;
    report.coverage = Coverage::Detached;
    report.modification = Modification::None;
    report.modification_allowed = true;
    (report.steps).push(StepReport::undecided(Step::Format, &why));
    report.reasons.push(why);
    let failure = Failure::Constraint(SubIndication::SigConstraintsFailure);
    conclude::signature(&mut report, failure, false, TrustFinding::UNKNOWN);
    Found {
        report,
        suite: Suite::Unclear,
        shows: true,
    }
}

/// Whether something is shown of a message that names no seal: what, readers decide.
fn is_stamped_without_seal(signature: &OfdSignature, value: &[u8]) -> bool {
    let is_seal = Detached::of(value) == Some(Detached::SealSignature);
    signature.is_stamped && signature.seal.is_none() && !is_seal
}

impl Files<'_> {
    fn judge(&self, signature: &OfdSignature, index: usize, context: &Context<'_>) -> Found {
        let read = |path: &str| self.package.file(path);
        let (signed, value) = match (read(&signature.path), read(&signature.value)) {
            (Ok(signed), Ok(value)) => (signed, value),
            (Err(OfdError::TooMuch { .. }), _) | (_, Err(OfdError::TooMuch { .. })) => {
                return not_judged(Reason::new(&general::TOO_MUCH_WORK));
            }
            (Err(error), _) | (_, Err(error)) => {
                let why = Reason::new(&reasons::OFD_SIGNATURE_UNREADABLE).with("why", error);
                return unread(signature.id.clone(), why);
            }
        };
        let mut report = conclude::unread(signature.id.clone());
        report.modification = Modification::None;
        report.modification_allowed = true;
        let mut failure = Failure::None;
        if !signature.is_clear || is_stamped_without_seal(signature, &value) {
            let reason = Reason::new(&reasons::OFD_SIGNATURES_ODD);
            report.reasons.push(reason);
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
        }
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
            self.references(signature, &mut report, &mut failure, context);
            self.cover(signature, index, &mut report, &mut failure);
        }
        conclude::signature(&mut report, failure, false, judged.trust);
        if report.indication == Indication::TotalFailed
            && let Some(found) = report.seal.take()
        {
            report.seal = Some(seal::displayed_only(found));
        }
        report.reasons.sort_by_key(class);
        // Where parts stand in other places, readers may find a seal.
        let has_seal = signature.seal.is_some() || signature.is_stamped || !signature.is_clear;
        Found {
            report,
            suite: judged.suite,
            shows: has_seal || Detached::of(&value) == Some(Detached::SealSignature),
        }
    }

    /// Step: every file that is signed has the digest that was signed.
    fn references(
        &self,
        signature: &OfdSignature,
        report: &mut SignatureReport,
        failure: &mut Failure,
        context: &Context<'_>,
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
                Ok(found) if Some(&found) == reference.digest.as_ref() => {
                    // Readers look for the file where the path leads from where it stands.
                    if reference.is_elsewhere {
                        let name = reference.path.clone();
                        unread = Some(OfdError::Elsewhere { name });
                    }
                }
                // It may be there under a name that was not read.
                Err(error @ OfdError::NoSuchFile { .. }) if self.package.has_unread_names() => {
                    unread = Some(error);
                }
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
        let time = report.best_signature_time.unwrap_or(context.at);
        if let Some(reason) = acceptance::digest(context.policy, algorithm, time) {
            report.reasons.push(reason);
            failure.add(Failure::Constraint(SubIndication::CryptoConstraintsFailure));
        }
        report.steps.push(step);
    }

    fn digest(&self, path: &str, algorithm: DigestAlgorithm) -> Result<Vec<u8>, OfdError> {
        if !self.package.has(path) {
            return Err(OfdError::NoSuchFile {
                name: path.to_owned(),
            });
        }
        let key = (path.to_owned(), algorithm.name());
        if let Some(known) = self.digests.borrow().get(&key) {
            return known.clone();
        }
        let made = self.package.file(path).map(|octets| {
            let has_word = || {
                SIGNED
                    .iter()
                    .any(|word| memmem::find(&octets, word).is_some())
            };
            let is_one =
                |octets| is_value(octets) || has_word() && is_signature(self.package, path);
            if !self.left_to.is_listed(path) && is_one(&octets) {
                self.unlisted.borrow_mut().insert(path.to_owned());
            }
            digest(algorithm, &octets)
        });
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
        let covered = signature.references.iter();
        let covered: HashSet<&str> = covered.map(|reference| reference.path.as_str()).collect();
        let (mut has_other, mut is_odd) = (false, false);
        let mut left_out = Vec::new();
        for path in self.package.names().filter(|path| !covered.contains(path)) {
            match self.left_to.belongs(path, signature, index) {
                Belongs::Own => {}
                Belongs::Other => has_other = true,
                Belongs::Odd => is_odd = true,
                // Some makers leave out the file that says where the document begins.
                Belongs::Nobody if path == ROOT => {
                    let reason = Reason::new(&reasons::OFD_ROOT_NOT_COVERED);
                    report.reasons.push(reason);
                    failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
                }
                Belongs::Nobody => left_out.push(path),
            }
        }
        report.coverage = match has_other {
            true => Coverage::WholeRevision,
            false => Coverage::WholeFile,
        };
        if has_other {
            report.modification = Modification::FormFilling;
        }
        is_odd |= self.left_to.is_copy(index);
        if is_odd || self.left_to.is_out_of_order(covered.iter().copied(), index) {
            let reason = Reason::new(&reasons::OFD_SIGNATURES_ODD);
            report.reasons.push(reason);
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
        }
        // The lists say to which document a signature belongs, and whoever has no key can move it from one to another.
        if self.left_to.has_several_lists() && !covered.contains(signature.list.as_str()) {
            let reason = Reason::new(&reasons::OFD_DOCUMENT_UNSAID);
            report.reasons.push(reason);
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
        }
        if self.left_to.is_apart(&left_out) {
            report.coverage = Coverage::WholeRevision;
            let reason = Reason::new(&reasons::OFD_DOCUMENTS_APART);
            report.reasons.push(reason);
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
        } else if !left_out.is_empty() {
            // Nobody can say whether they were there and as they are: some makers leave out templates.
            report.coverage = Coverage::SomeFiles;
            failure.add(Failure::Constraint(SubIndication::SigConstraintsFailure));
            left_out.truncate(MOST_NAMED + 1);
            let files = conclude::listed(&left_out);
            let reason = Reason::new(&reasons::OFD_NOT_COVERED).with("files", files);
            report.reasons.push(reason);
        }
    }
}

/// What stands in every `Signature.xml`, in UTF-8 and in UTF-16.
const SIGNED: [&[u8]; 2] = [b"SignedInfo", b"S\0i\0g\0n\0e\0d\0I\0n\0f\0o"];

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
