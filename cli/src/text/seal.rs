//! Seals, as text.

use super::{reason, words};
use crate::escape::escape;
use crate::output::Style;
use crate::table::table;
use yinxin_core::seal::SealState;
use yinxin_core::verify::SealForm;
use yinxin_signer::wire::rfc3339;
use yinxin_signer::wire::seal::{
    PictureWritten, RegisterWritten, SealChanged, SealFileMade, SealPreset, SealPresets,
    SealRequestWritten, SealShown, SealUsers,
};

/// Shows a seal as it is now.
pub(crate) fn made(seal: &SealShown, style: Style) -> String {
    list(std::slice::from_ref(seal), style) + &second(seal, style)
}

/// Whom others have to trust for the second half of a seal.
fn second(seal: &SealShown, style: Style) -> String {
    let Some(second) = &seal.second else {
        return String::new();
    };
    let pick = |zh, en| style.language.pick(zh, en);
    format!(
        "{}\n  certificates/sm2-root.pem  {}\n  certificates/sm2-maker.pem  {} (--role maker)\n",
        pick(
            "交给对方，由对方核对指纹（SHA-256）后导入：",
            "give these to others, who import them by fingerprint (SHA-256):"
        ),
        second.root_sha256,
        second.maker_sha256,
    )
}

/// Shows one seal with every change of it, or all of them.
pub(crate) fn shown(seals: &[SealShown], style: Style) -> String {
    let mut out = list(seals, style);
    if let [one] = seals {
        out.push_str(&second(one, style));
    }
    let changes: Vec<&SealChanged> = seals.iter().flat_map(|seal| &seal.history).collect();
    if changes.is_empty() {
        return out;
    }
    let row = |change: &&SealChanged| {
        vec![
            change.at.and_then(rfc3339).unwrap_or_default(),
            state(&change.state, style),
            escape(&change.who),
            escape(change.by.as_deref().unwrap_or("—")),
            escape(&change.why),
        ]
    };
    let headings = [
        ("时间", "when"),
        ("状态", "state"),
        ("操作用户", "asked by"),
        ("经办人", "decided by"),
        ("事由", "why"),
    ];
    out.push('\n');
    out.push_str(&table(&headings, changes.iter().map(row).collect()));
    out
}

fn state(name: &str, style: Style) -> String {
    match SealState::from_name(name) {
        Some(SealState::Issued) => style.language.pick("在用", "in use"),
        Some(state) => style.language.pick(state.chinese(), state.name()),
        None => style.language.pick("未知", "unknown"),
    }
}

/// Shows that the register was written, and until when it may be asked.
pub(crate) fn register(written: &RegisterWritten, style: Style) -> String {
    let until = written.fresh_until.and_then(rfc3339).unwrap_or_default();
    format!(
        "{}: {} {} ({} {until})\n",
        escape(&written.file),
        written.seals,
        style
            .language
            .pick("枚印章的登记簿", "seals in the register"),
        style.language.pick("可用至", "may be asked until"),
    )
}

/// Shows seals.
pub(crate) fn list(seals: &[SealShown], style: Style) -> String {
    let row = |seal: &SealShown| {
        let form = words::seal(match seal.form.as_ref() {
            "gbt38540" => SealForm::Gbt38540,
            "legal-person" => SealForm::LegalPerson,
            _ => SealForm::DisplayedOnly,
        });
        let mut form = style.language.pick(form.0, form.1);
        if seal.second.is_some() {
            let (zh, en) = words::seal(SealForm::Gbt38540);
            form = format!("{form} + {}", style.language.pick(zh, en));
        }
        vec![
            escape(&seal.id),
            escape(&seal.name),
            escape(&seal.unit.code),
            form,
            state(&seal.state, style),
            seal.not_after
                .and_then(rfc3339)
                .unwrap_or_else(|| "—".to_owned()),
        ]
    };
    let headings = [
        ("印章", "seal"),
        ("名称", "name"),
        ("单位代码", "unit"),
        ("形式", "form"),
        ("状态", "state"),
        ("有效期至", "until"),
    ];
    table(&headings, seals.iter().map(row).collect())
}

/// Shows a seal file that was made.
pub(crate) fn file_made(made: &SealFileMade, style: Style) -> String {
    let until = made.valid_until.and_then(rfc3339).unwrap_or_default();
    format!(
        "{}: {} {} ({}), {} {until}\n",
        escape(&made.file),
        style.language.pick("已制章", "seal made"),
        escape(&made.name),
        escape(&made.id),
        style.language.pick("有效期至", "valid until"),
    ) + &made
        .request_sha256
        .as_ref()
        .map_or_else(String::new, |sha256| {
            let label = style.language.pick("所依申请", "made for the request");
            format!("  {label} SHA-256 {sha256}\n")
        })
}

/// Shows a request that was written.
pub(crate) fn requested(request: &SealRequestWritten, style: Style) -> String {
    let pick = |zh, en| style.language.pick(zh, en);
    format!(
        "{}: {} {} ({})\n  SHA-256 {}\n  {}\n",
        escape(&request.file),
        pick("已生成制章申请", "request written for"),
        escape(&request.name),
        escape(&request.application),
        request.sha256,
        pick(
            "请通过其他途径把此值告知制章机构核对",
            "tell the maker this value by another way, to be compared",
        ),
    )
}

/// Shows who may use a seal.
pub(crate) fn users(seal: &SealUsers, style: Style) -> String {
    let users = if seal.users.is_empty() {
        style.language.pick("无人", "nobody")
    } else {
        seal.users.join(", ")
    };
    format!(
        "{}: {} {}\n",
        escape(&seal.id),
        style.language.pick("可用人", "may be used by"),
        escape(&users)
    )
}

/// Shows a picture that was written.
pub(crate) fn picture(picture: &PictureWritten, style: Style) -> String {
    let mut out = format!(
        "{}: {}\n",
        escape(&picture.file),
        style.language.pick(
            "已导出图样；图样不是印章，本身不作证明",
            "picture written; a picture is not a seal and proves nothing",
        )
    );
    for problem in &picture.problems {
        out.push_str(&reason(2, style, problem));
    }
    out
}

/// Shows the kinds of seals that are drawn.
pub(crate) fn presets(all: &SealPresets, style: Style) -> String {
    let row = |preset: &SealPreset| {
        let shape = match preset.shape {
            "oval" => ("椭圆", "oval"),
            "square" => ("方形", "square"),
            _ => ("圆形", "round"),
        };
        let centre = match preset.centre {
            "star" => ("五角星", "star"),
            "emblem" => ("徽记（留空）", "emblem (left free)"),
            _ => ("无", "nothing"),
        };
        let millimetres = |tenths: u16| f64::from(tenths) / 10.0;
        vec![
            preset.id.to_owned(),
            style.language.pick(shape.0, shape.1),
            format!(
                "{} × {}",
                millimetres(preset.width),
                millimetres(preset.height)
            ),
            style.language.pick(centre.0, centre.1),
            style.language.pick(preset.zh, preset.en),
        ]
    };
    let headings = [
        ("种类", "kind"),
        ("外形", "shape"),
        ("毫米", "mm"),
        ("中心", "centre"),
        ("用于", "for"),
    ];
    table(&headings, all.presets.iter().map(row).collect())
}
