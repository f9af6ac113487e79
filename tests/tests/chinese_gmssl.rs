//! GmSSL as a judge and as a maker: SM2 with its identifier, SM3, keys under SM4, and envelopes.

use std::path::{Path, PathBuf};
use std::process::Command;
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, pyhanko};
use yinxin_tests::process::{PATIENCE, Ran, run};
use yinxin_tests::verdict::verify;
use yinxin_tests::workspace;

const IDENTIFIER: &str = "1234567812345678";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A key of OpenSSL with its own certificate, and a file to be signed; `None` where a peer is absent.
    fn make() -> Option<Self> {
        if !peers::present(&["openssl", "gmssl"]) {
            return None;
        }
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        place.openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out key.pem");
        place.openssl(&format!(
            "req -x509 -new -key key.pem -sm3 -sigopt distid:{IDENTIFIER} -subj /CN=Test -days 30 \
             -addext keyUsage=critical,digitalSignature -out certificate.pem"
        ));
        place.openssl("pkey -in key.pem -pubout -out public.pem");
        std::fs::write(place.path("in.pdf"), fixture::base(Kind::ClassicTable)).unwrap();
        std::fs::write(place.path("password"), "secret\n").unwrap();
        Some(place)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    fn run(&self, command: &mut Command, what: &str) -> Ran {
        command.current_dir(self.folder.path());
        run(command, PATIENCE).expect_success(what)
    }

    fn openssl(&self, arguments: &str) -> Ran {
        self.run(
            Command::new("openssl").args(arguments.split_whitespace()),
            arguments,
        )
    }

    /// Runs a script, whose arguments are files of the folder and words.
    fn script(&self, python: &Path, line: &str) -> String {
        let (name, arguments) = line.split_once(' ').unwrap();
        let mut command = Command::new(python);
        command.arg(workspace::script(name));
        let ran = self.run(command.args(arguments.split_whitespace()), line);
        ran.text().trim().to_owned()
    }

    fn gmssl(&self, line: &str) -> String {
        self.script(&pyhanko::python(), line)
    }

    /// Runs a line in which `@` stands before files of the folder.
    fn yinxin(&self, line: &str) -> Ran {
        let words = line
            .split_whitespace()
            .map(|word| match word.strip_prefix('@') {
                Some(name) => self.path(name).into_os_string(),
                None => word.into(),
            });
        run_yinxin(words).expect_success(line)
    }

    fn integrity(&self, name: &str) -> String {
        let (_, verdict) = verify(["--revocation", "ignore"], &self.path(name));
        verdict.signatures[0].integrity.clone()
    }
}

#[test]
fn gmssl_verifies_what_we_sign_and_we_what_it_signs() {
    let Some(place) = Place::make() else { return };
    place.yinxin("sign --key @key.pem --cert @certificate.pem @in.pdf -o @out.pdf");
    place.script(Path::new("python3"), "cut_signature.py out.pdf .");
    let said = place.gmssl("signed_attributes.py 1.der .");
    let digest = place.gmssl("gmssl_sm2.py digest 1.content");
    assert_eq!(said.lines().nth(2), Some(digest.as_str()));
    for (identifier, expected) in [(IDENTIFIER, "right"), ("somebody", "wrong")] {
        let line = format!("gmssl_sm2.py verify public.pem {identifier} attributes value");
        assert_eq!(place.gmssl(&line), expected);
    }
    // A value of GmSSL in the place of ours.
    let hex = |octets: &[u8]| -> String { octets.iter().map(|o| format!("{o:02x}")).collect() };
    let (ours, file) = (place.read("value"), place.read("out.pdf"));
    let text = file.to_ascii_lowercase();
    let pattern = hex(&ours);
    let at = text
        .windows(pattern.len())
        .position(|window| window == pattern.as_bytes())
        .unwrap();
    assert_eq!(place.integrity("out.pdf"), "intact");
    for (identifier, expected) in [(IDENTIFIER, "intact"), ("somebody", "broken")] {
        let length = ours.len();
        place.gmssl(&format!(
            "gmssl_sm2.py sign key.pem {identifier} attributes {length} theirs"
        ));
        let theirs = place.read("theirs");
        assert_ne!(theirs, ours);
        let mut other = file.clone();
        other.splice(at..at + pattern.len(), hex(&theirs).into_bytes());
        std::fs::write(place.path("other.pdf"), other).unwrap();
        assert_eq!(place.integrity("other.pdf"), expected, "{identifier}");
    }
}

#[test]
fn gmssl_opens_our_keys_and_we_those_that_it_locked() {
    let Some(place) = Place::make() else { return };
    place.yinxin("pki key --key-password-file @password -o @ours.key");
    place.yinxin(
        "pki root --key @ours.key --key-password-file @password --organisation a --name b -o @ours.cer",
    );
    place.gmssl("gmssl_key.py unlock ours.key secret plain.pem");
    let own = place.openssl("pkey -in plain.pem -pubout").text();
    assert_eq!(
        own,
        place.openssl("x509 -in ours.cer -noout -pubkey").text()
    );
    place.gmssl("gmssl_key.py lock key.pem secret theirs.key");
    place.yinxin(
        "sign --key @theirs.key --key-password-file @password --cert @certificate.pem @in.pdf -o @out.pdf",
    );
    assert_eq!(place.integrity("out.pdf"), "intact");
}

#[test]
fn a_key_that_gmssl_put_into_an_envelope_comes_out() {
    let Some(place) = Place::make() else { return };
    let inner = place.gmssl("gmssl_sm2.py envelope public.pem envelope");
    place.yinxin(
        "pki open --envelope @envelope --key @key.pem --new-password-file @password -o @inner.key",
    );
    place.gmssl("gmssl_key.py unlock inner.key secret plain.pem");
    let shown = place.openssl("pkey -in plain.pem -text -noout").text();
    let (_, after) = shown.split_once("priv:").unwrap();
    let (number, _) = after.split_once("pub:").unwrap();
    let digits: String = number.split_ascii_whitespace().collect();
    let digits = digits.replace(':', "");
    assert_eq!(
        digits.trim_start_matches('0'),
        inner.trim_start_matches('0')
    );
}
