//! What domains give to each other, as text.

use super::line;
use crate::escape::escape;
use crate::output::Style;
use yinxin_signer::wire::exchange::{ObjectWritten, ObjectsImported};

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
    if imported.revocation_lists > 0 {
        out.push_str(&line(
            0,
            style,
            ("已保存证书吊销列表", "revocation lists kept"),
            &imported.revocation_lists.to_string(),
        ));
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
