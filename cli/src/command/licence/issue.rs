//! `yinxin licence issue`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::progress::Progress;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::issue::{self, Event, IssueRequest};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin licence issue --home ./home --type 11100000MB0143028R001 --seal approval \\
      --key-password-file pw.txt rows.csv -o ./issued
  yinxin licence issue --home ./home --type 11100000MB0143028R001 --seal approval \\
      --json rows.json -o ./issued > issued.jsonl

The first row of a CSV file names the elements (CZZT, CZZTDM, ZZYXQQSRQ, KZ_…; docs/exchange.md
lists them / 各要素见 docs/exchange.md). A row that is refused does not stop the others; the exit
code is then 1.";

/// Issue one sealed licence a row of data / 签发证照
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Issue {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Code of the licence type / 证照类型代码
    #[arg(long = "type", value_name = "CODE")]
    type_code: String,
    /// Seal to use
    #[arg(long, value_name = "ID")]
    seal: String,
    /// File with the password of the home's keys; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
    /// Rows of data: .csv or .json
    #[arg(value_name = "DATA")]
    data: PathBuf,
    /// Folder for the licence files
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

impl Issue {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let request = IssueRequest {
            home: self.home,
            type_code: self.type_code,
            data: self.data,
            seal: self.seal,
            output: self.output,
            key_password_file: self.key_password_file,
            at: crate::command::now(),
        };
        let progress = Progress::new(output.json);
        let (mut exit, mut broken) = (Exit::Passed, None);
        let ended = issue::issue(&request, &mut |event| {
            let written = match event {
                Event::Started { rows } => {
                    progress.length(rows);
                    return;
                }
                Event::Issued(issued) => {
                    progress.suspend(|| output.result(&issued, text::licence::issued))
                }
                Event::Refused(refused) => {
                    exit = Exit::Failed;
                    progress.suspend(|| output.result(&refused, text::licence::refused))
                }
            };
            progress.step();
            // Issuing goes on where nobody reads: what was begun is in the store either way.
            if let Err(failure) = written {
                broken.get_or_insert(failure);
            }
        });
        progress.done();
        ended?;
        match broken {
            Some(failure) => Err(failure),
            None => Ok(exit),
        }
    }
}
