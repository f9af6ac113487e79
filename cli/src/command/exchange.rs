//! `yinxin exchange …`

mod agreement;
mod countersign;
mod import;
mod list;
mod root;
mod status;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Subcommand;
use std::path::PathBuf;
use yinxin_signer::service::exchange::files::{self, Publish, PublishRequest};

/// What domains sign and give to each other for recognition / 互认文件
#[derive(Debug, Subcommand)]
pub(crate) enum Exchange {
    Root(root::Root),
    List(list::List),
    Agreement(agreement::Agreement),
    Countersign(countersign::Countersign),
    Status(status::Status),
    Import(import::Import),
}

impl Exchange {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Root(command) => command.run(output),
            Self::List(command) => command.run(output),
            Self::Agreement(command) => command.run(output),
            Self::Countersign(command) => command.run(output),
            Self::Status(command) => command.run(output),
            Self::Import(command) => command.run(output),
        }
    }
}

fn publish(
    home: PathBuf,
    what: Publish,
    to: PathBuf,
    key_password_file: Option<PathBuf>,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    let written = files::publish(&PublishRequest {
        home,
        what,
        output: to,
        key_password_file,
        at: super::now(),
    })?;
    output.result(&written, text::exchange::written)?;
    Ok(Exit::Passed)
}
