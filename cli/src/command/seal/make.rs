//! `yinxin seal make`

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::slip::Refused;
use crate::text;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use yinxin_core::licence::AuthorityName;
use yinxin_signer::service::seal::{self, Face, MakeRequest};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal make --home ./home --id approval --unit 11990101TE5T00016T \\
      --name 测试县行政审批局 --key-password-file pw.txt
  yinxin seal make --home ./home --unit 11990101TE5T00016T --name 测试县行政审批局 \\
      --centre empty --line 行政审批专用章 --diameter 40 --number 9901010000001";

/// Make a seal: key, certificate of the unit and picture / 制作印章
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Make {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Identifier of the seal; else the next free one
    #[arg(long)]
    id: Option<String>,
    /// Credit code of the unit / 统一社会信用代码
    #[arg(long, value_name = "CODE")]
    unit: String,
    /// Name of the unit, on the ring / 单位名称
    #[arg(long)]
    name: String,
    /// Centre of the seal
    #[arg(long, value_enum, default_value_t = Centre::Star)]
    centre: Centre,
    /// Straight line below the centre, such as 行政审批专用章
    #[arg(long, value_name = "TEXT")]
    line: Option<String>,
    /// Number at the lower edge, 13 or 14 digits
    #[arg(long, value_parser = number)]
    number: Option<String>,
    /// Diameter in millimetres
    #[arg(long, value_name = "MM", default_value = "42", value_parser = arguments::millimetres)]
    diameter: u16,
    /// How long the unit's certificate is good, in days
    #[arg(long, value_name = "DAYS", default_value_t = 1095, value_parser = clap::value_parser!(u16).range(1..))]
    valid_days: u16,
    /// File with the password of the home's keys; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

/// Centre of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Centre {
    /// Five-point star
    Star,
    /// Nothing
    Empty,
}

fn number(text: &str) -> Result<String, Refused> {
    if matches!(text.len(), 13 | 14) && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err(Refused::new(
            "印章编码为 13 或 14 位数字",
            "a seal number has 13 or 14 digits",
        ))
    }
}

impl Make {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let request = MakeRequest {
            home: self.home,
            id: self.id,
            unit: AuthorityName {
                code: self.unit,
                name: self.name,
            },
            face: Face {
                centre: match self.centre {
                    Centre::Star => seal::Centre::Star,
                    Centre::Empty => seal::Centre::Empty,
                },
                line: self.line,
                number: self.number,
                diameter: self.diameter,
            },
            key_password_file: self.key_password_file,
            valid_days: self.valid_days,
            at: crate::command::now(),
        };
        output.result(&seal::make(&request)?, text::seal::made)?;
        Ok(Exit::Passed)
    }
}
