//! SM2 certificates that others made, outside the repository: who signed which, by this crate and by
//! OpenSSL with the identifier named, and paths along them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]
#![cfg(feature = "gm")]

#[path = "corpus/folder.rs"]
mod corpus;

use std::path::Path;
use std::process::Command;
use time::macros::datetime;
use yinxin_core::suite::{PublicKey, SignatureAlgorithm, VerifyFailure, sm, verify};
use yinxin_core::x509::{
    Certificate, PathRequest, RevocationPolicy, Role, TrustAnchor, read_all, validate,
};

fn read(folder: &Path, name: &str) -> Certificate {
    let octets = std::fs::read(folder.join(name)).unwrap();
    read_all(&octets).unwrap().remove(0)
}

fn signed_by(certificate: &Certificate, issuer: &Certificate) -> Result<(), VerifyFailure> {
    let info = issuer.subject_public_key_info();
    let key = PublicKey::parse(info)?;
    let identifier = certificate.signature_algorithm();
    let algorithm = SignatureAlgorithm::from_identifier(identifier, &key, None)?;
    assert_eq!(algorithm, SignatureAlgorithm::Sm2);
    verify(info, algorithm, certificate.tbs(), certificate.signature())
}

/// Whether OpenSSL finds the signature of a certificate right, with the usual identifier. It does not look at
/// the signature of a root, and asked to do so forgets the identifier.
fn openssl(folder: &Path, certificate: &str, issuer: &str) -> Option<bool> {
    let mut command = Command::new("openssl");
    command.args(["verify", "-no_check_time", "-partial_chain", "-vfyopt"]);
    command.arg(format!("distid:{}", sm::DEFAULT_ID));
    command.arg("-trusted").arg(folder.join(issuer));
    let output = command.arg(folder.join(certificate)).output();
    output.ok().map(|output| output.status.success())
}

fn compare(folder: &Path, certificate: &str, issuer: &str, is_right: bool) {
    match openssl(folder, certificate, issuer) {
        Some(theirs) => assert_eq!(theirs, is_right, "openssl: {certificate} by {issuer}"),
        None => println!("skipped: no openssl program"),
    }
}

const ROOT: &str = "certs/tongsuo-sm2-root-cert.pem";

#[test]
fn who_signed_which_certificate_is_found_as_openssl_finds_it() {
    let Some(folder) = corpus::folder("gm") else {
        return;
    };
    let (mut right, mut wrong) = (0, 0);
    for (certificate, issuer, is_right) in [
        (ROOT, ROOT, true),
        ("certs/tongsuo-sm2-cert.pem", ROOT, true),
        (
            "certs/tongsuo-sm2-leaf.crt",
            "certs/tongsuo-sm2-chain-ca.crt",
            true,
        ),
        ("certs/tongsuo-sm2-leaf.crt", ROOT, false),
        // Signed without Z_A: e is SM3 of the certificate alone.
        (
            "certs/tongsuo-sm2-noza-cert.pem",
            "certs/tongsuo-sm2-noza-root-cert.pem",
            false,
        ),
        (
            "certs/tongsuo-sm2-noza-root-cert.pem",
            "certs/tongsuo-sm2-noza-root-cert.pem",
            false,
        ),
    ] {
        let judged = signed_by(&read(&folder, certificate), &read(&folder, issuer));
        let expected = match is_right {
            true => Ok(()),
            false => Err(VerifyFailure::SignatureWrong),
        };
        assert_eq!(judged, expected, "{certificate} by {issuer}");
        if certificate != issuer {
            compare(&folder, certificate, issuer, is_right);
        }
        *(if is_right { &mut right } else { &mut wrong }) += 1;
    }
    println!("certificates: {right} right, {wrong} wrong");
}

#[test]
fn a_path_of_sm2_certificates_leads_to_its_root() {
    let Some(folder) = corpus::folder("gm") else {
        return;
    };
    let anchors = [TrustAnchor {
        certificate: read(&folder, ROOT),
        role: Role::Signer,
    }];
    let leaf = read(&folder, "certs/tongsuo-sm2-cert.pem");
    let at = leaf.not_before() + time::Duration::DAY;
    let judge = |at| {
        validate(&PathRequest {
            revocation: RevocationPolicy::Ignore,
            ..PathRequest::new(&leaf, &anchors, Role::Signer, at)
        })
    };
    assert!(judge(at).is_valid(), "{:?}", judge(at).failures);
    assert!(!judge(datetime!(1999-01-01 0:00 UTC)).is_valid());
}
