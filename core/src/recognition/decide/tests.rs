mod known_state;
mod table;

use super::*;
use crate::licence::{IdentifierAsRead, Status, TypeCode, samples};
use crate::reason::signature as findings_of_signatures;
use crate::recognition::testing::{ITEM, NOW, World, certificate, clause, domain, header};
use crate::recognition::{
    Body, ClauseCondition, InForceAt, ObjectType, Obligation, Recognition, ServiceItems,
    StaleStatus, Standing, StandingChange, Tolerance,
};
use crate::verify::{
    Answer, Coverage, DocumentFormat, EncryptionReport, Indication, Integrity, LicenceCheck,
    LicenceReport, Modification, SignatureKind, SignatureReport, SignerName, SubIndication, Trust,
};
use Recognition::{Accepted, AcceptedWithConditions, CannotDecide, Refused};
use proptest::prelude::*;
use table::TABLE;
use time::macros::{date, datetime};

/// One case: what is in the store, what is in the document, what is asked.
#[derive(Clone)]
struct Setup {
    world: World,
    report: Report,
    relying: &'static str,
    item: String,
    now: OffsetDateTime,
    policy: DecisionPolicy,
    own_record: Option<Status>,
}

impl Setup {
    fn new() -> Self {
        Self {
            world: World::new(),
            report: report(),
            relying: "990201",
            item: ITEM.to_owned(),
            now: NOW,
            policy: DecisionPolicy::default(),
            own_record: None,
        }
    }

    fn decide(&self, store: &Store) -> Verdict {
        decide(&DecisionInput {
            report: &self.report,
            store,
            relying: &RelyingDomain(domain(self.relying)),
            item: &self.item,
            now: self.now,
            policy: self.policy,
            own_record: self.own_record,
        })
    }

    fn licence(&mut self) -> &mut Licence {
        self.report
            .licence
            .as_mut()
            .unwrap()
            .record
            .as_mut()
            .unwrap()
    }

    fn identifier(&mut self, text: &str) {
        self.licence().identifier = text.to_owned();
        self.report.licence.as_mut().unwrap().identifier = text.to_owned();
    }

    fn clause(&mut self) -> &mut crate::recognition::Clause {
        &mut self.world.agreement.as_mut().unwrap().clauses[0]
    }

    fn indeterminate(&mut self, answer: Answer, sub_indication: SubIndication) {
        self.report.answer = answer;
        self.report.indication = Indication::Indeterminate;
        self.report.signatures[0].indication = Indication::Indeterminate;
        self.report.signatures[0].sub_indication = Some(sub_indication);
    }

    fn lose(&mut self, standing: Standing, from: OffsetDateTime) {
        self.world.list.authorities[0]
            .standing
            .push(StandingChange { from, standing });
    }
}

fn signature(certificate: &str) -> SignatureReport {
    SignatureReport {
        field: "Sig1".to_owned(),
        kind: SignatureKind::Certification,
        sub_filter: "ETSI.CAdES.detached".to_owned(),
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
        signer: Some(SignerName {
            subject: "CN=看起来像别的机构".to_owned(),
            issuer: "CN=示例".to_owned(),
            serial: "01".to_owned(),
            certificate_sha256: certificate.to_owned(),
        }),
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

fn report() -> Report {
    let licence = samples::licence();
    Report {
        format: DocumentFormat::Pdf,
        indication: Indication::TotalPassed,
        answer: Answer::Valid,
        problems: Vec::new(),
        signatures: vec![signature(&certificate().to_string())],
        evidence: Vec::new(),
        encryption: None,
        licence: Some(LicenceReport {
            identifier: licence.identifier.clone(),
            record: Some(Box::new(licence)),
            state: "valid",
            checks: Vec::new(),
        }),
    }
}

type Change = fn(&mut Setup);

#[test]
fn each_case_has_its_verdict_and_first_reason() {
    let mut wrong = Vec::new();
    for (name, change, recognition, code) in TABLE.iter() {
        let mut setup = Setup::new();
        change(&mut setup);
        let verdict = setup.decide(&setup.world.store());
        let found = (verdict.recognition, verdict.reasons[0].code());
        if found != (*recognition, *code) {
            wrong.push(format!(
                "{name}: {found:?}, expected {recognition:?} {code}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_licence_without_any_status_list_cannot_be_decided() {
    let setup = Setup::new();
    let mut store = setup.world.store();
    let key = store
        .statuses()
        .next()
        .map(|status| status.body.key(&status.header))
        .unwrap();
    assert!(store.forget(&key));
    let verdict = setup.decide(&store);
    assert_eq!(verdict.recognition, CannotDecide);
    assert_eq!(verdict.reasons[0].code(), "REC-STATUS-MISSING");
}

#[test]
fn an_empty_store_decides_nothing() {
    let verdict = Setup::new().decide(&Store::new());
    assert_eq!(
        (verdict.recognition, verdict.reasons[0].code()),
        (CannotDecide, "REC-DOMAIN-UNKNOWN")
    );
}

#[test]
fn every_finding_is_told_and_refusals_come_first() {
    let mut setup = Setup::new();
    setup.world.states[7] = Status::Revoked;
    setup.world.list_header.fresh_until = NOW - Duration::hours(1);
    setup.licence().valid_until = Some(date!(2026 - 11 - 30));
    setup.report.answer = Answer::Altered;
    setup.world.as_of = NOW - Duration::hours(30);
    let verdict = setup.decide(&setup.world.store());
    let codes: Vec<_> = verdict.reasons.iter().map(Reason::code).collect();
    assert_eq!(
        codes,
        [
            "REC-DOC-ALTERED",
            "REC-LICENCE-EXPIRED",
            "REC-STATUS-REVOKED",
            "REC-STATUS-STALE",
            "REC-OBJECT-STALE"
        ]
    );
    assert_eq!((verdict.conditions.len(), verdict.valid_until), (0, None));
}

#[test]
fn names_come_from_the_list_and_never_from_the_document() {
    let mut setup = Setup::new();
    setup.licence().issuer.name = "冒名机构".to_owned();
    let verdict = setup.decide(&setup.world.store());
    assert_eq!(
        verdict.issuer.as_ref().unwrap().name_zh,
        "名录中的示例县行政审批局"
    );
    setup.licence().area_code = "990102".to_owned();
    let refused = setup.decide(&setup.world.store());
    for reason in verdict.reasons.iter().chain(&refused.reasons) {
        assert!(!reason.zh().contains("冒名"), "{}", reason.zh());
        assert!(!reason.zh().contains("看起来像"), "{}", reason.zh());
    }
}

#[test]
fn must_is_said_only_where_everything_is_fresh() {
    let obligation = |change: Change| {
        let mut setup = Setup::new();
        change(&mut setup);
        let verdict = setup.decide(&setup.world.store());
        assert!(verdict.recognition <= AcceptedWithConditions);
        verdict.obligation
    };
    assert_eq!(obligation(|_| {}), Some(Obligation::Must));
    for change in [
        (|s| s.world.list_header.fresh_until = NOW - Duration::hours(1)) as Change,
        |s| s.world.agreement_header.fresh_until = NOW - Duration::hours(1),
        |s| s.world.status_header.fresh_until = NOW - Duration::hours(1),
        |s| s.world.root_header.fresh_until = NOW - Duration::hours(1),
        |s| {
            s.indeterminate(Answer::Unknown, SubIndication::TryLater);
            s.clause().tolerates = vec![Tolerance::TryLater];
        },
    ] {
        assert_eq!(obligation(change), Some(Obligation::May));
    }
}

#[test]
fn a_verdict_names_what_it_rests_on_and_until_when() {
    let setup = Setup::new();
    let store = setup.world.store();
    let verdict = setup.decide(&store);
    let evidence: Vec<String> = verdict
        .evidence
        .iter()
        .map(|e| format!("{} {}", e.key, e.seq))
        .collect();
    assert_eq!(
        evidence,
        [
            "root 990101 1",
            "root 990201 1",
            "list 990101 1",
            "agreement 990101 to 990201 1",
            "status 990101 11990101TE5T00016T001 1"
        ]
    );
    assert_eq!(
        verdict.evidence[2].digest,
        store.list(&domain("990101")).unwrap().digest
    );
    assert_eq!(
        verdict.valid_until,
        Some(setup.world.as_of + Duration::hours(24))
    );
    assert_eq!(
        (verdict.agreement.as_deref(), verdict.clause.as_deref()),
        (Some("990101-990201"), Some("1"))
    );
    assert_eq!(
        setup.decide(&store),
        verdict,
        "the same inputs give the same verdict"
    );
}

#[test]
fn removing_any_object_never_leads_to_acceptance() {
    for (name, change, ..) in TABLE.iter() {
        let mut setup = Setup::new();
        change(&mut setup);
        let store = setup.world.store();
        let before = setup.decide(&store).recognition;
        for key in store.keys() {
            let mut without = store.clone();
            assert!(without.forget(&key));
            let after = setup.decide(&without).recognition;
            assert!(
                after >= CannotDecide || after >= before,
                "{name}: without {key} {before:?} became {after:?}"
            );
            let needed =
                !matches!(&key, crate::recognition::ObjectKey::List(d) if d.as_str() == "990201");
            assert!(
                after >= CannotDecide || !needed,
                "{name}: accepted without {key}"
            );
        }
    }
}

#[test]
fn a_domain_recognises_its_own_licences_by_an_agreement_with_itself() {
    let mut setup = Setup::new();
    setup.relying = "990101";
    let store = setup.world.store();
    assert_eq!(setup.decide(&store).recognition, CannotDecide);
    let mut with = store.clone();
    let mut agreement = setup.world.agreement.clone().unwrap();
    agreement.to = RelyingDomain(domain("990101"));
    let header = header(ObjectType::Agreement, "990101", 1);
    let key = crate::recognition::testing::key(12);
    let envelope = crate::recognition::sign_object(&header, &agreement, &[&key]).unwrap();
    with.import(&envelope.to_bytes(), NOW).unwrap();
    assert_eq!(setup.decide(&with).recognition, Accepted);
}

#[test]
fn dates_at_the_edge_of_the_calendar_have_a_verdict() {
    use time::Date;
    for day in [Date::MIN, Date::MAX] {
        for now in [Date::MIN, Date::MAX].map(|day| day.midnight().assume_utc()) {
            let mut setup = Setup::new();
            setup.now = now;
            setup.licence().issued = day;
            setup.licence().valid_from = day;
            setup.licence().valid_until = Some(day);
            setup.report.signatures[0].best_signature_time = Some(now);
            let verdict = setup.decide(&setup.world.store());
            assert!(verdict.recognition >= CannotDecide);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Several changes at once, one object removed: never better than without the removal.
    #[test]
    fn removal_after_any_changes_never_leads_to_acceptance(
        rows in proptest::collection::vec(0..TABLE.len(), 1..4), at in 0usize..8,
    ) {
        let mut setup = Setup::new();
        for row in rows {
            // Rows that count on what an earlier one took away are left out.
            let before = setup.clone();
            let applied = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                let mut next = before.clone();
                TABLE[row].1(&mut next);
                next
            }));
            setup = applied.unwrap_or(before);
        }
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| setup.world.store()));
        prop_assume!(made.is_ok());
        let store = made.unwrap();
        let before = setup.decide(&store).recognition;
        let keys = store.keys();
        let mut without = store.clone();
        without.forget(&keys[at % keys.len()]);
        let after = setup.decide(&without).recognition;
        prop_assert!(after >= CannotDecide || (after >= before));
    }
}

#[test]
fn a_file_that_was_not_opened_is_called_locked_and_nothing_else() {
    let locked = |entry| {
        let mut setup = Setup::new();
        setup.report.answer = Answer::Unknown;
        setup.report.indication = Indication::Indeterminate;
        setup.report.licence = None;
        setup.report.signatures.clear();
        setup.report.encryption = Some(EncryptionReport {
            method: None,
            opened_with: None,
            denied: Vec::new(),
        });
        setup.report.problems = vec![
            Reason::new(&findings_of_signatures::HIDDEN_BY_ENCRYPTION),
            Reason::new(entry),
        ];
        setup
    };
    for entry in [
        &findings_of_signatures::DOCUMENT_PASSWORD_NEEDED,
        &findings_of_signatures::DOCUMENT_PASSWORD_WRONG,
    ] {
        let mut setup = locked(entry);
        let verdict = setup.decide(&setup.world.store());
        let codes: Vec<_> = verdict.reasons.iter().map(Reason::code).collect();
        assert_eq!(
            (verdict.recognition, codes),
            (CannotDecide, vec![entry.code])
        );
        // Whoever locks a sealed file breaks its seal: it is told when the file is open.
        setup.report.answer = Answer::Broken;
        setup.report.indication = Indication::TotalFailed;
        let failed = setup.decide(&setup.world.store());
        assert_eq!(failed.reasons, verdict.reasons);
    }
    let mut setup = locked(&findings_of_signatures::ENCRYPTION_UNSUPPORTED);
    setup.report.answer = Answer::Broken;
    setup.report.indication = Indication::TotalFailed;
    assert_eq!(setup.decide(&setup.world.store()).recognition, Refused);
}
