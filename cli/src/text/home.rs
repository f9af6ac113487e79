//! Homes and demonstrations, as text.

use super::line;
use crate::escape::escape;
use crate::output::Style;
use yinxin_signer::wire::home::HomeCreated;

/// Shows what was made.
pub(crate) fn created(created: &HomeCreated, style: Style) -> String {
    let mut out = line(0, style, ("已生成", "made"), &escape(&created.home));
    out.push_str(&line(
        0,
        style,
        ("根证书 SHA-256", "root SHA-256"),
        &created.root_fingerprint,
    ));
    for file in &created.files {
        out.push_str(&format!(
            "  {}  {}\n",
            escape(&file.file),
            escape(&style.language.pick(&file.zh, &file.en))
        ));
    }
    out
}
