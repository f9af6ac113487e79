//! The first axis: is the document what was signed.

use super::findings::Findings;
use super::{Case, FoundIssuer};
use crate::reason::{Entry, Reason, recognition as reasons, signature};
use crate::recognition::{Clause, ConditionKind};
use crate::verify::{Answer, Indication, Integrity, Report, SignatureReport, SubIndication, Trust};

/// Checks that this project's own verifier reports and that the decision makes itself, with more
/// outcomes than yes and no.
const DECIDED_HERE: &[&str] = &["check-character", "issuer", "period", "status"];

pub(super) fn check(
    case: &Case<'_>,
    clause: Option<&Clause>,
    issuer: Option<&FoundIssuer<'_>>,
    findings: &mut Findings,
) {
    let report = case.input.report;
    // What could not be opened was not looked at: that it is so says all there is to say.
    if let Some(why) = why_locked(report) {
        return findings.cause(why.clone());
    }
    let refuse: Option<&'static Entry> = match report.answer {
        Answer::Altered => Some(&reasons::DOCUMENT_ALTERED),
        Answer::Broken => Some(&reasons::DOCUMENT_BROKEN),
        Answer::Unsigned => Some(&reasons::DOCUMENT_UNSIGNED),
        _ if report.indication == Indication::TotalFailed => Some(&reasons::DOCUMENT_FAILED),
        _ => None,
    };
    if let Some(entry) = refuse {
        findings.refusal(Reason::new(entry));
    } else if report.indication == Indication::TotalPassed {
        // A report that contradicts itself is not relied on.
        if report.answer != Answer::Valid || issuer.is_some_and(|issuer| !passed(issuer)) {
            findings.undecided(Reason::new(&reasons::DOCUMENT_INDETERMINATE));
        }
    } else {
        match tolerated(report, clause) {
            Some(names) => {
                let reason = Reason::new(&reasons::CONDITION_TOLERATED).with("found", names);
                findings.condition(ConditionKind::Tolerated, reason);
            }
            None => findings.undecided(Reason::new(&reasons::DOCUMENT_INDETERMINATE)),
        }
    }
    licence_data(report, findings);
}

/// Why a file that is encrypted was not opened; `None` for every other file. One that wants a password
/// is judged when it has one; one that no password opens may fail all the same.
fn why_locked(report: &Report) -> Option<&Reason> {
    report
        .encryption
        .as_ref()
        .filter(|found| found.opened_with.is_none())?;
    let wants_password = |problem: &&Reason| {
        problem.is(&signature::DOCUMENT_PASSWORD_NEEDED)
            || problem.is(&signature::DOCUMENT_PASSWORD_WRONG)
    };
    let is_known =
        report.indication == Indication::TotalFailed || report.answer == Answer::Unsigned;
    let mut problems = report.problems.iter();
    problems.find(|problem| {
        wants_password(problem) || (!is_known && problem.is(&signature::ENCRYPTION_UNSUPPORTED))
    })
}

fn passed(issuer: &FoundIssuer<'_>) -> bool {
    issuer
        .signatures
        .iter()
        .any(|signature| signature.indication == Indication::TotalPassed)
}

/// Returns what the clause puts up with, where that is all there is.
fn tolerated(report: &Report, clause: Option<&Clause>) -> Option<String> {
    let clause = clause?;
    if !matches!(report.answer, Answer::Unknown | Answer::Expired) {
        return None;
    }
    let mut names = Vec::new();
    for signature in &report.signatures {
        match signature.indication {
            Indication::TotalPassed => {}
            Indication::TotalFailed => return None,
            Indication::Indeterminate => {
                let tolerance = clause
                    .tolerates
                    .iter()
                    .find(|tolerance| tolerable(signature) == Some(tolerance.sub_indication()))?;
                if !sound(signature) {
                    return None;
                }
                names.push(tolerance.name());
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    (!names.is_empty()).then(|| names.join(", "))
}

/// What an agreement may put up with in a signature. A certificate that is suspended is no missing data.
fn tolerable(signature: &SignatureReport) -> Option<SubIndication> {
    match signature.sub_indication? {
        SubIndication::OutOfBoundsNotRevoked => Some(SubIndication::OutOfBoundsNoPoe),
        SubIndication::TryLater if signature.trust == Trust::Untrusted => None,
        other => Some(other),
    }
}

fn sound(signature: &SignatureReport) -> bool {
    signature.integrity == Integrity::Intact && signature.modification_allowed
}

fn licence_data(report: &Report, findings: &mut Findings) {
    let Some(licence) = &report.licence else {
        return findings.undecided(Reason::new(&reasons::NO_LICENCE));
    };
    let Some(record) = &licence.record else {
        return findings.undecided(Reason::new(&reasons::LICENCE_UNREADABLE));
    };
    if record.identifier != licence.identifier {
        findings.refusal(Reason::new(&reasons::IDENTIFIER_DIFFERS));
    }
    for check in &licence.checks {
        if !check.passed && !DECIDED_HERE.contains(&check.name) {
            findings.undecided(Reason::new(&reasons::LICENCE_CHECK).with("check", check.name));
        }
    }
}
