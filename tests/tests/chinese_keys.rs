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

/// PKCS#8 of a private key of SM2, up to the key.
const SM2_PKCS8: &str = "3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420";

fn octets(hex: &str) -> Vec<u8> {
    let digit = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}

#[test]
fn a_key_in_an_envelope_comes_out_and_one_in_another_mode_does_not() {
    let Some(shared) = workspace::shared() else {
        return skip::for_want_of_corpus();
    };
    if !peers::present(&["openssl"]) {
        return;
    }
    let known = std::fs::read(shared.join("corpus/gm/kat/gm-kat.json")).unwrap();
    let known: serde_json::Value = serde_json::from_slice(&known).unwrap();
    let place = Place::make();
    let open = |entry: &serde_json::Value, holder: &str, output: &str| {
        let key = format!("{SM2_PKCS8}{}", entry[holder].as_str().unwrap());
        std::fs::write(place.path("holder.key"), octets(&key)).unwrap();
        let envelope = octets(entry["der"].as_str().unwrap());
        std::fs::write(place.path("envelope"), envelope).unwrap();
        let mut words: Vec<std::ffi::OsString> = vec!["pki".into(), "open".into()];
        for (option, file) in [
            ("--envelope", "envelope"),
            ("--key", "holder.key"),
            ("-o", output),
        ] {
            words.push(option.into());
            words.push(place.path(file).into_os_string());
        }
        run_yinxin(words)
    };
    let refused = open(&known["sm2_enveloped_key_negative"][0], "d", "no.key");
    assert_eq!(refused.code, Some(4), "{}", refused.stderr);
    assert!(refused.stderr.contains("SM4"), "{}", refused.stderr);
    let entry = &known["sm2_enveloped_key"][0];
    open(entry, "recipient_d", "opened.key").expect_success("pki open");
    let der = place.run(
        "openssl",
        "pkcs8 -in opened.key -nocrypt -topk8 -outform DER",
    );
    let found = der.expect_success("pkcs8").stdout;
    let expected = octets(entry["enveloped_d"].as_str().unwrap());
    assert!(found.windows(32).any(|window| window == expected));
    let again = open(entry, "recipient_d", "opened.key");
    assert!(again.stderr.contains("opened.key"), "{}", again.stderr);
}
