//! rustls-webpki as a second judge of paths: over NIST PKITS and x509-limbo.
//!
//! Both are asked the same: is there a path to an anchor at that time, with fresh lists where the
//! case has any, and for the purpose that it names? Names of servers and greatest depths are not asked.
//! Each disagreement is listed in `path_webpki_exceptions.tsv` with what the one who refuses says; one
//! that is not listed fails, and so does a line that no longer applies.

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

use base64::Engine as _;
use rustls_pki_types::{CertificateDer, UnixTime};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use time::OffsetDateTime;
use webpki::{
    ALL_VERIFICATION_ALGS, CertRevocationList, EndEntityCert, ExpirationPolicy,
    ExtendedKeyUsageValidator, KeyPurposeIdIter, KeyUsage, OwnedCertRevocationList,
    RevocationCheckDepth, RevocationOptionsBuilder, UnknownStatusPolicy, anchor_from_trusted_cert,
};
use yinxin_core::der::Oid;
use yinxin_core::x509::{
    Certificate, Crl, KeyPurpose, PathRequest, RevocationPolicy, Role, TrustAnchor, validate,
};

/// One question, in DER as it lies in the corpus.
struct Case {
    id: String,
    /// What its authors say.
    is_good: bool,
    leaf: Vec<u8>,
    between: Vec<Vec<u8>>,
    anchors: Vec<Vec<u8>>,
    lists: Vec<Vec<u8>>,
    at: OffsetDateTime,
    purpose: Option<&'static str>,
}

/// `Err` holds in one word why a path is refused.
type Answer = Result<(), String>;

impl Case {
    fn here(&self) -> Answer {
        let read = |ders: &[Vec<u8>]| -> Vec<Certificate> {
            let read = ders.iter().filter_map(|der| Certificate::parse(der).ok());
            read.collect()
        };
        let Ok(leaf) = Certificate::parse(&self.leaf) else {
            return Err("unreadable".to_owned());
        };
        let crls: Vec<Crl> = self
            .lists
            .iter()
            .filter_map(|der| Crl::parse(der).ok())
            .collect();
        let anchors: Vec<TrustAnchor> = read(&self.anchors)
            .into_iter()
            .map(|certificate| TrustAnchor {
                certificate,
                role: Role::Signer,
            })
            .collect();
        let outcome = validate(&PathRequest {
            intermediates: &read(&self.between),
            crls: &crls,
            revocation: if self.lists.is_empty() {
                RevocationPolicy::Ignore
            } else {
                RevocationPolicy::Require
            },
            purpose: match self.purpose {
                None => KeyPurpose::Any,
                Some("clientAuth") => KeyPurpose::Named(Oid::new_unwrap("1.3.6.1.5.5.7.3.2")),
                Some(_) => KeyPurpose::Named(Oid::new_unwrap("1.3.6.1.5.5.7.3.1")),
            },
            ..PathRequest::new(&leaf, &anchors, Role::Signer, self.at)
        });
        match outcome.failures.first() {
            None => Ok(()),
            Some(failure) => Err(word(&failure.kind)),
        }
    }

    fn webpki(&self) -> Answer {
        let leaf = CertificateDer::from(self.leaf.as_slice());
        let leaf = EndEntityCert::try_from(&leaf).map_err(|error| word(&error))?;
        let ders: Vec<CertificateDer<'_>> = self
            .anchors
            .iter()
            .map(|der| der.as_slice().into())
            .collect();
        let anchors: Vec<_> = ders
            .iter()
            .filter_map(|der| anchor_from_trusted_cert(der).ok())
            .collect();
        let between: Vec<CertificateDer<'_>> = self
            .between
            .iter()
            .map(|der| der.as_slice().into())
            .collect();
        let lists: Vec<CertRevocationList<'_>> = self
            .lists
            .iter()
            .filter_map(|der| OwnedCertRevocationList::from_der(der).ok())
            .map(CertRevocationList::Owned)
            .collect();
        let lists: Vec<_> = lists.iter().collect();
        // Lists that are there and that it cannot read are lists that are missing.
        let revocation = match RevocationOptionsBuilder::new(&lists) {
            Ok(options) => Some(
                options
                    .with_depth(RevocationCheckDepth::Chain)
                    .with_status_policy(UnknownStatusPolicy::Deny)
                    .with_expiration_policy(ExpirationPolicy::Enforce)
                    .build(),
            ),
            Err(_) if self.lists.is_empty() => None,
            Err(_) => return Err("CrlsRequired".to_owned()),
        };
        let seconds = u64::try_from(self.at.unix_timestamp()).unwrap();
        let path = leaf.verify_for_usage(
            ALL_VERIFICATION_ALGS,
            &anchors,
            &between,
            UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
            match self.purpose {
                None => Purpose::Any,
                Some("clientAuth") => Purpose::Named(KeyUsage::client_auth()),
                Some(_) => Purpose::Named(KeyUsage::server_auth()),
            },
            revocation,
            None,
        );
        path.map(|_| ()).map_err(|error| word(&error))
    }
}

/// What a leaf's key is for.
enum Purpose {
    Any,
    Named(KeyUsage),
}

impl ExtendedKeyUsageValidator for Purpose {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        match self {
            Self::Any => Ok(()),
            Self::Named(usage) => usage.validate(purposes),
        }
    }
}

/// The variant of an enumeration without what it holds.
fn word(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    let end = text.find(|c: char| !c.is_alphanumeric());
    text[..end.unwrap_or(text.len())].to_owned()
}

fn texts(value: &Value) -> Vec<&str> {
    let list = value.as_array().map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).collect()
}

fn pkits(corpus: &Path) -> Vec<Case> {
    let folder = corpus.join("pkits/tests/fixtures/nist_pkits");
    let read = |kind: &str, name: &str| std::fs::read(folder.join(kind).join(name)).unwrap();
    let cases = std::fs::read(corpus.join("pkits/pkits_cases.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_slice(&cases).unwrap();
    let case = |case: &Value| Case {
        id: case["id"].as_str().unwrap().to_owned(),
        is_good: case["expect"] == "ok",
        leaf: read("certs", case["cert"].as_str().unwrap()),
        between: texts(&case["others"])
            .iter()
            .map(|name| read("certs", name))
            .collect(),
        anchors: vec![read("certs", "TrustAnchorRootCertificate.crt")],
        lists: texts(&case["crls"])
            .iter()
            .chain(&["TrustAnchorRootCRL.crl"])
            .map(|name| read("crls", name))
            .collect(),
        at: time::macros::datetime!(2015-01-01 0:00 UTC),
        purpose: None,
    };
    cases.iter().map(case).collect()
}

/// Reads the one block of a PEM text.
fn pem(text: &str) -> Vec<u8> {
    let body: String = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("-----"))
        .collect();
    base64::engine::general_purpose::STANDARD
        .decode(body)
        .unwrap()
}

fn limbo(corpus: &Path) -> Vec<Case> {
    let limbo = std::fs::read(corpus.join("limbo.json")).unwrap();
    let limbo: Value = serde_json::from_slice(&limbo).unwrap();
    let all = |list: &Value| texts(list).iter().map(|text| pem(text)).collect();
    let case = |case: &Value| Case {
        id: case["id"].as_str().unwrap().to_owned(),
        is_good: case["expected_result"] == "SUCCESS",
        leaf: pem(case["peer_certificate"].as_str().unwrap()),
        between: all(&case["untrusted_intermediates"]),
        anchors: all(&case["trusted_certs"]),
        lists: all(&case["crls"]),
        at: case["validation_time"].as_str().map_or_else(
            || time::macros::datetime!(2024-06-01 0:00 UTC),
            |text| {
                let format = &time::format_description::well_known::Rfc3339;
                OffsetDateTime::parse(text, format).unwrap()
            },
        ),
        purpose: match texts(&case["extended_key_usage"])[..] {
            [] => None,
            ["clientAuth", ..] => Some("clientAuth"),
            ["serverAuth", ..] => Some("serverAuth"),
            ref other => panic!("{other:?}"),
        },
    };
    let cases = limbo["testcases"].as_array().unwrap();
    cases.iter().map(case).collect()
}

/// What is listed for a case: who refuses alone, and what it says.
type Listed = BTreeMap<String, (String, String)>;

fn listed(part: &str) -> Listed {
    include_str!("path_webpki_exceptions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|fields| fields[0] == part)
        .map(|fields| {
            let [_, case, refuses, says, reason] = fields[..] else {
                panic!("{fields:?}");
            };
            assert!(!reason.is_empty(), "{case}");
            (case.to_owned(), (refuses.to_owned(), says.to_owned()))
        })
        .collect()
}

fn compare(part: &str, cases: &[Case]) {
    let mut listed = listed(part);
    let (mut accept, mut refuse, mut complaints) = (0, 0, Vec::new());
    // Who refuses alone, and how often the authors of the corpus want that.
    let mut alone: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in cases {
        let (who, says) = match (case.here(), case.webpki()) {
            (Ok(()), Ok(())) => {
                accept += 1;
                continue;
            }
            (Err(_), Err(_)) => {
                refuse += 1;
                continue;
            }
            (Err(says), Ok(())) => ("here", says),
            (Ok(()), Err(says)) => ("webpki", says),
        };
        let (times, rightly) = alone.entry(who).or_default();
        *times += 1;
        *rightly += usize::from(!case.is_good);
        // What is refused here alone is refused rightly.
        assert!(who == "webpki" || !case.is_good, "{}", case.id);
        let found = (who.to_owned(), says);
        if listed.remove(&case.id).as_ref() != Some(&found) {
            let (who, says) = found;
            complaints.push(format!("{part}\t{}\t{who}\t{says}\t", case.id));
        }
    }
    println!("{part}: both accept {accept}, both refuse {refuse}");
    for (who, (times, rightly)) in alone {
        println!("{part}: {who} alone refuses {times}, of which its authors refuse {rightly}");
    }
    let gone = |case: &String| format!("{part}\t{case}: no such disagreement any more");
    complaints.extend(listed.keys().map(gone));
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(accept > 0 && refuse > 0);
}

#[test]
fn webpki_and_this_crate_differ_on_pkits_only_where_listed() {
    let Some(corpus) = corpus::folder("x509") else {
        return;
    };
    compare("pkits", &pkits(&corpus));
}

#[test]
fn webpki_and_this_crate_differ_on_limbo_only_where_listed() {
    let Some(corpus) = corpus::folder("x509") else {
        return;
    };
    compare("limbo", &limbo(&corpus));
}
