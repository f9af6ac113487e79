//! OCSP responses made here against `openssl ocsp`. Skipped where the program is absent.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use std::path::{Path, PathBuf};
use std::process::Command;
use time::{Duration, OffsetDateTime};
use yinxin_core::status::{CertificateId, CertificateStatus, ResponseBuilder};
use yinxin_core::suite::{DigestAlgorithm, MemoryKey};
use yinxin_core::x509::Certificate;

struct Folder(PathBuf);

impl Folder {
    fn new() -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            println!("skipped: no openssl program");
            return None;
        }
        let path = std::env::temp_dir().join(format!("yinxin-ocsp-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Some(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }

    /// What `openssl ocsp` says of `leaf.pem`, named with that digest, and whether it verified the
    /// response.
    fn ocsp(&self, digest: DigestAlgorithm, response: &[u8]) -> (bool, String) {
        std::fs::write(self.path().join("response"), response).unwrap();
        let digest = match digest {
            DigestAlgorithm::Sha1 => "-sha1",
            _ => "-sha256",
        };
        let arguments = format!(
            "ocsp -no_nonce -respin response -issuer root.pem {digest} -cert leaf.pem -CAfile root.pem"
        );
        let output = Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(self.path())
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        let is_verified = output.status.success()
            && said.contains("Response verify OK\n")
            && !said.contains("WARNING");
        (is_verified, said)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Party {
    parameters: CertificateParams,
    pair: KeyPair,
    pem: String,
    certificate: Certificate,
}

impl Party {
    fn new(name: &str, issuer: Option<&Self>, change: impl Fn(&mut CertificateParams)) -> Self {
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name = rcgen::DistinguishedName::new();
        parameters.distinguished_name.push(DnType::CommonName, name);
        parameters.use_authority_key_identifier_extension = issuer.is_some();
        change(&mut parameters);
        let pair = KeyPair::generate().unwrap();
        let made = match issuer {
            None => parameters.self_signed(&pair),
            Some(issuer) => {
                let issuer = Issuer::from_params(&issuer.parameters, &issuer.pair);
                parameters.signed_by(&pair, &issuer)
            }
        };
        let made = made.unwrap();
        Self {
            parameters,
            pair,
            pem: made.pem(),
            certificate: Certificate::parse(made.der()).unwrap(),
        }
    }

    fn key(&self) -> MemoryKey {
        MemoryKey::from_pkcs8(&self.pair.serialize_der(), None).unwrap()
    }
}

#[test]
fn responses_made_here_are_verified_by_openssl() {
    let Some(folder) = Folder::new() else { return };
    let root = Party::new("Root", None, |parameters| {
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    });
    let leaf = Party::new("Leaf", Some(&root), |_| ());
    let responder = Party::new("Responder", Some(&root), |parameters| {
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::OcspSigning];
    });
    let nobody = Party::new("Nobody", Some(&root), |_| ());
    for (name, party) in [("root.pem", &root), ("leaf.pem", &leaf)] {
        std::fs::write(folder.path().join(name), &party.pem).unwrap();
    }
    let now = OffsetDateTime::now_utc();
    let since = now - Duration::days(3);
    let answer = |signer: &Party, by_name: bool, digest, status| {
        let id = CertificateId::new(&leaf.certificate, &root.certificate, digest).unwrap();
        let made = ResponseBuilder::new(&signer.certificate, now);
        let made = if by_name { made.by_name() } else { made };
        let made = made.say(&id, status, now, Some(now + Duration::days(1)));
        let beside = std::slice::from_ref(&signer.certificate);
        made.sign(&signer.key(), beside).unwrap()
    };
    let revoked = CertificateStatus::Revoked {
        since,
        reason: Some(1),
    };
    let mut verified = 0;
    for signer in [&root, &responder] {
        for by_name in [false, true] {
            for digest in [DigestAlgorithm::Sha1, DigestAlgorithm::Sha256] {
                for (status, word) in [
                    (CertificateStatus::Good, "leaf.pem: good\n"),
                    (revoked, "leaf.pem: revoked\n"),
                    (CertificateStatus::Unknown, "leaf.pem: unknown\n"),
                ] {
                    let response = answer(signer, by_name, digest, status);
                    let (is_verified, said) = folder.ocsp(digest, &response);
                    assert!(is_verified && said.contains(word), "{said}");
                    let reason = status == revoked;
                    assert_eq!(said.contains("Reason: keyCompromise"), reason, "{said}");
                    verified += 1;
                }
            }
        }
    }
    println!("{verified} responses verified by openssl ocsp");
    // It can say no: to somebody whom the root did not name, and to a response that was altered.
    let good = CertificateStatus::Good;
    let digest = DigestAlgorithm::Sha1;
    let (is_verified, said) = folder.ocsp(digest, &answer(&nobody, false, digest, good));
    assert!(!is_verified, "{said}");
    let mut altered = answer(&root, false, digest, revoked);
    let place = altered.windows(3).position(|part| part == [0x0a, 1, 1]);
    *altered.get_mut(place.unwrap() + 2).unwrap() = 4;
    let (is_verified, said) = folder.ocsp(digest, &altered);
    assert!(!is_verified && said.contains("superseded"), "{said}");
}
