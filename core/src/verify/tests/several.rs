use super::file::{sign, unsigned, updated};
use super::judging::{TotalPassed, check, judge};
use super::pki::Root;
use crate::verify::{Answer, Coverage, Modification};
use std::time::Instant;

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
fn a_hundred_signatures_cost_a_hundred_times_one() {
    let root = Root::new("root");
    let signer = root.signer();
    let padding = format!(
        "<</Length 300000>>stream\n{}\nendstream",
        "x".repeat(300_000)
    );
    let mut file = updated(&unsigned(), &[(70, &padding)]);
    let mut times = Vec::new();
    for index in 1..=100 {
        file = sign(&file, &signer, &format!("Seal{index}"));
        if index == 10 || index == 100 {
            let start = Instant::now();
            let report = judge(&root, &file);
            times.push(start.elapsed());
            assert_eq!(report.signatures.len(), index);
            assert_eq!(report.indication, TotalPassed);
        }
    }
    println!(
        "10 signatures {:?}, 100 signatures {:?}",
        times[0], times[1]
    );
    assert!(times[1] < times[0] * 60, "{times:?}");
}
