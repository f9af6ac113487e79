//! `yinxin evidence`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{Args, Subcommand};
use std::path::PathBuf;
use yinxin_signer::service::evidence::{self, EvidenceRequest};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin evidence make --tsa http://tsa.example licences/a.pdf licences/b.pdf
  yinxin evidence make --tsa http://tsa.example --to records licences/a.pdf licences/b.pdf

One timestamp proves that all files existed; a record NAME.ers (RFC 4998) for each says how. Keep it
with the file, and give it to `yinxin verify --evidence`.";

/// Proofs of existence for many files at once / 批量证据记录
#[derive(Debug, Subcommand)]
pub(crate) enum Evidence {
    Make(Make),
}

/// Make an evidence record for each file, with one timestamp / 制作证据记录
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Make {
    /// Address of a timestamp authority (RFC 3161)
    #[arg(long, value_name = "URL")]
    tsa: String,
    /// Folder for the records; else beside each file
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// The files, of any kind
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

impl Evidence {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Make(make) => {
                let made = evidence::make(&EvidenceRequest {
                    files: make.files,
                    folder: make.to,
                    tsa: make.tsa,
                })?;
                output.result(&made, text::evidence_made)?;
                Ok(Exit::Passed)
            }
        }
    }
}
