//! qpdf: syntax of whole files.

use crate::process::{PATIENCE, run};
use std::path::Path;
use std::process::Command;

/// What `qpdf --check` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// 0 clean, 3 warnings, 2 errors.
    pub code: Option<i32>,
    /// Warnings and errors, without the name of the file.
    pub complaints: Vec<String>,
}

impl Check {
    /// Tells whether qpdf reads the file without a password and without rebuilding anything.
    pub fn opens_as_it_is(&self) -> bool {
        matches!(self.code, Some(0 | 3))
            && !self.complaints.iter().any(|complaint| {
                complaint.contains("reconstruct")
                    || complaint.contains("damaged")
                    || complaint.contains("password")
            })
    }
}

/// Runs `qpdf --check`.
#[track_caller]
pub fn check(file: &Path) -> Check {
    let ran = run(Command::new("qpdf").arg("--check").arg(file), PATIENCE);
    let name = file.display().to_string();
    let both = [ran.text(), ran.stderr].concat();
    let complaints = both
        .lines()
        .filter(|line| line.contains("WARNING") || line.contains("ERROR") || line.contains("rror:"))
        .map(|line| line.replace(&name, ""))
        .collect();
    Check {
        code: ran.code,
        complaints,
    }
}

/// Writes a linearized copy, the same for the same input.
///
/// # Panics
///
/// If qpdf fails.
#[track_caller]
pub fn linearize(input: &Path, output: &Path) {
    let mut command = Command::new("qpdf");
    command
        .args(["--linearize", "--deterministic-id"])
        .arg(input)
        .arg(output);
    run(&mut command, PATIENCE).expect_success("qpdf --linearize");
}
