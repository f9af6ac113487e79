//! The shell examples, run as a reader runs them. (`tests/run` runs those in Rust.)

use std::process::Command;
use yinxin_tests::binaries::{daemon, yinxin};
use yinxin_tests::peers;
use yinxin_tests::process::{PATIENCE, run};
use yinxin_tests::workspace::root;

/// Runs an example in an empty folder and returns what it prints.
#[track_caller]
fn printed(name: &str, set: impl FnOnce(&mut Command) -> &mut Command) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("bash");
    command
        .arg(root().join("examples").join(name))
        .current_dir(folder.path())
        .env("YINXIN", yinxin());
    let text = run(set(&mut command), PATIENCE).expect_success(name).text();
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "{name} leaves nothing behind");
    text
}

#[test]
fn every_shell_example_is_run_here() {
    let this = include_str!("examples.rs");
    for entry in std::fs::read_dir(root().join("examples")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".sh") {
            let call = format!("printed(\"{name}\"");
            assert!(this.contains(&call), "{name}");
        }
    }
}

#[test]
fn verifying_from_the_shell_shows_each_exit_code() {
    if !peers::present(&["openssl"]) {
        return;
    }
    let text = printed("verify_from_the_shell.sh", |command| command);
    for code in ["exit code 0", "exit code 1", "exit code 3"] {
        assert!(text.contains(code), "{code}: {text}");
    }
}

#[test]
fn the_daemon_is_asked_to_verify_and_to_decide() {
    if !peers::present(&["curl"]) {
        return;
    }
    let text = printed("ask_the_daemon.sh", |command| {
        command.env("YINXIN_SIGNER", daemon())
    });
    assert!(text.contains("TOTAL-FAILED"), "{text}");
}
