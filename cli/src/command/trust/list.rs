//! `yinxin trust list`

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::trust::{self, Role};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin trust list --home ./home
  yinxin trust list --home ./home --role tsa --json";

/// List the trust anchors of a home / 查看信任根
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct List {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Only of this role
    #[arg(long, value_parser = arguments::role)]
    role: Option<Role>,
}

impl List {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let mut anchors = trust::list(&self.home)?;
        anchors.retain(|anchor| self.role.is_none_or(|role| role.name() == anchor.role));
        output.list(anchors, text::trust::list)?;
        Ok(Exit::Passed)
    }
}
