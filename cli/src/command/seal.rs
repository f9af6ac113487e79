//! `yinxin seal …`

mod allow;
mod design;
mod make;
mod picture;
mod presets;
mod show;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Subcommand;

/// Make seals and look at them / 印章
#[derive(Debug, Subcommand)]
pub(crate) enum Seal {
    Allow(allow::Allow),
    Make(Box<make::Make>),
    Picture(Box<picture::Picture>),
    Presets(presets::Presets),
    Show(show::Show),
}

impl Seal {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Allow(command) => command.run(output),
            Self::Make(command) => command.run(output),
            Self::Picture(command) => command.run(output),
            Self::Presets(command) => command.run(output),
            Self::Show(command) => command.run(output),
        }
    }
}
