//! `yinxin exchange root`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::exchange::files::Publish;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin exchange root --home ./home --name-en Yunze -o root.json --key-password-file pw.txt

Tell the fingerprint to the other domain by another way than the file: it pins it.";

/// Sign the root of this domain; prints what others pin / 签发互认根
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Root {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// English name of the domain
    #[arg(long, value_name = "NAME")]
    name_en: String,
    /// File to make
    #[arg(short = 'o', long, value_name = "FILE")]
    output: PathBuf,
    /// File with the password of the home's keys; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

impl Root {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let what = Publish::Root {
            name_en: self.name_en,
        };
        super::publish(self.home, what, self.output, self.key_password_file, output)
    }
}
