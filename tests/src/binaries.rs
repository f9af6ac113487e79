//! The programs under test.

use crate::process::{PATIENCE, Ran, run};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Returns the command line program `yinxin`.
pub fn yinxin() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| program("yinxin-cli", "yinxin"))
}

/// Returns the daemon `yinxin-signer`.
pub fn daemon() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| program("yinxin-signer", "yinxin-signer"))
}

/// Runs `yinxin` with these arguments.
///
/// # Panics
///
/// If it takes longer than a peer may.
#[track_caller]
pub fn run_yinxin(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ran {
    run(Command::new(yinxin()).args(arguments), PATIENCE)
}

/// `YINXIN_BIN_DIR` names a folder with built programs; else cargo builds them, with the profile of
/// development, once.
fn program(package: &str, name: &str) -> PathBuf {
    if let Some(folder) = std::env::var_os("YINXIN_BIN_DIR") {
        let path = PathBuf::from(folder).join(name);
        assert!(path.is_file(), "YINXIN_BIN_DIR holds no {name}");
        return path;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = run(
        Command::new(cargo)
            .current_dir(crate::workspace::root())
            .args([
                "build",
                "--locked",
                "--message-format=json-render-diagnostics",
            ])
            .args(["--package", package, "--bin", name]),
        PATIENCE * 15,
    )
    .expect_success("cargo build");
    built
        .text()
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .find(|message| message["target"]["name"] == name && message["executable"].is_string())
        .and_then(|message| message["executable"].as_str().map(PathBuf::from))
        .unwrap_or_else(|| panic!("cargo built no {name}"))
}
