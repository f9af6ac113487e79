//! `yinxin pki crl`

use super::Signer;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use yinxin_signer::pki::{RevocationReason, Serial};
use yinxin_signer::service::pki::{self, RevocationListRequest};

const CRL: &str = "\
Example / 示例:
  yinxin pki crl --key root.key --cert root.cer -o root-1.crl
  yinxin pki crl --key root.key --cert root.cer --previous root-1.crl --revoke 4F2A=key-compromise -o root-2.crl

Entries of the list before stay, its number is counted on. `pki issue` prints serial numbers, as does
`openssl x509 -serial`. Publish the new list before the old one runs out.
保留上一份列表的全部条目，编号递增；序列号见 `pki issue` 的输出。请在旧列表到期前发布新列表。";

/// Make a revocation list / 生成证书吊销列表
#[derive(Debug, Args)]
#[command(after_help = CRL)]
pub(crate) struct List {
    #[command(flatten)]
    signer: Signer,
    /// The authority's certificate
    #[arg(long, value_name = "CERT")]
    cert: PathBuf,
    /// The list before
    #[arg(long, value_name = "CRL")]
    previous: Option<PathBuf>,
    /// What is revoked from now on: serial number and reason (unspecified, key-compromise, affiliation-changed,
    /// superseded, cessation-of-operation, certificate-hold)
    #[arg(long, value_name = "SERIAL[=REASON]", value_parser = revoked)]
    revoke: Vec<(Serial, Reason)>,
    /// Whose certificate-hold is taken back
    #[arg(long, value_name = "SERIAL", requires = "previous", value_parser = serial)]
    release: Vec<Serial>,
    /// Days until the next list
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    days: u16,
    /// The new file
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Why a certificate is revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Reason {
    Unspecified,
    KeyCompromise,
    AffiliationChanged,
    Superseded,
    CessationOfOperation,
    CertificateHold,
}

impl Reason {
    fn meaning(self) -> RevocationReason {
        match self {
            Self::Unspecified => RevocationReason::Unspecified,
            Self::KeyCompromise => RevocationReason::KeyCompromise,
            Self::AffiliationChanged => RevocationReason::AffiliationChanged,
            Self::Superseded => RevocationReason::Superseded,
            Self::CessationOfOperation => RevocationReason::CessationOfOperation,
            Self::CertificateHold => RevocationReason::CertificateHold,
        }
    }
}

fn serial(text: &str) -> Result<Serial, String> {
    Serial::from_hex(text).map_err(|error| error.to_string())
}

fn revoked(text: &str) -> Result<(Serial, Reason), String> {
    let (number, reason) = text.split_once('=').unwrap_or((text, "unspecified"));
    Ok((serial(number)?, Reason::from_str(reason, false)?))
}

impl List {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let revoked = self.revoke.into_iter();
        let made = pki::make_list(&RevocationListRequest {
            key: self.signer.key,
            password_file: self.signer.key_password_file,
            authority: self.cert,
            previous: self.previous,
            revoked: revoked
                .map(|(serial, reason)| (serial, reason.meaning()))
                .collect(),
            released: self.release,
            days: self.days,
            output: self.output,
            at: crate::command::now(),
        })?;
        output.result(&made, text::pki::list)?;
        Ok(Exit::Passed)
    }
}
