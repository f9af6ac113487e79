//! A command line that is not understood, told in the reader's language.
//!
//! clap speaks English only: what is wrong is said here, by its kinds of errors and what they name.

mod help;
mod refused;

pub(crate) use refused::Refused;

use crate::escape::escape;
use crate::language::Language;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Returns the language that a command line asks for, also where it is not understood as a whole.
pub(crate) fn language_asked(arguments: impl Iterator<Item = String>) -> Option<Language> {
    let mut arguments = arguments.take_while(|argument| argument != "--");
    let mut asked = None;
    while let Some(argument) = arguments.next() {
        let name = match argument.strip_prefix("--lang") {
            Some("") => arguments.next().unwrap_or_default(),
            Some(name) => name.trim_start_matches('=').to_owned(),
            None => continue,
        };
        asked = <Language as clap::ValueEnum>::from_str(&name, false).ok();
    }
    asked
}

/// Returns the command that a command line names, as far as there is one: `yinxin licence list`.
pub(crate) fn command_asked(arguments: impl Iterator<Item = String>) -> String {
    let mut command = <crate::arguments::Arguments as clap::CommandFactory>::command();
    let mut path = vec![command.get_name().to_owned()];
    for argument in arguments {
        if let Some(found) = command.find_subcommand(&argument).cloned() {
            path.push(argument);
            command = found;
        }
    }
    path.join(" ")
}

/// Returns what is printed; `None` where clap's own text is to be printed: in English, and where it
/// is a help text in both languages. `command` is the one whose help is of use.
pub(crate) fn shown(error: &clap::Error, language: Language, command: &str) -> Option<String> {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    match language {
        Language::En => return None,
        Language::Zh if is_help => return Some(help::chinese(&error.to_string())),
        _ if is_help || !error.use_stderr() => return None,
        _ => {}
    }
    let mut out = format!("错误: {}\n", escape(&what(error)));
    if let Some(usage) = told(error, ContextKind::Usage) {
        out.push_str(&format!(
            "\n{}\n",
            usage.replacen("Usage:", "用法:", 1).trim_end()
        ));
    }
    out.push_str(&format!("\n提示: 说明与示例见 `{command} --help`\n"));
    if language == Language::Both {
        out.push_str(&format!("\n{error}"));
    }
    Some(out)
}

fn what(error: &clap::Error) -> String {
    let named = |kind| told(error, kind).unwrap_or_default();
    let argument = named(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand];
            let meant = meant.into_iter().find_map(|kind| told(error, kind));
            let meant = meant.map(|meant| format!("；是否想用 `{meant}`"));
            format!("不认识参数 `{argument}`{}", meant.unwrap_or_default())
        }
        ErrorKind::InvalidSubcommand => {
            let meant = told(error, ContextKind::SuggestedSubcommand);
            let meant = meant.map(|meant| format!("；是否想用 `{meant}`"));
            let command = named(ContextKind::InvalidSubcommand);
            format!("没有子命令 `{command}`{}", meant.unwrap_or_default())
        }
        ErrorKind::MissingSubcommand => {
            format!("缺少子命令；可用：{}", named(ContextKind::ValidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}"),
        ErrorKind::ArgumentConflict => {
            let prior = named(ContextKind::PriorArg);
            match prior == argument || prior.is_empty() {
                true => format!("参数 `{argument}` 不能重复"),
                false => format!("参数 `{argument}` 不能与 `{prior}` 同用"),
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = named(ContextKind::InvalidValue);
            if value.is_empty() {
                return format!("参数 `{argument}` 需要一个值");
            }
            let mut out = format!("参数 `{argument}` 的值 `{value}` 不正确");
            if let Some(valid) = told(error, ContextKind::ValidValue) {
                out.push_str(&format!("；可用：{valid}"));
            }
            if let Some(source) = std::error::Error::source(error) {
                out.push_str(&format!("（{}）", refused::chinese(source)));
            }
            out
        }
        ErrorKind::NoEquals
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => format!("参数 `{argument}` 的值的个数不对"),
        _ => "命令行不正确".to_owned(),
    }
}

/// Returns what an error names of a kind, without styles.
fn told(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(texts) => {
            let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
            Some(texts.join(", "))
        }
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Arguments;
    use clap::Parser as _;

    fn chinese(line: &str) -> String {
        let words = line.split_whitespace();
        let error = Arguments::try_parse_from(std::iter::once("yinxin").chain(words.clone()));
        let command = command_asked(words.map(str::to_owned));
        shown(&error.unwrap_err(), Language::Zh, &command).unwrap()
    }

    #[test]
    fn what_is_wrong_with_a_command_line_is_told_in_chinese_with_the_usage() {
        for (line, says) in [
            (
                "verify --trsut a b",
                "错误: 不认识参数 `--trsut`；是否想用 `--trust`",
            ),
            ("verfy a", "错误: 没有子命令 `verfy`；是否想用 `verify`"),
            ("verify", "错误: 缺少参数：<FILE>..."),
            (
                "verify --revocation maybe a",
                "的值 `maybe` 不正确；可用：require, prefer, ignore",
            ),
            ("verify a --at", "错误: 参数 `--at <RFC3339>` 需要一个值"),
            (
                "verify a --at now",
                "的值 `now` 不正确（应为：形如 2026-03-01T08:00:00+08:00 的时间（RFC 3339））",
            ),
            (
                "licence list --home h --limit 0",
                "的值 `0` 不正确（应在 1..=10000 之内）",
            ),
            (
                "licence list --home h --limit many",
                "的值 `many` 不正确（不是整数，或超出范围）",
            ),
            (
                "verify --policy nobody a",
                "（没有名为 nobody 的策略；内置策略为 all、any、gm、eu，也可给出策略文件的路径）",
            ),
            (
                "verify a --home x --home y",
                "错误: 参数 `--home <DIR>` 不能重复",
            ),
        ] {
            let text = chinese(line);
            assert!(text.contains(says), "{line}: {text}");
            assert!(text.contains("\n提示: 说明与示例见 `yinxin"), "{text}");
            assert!(!text.contains("Usage") && !text.contains("error"), "{text}");
        }
        assert!(chinese("verify").contains("\n用法: yinxin verify"));
    }

    #[test]
    fn help_has_its_headings_in_chinese() {
        for line in ["", "licence", "verify --help", "-h"] {
            let text = chinese(line);
            assert!(text.contains("\n用法: yinxin"), "{line}: {text}");
            assert!(text.contains("\n选项:\n"), "{line}: {text}");
            for english in [
                "Usage:",
                "Commands:",
                "Arguments:",
                "Print",
                "[possible",
                "[default",
            ] {
                assert!(!text.contains(english), "{line}, {english}: {text}");
            }
        }
    }

    #[test]
    fn the_help_of_the_command_that_was_meant_is_named() {
        for (line, command) in [
            ("licence list --home h --limit 0", "yinxin licence list"),
            ("sign a.pdf", "yinxin sign"),
            ("verfy a", "yinxin"),
        ] {
            let hint = format!("\n提示: 说明与示例见 `{command} --help`\n");
            assert!(chinese(line).ends_with(&hint), "{line}");
        }
    }

    #[test]
    fn the_language_is_found_in_a_line_that_is_not_understood() {
        let of = |line: &str| language_asked(line.split_whitespace().map(str::to_owned));
        assert_eq!(of("verify --lang zh --x"), Some(Language::Zh));
        assert_eq!(of("--lang=both verfy"), Some(Language::Both));
        assert_eq!(of("verify --lang"), None);
        assert_eq!(of("verify --lang xx"), None);
        assert_eq!(of("verify -- --lang zh"), None);
    }
}
