//! Results as text for people. Everything that comes from a document is escaped.

pub(crate) mod demo;
pub(crate) mod exchange;
pub(crate) mod home;
pub(crate) mod inspection;
pub(crate) mod licence;
pub(crate) mod pki;
pub(crate) mod seal;
pub(crate) mod trust;
pub(crate) mod verdict;
pub(crate) mod verification;
mod words;

use crate::escape::escape;
use crate::output::Style;
use yinxin_signer::wire::{EvidenceMade, Extended, ReasonText, Signed, rfc3339};

/// Shows what signing did.
pub(crate) fn signed(signed: &Signed, style: Style) -> String {
    let mut out = format!(
        "{}: {} {}{} {}\n",
        escape(&signed.file),
        style.language.pick("已签名，签名域", "signed, field"),
        escape(&signed.field),
        signed
            .level
            .as_ref()
            .map(|level| format!(", {level}"))
            .unwrap_or_default(),
        style.language.pick(
            &format!("（追加 {} 字节）", signed.bytes_added),
            &format!("({} octets appended)", signed.bytes_added),
        ),
    );
    out.push_str(&problems_shown(&signed.problems, style));
    out
}

fn problems_shown(problems: &[ReasonText], style: Style) -> String {
    let note = style.language.pick("注意：", "note: ");
    let shown = problems.iter().map(|problem| {
        let text = style.language.pick(&problem.zh, &problem.en);
        format!("{note}{}\n", escape(&text))
    });
    shown.collect()
}

/// Lays out what extending did.
pub(crate) fn extended(extended: &Extended, style: Style) -> String {
    let reached = match &extended.level {
        Some(level) => style.language.pick(
            &format!("已延长至 {level}"),
            &format!("extended to {level}"),
        ),
        None => style
            .language
            .pick("已延长，不构成 PAdES 级别", "extended, to no PAdES level"),
    };
    let appended = style.language.pick(
        &format!("（追加 {} 字节）", extended.bytes_added),
        &format!("({} octets appended)", extended.bytes_added),
    );
    let mut out = format!("{}: {reached} {appended}\n", escape(&extended.file));
    out.push_str(&problems_shown(&extended.problems, style));
    out
}

/// Lays out what making evidence records did.
pub(crate) fn evidence_made(made: &EvidenceMade, style: Style) -> String {
    let time = made.time.and_then(rfc3339).unwrap_or_default();
    let shown = style.language.pick(
        &format!("已为 {} 个文件制作证据记录，时间 {time}", made.records),
        &format!("evidence records for {} files, at {time}", made.records),
    );
    format!("{shown}\n")
}

/// Lays out what renewing evidence records did.
pub(crate) fn evidence_renewed(made: &EvidenceMade, style: Style) -> String {
    let time = made.time.and_then(rfc3339).unwrap_or_default();
    let shown = style.language.pick(
        &format!("已续期 {} 份证据记录，时间 {time}", made.records),
        &format!("{} evidence records renewed, at {time}", made.records),
    );
    format!("{shown}\n")
}

/// Lays out one labelled line.
fn line(indent: usize, style: Style, label: (&str, &str), value: &str) -> String {
    format!(
        "{:indent$}{}: {value}\n",
        "",
        style.language.pick(label.0, label.1)
    )
}

/// Lays out what to do next, with the commands that do it.
fn next(style: Style, steps: &[(String, String)]) -> String {
    let label = style.language.pick("下一步", "next");
    let mut out = format!("\n{label}:\n");
    for (zh, en) in steps {
        for step in style.language.lines(zh, en) {
            out.push_str(&format!("  - {}\n", escape(step)));
        }
    }
    out
}

/// Lays out a reason: the code, then the text, which says what to do next.
fn reason(indent: usize, style: Style, reason: &ReasonText) -> String {
    style
        .language
        .lines(&reason.zh, &reason.en)
        .into_iter()
        .map(|text| {
            format!(
                "{:indent$}- {}: {}\n",
                "",
                escape(&reason.code),
                escape(text)
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn signing_says_where_and_how_much() {
        let signed = Signed {
            file: "b.pdf".into(),
            field: "Sig1".into(),
            bytes_added: 9000,
            level: Some("B-B".into()),
            problems: Vec::new(),
        };
        let style = Style {
            language: Language::En,
            colour: false,
        };
        assert_eq!(
            super::signed(&signed, style),
            "b.pdf: signed, field Sig1, B-B (9000 octets appended)\n"
        );
    }
}
