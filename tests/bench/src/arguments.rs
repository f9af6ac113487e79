//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

/// Measures Yinxin against the least work that each job needs.
#[derive(Debug, Parser)]
#[command(name = "yinxin-bench")]
pub(crate) struct Arguments {
    /// What is measured.
    #[command(subcommand)]
    pub(crate) case: Case,
}

/// What is measured.
#[derive(Debug, Subcommand)]
pub(crate) enum Case {
    /// Signing a PDF at level B-B.
    Sign(SignCase),
    /// Verifying a signed PDF to an anchor.
    Verify(VerifyCase),
    /// How the time of verification grows with pages and with signatures.
    Scaling(ScalingCase),
    /// Issuing licences; not served yet.
    Issue,
    /// Issuing by the thousand; not served yet.
    Batch,
    /// The store; not served yet.
    Store,
    /// Recognition; not served yet.
    Decide,
    /// The daemon; not served yet.
    Http,
}

/// `sign`.
#[derive(Debug, Args)]
pub(crate) struct SignCase {
    /// The document; without it, one of 100 kB is made.
    #[arg(long)]
    pub(crate) pdf: Option<PathBuf>,
    /// The private key, PEM or DER; without it, a key and its certificates are made.
    #[arg(long, requires = "cert")]
    pub(crate) key: Option<PathBuf>,
    /// Its certificate and those above it.
    #[arg(long, requires = "key")]
    pub(crate) cert: Option<PathBuf>,
    /// Signature algorithm; without it, that of the key, or P-256.
    #[arg(long, value_enum)]
    pub(crate) suite: Option<Suite>,
    /// How long to measure.
    #[command(flatten)]
    pub(crate) run: Run,
}

/// `verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyCase {
    /// The signed document; without it, one of 100 kB is made and signed with P-256.
    #[arg(long, requires = "trust")]
    pub(crate) pdf: Option<PathBuf>,
    /// Certificates that are trusted.
    #[arg(long, requires = "pdf")]
    pub(crate) trust: Option<PathBuf>,
    /// Signature algorithm of the document that is made; without it P-256.
    #[arg(long, value_enum, conflicts_with = "pdf")]
    pub(crate) suite: Option<Suite>,
    /// Revocation lists; without any, a given document is judged by those inside it, if any.
    #[arg(long, requires = "pdf")]
    pub(crate) crl: Vec<PathBuf>,
    /// How long to measure.
    #[command(flatten)]
    pub(crate) run: Run,
}

/// `scaling`.
#[derive(Debug, Args)]
pub(crate) struct ScalingCase {
    /// How long to measure each step, seconds.
    #[arg(long, default_value = "5", value_parser = seconds)]
    pub(crate) seconds: Duration,
    /// Pages of the longer document; the shorter has a tenth.
    #[arg(long, default_value = "1000", value_parser = clap::value_parser!(u16).range(10..))]
    pub(crate) pages: u16,
    /// Signatures of the one that has more; the other has a tenth.
    #[arg(long, default_value = "100", value_parser = clap::value_parser!(u16).range(10..))]
    pub(crate) signatures: u16,
}

/// What every case takes.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// How long to measure, seconds.
    #[arg(long, default_value = "5", value_parser = seconds)]
    pub(crate) seconds: Duration,
    /// Folder with `bench_pyhanko.py`, which is driven in turns with the case; PYTHON names the
    /// interpreter. Only with material that is made (no --key, no --pdf of verify).
    #[arg(long)]
    pub(crate) peers: Option<PathBuf>,
}

/// Signature algorithms by the names of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Suite {
    /// ECDSA on P-256 with SHA-256.
    P256,
    /// ECDSA on P-384 with SHA-384.
    P384,
    /// Ed25519.
    Ed25519,
    /// RSASSA-PKCS1-v1_5 with SHA-256; needs --key.
    Rsa,
    /// RSASSA-PSS with SHA-256; needs --key.
    RsaPss,
    /// SM2 with SM3.
    Gm,
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse::<f64>()
        .ok()
        .filter(|seconds| (0.05..=3600.0).contains(seconds))
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "not a number of seconds from 0.05 to 3600".to_owned())
}
