//! A document by its revisions, as text.

use super::{reason, words};
use crate::escape::escape;
use crate::output::Style;
use yinxin_core::reason::change;
use yinxin_signer::wire::{ChangeShown, CoverageShown, Inspection, RevisionShown, RevisionWritten};

/// Most changes of one revision, and most object numbers, that are shown to people.
const MOST: usize = 12;

/// Shows a document.
pub(crate) fn shown(found: &Inspection, style: Style) -> String {
    let pick = |zh: &str, en: &str| style.language.pick(zh, en);
    let version = found.version.as_deref().unwrap_or("?");
    let (revisions, octets) = (found.revisions.len(), found.octets);
    let plural = if revisions == 1 { "" } else { "s" };
    let mut out = format!(
        "{}: PDF {version}, {}{}\n",
        escape(&found.file),
        pick(
            &format!("{revisions} 个修订版，{octets} 字节"),
            &format!("{revisions} revision{plural}, {octets} octets"),
        ),
        match found.encrypted {
            true => pick("，已加密", ", encrypted"),
            false => String::new(),
        },
    );
    for problem in &found.problems {
        out.push_str(&reason(2, style, problem));
    }
    for revision in &found.revisions {
        out.push_str(&revision_shown(revision, &found.signatures, style));
    }
    for signature in &found.signatures {
        out.push_str(&signature_shown(signature, style));
    }
    if found.signatures.is_empty() {
        let text = pick("没有电子签名", "no electronic signature");
        out.push_str(&format!("  {text}\n"));
    }
    out
}

fn revision_shown(found: &RevisionShown, signatures: &[CoverageShown], style: Style) -> String {
    let pick = |zh: &str, en: &str| style.language.pick(zh, en);
    let numbers: Vec<String> = found
        .objects
        .iter()
        .filter(|number| **number != 0)
        .take(MOST)
        .map(u32::to_string)
        .collect();
    let more = match found.objects_total > numbers.len() + 1 {
        true => " …",
        false => "",
    };
    let (number, end, octets) = (found.number, found.end, found.octets);
    let mut out = format!(
        "  {}: {}\n",
        pick(&format!("修订版 {number}"), &format!("revision {number}")),
        pick(
            &format!(
                "至第 {end} 字节（{octets} 字节，{}），对象 {}{more}",
                found.sections.join(" + "),
                numbers.join(" "),
            ),
            &format!(
                "up to octet {end} ({octets} octets, {}), objects {}{more}",
                found.sections.join(" + "),
                numbers.join(" "),
            ),
        ),
    );
    let covering = signatures
        .iter()
        .filter(|signature| signature.revision == Some(number));
    let covering: Vec<String> = covering.map(|one| named(&one.fields)).collect();
    if !covering.is_empty() {
        let label = pick("由此签名覆盖", "covered by");
        out.push_str(&format!("     {label}: {}\n", covering.join(", ")));
    }
    for change in found.changes.iter().take(MOST) {
        out.push_str(&format!("     - {}\n", change_shown(change, style)));
    }
    let rest = found.changes_total.saturating_sub(MOST);
    if rest > 0 {
        let text = pick(&format!("另有 {rest} 处"), &format!("{rest} more"));
        out.push_str(&format!("     - {text}\n"));
    }
    if let Some(why) = &found.unanalysable {
        let label = pick("无法分析", "not understood");
        out.push_str(&format!("     ! {label}: {}\n", escape(why)));
    }
    out
}

fn change_shown(found: &ChangeShown, style: Style) -> String {
    let (zh, en) = change::words(found.kind);
    words::place_of_change(
        style,
        found.page,
        found.rectangle,
        (zh, en),
        found.field.as_deref(),
        found.object,
    )
}

fn named(fields: &[String]) -> String {
    let names: Vec<String> = fields
        .iter()
        .take(MOST)
        .map(|name| format!("“{}”", escape(name)))
        .collect();
    match names.is_empty() {
        true => "—".to_owned(),
        false => names.join(" "),
    }
}

fn signature_shown(found: &CoverageShown, style: Style) -> String {
    let pick = |zh: &str, en: &str| style.language.pick(zh, en);
    let covers = match (found.coverage, found.revision) {
        ("whole-file", Some(revision)) => pick(
            &format!("覆盖整个文件（修订版 {revision}）"),
            &format!("covers the whole file (revision {revision})"),
        ),
        ("whole-revision", Some(revision)) => pick(
            &format!("覆盖到修订版 {revision}，其后另有改动"),
            &format!("covers up to revision {revision}; more follows"),
        ),
        _ => pick("仅覆盖部分内容", "covers only a part"),
    };
    let why = match &found.unreadable {
        Some(why) => format!(" ({}: {})", pick("无法读取", "unreadable"), escape(why)),
        None => String::new(),
    };
    format!(
        "  {} {} ({}): {covers}{why}\n",
        pick("签名", "signature"),
        named(&found.fields),
        escape(found.sub_filter.as_deref().unwrap_or("?")),
    )
}

/// Shows where a revision was written.
pub(crate) fn written(found: &RevisionWritten, style: Style) -> String {
    let (number, octets) = (found.revision, found.octets);
    format!(
        "{}: {} {}\n",
        escape(&found.file),
        style.language.pick(
            &format!("修订版 {number}（{octets} 字节）已写入"),
            &format!("revision {number} ({octets} octets) written to"),
        ),
        escape(&found.output),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn revisions_changes_and_coverage_are_shown() {
        let revision = |number, end, changes| RevisionShown {
            number,
            end,
            octets: 100,
            sections: vec!["table"],
            objects: vec![0, 3, 7],
            objects_total: 3,
            freed: 0,
            modification: Some("form-filling"),
            changes_total: 1,
            changes,
            unanalysable: None,
        };
        let change = ChangeShown {
            kind: "field-filled",
            object: Some(7),
            page: Some(1),
            rectangle: None,
            field: Some("Name".into()),
        };
        let found = Inspection {
            file: "a.pdf".into(),
            octets: 200,
            version: Some("1.7".into()),
            rebuilt: false,
            encrypted: false,
            problems: Vec::new(),
            revisions: vec![revision(1, 100, Vec::new()), revision(2, 200, vec![change])],
            signatures: vec![CoverageShown {
                fields: vec!["Sig".into()],
                object: Some(9),
                sub_filter: Some("ETSI.CAdES.detached".into()),
                coverage: "whole-revision",
                revision: Some(1),
                covered_until: Some(100),
                unreadable: None,
            }],
        };
        let style = Style {
            language: Language::En,
            colour: false,
        };
        assert_eq!(
            shown(&found, style),
            "\
a.pdf: PDF 1.7, 2 revisions, 200 octets
  revision 1: up to octet 100 (100 octets, table), objects 3 7
     covered by: “Sig”
  revision 2: up to octet 200 (100 octets, table), objects 3 7
     - page 1: field filled “Name”, object 7
  signature “Sig” (ETSI.CAdES.detached): covers up to revision 1; more follows
"
        );
        let one = Inspection {
            revisions: vec![revision(1, 100, Vec::new())],
            ..found
        };
        assert!(shown(&one, style).starts_with("a.pdf: PDF 1.7, 1 revision, 200 octets\n"));
    }
}
