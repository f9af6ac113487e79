//! `yinxin evidence`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{Args, Subcommand};
use std::path::PathBuf;
use yinxin_signer::service::ServiceError;
use yinxin_signer::service::evidence::{self, EvidenceRequest};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin evidence make --tsa http://tsa.example licences/a.pdf licences/b.pdf
  yinxin evidence make --tsa http://tsa.example --to records licences/a.pdf licences/b.pdf
  find licences -name '*.pdf' | yinxin evidence make --tsa http://tsa.example --to records --files-from -

One timestamp proves that all files existed; a record NAME.ers (RFC 4998) for each says how. Keep it
with the file, and give it to `yinxin verify --evidence`.";

const RENEWAL: &str = "\
Example / 示例:
  yinxin evidence renew --tsa http://tsa.example records/a.pdf.ers records/b.pdf.ers
  find records -name '*.ers' | yinxin evidence renew --tsa http://tsa.example --files-from -

One new timestamp proves that the newest timestamp of each record existed. Renew before the certificate
of the timestamp authority runs out; the records are rewritten in place and hold all that they held.
Whether they were good is not asked: `yinxin verify --evidence` tells that, file by file.";

/// Proofs of existence for many files at once / 批量证据记录
#[derive(Debug, Subcommand)]
pub(crate) enum Evidence {
    Make(Make),
    Renew(Renew),
}

/// Who makes the timestamp
#[derive(Debug, Args)]
struct Authority {
    /// Address of a timestamp authority (RFC 3161)
    #[arg(long, value_name = "URL")]
    tsa: String,
    /// Certificate that may vouch for an https authority beside the system's roots, PEM or DER
    #[arg(long, value_name = "FILE")]
    tls_ca: Vec<PathBuf>,
}

impl From<Authority> for evidence::Authority {
    fn from(authority: Authority) -> Self {
        Self {
            url: authority.tsa,
            tls_roots: authority.tls_ca,
        }
    }
}

/// Files on the command line, or in a list
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Listed {
    /// A file with one path a line, or - for standard input
    #[arg(long, value_name = "LIST")]
    files_from: Option<PathBuf>,
    /// The files
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Listed {
    fn read(self) -> Result<Vec<PathBuf>, Failure> {
        let Some(list) = self.files_from else {
            return Ok(self.files);
        };
        let text = match list.to_str() {
            Some("-") => std::io::read_to_string(std::io::stdin()),
            _ => std::fs::read_to_string(&list),
        };
        let text = text.map_err(|source| ServiceError::Read { path: list, source })?;
        let lines = text.lines().filter(|line| !line.is_empty());
        Ok(lines.map(PathBuf::from).collect())
    }
}

/// Renew evidence records in place, with one timestamp / 续期证据记录
#[derive(Debug, Args)]
#[command(after_help = RENEWAL)]
pub(crate) struct Renew {
    #[command(flatten)]
    authority: Authority,
    #[command(flatten)]
    records: Listed,
}

/// Make an evidence record for each file, with one timestamp / 制作证据记录
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Make {
    #[command(flatten)]
    authority: Authority,
    /// Folder for the records; else beside each file
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    #[command(flatten)]
    files: Listed,
}

impl Evidence {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Make(make) => {
                let made = evidence::make(&EvidenceRequest {
                    files: make.files.read()?,
                    folder: make.to,
                    authority: make.authority.into(),
                })?;
                output.result(&made, text::evidence_made)?;
                Ok(Exit::Passed)
            }
            Self::Renew(renew) => {
                let made = evidence::renew(&renew.records.read()?, &renew.authority.into())?;
                output.result(&made, text::evidence_renewed)?;
                Ok(Exit::Passed)
            }
        }
    }
}
