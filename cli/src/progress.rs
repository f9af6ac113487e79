//! Progress of long work: on a terminal only, on standard error.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;

/// A bar that is drawn where standard error is a terminal and the result is not JSON.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Makes a bar that is not drawn until the first step.
    pub(crate) fn new(json: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, target(json));
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {per_sec} ETA {eta}")
        {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Says how many steps there are.
    pub(crate) fn length(&self, steps: u64) {
        self.0.set_length(steps);
    }

    /// Takes one step.
    pub(crate) fn step(&self) {
        self.0.inc(1);
    }

    /// Writes to standard output without the bar in between.
    pub(crate) fn suspend<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    /// Removes the bar.
    pub(crate) fn done(&self) {
        self.0.finish_and_clear();
    }
}

fn target(json: bool) -> ProgressDrawTarget {
    if !json && std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    }
}
