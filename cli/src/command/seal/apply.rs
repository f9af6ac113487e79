//! `yinxin seal apply` and `yinxin seal remake`

use super::decided::Decided;
use super::make::Centre;
use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_core::licence::AuthorityName;
use yinxin_signer::service::seal::{self, Face};
use yinxin_signer::service::seal_state::{self, StateChange, StateRequest};

const APPLY: &str = "\
Example / 示例:
  yinxin seal apply --home ./home --id approval --unit 11990101TE5T00016T --name 测试县行政审批局 \\
      --why 机构设立 --by 测试甲 --key-password-file pw.txt

Then: seal approve, seal make (or seal import, where another organisation makes it), seal issue.
Every step stands in the register of seals, signed, with who, when and why.";

/// Apply for a seal / 申请印章
#[derive(Debug, Args)]
#[command(after_help = APPLY)]
pub(crate) struct Apply {
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
    #[arg(long)]
    number: Option<String>,
    /// Diameter in millimetres
    #[arg(long, value_name = "MM", default_value = "42", value_parser = arguments::millimetres)]
    diameter: u16,
    #[command(flatten)]
    decided: Decided,
}

impl Apply {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let face = Face {
            centre: match self.centre {
                Centre::Star => seal::Centre::Star,
                Centre::Empty => seal::Centre::Empty,
            },
            line: self.line,
            number: self.number,
            diameter: self.diameter,
        };
        let unit = AuthorityName {
            code: self.unit,
            name: self.name,
        };
        let change = StateChange::Apply {
            id: self.id,
            unit,
            face,
        };
        ask(self.home, change, self.decided, output)
    }
}

const REMAKE: &str = "\
Example / 示例:
  yinxin seal remake --home ./home approval --id approval-2 --why 印章损坏 --key-password-file pw.txt

Applies for a seal of the same unit with the same face. It goes the same way as any other; when it is
issued, the old one is cancelled, and both name each other.";

/// Apply for a seal in the place of another / 重新制作印章
#[derive(Debug, Args)]
#[command(after_help = REMAKE)]
pub(crate) struct Remake {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// Identifier of the new seal; else the next free one
    #[arg(long)]
    id: Option<String>,
    #[command(flatten)]
    decided: Decided,
    /// Identifier of the seal that is there
    #[arg(value_name = "OLD")]
    old: String,
}

impl Remake {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let change = StateChange::Remake {
            id: self.old,
            new: self.id,
        };
        ask(self.home, change, self.decided, output)
    }
}

/// Asks for a change and shows the seal as it is then.
pub(super) fn ask(
    home: PathBuf,
    change: StateChange,
    decided: Decided,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    let (decision, key_password_file) = decided.read();
    let request = StateRequest {
        home,
        change,
        decision,
        key_password_file,
    };
    output.result(&seal_state::change(&request)?, text::seal::made)?;
    Ok(Exit::Passed)
}
