//! What became of licences, seals and lists.

use super::*;
use crate::service::verify::{Policy, Revocation, Verifier, VerifyRequest};
use crate::store::Batch;

#[test]
fn a_list_is_filtered_and_paged_and_names_no_more_than_asked() {
    let place = Place::new();
    place.issue(&format!("{HEAD}{GOOD}{GOOD}"));
    let request = |after: Option<String>| ListRequest {
        home: place.path("home"),
        type_code: Some(FOOD.into()),
        state: Some(State::Valid),
        matching: Some("好山水".into()),
        after,
        limit: 1,
        names: Names::Masked,
        at: NOW,
    };
    let first = issue::list(&request(None)).unwrap();
    assert_eq!(first.licences.len(), 1);
    let second = issue::list(&request(first.next.clone())).unwrap();
    assert_eq!(second.licences.len(), 1);
    assert_ne!(first.licences, second.licences);
    assert_eq!(second.next, None);
    assert!(
        first.licences[0]
            .fields
            .iter()
            .all(|field| field.value.is_none())
    );
    let none = ListRequest {
        state: Some(State::Revoked),
        ..request(None)
    };
    assert!(issue::list(&none).unwrap().licences.is_empty());
}

#[test]
fn a_licence_shows_as_expired_after_its_last_day() {
    let place = Place::new();
    let events = place.issue(&format!("{HEAD}{GOOD}"));
    let (identifier, _) = issued(&events[1]);
    let shown = |at| issue::show(&place.path("home"), identifier, Names::Full, at).unwrap();
    assert_eq!(shown(NOW).state, "valid");
    let last = shown(NOW).valid_until.unwrap();
    // The last day ends at midnight of UTC+8, which is 16:00 UTC.
    let end = last.with_hms(15, 59, 59).unwrap().assume_utc();
    assert_eq!(shown(end).state, "valid");
    assert_eq!(shown(end + time::Duration::SECOND).state, "expired");
}

#[test]
fn a_final_state_has_no_way_back_and_reaches_the_status_list() {
    let place = Place::new();
    let events = place.issue(&format!("{HEAD}{GOOD}"));
    let (identifier, _) = issued(&events[1]);
    let bureau = place.open();
    state::change(&bureau, identifier, State::Withdrawn, NOW).unwrap();
    let back = state::change(&bureau, identifier, State::Valid, NOW);
    assert!(
        matches!(back, Err(ServiceError::StateFinal { .. })),
        "{back:?}"
    );
    exchange::root(&bureau, "Yunze", NOW).unwrap();
    let first = exchange::status(&bureau, NOW).unwrap();
    let second = exchange::status(&bureau, NOW).unwrap();
    let text = |envelope: &yinxin_core::recognition::Envelope| {
        String::from_utf8(envelope.payload().to_vec()).unwrap()
    };
    assert!(text(&first).contains("\"seq\":1"));
    assert!(
        text(&second).contains("\"seq\":2"),
        "a sequence number is never used twice"
    );
}

#[test]
fn a_seal_whose_certificate_is_revoked_passes_no_more() {
    let place = Place::new();
    let events = place.issue(&format!("{HEAD}{GOOD}"));
    let (_, file) = issued(&events[1]);
    {
        let bureau = place.open();
        let certificate = bureau.chain("seal-approval").unwrap().remove(0);
        let root = HomeRoot::International;
        let batch = revocation::revoked(Batch::new(), root, &certificate, NOW).unwrap();
        bureau.store().apply(batch).unwrap();
        revocation::publish(&bureau, root, NOW).unwrap();
    }
    let report = judge(&place, file);
    assert_eq!(report.answer, Answer::Revoked, "{report:#?}");
    assert_ne!(report.indication, Indication::TotalPassed);
}

#[test]
fn a_revocation_list_that_its_issuer_did_not_sign_is_not_kept() {
    let place = Place::new();
    let root = place.path("home/certificates/root.pem");
    let ders = super::super::certificate::read_all(&root).unwrap();
    super::super::trust::import(&super::super::trust::ImportRequest {
        home: place.path("home"),
        file: root,
        role: super::super::trust::Role::Signer,
        fingerprint: super::super::certificate::Fingerprint::of(&ders[0]),
    })
    .unwrap();
    let bureau = Bureau::open(&place.path("home"), None).unwrap();
    let name = Path::new("list.crl");
    let genuine = exchange::crls(&bureau).unwrap().remove(0);
    let mut forged = genuine.der().to_vec();
    *forged.last_mut().unwrap() ^= 1;
    let forged = yinxin_core::x509::Crl::parse(&forged).unwrap();
    for _ in 0..2 {
        let refused = exchange::keep_crl(&bureau, &forged, name, NOW);
        assert!(
            matches!(refused, Err(ServiceError::RevocationListNotSigned { .. })),
            "{refused:?}"
        );
        // The genuine one is taken before and after.
        exchange::keep_crl(&bureau, &genuine, name, NOW).unwrap();
    }
}

#[test]
fn a_place_that_no_licence_has_vouches_for_nothing() {
    let place = Place::new();
    let events = place.issue(&format!("{HEAD}{GOOD}"));
    let (identifier, _) = issued(&events[1]);
    let bureau = place.open();
    let licence = issue::record(&bureau, identifier).unwrap();
    let index = licence.licence().unwrap().status_index.unwrap();
    assert_eq!(told(&bureau, index), Status::Valid);
    let other = if index == 0 { 1 } else { index - 1 };
    assert_eq!(told(&bureau, other), Status::Revoked);
}

#[test]
fn verify_says_that_it_could_not_look_where_the_issuers_records_are_in_use() {
    let place = Place::new();
    let events = place.issue(&format!("{HEAD}{GOOD}"));
    let (_, file) = issued(&events[1]);
    let look = || {
        let verifier = Verifier::prepare(VerifyRequest {
            trust: Vec::new(),
            home: Some(place.path("home")),
            policy: Policy::All,
            at: NOW,
            revocation: Revocation::Require,
            crls: Vec::new(),
            ocsps: Vec::new(),
            offline: true,
            password_file: None,
            seal_registers: Vec::new(),
            content: None,
            evidence: None,
        })
        .unwrap();
        let report = verifier.judge(Path::new(file)).unwrap();
        let checks = report.licence.unwrap().checks;
        let told = checks.last().unwrap();
        let reason = told.reason.as_ref().map(|reason| reason.code());
        (told.name, told.passed, reason)
    };
    assert_eq!(look(), ("status", true, None));
    let held = place.open();
    let in_use = ("own-record", false, Some("LIC-OWN-RECORD-IN-USE"));
    assert_eq!(look(), in_use);
    drop(held);
    assert_eq!(look(), ("status", true, None));
}
