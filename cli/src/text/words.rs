//! Results in words for people, Chinese and English.
//!
//! As in [`yinxin_signer::wire::name`], what is not known here is shown as the worst of its kind.

use crate::escape::escape;
use crate::output::Style;
use yinxin_core::verify::{
    Answer, Coverage, Integrity, Modification, SealForm, SignatureKind, Step, StepOutcome, Trust,
};
use yinxin_signer::wire::recognition::Recognition;

/// Chinese and English.
pub(super) type Words = (&'static str, &'static str);

/// What was changed and where.
pub(super) fn place_of_change(
    style: Style,
    page: Option<usize>,
    rectangle: Option<[f64; 4]>,
    (zh, en): (&str, &str),
    field: Option<&str>,
    object: Option<u32>,
) -> String {
    let pick = |zh: &str, en: &str| style.language.pick(zh, en);
    let mut out = String::new();
    if let Some(page) = page {
        out.push_str(&pick(&format!("第 {page} 页"), &format!("page {page}")));
    }
    if let Some([left, bottom, right, top]) = rectangle {
        out.push_str(&format!(" [{left} {bottom} {right} {top}]"));
    }
    if !out.is_empty() {
        out.push_str(": ");
    }
    out.push_str(&pick(zh, en));
    if let Some(field) = field {
        out.push_str(&format!(" “{}”", escape(field)));
    }
    if let Some(object) = object {
        out.push_str(&pick(
            &format!("，对象 {object}"),
            &format!(", object {object}"),
        ));
    }
    out
}

/// The headline of an answer, with what to do next. `Valid` is chosen by the caller only where the
/// file passed as a whole.
pub(super) fn answer(answer: Answer) -> Words {
    match answer {
        Answer::Valid => ("有效，可以采信", "VALID: may be relied on"),
        Answer::Altered => (
            "签名后内容被改动，不得采信；请索取原件",
            "ALTERED after signing: do not rely on it; ask for the original",
        ),
        Answer::Broken => (
            "签名损坏或无法读取，不得采信；请索取原件",
            "BROKEN signature: do not rely on it; ask for the original",
        ),
        Answer::Untrusted => (
            "签名者不受信任，不得采信；请核实签发机构并导入其根证书",
            "UNTRUSTED signer: do not rely on it; check the authority and import its root",
        ),
        Answer::Expired => (
            "证书或印章不在有效期内，不能据此采信",
            "EXPIRED certificate or seal: not to be relied on as it stands",
        ),
        Answer::Revoked => (
            "证书或印章已被吊销，不得采信",
            "REVOKED certificate or seal: do not rely on it",
        ),
        Answer::Unsigned => (
            "没有电子签名，无法判断来源；请索取加盖电子印章的原件",
            "UNSIGNED: its origin cannot be judged; ask for the sealed original",
        ),
        _ => (
            "无法判断，暂不采信；请按下列理由补充资料",
            "UNKNOWN: cannot be judged; supply what the reasons below ask for",
        ),
    }
}

/// Instead of the words for `untrusted`, where all signers are trusted.
pub(super) const TIMESTAMP_UNTRUSTED: Words = (
    "签名者可信，但时间戳机构不受信任，暂不采信；请核实该机构并导入其根证书",
    "UNTRUSTED timestamp authority, trusted signer: not to be relied on as it stands; check the authority and import its root",
);

pub(super) fn integrity(integrity: Integrity) -> Words {
    match integrity {
        Integrity::Intact => ("完好", "intact"),
        Integrity::Broken => ("已破坏", "broken"),
        Integrity::Unsupported => ("无法核验", "cannot be checked"),
        _ => ("无法读取", "unreadable"),
    }
}

pub(super) fn coverage(coverage: Coverage) -> Words {
    match coverage {
        Coverage::WholeFile => ("整个文件", "the whole file"),
        Coverage::Detached => (
            "独立的签名，原文另存",
            "by itself; what is signed is elsewhere",
        ),
        Coverage::WholeRevision => (
            "整个修订版，其后另有修订",
            "a whole revision; later ones follow",
        ),
        _ => ("仅部分内容", "only a part"),
    }
}

pub(super) fn modification(modification: Modification, allowed: bool) -> Words {
    match (modification, allowed) {
        (Modification::None, _) => ("无", "none"),
        (Modification::LtaUpdates, true) => ("长期验证数据（允许）", "validation data (allowed)"),
        (Modification::LtaUpdates, false) => {
            ("长期验证数据（不允许）", "validation data (NOT allowed)")
        }
        (Modification::FormFilling, true) => (
            "填写表单或追加签名（允许）",
            "form filling or signing (allowed)",
        ),
        (Modification::FormFilling, false) => (
            "填写表单或追加签名（不允许）",
            "form filling or signing (NOT allowed)",
        ),
        (Modification::Annotations, true) => ("批注（允许）", "annotations (allowed)"),
        (Modification::Annotations, false) => ("批注（不允许）", "annotations (NOT allowed)"),
        (Modification::Other, true) => ("其他改动（允许）", "other changes (allowed)"),
        (Modification::Other, false) => ("其他改动（不允许）", "other changes (NOT allowed)"),
        (_, true) => ("无法分析（允许）", "not understood (allowed)"),
        (_, false) => ("无法分析（不允许）", "not understood (NOT allowed)"),
    }
}

pub(super) fn trust(trust: Trust) -> Words {
    match trust {
        Trust::Trusted => ("受信任", "trusted"),
        Trust::Untrusted => ("不受信任", "untrusted"),
        _ => ("未知", "unknown"),
    }
}

pub(super) fn kind(kind: SignatureKind) -> Words {
    match kind {
        SignatureKind::Certification => ("认证签名", "certification"),
        SignatureKind::DocumentTimestamp => ("文档时间戳", "document timestamp"),
        SignatureKind::Seal => ("电子印章", "seal"),
        SignatureKind::SealSignature => ("电子签章数据", "seal signature"),
        SignatureKind::Cms => ("独立签名数据", "signed message"),
        _ => ("签名", "signature"),
    }
}

pub(super) fn step(step: Step) -> Words {
    match step {
        Step::Format => ("格式", "format"),
        Step::SealFormat => ("印章格式", "format of the seal"),
        Step::SignatureValue => ("签名值", "signature value"),
        Step::SignerListed => ("签章人在印章证书列表中", "signer is in the seal's list"),
        Step::SealSignature => ("印章的制章人签名", "maker's signature of the seal"),
        Step::SealMade => ("制章时间", "time of making the seal"),
        Step::MakerCertificate => ("制章人证书", "maker's certificate"),
        Step::SealPeriod => ("印章有效期", "period of the seal"),
        Step::SealState => ("印章登记状态", "state of the seal in its register"),
        Step::SealTimestamp => ("印章时间戳", "timestamp on the seal"),
        Step::SigningTime => ("签章时间", "time of sealing"),
        Step::SignerCertificate => ("签章人证书", "signer's certificate"),
        Step::Content => ("原文", "what was signed"),
        Step::ContentTimestamp => ("内容时间戳", "timestamp on the content"),
        Step::Timestamp => ("签名时间戳", "timestamp on the signature"),
        Step::Files => ("被签文件", "files that are signed"),
        _ => ("其他", "other"),
    }
}

pub(super) fn step_outcome(outcome: StepOutcome) -> Words {
    match outcome {
        StepOutcome::Passed => ("通过", "passed"),
        StepOutcome::Undecided => ("无法判断", "undecided"),
        _ => ("未通过", "FAILED"),
    }
}

/// A seal by itself that passed: no document is sealed by it.
pub(super) const SEAL_VALID: Words = (
    "印章有效；这只是印章，没有对任何文件盖章",
    "VALID seal; it is a seal alone, and no document is sealed by it",
);

pub(super) fn seal(form: SealForm) -> Words {
    match form {
        SealForm::Gbt38540 => ("电子印章（GB/T 38540）", "seal (GB/T 38540)"),
        SealForm::LegalPerson => ("单位证书签章", "signature by the unit's own certificate"),
        _ => ("仅有图样，不是印章", "a picture only, not a seal"),
    }
}

/// What is said of a file with a licence that passed.
pub(super) const LICENCE_SIGNED: Words = (
    "签名有效；该证照能否采信，请用 yinxin recognise 判断",
    "signature VALID; whether the licence may be relied on is for `yinxin recognise`",
);

/// As that, where something speaks against the licence.
pub(super) fn licence_signed(state: &str) -> Words {
    match state {
        "expired" | "not-yet-valid" => (
            "签名有效，但证照不在有效期内，不得采信",
            "signature VALID, but the licence is not in its term: do not rely on it",
        ),
        "revoked" => (
            "签名有效，但证照已被撤销、吊销或注销，不得采信",
            "signature VALID, but the licence was revoked: do not rely on it",
        ),
        "suspended" => (
            "签名有效，但证照处于暂扣或转出状态，目前不得采信",
            "signature VALID, but the licence is suspended: do not rely on it now",
        ),
        "replaced" => (
            "签名有效，但证照已换发，不得采信",
            "signature VALID, but the licence was replaced: do not rely on it",
        ),
        "valid" => (
            "签名有效，但证照存在下列疑问；能否采信，请用 yinxin recognise 判断",
            "signature VALID, but there are doubts about the licence; whether it may be relied on is for `yinxin recognise`",
        ),
        _ => (
            "签名有效，但证照状态无法确定，不得采信",
            "signature VALID, but the state of the licence is unknown: do not rely on it",
        ),
    }
}

pub(super) fn licence_state(state: &str) -> Words {
    match state {
        "valid" => ("有效期内", "in its term"),
        "expired" => ("已过期", "expired"),
        "not-yet-valid" => ("尚未生效", "not yet valid"),
        "suspended" => ("暂扣", "suspended"),
        "revoked" => ("撤销", "revoked"),
        "withdrawn" => ("吊销", "withdrawn"),
        "cancelled" => ("注销", "cancelled"),
        "moved-out" => ("已迁出", "moved out"),
        "replaced" => ("已换发", "replaced"),
        _ => ("未知", "unknown"),
    }
}

pub(super) fn recognition(decision: Recognition) -> Words {
    match decision {
        Recognition::Accepted => ("予以采信", "ACCEPTED"),
        Recognition::AcceptedWithConditions => (
            "附条件采信：须满足下列条件",
            "ACCEPTED WITH CONDITIONS: the following must be met",
        ),
        Recognition::CannotDecide => (
            "无法判定，暂不受理；请按下列理由补充资料",
            "CANNOT DECIDE: supply what the reasons ask for",
        ),
        Recognition::Refused => ("不予采信", "REFUSED"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// README.zh-CN.md is not part of the package.
    #[test]
    fn decisions_are_called_as_in_the_readme() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.zh-CN.md");
        let Ok(readme) = std::fs::read_to_string(path) else {
            println!("skipped: no README.zh-CN.md");
            return;
        };
        for (decision, called) in [
            (Recognition::Accepted, "采信"),
            (Recognition::AcceptedWithConditions, "附条件采信"),
            (Recognition::CannotDecide, "无法判定"),
            (Recognition::Refused, "不予采信"),
        ] {
            assert!(recognition(decision).0.contains(called));
            assert!(readme.contains(called), "{called}");
        }
    }
}
