//! `yinxin seal presets`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use yinxin_signer::wire::seal::SealPresets;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal presets --json";

/// List the kinds of seals that are drawn, with their sizes / 印章种类与规格
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Presets {}

impl Presets {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let Self {} = self;
        output.result(&SealPresets::all(), text::seal::presets)?;
        Ok(Exit::Passed)
    }
}
