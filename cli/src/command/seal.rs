//! `yinxin seal …`

mod allow;
mod apply;
mod decided;
mod design;
mod import;
mod list;
mod make;
mod picture;
mod presets;
mod register;
mod request;
mod show;
mod step;
mod verify;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use clap::Subcommand;
use yinxin_signer::service::seal_state::Step;

/// Make seals and look at them / 印章
#[derive(Debug, Subcommand)]
pub(crate) enum Seal {
    Apply(apply::Apply),
    /// Approve an application / 批准申请
    Approve(step::Step),
    Request(Box<request::Request>),
    Make(Box<make::Make>),
    Import(import::Import),
    /// Hand a seal out: in use from now on / 发放印章
    Issue(step::Step),
    /// Put a seal out of use for a time / 停用印章
    Suspend(step::Step),
    /// Take a seal back into use / 恢复使用
    Resume(step::Step),
    /// Close a seal in order; earlier uses stand / 注销印章
    Cancel(step::Step),
    /// Revoke a seal and its certificate / 撤销印章
    Revoke(step::Step),
    Remake(apply::Remake),
    Allow(allow::Allow),
    Show(show::Show),
    List(list::List),
    Register(register::Register),
    Verify(Box<verify::VerifySeal>),
    Picture(Box<picture::Picture>),
    Presets(presets::Presets),
}

impl Seal {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Exit, Failure> {
        match self {
            Self::Apply(command) => command.run(output),
            Self::Approve(command) => command.run(Step::Approve, output),
            Self::Request(command) => command.run(output),
            Self::Make(command) => command.run(output),
            Self::Import(command) => command.run(output),
            Self::Issue(command) => command.run(Step::Issue, output),
            Self::Suspend(command) => command.run(Step::Suspend, output),
            Self::Resume(command) => command.run(Step::Resume, output),
            Self::Cancel(command) => command.run(Step::Cancel, output),
            Self::Revoke(command) => command.run(Step::Revoke, output),
            Self::Remake(command) => command.run(output),
            Self::Allow(command) => command.run(output),
            Self::Show(command) => command.run(output),
            Self::List(command) => command.run(output),
            Self::Register(command) => command.run(output),
            Self::Verify(command) => command.run(output),
            Self::Picture(command) => command.run(output),
            Self::Presets(command) => command.run(output),
        }
    }
}
