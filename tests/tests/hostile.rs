//! Files of strangers that ask for too much end soon and in little memory.
//!
//! What is wanted of a release build is 1 s and 128 MiB. Memory is asserted; time is measured and
//! printed, and only what is far from it fails, since a busy machine is no failure.

use crate::hostile_messages::{certificate_with_extensions, cms_files, crl_with_entries};
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use yinxin_tests::binaries::yinxin;
use yinxin_tests::pki::{Algorithm, Pki};
use yinxin_tests::process::Ran;
use yinxin_tests::{fixture, memory, peers};

const PEAK_KIB: u64 = 128 << 10;
const WANTED: Duration = Duration::from_secs(1);

/// A release build ends long before; one without optimisation may take its time.
const LIMIT: Duration = Duration::from_secs(10);
const UNOPTIMISED_LIMIT: Duration = Duration::from_secs(120);

/// What every run is held against.
struct Judge {
    folder: tempfile::TempDir,
    pki: Pki,
    failed: Vec<String>,
    slow: usize,
    runs: usize,
}

impl Judge {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            pki: Pki::make(),
            failed: Vec::new(),
            slow: 0,
            runs: 0,
        }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `yinxin` once; it has to end by itself with a code that is no failure of its own.
    fn run(&mut self, what: &str, command: &mut Command) -> Ran {
        // Without `YINXIN_BIN_DIR` the programs are those of development.
        let limit = match std::env::var_os("YINXIN_BIN_DIR") {
            Some(_) => LIMIT,
            None => UNOPTIMISED_LIMIT,
        };
        let (ran, peak) = memory::peak_anonymous(command, UNOPTIMISED_LIMIT);
        self.runs += 1;
        let seconds = ran.elapsed.as_secs_f64();
        if ran.elapsed > WANTED || peak > PEAK_KIB / 2 {
            println!("{what}: {seconds:.2} s, {} MiB", peak >> 10);
        }
        self.slow += usize::from(ran.elapsed > WANTED);
        let odd = match ran.code {
            Some(0 | 1 | 3 | 4) if ran.elapsed > limit => Some(format!("took {seconds:.1} s")),
            Some(0 | 1 | 3 | 4) if peak > PEAK_KIB => Some(format!("took {} MiB", peak >> 10)),
            Some(0 | 1 | 3 | 4) => None,
            code => Some(format!("ended with {code:?}: {}", ran.stderr)),
        };
        if let Some(odd) = odd {
            self.failed.push(format!("{what}: {odd}"));
        }
        ran
    }

    /// Puts a file before `verify`, `inspect` and `sign`.
    fn file(&mut self, what: &str, octets: &[u8]) {
        let input = self.path("hostile.pdf");
        std::fs::write(&input, octets).unwrap();
        let verified = self.verify(what, &input, &[]);
        if verified.code == Some(0) {
            self.failed.push(format!("{what}: passed"));
        }
        self.run(
            &format!("inspect, {what}"),
            Command::new(yinxin())
                .args(["inspect", "--json"])
                .arg(&input),
        );
        let mut sign = Command::new(yinxin());
        sign.args(["sign", "--level", "b-b", "--key"])
            .arg(self.pki.private_key(Algorithm::P256))
            .arg("--cert")
            .arg(self.pki.chain(Algorithm::P256))
            .arg(&input)
            .arg("-o")
            .arg(self.path("signed.pdf"));
        let signed = self.run(&format!("sign, {what}"), &mut sign);
        let output = self.path("signed.pdf");
        if signed.code == Some(0) {
            self.verify(&format!("once signed, {what}"), &output, &[]);
            std::fs::remove_file(output).unwrap();
        }
    }

    fn verify(&mut self, what: &str, file: &Path, more: &[&Path]) -> Ran {
        let mut verify = Command::new(yinxin());
        verify.args(["verify", "--json", "--trust"]);
        verify.arg(self.pki.root()).arg("--crl").arg(self.pki.crl());
        for argument in more {
            verify.arg(argument);
        }
        self.run(&format!("verify, {what}"), verify.arg(file))
    }

    fn signed(&mut self) -> Vec<u8> {
        self.sign(&fixture::base(fixture::Kind::ClassicTable))
    }

    fn sign(&mut self, file: &[u8]) -> Vec<u8> {
        let (input, output) = (self.path("plain.pdf"), self.path("plain-signed.pdf"));
        std::fs::write(&input, file).unwrap();
        let mut sign = Command::new(yinxin());
        sign.args(["sign", "--level", "b-b", "--key"])
            .arg(self.pki.private_key(Algorithm::P256))
            .arg("--cert")
            .arg(self.pki.chain(Algorithm::P256))
            .arg(&input)
            .arg("-o")
            .arg(&output);
        let ran = self.run("sign, a plain file", &mut sign);
        ran.expect_success("yinxin sign");
        std::fs::read(output).unwrap()
    }

    #[track_caller]
    fn conclude(self) {
        println!("{} runs, {} of them longer than 1 s", self.runs, self.slow);
        assert!(self.runs > 0);
        assert!(self.failed.is_empty(), "{}", self.failed.join("\n"));
    }
}

#[test]
fn hostile_files_end_within_128_mib() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let mut judge = Judge::new();
    fixture::hostile::each_file(|what, file| judge.file(what, file));
    judge.conclude();
}

#[test]
fn hostile_updates_of_a_signed_file_end_within_128_mib() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let mut judge = Judge::new();
    let signed = judge.signed();
    fixture::hostile::each_update(&signed, |what, file| judge.file(what, file));
    fixture::hostile::each_update_of_a_form(&signed, |what, file| judge.file(what, file));
    judge.conclude();
}

#[test]
fn a_large_form_that_is_filled_by_hundreds_of_updates_still_passes_soon() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let mut judge = Judge::new();
    let signed = judge.sign(&fixture::hostile::large_form());
    let file = judge.path("filled.pdf");
    let filled = fixture::hostile::filled_again_and_again(signed);
    std::fs::write(&file, filled).unwrap();
    let ran = judge.verify("a form of 2000 fields filled 400 times", &file, &[]);
    let said = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(ran.code, Some(0), "{said}{}", ran.stderr);
    judge.conclude();
}

#[test]
fn hostile_messages_certificates_and_lists_end_within_128_mib() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let mut judge = Judge::new();
    let certificate = peers_der(&judge.pki.root());
    for (what, file) in cms_files(&certificate) {
        judge.file(what, &file);
    }
    let signed = judge.signed();
    let file = judge.path("for-lists.pdf");
    std::fs::write(&file, signed).unwrap();
    let list = judge.path("many.crl");
    std::fs::write(&list, crl_with_entries(1_000_000)).unwrap();
    judge.verify(
        "a CRL with 10^6 entries",
        &file,
        &[Path::new("--crl"), &list],
    );
    let odd = judge.path("many.der");
    std::fs::write(&odd, certificate_with_extensions(&certificate, 100_000)).unwrap();
    judge.verify(
        "an anchor with 10^5 extensions",
        &file,
        &[Path::new("--trust"), &odd],
    );
    judge.conclude();
}

#[test]
fn hostile_packages_end_within_128_mib() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let mut judge = Judge::new();
    for (what, file) in crate::hostile_packages::packages() {
        let input = judge.path("hostile.ofd");
        std::fs::write(&input, file).unwrap();
        let verified = judge.verify(what, &input, &[]);
        if verified.code == Some(0) {
            judge.failed.push(format!("{what}: passed"));
        }
    }
    judge.conclude();
}

/// Returns the DER of a PEM certificate, by OpenSSL.
fn peers_der(pem: &Path) -> Vec<u8> {
    let mut command = Command::new("openssl");
    command.args(["x509", "-outform", "DER", "-in"]).arg(pem);
    let ran = yinxin_tests::process::run(&mut command, yinxin_tests::process::PATIENCE);
    ran.expect_success("openssl x509").stdout
}
