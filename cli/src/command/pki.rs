//! `yinxin pki …`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use yinxin_signer::pki::Name;
use yinxin_signer::pki::sm2::Sm2Purpose;
use yinxin_signer::service::pki::{self, CertificateRequest, EnvelopeRequest, KeyRequest};

const KEY: &str = "\
Example / 示例:
  yinxin pki key -o unit.key --key-password-file pw.txt

A real authority's keys belong into certified devices. / 正式机构的密钥应在合规密码设备中生成。";

const OPEN: &str = "\
Example / 示例:
  yinxin pki open --envelope enc.dat --key unit.key --key-password-file pw.txt -o unit.enc.key

The authority makes the key of an encryption certificate and enciphers it for the holder's signing key (GM/T 0009).
加密证书的密钥由签发机构生成，并用持有者的签名公钥加密后发放（GM/T 0009）。";

const ROOT: &str = "\
Example / 示例:
  yinxin pki root --key root.key --organisation 示例省密码管理局 --name 示例根CA -o root.cer";

const ISSUE: &str = "\
Example / 示例:
  yinxin pki issue --key root.key --cert root.cer --subject-key maker.key --organisation 示例制章单位 \\
      --name 示例制章人 -o maker.cer
  yinxin pki issue --key root.key --cert root.cer --subject-key unit.enc.key --purpose encryption \\
      --organisation 示例县行政审批局 --name 示例县行政审批局 -o unit.enc.cer

Roots and the certificates below them are for tests and for the units of one organisation. / 用于测试和本单位内部。";

/// Keys and certificates of SM2, for tests and one's own units / SM2 密钥与证书
#[derive(Debug, Subcommand)]
pub(crate) enum Pki {
    Key(Key),
    Open(Open),
    Root(Root),
    Issue(Issue),
}

/// Make a key / 生成密钥
#[derive(Debug, Args)]
#[command(after_help = KEY)]
pub(crate) struct Key {
    /// The new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// File with the password that it is encrypted under (SM4); one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

/// Take the encryption key out of the envelope in which it came / 打开密钥信封
#[derive(Debug, Args)]
#[command(after_help = OPEN)]
pub(crate) struct Open {
    /// The envelope (SM2EnvelopedKey), DER or base64
    #[arg(long, value_name = "FILE")]
    envelope: PathBuf,
    /// The private key that it was made for
    #[arg(long, value_name = "KEY")]
    key: PathBuf,
    /// File with its password; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
    /// The new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// File with the password that the new key is encrypted under (SM4), where it is another; one line
    #[arg(long, value_name = "FILE")]
    new_password_file: Option<PathBuf>,
}

/// Make a root certificate / 生成根证书
#[derive(Debug, Args)]
#[command(after_help = ROOT)]
pub(crate) struct Root {
    #[command(flatten)]
    signer: Signer,
    #[command(flatten)]
    subject: Subject,
    /// Days of validity
    #[arg(long, default_value_t = 3650, value_parser = clap::value_parser!(u16).range(1..))]
    days: u16,
}

/// Issue a certificate / 签发证书
#[derive(Debug, Args)]
#[command(after_help = ISSUE)]
pub(crate) struct Issue {
    #[command(flatten)]
    signer: Signer,
    /// The authority's certificate
    #[arg(long, value_name = "CERT")]
    cert: PathBuf,
    /// The subject's key, under the same password or none
    #[arg(long, value_name = "KEY")]
    subject_key: PathBuf,
    /// What it is for
    #[arg(long, value_enum, default_value_t = Purpose::Signing)]
    purpose: Purpose,
    #[command(flatten)]
    subject: Subject,
    /// Days of validity
    #[arg(long, default_value_t = 1095, value_parser = clap::value_parser!(u16).range(1..))]
    days: u16,
}

/// The key that signs
#[derive(Debug, Args)]
struct Signer {
    /// The key that signs
    #[arg(long, value_name = "KEY")]
    key: PathBuf,
    /// File with the password of the keys; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

/// The subject
#[derive(Debug, Args)]
struct Subject {
    /// Name of the organisation
    #[arg(long)]
    organisation: String,
    /// Its unified social credit code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Name of the subject
    #[arg(long)]
    name: String,
    /// The new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
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

impl Pki {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let request = match self {
            Self::Key(asked) => {
                let made = pki::make_key(&KeyRequest {
                    output: asked.output,
                    password_file: asked.key_password_file,
                })?;
                output.result(&made, text::pki::key)?;
                return Ok(Exit::Passed);
            }
            Self::Open(asked) => {
                let made = pki::open_envelope(&EnvelopeRequest {
                    envelope: asked.envelope,
                    key: asked.key,
                    password_file: asked.key_password_file,
                    output: asked.output,
                    new_password_file: asked.new_password_file,
                })?;
                output.result(&made, text::pki::key)?;
                return Ok(Exit::Passed);
            }
            Self::Root(asked) => request(
                asked.signer,
                None,
                Sm2Purpose::Authority,
                asked.subject,
                asked.days,
            ),
            Self::Issue(asked) => {
                let purpose = match asked.purpose {
                    Purpose::Signing => Sm2Purpose::Signing,
                    Purpose::Encryption => Sm2Purpose::Encryption,
                    Purpose::Authority => Sm2Purpose::Authority,
                };
                let above = Some((asked.cert, asked.subject_key));
                request(asked.signer, above, purpose, asked.subject, asked.days)
            }
        };
        let made = pki::issue_certificate(&request)?;
        output.result(&made, text::pki::certificate)?;
        Ok(Exit::Passed)
    }
}

fn request(
    signer: Signer,
    above: Option<(PathBuf, PathBuf)>,
    purpose: Sm2Purpose,
    subject: Subject,
    days: u16,
) -> CertificateRequest {
    let (authority, subject_key) = above.unzip();
    CertificateRequest {
        key: signer.key,
        password_file: signer.key_password_file,
        authority,
        subject_key,
        subject: Name {
            country: "CN".to_owned(),
            organisation: subject.organisation,
            organisation_identifier: subject.code,
            common_name: subject.name,
        },
        purpose,
        days,
        output: subject.output,
        at: crate::command::now(),
    }
}
