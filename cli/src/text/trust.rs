//! Trust anchors, as text.

use super::line;
use crate::escape::escape;
use crate::output::Style;
use crate::table::table;
use yinxin_signer::wire::trust::AnchorShown;

/// Shows an anchor that was imported.
pub(crate) fn imported(anchor: &AnchorShown, style: Style) -> String {
    let value = format!("{} {}", role(anchor.role, style), anchor.fingerprint);
    line(0, style, ("已导入", "imported"), &value)
}

/// Shows anchors.
pub(crate) fn list(anchors: &[AnchorShown], style: Style) -> String {
    let row = |anchor: &AnchorShown| {
        vec![
            role(anchor.role, style),
            anchor.fingerprint.clone(),
            escape(&anchor.file),
        ]
    };
    let headings = [("用途", "role"), ("指纹", "SHA-256"), ("文件", "file")];
    table(&headings, anchors.iter().map(row).collect())
}

/// Shows anchors that were removed.
pub(crate) fn removed(anchors: &[AnchorShown], style: Style) -> String {
    let shown = |anchor: &AnchorShown| {
        let value = format!("{} {}", role(anchor.role, style), anchor.fingerprint);
        line(0, style, ("已移除", "removed"), &value)
    };
    anchors.iter().map(shown).collect()
}

/// The role as arguments spell it, with its Chinese name.
fn role(name: &str, style: Style) -> String {
    let zh = match name {
        "signer" => "签名者",
        "maker" => "制章者",
        "tsa" => "时间戳",
        "status" => "状态",
        "recognition" => "互认根",
        _ => "",
    };
    style.language.pick(&format!("{zh} {name}"), name)
}
