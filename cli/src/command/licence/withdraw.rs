//! `yinxin licence withdraw`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use yinxin_core::licence;
use yinxin_signer::service::state;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin licence withdraw --home ./home --state withdrawn \\
      1.2.156.3005.2.11990101TE5T00016T001.11990101TE5T00016T.2026000001.001.5

Only `suspended` can be taken back, by --state valid. Others learn it by the next status list:
publish one with `yinxin exchange status`.";

/// Change the state of a licence of a home / 变更证照状态
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Withdraw {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// The state to come
    #[arg(long, value_enum)]
    state: State,
    /// Licence identifier / 证照标识
    #[arg(value_name = "IDENTIFIER")]
    identifier: String,
}

/// State of a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum State {
    /// 撤销: the decision was wrong or was obtained by deceit
    Revoked,
    /// 吊销: withdrawn as a penalty
    Withdrawn,
    /// 注销: formally closed
    Cancelled,
    /// 暂扣: suspended for a time
    Suspended,
    /// 有效: given back after a suspension
    Valid,
}

impl From<State> for licence::State {
    fn from(state: State) -> Self {
        match state {
            State::Revoked => Self::Revoked,
            State::Withdrawn => Self::Withdrawn,
            State::Cancelled => Self::Cancelled,
            State::Suspended => Self::Suspended,
            State::Valid => Self::Valid,
        }
    }
}

impl Withdraw {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let at = crate::command::now();
        let shown = state::change_at(&self.home, &self.identifier, self.state.into(), at)?;
        output.result(&shown, text::licence::changed)?;
        Ok(Exit::Passed)
    }
}
