//! `yinxin exchange countersign`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::exchange::files::Publish;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin exchange countersign --home ./home agreement-1.json -o agreement.json \\
      --key-password-file pw.txt

Read it first: whoever signs it is bound by it.";

/// Add this domain's signature to an agreement / 会签互认协议
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Countersign {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Agreement that the other domain signed
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// File to make
    #[arg(short = 'o', long, value_name = "FILE")]
    output: PathBuf,
    /// File with the password of the home's keys; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

impl Countersign {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let what = Publish::Countersign(self.file);
        super::publish(self.home, what, self.output, self.key_password_file, output)
    }
}
