//! Texts about one file, which the caller names as it is called where the text is read.

use super::{Bilingual, Expected, chinese};
use yinxin_core::licence::JsonError;
use yinxin_core::pdf::Locked;
use yinxin_core::recognition::ImportRefused;
use yinxin_core::sign::{Flaw, MaterialError, SignError, StampError};

/// Says why a document was not signed; `name` is what it is called here.
pub(crate) fn not_signed(name: &str, error: &SignError) -> Bilingual {
    Bilingual::new(
        format!("未能签署 {name}：{}", chinese::signing(error)),
        format!("{name} was not signed: {error}"),
    )
}

/// Says why there is no timestamp for a document; `name` is what it is called here.
pub(crate) fn no_timestamp(name: &str, error: &StampError) -> Bilingual {
    Bilingual::new(
        format!("未能为 {name} 取得时间戳：{}", chinese::stamp(error)),
        format!("there is no timestamp for {name}: {error}"),
    )
}

/// Says why a document was not judged; `name` is what it is called here.
pub(crate) fn not_judged(
    name: &str,
    error: &(dyn std::error::Error + Send + Sync + 'static),
) -> Bilingual {
    Bilingual::new(
        format!("无法判断 {name}：{}", chinese::document(error)),
        format!("cannot judge {name}: {error}"),
    )
}

/// Says what is missing or wrong of validation data; `name` is what the document is called here.
pub(crate) fn material(name: &str, error: &MaterialError) -> Bilingual {
    match error {
        MaterialError::Certificate {
            field,
            subject,
            flaw,
            kind,
            failed,
        } => {
            let tried: String = failed.iter().map(|failed| format!("; {failed}")).collect();
            let (zh, en) = match flaw {
                Flaw::Wrong => ("不能通过验证", "does not hold"),
                _ => ("缺少验证数据", "lacks validation data"),
            };
            Bilingual::new(
                format!("{name} 的签名域 {field}：{subject} 的证书{zh}：{kind}{tried}"),
                format!("{name}, field {field}: the certificate of {subject} {en}: {kind}{tried}"),
            )
        }
        MaterialError::Unreadable { field } => Bilingual::new(
            format!("{name} 的签名域 {field} 中的签名无法读取"),
            format!("{name}: the signature in field {field} cannot be read"),
        ),
        other => Bilingual::new(
            format!("未能为 {name} 收集验证数据：{other}"),
            format!("validation data for {name} were not gathered: {other}"),
        ),
    }
}

/// Says why a recognition object was not taken; `name` is what it is called here.
pub(crate) fn not_imported(name: &str, why: &ImportRefused) -> Bilingual {
    let reason = why.reason();
    let detail = match why {
        ImportRefused::Envelope(error) => Some(error.to_string()),
        ImportRefused::Payload(error) => Some(error.to_string()),
        ImportRefused::Body(error) => Some(error.to_string()),
        _ => None,
    };
    let (zh, en) = match detail {
        Some(detail) => (format!("（{detail}）"), format!(" ({detail})")),
        None => Default::default(),
    };
    Bilingual::new(
        format!("{name} 被拒绝，未导入：{}{zh}", reason.zh()),
        format!(
            "{name} was refused and nothing imported: {}{en}",
            reason.en()
        ),
    )
}

/// Says where JSON is not what was expected; `name` is what the file is called here. What the reader
/// of JSON says is English in both languages.
pub(crate) fn json(name: &str, expected: Expected, error: &JsonError) -> Bilingual {
    let (zh, en) = expected.text();
    let (place_zh, place_en, why) = match error {
        JsonError::Syntax { source, .. } | JsonError::Shape { source, .. } => {
            let (line, column) = (source.line(), source.column());
            let told = source.to_string();
            let place = format!(" at line {line} column {column}");
            (
                format!("第 {line} 行第 {column} 列"),
                format!(", line {line}, column {column}"),
                told.strip_suffix(&place).unwrap_or(&told).to_owned(),
            )
        }
        other => (String::new(), String::new(), other.to_string()),
    };
    Bilingual::new(
        format!("{name} 不是{zh}：{place_zh}（{why}）"),
        format!("{name} does not hold {en}{place_en}: {why}"),
    )
}

/// Says why a document could not be opened; `name` is what it is called here.
pub(crate) fn locked(name: &str, why: &Locked) -> Bilingual {
    let (zh, en) = match why {
        Locked::PasswordNeeded => (
            format!("{name} 已加密，需要密码"),
            format!("{name} is encrypted and needs a password"),
        ),
        Locked::PasswordWrong => (
            format!("所给密码不能打开 {name}"),
            format!("the password does not open {name}"),
        ),
        Locked::Changed { .. } => (
            format!("{name} 的后来修订版更换了加密信息"),
            format!("a later revision of {name} changes how it is encrypted"),
        ),
        other => (
            format!("不支持 {name} 的加密方式：{other}"),
            format!("{name} cannot be opened: {other}"),
        ),
    };
    Bilingual::new(zh, en)
}
