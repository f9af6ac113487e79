//! `yinxin seal verify`

use crate::command::verify;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Args;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal verify --trust maker=maker-root.cer --crl maker.crl approval.esl
  yinxin seal verify --trust maker=maker-root.cer --seal-register seals.txt --trust status=register-of-seals.pem approval.esl

As `yinxin verify`, which judges seals, seal signatures and documents alike; every step is told.";

/// Judge seals by themselves, step by step / 验证印章
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct VerifySeal {
    #[command(flatten)]
    verify: verify::Verify,
}

impl VerifySeal {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        self.verify.run(output)
    }
}
