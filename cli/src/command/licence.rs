//! `yinxin licence …`

mod issue;
mod list;
mod show;
mod withdraw;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Subcommand;

/// Issue licences and look at them / 证照
#[derive(Debug, Subcommand)]
pub(crate) enum Licence {
    Issue(issue::Issue),
    List(list::List),
    Show(show::Show),
    Withdraw(withdraw::Withdraw),
}

impl Licence {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Issue(command) => command.run(output),
            Self::List(command) => command.run(output),
            Self::Show(command) => command.run(output),
            Self::Withdraw(command) => command.run(output),
        }
    }
}
