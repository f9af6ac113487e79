//! The command line as a whole, and how values in it are read.

use crate::command::Command;
use crate::language::Language;
use clap::Parser;
use std::path::PathBuf;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};
use yinxin_core::licence::PointMm;
use yinxin_core::pdf::{DocMdp, FieldLock};
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
pub(crate) fn instant(text: &str) -> Result<OffsetDateTime, String> {
    OffsetDateTime::parse(text, &Rfc3339)
        .ok()
        .and_then(|instant| instant.checked_to_offset(UtcOffset::UTC))
        .ok_or_else(|| "not a time as in 2026-03-01T08:00:00+08:00".to_owned())
}

/// Reads a baseline level.
pub(crate) fn level(text: &str) -> Result<Level, String> {
    Level::named(text).ok_or_else(|| "levels are b-b, b-t, b-lt and b-lta".to_owned())
}

/// Reads a level that a signature can be extended to.
pub(crate) fn level_to_extend_to(text: &str) -> Result<Level, String> {
    match Level::named(text) {
        None | Some(Level::BB) => Err("levels to extend to are b-t, b-lt and b-lta".to_owned()),
        Some(level) => Ok(level),
    }
}

/// Reads `[ROLE=]FILE|DIR`; without a role, `signer`.
///
/// A word before `=` that is no role is refused, because it is more likely a slip than a file.
pub(crate) fn trust(text: &str) -> Result<(Role, PathBuf), String> {
    let (role, path) = match text.split_once('=') {
        Some((word, path)) if word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') => {
            let role = Role::named(word).ok_or_else(|| {
                format!(
                    "`{word}` is no role ({}); write ./{text} for a file",
                    roles()
                )
            })?;
            (role, path)
        }
        _ => (Role::Signer, text),
    };
    if path.is_empty() {
        return Err("the file is missing".to_owned());
    }
    Ok((role, path.into()))
}

/// Reads the name of a role.
pub(crate) fn role(text: &str) -> Result<Role, String> {
    Role::named(text).ok_or_else(|| format!("not a role; roles are {}", roles()))
}

fn roles() -> String {
    Role::ALL.map(Role::name).join(", ")
}

/// Reads `all|any|gm|eu|FILE`.
pub(crate) fn policy(text: &str) -> Result<Policy, String> {
    Ok(match text {
        "" => return Err("the policy is missing".to_owned()),
        "all" => Policy::All,
        "any" => Policy::Any,
        "gm" => Policy::Gm,
        "eu" => Policy::Eu,
        file => Policy::File(file.into()),
    })
}

/// Reads `X,Y` in millimetres from the top left of the page, to a tenth.
pub(crate) fn point(text: &str) -> Result<PointMm, String> {
    let wrong = || "not a place as in 120,215.5 (millimetres from the top left)".to_owned();
    let (x, y) = text.split_once(',').ok_or_else(wrong)?;
    Ok(PointMm {
        x: tenths(x).ok_or_else(wrong)?,
        y: tenths(y).ok_or_else(wrong)?,
    })
}

/// Reads `all`, `last` or a number from 1.
pub(crate) fn occurrence(text: &str) -> Result<Occurrence, String> {
    Occurrence::named(text).ok_or_else(|| "not a number from 1, `last` or `all`".to_owned())
}

/// Reads what may follow a signature: 1, 2 or 3.
pub(crate) fn permission(text: &str) -> Result<DocMdp, String> {
    sign::permission(text).ok_or_else(|| "not 1, 2 or 3".to_owned())
}

/// Reads which fields are locked.
pub(crate) fn lock(text: &str) -> Result<FieldLock, String> {
    sign::lock(text).ok_or_else(|| "not `all`, `include:A,B` or `exclude:A,B`".to_owned())
}

/// Reads millimetres to a tenth, such as `42` or `42.5`.
pub(crate) fn millimetres(text: &str) -> Result<u16, String> {
    tenths(text).ok_or_else(|| "not a length as in 42 or 42.5 (millimetres)".to_owned())
}

#[cfg(test)]
mod tests;
