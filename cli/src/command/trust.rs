//! `yinxin trust …`

mod import;
mod list;
mod remove;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Subcommand;

/// Trust anchors of a home, imported by fingerprint / 信任根
#[derive(Debug, Subcommand)]
pub(crate) enum Trust {
    Import(import::Import),
    List(list::List),
    Remove(remove::Remove),
}

impl Trust {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Import(command) => command.run(output),
            Self::List(command) => command.run(output),
            Self::Remove(command) => command.run(output),
        }
    }
}
