//! `yinxin seal list`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_core::seal::SealState;
use yinxin_signer::service::seal::{self, ListRequest};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal list --home ./home --state suspended
  yinxin seal list --home ./home --unit 11990101TE5T00016T --json";

/// List seals of a home, filtered and by pages / 查询印章
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct List {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Only in this state: applied, approved, made, issued, suspended, cancelled, revoked
    #[arg(long, value_parser = crate::arguments::seal_state)]
    state: Option<SealState>,
    /// Only of this unit / 统一社会信用代码
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    /// Only behind this identifier: the last of the page before
    #[arg(long, value_name = "ID")]
    after: Option<String>,
    /// Most entries
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

impl List {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let request = ListRequest {
            home: self.home,
            state: self.state,
            unit: self.unit,
            after: self.after,
            limit: self.limit,
        };
        output.list(seal::list(&request)?, text::seal::list)?;
        Ok(Exit::Passed)
    }
}
