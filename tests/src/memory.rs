//! Memory that a program asks for, as Linux counts it.

use crate::process::{Ran, run_watched};
use std::process::Command;
use std::time::Duration;

/// Runs `command` and returns the peak of its anonymous memory (`RssAnon`), in KiB.
///
/// Mapped files are not counted: the kernel may drop them whenever it likes. The figure is sampled
/// every few milliseconds, so a shorter peak can be missed.
///
/// # Panics
///
/// If the program cannot be started or takes longer than `limit`.
#[track_caller]
pub fn peak_anonymous(command: &mut Command, limit: Duration) -> (Ran, u64) {
    let mut peak = 0;
    let ran = run_watched(command, limit, |process| {
        peak = peak.max(anonymous(process).unwrap_or(0));
    });
    (ran, peak)
}

/// Returns `RssAnon` of a process in KiB; `None` once it has ended.
fn anonymous(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
