//! Running one command over many files, with time and memory of each.

use crate::process::{PATIENCE, run};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What one run did.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The file.
    pub path: PathBuf,
    /// Exit code; negative is the signal that ended the program.
    pub code: i32,
    /// Processor time, the best of three runs where the first took too long.
    pub seconds: f64,
    /// Peak of the resident set, in KiB; about 16 MiB of it are the driver's own.
    pub peak_kib: u64,
    /// Standard output.
    pub said: String,
    /// Last line of standard error.
    pub complaint: String,
}

/// Runs `command` on each file; a run that takes sixty times `limit` is ended.
///
/// # Panics
///
/// If the driver fails.
#[track_caller]
pub fn measure(
    program: &Path,
    arguments: &[&OsStr],
    files: &[PathBuf],
    limit: Duration,
) -> Vec<Measured> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let listing = folder.path().join("files");
    let lines: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    std::fs::write(&listing, lines.join("\n")).expect("the folder can be written");
    let mut command = Command::new("python3");
    command.arg(crate::workspace::script("measure.py"));
    command
        .arg(limit.as_secs_f64().to_string())
        .arg(&listing)
        .arg(program)
        .args(arguments);
    let ran = run(&mut command, PATIENCE * 5).expect_success("measure.py");
    let measured: Vec<Measured> = ran.text().lines().map(row).collect();
    assert_eq!(measured.len(), files.len(), "one line a file");
    measured
}

fn row(line: &str) -> Measured {
    let cell = |number: usize| line.split('\t').nth(number).expect("six cells");
    let text = |number: usize| serde_json::from_str(cell(number)).expect("a JSON string");
    Measured {
        path: cell(0).into(),
        code: cell(1).parse().expect("a code"),
        seconds: cell(2).parse().expect("seconds"),
        peak_kib: cell(3).parse().expect("KiB"),
        said: text(4),
        complaint: text(5),
    }
}
