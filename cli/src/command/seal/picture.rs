//! `yinxin seal picture`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::seal;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal picture --home ./home approval -o approval.svg

A picture of a seal is not a seal: it proves nothing by itself.";

/// Write the picture of a seal to a file / 导出印章图样
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Picture {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Identifier of the seal
    #[arg(value_name = "ID")]
    id: String,
    /// The new file; its ending chooses the format
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

impl Picture {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        output.result(
            &seal::picture(&self.home, &self.id, &self.output)?,
            text::seal::picture,
        )?;
        Ok(Exit::Passed)
    }
}
