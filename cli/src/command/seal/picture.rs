//! `yinxin seal picture`

use super::design::Design;
use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{ArgGroup, Args};
use std::path::PathBuf;
use yinxin_signer::service::seal_picture::{self, PictureOf, PictureRequest};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal picture --home ./home approval -o approval.svg
  yinxin seal picture --seal-file seal.esl -o seal.png
  yinxin seal picture --preset contract --name 示例县测试有限公司 -o contract.png

The kinds are listed by `yinxin seal presets`. A picture of a seal is not a seal: it proves nothing by itself.";

/// Write the picture of a seal to a file / 导出印章图样
#[derive(Debug, Args)]
#[command(
    after_help = EXAMPLES,
    group = ArgGroup::new("whose").args(["home", "seal_file", "preset"]).required(true),
)]
pub(crate) struct Picture {
    /// The home
    #[arg(long, value_name = "DIR", requires = "id")]
    home: Option<PathBuf>,
    /// Identifier of the seal in the home
    #[arg(value_name = "ID", requires = "home")]
    id: Option<String>,
    /// A seal of GB/T 38540 / 印章文件
    #[arg(long, value_name = "FILE")]
    seal_file: Option<PathBuf>,
    #[command(flatten)]
    design: Design,
    /// Name of the unit, or of the person / 单位名称、姓名
    #[arg(long, requires = "preset")]
    name: Option<String>,
    /// Straight line below the centre, such as 行政审批专用章
    #[arg(long, value_name = "TEXT", requires = "preset")]
    line: Option<String>,
    /// Number at the lower edge; in an oval that of a taxpayer across the middle
    #[arg(long, requires = "preset")]
    number: Option<String>,
    /// The new file; its ending chooses the format: svg or png
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Points an inch of a PNG that is drawn
    #[arg(long, value_name = "N", default_value = "600", value_parser = arguments::resolution)]
    resolution: u16,
}

impl Picture {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let name = self.name.unwrap_or_default();
        let (line, number) = (self.line.as_deref(), self.number.as_deref());
        let design = self.design.of(&name, line, number, None)?;
        let of = match (self.home, self.id, self.seal_file, design) {
            (Some(home), Some(id), ..) => PictureOf::Home { home, id },
            (_, _, Some(file), _) => PictureOf::File(file),
            (.., Some(design)) => PictureOf::Design(Box::new(design)),
            _ => return Err(Failure::Internal("the arguments of the picture")),
        };
        let request = PictureRequest {
            of,
            output: self.output,
            resolution: self.resolution,
        };
        output.result(&seal_picture::write(&request)?, text::seal::picture)?;
        Ok(Exit::Passed)
    }
}
