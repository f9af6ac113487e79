//! `yinxin exchange list`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::exchange::files::Publish;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin exchange list --home ./home --data list.json -o 990101-list.json --key-password-file pw.txt

The list says which authority may issue which types, under which certificates. docs/exchange.md has
the form of the JSON with an example / 格式和范例见 docs/exchange.md";

/// Sign the list of authorities / 签发机构名录
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct List {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Authorities, their types and certificates, JSON
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// File to make
    #[arg(short = 'o', long, value_name = "FILE")]
    output: PathBuf,
    /// File with the password of the home's keys; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

impl List {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let what = Publish::List(self.data);
        super::publish(self.home, what, self.output, self.key_password_file, output)
    }
}
