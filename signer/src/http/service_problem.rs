//! What a service could not do, as the client may see it: code and text, and no path of this machine.

use super::Problem;
use crate::keys::KeyError;
use crate::service::{
    Bilingual, ServiceError, json, locked, material, no_timestamp, not_imported, not_judged,
    not_signed,
};
use yinxin_core::pdf::Locked;

/// What a service could not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceProblem {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) text: Bilingual,
    pub(super) hint: Option<Bilingual>,
}

impl From<ServiceError> for Problem {
    /// Details go to the log. What names a file of this machine leaves as a general problem.
    fn from(error: ServiceError) -> Self {
        let (status, text) = match &error {
            ServiceError::NotFound { .. } => (404, error.text()),
            ServiceError::SealNotAllowed { .. } => (403, error.text()),
            ServiceError::SealState { .. }
            | ServiceError::SealOutOfUse { .. }
            | ServiceError::SealElsewhere { .. }
            | ServiceError::SealOfOneSuite { .. }
            | ServiceError::SealNotTakenIn { .. }
            | ServiceError::SealNotAsAppliedFor { .. } => (409, error.text()),
            ServiceError::Taken { .. } | ServiceError::StateFinal { .. } => (409, error.text()),
            ServiceError::Key(KeyError::BadIdentifier | KeyError::Exists | KeyError::Unknown) => {
                (409, error.text())
            }
            // Their paths are names of what the client sent; they are left out all the same.
            ServiceError::NotUnderstood { expected, .. } => {
                let (zh, en) = expected.text();
                (
                    422,
                    text(
                        &format!("内容不是{zh}"),
                        &format!("what was sent is not {en}"),
                    ),
                )
            }
            ServiceError::Json {
                expected, source, ..
            } => (
                422,
                named("所发内容", "what was sent", |name| {
                    json(name, *expected, source)
                }),
            ),
            ServiceError::NotImported { source, .. } => (
                422,
                named("所发互认文件", "what was sent", |name| {
                    not_imported(name, source)
                }),
            ),
            ServiceError::RevocationListOlder { .. } => (
                409,
                text(
                    "所给证书吊销列表比已保存的旧，未导入",
                    "the revocation list is older than the one that is kept; nothing was imported",
                ),
            ),
            ServiceError::RevocationListNotSigned { .. } => (
                422,
                text(
                    "所给证书吊销列表不是其所称签发机构的密钥签署的，未导入",
                    "the key of the issuer that the revocation list names did not sign it; nothing was imported",
                ),
            ),
            ServiceError::RevocationListOfFuture { .. } => (
                422,
                text(
                    "所给证书吊销列表的签发时间在将来，未导入",
                    "the revocation list says that it was made in the future; nothing was imported",
                ),
            ),
            ServiceError::SealRegisterNotTaken { why, .. } => (
                409,
                text(
                    &format!("未导入印章登记簿：{}", why.zh),
                    &format!("the register of seals was not taken in: {}", why.en),
                ),
            ),
            ServiceError::CodeMalformed { .. }
            | ServiceError::DomainMalformed { .. }
            | ServiceError::NotServed { .. }
            | ServiceError::FingerprintMalformed
            | ServiceError::StateUnknown { .. }
            | ServiceError::Recognition(_)
            | ServiceError::SealPicture(_)
            | ServiceError::Face(_) => (422, error.text()),
            ServiceError::PasswordMissing => (
                409,
                text(
                    "本服务未配置密钥口令，不能签名",
                    "this service holds no password for its keys and does not sign",
                ),
            ),
            ServiceError::DocumentLocked { why, .. } => {
                (422, named("文件", "the document", |name| locked(name, why)))
            }
            ServiceError::LicenceUncertified { .. } => (
                422,
                text(
                    "文件内含证照数据，但没有签发者的有效认证签名，未盖章",
                    "the document carries the data of a licence that no issuer's signature certifies; \
                     it was not sealed",
                ),
            ),
            ServiceError::RecognitionByPin => (422, error.text()),
            ServiceError::Document { source, .. } => (422, of_document(source.as_ref())),
            ServiceError::NotSigned { source, .. } => (
                422,
                named("该文件", "the document", |name| not_signed(name, source)),
            ),
            ServiceError::NoTsa => (422, error.text()),
            ServiceError::NoTimestamp { source, .. } => (
                502,
                named("该文件", "the document", |name| {
                    no_timestamp(name, source)
                }),
            ),
            ServiceError::Material { source, .. } => (
                422,
                named("文件", "the document", |name| material(name, source)),
            ),
            ServiceError::NotPlaced { why, .. } => (
                422,
                text(
                    &format!("未能签署该文件：{}", why.zh()),
                    &format!("the document was not signed: {why}"),
                ),
            ),
            ServiceError::Store(_)
            | ServiceError::Audit(_)
            | ServiceError::Damaged { .. }
            | ServiceError::StatusListFull => {
                tracing::error!(%error, "a service failed");
                return Self::StoreUnavailable;
            }
            _ => {
                tracing::error!(%error, "a service failed");
                return Self::Internal;
            }
        };
        let code = error.code();
        tracing::info!(code, "a service did not do what was asked");
        Self::Service(Box::new(ServiceProblem {
            status,
            code,
            text,
            hint: hint(&error),
        }))
    }
}

/// What to do next. What the options of a command do where the command holds the home itself, the
/// configuration or nobody does here.
fn hint(error: &ServiceError) -> Option<Bilingual> {
    match error {
        ServiceError::PasswordMissing => Some(text(
            "请在守护进程配置的 [keys] 中设置 password_file",
            "set password_file in [keys] of the daemon's configuration",
        )),
        ServiceError::DocumentLocked {
            why: Locked::PasswordNeeded | Locked::PasswordWrong,
            ..
        } => Some(text(
            "守护进程不接收文件密码：验证请用 `yinxin verify --password-file`；盖章请先停止守护进程，\
             再用 `yinxin sign --password-file`",
            "the daemon takes no passwords of documents: verify by `yinxin verify --password-file`; to seal it, stop \
             the daemon and use `yinxin sign --password-file`",
        )),
        error => error.hint(),
    }
}

/// Makes a text of what is called so in each language. A file's name is set off by a space, a Chinese
/// word is not.
fn named(zh: &str, en: &str, told: impl Fn(&str) -> Bilingual) -> Bilingual {
    let told_zh = told(zh).zh.replacen(&format!("{zh} "), zh, 1);
    Bilingual {
        zh: told_zh.replacen(&format!(" {zh}"), zh, 1),
        en: told(en).en,
    }
}

/// Says why the core could not judge a document.
pub(super) fn of_document(source: &(dyn std::error::Error + Send + Sync + 'static)) -> Bilingual {
    named("该文件", "the document", |name| not_judged(name, source))
}

fn text(zh: &str, en: &str) -> Bilingual {
    Bilingual {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Error, ErrorKind};
    use yinxin_core::pdf::AppendError;
    use yinxin_core::sign::SignError;

    #[test]
    fn what_to_do_next_goes_with_the_problem() {
        let hinted = |error: ServiceError| match Problem::from(error) {
            Problem::Service(problem) => problem.hint.map(|hint| hint.en),
            other => panic!("{other:?}"),
        };
        let missing = hinted(ServiceError::NotFound {
            what: crate::service::Sought::Seal,
            id: "nobody".to_owned(),
        });
        assert_eq!(missing.as_deref(), Some("see `yinxin seal show`"));
        let locked = Problem::from(ServiceError::DocumentLocked {
            path: "a.pdf".into(),
            why: Locked::PasswordNeeded,
        });
        assert_eq!(locked.texts().title_zh, "文件已加密，需要密码");
        let twice = Problem::from(ServiceError::NotSigned {
            path: "a.pdf".into(),
            source: Box::new(SignError::Append(AppendError::AlreadySigned)),
        });
        assert_eq!(
            twice.texts().title_zh,
            "未能签署该文件：该签名域已有签名，请另选一个"
        );
        // The daemon has no options of a command line.
        let no_password = hinted(ServiceError::PasswordMissing).unwrap();
        assert!(no_password.contains("configuration"), "{no_password}");
    }

    #[test]
    fn no_path_of_this_machine_leaves() {
        let path = || "/secret/folder".into();
        let system = || Error::from(ErrorKind::PermissionDenied);
        for error in [
            ServiceError::Read {
                path: path(),
                source: system(),
            },
            ServiceError::Write {
                path: path(),
                source: system(),
            },
            ServiceError::Document {
                path: path(),
                source: Box::new(system()),
            },
            ServiceError::DocumentLocked {
                path: path(),
                why: Locked::PasswordNeeded,
            },
            ServiceError::HomeMissing { path: path() },
            ServiceError::PasswordWrong { path: path() },
            ServiceError::TooLarge {
                path: path(),
                most: 1,
            },
            ServiceError::PasswordMissing,
        ] {
            let shown = format!("{:?}", Problem::from(error));
            assert!(!shown.contains("secret"), "{shown}");
        }
    }
}
