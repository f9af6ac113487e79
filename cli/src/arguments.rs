//! The command line as a whole, and how values in it are read.

use crate::command::Command;
use crate::language::Language;
use crate::slip::Refused;
use clap::Parser;
use std::path::{Path, PathBuf};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};
use yinxin_core::licence::PointMm;
use yinxin_core::pdf::{DocMdp, FieldLock};
use yinxin_core::seal::SealState;
use yinxin_signer::service::allowed;
use yinxin_signer::service::sign::{self, Level, Occurrence, tenths};
use yinxin_signer::service::trust::Role;
use yinxin_signer::service::verify::Policy;

const AFTER_HELP: &str = "\
Start here / 从这里开始:
  yinxin demo ./demo                                     sample bureau, seals, licences, forgeries
  yinxin verify --trust ca.pem licence.pdf               is this file genuine?
  yinxin sign --key k.pem --cert chain.pem a.pdf -o b.pdf

Exit codes / 退出码:
  0 passed, accepted   1 failed, refused   2 usage   3 indeterminate, cannot decide
  4 input or output    5 internal
  Over several files the worst counts, from best to worst: 0 3 4 1 2 5.";

/// Electronic licences and seals: issue, seal, sign, verify, recognise / 电子证照与电子印章
#[derive(Debug, Parser)]
#[command(name = "yinxin", version, after_help = AFTER_HELP, subcommand_required = true)]
pub(crate) struct Arguments {
    /// Language of texts; else by the locale / 语言
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Language>,
    /// Results as JSON, one object a line / 以 JSON 输出
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Reads an instant, RFC 3339, into UTC.
pub(crate) fn instant(text: &str) -> Result<OffsetDateTime, Refused> {
    OffsetDateTime::parse(text, &Rfc3339)
        .ok()
        .and_then(|instant| instant.checked_to_offset(UtcOffset::UTC))
        .ok_or_else(|| allowed::INSTANT.into())
}

/// Reads the state of a seal.
pub(crate) fn seal_state(text: &str) -> Result<SealState, Refused> {
    SealState::from_name(text).ok_or_else(|| {
        Refused::new(
            "印章状态有：applied（已申请）、approved（已批准）、made（已制作）、issued（在用）、suspended（已停用）、\
             cancelled（已注销）、revoked（已撤销）",
            "states are applied, approved, made, issued, suspended, cancelled, revoked",
        )
    })
}

/// Reads a baseline level.
pub(crate) fn level(text: &str) -> Result<Level, Refused> {
    Level::named(text).ok_or_else(|| allowed::LEVEL.into())
}

/// Reads a level that a signature can be extended to.
pub(crate) fn level_to_extend_to(text: &str) -> Result<Level, Refused> {
    match Level::named(text) {
        None | Some(Level::BB) => Err(Refused::new(
            "可延长到的级别为 b-t、b-lt、b-lta",
            "levels to extend to are b-t, b-lt and b-lta",
        )),
        Some(level) => Ok(level),
    }
}

/// Reads `[ROLE=]FILE|DIR`; without a role, `signer`.
///
/// A word before `=` that is no role is refused, because it is more likely a slip than a file.
pub(crate) fn trust(text: &str) -> Result<(Role, PathBuf), Refused> {
    let (role, path) = match text.split_once('=') {
        Some((word, path)) if word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') => {
            let role = Role::named(word).ok_or_else(|| {
                Refused::new(
                    format!("`{word}` 不是用途（{}）；文件请写作 ./{text}", roles()),
                    format!(
                        "`{word}` is no role ({}); write ./{text} for a file",
                        roles()
                    ),
                )
            })?;
            (role, path)
        }
        _ => (Role::Signer, text),
    };
    if path.is_empty() {
        return Err(Refused::new("没有给出文件", "the file is missing"));
    }
    Ok((role, path.into()))
}

/// Reads the name of a role.
pub(crate) fn role(text: &str) -> Result<Role, Refused> {
    Role::named(text).ok_or_else(|| {
        Refused::new(
            format!("不是用途；用途为 {}", roles()),
            format!("not a role; roles are {}", roles()),
        )
    })
}

fn roles() -> String {
    Role::ALL.map(Role::name).join(", ")
}

/// Reads `all|any|gm|eu|FILE`.
pub(crate) fn policy(text: &str) -> Result<Policy, Refused> {
    Ok(match text {
        "" => return Err(Refused::new("没有给出策略", "the policy is missing")),
        "all" => Policy::All,
        "any" => Policy::Any,
        "gm" => Policy::Gm,
        "eu" => Policy::Eu,
        // A word alone is more likely meant for a name.
        word if word.chars().all(char::is_alphanumeric) && !Path::new(word).exists() => {
            return Err(Refused::new(
                format!(
                    "没有名为 {word} 的策略；内置策略为 all、any、gm、eu，也可给出策略文件的路径"
                ),
                format!("no policy is called {word}; there are all, any, gm, eu, and files"),
            ));
        }
        file => Policy::File(file.into()),
    })
}

/// Reads `X,Y` in millimetres from the top left of the page, to a tenth.
pub(crate) fn point(text: &str) -> Result<PointMm, Refused> {
    let wrong = || {
        Refused::new(
            "不是 120,215.5 形式的位置（距左上角的毫米数）",
            "not a place as in 120,215.5 (millimetres from the top left)",
        )
    };
    let (x, y) = text.split_once(',').ok_or_else(wrong)?;
    Ok(PointMm {
        x: tenths(x).ok_or_else(wrong)?,
        y: tenths(y).ok_or_else(wrong)?,
    })
}

/// Reads `all`, `last` or a number from 1.
pub(crate) fn occurrence(text: &str) -> Result<Occurrence, Refused> {
    Occurrence::named(text).ok_or_else(|| allowed::OCCURRENCE.into())
}

/// Reads what may follow a signature: 1, 2 or 3.
pub(crate) fn permission(text: &str) -> Result<DocMdp, Refused> {
    sign::permission(text).ok_or_else(|| allowed::PERMISSION.into())
}

/// Reads which fields are locked.
pub(crate) fn lock(text: &str) -> Result<FieldLock, Refused> {
    sign::lock(text).ok_or_else(|| allowed::LOCK.into())
}

/// Reads millimetres to a tenth, such as `42` or `42.5`.
pub(crate) fn millimetres(text: &str) -> Result<u16, Refused> {
    tenths(text).ok_or_else(|| allowed::LENGTH.into())
}

/// Reads points an inch.
pub(crate) fn resolution(text: &str) -> Result<u16, Refused> {
    allowed::resolution(text).ok_or_else(|| allowed::RESOLUTION.into())
}

#[cfg(test)]
mod tests;
