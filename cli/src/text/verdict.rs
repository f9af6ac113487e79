//! What recognition decided, as text.

use super::{line, reason, words};
use crate::escape::escape;
use crate::output::{Colour, Style};
use std::borrow::Cow;
use yinxin_signer::wire::recognition::{Recognition, Verdict};
use yinxin_signer::wire::{ReasonText, rfc3339};

/// Shows a decision: the headline in both languages, conditions, reasons, what it rests on.
pub(crate) fn shown(verdict: &Verdict, style: Style) -> String {
    let (mark, colour) = match verdict.recognition {
        Recognition::Accepted => ("✔", Colour::Good),
        Recognition::AcceptedWithConditions => ("!", Colour::Doubtful),
        Recognition::CannotDecide => ("?", Colour::Doubtful),
        Recognition::Refused => ("✘", Colour::Bad),
    };
    let (zh, en) = words::recognition(verdict.recognition);
    let headline = style.paint(colour, &format!("{mark} {zh} / {en}"));
    let mut out = format!("{}: {headline}\n", escape(&verdict.file));
    for condition in &verdict.conditions {
        out.push_str(&reason(2, style, condition));
    }
    let mut validation = verdict.validation.indication.to_string();
    if let Some(sub_indication) = &verdict.validation.sub_indication {
        validation = format!("{validation}, {sub_indication}");
    }
    out.push_str(&line(2, style, ("验证", "validation"), &validation));
    if let Some(issuer) = &verdict.issuer {
        let issuer = format!("{} ({})", escape(&issuer.name), escape(&issuer.code));
        out.push_str(&line(
            2,
            style,
            ("签发机构（据名录）", "issuer, by the list"),
            &issuer,
        ));
    }
    if let Some(agreement) = &verdict.agreement {
        let clause = verdict.clause.as_deref().unwrap_or("—");
        let agreement = format!("{} #{}", escape(agreement), escape(clause));
        out.push_str(&line(2, style, ("互认协议", "agreement"), &agreement));
    }
    // What an agreement obliges to is about licences that are in order.
    let is_accepted = matches!(
        verdict.recognition,
        Recognition::Accepted | Recognition::AcceptedWithConditions
    );
    let counts = |obligation: &&Cow<'_, str>| is_accepted || obligation.as_ref() == "must-not";
    if let Some(obligation) = verdict.obligation.as_ref().filter(counts) {
        let (zh, en) = match obligation.as_ref() {
            "must" => ("应当采信", "must be accepted"),
            "may" => ("可以采信", "may be accepted"),
            _ => ("不得采信", "must not be accepted"),
        };
        out.push_str(&line(
            2,
            style,
            ("义务", "obligation"),
            &style.language.pick(zh, en),
        ));
    }
    if let Some(until) = verdict.valid_until.and_then(rfc3339) {
        out.push_str(&line(2, style, ("判定有效至", "good until"), &until));
    }
    let said = |entry: &&ReasonText| !verdict.conditions.contains(entry);
    for entry in verdict.reasons.iter().filter(said) {
        out.push_str(&reason(2, style, entry));
    }
    for object in &verdict.evidence {
        let object = format!("{} {} #{}", object.kind, escape(&object.domain), object.seq);
        out.push_str(&line(2, style, ("依据", "rests on"), &object));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use yinxin_signer::wire::recognition::{Evidence, Validation};

    fn verdict(recognition: Recognition) -> Verdict {
        Verdict {
            file: "a.pdf".into(),
            validation: Validation {
                indication: "TOTAL-PASSED".into(),
                sub_indication: None,
            },
            recognition,
            obligation: Some("may".into()),
            issuer: None,
            agreement: None,
            clause: None,
            conditions: vec![ReasonText {
                code: "REC-HOLDER-ID".into(),
                zh: "核对持证人身份证件".into(),
                en: "check the holder's identity document".into(),
                clause: "".into(),
            }],
            reasons: Vec::new(),
            evidence: vec![Evidence {
                kind: "list".into(),
                domain: "990101".into(),
                seq: 3,
                digest: "00".into(),
            }],
            valid_until: None,
            store_digest: String::new(),
            input_digest: String::new(),
            engine: "0".into(),
        }
    }

    #[test]
    fn conditions_stand_right_below_the_decision() {
        let style = Style {
            language: Language::En,
            colour: false,
        };
        assert_eq!(
            shown(&verdict(Recognition::AcceptedWithConditions), style),
            "\
a.pdf: ! 附条件采信：须满足下列条件 / ACCEPTED WITH CONDITIONS: the following must be met
  - REC-HOLDER-ID: check the holder's identity document
  validation: TOTAL-PASSED
  obligation: may be accepted
  rests on: list 990101 #3
"
        );
    }

    #[test]
    fn an_obligation_to_accept_is_not_told_of_what_is_not_accepted() {
        let style = Style {
            language: Language::En,
            colour: false,
        };
        for recognition in [Recognition::CannotDecide, Recognition::Refused] {
            let mut verdict = verdict(recognition);
            assert!(!shown(&verdict, style).contains("obligation"));
            verdict.obligation = Some("must-not".into());
            assert!(shown(&verdict, style).contains("must not be accepted"));
        }
    }

    #[test]
    fn only_accepted_gets_the_tick() {
        let style = Style {
            language: Language::Both,
            colour: true,
        };
        for recognition in [
            Recognition::Accepted,
            Recognition::AcceptedWithConditions,
            Recognition::CannotDecide,
            Recognition::Refused,
        ] {
            let text = shown(&verdict(recognition), style);
            for sign in ["✔", "\u{1b}[1;32m"] {
                assert_eq!(text.contains(sign), recognition == Recognition::Accepted);
            }
        }
    }
}
