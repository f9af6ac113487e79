//! Certification paths against NIST PKITS and x509-limbo, which lie outside the repository.
//!
//! Each case has to come out as its authors say, or be listed with its reason in
//! `path_corpora_exceptions.tsv`; an exception that no longer applies fails too.

#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]

#[path = "corpus/folder.rs"]
mod corpus;

use serde_json::Value;
use std::collections::BTreeMap;
use std::net::IpAddr;
use time::OffsetDateTime;
use yinxin_core::der::Oid;
use yinxin_core::x509::{
    Certificate, Crl, GeneralName, KeyPurpose, PathFailure, PathFailureKind, PathOutcome,
    PathProfile, PathRequest, PolicyInputs, RevocationPolicy, Role, TrustAnchor, read_all,
    read_all_crls, validate,
};

const SERVER_AUTH: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.1");
const CLIENT_AUTH: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.2");

/// A line of `path_corpora_exceptions.tsv`.
struct Listed {
    expected: String,
    actual: String,
    group: String,
}

/// Lines of one corpus by their case.
type Exceptions = BTreeMap<String, Listed>;

fn exceptions(corpus: &str) -> Exceptions {
    include_str!("path_corpora_exceptions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|fields| fields[0] == corpus)
        .map(|fields| {
            let [_, id, expected, actual, group, reason] = fields[..] else {
                panic!("{fields:?}");
            };
            assert!(!reason.is_empty(), "{id}");
            let listed = Listed {
                expected: expected.to_owned(),
                actual: actual.to_owned(),
                group: group.to_owned(),
            };
            (id.to_owned(), listed)
        })
        .collect()
}

#[derive(Default)]
struct Table {
    agree: usize,
    accepted: usize,
    refused: usize,
    /// What is listed, by group.
    listed: BTreeMap<String, usize>,
    complaints: Vec<String>,
}

impl Table {
    /// Adds a case; tells the group of the exception that applies to it.
    fn add(
        &mut self,
        exceptions: &mut Exceptions,
        id: &str,
        expected: &str,
        actual: &str,
        detail: &str,
    ) -> Option<String> {
        let listed = exceptions.remove(id);
        if expected == actual {
            self.agree += 1;
            if listed.is_some() {
                self.complaints
                    .push(format!("{id}: the exception no longer applies"));
            }
            return None;
        }
        match listed {
            Some(listed) if listed.expected == expected && listed.actual == actual => {
                *self.listed.entry(listed.group.clone()).or_default() += 1;
                Some(listed.group)
            }
            _ => {
                if actual == "accepted" {
                    self.accepted += 1;
                } else {
                    self.refused += 1;
                }
                self.complaints
                    .push(format!("{id}\t{expected}\t{actual}\t{detail}"));
                None
            }
        }
    }

    fn report(self, name: &str, exceptions: Exceptions) {
        println!(
            "{name}: agree {}, listed {:?}, else wrongly accepted {}, wrongly refused {}",
            self.agree, self.listed, self.accepted, self.refused
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

/// How a case asks to be judged: those of whole suites by all rules for issuers; what servers really
/// send, and what has broken judges, as a judge of strangers' chains does.
fn profile(id: &str) -> PathProfile {
    match id.split("::").next() {
        Some("online" | "cve" | "pathological") => PathProfile::Standard,
        _ => PathProfile::Strict,
    }
}

/// Whether the certificate bears the name of the server that a case asks for (RFC 9525, 6), which
/// path validation does not look at; `None` where it asks for none.
fn bears_the_name(certificate: &Certificate, case: &Value) -> Option<bool> {
    let wanted = case["expected_peer_name"]["value"].as_str()?;
    let bears = |name: &GeneralName| match name {
        GeneralName::Dns(name) => match name.strip_prefix("*.") {
            Some(domain) => wanted
                .split_once('.')
                .is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(domain)),
            None => name.eq_ignore_ascii_case(wanted),
        },
        GeneralName::Ip(octets) => wanted.parse::<IpAddr>().is_ok_and(|wanted| match wanted {
            IpAddr::V4(wanted) => wanted.octets() == octets[..],
            IpAddr::V6(wanted) => wanted.octets() == octets[..],
        }),
        _ => false,
    };
    Some(certificate.subject_alt_names().iter().any(bears))
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
    let Some(corpus) = corpus::folder("x509") else {
        return;
    };
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
                intermediates: &intermediates,
                crls,
                ..PathRequest::new(&leaf, &anchors, Role::Signer, at)
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

/// Every variant of the policy inputs and all name constraints; each path with every list of its
/// authorities, in both orders.
#[test]
fn nist_pkits_policies_and_names_come_out_as_its_authors_say() {
    let Some(corpus) = corpus::folder("x509") else {
        return;
    };
    let folder = corpus.join("pkits/tests/fixtures/nist_pkits");
    let read = |kind: &str, name: &str| std::fs::read(folder.join(kind).join(name)).unwrap();
    let certificate = |name: &str| Certificate::parse(&read("certs", name)).unwrap();
    let root = certificate("TrustAnchorRootCertificate.crt");
    let all: Vec<Crl> = std::fs::read_dir(folder.join("crls"))
        .unwrap()
        .filter_map(|entry| Crl::parse(&std::fs::read(entry.unwrap().path()).unwrap()).ok())
        .collect();
    let anchors = [TrustAnchor {
        certificate: root.clone(),
        role: Role::Signer,
    }];
    let at = time::macros::datetime!(2015-01-01 0:00 UTC);
    let (mut table, mut listed) = (Table::default(), exceptions("pkits-policies"));
    let mut cases = 0;
    for line in include_str!("path_pkits_policies.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, path, policies, flags, expected] = fields[..] else {
            panic!("{line}");
        };
        cases += 1;
        let mut path: Vec<Certificate> = path.split(' ').map(certificate).collect();
        let leaf = path.pop().unwrap();
        let issuers = || path.iter().chain([&root]).map(Certificate::subject);
        let mut crls: Vec<Crl> = all
            .iter()
            .filter(|crl| issuers().any(|name| name == crl.issuer()))
            .cloned()
            .collect();
        // NIST-test-policy-N of the suite's own arc.
        let policy = |number: &str| Oid::new(&format!("2.16.840.1.101.3.2.1.48.{number}")).unwrap();
        let acceptable: Option<Vec<Oid>> =
            (policies != "any").then(|| policies.split(',').map(policy).collect());
        let inputs = PolicyInputs {
            acceptable: acceptable.as_deref(),
            is_explicit: flags.contains("explicit"),
            inhibits_mapping: flags.contains("no-mapping"),
            inhibits_any: flags.contains("no-any"),
        };
        let judge = |crls: &[Crl]| {
            validate(&PathRequest {
                intermediates: &path,
                crls,
                policies: inputs,
                ..PathRequest::new(&leaf, &anchors, Role::Signer, at)
            })
        };
        let outcome = judge(&crls);
        table.add(&mut listed, id, expected, word(&outcome), &detail(&outcome));
        // What 4.13 refuses is refused for the names and for nothing else.
        let names = |failure: &PathFailure| failure.kind == PathFailureKind::NameConstraints;
        assert!(
            !id.starts_with("4.13.") || outcome.failures.iter().all(names),
            "{id}"
        );
        crls.reverse();
        assert_eq!(outcome, judge(&crls), "{id}: the order of lists matters");
    }
    assert_eq!(cases, 126);
    table.report("NIST PKITS, policies and names", listed);
}

#[test]
fn x509_limbo_comes_out_as_its_authors_say() {
    let Some(corpus) = corpus::folder("x509") else {
        return;
    };
    let limbo: Value =
        serde_json::from_slice(&std::fs::read(corpus.join("limbo.json")).unwrap()).unwrap();
    let (mut table, mut listed) = (Table::default(), exceptions("limbo"));
    let (mut lenient, mut none) = (Table::default(), BTreeMap::new());
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
        let purposes = case["extended_key_usage"].as_array();
        let purpose = match purposes.and_then(|names| names.first()?.as_str()) {
            None => KeyPurpose::Any,
            Some("serverAuth") => KeyPurpose::Named(SERVER_AUTH),
            Some("clientAuth") => KeyPurpose::Named(CLIENT_AUTH),
            Some(other) => panic!("{id}: purpose {other}"),
        };
        let most = case["max_chain_depth"].as_u64();
        let strict = PathRequest {
            intermediates: &list(case, "untrusted_intermediates"),
            crls: &crls,
            revocation: if has_crls {
                RevocationPolicy::Require
            } else {
                RevocationPolicy::Prefer
            },
            purpose,
            profile: PathProfile::Strict,
            max_intermediates: most.map(|most| u8::try_from(most).unwrap()),
            ..PathRequest::new(&leaf[0], &anchors, Role::Signer, at)
        };
        let outcome = validate(&PathRequest {
            profile: profile(id),
            ..strict
        });
        let (actual, why) = (word(&outcome), detail(&outcome));
        if let Some(group) = table.add(&mut listed, id, expected, actual, &why) {
            // What is listed as about the name of a server is, and nothing else is.
            let is_named = bears_the_name(&leaf[0], case);
            assert_eq!(group == "server-name", is_named == Some(false), "{id}");
        }
        // What a strict judge accepts is accepted by every one, and so is what is to be accepted.
        let outcome = validate(&strict);
        let standard = validate(&PathRequest {
            profile: PathProfile::Standard,
            ..strict
        });
        assert!(standard.is_valid() || !outcome.is_valid(), "{id}");
        if expected == "accepted" {
            let (word, detail) = (word(&standard), detail(&standard));
            lenient.add(&mut none, id, expected, word, &detail);
        }
    }
    lenient.report("x509-limbo, rows to accept, standard profile", none);
    table.report("x509-limbo", listed);
}
