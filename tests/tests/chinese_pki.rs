//! Keys and certificates of SM2 that are made here, judged by OpenSSL and by a script, and used for a seal.

use std::path::PathBuf;
use std::process::Command;
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, pyhanko};
use yinxin_tests::process::{PATIENCE, Ran, instant, run};
use yinxin_tests::verdict::verify;
use yinxin_tests::workspace;

const IDENTIFIER: &str = "distid:1234567812345678";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A root, a maker of seals, a unit with its pair of certificates; all keys under one password.
    fn make() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::write(place.path("password"), "secret\n").unwrap();
        std::fs::write(place.path("in.pdf"), fixture::base(Kind::ClassicTable)).unwrap();
        for name in ["root", "maker", "unit", "pair"] {
            place
                .yinxin(&format!("pki key -o @{name}.key"), true)
                .expect_success(name);
        }
        let names = "--organisation 示例机关 --name";
        place
            .yinxin(
                &format!("pki root --key @root.key {names} 示例根 -o @root.cer"),
                true,
            )
            .expect_success("root");
        for (name, more) in [
            ("maker", ""),
            ("unit", ""),
            ("pair", "--purpose encryption"),
        ] {
            let line = format!(
                "pki issue --key @root.key --cert @root.cer --subject-key @{name}.key {more} {names} {name} -o @{name}.cer"
            );
            place.yinxin(&line, true).expect_success(name);
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a line in which `@` stands before files of the folder.
    fn yinxin(&self, line: &str, has_password: bool) -> Ran {
        let words = line
            .split_whitespace()
            .map(|word| match word.strip_prefix('@') {
                Some(name) => self.path(name).into_os_string(),
                None => word.into(),
            });
        let mut words: Vec<std::ffi::OsString> = words.collect();
        if has_password {
            words.push("--key-password-file".into());
            words.push(self.path("password").into_os_string());
        }
        run_yinxin(words)
    }

    fn openssl(&self, arguments: &str) -> Ran {
        let mut command = Command::new("openssl");
        command.current_dir(self.folder.path());
        run(command.args(arguments.split_whitespace()), PATIENCE)
    }
}

#[test]
fn openssl_takes_the_certificates_for_what_they_are_for() {
    if !peers::present(&["openssl", "pyhanko"]) {
        return;
    }
    let place = Place::make();
    for name in ["maker", "unit", "pair"] {
        let judge = |identifier: &str| {
            let line =
                format!("verify -x509_strict -vfyopt {identifier} -CAfile root.cer {name}.cer");
            place.openssl(&line).succeeded()
        };
        assert!(judge(IDENTIFIER), "{name}");
        assert!(!judge("distid:somebody"), "{name}");
    }
    for (name, usage) in [
        ("root", "Certificate Sign, CRL Sign"),
        ("unit", "Digital Signature, Non Repudiation"),
        ("pair", "Key Encipherment, Data Encipherment, Key Agreement"),
    ] {
        let said = place.openssl(&format!("x509 -in {name}.cer -noout -ext keyUsage"));
        assert!(said.text().contains(usage), "{}", said.text());
    }
    // A unit issues nothing.
    let refused = place.yinxin(
        "pki issue --key @unit.key --cert @unit.cer --subject-key @pair.key --organisation a --name b -o @no.cer",
        true,
    );
    assert_eq!(refused.code, Some(4), "{}", refused.stderr);
    assert!(!place.path("no.cer").exists());
}

#[test]
fn a_script_opens_the_keys_and_openssl_finds_the_public_half_in_the_certificate() {
    if !peers::present(&["openssl", "pyhanko"]) {
        return;
    }
    let place = Place::make();
    let mut open = Command::new(pyhanko::python());
    open.arg(workspace::script("sm4_key_open.py"));
    open.arg(place.path("unit.key")).arg("secret");
    run(open.arg(place.path("plain.key")), PATIENCE).expect_success("sm4_key_open.py");
    let own = place
        .openssl("pkey -in plain.key -pubout")
        .expect_success("pkey");
    let certified = place.openssl("x509 -in unit.cer -noout -pubkey");
    assert_eq!(own.text(), certified.text());
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(place.path("unit.key"))
        .unwrap()
        .permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
}

#[test]
fn a_seal_of_this_hierarchy_passes_under_its_root_in_both_roles() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let place = Place::make();
    let (now, until) = (instant("now"), instant("+300 days"));
    let line = format!(
        "seal make --maker-key @maker.key --maker-cert @maker.cer --user @unit.cer --id 99010100000001 \
         --name 示例机关 --preset institution --from {now} --until {until} -o @seal.esl"
    );
    place.yinxin(&line, true).expect_success("seal make");
    std::fs::write(
        place.path("chain.cer"),
        [
            std::fs::read(place.path("unit.cer")).unwrap(),
            std::fs::read(place.path("root.cer")).unwrap(),
        ]
        .concat(),
    )
    .unwrap();
    let line = "sign --key @unit.key --cert @chain.cer --seal-file @seal.esl --page 1 --at 20,20 @in.pdf -o @out.pdf";
    place.yinxin(line, true).expect_success("sign");
    let root = place.path("root.cer");
    for (trusted, code) in [
        (
            vec![
                format!("{}", root.display()),
                format!("maker={}", root.display()),
            ],
            0,
        ),
        (vec![format!("{}", root.display())], 3),
    ] {
        let mut arguments: Vec<std::ffi::OsString> = Vec::new();
        for one in &trusted {
            arguments.extend(["--trust".into(), one.into()]);
        }
        for word in ["--revocation", "ignore", "--policy", "gm"] {
            arguments.push(word.into());
        }
        let (found, verdict) = verify(arguments, &place.path("out.pdf"));
        assert_eq!(found, code, "{trusted:?} {verdict:#?}");
    }
}
