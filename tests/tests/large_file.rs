//! A file of 1 GiB is signed and verified without being held in memory.

use std::path::Path;
use std::process::Command;
use std::time::Duration;
use yinxin_tests::binaries::yinxin;
use yinxin_tests::pki::{Algorithm, Pki};
use yinxin_tests::process::{PATIENCE, run};
use yinxin_tests::verdict::FileVerdict;
use yinxin_tests::{fixture, memory, peers, skip};

const GIBIBYTE: u64 = 1 << 30;
const ROOM_KIB: u64 = 4 << 20;
const PEAK_KIB: u64 = 64 << 10;
const LIMIT: Duration = Duration::from_secs(180);

/// Returns the room that is left in a folder, in KiB, as `df` says.
fn room_kib(folder: &Path) -> u64 {
    let mut command = Command::new("df");
    command
        .args(["--output=avail", "--block-size=1K"])
        .arg(folder);
    let said = run(&mut command, PATIENCE).expect_success("df").text();
    said.lines().last().unwrap().trim().parse().unwrap()
}

#[test]
fn a_gibibyte_is_signed_and_verified_in_64_mib() {
    if !peers::present(&["openssl", "df"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    if room_kib(folder.path()) < ROOM_KIB {
        skip::skipped("less than 4 GiB of room for temporary files");
        return;
    }
    let pki = Pki::make();
    let (input, output) = (
        folder.path().join("large.pdf"),
        folder.path().join("signed.pdf"),
    );
    fixture::write_large(&input, GIBIBYTE);

    let mut sign = Command::new(yinxin());
    sign.args(["sign", "--level", "b-b", "--key"])
        .arg(pki.private_key(Algorithm::P256));
    sign.arg("--cert")
        .arg(pki.chain(Algorithm::P256))
        .arg(&input)
        .arg("-o")
        .arg(&output);
    let (signed, signing) = memory::peak_anonymous(&mut sign, LIMIT);
    println!(
        "sign: {:.1} s, {signing} KiB of anonymous memory",
        signed.elapsed.as_secs_f64()
    );
    signed.expect_success("yinxin sign");

    let mut verify = Command::new(yinxin());
    verify
        .args(["verify", "--json", "--trust"])
        .arg(pki.root())
        .arg("--crl")
        .arg(pki.crl());
    let (verified, verifying) = memory::peak_anonymous(verify.arg(&output), LIMIT);
    println!(
        "verify: {:.1} s, {verifying} KiB of anonymous memory",
        verified.elapsed.as_secs_f64()
    );
    let verdict = FileVerdict::read(&verified.text()).unwrap();
    assert_eq!(verdict.answer, "valid", "{verdict:?}");
    assert!(signing > 0 && verifying > 0, "memory was measured");
    assert!(signing < PEAK_KIB, "signing took {signing} KiB");
    assert!(verifying < PEAK_KIB, "verifying took {verifying} KiB");
}
