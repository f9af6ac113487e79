//! `yinxin pki root`, `yinxin pki request`, `yinxin pki issue`

use super::Signer;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{ArgGroup, Args, ValueEnum};
use std::path::PathBuf;
use yinxin_signer::pki::Name;
use yinxin_signer::pki::issue::Usage;
use yinxin_signer::service::pki::{self, CertificateRequest, SigningRequest, Subject};

const ROOT: &str = "\
Example / 示例:
  yinxin pki root --key root.key --organisation 示例省密码管理局 --name 示例根CA -o root.cer";

const REQUEST: &str = "\
Example / 示例:
  yinxin pki request --key unit.key --organisation 示例县行政审批局 --name 示例县行政审批局 -o unit.csr

The key never leaves its holder: the request alone goes to the authority. Compare the fingerprint by telephone.
私钥不离开持有者，只把申请交给签发机构；请另以电话核对公钥指纹。";

const ISSUE: &str = "\
Example / 示例:
  yinxin pki issue --key root.key --cert root.cer --request unit.csr -o unit.cer
  yinxin pki issue --key root.key --cert root.cer --subject-key maker.key --organisation 示例制章单位 \\
      --name 示例制章人 -o maker.cer
  yinxin pki issue --key root.key --cert root.cer --subject-key unit.enc.key --purpose encryption \\
      --organisation 示例县行政审批局 --name 示例县行政审批局 -o unit.enc.cer

Roots and the certificates below them are for tests and for the units of one organisation. / 用于测试和本单位内部。";

/// Make a root certificate / 生成根证书
#[derive(Debug, Args)]
#[command(after_help = ROOT)]
pub(crate) struct Root {
    #[command(flatten)]
    signer: Signer,
    #[command(flatten)]
    subject: Named,
    /// The new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Days of validity
    #[arg(long, default_value_t = 3650, value_parser = clap::value_parser!(u16).range(1..))]
    days: u16,
}

/// Make a certificate request (PKCS#10) / 生成证书申请
#[derive(Debug, Args)]
#[command(after_help = REQUEST)]
pub(crate) struct Request {
    /// The subject's key
    #[arg(long, value_name = "KEY")]
    key: PathBuf,
    /// File with its password; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
    #[command(flatten)]
    subject: Named,
    /// The new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Issue a certificate / 签发证书
#[derive(Debug, Args)]
#[command(after_help = ISSUE)]
#[command(group = ArgGroup::new("whom").required(true).args(["request", "subject_key"]))]
pub(crate) struct Issue {
    #[command(flatten)]
    signer: Signer,
    /// The authority's certificate
    #[arg(long, value_name = "CERT")]
    cert: PathBuf,
    /// A certificate request: subject and public key are taken from it, and nothing else
    #[arg(long, value_name = "FILE", conflicts_with_all = ["organisation", "code", "name"])]
    request: Option<PathBuf>,
    /// The subject's key, under the same password or none
    #[arg(long, value_name = "KEY", requires_all = ["organisation", "name"])]
    subject_key: Option<PathBuf>,
    /// Name of the organisation
    #[arg(long, requires = "subject_key")]
    organisation: Option<String>,
    /// Its unified social credit code
    #[arg(long, value_name = "CODE", requires = "subject_key")]
    code: Option<String>,
    /// Name of the subject
    #[arg(long, requires = "subject_key")]
    name: Option<String>,
    /// What it is for
    #[arg(long, value_enum, default_value_t = Purpose::Signing)]
    purpose: Purpose,
    /// The new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Days of validity; else 1095, or as long as the authority's certificate where that ends sooner
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    days: Option<u16>,
}

/// The subject
#[derive(Debug, Args)]
struct Named {
    /// Name of the organisation
    #[arg(long)]
    organisation: String,
    /// Its unified social credit code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Name of the subject
    #[arg(long)]
    name: String,
}

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Purpose {
    /// Signing, by a unit or a maker of seals
    Signing,
    /// Encryption: the other half of a pair
    Encryption,
    /// An authority that issues the others
    Authority,
}

impl Root {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        issue(
            &CertificateRequest {
                key: self.signer.key,
                password_file: self.signer.key_password_file,
                authority: None,
                subject: Subject::Itself(self.subject.into_name()),
                purpose: Usage::Authority,
                days: Some(self.days),
                output: self.output,
                at: crate::command::now(),
            },
            output,
        )
    }
}

impl Request {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let made = pki::make_request(&SigningRequest {
            key: self.key,
            password_file: self.key_password_file,
            subject: self.subject.into_name(),
            output: self.output,
        })?;
        output.result(&made, text::pki::request)?;
        Ok(Exit::Passed)
    }
}

impl Issue {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        // Which of them stand together is for the options above.
        let named = Named {
            organisation: self.organisation.unwrap_or_default(),
            code: self.code,
            name: self.name.unwrap_or_default(),
        };
        let subject = match (self.request, self.subject_key) {
            (None, Some(key)) => Subject::Key {
                key,
                name: named.into_name(),
            },
            (request, _) => Subject::Request(request.unwrap_or_default()),
        };
        issue(
            &CertificateRequest {
                key: self.signer.key,
                password_file: self.signer.key_password_file,
                authority: Some(self.cert),
                subject,
                purpose: match self.purpose {
                    Purpose::Signing => Usage::Signing,
                    Purpose::Encryption => Usage::Encryption,
                    Purpose::Authority => Usage::Authority,
                },
                days: self.days,
                output: self.output,
                at: crate::command::now(),
            },
            output,
        )
    }
}

fn issue(request: &CertificateRequest, output: &mut Output<'_>) -> Result<Exit, Failure> {
    let made = pki::issue_certificate(request)?;
    output.result(&made, text::pki::certificate)?;
    Ok(Exit::Passed)
}

impl Named {
    fn into_name(self) -> Name {
        Name {
            country: "CN".to_owned(),
            organisation: self.organisation,
            organisation_identifier: self.code,
            common_name: self.name,
        }
    }
}
