//! `yinxin init`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::slip::Refused;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_core::licence::AuthorityName;
use yinxin_signer::service::init::{self, InitRequest};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin init --home ./home --unit 11990101TE5T00016T --name 测试县行政审批局 \\
      --area 990101 --key-password-file pw.txt --catalogue ./types";

/// Make a home: the data folder of one issuing body / 新建数据目录
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Init {
    /// Folder to make; must not be there, or be empty
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Credit code of the body / 统一社会信用代码
    #[arg(long, value_name = "CODE")]
    unit: String,
    /// Name of the body / 机构名称
    #[arg(long)]
    name: String,
    /// Area code, six digits / 行政区划代码
    #[arg(long, value_name = "CODE", value_parser = area)]
    area: String,
    /// Where the QR codes of licences lead: https://… / 证照二维码的核验网址
    #[arg(long, value_name = "URL", default_value = "https://localhost/v/")]
    verification_address: String,
    /// Catalogue entries to begin with: JSON files or folders / 目录条目
    #[arg(long, value_name = "FILE|DIR")]
    catalogue: Vec<PathBuf>,
    /// File with the password that will protect the keys; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: PathBuf,
}

fn area(text: &str) -> Result<String, Refused> {
    if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err(Refused::new(
            "行政区划代码为六位数字",
            "an area code has six digits",
        ))
    }
}

impl Init {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let request = InitRequest {
            home: self.home,
            authority: AuthorityName {
                code: self.unit,
                name: self.name,
            },
            area_code: self.area,
            verification_address: self.verification_address,
            catalogue: self.catalogue,
            key_password_file: self.key_password_file,
            at: super::now(),
        };
        output.result(&init::create(&request)?, text::home::created)?;
        Ok(Exit::Passed)
    }
}
