//! Exit codes: 0 passed, 1 failed, 2 usage, 3 indeterminate, 4 input or output, 5 internal.

use std::process::Command;
use yinxin_tests::binaries::{daemon, run_yinxin};
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers;
use yinxin_tests::pki::{Algorithm, Pki};
use yinxin_tests::process::{PATIENCE, run};
use yinxin_tests::verdict::verify;

const NOTHING: [&str; 0] = [];

#[test]
fn wrong_usage_is_2() {
    for arguments in [
        &["--no-such-flag"][..],
        &["no-such-command"],
        &["verify"],
        &["verify", "--no-such-flag", "a.pdf"],
        &["verify", "--revocation", "sometimes", "a.pdf"],
        &["verify", "--at", "yesterday", "a.pdf"],
        &["sign", "a.pdf"],
        &["sign", "--level", "b-z", "a.pdf", "-o", "b.pdf"],
        // A level that has no timestamp.
        &[
            "sign",
            "--key",
            "k",
            "--cert",
            "c",
            "--tsa",
            "http://a.example",
            "a.pdf",
            "-o",
            "b.pdf",
        ],
        &[
            "init",
            "--home",
            "no-such-home",
            "--unit",
            "11990101TE5T00016T",
            "--name",
            "云泽县",
            "--area",
            "990101",
            "--verification-address",
            "javascript:alert(1)",
            "--key-password-file",
            "no-such-file",
        ],
    ] {
        let ran = run_yinxin(arguments);
        assert_eq!(
            ran.code,
            Some(2),
            "{arguments:?}\n{}\n{}",
            ran.text(),
            ran.stderr
        );
        assert!(!ran.stderr.is_empty(), "{arguments:?} says what is wrong");
    }
}

#[test]
fn help_and_version_are_0() {
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["verify", "--help"],
        &["sign", "--help"],
    ] {
        let ran = run_yinxin(arguments).expect_success(&format!("{arguments:?}"));
        assert!(!ran.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_daemon_tells_help_from_wrong_usage() {
    let ended = |argument: &str| run(Command::new(daemon()).arg(argument), PATIENCE).code;
    assert_eq!(ended("--help"), Some(0));
    assert_eq!(ended("--no-such-flag"), Some(2));
}

#[test]
fn a_missing_file_is_4() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.pdf");
    let ran = run_yinxin(["verify".as_ref(), "--json".as_ref(), missing.as_os_str()]);
    assert_eq!(ran.code, Some(4), "{}\n{}", ran.text(), ran.stderr);
    assert!(
        ran.stderr.contains("missing.pdf"),
        "says which file: {}",
        ran.stderr
    );
}

#[test]
fn a_file_of_no_known_format_is_4() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("note.txt");
    std::fs::write(&file, "no document of a kind that can be signed").unwrap();
    let ran = run_yinxin(["verify".as_ref(), "--json".as_ref(), file.as_os_str()]);
    assert_eq!(ran.code, Some(4), "{}\n{}", ran.text(), ran.stderr);
}

#[test]
fn an_unsigned_file_is_3_and_says_unsigned() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.pdf");
    let mut unsigned: Vec<Vec<u8>> = Kind::ALL.into_iter().map(fixture::base).collect();
    unsigned.push(fixture::with_empty_signature_field());
    for bytes in unsigned {
        std::fs::write(&file, bytes).unwrap();
        let (code, verdict) = verify(NOTHING, &file);
        assert_eq!(
            (code, verdict.indication.as_str(), verdict.answer.as_str()),
            (3, "INDETERMINATE", "unsigned"),
            "{verdict:?}"
        );
        assert!(verdict.signatures.is_empty());
        assert!(verdict.reasons().next().is_some(), "a reason is given");
    }
}

#[test]
fn a_signature_that_cannot_be_read_is_listed_as_unreadable() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.pdf");
    std::fs::write(&file, fixture::with_unreadable_signature()).unwrap();
    let (code, verdict) = verify(NOTHING, &file);
    assert_eq!(code, 1, "{verdict:?}");
    let [signature] = &verdict.signatures[..] else {
        panic!("one signature: {verdict:?}");
    };
    assert_eq!(signature.field, "Sig1");
    assert_eq!(signature.integrity, "unreadable");
    assert_eq!(signature.coverage, "partial");
    assert_eq!(signature.modification, "unanalysable");
    assert!(!signature.modification_allowed);
}

#[test]
fn several_files_give_one_line_each_and_the_worst_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("a.pdf"), folder.path().join("b.pdf"));
    std::fs::write(&first, fixture::base(Kind::ClassicTable)).unwrap();
    std::fs::write(&second, fixture::with_unreadable_signature()).unwrap();
    let ran = run_yinxin([
        "verify".as_ref(),
        "--json".as_ref(),
        first.as_os_str(),
        second.as_os_str(),
    ]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(ran.text().lines().count(), 2);
}

#[test]
fn an_existing_output_or_a_wrong_key_leaves_no_half_written_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("in.pdf"), fixture::base(Kind::ClassicTable)).unwrap();
    std::fs::write(path("key.pem"), "no key").unwrap();
    let arguments = [
        "sign".into(),
        "--key".into(),
        path("key.pem"),
        "--cert".into(),
        path("key.pem"),
        path("in.pdf"),
        "-o".into(),
        path("out.pdf"),
    ];
    let ran = run_yinxin(arguments);
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert!(!path("out.pdf").exists());
    assert_eq!(
        std::fs::read(path("in.pdf")).unwrap(),
        fixture::base(Kind::ClassicTable)
    );
}

#[test]
fn pss_with_a_key_that_is_not_rsa_is_2_and_signs_nothing() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let pki = Pki::make();
    let (input, output) = (pki.folder().join("in.pdf"), pki.folder().join("out.pdf"));
    std::fs::write(&input, fixture::base(Kind::ClassicTable)).unwrap();
    let sign = |algorithm| {
        run_yinxin([
            "sign".into(),
            "--pss".into(),
            "--key".into(),
            pki.private_key(algorithm),
            "--cert".into(),
            pki.chain(algorithm),
            input.clone(),
            "-o".into(),
            output.clone(),
        ])
    };
    for algorithm in [Algorithm::P256, Algorithm::Ed25519] {
        let ran = sign(algorithm);
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(ran.stderr.contains("--pss"), "{}", ran.stderr);
        assert!(!output.exists());
    }
    assert_eq!(sign(Algorithm::Rsa).code, Some(0));
}

#[test]
fn a_pkcs12_file_brings_its_certificates_and_a_bare_key_does_not() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let pki = Pki::make();
    let path = |name: &str| pki.folder().join(name);
    std::fs::write(path("in.pdf"), fixture::base(Kind::ClassicTable)).unwrap();
    let key = pki.private_key(Algorithm::P256);
    let sign = |key: &std::path::Path| {
        run_yinxin([
            "sign".into(),
            "--key".into(),
            key.to_path_buf(),
            "--key-password-file".into(),
            path("password"),
            path("in.pdf"),
            "-o".into(),
            path("out.pdf"),
        ])
    };
    let ran = sign(&key);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("--cert"), "{}", ran.stderr);
    sign(&key.with_extension("p12")).expect_success("sign with PKCS#12");
    let trust = ["--trust".into(), pki.root(), "--crl".into(), pki.crl()];
    let (code, verdict) = verify(trust, &path("out.pdf"));
    assert_eq!(code, 0, "{verdict:?}");
}
