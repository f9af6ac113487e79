//! `yinxin inspect`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::inspect;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin inspect a.pdf
  yinxin inspect --json a.pdf | jq '.revisions[].changes'

Nothing is judged here: `yinxin verify` says whether a document may be relied on.";

/// Show revisions, what each changed, and what each signature covers / 查看修订版与签名覆盖范围
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Inspect {
    /// File with the document's password; one line
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The document
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Inspect {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let found = inspect::inspect(&self.file, self.password_file.as_deref())?;
        output.result(&found, text::inspection::shown)?;
        Ok(Exit::Passed)
    }
}
