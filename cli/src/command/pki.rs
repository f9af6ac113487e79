//! `yinxin pki …`

mod certificate;
mod key;
mod list;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Keys and certificates of SM2 and P-256, for tests and one's own units / 密钥与证书
#[derive(Debug, Subcommand)]
pub(crate) enum Pki {
    Key(key::Key),
    Open(key::Open),
    Root(certificate::Root),
    Request(certificate::Request),
    Issue(certificate::Issue),
    Crl(list::List),
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

impl Pki {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Key(asked) => asked.run(output),
            Self::Open(asked) => asked.run(output),
            Self::Root(asked) => asked.run(output),
            Self::Request(asked) => asked.run(output),
            Self::Issue(asked) => asked.run(output),
            Self::Crl(asked) => asked.run(output),
        }
    }
}
