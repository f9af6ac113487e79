use super::file::{sign, unsigned, updated};
use super::judging::{TotalFailed, TotalPassed, check, judge, says};
use super::pki::Root;
use crate::verify::{Answer, Coverage, Modification};

#[test]
fn two_signatures_pass_and_each_says_what_it_covers() {
    let root = Root::new("root");
    let signer = root.signer();
    let first = sign(&unsigned(), &signer, "Seal");
    let both = sign(&first, &signer, "Prepared");
    let report = judge(&root, &both);
    check(
        &report,
        (TotalPassed, Answer::Valid),
        &[(TotalPassed, None); 2],
    );
    let of = |field: &str| {
        report
            .signatures
            .iter()
            .find(|one| one.field == field)
            .unwrap()
    };
    assert_eq!(of("Seal").coverage, Coverage::WholeRevision);
    assert_eq!(of("Seal").modification, Modification::FormFilling);
    assert_eq!(of("Seal").covered_until, Some(first.len() as u64));
    assert_eq!(of("Prepared").coverage, Coverage::WholeFile);
    assert_eq!(of("Prepared").modification, Modification::None);
}

#[test]
fn a_hundred_signatures_are_judged_one_by_one() {
    let root = Root::new("root");
    let signer = root.signer();
    let padding = format!(
        "<</Length 300000>>stream\n{}\nendstream",
        "x".repeat(300_000)
    );
    let mut file = updated(&unsigned(), &[(70, &padding)]);
    for index in 1..=100 {
        file = sign(&file, &signer, &format!("Seal{index}"));
    }
    let report = judge(&root, &file);
    assert_eq!(report.signatures.len(), 100);
    assert_eq!(report.indication, TotalPassed);
}

#[test]
fn a_signature_that_was_taken_away_is_still_told_of_and_fails_the_file() {
    let root = Root::new("测试 root");
    let signed = sign(&unsigned(), &root.signer(), "Seal1");
    // An update whose catalog has no form and whose page has no widget: nothing shows a signature.
    let stripped = updated(
        &signed,
        &[
            (1, "<</Type/Catalog/Pages 2 0 R>>"),
            (3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>"),
        ],
    );
    let report = judge(&root, &stripped);
    assert_eq!(report.signatures.len(), 1, "{report:#?}");
    assert_eq!(report.indication, TotalFailed);
    assert_eq!(report.answer, Answer::Altered);
    assert!(says(&report.signatures[0], "SIGNATURE_REMOVED"));
    assert_eq!(report.signatures[0].field, "Seal1");
}
