//! `yinxin seal approve`, `issue`, `suspend`, `resume`, `cancel` and `revoke`

use super::apply::ask;
use super::decided::Decided;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::seal_state::{self, StateChange};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal approve --home ./home approval --why 符合规定 --by 测试乙 --key-password-file pw.txt
  yinxin seal issue --home ./home approval --why 领取 --key-password-file pw.txt
  yinxin seal suspend --home ./home approval --why 印鉴保管人变动 --key-password-file pw.txt
  yinxin seal resume --home ./home approval --why 交接完毕 --key-password-file pw.txt
  yinxin seal cancel --home ./home approval --why 机构撤并 --key-password-file pw.txt
  yinxin seal revoke --home ./home approval --why 私钥泄露 --key-password-file pw.txt

The order: apply, approve, make (or import), issue; then suspend and resume, and at the end cancel or
revoke. What was cancelled leaves earlier uses alone; what was revoked does not, and its certificate is
in the next revocation list. `yinxin seal show` tells all changes of one seal.";

/// The seal, and why.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Step {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    #[command(flatten)]
    decided: Decided,
    /// Identifier of the seal
    #[arg(value_name = "ID")]
    id: String,
}

impl Step {
    pub(super) fn run(
        self,
        step: seal_state::Step,
        output: &mut Output<'_>,
    ) -> Result<Exit, Failure> {
        let change = StateChange::Of { id: self.id, step };
        ask(self.home, change, self.decided, output)
    }
}
