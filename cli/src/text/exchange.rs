//! What domains give to each other, as text.

use super::{line, next, reason};
use crate::escape::escape;
use crate::output::Style;
use yinxin_signer::wire::exchange::{ObjectWritten, ObjectsImported};
use yinxin_signer::wire::rfc3339;

/// Shows an object that was signed.
pub(crate) fn written(written: &ObjectWritten, style: Style) -> String {
    let value = format!(
        "{} ({})",
        escape(&written.file),
        object(&written.object, style)
    );
    let mut out = line(0, style, ("已签名", "signed"), &value);
    if let Some(fingerprint) = &written.fingerprint {
        out.push_str(&line(
            0,
            style,
            ("根密钥 SHA-256", "root key SHA-256"),
            fingerprint,
        ));
        let (domain, file) = (&written.domain, &written.file);
        let import = |home: &str| {
            format!(
                "yinxin exchange import --home {home} --pin {domain} --fingerprint {fingerprint} {file}"
            )
        };
        out.push_str(&next(
            style,
            &[
                (
                    format!("对方和本机关都要按指纹固定该根：`{}`", import("目录")),
                    format!(
                        "the other domain pins it, and so does this home: `{}`",
                        import("DIR")
                    ),
                ),
                (
                    "把指纹经其他途径告知对方（电话、公函），不要只随文件发送".to_owned(),
                    "tell the fingerprint by another way than the file, such as by telephone"
                        .to_owned(),
                ),
            ],
        ));
    }
    out
}

/// Shows what was taken.
pub(crate) fn imported(imported: &ObjectsImported, style: Style) -> String {
    let mut out = String::new();
    if let Some(domain) = &imported.pinned {
        out.push_str(&line(0, style, ("已固定", "pinned"), &escape(domain)));
    }
    for one in &imported.objects {
        let value = format!("{} ({})", escape(&one.file), object(&one.object, style));
        out.push_str(&line(0, style, ("已导入", "imported"), &value));
    }
    for list in &imported.revocation_lists_kept {
        let value = format!("{} ({})", escape(&list.file), escape(&list.issuer));
        let label = ("已保存证书吊销列表", "revocation list kept");
        out.push_str(&line(0, style, label, &value));
        if let Some(entry) = &list.reason {
            out.push_str(&reason(2, style, entry));
        }
    }
    for register in &imported.seal_registers {
        let until = register.fresh_until.and_then(rfc3339).unwrap_or_default();
        let seals = register.seals;
        let more = style.language.pick(
            &format!("{seals} 枚印章，可查询至 {until}"),
            &format!("{seals} seals, may be asked until {until}"),
        );
        let (file, domain) = (escape(&register.file), escape(&register.domain));
        let value = format!("{file} ({domain}): {more}");
        let label = ("已导入印章登记簿", "register of seals taken in");
        out.push_str(&line(0, style, label, &value));
    }
    out
}

fn object(name: &str, style: Style) -> String {
    let zh = match name {
        "root" => "互认根",
        "list" => "机构名录",
        "agreement" => "互认协议",
        "status" => "状态清单",
        _ => "",
    };
    style.language.pick(&format!("{zh} {name}"), name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use yinxin_signer::wire::ReasonText;
    use yinxin_signer::wire::exchange::{RevocationListKept, SealRegisterTaken};

    #[test]
    fn what_was_kept_is_named_with_its_issuer_or_keeper_and_a_reason_where_it_may_not_count() {
        let list = |reason: Option<ReasonText>| RevocationListKept {
            file: "a.crl".to_owned(),
            issuer: "CN=甲".to_owned(),
            reason,
        };
        let reason = ReasonText {
            code: "IMPORT-CRL-ISSUER".into(),
            zh: "没有该信任锚".into(),
            en: "no such anchor".into(),
            clause: "".into(),
        };
        let told = ObjectsImported {
            pinned: None,
            objects: Vec::new(),
            revocation_lists: 2,
            revocation_lists_kept: vec![list(None), list(Some(reason))],
            seal_registers: vec![SealRegisterTaken {
                file: "seals.txt".to_owned(),
                domain: "990101".to_owned(),
                seals: 3,
                as_of: None,
                fresh_until: Some(time::macros::datetime!(2026-11-29 08:00 UTC)),
            }],
        };
        let style = Style {
            language: Language::En,
            colour: false,
        };
        assert_eq!(
            imported(&told, style),
            "\
revocation list kept: a.crl (CN=甲)
revocation list kept: a.crl (CN=甲)
  - IMPORT-CRL-ISSUER: no such anchor
register of seals taken in: seals.txt (990101): 3 seals, may be asked until 2026-11-29T08:00:00Z
"
        );
    }

    #[test]
    fn who_signs_a_root_is_told_that_both_domains_pin_it() {
        let signed = |object: &'static str, fingerprint: Option<String>| ObjectWritten {
            file: "root.json".to_owned(),
            object: object.into(),
            domain: "990101".to_owned(),
            fingerprint,
        };
        let command = "exchange import --home DIR --pin 990101 --fingerprint abab root.json`";
        for language in [Language::Zh, Language::En] {
            let style = Style {
                language,
                colour: false,
            };
            let text = written(&signed("root", Some("abab".to_owned())), style);
            assert!(text.replace("目录", "DIR").contains(command), "{text}");
            assert!(!written(&signed("list", None), style).contains("--pin"));
        }
    }
}
