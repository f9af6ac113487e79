//! Other people's signed files, and published attacks on them, which lie outside the repository.
//!
//! Every row of the indexes that has a label must come out as the label says, or be listed with its
//! reason in `verify_corpus_exceptions.tsv`; an exception that no longer applies fails too.

#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]

#[path = "corpus/folder.rs"]
mod corpus;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use time::{OffsetDateTime, macros::datetime};
use yinxin_core::cms::SignedData;
use yinxin_core::der::definite_lengths;
use yinxin_core::pdf::Document;
use yinxin_core::timestamp::TimestampToken;
use yinxin_core::verify::{Indication, Integrity, Policy, Report, Verifier};
use yinxin_core::x509::{Certificate, RevocationPolicy, Role, TrustAnchor};

/// Judging a file takes less than this, also without optimisation.
const PATIENCE: Duration = Duration::from_secs(2);

/// One row of an index.
struct Row {
    id: String,
    label: String,
    bytes: Vec<u8>,
}

fn rows(corpus: &Path) -> Vec<Row> {
    let mut rows = Vec::new();
    for folder in ["attacks", "signed", "inputs"] {
        let index = std::fs::read_to_string(corpus.join(folder).join("index.tsv")).unwrap();
        for line in index.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let Ok(bytes) = std::fs::read(corpus.join(folder).join(fields[0])) else {
                continue;
            };
            rows.push(Row {
                id: format!("{folder}/{}", fields[0]),
                label: if folder == "inputs" { "" } else { fields[5] }.to_owned(),
                bytes,
            });
        }
    }
    rows
}

/// Certificates in the messages of a file's signatures and of their timestamps.
fn embedded(bytes: &[u8]) -> Vec<Certificate> {
    let mut found = Vec::new();
    let Ok(document) = Document::open(bytes) else {
        return found;
    };
    let Ok(signatures) = document.latest().signatures() else {
        return found;
    };
    for signature in signatures
        .found
        .iter()
        .filter_map(|s| s.signature.as_ref().ok())
    {
        let Some(value) = signature.value() else {
            continue;
        };
        let value = definite(value);
        let Ok(data) = SignedData::parse(&value) else {
            continue;
        };
        found.extend_from_slice(data.certificates());
        for token in data.signers().iter().flat_map(|s| s.signature_timestamps()) {
            let token = definite(token);
            if let Ok(token) = TimestampToken::parse(&token) {
                found.extend_from_slice(token.signed_data().certificates());
            }
        }
    }
    found
}

fn definite(value: &[u8]) -> Cow<'_, [u8]> {
    match definite_lengths(value) {
        Ok(value) => Cow::Owned(value),
        Err(_) => Cow::Borrowed(value),
    }
}

/// Trusts what nobody should trust: the topmost certificates that came with the file.
fn anchors(certificates: &[Certificate]) -> Vec<TrustAnchor> {
    let is_topmost = |certificate: &&Certificate| {
        certificate.subject() == certificate.issuer()
            || !certificates
                .iter()
                .any(|other| other.subject() == certificate.issuer())
    };
    certificates
        .iter()
        .filter(is_topmost)
        .flat_map(|certificate| {
            [Role::Signer, Role::Tsa].map(|role| TrustAnchor {
                certificate: certificate.clone(),
                role,
            })
        })
        .collect()
}

/// Instants at which certificates of the file are valid: the kindest ones first.
fn instants(certificates: &[Certificate]) -> Vec<OffsetDateTime> {
    let mut instants: Vec<OffsetDateTime> = certificates
        .iter()
        .flat_map(|certificate| {
            [
                certificate.not_before() + time::Duration::seconds(1),
                certificate.not_after() - time::Duration::seconds(1),
            ]
        })
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    instants.sort_by_key(|at| {
        let valid = certificates
            .iter()
            .filter(|c| c.not_before() <= *at && *at <= c.not_after());
        std::cmp::Reverse(valid.count())
    });
    instants.truncate(4);
    instants.push(datetime!(2026-11-22 0:00 UTC));
    instants
}

fn judge(row: &Row, anchors: &[TrustAnchor], at: OffsetDateTime, policy: Policy) -> Option<Report> {
    let start = Instant::now();
    let report = Verifier::new(anchors, at)
        .revocation(RevocationPolicy::Ignore)
        .policy(policy)
        .run(&row.bytes);
    let spent = start.elapsed();
    assert!(spent < PATIENCE, "{} took {spent:?}", row.id);
    report.ok()
}

fn words(report: &Report) -> String {
    let mut text = format!("{:?} {:?}", report.indication, report.answer);
    for problem in &report.problems {
        text.push_str(&format!("\n    ! {}", problem.en()));
    }
    for signature in &report.signatures {
        text.push_str(&format!(
            "\n    {:?} {:?} {} {:?}/{:?} {:?} {:?} {:?} allowed={} {:?} {:?}",
            signature.field,
            signature.kind,
            signature.sub_filter,
            signature.indication,
            signature.sub_indication,
            signature.integrity,
            signature.coverage,
            signature.modification,
            signature.modification_allowed,
            signature.trust,
            signature.level,
        ));
        for reason in &signature.reasons {
            text.push_str(&format!("\n      {}: {}", reason.code(), reason.en()));
        }
    }
    text
}

/// Exceptions: id to expected and actual.
fn exceptions() -> BTreeMap<String, (String, String)> {
    include_str!("verify_corpus_exceptions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 4, "{line}");
            (
                fields[0].to_owned(),
                (fields[1].to_owned(), fields[2].to_owned()),
            )
        })
        .collect()
}

/// What a file came to: the kindest outcome under any policy at any instant.
fn outcome(row: &Row) -> (&'static str, String) {
    let certificates = embedded(&row.bytes);
    let anchors = anchors(&certificates);
    let mut kindest: Option<Report> = None;
    for at in instants(&certificates) {
        for policy in [Policy::All, Policy::Any, Policy::Eu] {
            let Some(report) = judge(row, &anchors, at, policy) else {
                return ("not-read", String::new());
            };
            if kindest
                .as_ref()
                .is_none_or(|k| report.indication < k.indication)
            {
                kindest = Some(report);
            }
        }
    }
    let report = kindest.unwrap();
    let text = words(&report);
    let broken = report
        .signatures
        .iter()
        .any(|s| s.integrity != Integrity::Intact);
    let word = match (report.indication, broken) {
        (Indication::TotalPassed, _) => "passed",
        (_, true) => "not-intact",
        (Indication::Indeterminate, false) => "intact",
        (Indication::TotalFailed, false) => "intact-failed",
    };
    (word, text)
}

#[test]
fn attacks_never_pass_and_intact_files_are_called_intact() {
    let Some(corpus) = corpus::folder("pdf") else {
        return;
    };
    let mut exceptions = exceptions();
    let mut complaints = Vec::new();
    let mut table: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for row in rows(&corpus) {
        let (actual, text) = outcome(&row);
        println!("{} [{}] {actual} {text}", row.id, row.label);
        *table.entry((row.label.clone(), actual)).or_default() += 1;
        let right = match row.label.as_str() {
            "reject" => actual != "passed",
            "intact" => matches!(actual, "passed" | "intact" | "intact-failed"),
            _ => true,
        };
        let listed = exceptions.remove(&row.id);
        if right {
            if listed.is_some() {
                complaints.push(format!("{}: the exception no longer applies", row.id));
            }
        } else if listed != Some((row.label.clone(), actual.to_owned())) {
            complaints.push(format!("{}\t{}\t{actual}\t{text}", row.id, row.label));
        }
    }
    for ((label, actual), count) in &table {
        println!("TABLE {label:8} {actual:14} {count}");
    }
    complaints.extend(
        exceptions
            .keys()
            .map(|id| format!("{id}: an exception without a case")),
    );
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
