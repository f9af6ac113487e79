//! What can only be said of a signature among the others of its file.

use super::signature::Judged;
use super::{Indication, Integrity, SignatureKind, SubIndication};
use crate::reason::{Entry, Reason, signature as reasons};

/// Looks at the certifications of a file: there is one at most, and no signature comes before it
/// (ISO 32000-2, 12.8.2.2.1; from memory). Returns what is wrong.
///
/// A certification that breaks this does not pass: what it permits cannot be relied on, and a
/// reader may have shown the file as certified by somebody else.
pub(super) fn certifications(judged: &mut [Judged]) -> Vec<Reason> {
    let is_certification = |one: &Judged| one.report.kind == SignatureKind::Certification;
    let several = judged.iter().filter(|one| is_certification(one)).count() > 1;
    let first_approval = judged
        .iter()
        .filter(|one| one.report.kind == SignatureKind::Signature)
        .filter_map(|one| one.revision)
        .min();
    let mut found = Vec::new();
    for one in judged.iter_mut().filter(|one| is_certification(one)) {
        if several {
            refuse(one, &reasons::SEVERAL_CERTIFICATIONS, &mut found);
        }
        let is_late = matches!(
            (one.revision, first_approval),
            (Some(own), Some(approval)) if approval < own
        );
        if is_late {
            refuse(one, &reasons::CERTIFICATION_NOT_FIRST, &mut found);
        }
    }
    found
}

/// Tells whether what a signature shows would be taken for the picture of another one: it did not pass, and no
/// signature that passed covers it and is by the very same signer. Whoever seals in two suites signs with the
/// second what the first shows; whose certificate nobody vouches for can name itself as it likes, and gains
/// nothing by the name of who signs after it.
pub(super) fn misleads(one: &Judged, all: &[Judged]) -> bool {
    let passed = |judged: &Judged| judged.report.indication == Indication::TotalPassed;
    let covers = |other: &&Judged| {
        passed(other)
            && other.protects
            && one.revision.is_some_and(|own| other.revision > Some(own))
    };
    let is_intact = one.report.integrity == Integrity::Intact;
    let is_same = |other: &Judged| {
        is_intact && other.suite != one.suite && !one.body.is_empty() && one.body == other.body
    };
    one.shows && !passed(one) && !all.iter().filter(covers).any(is_same)
}

fn refuse(one: &mut Judged, entry: &'static Entry, found: &mut Vec<Reason>) {
    let reason = Reason::new(entry);
    if !found.contains(&reason) {
        found.push(reason.clone());
    }
    one.report.reasons.insert(0, reason);
    if one.report.indication == Indication::TotalPassed {
        one.report.indication = Indication::Indeterminate;
        one.report.sub_indication = Some(SubIndication::SigConstraintsFailure);
        if let Some(seal) = &mut one.report.seal {
            seal.verdict = Indication::Indeterminate;
        }
    }
}
