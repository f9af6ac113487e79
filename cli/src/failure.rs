//! What is said where something could not be done: what happened, where, and what to do next.

use crate::escape::escape;
use crate::exit::Exit;
use crate::language::Language;
use yinxin_signer::service::{Bilingual, ServiceError};

/// Why a command could not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The service could not.
    Service(ServiceError),
    /// A fingerprint is needed and there is no terminal to ask for it.
    NoFingerprint,
    /// Standard output could not be written.
    Output(std::io::Error),
    /// Nobody reads standard output any more.
    Pipe,
    /// The program is at fault.
    Internal(&'static str),
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl Failure {
    /// Tells a pipe that was closed from other errors of standard output.
    pub(crate) fn of_output(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::Pipe
        } else {
            Self::Output(error)
        }
    }

    /// Returns how the run ends.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Service(error) => error.kind().into(),
            Self::NoFingerprint => Exit::Usage,
            // Quiet, and still not 0: what was not delivered was not read by anyone.
            Self::Output(_) | Self::Pipe => Exit::InputOutput,
            Self::Internal(_) => Exit::Internal,
        }
    }

    /// Returns what is printed on standard error; empty where the run ends quietly.
    pub(crate) fn shown(&self, language: Language) -> String {
        let (text, hint) = match self {
            Self::Pipe => return String::new(),
            Self::Service(error) => (error.text(), error.hint()),
            Self::NoFingerprint => (
                bilingual(
                    "缺少指纹，且没有终端可供询问",
                    "a fingerprint is needed and there is no terminal to ask for it",
                ),
                Some(bilingual(
                    "用 --fingerprint 给出从证书文件以外的渠道得到的 SHA-256 指纹",
                    "give the SHA-256 fingerprint, from elsewhere than the file, by --fingerprint",
                )),
            ),
            Self::Output(error) => (
                Bilingual {
                    zh: format!("无法写到标准输出：{error}"),
                    en: format!("cannot write to standard output: {error}"),
                },
                Some(bilingual(
                    "请检查磁盘是否已满",
                    "check that the disk is not full",
                )),
            ),
            Self::Internal(what) => (
                Bilingual {
                    zh: format!("程序内部错误：{what}"),
                    en: format!("internal error: {what}"),
                },
                Some(bilingual(
                    "请将此信息与 `yinxin --version` 的输出一并报告",
                    "please report this message with the output of `yinxin --version`",
                )),
            ),
        };
        message(language, &text, hint.as_ref())
    }
}

fn bilingual(zh: &str, en: &str) -> Bilingual {
    Bilingual {
        zh: zh.into(),
        en: en.into(),
    }
}

/// Lays out what happened, and after a blank line what to do next.
fn message(language: Language, text: &Bilingual, hint: Option<&Bilingual>) -> String {
    let mut out = String::new();
    for line in language.lines(&text.zh, &text.en) {
        out.push_str(&format!(
            "{}: {}\n",
            language.pick("错误", "error"),
            escape(line)
        ));
    }
    if let Some(hint) = hint {
        out.push('\n');
        for line in language.lines(&hint.zh, &hint.en) {
            out.push_str(&format!(
                "{}: {}\n",
                language.pick("提示", "hint"),
                escape(line)
            ));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Error, ErrorKind};

    #[test]
    fn a_hint_follows_after_a_blank_line() {
        let failure = Failure::from(ServiceError::Read {
            path: "gone.pdf".into(),
            source: Error::from(ErrorKind::NotFound),
        });
        assert_eq!(
            failure.shown(Language::En),
            "error: cannot read gone.pdf: entity not found\n\nhint: check the path\n"
        );
        assert_eq!(
            failure.shown(Language::Zh),
            "错误: 无法读取 gone.pdf：文件或目录不存在\n\n提示: 请检查路径是否正确\n"
        );
    }

    #[test]
    fn a_file_name_cannot_draw_on_the_terminal() {
        let failure = Failure::from(ServiceError::AlreadyThere {
            path: "a\u{1b}[2J".into(),
        });
        assert!(!failure.shown(Language::Both).contains('\u{1b}'));
    }

    #[test]
    fn a_broken_pipe_is_quiet_and_not_a_success() {
        let failure = Failure::of_output(Error::from(ErrorKind::BrokenPipe));
        assert_eq!(failure.shown(Language::En), "");
        assert_eq!(failure.exit(), Exit::InputOutput);
    }

    #[test]
    fn what_is_not_served_is_a_usage_error_that_says_so() {
        let failure = Failure::from(ServiceError::NotServed { option: "--tsa" });
        assert_eq!(failure.exit(), Exit::Usage);
        assert!(
            failure
                .shown(Language::En)
                .contains("--tsa is not served by this release yet")
        );
    }
}
