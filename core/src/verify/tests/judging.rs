//! Asking for a report and comparing it.

use super::pki::{AT, Root};
use crate::verify::{
    Answer, Coverage, Indication, Integrity, Modification, Report, SignatureReport, SubIndication,
    Verifier,
};
use crate::x509::{Crl, Role, TrustAnchor};

pub(super) use Indication::{Indeterminate, TotalFailed, TotalPassed};

/// Judges with one anchor, the signers' root, and its list.
pub(super) fn judge(root: &Root, file: &[u8]) -> Report {
    let crls = [root.crl(&[])];
    judge_with(&[root.anchor(Role::Signer)], &crls, file, |verifier| {
        verifier
    })
}

pub(super) fn judge_with<'a>(
    anchors: &'a [TrustAnchor],
    crls: &'a [Crl],
    file: &[u8],
    change: impl FnOnce(Verifier<'a>) -> Verifier<'a>,
) -> Report {
    let verifier = Verifier::new(anchors, AT).revocation_lists(crls);
    let report = change(verifier).run(file).unwrap();
    sound(&report);
    report
}

/// What holds of every report.
fn sound(report: &Report) {
    let worst = report.signatures.iter().map(|one| one.indication).max();
    if report.indication == TotalPassed {
        assert_eq!(report.answer, Answer::Valid, "{report:#?}");
        assert!(
            report
                .signatures
                .iter()
                .any(|one| one.indication == TotalPassed)
        );
        assert_ne!(worst, Some(TotalFailed), "{report:#?}");
        assert!(report.signatures.iter().all(|one| one.modification_allowed));
    } else {
        assert_ne!(report.answer, Answer::Valid, "{report:#?}");
        let said = report.signatures.iter().flat_map(|one| &one.reasons);
        assert!(said.chain(&report.problems).next().is_some(), "{report:#?}");
    }
    for one in &report.signatures {
        assert_eq!(one.sub_indication.is_none(), one.indication == TotalPassed);
        if one.indication == TotalPassed {
            assert_eq!(one.integrity, Integrity::Intact);
            assert_ne!(one.coverage, Coverage::Partial);
        } else {
            assert!(!one.reasons.is_empty(), "{one:#?}");
        }
        if one.integrity == Integrity::Unreadable {
            assert_eq!(one.indication, TotalFailed);
        }
        if one.coverage == Coverage::Partial {
            assert_eq!(one.modification, Modification::Unanalysable);
            assert!(!one.modification_allowed);
        }
    }
}

/// Compares the file's indication and answer, and each signature's indication.
pub(super) fn check(
    report: &Report,
    expected: (Indication, Answer),
    signatures: &[(Indication, Option<SubIndication>)],
) {
    assert_eq!((report.indication, report.answer), expected, "{report:#?}");
    let found: Vec<_> = report
        .signatures
        .iter()
        .map(|one| (one.indication, one.sub_indication))
        .collect();
    assert_eq!(found, signatures, "{report:#?}");
}

/// A file that passes with one signature.
pub(super) fn passes(report: &Report) {
    check(report, (TotalPassed, Answer::Valid), &[(TotalPassed, None)]);
}

/// Whether a reason of the code is among those of a signature.
pub(super) fn says(one: &SignatureReport, code: &str) -> bool {
    one.reasons.iter().any(|reason| reason.code() == code)
}

/// Whether the file has a problem of the code.
pub(super) fn has_problem(report: &Report, code: &str) -> bool {
    report.problems.iter().any(|reason| reason.code() == code)
}
