//! CMS messages against the `openssl` program: what is written here is accepted there, and the
//! other way round. Skipped where the program is absent.

#![allow(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use yinxin_core::cms::{CmsFact, CmsFailure, SignOptions, SignedData, Signer};
use yinxin_core::suite::{
    DigestAlgorithm, MemoryKey, SignatureAlgorithm, SigningKey, Weakness, digest,
};
use yinxin_core::x509::read_all;

const CONTENT: &[u8] = b"%PDF-1.7 content that was signed\r\n\x00\xff";

struct Folder(PathBuf);

impl Folder {
    /// A folder with the content, or `None` where `openssl` is absent.
    fn new(name: &str) -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            println!("skipped: no openssl program");
            return None;
        }
        let path = std::env::temp_dir().join(format!("yinxin-cms-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("content"), CONTENT).unwrap();
        Some(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).unwrap()
    }

    /// Runs `openssl` here; its error output where it fails.
    fn openssl(&self, arguments: &str) -> Result<(), String> {
        let output = Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(self.path())
            .output()
            .unwrap();
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }

    /// Makes `key.der` and the self-issued `cert.pem`.
    fn make_key(&self, arguments: &str) {
        self.openssl(&format!("genpkey {arguments} -out key.pem"))
            .unwrap();
        self.openssl("pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out key.der")
            .unwrap();
        self.openssl(
            "req -x509 -new -key key.pem -subj /C=CN/O=Sample -days 30 -out cert.pem \
             -addext keyUsage=critical,digitalSignature -addext basicConstraints=critical,CA:FALSE",
        )
        .unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const RSA: &str = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
const P256: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
const P384: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-384";

/// What is made here with `preferred` is accepted by `openssl cms -verify -cades`.
#[track_caller]
fn check_accepted(name: &str, key: &str, preferred: Option<SignatureAlgorithm>) {
    let Some(folder) = Folder::new(name) else {
        return;
    };
    folder.make_key(key);
    let key = MemoryKey::from_pkcs8(&folder.read("key.der"), preferred).unwrap();
    let chain = read_all(&folder.read("cert.pem")).unwrap();
    let signer = Signer::new(&chain).unwrap();
    let options = SignOptions::default();
    let content_digest = digest(key.algorithm().digest(), CONTENT);
    let message = signer.sign(&content_digest, &key, &options).unwrap();
    let most = signer.maximum_size(key.algorithm(), &options).unwrap();
    assert!(message.len() <= most && most - message.len() < 16);
    std::fs::write(folder.path().join("message.der"), &message).unwrap();
    let verify = "cms -verify -cades -binary -inform DER -in message.der -CAfile cert.pem -purpose \
                  any -partial_chain -out out -content";
    let verify = verify.split_whitespace().collect::<Vec<_>>().join(" ");
    folder.openssl(&format!("{verify} content")).unwrap();
    std::fs::write(folder.path().join("other"), b"other").unwrap();
    folder.openssl(&format!("{verify} other")).unwrap_err();
    let parsed = SignedData::parse(&message).unwrap();
    assert!(
        parsed
            .verify(|algorithm| digest(algorithm, CONTENT), &[])
            .is_intact()
    );
}

#[test]
fn openssl_accepts_rsa_pkcs1() {
    check_accepted("rsa", RSA, None);
    let sha512 = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512);
    check_accepted("rsa512", RSA, Some(sha512));
}

#[test]
fn openssl_accepts_rsa_pss() {
    let pss = SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256);
    check_accepted("pss", RSA, Some(pss));
}

#[test]
fn openssl_accepts_p256_and_p384() {
    check_accepted("p256", P256, None);
    check_accepted("p384", P384, None);
}

/// What `openssl cms -sign` makes with `arguments` has exactly these facts and failures here.
#[track_caller]
fn check_read(name: &str, key: &str, arguments: &str, facts: &[CmsFact], failures: &[CmsFailure]) {
    let Some(folder) = Folder::new(name) else {
        return;
    };
    folder.make_key(key);
    let sign =
        "cms -sign -binary -in content -signer cert.pem -inkey key.pem -outform DER -out m.der";
    folder.openssl(&format!("{sign} {arguments}")).unwrap();
    let message = folder.read("m.der");
    let parsed = SignedData::parse(&message).unwrap();
    let outcome = parsed.verify_content(CONTENT, &[]);
    assert_eq!(
        (outcome.facts.as_slice(), outcome.failures.as_slice()),
        (facts, failures),
        "{name}"
    );
    assert!(!parsed.verify_content(b"other", &[]).is_intact(), "{name}");
}

#[test]
fn what_openssl_signs_is_read() {
    let time = [CmsFact::SigningTime];
    check_read("r1", RSA, "-cades -md sha256", &time, &[]);
    check_read("r2", RSA, "-cades -md sha384", &time, &[]);
    check_read("r3", P256, "-cades -md sha256", &time, &[]);
    check_read("r4", P384, "-cades -md sha256", &time, &[]);
    check_read("r5", P256, "-cades -md sha384 -keyid", &time, &[]);
    let pss = "-cades -md sha256 -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:digest";
    check_read("r6", RSA, pss, &time, &[]);
    let plain = [CmsFact::SigningTime, CmsFact::SigningCertificateAbsent];
    check_read("r7", RSA, "-md sha256", &plain, &[]);
    let bare = [
        CmsFact::SignedAttributesAbsent,
        CmsFact::SigningCertificateAbsent,
    ];
    check_read("r8", P256, "-noattr -md sha256", &bare, &[]);
    let inside = [CmsFailure::EncapsulatedContent];
    check_read("r9", P256, "-cades -nodetach -md sha256", &time, &inside);
    let weak = [
        CmsFact::Weak(Weakness::Digest(DigestAlgorithm::Sha1)),
        CmsFact::SigningTime,
        CmsFact::SigningCertificateAbsent,
    ];
    check_read("r10", RSA, "-md sha1", &weak, &[]);
}

#[test]
fn content_without_signed_attributes_is_none_itself() {
    let Some(folder) = Folder::new("bare") else {
        return;
    };
    folder.make_key(P256);
    let ambiguous = [CmsFailure::Ambiguous];
    for (content, failures) in [
        (&b"1 March 2026"[..], &[][..]),
        (b"1\x03\x02\x01", &[]),
        (b"1\x03\x02\x01\x05", &ambiguous),
    ] {
        std::fs::write(folder.path().join("content"), content).unwrap();
        folder
            .openssl(
                "cms -sign -binary -in content -signer cert.pem -inkey key.pem -outform DER -out m.der -noattr -md sha256",
            )
            .unwrap();
        let message = folder.read("m.der");
        let outcome = SignedData::parse(&message).unwrap();
        let outcome = outcome.verify_content(content, &[]);
        assert_eq!(outcome.failures.as_slice(), failures, "{content:?}");
    }
}

#[test]
fn sec1_and_pkcs1_keys_are_taken() {
    for (name, kind, form) in [("sec1", P256, "ec"), ("pkcs1", RSA, "rsa")] {
        let Some(folder) = Folder::new(name) else {
            return;
        };
        folder.make_key(kind);
        folder
            .openssl(&format!(
                "{form} -in key.pem -outform DER -out old.der{}",
                { if form == "rsa" { " -traditional" } else { "" } }
            ))
            .unwrap();
        let old = MemoryKey::from_der(&folder.read("old.der"), None).unwrap();
        let new = MemoryKey::from_der(&folder.read("key.der"), None).unwrap();
        assert_eq!(old.subject_public_key_info(), new.subject_public_key_info());
        let certificate = read_all(&folder.read("cert.pem")).unwrap().remove(0);
        assert_eq!(
            old.subject_public_key_info(),
            certificate.subject_public_key_info()
        );
    }
}
