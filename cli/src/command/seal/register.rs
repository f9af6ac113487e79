//! `yinxin seal register`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::seal_state;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal register --home ./home -o seals.txt --key-password-file pw.txt
  yinxin verify --trust signer=root.pem --trust status=register-of-seals.pem --seal-register seals.txt licence.pdf

It tells every change of every seal and may be asked for seven days; hand out a new one before that, and
after every change.";

/// Hand out the register of seals, signed / 导出印章登记簿
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Register {
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

impl Register {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let password = self.key_password_file.as_deref();
        let written =
            seal_state::write_register(&self.home, password, &self.output, crate::command::now())?;
        output.result(&written, text::seal::register)?;
        Ok(Exit::Passed)
    }
}
