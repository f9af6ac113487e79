//! Certification paths against NIST PKITS and x509-limbo, which lie outside the repository.
//!
//! Each case has to come out as its authors say, or be listed with its reason in
//! `path_corpora_exceptions.tsv`; an exception that no longer applies fails too.

#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::x509::{
    Certificate, Crl, KeyPurpose, PathOutcome, PathRequest, RevocationPolicy, Role, TrustAnchor,
    read_all, read_all_crls, validate,
};

fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("YINXIN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("corpus/x509");
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: no corpus/x509 in {}", shared.display());
        None
    }
}

#[derive(Default)]
struct Table {
    agree: usize,
    accepted: usize,
    refused: usize,
    complaints: Vec<String>,
}

impl Table {
    fn add(
        &mut self,
        exceptions: &mut BTreeMap<String, (String, String)>,
        id: &str,
        expected: &str,
        actual: &str,
        detail: &str,
    ) {
        let listed = exceptions.remove(id);
        if expected == actual {
            self.agree += 1;
            if listed.is_some() {
                self.complaints
                    .push(format!("{id}: the exception no longer applies"));
            }
            return;
        }
        if actual == "accepted" {
            self.accepted += 1;
        } else {
            self.refused += 1;
        }
        if listed != Some((expected.to_owned(), actual.to_owned())) {
            self.complaints
                .push(format!("{id}\t{expected}\t{actual}\t{detail}"));
        }
    }

    fn report(self, name: &str, exceptions: BTreeMap<String, (String, String)>) {
        println!(
            "{name}: agree {}, wrongly accepted {}, wrongly refused {}",
            self.agree, self.accepted, self.refused
        );
        let mut complaints = self.complaints;
        complaints.extend(
            exceptions
                .keys()
                .map(|id| format!("{id}: an exception without a case")),
        );
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }
}

/// Exceptions of one corpus: id to expected and actual.
fn exceptions(corpus: &str) -> BTreeMap<String, (String, String)> {
    include_str!("path_corpora_exceptions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|fields| fields[0] == corpus)
        .map(|fields| {
            assert_eq!(fields.len(), 5, "{fields:?}");
            (
                fields[1].to_owned(),
                (fields[2].to_owned(), fields[3].to_owned()),
            )
        })
        .collect()
}

fn word(outcome: &PathOutcome) -> &'static str {
    if outcome.is_valid() {
        "accepted"
    } else {
        "refused"
    }
}

fn detail(outcome: &PathOutcome) -> String {
    let failures: Vec<String> = outcome
        .failures
        .iter()
        .map(|f| format!("{}: {:?}", f.index, f.kind))
        .collect();
    failures.join("; ")
}

#[test]
fn nist_pkits_comes_out_as_its_authors_say() {
    let Some(corpus) = corpus() else { return };
    let pkits = corpus.join("pkits");
    let folder = pkits.join("tests/fixtures/nist_pkits");
    let cases: Vec<Value> =
        serde_json::from_slice(&std::fs::read(pkits.join("pkits_cases.json")).unwrap()).unwrap();
    let certificate = |name: &str| {
        let der = std::fs::read(folder.join("certs").join(name)).unwrap();
        Certificate::parse(&der)
    };
    let anchors = [TrustAnchor {
        certificate: certificate("TrustAnchorRootCertificate.crt").unwrap(),
        role: Role::Signer,
    }];
    let at = time::macros::datetime!(2015-01-01 0:00 UTC);
    let names = |case: &Value, key: &str| -> Vec<String> {
        case[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_str().unwrap().to_owned())
            .collect()
    };
    let (mut table, mut listed) = (Table::default(), exceptions("pkits"));
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let expected = if case["expect"] == "ok" {
            "accepted"
        } else {
            "refused"
        };
        let Ok(leaf) = certificate(case["cert"].as_str().unwrap()) else {
            table.add(&mut listed, id, expected, "refused", "leaf unreadable");
            continue;
        };
        let intermediates: Vec<Certificate> = names(case, "others")
            .iter()
            .filter_map(|name| certificate(name).ok())
            .collect();
        let mut crls: Vec<Crl> = names(case, "crls")
            .iter()
            .chain(&["TrustAnchorRootCRL.crl".to_owned()])
            .filter_map(|name| {
                Crl::parse(&std::fs::read(folder.join("crls").join(name)).ok()?).ok()
            })
            .collect();
        let judge = |crls: &[Crl]| {
            validate(&PathRequest {
                leaf: &leaf,
                intermediates: &intermediates,
                anchors: &anchors,
                role: Role::Signer,
                at,
                judged_at: at,
                crls,
                revocation: RevocationPolicy::Require,
                purpose: KeyPurpose::Any,
            })
        };
        let outcome = judge(&crls);
        table.add(&mut listed, id, expected, word(&outcome), &detail(&outcome));
        crls.reverse();
        let reversed = judge(&crls);
        assert_eq!(
            outcome.is_valid(),
            reversed.is_valid(),
            "{id}: the order of lists matters"
        );
    }
    table.report("NIST PKITS", listed);
}

#[test]
fn x509_limbo_comes_out_as_its_authors_say() {
    let Some(corpus) = corpus() else { return };
    let limbo: Value =
        serde_json::from_slice(&std::fs::read(corpus.join("limbo.json")).unwrap()).unwrap();
    let (mut table, mut listed) = (Table::default(), exceptions("limbo"));
    let list = |case: &Value, key: &str| -> Vec<Certificate> {
        let pem = case[key].as_array().cloned().unwrap_or_default();
        pem.iter()
            .filter_map(|pem| read_all(pem.as_str()?.as_bytes()).ok())
            .flatten()
            .collect()
    };
    for case in limbo["testcases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let expected = if case["expected_result"] == "SUCCESS" {
            "accepted"
        } else {
            "refused"
        };
        let Ok(leaf) = read_all(case["peer_certificate"].as_str().unwrap().as_bytes()) else {
            table.add(&mut listed, id, expected, "refused", "leaf unreadable");
            continue;
        };
        let at = case["validation_time"].as_str().map_or_else(
            || time::macros::datetime!(2024-06-01 0:00 UTC),
            |text| {
                OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).unwrap()
            },
        );
        let crls: Vec<Crl> = case["crls"]
            .as_array()
            .cloned()
            .unwrap_or_default()
            .iter()
            .filter_map(|pem| read_all_crls(pem.as_str()?.as_bytes()).ok())
            .flatten()
            .filter_map(Result::ok)
            .collect();
        let anchors: Vec<TrustAnchor> = list(case, "trusted_certs")
            .into_iter()
            .map(|certificate| TrustAnchor {
                certificate,
                role: Role::Signer,
            })
            .collect();
        let has_crls = case["crls"].as_array().is_some_and(|crls| !crls.is_empty());
        let outcome = validate(&PathRequest {
            leaf: &leaf[0],
            intermediates: &list(case, "untrusted_intermediates"),
            anchors: &anchors,
            role: Role::Signer,
            at,
            judged_at: at,
            crls: &crls,
            revocation: if has_crls {
                RevocationPolicy::Require
            } else {
                RevocationPolicy::Prefer
            },
            purpose: KeyPurpose::Any,
        });
        table.add(&mut listed, id, expected, word(&outcome), &detail(&outcome));
    }
    table.report("x509-limbo", listed);
}
