//! `openssl verify` as a second judge of paths: over NIST PKITS and over chains made here.
//!
//! Its blind spots are listed in `path_openssl_exceptions.tsv` by case; a disagreement that is not
//! listed fails, and so does one that no longer applies.

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
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CustomExtension, DnType,
    GeneralSubtree, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, NameConstraints,
    RevocationReason, RevokedCertParams, SanType, SerialNumber, date_time_ymd,
};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use time::OffsetDateTime;
use yinxin_core::der::{Oid, writer};
use yinxin_core::x509::{Certificate, Crl, PathRequest, PolicyInputs, Role, TrustAnchor, validate};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            println!("skipped: no openssl program");
            return None;
        }
        let path = std::env::temp_dir().join(format!("yinxin-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Some(Self(path))
    }

    fn write(&self, name: &str, label: &str, blocks: &[&[u8]]) {
        let pem = |der: &&[u8]| {
            let body = base64::engine::general_purpose::STANDARD.encode(der);
            let lines: Vec<&str> = (0..body.len().div_ceil(64))
                .map(|line| &body[line * 64..body.len().min(line * 64 + 64)])
                .collect();
            let body = lines.join("\n");
            format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
        };
        let text: String = blocks.iter().map(pem).collect();
        std::fs::write(self.0.join(name), text).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What both judges are asked.
struct Question<'a> {
    leaf: &'a Certificate,
    between: &'a [Certificate],
    root: &'a Certificate,
    crls: &'a [Crl],
    at: OffsetDateTime,
    policies: PolicyInputs<'a>,
}

impl Question<'_> {
    fn own(&self) -> (bool, String) {
        let anchors = [TrustAnchor {
            certificate: self.root.clone(),
            role: Role::Signer,
        }];
        let outcome = validate(&PathRequest {
            intermediates: self.between,
            crls: self.crls,
            policies: self.policies,
            ..PathRequest::new(self.leaf, &anchors, Role::Signer, self.at)
        });
        let why = format!("{:?}", outcome.failures);
        (outcome.is_valid(), why)
    }

    fn openssl(&self, folder: &Folder) -> (bool, String) {
        folder.write("root.pem", "CERTIFICATE", &[self.root.der()]);
        folder.write("leaf.pem", "CERTIFICATE", &[self.leaf.der()]);
        let between: Vec<&[u8]> = self.between.iter().map(Certificate::der).collect();
        folder.write("between.pem", "CERTIFICATE", &between);
        let crls: Vec<&[u8]> = self.crls.iter().map(Crl::der).collect();
        folder.write("crls.pem", "X509 CRL", &crls);
        let mut arguments = vec!["verify".to_owned(), "-attime".into()];
        arguments.push(self.at.unix_timestamp().to_string());
        let fixed = "-crl_check_all -extended_crl -use_deltas -policy_check -CAfile root.pem \
                     -CRLfile crls.pem";
        arguments.extend(fixed.split_whitespace().map(str::to_owned));
        if !between.is_empty() {
            arguments.extend(["-untrusted".into(), "between.pem".into()]);
        }
        // Without a policy its set is empty, and not every one.
        let every = [Oid::new_unwrap("2.5.29.32.0")];
        for policy in self.policies.acceptable.unwrap_or(&every) {
            arguments.extend(["-policy".into(), policy.to_string()]);
        }
        for (is_set, flag) in [
            (self.policies.is_explicit, "-explicit_policy"),
            (self.policies.inhibits_mapping, "-inhibit_map"),
            (self.policies.inhibits_any, "-inhibit_any"),
        ] {
            if is_set {
                arguments.push(flag.into());
            }
        }
        arguments.push("leaf.pem".into());
        let output = Command::new("openssl")
            .args(arguments)
            .current_dir(&folder.0)
            .output()
            .unwrap();
        let why = String::from_utf8_lossy(&output.stderr).replace('\n', "; ");
        (output.status.success(), why)
    }
}

struct Comparison {
    listed: BTreeMap<String, (String, String)>,
    agree: usize,
    complaints: Vec<String>,
}

impl Comparison {
    fn new(part: &str) -> Self {
        let listed = include_str!("path_openssl_exceptions.tsv")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .map(|line| line.split('\t').collect::<Vec<_>>())
            .filter(|fields| fields[0] == part)
            .map(|fields| {
                assert_eq!(fields.len(), 5, "{fields:?}");
                let words = (fields[2].to_owned(), fields[3].to_owned());
                (fields[1].to_owned(), words)
            })
            .collect();
        Self {
            listed,
            agree: 0,
            complaints: Vec::new(),
        }
    }

    fn ask(&mut self, id: &str, question: &Question<'_>, folder: &Folder) {
        let word = |valid: bool| if valid { "accepted" } else { "refused" };
        let ((own, why), (other, says)) = (question.own(), question.openssl(folder));
        let listed = self.listed.remove(id);
        if own == other {
            self.agree += 1;
            if listed.is_some() {
                self.complaints.push(format!("{id}: no longer applies"));
            }
        } else if listed != Some((word(own).into(), word(other).into())) {
            let (own, other) = (word(own), word(other));
            self.complaints
                .push(format!("{id}\t{own}\t{other}\t{why} / {says}"));
        }
    }

    fn report(self, name: &str) {
        println!("{name}: openssl verify agrees in {} cases", self.agree);
        let mut complaints = self.complaints;
        complaints.extend(self.listed.keys().map(|id| format!("{id}: no such case")));
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }
}

#[test]
fn openssl_judges_pkits_as_this_crate_does() {
    let Some(pkits) = corpus::folder("x509/pkits") else {
        return;
    };
    let Some(scratch) = Folder::new("path-pkits") else {
        return;
    };
    let folder = pkits.join("tests/fixtures/nist_pkits");
    let read = |kind: &str, name: &str| std::fs::read(folder.join(kind).join(name)).unwrap();
    let certificate = |name: &str| Certificate::parse(&read("certs", name)).unwrap();
    let root = certificate("TrustAnchorRootCertificate.crt");
    let all: Vec<Crl> = std::fs::read_dir(folder.join("crls"))
        .unwrap()
        .filter_map(|entry| Crl::parse(&std::fs::read(entry.unwrap().path()).unwrap()).ok())
        .collect();
    let at = time::macros::datetime!(2015-01-01 0:00 UTC);
    let mut compared = Comparison::new("pkits");
    for line in include_str!("path_pkits_policies.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, path, policies, flags, _] = fields[..] else {
            panic!("{line}");
        };
        let mut path: Vec<Certificate> = path.split(' ').map(certificate).collect();
        let leaf = path.pop().unwrap();
        let issuers = || path.iter().chain([&root]).map(Certificate::subject);
        let of_path = |crl: &&Crl| issuers().any(|name| name == crl.issuer());
        let crls: Vec<Crl> = all.iter().filter(of_path).cloned().collect();
        let policy = |number: &str| Oid::new(&format!("2.16.840.1.101.3.2.1.48.{number}")).unwrap();
        let acceptable: Option<Vec<Oid>> =
            (policies != "any").then(|| policies.split(',').map(policy).collect());
        let question = Question {
            leaf: &leaf,
            between: &path,
            root: &root,
            crls: &crls,
            at,
            policies: PolicyInputs {
                acceptable: acceptable.as_deref(),
                is_explicit: flags.contains("explicit"),
                inhibits_mapping: flags.contains("no-mapping"),
                inhibits_any: flags.contains("no-any"),
            },
        };
        compared.ask(id, &question, &scratch);
    }
    let cases: Vec<serde_json::Value> =
        serde_json::from_slice(&std::fs::read(pkits.join("pkits_cases.json")).unwrap()).unwrap();
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let names = |key: &str| -> Vec<String> {
            let names = case[key].as_array().unwrap().iter();
            names.map(|n| n.as_str().unwrap().to_owned()).collect()
        };
        let parse = |name: &str| Certificate::parse(&read("certs", name)).ok();
        let Some(leaf) = parse(case["cert"].as_str().unwrap()) else {
            continue;
        };
        let between: Vec<Certificate> = names("others").iter().filter_map(|n| parse(n)).collect();
        let mut lists = names("crls");
        lists.push("TrustAnchorRootCRL.crl".into());
        let crls: Vec<Crl> = lists
            .iter()
            .filter_map(|name| {
                Crl::parse(&std::fs::read(folder.join("crls").join(name)).ok()?).ok()
            })
            .collect();
        let question = Question {
            leaf: &leaf,
            between: &between,
            root: &root,
            crls: &crls,
            at,
            policies: PolicyInputs::default(),
        };
        compared.ask(id, &question, &scratch);
    }
    compared.report("NIST PKITS");
}

/// Numbers that are the same in every run (Knuth's MMIX constants).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    /// True one time in `of`.
    fn rarely(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }
}

fn policy(number: u64) -> Oid {
    match number {
        0 => Oid::new_unwrap("2.5.29.32.0"),
        other => Oid::new(&format!("1.2.3.{other}")).unwrap(),
    }
}

fn add(parameters: &mut CertificateParams, oid: &[u64], critical: bool, parts: &[Vec<u8>]) {
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let mut extension = CustomExtension::from_oid_content(oid, writer::sequence(&parts));
    extension.set_criticality(critical);
    parameters.custom_extensions.push(extension);
}

fn parameters(name: &str, serial: u64, numbers: &mut Numbers) -> CertificateParams {
    let mut made = CertificateParams::default();
    made.distinguished_name = rcgen::DistinguishedName::new();
    made.distinguished_name
        .push(DnType::OrganizationName, "county");
    made.distinguished_name.push(DnType::CommonName, name);
    // It takes the first issuer of the name where no key is named, and tries no other.
    made.use_authority_key_identifier_extension = true;
    made.serial_number = Some(SerialNumber::from(serial));
    made.not_before = date_time_ymd(2026, if numbers.rarely(20) { 8 } else { 1 }, 1);
    made.not_after = date_time_ymd(if numbers.rarely(20) { 2026 } else { 2028 }, 2, 1);
    if !numbers.rarely(4) {
        let listed: std::collections::BTreeSet<u64> =
            (0..=numbers.below(3)).map(|_| numbers.below(4)).collect();
        let listed: Vec<Vec<u8>> = listed
            .iter()
            .map(|number| writer::sequence(&[&writer::oid(&policy(*number))]))
            .collect();
        add(&mut made, &[2, 5, 29, 32], false, &listed);
    }
    made
}

fn make_authority(parameters: &mut CertificateParams, numbers: &mut Numbers) {
    parameters.is_ca = IsCa::Ca(match numbers.below(4) {
        0 => BasicConstraints::Constrained(u8::try_from(numbers.below(3)).unwrap()),
        _ => BasicConstraints::Unconstrained,
    });
    parameters.key_usages = vec![KeyUsagePurpose::CrlSign, KeyUsagePurpose::KeyCertSign];
    if numbers.rarely(20) {
        parameters.key_usages.pop();
    }
    if numbers.rarely(3) {
        let (from, to) = (1 + numbers.below(3), 1 + numbers.below(3));
        let pair = [writer::oid(&policy(from)), writer::oid(&policy(to))];
        let pair = writer::sequence(&[&pair[0], &pair[1]]);
        add(parameters, &[2, 5, 29, 33], true, &[pair]);
    }
    if numbers.rarely(3) {
        let skip = u8::try_from(numbers.below(3)).unwrap();
        let tag = if numbers.rarely(2) { 0x80 } else { 0x81 };
        let field = writer::element(tag, &[skip]);
        add(parameters, &[2, 5, 29, 36], true, &[field]);
    }
    if numbers.rarely(4) {
        let tree = |host: &str| vec![GeneralSubtree::DnsName(host.into())];
        parameters.name_constraints = Some(match numbers.below(2) {
            0 => NameConstraints {
                permitted_subtrees: tree("gov.example"),
                excluded_subtrees: Vec::new(),
            },
            _ => NameConstraints {
                permitted_subtrees: Vec::new(),
                excluded_subtrees: tree("bad.gov.example"),
            },
        });
    }
}

fn list(issuer: &Issuer<'_, &KeyPair>, revoked: Option<u64>, numbers: &mut Numbers) -> Crl {
    let entry = |serial: u64| RevokedCertParams {
        serial_number: SerialNumber::from(serial),
        revocation_time: date_time_ymd(2026, 3, 1),
        reason_code: Some(RevocationReason::KeyCompromise),
        invalidity_date: None,
    };
    let month = if numbers.rarely(20) { 4 } else { 6 };
    let list = CertificateRevocationListParams {
        this_update: date_time_ymd(2026, month, 1),
        next_update: date_time_ymd(2026, month + 1, 1),
        crl_number: SerialNumber::from(1_u64),
        issuing_distribution_point: None,
        revoked_certs: revoked.into_iter().map(entry).collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    Crl::parse(list.signed_by(issuer).unwrap().der()).unwrap()
}

#[test]
fn openssl_judges_chains_made_here_as_this_crate_does() {
    let Some(scratch) = Folder::new("path-made") else {
        return;
    };
    let mut compared = Comparison::new("made");
    let (mut valid, count) = (0, 300);
    for case in 0..count {
        let mut numbers = Numbers(case);
        numbers.below(2);
        let root_key = KeyPair::generate().unwrap();
        let mut root = CertificateParams::default();
        root.distinguished_name = rcgen::DistinguishedName::new();
        root.distinguished_name.push(DnType::CommonName, "root");
        root.not_before = date_time_ymd(2026, 1, 1);
        root.not_after = date_time_ymd(2030, 1, 1);
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.key_usages = vec![KeyUsagePurpose::CrlSign, KeyUsagePurpose::KeyCertSign];
        let anchor = Certificate::parse(root.self_signed(&root_key).unwrap().der()).unwrap();
        let mut above = (root, root_key);
        let (mut between, mut crls) = (Vec::new(), Vec::new());
        let depth = numbers.below(4);
        let mut leaf = None;
        for level in 0..=depth {
            let is_leaf = level == depth;
            // An authority has the name of the one above it now and then.
            let name = match level {
                _ if is_leaf => "leaf".to_owned(),
                1.. if numbers.rarely(4) => format!("authority {}", level - 1),
                _ => format!("authority {level}"),
            };
            let mut made = parameters(&name, level + 10, &mut numbers);
            if is_leaf {
                let host = ["a.gov.example", "x.bad.gov.example", "b.example"];
                let host = host[usize::try_from(numbers.below(3)).unwrap()];
                made.subject_alt_names = vec![SanType::DnsName(host.try_into().unwrap())];
            } else {
                make_authority(&mut made, &mut numbers);
            }
            let key = KeyPair::generate().unwrap();
            let issuer = Issuer::from_params(&above.0, &above.1);
            let certificate = made.signed_by(&key, &issuer).unwrap();
            let certificate = Certificate::parse(certificate.der()).unwrap();
            if !numbers.rarely(20) {
                let revoked = numbers.rarely(15).then_some(level + 10);
                crls.push(list(&issuer, revoked, &mut numbers));
            }
            if is_leaf {
                leaf = Some(certificate);
            } else {
                between.push(certificate);
            }
            above = (made, key);
        }
        let acceptable = [policy(1 + numbers.below(3))];
        let question = Question {
            leaf: &leaf.unwrap(),
            between: &between,
            root: &anchor,
            crls: &crls,
            at: time::macros::datetime!(2026-06-15 0:00 UTC),
            policies: PolicyInputs {
                acceptable: numbers.rarely(3).then_some(&acceptable[..]),
                is_explicit: numbers.rarely(4),
                inhibits_mapping: numbers.rarely(4),
                inhibits_any: numbers.rarely(4),
            },
        };
        valid += usize::from(question.own().0);
        compared.ask(&case.to_string(), &question, &scratch);
    }
    println!("{valid} of {count} chains are valid");
    assert!((30..250).contains(&valid), "the chains say little: {valid}");
    compared.report("chains made here");
}
