//! What a report is told of a licence, without a decision.

use super::*;

/// State, and outcome and first reason of the check, after what is known was added.
fn known(setup: &Setup, store: &Store) -> (&'static str, Option<(bool, Option<&'static str>)>) {
    let mut report = setup.report.clone();
    add_known_state(&mut report, store, setup.own_record, setup.now);
    let licence = report.licence.unwrap();
    let mut status = licence.checks.iter().filter(|check| check.name == "status");
    let check = status.next();
    assert!(status.next().is_none());
    let told = check.map(|check| (check.passed, check.reason.as_ref().map(Reason::code)));
    (licence.state, told)
}

#[test]
fn a_report_is_told_what_a_list_or_the_issuers_own_record_says_of_the_licence() {
    let rows: [(Change, &str, bool, Option<&str>); 9] = [
        (|_| {}, "valid", true, None),
        (
            |s| s.world.states[7] = Status::Revoked,
            "revoked",
            false,
            Some("REC-STATUS-REVOKED"),
        ),
        (
            |s| s.world.states[7] = Status::Suspended,
            "suspended",
            false,
            Some("REC-STATUS-SUSPENDED"),
        ),
        (
            |s| s.world.states[7] = Status::Replaced,
            "replaced",
            false,
            Some("REC-STATUS-REPLACED"),
        ),
        (
            |s| s.own_record = Some(Status::Revoked),
            "revoked",
            false,
            Some("REC-STATUS-REVOKED"),
        ),
        (
            |s| {
                s.own_record = Some(Status::Valid);
                s.world.states[7] = Status::Revoked;
            },
            "revoked",
            false,
            Some("REC-STATUS-REVOKED"),
        ),
        // What is old still tells of what is revoked, and vouches for nothing.
        (
            |s| {
                s.world.states[7] = Status::Revoked;
                s.now = NOW + Duration::days(400);
            },
            "revoked",
            false,
            Some("REC-STATUS-REVOKED"),
        ),
        (
            |s| s.now = NOW + Duration::days(400),
            "valid",
            false,
            Some("REC-OBJECT-EXPIRED"),
        ),
        (
            |s| s.licence().status_index = Some(9_999),
            "valid",
            false,
            Some("REC-STATUS-NOT-COVERED"),
        ),
    ];
    for (at, (change, state, passed, code)) in rows.into_iter().enumerate() {
        let mut setup = Setup::new();
        let index = setup.licence().status_index;
        assert_eq!(index, Some(7));
        change(&mut setup);
        let found = known(&setup, &setup.world.store());
        assert_eq!(found, (state, Some((passed, code))), "row {at}");
    }
}

#[test]
fn a_list_of_somebody_else_says_nothing_of_a_licence() {
    let mut setup = Setup::new();
    setup.world.states[7] = Status::Revoked;
    let store = setup.world.store();
    assert_eq!(known(&setup, &Store::new()), ("valid", None));
    let changes: [Change; 4] = [
        |s| s.licence().issuer.code = "11990202TE5T00016T".to_owned(),
        |s| s.report.signatures[0].kind = SignatureKind::Signature,
        |s| s.report.signatures[0].integrity = Integrity::Broken,
        |s| s.report.signatures[0].signer = None,
    ];
    for change in changes {
        let mut setup = setup.clone();
        change(&mut setup);
        assert_eq!(known(&setup, &store), ("valid", None));
    }
    let mut without = store.clone();
    without.forget(&crate::recognition::ObjectKey::Root(domain("990101")));
    assert_eq!(known(&setup, &without), ("valid", None));
}
