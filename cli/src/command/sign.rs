//! `yinxin sign`

use super::extend::Sources;
use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::{ArgGroup, Args, ValueEnum};
use std::num::NonZeroU32;
use std::path::PathBuf;
use yinxin_core::licence::PointMm;
use yinxin_core::pdf::{DocMdp, FieldLock};
use yinxin_core::seal::StraddledEdge;
use yinxin_signer::service::ServiceError;
use yinxin_signer::service::sign::{
    self, KeySource, Occurrence, Placement, RsaScheme, SignRequest, SignatureForm,
};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin sign --key key.pem --cert chain.pem contract.pdf -o signed.pdf
  yinxin sign --home ./home --seal approval --page 1 --at 120,215.5 notice.pdf -o sealed.pdf
  yinxin sign --key key.pem --cert chain.pem --field Signature1 --in-place form.pdf --json
  yinxin sign --home ./home --seal approval --straddle contract.pdf -o sealed.pdf
  yinxin sign --home ./home --seal approval --keyword 盖章处 --occurrence last form.pdf -o sealed.pdf
  yinxin sign --key key.pem --cert chain.pem --certify 2 --lock include:Name form.pdf -o out.pdf
  yinxin sign --key sm2.key --cert unit.cer --seal-file seal.esl notice.pdf -o sealed.pdf
  yinxin sign --key key.pem --cert unit.cer --seal-file seal.esl --form cades notice.pdf -o sealed.pdf
  yinxin sign --home ./home --seal approval --suite gm --page 1 --at 120,215.5 notice.pdf -o sealed.pdf
  yinxin sign --key key.pem --cert chain.pem --level b-lta --tsa http://tsa.example a.pdf -o b.pdf

A document is only ever appended to; signatures that are there stay as they are. A level above
b-b asks the authority of --tsa; b-lt and b-lta fetch what certificates name (OCSP, lists, issuers)
over http and https.
Where a daemon holds the home, the seal is used through its socket, without --password-file.";

/// Put a signature or a seal on a document / 签名、盖章
#[derive(Debug, Args)]
#[command(
    after_help = EXAMPLES,
    group = ArgGroup::new("source").args(["key", "home", "server"]).required(true),
    group = ArgGroup::new("target").args(["output", "in_place"]).required(true),
    group = ArgGroup::new("place").args(["page", "every_page", "keyword", "straddle"]),
    group = ArgGroup::new("corner").args(["page", "every_page"])
)]
pub(crate) struct Sign {
    /// Private key: PEM or DER (PKCS#8, SEC1, PKCS#1), or PKCS#12
    #[arg(long)]
    key: Option<PathBuf>,
    /// Its certificate and those above it; not needed where the file of the key holds them (PKCS#12)
    #[arg(long, value_name = "CHAIN", requires = "key")]
    cert: Option<PathBuf>,
    /// Home that holds the seal
    #[arg(long, value_name = "DIR", requires = "seal")]
    home: Option<PathBuf>,
    /// Daemon that holds the seal: unix:PATH
    #[arg(long, value_name = "URL", requires = "seal")]
    server: Option<String>,
    /// Identifier of the seal
    #[arg(long, value_name = "ID", conflicts_with_all = ["key", "cert"])]
    seal: Option<String>,
    /// Baseline level to reach: b-b, b-t, b-lt or b-lta
    #[arg(long, value_name = "LEVEL", default_value = "b-b", value_parser = arguments::level)]
    level: sign::Level,
    #[command(flatten)]
    sources: Sources,
    /// Empty field to fill, or name of a new one
    #[arg(long, value_name = "NAME")]
    field: Option<String>,
    /// Page where it shows, the first being 1
    #[arg(long, value_name = "N", requires = "at")]
    page: Option<NonZeroU32>,
    /// On every page at the same place, with one signature
    #[arg(long, requires = "at")]
    every_page: bool,
    /// Top left corner on the page, millimetres from the page's top left
    #[arg(long, value_name = "X,Y", requires = "corner", value_parser = arguments::point)]
    at: Option<PointMm>,
    /// Text to place it over, centre on centre
    #[arg(long, value_name = "TEXT")]
    keyword: Option<String>,
    /// Which place of the text: a number, `last`, or `all` with one signature
    #[arg(long, value_name = "N", requires = "keyword", default_value = "1", value_parser = arguments::occurrence)]
    occurrence: Occurrence,
    /// Across the edges of all pages, with one signature / 骑缝章
    #[arg(
        long,
        value_enum,
        value_name = "EDGE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "right"
    )]
    straddle: Option<Edge>,
    /// Certify: nothing (1), filling and signing (2), or annotations too (3) may follow
    #[arg(long, value_name = "P", value_parser = arguments::permission)]
    certify: Option<DocMdp>,
    /// Lock fields: `all`, `include:A,B` or `exclude:A,B`
    #[arg(long, value_name = "FIELDS", value_parser = arguments::lock)]
    lock: Option<FieldLock>,
    /// What the lock lets follow in the document: 1, 2 or 3 as with --certify
    #[arg(long, value_name = "P", requires = "lock", value_parser = arguments::permission)]
    lock_permission: Option<DocMdp>,
    /// How it stands in the document: PAdES (unless told otherwise), a message as of PDF 1.7, or a
    /// message of GM/T 0010 (SM2)
    #[arg(long, value_enum, value_name = "FORM", requires = "key")]
    form: Option<Form>,
    /// Seal of GB/T 38540 to use (.esl), with the key of a certificate in its list: SM2 for a seal
    /// signature, any for a PAdES signature that has the seal inside (--form cades) / 印章文件
    #[arg(long, value_name = "ESL", requires = "key")]
    seal_file: Option<PathBuf>,
    /// Suite: of a seal made with --dual, `gm` is its seal of GB/T 38540 (SM2); a key in a file has to be of it
    #[arg(long, value_enum, value_name = "SUITE")]
    suite: Option<Suite>,
    /// RSA keys sign with PSS instead of PKCS#1 v1.5
    #[arg(long)]
    pss: bool,
    /// File with the key's password; one line
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
    /// File with the document's password; one line
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The document
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// Write a copy with the signature
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Append the signature to the document itself
    #[arg(long)]
    in_place: bool,
}

/// How a signature stands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// ETSI.CAdES.detached
    Cades,
    /// adbe.pkcs7.detached; no PAdES level
    Pkcs7,
    /// GM.sm2cms.detached; SM2 only
    GmCms,
}

/// Suite of algorithms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Suite {
    /// RSA, ECDSA, EdDSA
    Eu,
    /// SM2 with SM3
    Gm,
}

/// Edge of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Edge {
    /// Of pages bound at the left
    Right,
    /// Of pages bound at the right
    Left,
}

impl Sign {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        output.result(&sign::sign(&self.request()?)?, text::signed)?;
        Ok(Exit::Passed)
    }

    /// Makes the request; the combinations that are not allowed were refused while parsing.
    pub(crate) fn request(self) -> Result<SignRequest, Failure> {
        let key = match (self.key, self.cert, self.home, self.server, self.seal) {
            (Some(key), chain, None, None, None) => KeySource::Files { key, chain },
            (None, None, Some(home), None, Some(seal)) => KeySource::Home { home, seal },
            (None, None, None, Some(url), Some(seal)) => KeySource::Server { url, seal },
            _ => return Err(Failure::Internal("the key's arguments")),
        };
        let placement = match (self.page, self.at, self.keyword, self.straddle) {
            (Some(page), Some(at), None, None) => Placement::Page { page, at },
            (None, Some(at), None, None) if self.every_page => Placement::EveryPage { at },
            (None, None, Some(text), None) => Placement::Keyword {
                text,
                occurrence: self.occurrence,
            },
            (None, None, None, Some(Edge::Right)) => Placement::Straddle(StraddledEdge::Right),
            (None, None, None, Some(Edge::Left)) => Placement::Straddle(StraddledEdge::Left),
            (None, None, None, None) => Placement::Unstated,
            _ => return Err(Failure::Internal("the arguments of the place")),
        };
        let mut lock = self.lock;
        if let Some(lock) = &mut lock {
            lock.permission = self.lock_permission;
        }
        Ok(SignRequest {
            input: self.input,
            output: match self.output {
                Some(path) => sign::Output::CopyTo(path),
                None => sign::Output::InPlace,
            },
            key,
            key_password_file: self.key_password_file,
            password_file: self.password_file,
            level: self.level,
            sources: self.sources.into(),
            field: self.field,
            placement,
            certify: self.certify,
            lock,
            form: match (self.seal_file, self.form) {
                (Some(seal), None) => SignatureForm::Seal(seal),
                (Some(seal), Some(Form::Cades)) => SignatureForm::CadesWithSeal(seal),
                (Some(_), Some(Form::Pkcs7 | Form::GmCms)) => {
                    return Err(Failure::Service(ServiceError::NotServed {
                        option: "--seal-file with --form pkcs7 or gm-cms",
                    }));
                }
                (None, None | Some(Form::Cades)) => SignatureForm::Cades,
                (None, Some(Form::Pkcs7)) => SignatureForm::Pkcs7,
                (None, Some(Form::GmCms)) => SignatureForm::GmMessage,
            },
            suite: self.suite.map(|suite| match suite {
                Suite::Eu => sign::Suite::Eu,
                Suite::Gm => sign::Suite::Gm,
            }),
            rsa: if self.pss {
                RsaScheme::Pss
            } else {
                RsaScheme::Pkcs1
            },
            at: super::now(),
        })
    }
}
