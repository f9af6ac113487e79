//! Files made by others (real, tampered with, hostile) before `yinxin verify`.
//!
//! Everything is trusted and revocation is ignored here, so that whatever could pass does pass.
//! Where we disagree with what is expected, `corpus/exceptions.tsv` says why; a row of it that no
//! longer applies fails.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;
use yinxin_tests::binaries::yinxin;
use yinxin_tests::corpus::{self, Exceptions, Expectation, Measured, Part, Row};
use yinxin_tests::skip;
use yinxin_tests::verdict::FileVerdict;

/// A fixed time, so that the summary stays the same.
const AT: &str = "2026-11-01T00:00:00Z";
const SECONDS: f64 = 2.0;
const PEAK_KIB: u64 = 256 * 1024;

/// Every row with what `yinxin verify` did; `None` where the corpora are absent.
fn judged() -> Option<&'static [(Row, Measured)]> {
    static JUDGED: OnceLock<Option<Vec<(Row, Measured)>>> = OnceLock::new();
    let judged = JUDGED.get_or_init(|| {
        let rows = corpus::rows(&Part::ALL)?;
        let anchors = tempfile::tempdir().unwrap();
        copy_certificates(&corpus::certificates()?, anchors.path());
        let arguments: Vec<OsString> = vec![
            "verify".into(),
            "--json".into(),
            "--offline".into(),
            "--at".into(),
            AT.into(),
            "--revocation".into(),
            "ignore".into(),
            "--trust".into(),
            anchors.path().into(),
        ];
        let arguments: Vec<_> = arguments.iter().map(OsString::as_os_str).collect();
        let files: Vec<PathBuf> = rows.iter().map(|row| row.path.clone()).collect();
        let limit = Duration::from_secs_f64(SECONDS);
        let measured = corpus::measure(yinxin(), &arguments, &files, limit);
        Some(rows.into_iter().zip(measured).collect())
    });
    if judged.is_none() {
        skip::for_want_of_corpus();
    }
    judged.as_deref()
}

fn copy_certificates(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "pem") {
            std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// Reads the verdict of a row; files that are no PDF at all have none (exit 4).
fn verdict(row: &Row, measured: &Measured) -> Option<FileVerdict> {
    if measured.code == 4 {
        return None;
    }
    Some(
        FileVerdict::read(&measured.said)
            .unwrap_or_else(|wrong| panic!("{}: {wrong}\n{}", row.name, measured.said)),
    )
}

#[test]
fn every_file_gets_a_verdict_in_time_and_within_memory() {
    let Some(judged) = judged() else { return };
    let mut wrong = Vec::new();
    for (row, measured) in judged {
        let name = format!("{}/{}", row.part.name(), row.name);
        if ![0, 1, 3, 4].contains(&measured.code) {
            wrong.push(format!(
                "{name}: exit {}: {}",
                measured.code, measured.complaint
            ));
            continue;
        }
        if measured.seconds >= SECONDS {
            wrong.push(format!("{name}: {:.1} s", measured.seconds));
        }
        if measured.peak_kib >= PEAK_KIB {
            wrong.push(format!("{name}: {} KiB", measured.peak_kib));
        }
        if let Some(verdict) = verdict(row, measured)
            && verdict.exit_code() != measured.code
        {
            wrong.push(format!(
                "{name}: exit {} with {}",
                measured.code, verdict.indication
            ));
        }
    }
    let slowest = judged
        .iter()
        .map(|(_, found)| found.seconds)
        .fold(0.0, f64::max);
    let largest = judged
        .iter()
        .map(|(_, found)| found.peak_kib)
        .max()
        .unwrap_or(0);
    println!(
        "{} files, slowest {slowest:.3} s, peak {largest} KiB",
        judged.len()
    );
    assert!(!judged.is_empty());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_that_must_be_rejected_passes_or_looks_untouched() {
    let Some(judged) = judged() else { return };
    let labelled = judged
        .iter()
        .filter(|(row, _)| row.label == "reject")
        .count();
    let mut count = BTreeMap::<&str, u32>::new();
    for found in disagreements(judged, "reject") {
        *count
            .entry(if found.actual == "passed" {
                "passed"
            } else {
                "untouched"
            })
            .or_default() += 1;
    }
    println!("{labelled} rows labelled reject, taken for good: {count:?}");
    assert!(labelled > 0);
    settle(judged, "reject");
}

#[test]
fn every_signature_that_is_known_to_be_intact_is_intact() {
    let Some(judged) = judged() else { return };
    let labelled = judged
        .iter()
        .filter(|(row, _)| row.label == "intact")
        .count();
    println!(
        "{labelled} rows labelled intact, {} of them not so",
        disagreements(judged, "intact").len()
    );
    assert!(labelled > 0);
    settle(judged, "intact");
}

/// Returns where a row of that label was judged otherwise than expected.
fn disagreements(judged: &[(Row, Measured)], label: &str) -> Vec<Expectation> {
    judged
        .iter()
        .filter(|(row, _)| row.label == label)
        .filter_map(|(row, measured)| {
            let actual = match (label, verdict(row, measured)) {
                ("reject", Some(found)) if found.indication == "TOTAL-PASSED" => {
                    "passed".to_owned()
                }
                ("reject", Some(found)) if found.looks_untouched() => "untouched".to_owned(),
                ("intact", None) => "no verdict".to_owned(),
                ("intact", Some(found)) if found.signatures.is_empty() => "unsigned".to_owned(),
                ("intact", Some(found)) => found
                    .signatures
                    .iter()
                    .find(|signature| signature.integrity != "intact")
                    .map(|signature| signature.integrity.clone())?,
                _ => return None,
            };
            let id = format!("{}/{}", row.part.name(), row.name);
            Some(Expectation {
                id,
                expected: label.to_owned(),
                actual,
            })
        })
        .collect()
}

/// Holds the disagreements of that label against the committed list.
#[track_caller]
fn settle(judged: &[(Row, Measured)], label: &str) {
    let listed = Exceptions::read(include_str!("corpus/exceptions.tsv")).of(label);
    let ids: Vec<String> = judged
        .iter()
        .map(|(row, _)| format!("{}/{}", row.part.name(), row.name))
        .collect();
    listed
        .settle(&disagreements(judged, label), &ids)
        .unwrap_or_else(|wrong| panic!("{wrong}"));
}

#[test]
fn the_summary_is_the_committed_one() {
    let Some(judged) = judged() else { return };
    let mut counts = BTreeMap::<(Part, &str, String, String), u32>::new();
    for (row, measured) in judged {
        let label = if row.label.is_empty() {
            "-"
        } else {
            row.label.as_str()
        };
        let (indication, answer) = verdict(row, measured).map_or_else(
            || ("no verdict".to_owned(), "-".to_owned()),
            |found| (found.indication, found.answer),
        );
        *counts
            .entry((row.part, label, indication, answer))
            .or_default() += 1;
    }
    let mut table = String::from("part    label   files indication    answer\n");
    for ((part, label, indication, answer), files) in counts {
        writeln!(
            table,
            "{:<7} {label:<7} {files:>5} {indication:<13} {answer}",
            part.name()
        )
        .unwrap();
    }
    println!("{table}");
    insta::assert_snapshot!("summary", table);
}
