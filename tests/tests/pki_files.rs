//! Certificate requests and revocation lists in files, of SM2 and P-256: judged by OpenSSL and by our own path
//! validation. OpenSSL 3.0 takes no identifier for a list of SM2: there it verifies what a script cut out.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, pyhanko};
use yinxin_tests::process::{PATIENCE, Ran, run};
use yinxin_tests::verdict::verify;
use yinxin_tests::workspace;

const IDENTIFIER: &str = "distid:1234567812345678";

/// A root of one kind with a unit below it, whose certificate came by a request.
struct Place {
    folder: tempfile::TempDir,
    kind: &'static str,
}

impl Place {
    fn make(kind: &'static str) -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
            kind,
        };
        std::fs::write(place.path("in.pdf"), fixture::base(Kind::ClassicTable)).unwrap();
        for name in ["root", "unit"] {
            place.yinxin(&format!("pki key --kind {kind} -o @{name}.key"));
        }
        let names = "--organisation 示例机关 --name";
        place.yinxin(&format!(
            "pki root --key @root.key {names} 示例根 -o @root.cer"
        ));
        place.yinxin(&format!(
            "pki request --key @unit.key {names} 示例章 -o @unit.csr"
        ));
        place.issue("unit").expect_success("issue");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a line in which `@` stands before files of the folder.
    fn try_yinxin(&self, line: &str) -> Ran {
        let words = line
            .split_whitespace()
            .map(|word| match word.strip_prefix('@') {
                Some(name) => self.path(name).into_os_string(),
                None => word.into(),
            });
        run_yinxin(words)
    }

    #[track_caller]
    fn yinxin(&self, line: &str) -> Ran {
        self.try_yinxin(line).expect_success(line)
    }

    fn issue(&self, name: &str) -> Ran {
        self.try_yinxin(&format!(
            "pki issue --key @root.key --cert @root.cer --request @{name}.csr -o @{name}.cer"
        ))
    }

    fn try_openssl(&self, arguments: &str) -> Ran {
        let mut command = Command::new("openssl");
        command.current_dir(self.folder.path());
        run(command.args(arguments.split_whitespace()), PATIENCE)
    }

    #[track_caller]
    fn openssl(&self, arguments: &str) -> String {
        self.try_openssl(arguments).expect_success(arguments).text()
    }

    /// What OpenSSL is told of an identifier, by that option.
    fn identified(&self, option: &str, identifier: &str) -> String {
        match self.kind {
            "sm2" => format!("-{option} {identifier}"),
            _ => String::new(),
        }
    }

    fn script(&self, python: &Path, line: &str) -> String {
        let (name, arguments) = line.split_once(' ').unwrap();
        let mut command = Command::new(python);
        command.current_dir(self.folder.path());
        command.arg(workspace::script(name));
        let ran = run(command.args(arguments.split_whitespace()), PATIENCE);
        ran.expect_success(line).text()
    }

    /// Exit code and answer for the signed file under the root and a list.
    fn answer(&self, list: &str) -> (i32, String) {
        let mut arguments: Vec<OsString> = Vec::new();
        for (option, file) in [("--trust", "root.cer"), ("--crl", list)] {
            arguments.extend([option.into(), self.path(file).into_os_string()]);
        }
        let (code, verdict) = verify(arguments, &self.path("out.pdf"));
        (code, verdict.answer)
    }
}

#[test]
fn openssl_takes_our_requests_and_the_certificates_for_them() {
    if !peers::present(&["openssl"]) {
        return;
    }
    for kind in ["sm2", "p256"] {
        let place = Place::make(kind);
        let judge = |identifier: &str| {
            let told = place.identified("vfyopt", identifier);
            let said = place.try_openssl(&format!("req -verify -noout -in unit.csr {told}"));
            said.stderr.contains("verify OK")
        };
        assert!(judge(IDENTIFIER), "{kind}");
        assert_eq!(judge("distid:somebody"), kind != "sm2");
        let told = place.identified("vfyopt", IDENTIFIER);
        place.openssl(&format!(
            "verify -x509_strict {told} -CAfile root.cer unit.cer"
        ));
        let own = place.openssl("pkey -in unit.key -pubout");
        assert_eq!(own, place.openssl("x509 -in unit.cer -noout -pubkey"));
        let subject = |what: &str| place.openssl(&format!("{what} -noout -subject"));
        assert_eq!(subject("req -in unit.csr"), subject("x509 -in unit.cer"));
    }
}

#[test]
fn requests_of_others_are_followed_where_they_prove_possession() {
    if !peers::present(&["openssl"]) {
        return;
    }
    for (kind, curve) in [("sm2", "SM2"), ("p256", "P-256")] {
        let place = Place::make(kind);
        place.openssl(&format!(
            "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:{curve} -out their.key"
        ));
        let request = |name: &str, identifier: &str| {
            let told = place.identified("sigopt", identifier);
            let digest = if kind == "sm2" { "-sm3" } else { "-sha256" };
            place.openssl(&format!(
                "req -new -key their.key {digest} {told} -subj /O=Theirs/CN={name} \
                 -addext basicConstraints=critical,CA:TRUE -out {name}.csr"
            ));
            place.issue(name)
        };
        request("theirs", IDENTIFIER).expect_success("issue");
        let text = place.openssl("x509 -in theirs.cer -noout -text");
        assert!(text.contains("O = Theirs, CN = theirs"), "{text}");
        // What a request wishes for beside its subject is not followed.
        assert!(text.contains("CA:FALSE") && !text.contains("CA:TRUE"));
        // A value that is another one, and one for another identifier, prove nothing.
        place.openssl("req -in theirs.csr -outform DER -out altered.csr");
        let mut altered = std::fs::read(place.path("altered.csr")).unwrap();
        *altered.last_mut().unwrap() ^= 1;
        std::fs::write(place.path("altered.csr"), altered).unwrap();
        let mut refused = vec![place.issue("altered")];
        if kind == "sm2" {
            refused.push(request("other", "distid:somebody"));
        }
        for refused in refused {
            assert_eq!(refused.code, Some(4), "{}", refused.stderr);
            assert!(refused.stderr.contains("not signed"), "{}", refused.stderr);
        }
        assert!(!place.path("other.cer").exists() && !place.path("altered.cer").exists());
        let other = if kind == "sm2" { "p256" } else { "sm2" };
        place.yinxin(&format!("pki key --kind {other} -o @mixed.key"));
        place.yinxin("pki request --key @mixed.key --organisation a --name b -o @mixed.csr");
        let refused = place.issue("mixed");
        assert_eq!(refused.code, Some(4), "{}", refused.stderr);
        assert!(refused.stderr.contains("algorithm"), "{}", refused.stderr);
    }
}

#[test]
fn a_revoked_unit_is_found_by_openssl_and_by_us() {
    if !peers::present(&["openssl", "pyhanko", "gmssl"]) {
        return;
    }
    for kind in ["sm2", "p256"] {
        let place = Place::make(kind);
        place.yinxin("sign --key @unit.key --cert @unit.cer @in.pdf -o @out.pdf");
        let serial = place.openssl("x509 -in unit.cer -noout -serial");
        let serial = serial.trim().trim_start_matches("serial=").to_owned();
        let list = "pki crl --key @root.key --cert @root.cer";
        for line in [
            format!("{list} --revoke 0A0B=superseded -o @1.crl"),
            format!("{list} --previous @1.crl --revoke {serial}=certificate-hold -o @2.crl"),
            format!("{list} --previous @2.crl --release {serial} -o @3.crl"),
            format!("{list} --previous @3.crl --revoke {serial}=key-compromise -o @4.crl"),
        ] {
            place.yinxin(&line);
        }
        let refused = place.try_yinxin(&format!(
            "{list} --previous @4.crl --release {serial} -o @no.crl"
        ));
        assert_eq!(refused.code, Some(4), "{}", refused.stderr);
        let revoked = |reason: &str| format!("A0B superseded\n{serial} {reason}");
        for (number, entries, is_good) in [
            (1, "A0B superseded".to_owned(), true),
            (2, revoked("certificate_hold"), false),
            (3, "A0B superseded".to_owned(), true),
            (4, revoked("key_compromise"), false),
        ] {
            let said = place.script(&pyhanko::python(), &format!("crl_apart.py {number}.crl ."));
            let (head, found) = said.trim().split_once('\n').unwrap();
            assert_eq!(found, entries);
            assert!(head.ends_with(&format!(" {number}")), "{head}");
            openssl_takes_the_list(&place, number, is_good);
            let (code, answer) = place.answer(&format!("{number}.crl"));
            match is_good {
                true => assert_eq!((code, answer.as_str()), (0, "valid"), "{kind} {number}"),
                false => assert_eq!(answer, "revoked", "{kind} {number}"),
            }
        }
    }
}

/// Verifies a list; of SM2 what a script cut out of it, by GmSSL too.
fn openssl_takes_the_list(place: &Place, number: u8, is_good: bool) {
    if place.kind == "sm2" {
        let public = place.openssl("x509 -in root.cer -noout -pubkey");
        std::fs::write(place.path("root.pub"), public).unwrap();
        let judge = |identifier: &str| {
            let line =
                format!("dgst -sm3 -sigopt {identifier} -verify root.pub -signature value tbs");
            place.try_openssl(&line).succeeded()
        };
        assert!(judge(IDENTIFIER) && !judge("distid:somebody"));
        let line = "gmssl_sm2.py verify root.pub 1234567812345678 tbs value";
        assert_eq!(place.script(&pyhanko::python(), line).trim(), "right");
        return;
    }
    place.openssl(&format!(
        "crl -verify -CAfile root.cer -noout -in {number}.crl"
    ));
    let said = place.try_openssl(&format!(
        "verify -x509_strict -crl_check -CRLfile {number}.crl -CAfile root.cer unit.cer"
    ));
    assert_eq!(said.succeeded(), is_good, "{number}: {}", said.stderr);
    assert!(is_good || said.stderr.contains("certificate revoked"));
}
