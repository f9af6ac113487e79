//! `yinxin seal request`

use super::design::Design;
use super::make::size;
use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use time::OffsetDateTime;
use yinxin_signer::service::seal;
use yinxin_signer::service::seal_file::Pictured;
use yinxin_signer::service::seal_request::{self, AskRequest};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal request --home ./home --id approval --user unit.cer \\
      --from 2027-01-01T00:00:00+08:00 --until 2029-01-01T00:00:00+08:00 -o approval.request.json

The file goes to whoever makes the seal; tell them its SHA-256 by another way. They make the seal with
`yinxin seal make --request`, or with software of their own, and give back a file that `yinxin seal import
--request` takes in. The picture is the one that was applied for, unless --picture or --preset says otherwise.";

/// Ask another organisation to make a seal that was approved / 向制章机构提出制章申请
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Request {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Identifier of the approved application
    #[arg(long)]
    id: String,
    /// Certificate that is to use the seal; again for more / 签章人证书
    #[arg(long, value_name = "CERT", required = true)]
    user: Vec<PathBuf>,
    /// From when on the seal is to be used
    #[arg(long, value_name = "RFC3339", value_parser = arguments::instant)]
    from: OffsetDateTime,
    /// Until when
    #[arg(long, value_name = "RFC3339", value_parser = arguments::instant)]
    until: OffsetDateTime,
    /// Number of the seal's kind
    #[arg(long, value_name = "N", default_value_t = 1)]
    kind: u32,
    /// Picture of the seal: PNG, JPEG, BMP, GIF or OFD
    #[arg(
        long,
        value_name = "FILE",
        requires = "size",
        conflicts_with = "preset"
    )]
    picture: Option<PathBuf>,
    /// Width and height of the picture, millimetres
    #[arg(long, value_name = "W,H", requires = "picture", value_parser = size)]
    size: Option<(u32, u32)>,
    #[command(flatten)]
    design: Design,
    /// Straight line below the centre, with --preset
    #[arg(long, value_name = "TEXT", requires = "preset")]
    line: Option<String>,
    /// Number of the picture, with --preset
    #[arg(long, requires = "preset")]
    number: Option<String>,
    /// The request
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
}

impl Request {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let picture = match (self.picture, self.size) {
            (Some(path), Some(size)) => Some(Pictured::File { path, size }),
            _ => None,
        };
        let picture = match picture {
            None if self.design.preset.is_some() => {
                let shown = seal::show(&self.home, Some(&self.id))?;
                let name = shown.first().map_or("", |seal| seal.name.as_str());
                let (line, number) = (self.line.as_deref(), self.number.as_deref());
                let design = self.design.of(name, line, number, None)?;
                design.map(|design| Pictured::Design(Box::new(design)))
            }
            picture => picture,
        };
        let request = AskRequest {
            home: self.home,
            id: self.id,
            users: self.user,
            kind: self.kind,
            picture,
            valid_from: self.from,
            valid_until: self.until,
            output: self.output,
            at: crate::command::now(),
        };
        output.result(&seal_request::ask(&request)?, text::seal::requested)?;
        Ok(Exit::Passed)
    }
}
