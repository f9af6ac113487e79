//! `yinxin verify`

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{Args, ValueEnum};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::verify::Report;
use yinxin_signer::service::ServiceError;
use yinxin_signer::service::trust::Role;
use yinxin_signer::service::verify::{self, Policy, Verifier, VerifyRequest};
use yinxin_signer::wire::Verification;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin verify --trust root.pem licence.pdf
  yinxin verify --trust root.pem --crl unit.crl --json *.pdf | jq -r '[.file,.answer]|@tsv'
  yinxin verify --home ./home --at 2026-03-01T08:00:00+08:00 licence.pdf
  yinxin verify --trust root.pem --report xml licence.pdf > report.xml
  yinxin verify --trust signer=ca/ --trust tsa=tsa.cer --revocation prefer licence.pdf
  yinxin verify --trust maker=maker.cer seal.esl
  yinxin verify --trust signer=ca.cer --trust maker=maker.cer --content original.xml SignedValue.dat

Only TOTAL-PASSED with the answer `valid` ends with 0. That is about the signatures: of a licence see
also `licence.state` and `problems` (ran out, withdrawn), and `yinxin recognise` for whether to
accept it. / 退出码 0 只表示签名有效；证照是否过期、是否被撤销，见 licence.state 与 problems；能否采信，
用 yinxin recognise 判断。

Nothing is trusted but what --trust or --home names. A policy file is TOML (docs/policy.md); to begin with:
  name = \"mine\"            signatures = \"all\"  (all, any, eu, gm)
  annotations = \"refuse\"   visible-fields = \"accept\"
and, where wanted, revocation, max-age-hours, shortest-rsa-key, [[algorithm]] name until,
[[anchor]] role sha256.

An OFD package, a seal (.esl), a seal signature (GB/T 38540, GM/T 0031) or a signed message (.p7s) is known by
its content; every step of the judgement is told. / OFD 文件、单独的印章、签章数据和签名数据按内容识别，逐步给出结果。";

/// Judge documents: genuine, altered, by whom / 验证文件
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Verify {
    /// Certificates to trust; roles: signer (the default), maker, tsa, status, recognition
    #[arg(long, value_name = "[ROLE=]FILE|DIR", value_parser = arguments::trust)]
    trust: Vec<(Role, PathBuf)>,
    /// Home whose imported anchors are trusted as well; its revocation and status lists are used
    #[arg(long, value_name = "DIR")]
    home: Option<PathBuf>,
    /// Which signatures must pass: all, any, gm, eu, or a file
    #[arg(long, value_name = "POLICY", default_value = "all", value_parser = arguments::policy)]
    policy: Policy,
    /// Time at which to judge; else now
    #[arg(long, value_name = "RFC3339", value_parser = arguments::instant)]
    at: Option<OffsetDateTime>,
    /// What missing revocation data mean
    #[arg(long, value_enum, default_value_t = Revocation::Require)]
    revocation: Revocation,
    /// Certificate revocation list, PEM or DER
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    /// OCSP response, DER or PEM
    #[arg(long, value_name = "FILE")]
    ocsp: Vec<PathBuf>,
    /// Never use the network
    #[arg(long)]
    offline: bool,
    /// File with the documents' password; one line
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Register of seals: was the seal in use when it was used / 印章登记簿
    #[arg(long, value_name = "FILE")]
    seal_register: Vec<PathBuf>,
    /// What was signed, for a signature by itself
    #[arg(long, value_name = "FILE")]
    content: Option<PathBuf>,
    /// Evidence record of the document (RFC 4998), or a folder with NAME.ers for each document
    #[arg(long, value_name = "PATH")]
    evidence: Option<PathBuf>,
    /// The report as XML (ETSI TS 119 102-2) of one document, instead of text
    #[arg(long, value_enum, value_name = "FORM")]
    report: Option<Form>,
    /// Documents
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// ETSI TS 119 102-2
    Xml,
}

/// What missing revocation data mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Revocation {
    /// The result is indeterminate
    Require,
    /// Used where they are there
    Prefer,
    /// Not looked at
    Ignore,
}

impl Verify {
    pub(crate) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let form = self.report;
        let spoilt = match form {
            Some(_) if output.json => Some("--report xml with --json"),
            Some(_) if self.files.len() > 1 => Some("--report xml over several files"),
            _ if self.content.is_some() && self.files.len() > 1 => {
                Some("--content with several files")
            }
            _ => None,
        };
        if let Some(option) = spoilt {
            return Err(ServiceError::NotServed { option }.into());
        }
        let (request, files) = self.request();
        let verifier = Verifier::prepare(request)?;
        let mut exit = Exit::Passed;
        for file in files {
            let name = file.display().to_string();
            exit = exit.max(match judge(&verifier, &file, form) {
                Ok((report, sha256)) => {
                    let found = Verification::of(name, &report).resting_on(verifier.basis());
                    match form {
                        Some(Form::Xml) => {
                            let report = found.etsi_report(&sha256);
                            let report = report.ok_or(Failure::Internal("a result as XML"))?;
                            output.octets(report.as_bytes())?;
                        }
                        None => output.result(&found, text::verification::shown)?,
                    }
                    Exit::of_verification(&found)
                }
                Err(error) => {
                    if output.json {
                        let found = Verification::unjudged(name, error.problem());
                        output.result(&found, text::verification::shown)?;
                    }
                    let failure = Failure::from(error);
                    crate::say(&failure.shown(output.style.language));
                    failure.exit()
                }
            });
        }
        Ok(exit)
    }

    /// Makes the request and the list of files.
    pub(crate) fn request(self) -> (VerifyRequest, Vec<PathBuf>) {
        let request = VerifyRequest {
            trust: self.trust,
            home: self.home,
            policy: self.policy,
            at: self.at.unwrap_or_else(super::now),
            revocation: match self.revocation {
                Revocation::Require => verify::Revocation::Require,
                Revocation::Prefer => verify::Revocation::Prefer,
                Revocation::Ignore => verify::Revocation::Ignore,
            },
            crls: self.crl,
            ocsps: self.ocsp,
            offline: self.offline,
            password_file: self.password_file,
            seal_registers: self.seal_register,
            content: self.content,
            evidence: self.evidence,
        };
        (request, self.files)
    }
}

/// Judges one file; where the program stops over it, the other files are judged all the same.
///
/// The report in XML names the file by its digest, which is computed for it only.
fn judge(
    verifier: &Verifier,
    file: &Path,
    form: Option<Form>,
) -> Result<(Report, String), ServiceError> {
    let judge = || match form {
        Some(Form::Xml) => verifier.judge_and_name(file),
        None => Ok((verifier.judge(file)?, String::new())),
    };
    std::panic::catch_unwind(AssertUnwindSafe(judge)).unwrap_or(Err(ServiceError::Internal(
        "the judgement stopped unexpectedly",
    )))
}
