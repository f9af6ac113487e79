//! `yinxin seal make`

use super::design::Design;
use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::slip::Refused;
use crate::text;
use clap::{ArgGroup, Args, ValueEnum};
use std::path::PathBuf;
use time::OffsetDateTime;
use yinxin_core::licence::AuthorityName;
use yinxin_core::seal::Centre as DrawnCentre;
use yinxin_signer::service::augment::Sources;
use yinxin_signer::service::seal::{self, Face, MakeRequest, Suites};
use yinxin_signer::service::seal_file::{self, Content, MakeFileRequest, Pictured};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal make --home ./home --id approval --unit 11990101TE5T00016T \\
      --name 测试县行政审批局 --key-password-file pw.txt
  yinxin seal make --home ./home --unit 11990101TE5T00016T --name 测试县行政审批局 \\
      --centre empty --line 行政审批专用章 --diameter 40 --number 9901010000001
  yinxin seal make --home ./home --id approval --dual --key-password-file pw.txt
  yinxin seal make --maker-key maker.key --maker-cert maker.cer --user unit.cer --id 99010100000001 \\
      --name 测试县行政审批局 --picture seal.png --size 42,42 --from 2027-01-01T00:00:00+08:00 \\
      --until 2029-01-01T00:00:00+08:00 -o seal.esl
  yinxin seal make --maker-key maker.key --maker-cert maker.cer --id 99010100000001 \\
      --request approval.request.json -o approval.esl

--edition-2025 --tsa URL puts a timestamp on such a seal (provisional).

--preset KIND draws the picture of such a file instead of --picture; `yinxin seal presets` lists the kinds.

In a home, --unit and --name make a seal at once that nobody applied for; without them --id is one that was
approved (`yinxin seal apply`, `approve`), and `yinxin seal issue` hands it out. With --dual every licence is
sealed in both suites; the home gets a root and a maker of SM2 with the first such seal.
With --maker-key a seal of GB/T 38540 is made as a file; the maker may be another organisation than
the one that uses it. / 带 --maker-key 时制作 GB/T 38540 印章文件（.esl），制章人可以是另一机构。";

/// Make a seal: key, certificate of the unit and picture / 制作印章
#[derive(Debug, Args)]
#[command(
    after_help = EXAMPLES,
    group = ArgGroup::new("maker").args(["home", "maker_key"]).required(true),
    group = ArgGroup::new("named").args(["unit", "maker_key"]),
    group = ArgGroup::new("wanted").args(["unit", "id"]).multiple(true),
    group = ArgGroup::new("pictured").args(["picture", "preset"]),
    group = ArgGroup::new("content").args(["request", "from"]),
)]
pub(crate) struct Make {
    /// The home
    #[arg(long, value_name = "DIR", requires = "wanted")]
    home: Option<PathBuf>,
    /// Identifier of the seal; in a home else the next free one
    #[arg(long)]
    id: Option<String>,
    /// Credit code of the unit / 统一社会信用代码
    #[arg(long, value_name = "CODE", requires_all = ["home", "name"])]
    unit: Option<String>,
    /// Name of the unit, on the ring, or of the seal / 单位名称、印章名称
    #[arg(long, requires = "named")]
    name: Option<String>,
    /// Centre of the seal, if not that of its kind; in a home else the star
    #[arg(long, value_enum, requires = "name")]
    centre: Option<Centre>,
    /// Straight line below the centre, such as 行政审批专用章
    #[arg(long, value_name = "TEXT", requires = "name")]
    line: Option<String>,
    /// Number at the lower edge, 13 or 14 digits; in an oval that of a taxpayer across the middle
    #[arg(long, requires = "name")]
    number: Option<String>,
    /// Diameter in millimetres
    #[arg(long, value_name = "MM", default_value = "42", requires = "name", value_parser = arguments::millimetres)]
    diameter: u16,
    /// How long the unit's certificate is good, in days
    #[arg(long, value_name = "DAYS", default_value_t = 1095, value_parser = clap::value_parser!(u16).range(1..))]
    valid_days: u16,
    /// Seals in both suites: ECDSA, and SM2 as a seal of GB/T 38540 that the home makes / 双算法
    #[arg(long, requires = "home")]
    dual: bool,
    /// File with the password of the home's keys or of the maker's; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
    /// SM2 key of the maker: makes a file / 制章人私钥
    #[arg(long, value_name = "KEY", requires_all = ["content", "maker_cert", "id", "output"])]
    maker_key: Option<PathBuf>,
    /// Certificate of the maker / 制章人证书
    #[arg(long, value_name = "CERT", requires = "maker_key")]
    maker_cert: Option<PathBuf>,
    /// Certificate that may use the seal; again for more / 签章人证书
    #[arg(long, value_name = "CERT", requires = "maker_key")]
    user: Vec<PathBuf>,
    /// What the seal is to say, as another organisation asked for it with `seal request` / 制章申请文件
    #[arg(long, value_name = "FILE", requires = "maker_key", conflicts_with_all = ["name", "user", "pictured", "size", "kind", "from", "until", "line", "number", "centre"])]
    request: Option<PathBuf>,
    /// Picture of the seal: PNG, JPEG, BMP, GIF or OFD
    #[arg(long, value_name = "FILE", requires_all = ["maker_key", "size"], conflicts_with = "preset")]
    picture: Option<PathBuf>,
    #[command(flatten)]
    design: Design,
    /// Width and height of the picture, millimetres
    #[arg(long, value_name = "W,H", requires = "maker_key", value_parser = size)]
    size: Option<(u32, u32)>,
    /// Number of the seal's kind
    #[arg(long, value_name = "N", requires = "maker_key", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..))]
    kind: u32,
    /// From when on the seal may be used
    #[arg(long, value_name = "RFC3339", requires_all = ["maker_key", "name", "user", "pictured", "until"], value_parser = arguments::instant)]
    from: Option<OffsetDateTime>,
    /// Until when
    #[arg(long, value_name = "RFC3339", requires = "maker_key", value_parser = arguments::instant)]
    until: Option<OffsetDateTime>,
    /// The edition of 2025, which is provisional, instead of that of 2020
    #[arg(long, requires = "maker_key")]
    edition_2025: bool,
    /// Address of an authority for a timestamp on the seal (RFC 3161); with --edition-2025
    #[arg(long, value_name = "URL", requires = "edition_2025")]
    tsa: Option<String>,
    /// Certificate that may vouch for an https authority beside the system's roots, PEM or DER
    #[arg(long, value_name = "FILE", requires = "tsa")]
    tls_ca: Vec<PathBuf>,
    /// The file of the seal
    #[arg(short, long, value_name = "OUT", requires = "maker_key")]
    output: Option<PathBuf>,
}

/// Centre of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Centre {
    /// Five-point star
    Star,
    /// Nothing
    Empty,
}

pub(super) fn size(text: &str) -> Result<(u32, u32), Refused> {
    let refused = || {
        Refused::new(
            "宽和高为毫米整数，如 42,42",
            "two whole millimetres, such as 42,42",
        )
    };
    let (width, height) = text.split_once(',').ok_or_else(refused)?;
    let side = |text: &str| {
        let side = text.trim().parse::<u32>().ok();
        side.filter(|side| (1..=200).contains(side))
            .ok_or_else(refused)
    };
    Ok((side(width)?, side(height)?))
}

impl Make {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        if self.maker_key.is_some() {
            let made = seal_file::make(&self.file()?)?;
            output.result(&made, text::seal::file_made)?;
            return Ok(Exit::Passed);
        }
        let Some(home) = self.home else {
            return Err(Failure::Internal("the arguments of the home"));
        };
        let face = Face {
            centre: match self.centre {
                Some(Centre::Empty) => seal::Centre::Empty,
                Some(Centre::Star) | None => seal::Centre::Star,
            },
            line: self.line,
            number: self.number,
            diameter: self.diameter,
        };
        let unit = self.unit.zip(self.name);
        let request = MakeRequest {
            home,
            id: self.id,
            wanted: unit.map(|(code, name)| (AuthorityName { code, name }, face)),
            key_password_file: self.key_password_file,
            valid_days: self.valid_days,
            suites: match self.dual {
                true => Suites::Both,
                false => Suites::International,
            },
            at: crate::command::now(),
        };
        output.result(&seal::make(&request)?, text::seal::made)?;
        Ok(Exit::Passed)
    }

    /// What the file is made of; the parser has seen to it that all is there.
    fn file(self) -> Result<MakeFileRequest, Failure> {
        let missing = || Failure::Internal("the arguments of the maker");
        let content = match self.request {
            Some(request) => Content::Requested(request),
            None => {
                let (line, number) = (self.line.as_deref(), self.number.as_deref());
                let centre = self.centre.map(|centre| match centre {
                    Centre::Star => DrawnCentre::Star,
                    Centre::Empty => DrawnCentre::Empty,
                });
                let name = self.name.ok_or_else(missing)?;
                let design = self.design.of(&name, line, number, centre)?;
                Content::Told {
                    picture: match (self.picture, self.size, design) {
                        (Some(path), Some(size), _) => Pictured::File { path, size },
                        (.., Some(design)) => Pictured::Design(Box::new(design)),
                        _ => return Err(missing()),
                    },
                    users: self.user,
                    kind: self.kind,
                    name,
                    valid_from: self.from.ok_or_else(missing)?,
                    valid_until: self.until.ok_or_else(missing)?,
                }
            }
        };
        Ok(MakeFileRequest {
            maker_key: self.maker_key.ok_or_else(missing)?,
            maker_certificate: self.maker_cert.ok_or_else(missing)?,
            key_password_file: self.key_password_file,
            id: self.id.ok_or_else(missing)?,
            content,
            is_of_2025: self.edition_2025,
            sources: Sources {
                tsa: self.tsa,
                tls_roots: self.tls_ca,
                ..Sources::default()
            },
            output: self.output.ok_or_else(missing)?,
            at: crate::command::now(),
        })
    }
}
