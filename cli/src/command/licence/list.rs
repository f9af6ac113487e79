//! `yinxin licence list`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::issue::{self, ListRequest};
use yinxin_signer::service::state;
use yinxin_signer::wire::licence::Names;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin licence list --home ./home --state valid --limit 20
  yinxin licence list --home ./home --type 11100000MB0143028R001 --json | jq -r '.next'

Names of natural persons are masked unless --full-names is given.";

/// List licences of a home, filtered and by pages / 查询证照
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct List {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Only of this type / 证照类型代码
    #[arg(long = "type", value_name = "CODE")]
    type_code: Option<String>,
    /// Only in this state: valid, suspended, revoked, withdrawn, cancelled, expired, moved-out,
    /// replaced
    #[arg(long)]
    state: Option<String>,
    /// Only with this text in identifier, number or holder's name
    #[arg(long, value_name = "TEXT")]
    matching: Option<String>,
    /// Only behind this identifier: the `next` of the page before
    #[arg(long, value_name = "IDENTIFIER")]
    after: Option<String>,
    /// Most entries
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    /// Write natural persons out
    #[arg(long)]
    full_names: bool,
}

impl List {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let request = ListRequest {
            home: self.home,
            type_code: self.type_code,
            state: self.state.as_deref().map(state::named).transpose()?,
            matching: self.matching,
            after: self.after,
            limit: self.limit,
            names: if self.full_names {
                Names::Full
            } else {
                Names::Masked
            },
            at: crate::command::now(),
        };
        output.result(&issue::list(&request)?, text::licence::page)?;
        Ok(Exit::Passed)
    }
}
