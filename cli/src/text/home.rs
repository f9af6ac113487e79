//! Homes and demonstrations, as text.

use super::{line, next};
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
    let HomeCreated {
        home,
        root_fingerprint: root,
        ..
    } = created;
    let import = format!(
        "yinxin trust import --home {home} --fingerprint {root} {home}/certificates/root.pem"
    );
    out.push_str(&next(
        style,
        &[
            (
                format!("该目录尚不信任任何根，包括自己的；要验证本机关的证照，先导入自己的根：`{import}`"),
                format!("the home trusts no root yet, not its own either; to judge its own licences import it: `{import}`"),
            ),
            (
                "其他机关同样导入该根证书；把指纹经其他途径告知对方（电话、公函），不要只随文件发送"
                    .to_owned(),
                "others import the certificate in the same way; tell them the fingerprint by another way than the \
                 file, such as by telephone"
                    .to_owned(),
            ),
            (
                format!("制作印章：`yinxin seal make --home {home} …`；与其他机关互认：docs/exchange.md"),
                format!("make a seal: `yinxin seal make --home {home} …`; recognition between domains: docs/exchange.md"),
            ),
        ],
    ));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn who_makes_a_home_is_told_to_import_its_root() {
        let made = HomeCreated {
            home: "./a".to_owned(),
            root_fingerprint: "ab".repeat(32),
            files: Vec::new(),
        };
        for language in [Language::Zh, Language::En] {
            let style = Style {
                language,
                colour: false,
            };
            let text = created(&made, style);
            let command = format!(
                "`yinxin trust import --home ./a --fingerprint {} ./a/certificates/root.pem`",
                made.root_fingerprint
            );
            assert!(text.contains(&command), "{text}");
        }
    }
}
