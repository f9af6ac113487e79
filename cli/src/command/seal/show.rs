//! `yinxin seal show`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::seal;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal show --home ./home
  yinxin seal show --home ./home approval --json";

/// Show one seal of a home, or all of them / 查看印章
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Show {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Identifier of the seal; else all
    #[arg(value_name = "ID")]
    id: Option<String>,
}

impl Show {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        output.list(
            seal::show(&self.home, self.id.as_deref())?,
            text::seal::shown,
        )?;
        Ok(Exit::Passed)
    }
}
