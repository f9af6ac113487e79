//! Password-protected files: signed with the password, judged with it, and attacked.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use yinxin_tests::binaries::run_yinxin;
use yinxin_tests::fixture::{self, Kind};
use yinxin_tests::peers::{self, pdfsig};
use yinxin_tests::pki::{Algorithm, Pki};
use yinxin_tests::process::{PATIENCE, Ran, run};
use yinxin_tests::served::{Place, RELYING};
use yinxin_tests::verdict::{FileVerdict, verify};

/// How qpdf encrypts: the length of the key and what else it is told.
const METHODS: [&[&str]; 6] = [
    &["40"],
    &["128", "--use-aes=n"],
    &["128", "--use-aes=y"],
    &["128", "--use-aes=y", "--cleartext-metadata"],
    &["256"],
    &["256", "--cleartext-metadata"],
];

#[track_caller]
fn encrypt(method: &[&str], user: &str, streams: &str, input: &Path, output: &Path) {
    let mut command = Command::new("qpdf");
    command
        .args(["--allow-weak-crypto", "--static-id"])
        .arg(format!("--object-streams={streams}"))
        .args(["--encrypt", user, "owner"])
        .args(method)
        .arg("--");
    run(command.arg(input).arg(output), PATIENCE).expect_success("qpdf --encrypt");
}

fn sign(pki: &Pki, password: Option<&Path>, input: &Path, output: &Path) -> Ran {
    let (key, chain) = (pki.private_key(Algorithm::P256), pki.chain(Algorithm::P256));
    let mut arguments = vec!["sign".into(), "--key".into(), key.into_os_string()];
    arguments.extend(["--cert".into(), chain.into_os_string()]);
    if let Some(password) = password {
        arguments.extend(["--password-file".into(), password.into()]);
    }
    arguments.extend([input.into(), "-o".into(), output.into()]);
    run_yinxin(arguments)
}

fn judge(pki: &Pki, password: Option<&Path>, file: &Path) -> (i32, FileVerdict) {
    let mut arguments = vec![
        "--trust".into(),
        pki.root().into_os_string(),
        "--crl".into(),
        pki.crl().into(),
    ];
    if let Some(password) = password {
        arguments.extend(["--password-file".into(), password.into()]);
    }
    verify(arguments, file)
}

#[test]
fn encrypted_files_are_signed_with_either_password_and_read_by_others() {
    if !peers::present(&["qpdf", "openssl", "pdfsig"]) {
        return;
    }
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::make());
    let at = |name: &str| folder.path().join(name);
    let base = at("base.pdf");
    std::fs::write(&base, fixture::with_empty_signature_field()).unwrap();
    for word in ["user", "owner", "wrong"] {
        std::fs::write(at(word), format!("{word}\n")).unwrap();
    }
    for (number, method) in METHODS.into_iter().enumerate() {
        for streams in ["disable", "generate"] {
            let name = format!("{number}-{streams}");
            let locked = at(&format!("{name}.pdf"));
            encrypt(method, "user", streams, &base, &locked);
            for word in ["user", "owner"] {
                let signed = at(&format!("{name}-{word}.pdf"));
                sign(&pki, Some(&at(word)), &locked, &signed).expect_success(&name);
                let (before, after) = (
                    std::fs::read(&locked).unwrap(),
                    std::fs::read(&signed).unwrap(),
                );
                assert!(after.starts_with(&before), "{name}: octets were changed");
                let mut command = Command::new("qpdf");
                command.args(["--check", "--password=user"]);
                run(command.arg(&signed), PATIENCE).expect_success(&name);
                let (code, verdict) = judge(&pki, Some(&at(word)), &signed);
                assert_eq!(code, 0, "{name}: {verdict:?}");
                assert_eq!(verdict.signatures[0].coverage, "whole-file");
                let (code, verdict) = judge(&pki, Some(&at("wrong")), &signed);
                assert_eq!(code, 3, "{name}: {verdict:?}");
                assert_eq!(verdict.problems[0].code, "DOCUMENT_PASSWORD_WRONG");
            }
            let refused = sign(&pki, Some(&at("wrong")), &locked, &at("no.pdf"));
            assert_eq!(refused.code, Some(4), "{}", refused.stderr);
            assert!(!at("no.pdf").exists());
        }
    }
}

#[test]
fn recognise_says_of_a_locked_file_that_it_needs_a_password_with_and_without_a_daemon() {
    if !peers::present(&["qpdf"]) {
        return;
    }
    let place = Place::new(RELYING);
    let licence = place.licence("1-business.pdf");
    encrypt(
        METHODS[0],
        "secret",
        "disable",
        &licence,
        &place.path("l.pdf"),
    );
    for (name, word) in [("right", "secret"), ("wrong", "guess")] {
        std::fs::write(place.path(name), format!("{word}\n")).unwrap();
    }
    let recognise = "recognise --home {home} --as 990202 --item 990202-food-branch --json";
    let look = |place: &Place| {
        for (more, recognition, code) in [
            ("", "CANNOT_DECIDE", "DOCUMENT_PASSWORD_NEEDED"),
            (
                " --password-file {folder}/wrong",
                "CANNOT_DECIDE",
                "DOCUMENT_PASSWORD_WRONG",
            ),
            // What qpdf wrote anew, nobody signed: opened, it is judged as it is.
            (" --password-file {folder}/right", "REFUSED", "REC-DOC-"),
        ] {
            let ran = place.yinxin(&format!("{recognise}{more} {{folder}}/l.pdf"));
            let verdict: Value = serde_json::from_str(&ran.text()).unwrap();
            assert_eq!(verdict["recognition"], recognition, "{verdict}");
            let first = &verdict["reasons"][0];
            assert!(
                first["code"].as_str().unwrap().starts_with(code),
                "{verdict}"
            );
            if code.starts_with("DOCUMENT") {
                assert!(first["zh"].as_str().unwrap().contains("密码"), "{verdict}");
                assert!(first["en"].as_str().unwrap().contains("password"));
                assert_eq!(verdict["reasons"].as_array().unwrap().len(), 1);
            }
        }
    };
    look(&place);
    look(&place.serve().place);
}

/// Makes a signed file that everybody can read: AES-256, no user password.
fn signed_by_us(folder: &Path, pki: &Pki) -> PathBuf {
    let at = |name: &str| folder.join(name);
    std::fs::write(at("base.pdf"), fixture::base(Kind::ClassicTable)).unwrap();
    encrypt(
        &["128", "--use-aes=y"],
        "",
        "disable",
        &at("base.pdf"),
        &at("encrypted.pdf"),
    );
    sign(pki, None, &at("encrypted.pdf"), &at("signed.pdf")).expect_success("sign");
    at("signed.pdf")
}

/// Returns the source of the last trailer, without its brackets and `/Prev`.
fn last_trailer(file: &[u8]) -> (String, usize) {
    let text = String::from_utf8_lossy(file).into_owned();
    let trailer = text.rsplit_once("trailer\n<<").unwrap().1;
    let (trailer, rest) = trailer.split_once(">>\nstartxref\n").unwrap();
    let start = rest.lines().next().unwrap().parse().unwrap();
    let (before, after) = trailer.split_once("/Prev ").unwrap();
    let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
    (format!("{before}{after}"), start)
}

/// Appends an update with objects and a trailer.
fn update(file: &[u8], objects: &[(usize, String)], trailer: &str, prev: usize) -> Vec<u8> {
    let mut out = file.to_vec();
    let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
    for (number, body) in objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
        out.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    let start = out.len();
    let tail = format!("trailer\n<<{trailer}/Prev {prev}>>\nstartxref\n{start}\n%%EOF\n");
    out.extend_from_slice((table + &tail).as_bytes());
    out
}

#[track_caller]
fn is_told_as_altered(pki: &Pki, folder: &Path, file: &[u8]) {
    let path = folder.join("attacked.pdf");
    std::fs::write(&path, file).unwrap();
    let (code, verdict) = judge(pki, None, &path);
    assert_eq!(
        (code, verdict.answer.as_str()),
        (1, "altered"),
        "{verdict:?}"
    );
    assert_eq!(verdict.signatures[0].integrity, "intact");
    assert!(!verdict.signatures[0].modification_allowed);
    assert_eq!(verdict.signatures[0].modification, "other");
}

/// Makes a signed file and gives it to an attack with its last trailer.
fn attack(change: impl Fn(&[u8], &str, usize) -> Vec<u8>) {
    if !peers::present(&["qpdf", "openssl", "pdfsig"]) {
        return;
    }
    let (folder, pki) = (tempfile::tempdir().unwrap(), Pki::make());
    let signed = signed_by_us(folder.path(), &pki);
    assert_eq!(judge(&pki, None, &signed).0, 0);
    let seen = pdfsig::judge(&signed);
    assert_eq!(seen.len(), 1, "{seen:?}");
    let file = std::fs::read(&signed).unwrap();
    let (trailer, prev) = last_trailer(&file);
    is_told_as_altered(&pki, folder.path(), &change(&file, &trailer, prev));
}

#[test]
fn an_update_that_replaces_the_encryption_dictionary_is_told_as_a_change() {
    attack(|file, trailer, prev| {
        let (before, after) = trailer.split_once("/Encrypt ").unwrap();
        let after = after.split_once(" R").unwrap().1;
        let other = "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<00>/U<00>>>";
        update(file, &[], &format!("{before}{other}{after}"), prev)
    });
}

#[test]
fn an_update_that_changes_the_identifier_is_told_as_a_change() {
    attack(|file, trailer, prev| {
        let (before, after) = trailer.split_once("/ID ").unwrap();
        let after = after.split_once(']').unwrap().1;
        let other = format!("{before}/ID[<00><00>]{after}");
        update(file, &[], &other, prev)
    });
}

#[test]
fn an_update_with_content_outside_the_encryption_is_told_as_a_change() {
    attack(|file, trailer, prev| {
        let text = String::from_utf8_lossy(file);
        let contents = text.split_once("/Contents ").unwrap().1;
        let number = contents.split_once(' ').unwrap().0.parse().unwrap();
        let data = "BT /F1 24 Tf 72 700 Td (another text) Tj ET";
        let stream = format!(
            "<</Filter[/Crypt]/DecodeParms[<</Name/Identity>>]/Length {}>>\nstream\n{data}\nendstream",
            data.len()
        );
        update(file, &[(number, stream)], trailer, prev)
    });
}
