//! `yinxin licence show`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::issue;
use yinxin_signer::wire::licence::Names;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin licence show --home ./home \\
      1.2.156.3005.2.11990101TE5T00016T001.11990101TE5T00016T.2026000001.001.5

Names and fields are masked unless --full-names is given.";

/// Show one licence of a home with its state / 查看证照
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Show {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Licence identifier / 证照标识
    #[arg(value_name = "IDENTIFIER")]
    identifier: String,
    /// Write natural persons and fields out
    #[arg(long)]
    full_names: bool,
}

impl Show {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let names = if self.full_names {
            Names::Full
        } else {
            Names::Masked
        };
        let shown = issue::show(&self.home, &self.identifier, names, crate::command::now())?;
        output.result(&shown, text::licence::shown)?;
        Ok(Exit::Passed)
    }
}
