//! `yinxin extend`

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{ArgGroup, Args};
use std::path::PathBuf;
use yinxin_signer::service::augment;
use yinxin_signer::service::extend::{self, ExtendRequest};
use yinxin_signer::service::sign;
use yinxin_signer::service::trust::Role;

const EXAMPLES: &str = "\
Example / 示例:
  yinxin extend signed.pdf -o kept.pdf --level b-lta --tsa http://tsa.example
  yinxin extend kept.pdf --in-place --level b-lta --tsa http://tsa.example

The document may be signed by anybody. b-t adds a document timestamp, b-lt validation data for
every signature and timestamp, b-lta both; on a document that is B-LTA already, b-lta renews it.
--tsa is needed where a timestamp is made: always but for b-lt where each signature has one.
The level that is told is the one that `verify` finds, the lowest among the signatures. A signature
without a timestamp of its own gets its time from a document timestamp; some programs, such as the
AdES validation of pyHanko, do not take that for B-T.
Signatures that are broken are not extended.";

/// Bring a signed document to a higher level, or renew it / 延长签名的有效期
#[derive(Debug, Args)]
#[command(
    after_help = EXAMPLES,
    group = ArgGroup::new("target").args(["output", "in_place"]).required(true)
)]
pub(crate) struct Extend {
    /// Level to reach: b-t, b-lt or b-lta
    #[arg(long, value_name = "LEVEL", value_parser = arguments::level_to_extend_to)]
    level: sign::Level,
    #[command(flatten)]
    sources: Sources,
    /// Home whose anchors and revocation lists are at hand
    #[arg(long, value_name = "DIR")]
    home: Option<PathBuf>,
    /// File with the document's password; one line
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The document
    #[arg(value_name = "FILE")]
    input: PathBuf,
    /// Write an extended copy
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Append to the document itself
    #[arg(long)]
    in_place: bool,
}

/// Where timestamps and validation data come from.
#[derive(Debug, Args)]
pub(crate) struct Sources {
    /// Address of a timestamp authority (RFC 3161)
    #[arg(long, value_name = "URL")]
    tsa: Option<String>,
    /// Certificates up to which validation data are needed; else up to one that signs itself
    #[arg(long, value_name = "[ROLE=]FILE|DIR", value_parser = arguments::trust)]
    trust: Vec<(Role, PathBuf)>,
    /// Revocation list at hand, PEM or DER
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    /// OCSP response at hand, PEM or DER
    #[arg(long, value_name = "FILE")]
    ocsp: Vec<PathBuf>,
    /// Host in a private network that certificates may lead to
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    /// Certificate that may vouch for https servers beside the system's roots, PEM or DER
    #[arg(long, value_name = "FILE")]
    tls_ca: Vec<PathBuf>,
}

impl From<Sources> for augment::Sources {
    fn from(sources: Sources) -> Self {
        Self {
            tsa: sources.tsa,
            allowed_hosts: sources.allow_host,
            tls_roots: sources.tls_ca,
            trust: sources.trust,
            crls: sources.crl,
            ocsps: sources.ocsp,
        }
    }
}

impl Extend {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let extended = extend::extend(&ExtendRequest {
            input: self.input,
            output: match self.output {
                Some(path) => sign::Output::CopyTo(path),
                None => sign::Output::InPlace,
            },
            level: self.level,
            sources: self.sources.into(),
            home: self.home,
            password_file: self.password_file,
            at: super::now(),
        })?;
        output.result(&extended, text::extended)?;
        Ok(Exit::Passed)
    }
}
