//! A demonstration, as text: what was decided, and which files to look at.

use crate::escape::escape;
use crate::output::{Colour, Style};
use std::path::Path;
use yinxin_signer::wire::demo::{Decision, DemoMade};
use yinxin_signer::wire::recognition::Recognition;

/// Shows the decisions, one below the other, and then the files.
pub(crate) fn made(made: &DemoMade, style: Style) -> String {
    let mut out = String::new();
    let mut file = "";
    for decision in &made.decisions {
        if decision.verdict.file != file {
            file = &decision.verdict.file;
            let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
            out.push_str(&format!(
                "\n{}  {} / {}\n",
                escape(&name),
                escape(&decision.licence_zh),
                escape(&decision.licence_en)
            ));
        }
        out.push_str(&row(decision, style));
    }
    out.push_str(&format!("\n{} / files to look at:\n", "可供查看的文件"));
    for file in &made.files {
        out.push_str(&format!(
            "  {}  {} / {}\n",
            escape(&file.file),
            escape(&file.zh),
            escape(&file.en)
        ));
    }
    out
}

fn row(decision: &Decision, style: Style) -> String {
    let (colour, zh, en) = match decision.verdict.recognition {
        Recognition::Accepted => (Colour::Good, "采信", "ACCEPTED"),
        Recognition::AcceptedWithConditions => {
            (Colour::Doubtful, "附条件采信", "ACCEPTED WITH CONDITIONS")
        }
        Recognition::CannotDecide => (Colour::Doubtful, "无法判定", "CANNOT DECIDE"),
        Recognition::Refused => (Colour::Bad, "不予采信", "REFUSED"),
    };
    let mut out = format!(
        "  {} / {}: {}\n",
        escape(&decision.item_zh),
        escape(&decision.item_en),
        style.paint(colour, &format!("{zh} / {en}"))
    );
    let reasons = decision.verdict.reasons.iter().take(1);
    for reason in reasons.chain(&decision.verdict.conditions) {
        out.push_str(&format!(
            "      [{}] {}\n      {}\n",
            reason.code,
            escape(&reason.zh),
            escape(&reason.en)
        ));
    }
    out
}
