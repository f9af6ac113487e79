//! `yinxin demo DIR`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::demo::{self, DemoRequest};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin demo ./demo
  yinxin demo ./demo --json | jq -r '.decisions[].verdict.recognition'

Both authorities are fictitious; their roots are trusted inside the folder only.";

/// Two fictitious authorities, eight licences, and what one decides about the other's / 演示
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Demo {
    /// Folder to make; must not be there, or be empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl Demo {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let request = DemoRequest {
            folder: self.folder,
            at: super::now(),
        };
        output.result(&demo::create(&request)?, text::demo::made)?;
        Ok(Exit::Passed)
    }
}
