//! `yinxin recognise`

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use time::OffsetDateTime;
use yinxin_signer::service::recognise::{self, RecogniseRequest};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin recognise --home ./home licence.pdf --as 990202 --item 990202-0001
  yinxin recognise --home ./home licence.pdf --as 990202 --item 990202-0001 \\
      --at 2026-03-01T08:00:00+08:00 --status status.json --json

Accepted with conditions ends with 0; the conditions are printed and must be met.";

/// Decide whether a licence may be accepted here, for this item / 互认判定
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Recognise {
    /// Home with trust anchors, lists and agreements
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// The licence file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Domain that relies on the licence
    #[arg(long = "as", value_name = "DOMAIN")]
    relying_domain: String,
    /// Service item that the licence is shown for / 事项编码
    #[arg(long)]
    item: String,
    /// Time of the decision; else now
    #[arg(long, value_name = "RFC3339", value_parser = arguments::instant)]
    at: Option<OffsetDateTime>,
    /// Status object to use beside those of the home
    #[arg(long, value_name = "FILE")]
    status: Option<PathBuf>,
    /// File with the document's password; one line
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Recognise {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let request = RecogniseRequest {
            home: self.home,
            file: self.file,
            relying_domain: self.relying_domain,
            item: self.item,
            at: self.at.unwrap_or_else(super::now),
            status: self.status,
            password_file: self.password_file,
        };
        let verdict = recognise::recognise(&request)?;
        output.result(&verdict, text::verdict::shown)?;
        Ok(Exit::of_recognition(verdict.recognition))
    }
}
