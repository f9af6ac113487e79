//! `yinxin seal import`

use super::decided::Decided;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{ArgGroup, Args};
use std::path::PathBuf;
use yinxin_signer::service::seal_import::{self, ImportRequest};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin trust import --home ./home --role maker --fingerprint SHA256 maker-root.cer
  yinxin seal import --home ./home --id approval --request approval.request.json approval.esl --why 省平台制作 --key-password-file pw.txt
  yinxin seal import --home ./home --unit 11990101TE5T00016T finance.esl --why 补登记 --key-password-file pw.txt

With --unit a seal is registered for which nobody applied here. It is taken in only if it passes with the
makers that the home trusts; then `seal issue` hands it out. Whoever holds the key signs with
`yinxin sign --key KEY --cert CERT --seal-file X.esl`.";

/// Take in a seal that another organisation made / 导入制成的印章
#[derive(Debug, Args)]
#[command(
    after_help = EXAMPLES,
    group = ArgGroup::new("entry").args(["id", "unit"]).required(true).multiple(true),
)]
pub(crate) struct Import {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Identifier of the approved application, or with --unit of the new entry
    #[arg(long)]
    id: Option<String>,
    /// Credit code of the unit, where nobody applied for it here
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    /// The request that it was made for (`seal request`): it has to fit
    #[arg(long, value_name = "FILE")]
    request: Option<PathBuf>,
    #[command(flatten)]
    decided: Decided,
    /// The seal (.esl)
    #[arg(value_name = "ESL")]
    file: PathBuf,
}

impl Import {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let (decision, key_password_file) = self.decided.read();
        let request = ImportRequest {
            home: self.home,
            id: self.id,
            unit: self.unit,
            file: self.file,
            asked: self.request,
            decision,
            key_password_file,
        };
        output.result(&seal_import::import(&request)?, text::seal::made)?;
        Ok(Exit::Passed)
    }
}
