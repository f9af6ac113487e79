//! `yinxin seal allow`

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;
use yinxin_signer::service::seal::{self, Permission};

const EXAMPLES: &str = "\
Example / 示例:
  yinxin seal allow --home ./home --user 1000 approval
  yinxin seal allow --home ./home --user 1000 --withdraw approval

A seal is used by whoever made it and by the users that are allowed here. Through a daemon, the
user is the one that the system names at the other end of the socket.";

/// Let a user of this machine use a seal, or no longer / 授权使用印章
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Allow {
    /// The home
    #[arg(long, value_name = "DIR")]
    home: PathBuf,
    /// User id
    #[arg(long, value_name = "UID")]
    user: u32,
    /// No longer
    #[arg(long)]
    withdraw: bool,
    /// Identifier of the seal
    #[arg(value_name = "ID")]
    id: String,
}

impl Allow {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        let permission = if self.withdraw {
            Permission::Withdrawn
        } else {
            Permission::Allowed
        };
        output.result(
            &seal::permit(&self.home, &self.id, self.user, permission)?,
            text::seal::users,
        )?;
        Ok(Exit::Passed)
    }
}
