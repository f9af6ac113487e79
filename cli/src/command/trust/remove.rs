//! `yinxin trust remove`

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::certificate::fingerprint;
use yinxin_signer::service::trust::{self, Role};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin trust list --home ./home
  yinxin trust remove --home ./home FINGERPRINT
  yinxin trust remove --home ./home --role tsa FINGERPRINT";

/// Stop trusting a certificate / 移除信任根
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Remove {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Only for this role; else for every role
    #[arg(long, value_parser = arguments::role)]
    role: Option<Role>,
    /// Whole SHA-256 of the certificate, as `trust list` shows it
    #[arg(value_name = "FINGERPRINT")]
    fingerprint: String,
}

impl Remove {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let fingerprint = fingerprint(&self.fingerprint)?;
        let removed = trust::remove(&self.home, fingerprint, self.role)?;
        output.list(removed, text::trust::removed)?;
        Ok(Exit::Passed)
    }
}
