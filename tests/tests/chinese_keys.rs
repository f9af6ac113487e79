//! Keys in files of other people's programs: what they hold opens, signs, and fits its certificate.

use std::path::{Path, PathBuf};
use std::process::Command;
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers;
use yinxin_tests::process::{PATIENCE, Ran, run};
use yinxin_tests::verdict::verify;
use yinxin_tests::{skip, workspace};

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("in.pdf"),
            fixture::base(Kind::ClassicTable),
        )
        .unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, tool: &str, arguments: &str) -> Ran {
        let mut command = Command::new(tool);
        command.current_dir(self.folder.path());
        run(command.args(arguments.split_whitespace()), PATIENCE)
    }

    /// Signs `in.pdf` as `NAME.pdf` with a key that has its certificates with it.
    fn sign(&self, name: &str, key: &Path, password: &str) -> Ran {
        std::fs::write(self.path("password"), format!("{password}\n")).unwrap();
        run_yinxin([
            "sign".into(),
            "--key".into(),
            key.to_owned(),
            "--key-password-file".into(),
            self.path("password"),
            self.path("in.pdf"),
            "-o".into(),
            self.path(&format!("{name}.pdf")),
        ])
    }

    /// The signature value fits the certificate that came with the key.
    fn fits(&self, name: &str) {
        let arguments = ["--revocation", "ignore", "--offline"];
        let (_, verdict) = verify(arguments, &self.path(&format!("{name}.pdf")));
        assert_eq!(
            verdict.signatures[0].integrity, "intact",
            "{name} {verdict:#?}"
        );
    }
}

#[test]
fn keys_of_sm2_that_bouncy_castle_wrote_sign() {
    let Some(shared) = workspace::shared() else {
        return skip::for_want_of_corpus();
    };
    let place = Place::make();
    for name in ["USER", "SealBuilder"] {
        let key = shared.join(format!("corpus/gm/ofdrw/{name}.p12"));
        let refused = place.sign(name, &key, "another");
        assert!(refused.stderr.contains("password"), "{}", refused.stderr);
        place.sign(name, &key, "777777").expect_success(name);
        place.fits(name);
    }
}

#[test]
fn a_key_that_nss_wrote_signs() {
    if !peers::present(&["openssl", "pk12util"]) {
        return;
    }
    let place = Place::make();
    let request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -subj /CN=a \
                   -days 9 -addext keyUsage=critical,digitalSignature -out a.pem";
    place.run("openssl", request).expect_success("req");
    place
        .run(
            "openssl",
            "pkcs12 -export -inkey key.pem -in a.pem -passout pass:in -name a -out in.p12",
        )
        .expect_success("pkcs12");
    std::fs::create_dir(place.path("nss")).unwrap();
    for (tool, arguments) in [
        ("certutil", "-N -d sql:nss --empty-password"),
        ("pk12util", "-i in.p12 -d sql:nss -W in"),
        ("pk12util", "-o nss.p12 -n a -d sql:nss -W secret"),
    ] {
        place.run(tool, arguments).expect_success(tool);
    }
    let der = std::fs::read(place.path("nss.p12")).unwrap();
    assert_eq!(der[..2], [0x30, 0x80], "NSS writes BER");
    place
        .sign("nss", &place.path("nss.p12"), "secret")
        .expect_success("sign");
    place.fits("nss");
}
