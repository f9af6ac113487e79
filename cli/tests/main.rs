//! The binary as a user meets it: exit codes, what stands on which stream, JSON.
#![allow(
    clippy::unwrap_used,
    reason = "clippy.toml exempts test functions, not the functions beside them"
)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn yinxin(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yinxin"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .env_remove("LC_ALL")
        .env("LANG", "C.UTF-8");
    command.env_remove("LC_MESSAGES");
    command
}

#[track_caller]
fn check(arguments: &[&str], code: i32, on_stderr: &str) {
    let output = yinxin(arguments);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{stderr}");
    assert!(stderr.contains(on_stderr), "{arguments:?}\n{stderr}");
}

/// A home, a root certificate in it as `root.pem`, and the certificate's fingerprint.
fn home() -> (tempfile::TempDir, String, String) {
    let home = tempfile::tempdir().unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(Vec::<String>::new()).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root = params.self_signed(&key).unwrap();
    let file = home.path().join("root.pem");
    std::fs::write(&file, root.pem()).unwrap();
    let digest = ring::digest::digest(&ring::digest::SHA256, root.der());
    let fingerprint = digest
        .as_ref()
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    (home, file.display().to_string(), fingerprint)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn help_and_version_end_with_0() {
    check(&["--help"], 0, "");
    check(&["--version"], 0, "");
    check(&["verify", "--help"], 0, "");
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    check(&[], 2, "Usage");
    check(&["verify"], 2, "FILE");
    check(
        &["verify", "--at", "yesterday", "a.pdf"],
        2,
        "2026-03-01T08:00:00+08:00",
    );
    check(
        &["verify", "--trust", "singer=a.pem", "a.pdf"],
        2,
        "is no role",
    );
}

#[test]
fn an_option_that_is_not_served_ends_with_2_and_is_named() {
    let sign = ["sign", "--key", "k", "--cert", "c", "a.pdf", "-o", "b.pdf"];
    check(
        &[&sign[..], &["--tsa", "http://tsa.invalid"]].concat(),
        2,
        "a signature of level b-b has no timestamp",
    );
    for level in ["b-t", "b-lt", "b-lta"] {
        check(
            &[&sign[..], &["--level", level]].concat(),
            2,
            "a level above B-B needs a timestamp authority",
        );
    }
    check(
        &["verify", "a.dat", "b.dat", "--content", "c"],
        2,
        "--content with several files is not served by this release yet",
    );
}

#[test]
fn a_trust_file_that_is_not_there_ends_with_4_and_a_hint_after_a_blank_line() {
    check(
        &["verify", "--trust", "gone.pem", "a.pdf"],
        4,
        "\n\nhint: check the path\n",
    );
}

#[test]
fn an_anchor_is_imported_listed_and_removed_by_its_fingerprint() {
    let (home, root, fingerprint) = home();
    let home = text(home.path());
    let import = [
        "trust",
        "import",
        "--home",
        home,
        "--json",
        "--fingerprint",
        &fingerprint,
        &root,
    ];
    let output = yinxin(&import);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let json = String::from_utf8(output.stdout).unwrap();
    let expected = format!("{{\"role\":\"signer\",\"fingerprint\":\"{fingerprint}\",\"file\":");
    assert!(
        json.starts_with(&expected) && json.ends_with("}\n"),
        "{json}"
    );

    let listed = yinxin(&["trust", "list", "--home", home]);
    let table = String::from_utf8(listed.stdout).unwrap();
    assert!(
        table.contains("用途 role") && table.contains(&fingerprint),
        "{table}"
    );
    let listed = yinxin(&["trust", "list", "--home", home, "--json", "--role", "tsa"]);
    assert_eq!(listed.stdout, b"");

    check(&["trust", "remove", "--home", home, &fingerprint], 0, "");
    check(
        &["trust", "remove", "--home", home, &fingerprint],
        4,
        "there is no trust anchor",
    );
}

#[test]
fn a_certificate_with_another_fingerprint_is_refused_with_1() {
    let (home, root, fingerprint) = home();
    let home = text(home.path());
    let other = fingerprint.chars().rev().collect::<String>();
    check(
        &[
            "trust",
            "import",
            "--home",
            home,
            "--fingerprint",
            &other,
            &root,
        ],
        1,
        "is not the one given",
    );
    check(
        &[
            "trust",
            "import",
            "--home",
            home,
            "--fingerprint",
            "abc",
            &root,
        ],
        2,
        "64 hexadecimal",
    );
}

#[test]
fn without_a_terminal_the_fingerprint_must_be_an_argument() {
    let (home, root, _) = home();
    check(
        &["trust", "import", "--home", text(home.path()), &root],
        2,
        "--fingerprint",
    );
}

#[test]
fn a_folder_that_is_no_home_says_how_to_make_one() {
    check(
        &["trust", "list", "--home", "no-such-home"],
        4,
        "yinxin init --home DIR",
    );
}

#[test]
fn a_file_that_cannot_be_judged_is_still_one_object_and_never_ends_with_0() {
    let output = yinxin(&["verify", "--json", "gone-1.pdf", "gone-2.pdf"]);
    assert!(output.status.code().is_some_and(|code| code != 0));
    let lines = String::from_utf8(output.stdout).unwrap();
    let objects: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(objects.len(), 2);
    for (object, file) in objects.iter().zip(["gone-1.pdf", "gone-2.pdf"]) {
        assert_eq!(object["file"], file);
        assert_eq!(object["indication"], "INDETERMINATE");
        assert_eq!(object["answer"], "unknown");
        assert_eq!(object["signatures"], serde_json::json!([]));
    }
}

#[test]
fn the_locale_or_the_argument_chooses_the_language() {
    let shown = |language: Option<&str>, locale: &str| {
        let mut command = command(&["trust", "list", "--home", "no-such-home"]);
        command.env("LC_ALL", locale);
        if let Some(language) = language {
            command.args(["--lang", language]);
        }
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    assert!(shown(None, "zh_CN.UTF-8").starts_with("错误: "));
    assert!(shown(None, "C").starts_with("error: "));
    assert!(shown(Some("en"), "zh_CN.UTF-8").starts_with("error: "));
    assert!(shown(Some("both"), "C").contains("不是印信数据目录"));
    // Also where the command line itself is wrong.
    let slip = |arguments: &[&str], locale: &str| {
        let output = command(arguments).env("LC_ALL", locale).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(slip(&["verfy"], "zh_CN.UTF-8").starts_with("错误: 没有子命令 `verfy`"));
    assert!(slip(&["verfy"], "C").starts_with("error: "));
    assert!(slip(&["verfy", "--lang", "zh"], "C").starts_with("错误: "));
    let both = slip(&["verify", "--lang", "both"], "C");
    assert!(
        both.starts_with("错误: 缺少参数：<FILE>...") && both.contains("error: "),
        "{both}"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_reads_is_quiet_and_not_0() {
    let (home, root, fingerprint) = home();
    let home = text(home.path());
    check(
        &[
            "trust",
            "import",
            "--home",
            home,
            "--fingerprint",
            &fingerprint,
            &root,
        ],
        0,
        "",
    );
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = command(&["trust", "list", "--home", home])
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(output.stderr, b"");
}
