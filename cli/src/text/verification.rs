//! What verification found, as text: one headline, then each signature with its four results.

use super::{line, reason, words};
use crate::escape::escape;
use crate::output::{Colour, Style};
use yinxin_core::verify::{Answer, Coverage, DocumentFormat, Indication, SignatureKind, Trust};
use yinxin_signer::wire::name::Named as _;
use yinxin_signer::wire::{
    Basis, ChangeFound, EncryptionFound, EvidenceFound, LicenceFound, ReasonText, SignatureFound,
    Verification, rfc3339,
};

/// Shows one file.
pub(crate) fn shown(found: &Verification, style: Style) -> String {
    let mut out = headline(found, style);
    for problem in &found.problems {
        out.push_str(&reason(2, style, problem));
    }
    if let Some(encryption) = &found.encryption {
        out.push_str(&encryption_shown(encryption, style));
    }
    for (at, signature) in found.signatures.iter().enumerate() {
        out.push_str(&signature_shown(at.saturating_add(1), signature, style));
    }
    for record in &found.evidence {
        out.push_str(&evidence_shown(record, style));
    }
    if let Some(licence) = &found.licence {
        out.push_str(&licence_shown(licence, &found.problems, style));
    }
    if let Some(basis) = &found.basis {
        out.push_str(&basis_shown(basis, style));
    }
    out
}

/// How the file is encrypted, and what its owner does not permit: for information.
fn encryption_shown(found: &EncryptionFound, style: Style) -> String {
    let method = found.method.as_deref().unwrap_or("?");
    let opened = match found.opened_with {
        Some("owner") => ("用所有者密码打开", "opened with the owner password"),
        Some("user") => ("用密码打开", "opened with the password"),
        Some(_) => ("无需密码", "no password needed"),
        None => ("未能打开", "not opened"),
    };
    let mut shown = format!("{method}, {}", style.language.pick(opened.0, opened.1));
    if !found.denied.is_empty() {
        let denied = style
            .language
            .pick("所有者未许可", "not permitted by its owner");
        shown = format!("{shown}; {denied}: {}", found.denied.join(", "));
    }
    line(2, style, ("加密", "encryption"), &shown)
}

/// What an evidence record beside the file says, and why it does not count where it does not.
fn evidence_shown(found: &EvidenceFound, style: Style) -> String {
    let time = found.time.and_then(rfc3339);
    let time = time.unwrap_or_else(|| "—".to_owned());
    let shown = format!("{time} {}", found.verdict.name());
    let mut out = line(2, style, ("证据记录", "evidence record"), &shown);
    for entry in &found.reasons {
        out.push_str(&reason(4, style, entry));
    }
    out
}

/// Mark, file, answer in both languages and indication. Nothing but a file that passed as a whole
/// gets the tick, its colour or its words.
fn headline(found: &Verification, style: Style) -> String {
    let (mark, colour, answer) = match (found.passed(), found.indication, found.answer) {
        (true, _, answer) => ("✔", Colour::Good, answer),
        // `valid` beside an indication that is not TOTAL-PASSED would be a contradiction.
        (false, Indication::TotalFailed, Answer::Valid) => ("✘", Colour::Bad, Answer::Broken),
        (false, Indication::TotalFailed, answer) => ("✘", Colour::Bad, answer),
        (false, _, Answer::Valid) => ("?", Colour::Doubtful, Answer::Unknown),
        (false, _, answer) => ("?", Colour::Doubtful, answer),
    };
    let (mark, colour, (zh, en)) = match (&found.licence, mark) {
        // That a file is signed well does not say that the licence in it may be relied on.
        (Some(licence), "✔") => match licence.state {
            "valid" if licence.checks.iter().all(|check| check.passed) => {
                (mark, colour, words::LICENCE_SIGNED)
            }
            state => ("!", Colour::Doubtful, words::licence_signed(state)),
        },
        (None, "?") if answer == Answer::Untrusted && are_signers_trusted(found) => {
            (mark, colour, words::TIMESTAMP_UNTRUSTED)
        }
        (None, "✔") if found.format == Some(DocumentFormat::Seal) => {
            (mark, colour, words::SEAL_VALID)
        }
        _ => (mark, colour, words::answer(answer)),
    };
    let verdict = format!("{mark} {zh} / {en} [{}]", found.indication.name());
    format!(
        "{}: {}\n",
        escape(&found.file),
        style.paint(colour, &verdict)
    )
}

/// Whether all but document timestamps are by somebody who is trusted.
fn are_signers_trusted(found: &Verification) -> bool {
    let is_signer = |one: &&SignatureFound| one.kind != SignatureKind::DocumentTimestamp;
    found.signatures.iter().any(|one| is_signer(&one))
        && (found.signatures.iter().filter(is_signer)).all(|one| one.trust == Trust::Trusted)
}

fn signature_shown(number: usize, found: &SignatureFound, style: Style) -> String {
    let pick = |(zh, en): words::Words| style.language.pick(zh, en);
    let mut indication = found.indication.name().to_owned();
    if let Some(sub_indication) = found.sub_indication {
        indication = format!("{indication}, {}", sub_indication.name());
    }
    let name = match found.coverage {
        Coverage::Detached => String::new(),
        _ => format!("{} ", escape(&found.field)),
    };
    let mut out = format!(
        "  {number}. {name}({}{}): {}\n",
        pick(words::kind(found.kind)),
        found
            .sub_filter
            .as_deref()
            .map(|f| format!(", {}", escape(f)))
            .unwrap_or_default(),
        style.paint(colour_of(found.indication), &indication),
    );
    let mut add = |label, value: &str| out.push_str(&line(5, style, label, value));
    for step in &found.steps {
        let (zh, en) = words::step_outcome(step.outcome);
        add(words::step(step.step), &style.language.pick(zh, en));
    }
    add(
        ("完整性", "integrity"),
        &pick(words::integrity(found.integrity)),
    );
    add(
        ("覆盖范围", "coverage"),
        &pick(words::coverage(found.coverage)),
    );
    add(
        ("签后改动", "change since signing"),
        &pick(words::modification(
            found.modification,
            found.modification_allowed,
        )),
    );
    for change in found.changes.iter().take(MOST_CHANGES) {
        add(("改动", "change"), &change_shown(change, style));
    }
    let more = found.changes_total.saturating_sub(MOST_CHANGES);
    if more > 0 {
        let text = style
            .language
            .pick(&format!("另有 {more} 处"), &format!("{more} more"));
        add(("改动", "change"), &text);
    }
    add(("信任", "trust"), &pick(words::trust(found.trust)));
    match &found.signer {
        Some(signer) => {
            add(("签名者", "signer"), &escape(&signer.subject));
            add(("颁发者", "issuer"), &escape(&signer.issuer));
        }
        None => add(("签名者", "signer"), "—"),
    }
    if let Some(level) = found.level {
        add(("级别", "level"), level);
    }
    let unknown = || "—".to_owned();
    add(
        ("声称时间（不作证明）", "claimed time (proves nothing)"),
        &found.claimed_time.and_then(rfc3339).unwrap_or_else(unknown),
    );
    add(
        ("可证明的最早时间", "proved to exist at"),
        &found
            .best_signature_time
            .and_then(rfc3339)
            .unwrap_or_else(unknown),
    );
    for timestamp in &found.timestamps {
        let time = timestamp.time.and_then(rfc3339).unwrap_or_else(unknown);
        add(
            ("时间戳", "timestamp"),
            &format!("{time} {}", timestamp.verdict.name()),
        );
    }
    let mut pages: Vec<_> = found.places.iter().filter_map(|place| place.page).collect();
    pages.dedup();
    if pages.len() > 1 {
        let pages: Vec<_> = pages.iter().map(usize::to_string).collect();
        add(("显示于页", "shown on pages"), &pages.join(", "));
    }
    if let Some(seal) = &found.seal {
        let name = seal
            .name
            .as_deref()
            .map(|name| format!("{}, ", escape(name)));
        let number = seal.id.as_deref().filter(|id| !id.is_empty());
        let number = number.map(|id| format!("{} {}, ", pick(("编号", "no.")), escape(id)));
        let number = number.unwrap_or_default();
        add(
            ("印章", "seal"),
            &format!(
                "{}{number}{}: {}",
                name.unwrap_or_default(),
                pick(words::seal(seal.form)),
                seal.verdict.name()
            ),
        );
    }
    let timestamps = found
        .timestamps
        .iter()
        .flat_map(|timestamp| &timestamp.reasons);
    // What is wrong with a timestamp is often the signature's as well: once is enough.
    let mut told: Vec<&ReasonText> = Vec::new();
    for entry in found.reasons.iter().chain(timestamps) {
        if !told.contains(&entry) {
            out.push_str(&reason(5, style, entry));
            told.push(entry);
        }
    }
    out
}

/// On what the judgement rests, in one line; all of it is in the JSON.
fn basis_shown(found: &Basis, style: Style) -> String {
    let at = found.at.and_then(|at| at.replace_nanosecond(0).ok());
    let at = at.and_then(rfc3339).unwrap_or_default();
    let policy = escape(&found.policy);
    let anchors = found.anchors.len();
    let status = found.revocation_lists.len() + found.ocsp_responses.len();
    let value = style.language.pick(
        &format!("时间 {at}，策略 {policy}，信任锚 {anchors} 个，吊销资料 {status} 份"),
        &format!("as of {at}, policy {policy}, anchors {anchors}, revocation data {status}"),
    );
    line(2, style, ("依据", "judged"), &value)
}

/// Most changes of one signature that are shown to people.
const MOST_CHANGES: usize = 12;

/// One change: where, what, and whether it is allowed.
fn change_shown(found: &ChangeFound, style: Style) -> String {
    let pick = |zh: &str, en: &str| style.language.pick(zh, en);
    let revision = found.revision;
    let shown = words::place_of_change(
        style,
        found.page,
        found.rectangle,
        yinxin_core::reason::change::words(found.kind),
        found.field.as_deref(),
        found.object,
    );
    let allowed = match found.allowed {
        true => pick("允许", "allowed"),
        false => pick("不允许", "NOT allowed"),
    };
    format!(
        "{}, {shown} ({allowed}, {})",
        pick(
            &format!("修订版 {revision}"),
            &format!("revision {revision}")
        ),
        found.rule
    )
}

fn colour_of(indication: Indication) -> Colour {
    match indication {
        // A signature that passed does not make a file that passed: the tick is the headline's.
        Indication::TotalPassed => Colour::Faint,
        Indication::Indeterminate => Colour::Doubtful,
        Indication::TotalFailed => Colour::Bad,
    }
}

fn licence_shown(found: &LicenceFound, problems: &[ReasonText], style: Style) -> String {
    let (zh, en) = words::licence_state(found.state);
    let value = format!(
        "{} ({})",
        escape(&found.identifier),
        style.language.pick(zh, en)
    );
    let mut out = line(2, style, ("证照", "licence"), &value);
    for check in found
        .checks
        .iter()
        .filter(|check| !check.passed || check.reason.is_some())
    {
        let outcome = if check.passed {
            ("通过", "passed")
        } else {
            ("未通过", "NOT passed")
        };
        out.push_str(&format!(
            "     {}: {}\n",
            check.name,
            style.language.pick(outcome.0, outcome.1)
        ));
        // What speaks against the licence stands below the headline already.
        if let Some(entry) = check.reason.as_ref().filter(|one| !problems.contains(one)) {
            out.push_str(&reason(5, style, entry));
        }
    }
    out
}

#[cfg(test)]
mod tests;
