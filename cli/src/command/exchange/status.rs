//! `yinxin exchange status`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::exchange::files::Publish;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin exchange status --home ./home -o 990101-status.json --key-password-file pw.txt

Publish it after every change of a state, and before the last one is older than agreed.";

/// Sign the status list of all licences / 发布状态清单
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Status {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// File to make
    #[arg(short = 'o', long, value_name = "FILE")]
    output: PathBuf,
    /// File with the password of the home's keys; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

impl Status {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let what = Publish::Status;
        super::publish(self.home, what, self.output, self.key_password_file, output)
    }
}
