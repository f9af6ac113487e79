use super::*;
use crate::wire::line;
use time::macros::datetime;
use yinxin_core::reason::signature::{HASH_MISMATCH, NO_SIGNATURE};

/// A signature in which every optional value is known.
fn full() -> SignatureFound {
    SignatureFound {
        field: "Sig1".into(),
        kind: SignatureKind::Certification,
        sub_filter: Some("ETSI.CAdES.detached".into()),
        indication: Indication::TotalFailed,
        sub_indication: Some(SubIndication::HashFailure),
        integrity: Integrity::Broken,
        coverage: Coverage::WholeRevision,
        modification: Modification::FormFilling,
        modification_allowed: true,
        changes: vec![ChangeFound {
            revision: 2,
            kind: "field-filled",
            object: Some(6),
            page: Some(1),
            rectangle: Some([9.0, 9.5, 99.0, 29.0]),
            field: Some("Name".into()),
            allowed: true,
            rule: "form-filling",
        }],
        changes_total: 1,
        trust: Trust::Trusted,
        level: Some("B-B"),
        signer: Some(SignerFound::from(&SignerName {
            subject: "CN=测试局".into(),
            issuer: "CN=Root".into(),
            serial: "0A".into(),
            certificate_sha256: "00ff".into(),
        })),
        claimed_time: Some(datetime!(2026-03-01 08:00 +8)),
        best_signature_time: Some(datetime!(2026-03-01 00:00:01 UTC)),
        timestamps: vec![TimestampFound::from(&TimestampReport {
            kind: "signature-timestamp",
            sha256: Some("0bff".into()),
            verdict: Indication::TotalPassed,
            time: Some(datetime!(2026-03-01 00:00:01 UTC)),
            reasons: Vec::new(),
        })],
        places: vec![PlaceFound {
            field: "Sig1".into(),
            page: Some(3),
            rectangle: [1.0, 2.5, 3.0, 4.0],
        }],
        seal: Some(SealFound::from(&SealReport {
            form: SealForm::LegalPerson,
            id: Some("99010100000001".into()),
            name: Some("测试局".into()),
            verdict: Indication::TotalPassed,
        })),
        steps: Vec::new(),
        covered_until: Some(4096),
        signed_digest: None,
        reasons: reasons(&[Reason::new(&HASH_MISMATCH)]),
    }
}

/// A signature that could not be read: everything that can be unknown is.
fn unreadable() -> SignatureFound {
    SignatureFound {
        field: "Sig2".into(),
        kind: SignatureKind::Signature,
        sub_filter: None,
        indication: Indication::TotalFailed,
        sub_indication: Some(SubIndication::FormatFailure),
        integrity: Integrity::Unreadable,
        coverage: Coverage::Partial,
        modification: Modification::Unanalysable,
        modification_allowed: false,
        changes: Vec::new(),
        changes_total: 0,
        trust: Trust::Unknown,
        level: None,
        signer: None,
        claimed_time: None,
        best_signature_time: None,
        timestamps: Vec::new(),
        places: Vec::new(),
        seal: None,
        steps: Vec::new(),
        covered_until: None,
        signed_digest: None,
        reasons: Vec::new(),
    }
}

fn file(signatures: &[SignatureFound], licence: Option<&LicenceReport>) -> Verification {
    Verification {
        file: "a.pdf".into(),
        format: Some(DocumentFormat::Pdf),
        indication: Indication::TotalFailed,
        answer: Answer::Altered,
        problems: reasons(&[]),
        signatures: signatures.to_vec(),
        licence: licence.map(LicenceFound::from),
        basis: None,
        evidence: Vec::new(),
        encryption: None,
    }
}

#[test]
fn a_full_report_is_the_published_object() {
    let licence = LicenceReport {
        identifier: "1.2.156.3005.2.X".into(),
        record: None,
        state: "valid",
        checks: vec![yinxin_core::verify::LicenceCheck {
            name: "check-character",
            passed: true,
            reason: None,
        }],
    };
    let hash_zh = HASH_MISMATCH.zh;
    let hash_en = HASH_MISMATCH.en;
    let hash_clause = HASH_MISMATCH.clause;
    assert_eq!(
        line(&file(&[full()], Some(&licence))).unwrap(),
        format!(
            r#"{{"file":"a.pdf","format":"pdf","indication":"TOTAL-FAILED","answer":"altered","problems":[],"signatures":[{{"field":"Sig1","kind":"certification","sub_filter":"ETSI.CAdES.detached","indication":"TOTAL-FAILED","sub_indication":"HASH_FAILURE","integrity":"broken","coverage":"whole-revision","modification":"form-filling","modification_allowed":true,"changes":[{{"revision":2,"kind":"field-filled","object":6,"page":1,"rectangle":[9.0,9.5,99.0,29.0],"field":"Name","allowed":true,"rule":"form-filling"}}],"changes_total":1,"trust":"trusted","level":"B-B","signer":{{"subject":"CN=测试局","issuer":"CN=Root","serial":"0A","certificate_sha256":"00ff"}},"claimed_time":"2026-03-01T00:00:00Z","best_signature_time":"2026-03-01T00:00:01Z","timestamps":[{{"kind":"signature-timestamp","sha256":"0bff","verdict":"TOTAL-PASSED","time":"2026-03-01T00:00:01Z","reasons":[]}}],"places":[{{"field":"Sig1","page":3,"rectangle":[1.0,2.5,3.0,4.0]}}],"seal":{{"form":"legal-person","id":"99010100000001","name":"测试局","verdict":"TOTAL-PASSED"}},"covered_until":4096,"reasons":[{{"code":"HASH_MISMATCH","zh":"{hash_zh}","en":"{hash_en}","clause":"{hash_clause}"}}]}}],"licence":{{"identifier":"1.2.156.3005.2.X","state":"valid","checks":[{{"name":"check-character","passed":true,"reason":null}}]}},"basis":null}}"#
        )
    );
}

#[test]
fn an_unreadable_signature_carries_every_field_with_null_where_unknown() {
    assert_eq!(
        line(&unreadable()).unwrap(),
        r#"{"field":"Sig2","kind":"signature","sub_filter":null,"indication":"TOTAL-FAILED","sub_indication":"FORMAT_FAILURE","integrity":"unreadable","coverage":"partial","modification":"unanalysable","modification_allowed":false,"changes":[],"changes_total":0,"trust":"unknown","level":null,"signer":null,"claimed_time":null,"best_signature_time":null,"timestamps":[],"places":[],"seal":null,"covered_until":null,"reasons":[]}"#
    );
}

#[test]
fn known_and_unknown_values_have_the_same_keys() {
    fn keys(found: &SignatureFound) -> Vec<String> {
        let value = serde_json::to_value(found).unwrap();
        value.as_object().unwrap().keys().cloned().collect()
    }
    assert_eq!(keys(&full()), keys(&unreadable()));
}

#[test]
fn a_passed_signature_has_no_sub_indication() {
    let passed = SignatureFound {
        indication: Indication::TotalPassed,
        sub_indication: None,
        ..full()
    };
    let value = serde_json::to_value(&passed).unwrap();
    assert!(value["sub_indication"].is_null());
}

#[test]
fn a_file_that_could_not_be_judged_is_indeterminate_and_unknown() {
    let problem = ReasonText::from(&Reason::new(&NO_SIGNATURE));
    let found = Verification::unjudged("gone.pdf", problem);
    assert!(!found.passed());
    let value = serde_json::to_value(&found).unwrap();
    assert_eq!(value["indication"], "INDETERMINATE");
    assert_eq!(value["answer"], "unknown");
    assert!(value["format"].is_null());
    assert_eq!(value["problems"][0]["code"], "NO_SIGNATURE");
}

#[test]
fn only_total_passed_with_the_answer_valid_may_be_relied_on() {
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
                indication,
                answer,
                ..file(&[], None)
            };
            let both = indication == Indication::TotalPassed && answer == Answer::Valid;
            assert_eq!(found.passed(), both, "{indication:?} {answer:?}");
        }
    }
}

#[test]
fn spellings_are_those_of_the_interface() {
    fn check<T: Named>(values: &[T], spellings: &[&str]) {
        let found: Vec<_> = values.iter().map(Named::name).collect();
        assert_eq!(found, spellings);
    }
    check(
        &[
            Integrity::Intact,
            Integrity::Broken,
            Integrity::Unreadable,
            Integrity::Unsupported,
        ],
        &["intact", "broken", "unreadable", "unsupported"],
    );
    check(
        &[
            Coverage::WholeFile,
            Coverage::WholeRevision,
            Coverage::Partial,
        ],
        &["whole-file", "whole-revision", "partial"],
    );
    check(
        &[
            Modification::None,
            Modification::LtaUpdates,
            Modification::FormFilling,
            Modification::Annotations,
            Modification::Other,
            Modification::Unanalysable,
        ],
        &[
            "none",
            "lta-updates",
            "form-filling",
            "annotations",
            "other",
            "unanalysable",
        ],
    );
    check(
        &[Trust::Trusted, Trust::Untrusted, Trust::Unknown],
        &["trusted", "untrusted", "unknown"],
    );
    check(
        &[
            SignatureKind::Signature,
            SignatureKind::Certification,
            SignatureKind::DocumentTimestamp,
        ],
        &["signature", "certification", "document-timestamp"],
    );
    check(
        &[
            SealForm::Gbt38540,
            SealForm::LegalPerson,
            SealForm::DisplayedOnly,
        ],
        &["gbt38540", "legal-person", "displayed-only"],
    );
    check(
        &[
            Answer::Valid,
            Answer::Altered,
            Answer::Broken,
            Answer::Untrusted,
            Answer::Expired,
            Answer::Revoked,
            Answer::Unknown,
            Answer::Unsigned,
        ],
        &[
            "valid",
            "altered",
            "broken",
            "untrusted",
            "expired",
            "revoked",
            "unknown",
            "unsigned",
        ],
    );
}
