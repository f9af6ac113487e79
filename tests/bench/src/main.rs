//! Benchmarks: each case is measured in slices between slices of its floor, the least work that the
//! job can be done with, in one process. One line a case:
//!
//! ```text
//! yinxin sign 5123.4/s p256 100k floor-ratio 1.31
//! ```
//!
//! The figure and the ratio are medians over the slices. A ratio of 1 would be the floor itself.

mod arguments;
mod document;
mod floor;
mod material;
mod peers;
mod scaling;
mod sign;
mod slices;
#[cfg(test)]
mod tests;
mod verify;

use arguments::{Arguments, Case};
use clap::Parser;
use std::io::Write;
use std::process::ExitCode;

/// What keeps a case from being measured; its text goes to the person who asked.
type Failed = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut output = std::io::stdout().lock();
    match run(&arguments.case, &mut output) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            let _ = writeln!(std::io::stderr(), "this case is not served yet");
            ExitCode::from(2)
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(4)
        }
    }
}

/// Runs a case; `false` where it is not served yet.
fn run(case: &Case, output: &mut dyn Write) -> Result<bool, Failed> {
    match case {
        Case::Sign(asked) => sign::run(asked, output)?,
        Case::Verify(asked) => verify::run(asked, output)?,
        Case::Scaling(asked) => scaling::run(asked, output)?,
        Case::Issue | Case::Batch | Case::Store | Case::Decide | Case::Http => return Ok(false),
    }
    Ok(true)
}
