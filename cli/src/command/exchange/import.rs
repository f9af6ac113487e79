//! `yinxin exchange import`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::certificate::fingerprint;
use yinxin_signer::service::exchange::files::{self, ImportRequest, Pinned};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin exchange import --home ./home --pin 990101 --fingerprint 3A:5E:…:91 990101-root.json
  yinxin exchange import --home ./home 990101-list.json agreement.json 990101-status.json root.crl
  yinxin exchange import --home ./home 990101-seals.txt

The fingerprint of the root key must come from elsewhere than the file. All objects are taken or
none.";

/// Verify and take objects, revocation lists and registers of seals of domains / 导入互认文件
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Import {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Domain whose root is pinned by --fingerprint
    #[arg(long, value_name = "DOMAIN", requires = "fingerprint")]
    pin: Option<String>,
    /// SHA-256 of the key that signs the domain's root
    #[arg(long, value_name = "SHA256", requires = "pin")]
    fingerprint: Option<String>,
    /// Signed objects, registers of seals, and CRLs in PEM or DER
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

impl Import {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let pin = match self.pin.zip(self.fingerprint) {
            Some((domain, typed)) => Some(Pinned {
                domain,
                fingerprint: fingerprint(&typed)?,
            }),
            None => None,
        };
        let request = ImportRequest {
            home: self.home,
            pin,
            files: self.files,
            at: crate::command::now(),
        };
        output.result(&files::import(&request)?, text::exchange::imported)?;
        Ok(Exit::Passed)
    }
}
