//! Certificates as OpenSSL sees them.

use super::*;
use crate::keys::generate::{KeyKind, generate};
use crate::pki::crl::{self, ListRequest};
use crate::pki::{Name, Purpose, Revocation, RevocationReason, Serial, root};
use std::path::Path;
use std::process::Command;
use time::macros::datetime;
use yinxin_core::suite::MemoryKey;
use yinxin_core::x509::Certificate;

const KINDS: [KeyKind; 3] = [KeyKind::EcdsaP256, KeyKind::EcdsaP384, KeyKind::Ed25519];
const START: OffsetDateTime = datetime!(2026-01-01 0:00 UTC);
const END: OffsetDateTime = datetime!(2049-12-31 0:00 UTC);

fn key(kind: KeyKind) -> MemoryKey {
    MemoryKey::from_pkcs8(&generate(kind).unwrap(), None).unwrap()
}

fn name(common_name: &str) -> Name {
    Name {
        country: "CN".into(),
        organisation: "示例县市场监督管理局".into(),
        organisation_identifier: Some("11990101MB0000001X".into()),
        common_name: common_name.into(),
    }
}

fn serial(number: u8) -> Serial {
    Serial::new(&[number]).unwrap()
}

fn request(subject: &MemoryKey, purpose: Purpose, number: u8) -> Request {
    Request {
        subject: name("示例县市场监督管理局电子印章"),
        subject_public_key_info: subject.subject_public_key_info().to_vec(),
        purpose,
        serial: serial(number),
        not_before: START,
        not_after: datetime!(2030-01-01 0:00 UTC),
        crl_uris: vec!["http://crl.example.invalid/root.crl".into()],
    }
}

fn openssl(folder: &Path, line: &str) -> Option<(bool, String)> {
    let ran = Command::new("openssl")
        .args(line.split_whitespace())
        .current_dir(folder)
        .output();
    let Ok(output) = ran else {
        println!("skipped: openssl is not installed");
        return None;
    };
    let text = [output.stdout, output.stderr].concat();
    Some((
        output.status.success(),
        String::from_utf8_lossy(&text).into_owned(),
    ))
}

#[test]
fn openssl_accepts_the_chain_and_the_crl_of_every_kind_of_key() {
    for (root_kind, unit_kind) in KINDS.into_iter().flat_map(|a| KINDS.map(|b| (a, b))) {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let (root_key, unit_key) = (key(root_kind), key(unit_kind));
        let root_der = root(&name("示例根"), &root_key, &serial(1), START, END).unwrap();
        let authority = Authority::new(&root_der, &root_key).unwrap();
        let unit = authority
            .issue(&request(&unit_key, Purpose::Unit, 200))
            .unwrap();
        let revoked = Revocation {
            serial: serial(200),
            since: datetime!(2026-02-01 0:00 UTC),
            reason: RevocationReason::KeyCompromise,
        };
        let update = (
            datetime!(2026-03-01 0:00 UTC),
            datetime!(2026-04-01 0:00 UTC),
        );
        let above = Certificate::parse(&root_der).unwrap();
        let list = |number, revoked: &[Revocation]| {
            let request = ListRequest {
                number: serial(number),
                this_update: update.0,
                next_update: update.1,
                revoked,
                previous: None,
                released: &[],
            };
            crl::issue(&request, &above, &root_key).unwrap()
        };
        let (clean, full) = (list(1, &[]), list(2, &[revoked]));
        for (file, der) in [
            ("root", &root_der),
            ("unit", &unit),
            ("clean", &clean),
            ("full", &full),
        ] {
            std::fs::write(at.join(format!("{file}.der")), der).unwrap();
        }
        for file in ["root", "unit"] {
            let line = format!("x509 -inform DER -in {file}.der -out {file}.pem");
            let Some((done, text)) = openssl(at, &line) else {
                return;
            };
            assert!(done, "{text}");
        }
        for file in ["clean", "full"] {
            let line = format!("crl -inform DER -in {file}.der -out {file}.pem");
            let (done, text) = openssl(at, &line).unwrap();
            assert!(done, "{text}");
        }
        let verify = |crl: &str| {
            // 2026-03-15
            let line = format!(
                "verify -x509_strict -check_ss_sig -attime 1773532800 -crl_check -CRLfile {crl}.pem \
                 -CAfile root.pem unit.pem"
            );
            openssl(at, &line).unwrap()
        };
        let (accepted, text) = verify("clean");
        assert!(accepted, "{root_kind:?} {unit_kind:?}: {text}");
        let (accepted, text) = verify("full");
        assert!(!accepted && text.contains("certificate revoked"), "{text}");
        let (_, text) = openssl(at, "x509 -in unit.pem -noout -text -nameopt utf8").unwrap();
        for expected in [
            "Digital Signature, Non Repudiation",
            "CA:FALSE",
            "Subject Key Identifier",
            "Authority Key Identifier",
            "URI:http://crl.example.invalid/root.crl",
            "O=示例县市场监督管理局",
            "organizationIdentifier=11990101MB0000001X",
            "Serial Number: 200",
        ] {
            assert!(text.contains(expected), "{expected} is missing:\n{text}");
        }
    }
}

#[test]
fn a_timestamping_certificate_serves_that_alone() {
    let (root_key, key) = (key(KeyKind::EcdsaP256), key(KeyKind::EcdsaP256));
    let root_der = root(&name("r"), &root_key, &serial(1), START, END).unwrap();
    let authority = Authority::new(&root_der, &root_key).unwrap();
    let der = authority
        .issue(&request(&key, Purpose::TimeStamping, 2))
        .unwrap();
    let (_, parsed) = X509Certificate::from_der(&der).unwrap();
    let usage = parsed.extended_key_usage().unwrap().unwrap();
    assert!(usage.critical && usage.value.time_stamping && !usage.value.any);
}

#[test]
fn a_subordinate_authority_issues_with_its_own_name() {
    let (root_key, sub_key, unit_key) = (
        key(KeyKind::EcdsaP384),
        key(KeyKind::EcdsaP256),
        key(KeyKind::Ed25519),
    );
    let root_der = root(&name("根"), &root_key, &serial(1), START, END).unwrap();
    let authority = Authority::new(&root_der, &root_key).unwrap();
    let sub = authority
        .issue(&request(&sub_key, Purpose::Authority, 2))
        .unwrap();
    let below = Authority::new(&sub, &sub_key).unwrap();
    let unit = below.issue(&request(&unit_key, Purpose::Unit, 3)).unwrap();
    let (_, sub) = X509Certificate::from_der(&sub).unwrap();
    let (_, unit) = X509Certificate::from_der(&unit).unwrap();
    assert_eq!(unit.issuer().as_raw(), sub.subject().as_raw());
    assert!(unit.verify_signature(Some(sub.public_key())).is_ok());
}

#[test]
fn what_cannot_be_issued_is_refused() {
    let (root_key, other) = (key(KeyKind::EcdsaP256), key(KeyKind::EcdsaP256));
    let root_der = root(&name("r"), &root_key, &serial(1), START, END).unwrap();
    assert_eq!(
        Authority::new(&root_der, &other).unwrap_err(),
        PkiError::KeyDiffers
    );
    let authority = Authority::new(&root_der, &root_key).unwrap();
    let check = |change: &dyn Fn(&mut Request), expected: PkiError| {
        let mut request = request(&other, Purpose::Unit, 2);
        change(&mut request);
        assert_eq!(authority.issue(&request).unwrap_err(), expected);
    };
    check(&|r| r.not_after = r.not_before, PkiError::EmptyPeriod);
    check(
        &|r| r.not_after = datetime!(2050-01-01 0:00 UTC),
        PkiError::OutlivesAuthority,
    );
    check(
        &|r| r.subject_public_key_info = vec![0x30, 0],
        PkiError::SubjectKey,
    );
    check(&|r| r.subject.country = "China".into(), PkiError::Text);
    check(&|r| r.subject.organisation = String::new(), PkiError::Text);
    check(&|r| r.subject.common_name = "a\nb".into(), PkiError::Text);
    check(&|r| r.crl_uris = vec!["http://例".into()], PkiError::Text);
    let unit = authority.issue(&request(&other, Purpose::Unit, 2)).unwrap();
    assert_eq!(
        Authority::new(&unit, &other).unwrap_err(),
        PkiError::AuthorityCertificate
    );
    for bad in [&[][..], &[0], &[0xff; 20], &[1; 21]] {
        assert_eq!(Serial::new(bad), Err(PkiError::Serial));
    }
}
