//! `yinxin exchange agreement`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::exchange::files::Publish;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin exchange agreement --home ./home --data agreement.json -o agreement-1.json \\
      --key-password-file pw.txt

The relying domain signs it too, by `yinxin exchange countersign`. docs/exchange.md has the form of
the JSON with an example / 格式和范例见 docs/exchange.md";

/// Sign an agreement as the issuing domain / 签署互认协议
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Agreement {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// The agreement, JSON
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// File to make
    #[arg(short = 'o', long, value_name = "FILE")]
    output: PathBuf,
    /// File with the password of the home's keys; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

impl Agreement {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let what = Publish::Agreement(self.data);
        super::publish(self.home, what, self.output, self.key_password_file, output)
    }
}
