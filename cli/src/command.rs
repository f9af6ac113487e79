//! The commands: one file each.

mod demo;
mod evidence;
mod exchange;
mod extend;
mod init;
mod inspect;
mod licence;
mod pki;
mod recognise;
mod revision;
mod seal;
mod sign;
mod trust;
mod verify;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Subcommand;
use time::OffsetDateTime;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(demo::Demo),
    Init(init::Init),
    #[command(subcommand)]
    Licence(licence::Licence),
    #[command(subcommand)]
    Seal(seal::Seal),
    #[command(subcommand)]
    Pki(pki::Pki),
    #[command(subcommand)]
    Trust(trust::Trust),
    #[command(subcommand)]
    Exchange(exchange::Exchange),
    Sign(Box<sign::Sign>),
    Extend(extend::Extend),
    #[command(subcommand)]
    Evidence(evidence::Evidence),
    Verify(verify::Verify),
    Inspect(inspect::Inspect),
    Revision(revision::Revision),
    Recognise(recognise::Recognise),
}

impl Command {
    /// Does it.
    pub(crate) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Demo(command) => command.run(output),
            Self::Init(command) => command.run(output),
            Self::Licence(command) => command.run(output),
            Self::Seal(command) => command.run(output),
            Self::Pki(command) => command.run(output),
            Self::Trust(command) => command.run(output),
            Self::Exchange(command) => command.run(output),
            Self::Sign(command) => command.run(output),
            Self::Extend(command) => command.run(output),
            Self::Evidence(command) => command.run(output),
            Self::Verify(command) => command.run(output),
            Self::Inspect(command) => command.run(output),
            Self::Revision(command) => command.run(output),
            Self::Recognise(command) => command.run(output),
        }
    }
}

/// The one place where the clock is read.
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
