//! Licences, as text.

use super::{line, next, reason, words};
use crate::escape::escape;
use crate::output::Style;
use crate::table::table;
use yinxin_signer::wire::licence::{LicenceIssued, LicencePage, LicenceRefused, LicenceShown};

/// Shows a licence that was issued.
pub(crate) fn issued(issued: &LicenceIssued, style: Style) -> String {
    format!(
        "{} {}: {}\n",
        style.language.pick("已签发", "issued"),
        escape(&issued.identifier),
        escape(&issued.file)
    )
}

/// Shows a row that was refused.
pub(crate) fn refused(refused: &LicenceRefused, style: Style) -> String {
    let row = refused.row;
    let mut out = format!(
        "{}\n",
        style.language.pick(
            &format!("第 {row} 行未签发"),
            &format!("row {row} was not issued")
        )
    );
    out.push_str(&reason(2, style, &refused.problem));
    out
}

/// Shows one licence whose state was changed, and how others learn it.
pub(crate) fn changed(licence: &LicenceShown, style: Style) -> String {
    let step = (
        "其他机关（以及本机关的 yinxin recognise）要在导入新的状态清单之后才会得知：用 `yinxin exchange status` \
         签发，再交对方导入"
            .to_owned(),
        "others, and `yinxin recognise` here, learn it once they import a new status list: sign it by \
         `yinxin exchange status` and hand it over"
            .to_owned(),
    );
    shown(licence, style) + &next(style, &[step])
}

/// Shows one licence.
pub(crate) fn shown(licence: &LicenceShown, style: Style) -> String {
    let state = words::licence_state(&licence.state);
    let mut out = String::new();
    let mut add = |label, value: &str| out.push_str(&line(0, style, label, value));
    add(("证照名称", "licence"), &escape(&licence.name));
    add(("证照标识", "identifier"), &escape(&licence.identifier));
    add(("证照编号", "number"), &escape(&licence.number));
    add(("状态", "state"), &style.language.pick(state.0, state.1));
    add(
        ("颁发机构", "issuer"),
        &body(&licence.issuer.name, &licence.issuer.code),
    );
    for holder in &licence.holders {
        add(("持证主体", "holder"), &body(&holder.name, &holder.code));
    }
    add(("颁发日期", "issued"), &licence.issued.to_string());
    add(
        ("有效期", "term"),
        &format!("{} — {}", licence.valid_from, until(licence, style)),
    );
    for field in &licence.fields {
        let value = field
            .value
            .as_deref()
            .map_or_else(|| "***".to_owned(), escape);
        out.push_str(&format!("{}: {value}\n", escape(&field.name)));
    }
    out
}

/// Shows a page of licences.
pub(crate) fn page(page: &LicencePage, style: Style) -> String {
    let row = |licence: &LicenceShown| {
        let state = words::licence_state(&licence.state);
        vec![
            escape(&licence.number),
            escape(&licence.name),
            licence
                .holders
                .first()
                .map(|holder| escape(&holder.name))
                .unwrap_or_default(),
            until(licence, style),
            style.language.pick(state.0, state.1),
            escape(&licence.identifier),
        ]
    };
    let headings = [
        ("编号", "number"),
        ("名称", "licence"),
        ("持证主体", "holder"),
        ("有效期至", "until"),
        ("状态", "state"),
        ("证照标识", "identifier"),
    ];
    let mut out = table(&headings, page.licences.iter().map(row).collect());
    if let Some(next) = &page.next {
        out.push_str(&line(
            0,
            style,
            ("下一页", "next page"),
            &format!("--after {}", escape(next)),
        ));
    }
    out
}

fn until(licence: &LicenceShown, style: Style) -> String {
    match licence.valid_until {
        Some(date) => date.to_string(),
        None => style.language.pick("长期", "no end"),
    }
}

fn body(name: &str, code: &str) -> String {
    format!("{} ({})", escape(name), escape(code))
}
