//! The binary as an operator meets it.
#![cfg(feature = "http")]
#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use yinxin_signer::home::{Home, HomeError};

fn spawn(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_yinxin-signer"))
        .args(arguments)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn wait_for(socket: &Path) -> UnixStream {
    let started = Instant::now();
    loop {
        match UnixStream::connect(socket) {
            Ok(stream) => return stream,
            Err(error) => assert!(started.elapsed() < Duration::from_secs(20), "{error}"),
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn terminate(child: &Child) {
    let status = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(status.unwrap().success());
}

#[test]
fn a_daemon_serves_its_home_and_ends_well_on_sigterm() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home");
    drop(Home::create(&path).unwrap());
    let mut child = spawn(&["--home", path.to_str().unwrap()]);
    let socket = path.join("run/signer.sock");
    let mut stream = wait_for(&socket);
    stream
        .write_all(b"GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(Home::daemon_socket(&path).unwrap(), Some(socket.clone()));
    let held = Home::open(&path, Duration::ZERO).unwrap_err();
    assert!(
        matches!(
            held,
            HomeError::Held {
                socket: Some(_),
                ..
            }
        ),
        "{held}"
    );
    terminate(&child);
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(!socket.exists());
    assert_eq!(Home::daemon_socket(&path).unwrap(), None);
    let mut log = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut log)
        .unwrap();
    assert!(log.contains("/ready") && log.contains("draining"), "{log}");
}

#[test]
fn what_is_wrong_with_the_configuration_is_said_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("c.toml");
    for (text, code, part) in [
        (
            "home = \"h\"\n[listen]\ntcp = \"0.0.0.0:80\"\n",
            2,
            "line 3",
        ),
        ("home = \"/nonexistent\"\n", 4, "not a home"),
        (
            "home = \"h\"\nrole = \"verifier\"\n[keys]\npassword_file = \"p\"\n",
            4,
            "verifier",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        let output = spawn(&["--config", file.to_str().unwrap()])
            .wait_with_output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code));
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(log.contains(part), "{log}");
    }
    assert_eq!(
        spawn(&["--password", "x"])
            .wait_with_output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
}
