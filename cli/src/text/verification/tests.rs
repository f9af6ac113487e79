use super::*;
use crate::language::Language;
use time::macros::datetime;
use yinxin_core::verify::{
    Coverage, DocumentFormat, Integrity, Modification, SealForm, SignatureKind, SubIndication,
    Trust,
};
use yinxin_signer::wire::{LicenceCheck, ReasonText, SealFound, SignerFound, TimestampFound};

const PLAIN: Style = Style {
    language: Language::En,
    colour: false,
};

fn signature() -> SignatureFound {
    SignatureFound {
        field: "Sig1".into(),
        kind: SignatureKind::Signature,
        sub_filter: Some("ETSI.CAdES.detached".into()),
        indication: Indication::TotalPassed,
        sub_indication: None,
        integrity: Integrity::Intact,
        coverage: Coverage::WholeFile,
        modification: Modification::None,
        modification_allowed: true,
        changes: Vec::new(),
        changes_total: 0,
        trust: Trust::Trusted,
        level: Some("B-B"),
        signer: Some(SignerFound {
            subject: "CN=测试局".into(),
            issuer: "CN=Root".into(),
            serial: "0A".into(),
            certificate_sha256: "00".into(),
        }),
        claimed_time: Some(datetime!(2026-03-01 08:00 +8)),
        best_signature_time: None,
        timestamps: Vec::new(),
        places: Vec::new(),
        seal: Some(SealFound {
            form: SealForm::LegalPerson,
            id: None,
            name: Some("测试局".into()),
            verdict: Indication::TotalPassed,
        }),
        steps: Vec::new(),
        covered_until: Some(1),
        signed_digest: None,
        reasons: Vec::new(),
    }
}

fn file(indication: Indication, answer: Answer) -> Verification {
    Verification {
        file: "a.pdf".into(),
        format: Some(DocumentFormat::Pdf),
        indication,
        answer,
        problems: Vec::new(),
        signatures: Vec::new(),
        licence: None,
        basis: None,
        evidence: Vec::new(),
        encryption: None,
    }
}

fn hash_mismatch() -> ReasonText {
    ReasonText {
        code: "HASH_MISMATCH".into(),
        zh: "内容已被改动；不得采信".into(),
        en: "the content was altered; do not rely on it".into(),
        clause: "".into(),
    }
}

#[test]
fn a_file_that_passed_is_shown_with_its_four_results() {
    let found = Verification {
        signatures: vec![signature()],
        evidence: Vec::new(),
        encryption: None,
        licence: Some(LicenceFound {
            identifier: "1.2.156.3005.2.X".into(),
            state: "valid",
            checks: vec![LicenceCheck {
                name: "check-character",
                passed: true,
                reason: None,
            }],
        }),
        ..file(Indication::TotalPassed, Answer::Valid)
    };
    assert_eq!(
        shown(&found, PLAIN),
        "\
a.pdf: ✔ 签名有效；该证照能否采信，请用 yinxin recognise 判断 / signature VALID; whether the licence may be relied on is for `yinxin recognise` [TOTAL-PASSED]
  1. Sig1 (signature, ETSI.CAdES.detached): TOTAL-PASSED
     integrity: intact
     coverage: the whole file
     change since signing: none
     trust: trusted
     signer: CN=测试局
     issuer: CN=Root
     level: B-B
     claimed time (proves nothing): 2026-03-01T00:00:00Z
     proved to exist at: —
     seal: 测试局, signature by the unit's own certificate: TOTAL-PASSED
  licence: 1.2.156.3005.2.X (in its term)
"
    );
    // Without a licence the file itself may be relied on; with one that ran out nothing gets a tick.
    let plain = Verification {
        licence: None,
        ..found.clone()
    };
    assert!(shown(&plain, PLAIN).contains("✔ 有效，可以采信 / VALID: may be relied on"));
    for (state, says) in [
        (
            "expired",
            "the licence is not in its term: do not rely on it",
        ),
        ("revoked", "the licence was revoked: do not rely on it"),
        (
            "suspended",
            "the licence is suspended: do not rely on it now",
        ),
        ("replaced", "the licence was replaced: do not rely on it"),
        (
            "unknown",
            "the state of the licence is unknown: do not rely on it",
        ),
        ("valid", "there are doubts about the licence"),
    ] {
        let mut against = found.clone();
        let reason = hash_mismatch();
        against.problems = vec![reason.clone()];
        let licence = against.licence.as_mut().unwrap();
        licence.state = state;
        licence.checks.push(LicenceCheck {
            name: "status",
            passed: false,
            reason: Some(reason),
        });
        let text = shown(&against, PLAIN);
        assert!(!text.contains('✔'), "{text}");
        assert!(
            text.contains(&format!(" / signature VALID, but {says}")),
            "{text}"
        );
        assert_eq!(text.matches("HASH_MISMATCH").count(), 1, "{text}");
    }
}

#[test]
fn a_file_that_failed_is_shown_with_reasons_in_the_language_asked_for() {
    let found = Verification {
        signatures: vec![SignatureFound {
            indication: Indication::TotalFailed,
            sub_indication: Some(SubIndication::HashFailure),
            integrity: Integrity::Broken,
            coverage: Coverage::WholeRevision,
            modification: Modification::Annotations,
            modification_allowed: false,
            signer: None,
            level: None,
            places: Vec::new(),
            seal: None,
            timestamps: vec![TimestampFound {
                kind: "signature-timestamp",
                sha256: None,
                verdict: Indication::TotalFailed,
                time: None,
                reasons: Vec::new(),
            }],
            reasons: vec![hash_mismatch()],
            ..signature()
        }],
        ..file(Indication::TotalFailed, Answer::Altered)
    };
    assert_eq!(
        shown(&found, Style { language: Language::Zh, ..PLAIN }),
        "\
a.pdf: ✘ 签名后内容被改动，不得采信；请索取原件 / ALTERED after signing: do not rely on it; ask for the original [TOTAL-FAILED]
  1. Sig1 (签名, ETSI.CAdES.detached): TOTAL-FAILED, HASH_FAILURE
     完整性: 已破坏
     覆盖范围: 整个修订版，其后另有修订
     签后改动: 批注（不允许）
     信任: 受信任
     签名者: —
     声称时间（不作证明）: 2026-03-01T00:00:00Z
     可证明的最早时间: —
     时间戳: — TOTAL-FAILED
     - HASH_MISMATCH: 内容已被改动；不得采信
"
    );
}

#[test]
fn nothing_but_a_file_that_passed_gets_the_tick_its_colour_or_its_words() {
    let coloured = Style {
        colour: true,
        ..PLAIN
    };
    for indication in [
        Indication::TotalPassed,
        Indication::Indeterminate,
        Indication::TotalFailed,
    ] {
        for answer in [
            Answer::Valid,
            Answer::Altered,
            Answer::Broken,
            Answer::Untrusted,
            Answer::Expired,
            Answer::Revoked,
            Answer::Unknown,
            Answer::Unsigned,
        ] {
            let found = Verification {
                signatures: vec![signature()],
                ..file(indication, answer)
            };
            let text = shown(&found, coloured);
            let passed = indication == Indication::TotalPassed && answer == Answer::Valid;
            for sign in ["✔", "\u{1b}[1;32m", "VALID: ", "可以采信 "] {
                assert_eq!(
                    text.contains(sign),
                    passed,
                    "{sign} {indication:?} {answer:?}"
                );
            }
        }
    }
}

#[test]
fn the_time_of_judging_is_told_in_whole_seconds() {
    let found = Verification {
        basis: Some(Basis {
            at: Some(datetime!(2026-03-01 08:00:01.123456789 UTC)),
            policy_sha256: String::new(),
            policy: "all".into(),
            revocation: "require",
            anchors: Vec::new(),
            revocation_lists: Vec::new(),
            ocsp_responses: Vec::new(),
            seal_registers: Vec::new(),
        }),
        ..file(Indication::Indeterminate, Answer::Unknown)
    };
    let text = shown(&found, PLAIN);
    assert!(
        text.contains("judged: as of 2026-03-01T08:00:01Z, policy all"),
        "{text}"
    );
}

#[test]
fn without_a_terminal_there_is_no_escape_sequence() {
    let found = Verification {
        signatures: vec![signature()],
        ..file(Indication::TotalFailed, Answer::Broken)
    };
    assert!(!shown(&found, PLAIN).contains('\u{1b}'));
}

#[test]
fn names_of_a_document_cannot_draw_a_verdict() {
    let forged = "x\n✔\u{1b}[1;32m\u{202e}";
    let found = Verification {
        file: forged.into(),
        signatures: vec![SignatureFound {
            field: forged.into(),
            sub_filter: Some(forged.into()),
            signer: Some(SignerFound {
                subject: forged.into(),
                issuer: forged.into(),
                serial: String::new(),
                certificate_sha256: String::new(),
            }),
            places: Vec::new(),
            seal: Some(SealFound {
                form: SealForm::DisplayedOnly,
                id: None,
                name: Some(forged.into()),
                verdict: Indication::Indeterminate,
            }),
            reasons: vec![ReasonText {
                en: forged.into(),
                ..hash_mismatch()
            }],
            ..signature()
        }],
        encryption: None,
        licence: Some(LicenceFound {
            identifier: forged.into(),
            state: "unknown",
            checks: Vec::new(),
        }),
        ..file(Indication::TotalFailed, Answer::Broken)
    };
    let text = shown(&found, PLAIN);
    assert!(!text.contains(['\u{1b}', '\u{202e}']));
    assert!(
        !text.lines().any(|line| line.trim_start().starts_with('✔')),
        "{text}"
    );
}

#[test]
fn what_is_said_of_a_signature_and_of_its_timestamp_is_said_once() {
    let found = Verification {
        signatures: vec![SignatureFound {
            timestamps: vec![TimestampFound {
                kind: "signature-timestamp",
                sha256: None,
                verdict: Indication::Indeterminate,
                time: None,
                reasons: vec![hash_mismatch()],
            }],
            reasons: vec![hash_mismatch()],
            ..signature()
        }],
        ..file(Indication::TotalFailed, Answer::Broken)
    };
    let text = shown(&found, PLAIN);
    assert_eq!(text.matches("HASH_MISMATCH").count(), 1, "{text}");
}
