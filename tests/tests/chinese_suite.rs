//! SM2 with SM3: what we sign, taken apart by asn1crypto and verified by OpenSSL's SM2, which is told the
//! identifier; keys and certificates are OpenSSL's.

use std::path::{Path, PathBuf};
use std::process::Command;
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, pyhanko};
use yinxin_tests::process::{PATIENCE, Ran, run};
use yinxin_tests::verdict::verify;
use yinxin_tests::workspace;

const IDENTIFIER: &str = "distid:1234567812345678";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A key, its own certificate, its public key and a file to be signed.
    fn make() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        place.openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out key.pem");
        place.openssl(&format!(
            "req -x509 -new -key key.pem -sm3 -sigopt {IDENTIFIER} -subj /CN=Test -days 30 \
             -addext keyUsage=critical,digitalSignature -out certificate.pem"
        ));
        place.openssl("pkey -in key.pem -pubout -out public.pem");
        let base = fixture::base(Kind::ClassicTable);
        std::fs::write(place.path("in.pdf"), base).unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn try_openssl(&self, arguments: &str) -> Ran {
        let mut command = Command::new("openssl");
        command.current_dir(self.folder.path());
        run(command.args(arguments.split_whitespace()), PATIENCE)
    }

    fn openssl(&self, arguments: &str) -> Ran {
        self.try_openssl(arguments).expect_success("openssl")
    }

    fn script(&self, python: &Path, name: &str, first: &str) -> Ran {
        let mut command = Command::new(python);
        command.arg(workspace::script(name)).arg(self.path(first));
        run(command.arg(self.folder.path()), PATIENCE).expect_success(name)
    }

    fn sign(&self) {
        let signed = run_yinxin([
            "sign".into(),
            "--key".into(),
            self.path("key.pem"),
            "--cert".into(),
            self.path("certificate.pem"),
            self.path("in.pdf"),
            "-o".into(),
            self.path("out.pdf"),
        ]);
        signed.expect_success("sign");
    }
}

#[test]
fn openssl_verifies_what_is_signed_with_sm2() {
    if !peers::present(&["openssl", "pyhanko"]) {
        return;
    }
    let place = Place::make();
    place.sign();
    place.script(Path::new("python3"), "cut_signature.py", "out.pdf");
    let said = place.script(&pyhanko::python(), "signed_attributes.py", "1.der");
    let text = said.text();
    let lines: Vec<&str> = text.lines().collect();
    let (sm3, sm2_with_sm3) = ("1.2.156.10197.1.401", "1.2.156.10197.1.501");
    assert_eq!(lines[..2], [sm3, sm2_with_sm3]);
    let digest = place.openssl("dgst -sm3 -r 1.content");
    assert_eq!(digest.text().split(' ').next(), Some(lines[2]));
    let verify = |identifier: &str| {
        place.try_openssl(&format!(
            "dgst -sm3 -sigopt {identifier} -verify public.pem -signature value attributes"
        ))
    };
    assert!(verify(IDENTIFIER).succeeded());
    assert!(!verify("distid:somebody").succeeded());
}

#[test]
fn a_file_that_is_signed_with_sm2_satisfies_the_policy_of_its_suite_alone() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let place = Place::make();
    place.sign();
    for (policy, code) in [("gm", 0), ("all", 0), ("eu", 3)] {
        let arguments = vec![
            "--trust".into(),
            place.path("certificate.pem").into_os_string(),
            "--revocation".into(),
            "ignore".into(),
            "--policy".into(),
            policy.into(),
        ];
        let (found, verdict) = verify(arguments, &place.path("out.pdf"));
        assert_eq!(found, code, "{policy} {verdict:#?}");
        assert_eq!(verdict.signatures[0].integrity, "intact");
        assert_eq!(verdict.signatures[0].level, None);
    }
}

#[test]
fn keys_that_others_encrypted_with_sm4_sign() {
    if !peers::present(&["openssl", "pyhanko"]) {
        return;
    }
    let place = Place::make();
    let mut write = Command::new(pyhanko::python());
    write.arg(workspace::script("sm4_keys.py"));
    write.arg(place.path("key.pem")).arg("secret");
    let said = run(write.arg(place.folder.path()), PATIENCE).expect_success("sm4_keys.py");
    place.openssl("pkcs8 -topk8 -v2 sm4-cbc -passout pass:secret -in key.pem -out by_openssl.key");
    std::fs::write(place.path("right"), "secret\n").unwrap();
    std::fs::write(place.path("wrong"), "another\n").unwrap();
    let text = said.text();
    let names: Vec<&str> = text.lines().chain(["by_openssl"]).collect();
    assert_eq!(names.len(), 6);
    for name in names {
        let sign = |password: &str| {
            run_yinxin([
                "sign".into(),
                "--key".into(),
                place.path(&format!("{name}.key")),
                "--key-password-file".into(),
                place.path(password),
                "--cert".into(),
                place.path("certificate.pem"),
                place.path("in.pdf"),
                "-o".into(),
                place.path("out.pdf"),
            ])
        };
        let refused = sign("wrong");
        assert_ne!(refused.code, Some(0), "{name}");
        assert!(
            refused.stderr.contains("password"),
            "{name}: {}",
            refused.stderr
        );
        assert!(!place.path("out.pdf").exists());
        sign("right").expect_success(name);
        let mut trust = vec!["--trust".into()];
        trust.push(place.path("certificate.pem").into_os_string());
        trust.extend(["--revocation".into(), "ignore".into()]);
        let (found, verdict) = verify(trust, &place.path("out.pdf"));
        assert_eq!(found, 0, "{name} {verdict:#?}");
        std::fs::remove_file(place.path("out.pdf")).unwrap();
    }
}
