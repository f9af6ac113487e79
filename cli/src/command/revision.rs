//! `yinxin revision`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::{ServiceError, revision};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin inspect a.pdf
  yinxin revision 2 a.pdf -o as-signed.pdf
  yinxin revision 1 a.pdf | sha256sum

A signature that covers a revision covers these octets, its own value left out. `inspect` lists the
revisions and what each signature covers.";

/// Write a document as it was when a revision ended / 取出某一修订版
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Revision {
    /// Number of the revision, from 1
    #[arg(value_name = "N")]
    number: usize,
    /// The document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The new file; else standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Revision {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        match &self.output {
            Some(to) => {
                let written = revision::write(&self.file, self.number, to)?;
                output.result(&written, text::inspection::written)?;
            }
            // JSON and a document on the same output would spoil each other.
            None if output.json => {
                return Err(ServiceError::NotServed {
                    option: "--json without -o",
                }
                .into());
            }
            None => {
                let mut outcome = Ok(());
                revision::with(&self.file, self.number, |octets| {
                    outcome = output.octets(octets);
                    Ok(())
                })?;
                outcome?;
            }
        }
        Ok(Exit::Passed)
    }
}
