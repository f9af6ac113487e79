//! A demonstration, as text: what was decided, and which files to look at.

use crate::escape::escape;
use crate::output::{Colour, Style};
use comfy_table::{ContentArrangement, Table, presets};
use std::path::Path;
use yinxin_signer::wire::demo::{Decision, DemoMade};
use yinxin_signer::wire::recognition::Recognition;

/// Shows the files, and then the decisions as a table.
pub(crate) fn made(made: &DemoMade, style: Style) -> String {
    let mut table = Table::new();
    table
        .load_preset(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH);
    table.set_header(["文件 file", "事项 item", "结论 verdict", "理由 reason"]);
    let mut file = "";
    for decision in &made.decisions {
        let first = decision.verdict.file != file;
        file = &decision.verdict.file;
        let name = Path::new(file)
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        table.add_row(vec![
            if first {
                format!("{}\n{}", escape(&name), escape(&decision.licence_zh))
            } else {
                String::new()
            },
            format!(
                "{}\n{}",
                escape(&decision.item_zh),
                escape(&decision.item_en)
            ),
            verdict(decision.verdict.recognition, style),
            reason(decision),
        ]);
    }
    let mut out = String::from("可供查看的文件 / files to look at:\n");
    for file in &made.files {
        out.push_str(&format!(
            "  {}  {} / {}\n",
            escape(&file.file),
            escape(&file.zh),
            escape(&file.en)
        ));
    }
    out.push_str(&format!("\n{table}\n"));
    out
}

/// Columns of the table; texts are folded.
const WIDTH: u16 = 140;

fn verdict(recognition: Recognition, style: Style) -> String {
    let (colour, zh, en) = match recognition {
        Recognition::Accepted => (Colour::Good, "采信", "ACCEPTED"),
        Recognition::AcceptedWithConditions => (Colour::Doubtful, "附条件采信", "CONDITIONS"),
        Recognition::CannotDecide => (Colour::Doubtful, "无法判定", "CANNOT DECIDE"),
        Recognition::Refused => (Colour::Bad, "不予采信", "REFUSED"),
    };
    format!("{}\n{}", style.paint(colour, zh), style.paint(colour, en))
}

/// The decisive reason in both languages; a condition says what has to be done.
fn reason(decision: &Decision) -> String {
    decision
        .verdict
        .reasons
        .first()
        .map_or_else(String::new, |reason| {
            format!(
                "[{}] {}\n{}",
                reason.code,
                escape(&reason.zh),
                escape(&reason.en)
            )
        })
}
