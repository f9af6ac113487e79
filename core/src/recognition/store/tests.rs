mod roots;

use super::*;
use crate::licence::Status;
use crate::recognition::testing::{
    NOW, World, authority, certificate, domain, header, key, role, root,
};
use crate::recognition::{
    Body, Envelope, IssuingDomain, ObjectType, StatusList, StatusScope, sign_object,
};
use crate::suite::SigningKey;
use proptest::prelude::*;
use time::Duration;

fn signed<T: Body>(header: &Header, body: &T, seeds: &[u8]) -> Vec<u8> {
    let keys: Vec<_> = seeds.iter().map(|seed| key(*seed)).collect();
    let keys: Vec<&dyn SigningKey> = keys.iter().map(|key| key as &dyn SigningKey).collect();
    sign_object(header, body, &keys).unwrap().to_bytes()
}

fn code(result: Result<Imported, ImportRefused>) -> &'static str {
    result.map_or_else(|refused| refused.reason().code(), |_| "taken")
}

fn list() -> List {
    World::new().list
}

fn list_header(seq: u64, store: &Store) -> Header {
    let prev = store.list(&domain("990101")).map(|list| list.digest);
    Header {
        prev,
        ..header(ObjectType::List, "990101", seq)
    }
}

fn states(states: &[Status], as_of: OffsetDateTime) -> StatusList {
    let scope = Scope::Type(crate::licence::TypeCode::parse("11990101TE5T00016T001").unwrap());
    StatusList::new(scope, 0, states.iter().copied(), as_of).unwrap()
}

#[test]
fn a_list_is_taken_only_when_it_follows_what_was_seen() {
    let store = World::new().store();
    let check = |change: &dyn Fn(&mut Header), expected: &str| {
        let mut store = store.clone();
        let mut header = list_header(2, &store);
        change(&mut header);
        let before = store.clone();
        let mut body = list();
        body.recognises = Some(Vec::new());
        assert_eq!(
            code(store.import(&signed(&header, &body, &[11]), NOW)),
            expected
        );
        assert_eq!(store == before, expected != "taken", "{expected}");
    };
    check(&|_| {}, "taken");
    check(&|h| h.prev = None, "IMPORT-PREV-DIFFERS");
    check(&|h| h.seq = 1, "IMPORT-EQUIVOCATION");
    check(&|h| h.seq = 0, "IMPORT-FORMAT");
    check(&|h| h.seq = 9, "taken");
    check(&|h| h.seq = 1_025, "taken");
    check(&|h| h.seq = 1_026, "IMPORT-SEQ-JUMP");
    check(&|h| h.seq = u64::MAX, "IMPORT-SEQ-JUMP");
    check(
        &|h| h.issued_at = NOW + Duration::SECOND,
        "IMPORT-NOT-YET-ISSUED",
    );
    check(
        &|h| {
            h.fresh_until = NOW - Duration::SECOND;
            h.valid_until = NOW - Duration::SECOND;
        },
        "IMPORT-EXPIRED",
    );
    check(
        &|h| h.fresh_until = h.issued_at - Duration::SECOND,
        "IMPORT-FORMAT",
    );
    check(&|h| h.typ = ObjectType::Root, "IMPORT-FORMAT");
    check(&|h| h.domain = domain("990201"), "IMPORT-SIGNATURES");
    check(&|h| h.domain = domain("990301"), "IMPORT-NO-ROOT");
}

#[test]
fn an_older_list_is_a_rollback_even_after_the_newer_was_forgotten() {
    let mut store = World::new().store();
    let first = store.list(&domain("990101")).unwrap().envelope().to_vec();
    let second = signed(&list_header(2, &store), &list(), &[11]);
    assert_eq!(code(store.import(&second, NOW)), "taken");
    assert!(store.import(&second, NOW).unwrap().known);
    assert_eq!(code(store.import(&first, NOW)), "IMPORT-ROLLBACK");
    store.forget(&ObjectKey::List(domain("990101")));
    assert_eq!(code(store.import(&first, NOW)), "IMPORT-ROLLBACK");
    assert_eq!(code(store.import(&second, NOW)), "taken");
}

#[test]
fn only_the_role_of_the_domain_may_sign() {
    let store = World::new().store();
    for (seeds, expected) in [
        (&[11][..], "taken"),
        (&[], "IMPORT-SIGNATURES"),
        (&[10], "IMPORT-SIGNATURES"),
        (&[12], "IMPORT-SIGNATURES"),
        (&[13], "IMPORT-SIGNATURES"),
        (&[21], "IMPORT-SIGNATURES"),
        (&[21, 11, 99], "taken"),
    ] {
        let mut store = store.clone();
        let octets = signed(&list_header(2, &store), &list(), seeds);
        assert_eq!(code(store.import(&octets, NOW)), expected, "{seeds:?}");
    }
    for (seeds, expected) in [
        (&[13][..], "taken"),
        (&[11], "IMPORT-SIGNATURES"),
        (&[23], "IMPORT-SIGNATURES"),
    ] {
        let mut store = store.clone();
        let mut header = header(ObjectType::Status, "990101", 2);
        header.prev = store.statuses().next().map(|status| status.digest);
        let body = states(&[Status::Valid; 16], NOW - Duration::hours(2));
        assert_eq!(
            code(store.import(&signed(&header, &body, seeds), NOW)),
            expected,
            "{seeds:?}"
        );
    }
}

#[test]
fn an_agreement_needs_both_domains() {
    let world = World::new();
    for (seeds, expected) in [
        (&[12, 22][..], "taken"),
        (&[12], "IMPORT-SIGNATURES"),
        (&[22], "IMPORT-SIGNATURES"),
        (&[12, 12], "IMPORT-SIGNATURES"),
    ] {
        let mut store = World {
            agreement: None,
            ..world.clone()
        }
        .store();
        let octets = signed(
            &world.agreement_header,
            world.agreement.as_ref().unwrap(),
            seeds,
        );
        assert_eq!(code(store.import(&octets, NOW)), expected, "{seeds:?}");
    }
}

#[test]
fn a_type_cannot_be_passed_off_as_another() {
    let mut store = World::new().store();
    let octets = signed(&list_header(2, &store), &list(), &[11]);
    let envelope = Envelope::parse(&octets).unwrap();
    for (kind, expected) in [
        (ObjectType::Root.payload_type(), "IMPORT-FORMAT"),
        (ObjectType::Status.payload_type(), "IMPORT-FORMAT"),
        ("application/json", "IMPORT-TYPE"),
    ] {
        let mut other = Envelope::new(kind, envelope.payload().to_vec());
        other.sign(&key(11)).unwrap();
        assert_eq!(
            code(store.import(&other.to_bytes(), NOW)),
            expected,
            "{kind}"
        );
    }
    let mut unsigned_type = octets.clone();
    let text = String::from_utf8(octets)
        .unwrap()
        .replace("list.v1", "list.v2");
    unsigned_type.clear();
    assert_eq!(code(store.import(text.as_bytes(), NOW)), "IMPORT-TYPE");
}

#[test]
fn a_payload_with_a_doubled_or_unknown_name_is_refused_though_it_is_signed() {
    let mut store = World::new().store();
    let octets = signed(&list_header(2, &store), &list(), &[11]);
    let right = String::from_utf8(Envelope::parse(&octets).unwrap().payload().to_vec()).unwrap();
    for (from, to) in [
        (r#""seq":2"#, r#""seq":2,"seq":3"#),
        (r#""seq":2"#, r#""seq":2,"x":3"#),
        (r#""seq":2"#, r#""seq":2.0"#),
        (r#""recognises":null"#, r#""recognises":null,"x":[]"#),
    ] {
        assert!(right.contains(from), "{from}");
        let payload = right.replacen(from, to, 1).into_bytes();
        let mut envelope = Envelope::new(ObjectType::List.payload_type(), payload);
        envelope.sign(&key(11)).unwrap();
        assert_eq!(
            code(store.import(&envelope.to_bytes(), NOW)),
            "IMPORT-FORMAT",
            "{to}"
        );
    }
}

#[test]
fn what_is_revoked_stays_revoked() {
    let world = World {
        states: vec![Status::Valid, Status::Revoked, Status::Suspended],
        ..World::new()
    };
    let store = world.store();
    let digest = store.statuses().next().map(|status| status.digest);
    let check = |next: &[Status], as_of, expected| {
        let header = Header {
            prev: digest,
            ..header(ObjectType::Status, "990101", 2)
        };
        let result = store
            .clone()
            .import(&signed(&header, &states(next, as_of), &[13]), NOW);
        assert_eq!(code(result), expected, "{next:?}");
    };
    let as_of = NOW - Duration::hours(2);
    check(
        &[Status::Valid, Status::Revoked, Status::Valid],
        as_of,
        "taken",
    );
    check(
        &[Status::Valid, Status::Valid, Status::Valid],
        as_of,
        "IMPORT-STATUS-REGRESSION",
    );
    check(&[Status::Valid], as_of, "IMPORT-STATUS-REGRESSION");
    check(
        &[Status::Revoked; 3],
        NOW - Duration::hours(4),
        "IMPORT-ROLLBACK",
    );
}

#[test]
fn a_status_list_with_wrong_coverage_is_refused() {
    let mut store = World::new().store();
    let digest = store.statuses().next().map(|status| status.digest);
    let header = Header {
        prev: digest,
        ..header(ObjectType::Status, "990101", 2)
    };
    let octets = signed(
        &header,
        &states(&[Status::Valid; 16], NOW - Duration::hours(2)),
        &[13],
    );
    let right = String::from_utf8(Envelope::parse(&octets).unwrap().payload().to_vec()).unwrap();
    for (from, to) in [
        (r#""count":16"#, r#""count":17"#),
        (r#""count":16"#, r#""count":12"#),
        (r#""count":16"#, r#""count":18446744073709551615"#),
        (r#""first":0"#, r#""first":18446744073709551610"#),
        (r#""count":16,"#, r#""count":0,"#),
        (r#""bits":"AAAAAA==""#, r#""bits":"AAAA""#),
    ] {
        assert!(right.contains(from), "{from} in {right}");
        let payload = right.replacen(from, to, 1).into_bytes();
        let mut envelope = Envelope::new(ObjectType::Status.payload_type(), payload);
        envelope.sign(&key(13)).unwrap();
        assert_eq!(
            code(store.import(&envelope.to_bytes(), NOW)),
            "IMPORT-FORMAT",
            "{to}"
        );
    }
    let spare = right
        .replacen(r#""count":16"#, r#""count":15"#, 1)
        .replacen("AAAAAA==", "AAAAgA==", 1)
        .into_bytes();
    let mut envelope = Envelope::new(ObjectType::Status.payload_type(), spare);
    envelope.sign(&key(13)).unwrap();
    assert_eq!(
        code(store.import(&envelope.to_bytes(), NOW)),
        "IMPORT-FORMAT"
    );
}

#[test]
fn a_certificate_stands_in_one_list_only() {
    let mut store = World::new().store();
    let mut body = World::new().own_list;
    let mut other = authority();
    other.jurisdiction = crate::licence::AreaCode::parse("990201").unwrap();
    body.authorities = vec![other];
    let digest = store.list(&domain("990201")).map(|list| list.digest);
    let header = Header {
        prev: digest,
        ..header(ObjectType::List, "990201", 2)
    };
    assert_eq!(
        code(store.import(&signed(&header, &body, &[21]), NOW)),
        "IMPORT-LISTED-ELSEWHERE"
    );
    body.authorities[0].certificates[0].sha256 = Sha256([7; 32]);
    assert_eq!(
        code(store.import(&signed(&header, &body, &[21]), NOW)),
        "taken"
    );
    assert_eq!(
        store
            .find_certificate(&certificate())
            .unwrap()
            .0
            .header
            .domain,
        domain("990101")
    );
}

#[test]
fn an_authority_outside_the_domain_is_refused() {
    let mut store = World::new().store();
    let mut body = list();
    body.authorities[0].jurisdiction = crate::licence::AreaCode::parse("990000").unwrap();
    let octets = signed(&list_header(2, &store), &body, &[11]);
    assert_eq!(
        code(store.import(&octets, NOW)),
        "IMPORT-OUTSIDE-JURISDICTION"
    );
}

#[test]
fn a_clock_behind_the_store_imports_nothing() {
    let mut store = World::new().store();
    let floor = store.time_floor().unwrap();
    let mut header = list_header(2, &store);
    header.issued_at = floor - Duration::days(2);
    let octets = signed(&header, &list(), &[11]);
    assert_eq!(
        code(store.import(&octets, floor - Duration::days(1))),
        "REC-CLOCK-BEHIND"
    );
    assert_eq!(code(store.import(&octets, NOW)), "taken");
}

#[test]
fn a_store_is_read_back_as_it_was() {
    let mut store = World::new().store();
    let read = Store::from_bytes(&store.to_bytes()).unwrap();
    assert_eq!(read, store);
    assert_eq!(read.digest(), store.digest());
    store.forget(&ObjectKey::List(domain("990101")));
    assert_eq!(
        Store::from_bytes(&store.to_bytes()).unwrap(),
        store,
        "floors outlive objects"
    );
}

#[test]
fn a_store_that_went_back_in_time_or_was_changed_is_not_read() {
    let mut store = World::new().store();
    let old = store.clone();
    let octets = signed(&list_header(2, &store), &list(), &[11]);
    store.import(&octets, NOW).unwrap();
    let mut mixed = store.clone();
    mixed.lists = old.lists;
    assert!(matches!(
        Store::from_bytes(&mixed.to_bytes()),
        Err(StoreError::Regressed { .. })
    ));
    let mut unpinned = store.clone();
    unpinned.pins.clear();
    assert!(matches!(
        Store::from_bytes(&unpinned.to_bytes()),
        Err(StoreError::Object { place: 0, .. })
    ));
    let text = String::from_utf8(store.to_bytes()).unwrap();
    assert!(Store::from_bytes(text.replace("store/1", "store/2").as_bytes()).is_err());
    assert!(Store::from_bytes(b"").is_err());
}

#[test]
fn a_list_that_contradicts_itself_is_refused() {
    for change in [
        (|l: &mut List| l.authorities.push(authority())) as fn(&mut List),
        |l| l.authorities[0].standing.clear(),
        |l| {
            let first = l.authorities[0].standing[0];
            l.authorities[0].standing.push(first);
        },
        |l| {
            let first = l.authorities[0].certificates[0].clone();
            l.authorities[0].certificates.push(first);
        },
    ] {
        let mut store = World::new().store();
        let mut body = list();
        change(&mut body);
        let octets = signed(&list_header(2, &store), &body, &[11]);
        assert_eq!(code(store.import(&octets, NOW)), "IMPORT-FORMAT");
    }
}

#[test]
fn recognised_domains_and_scopes_are_plain_json() {
    let body = List {
        status_scope: StatusScope::All,
        recognises: Some(vec![IssuingDomain(domain("990101"))]),
        authorities: Vec::new(),
    };
    assert_eq!(
        serde_json::to_string(&body).unwrap(),
        r#"{"status_scope":"all","recognises":["990101"],"authorities":[]}"#
    );
}

proptest! {
    #[test]
    fn any_octets_are_refused_without_panic(octets: Vec<u8>) {
        prop_assert!(World::new().store().import(&octets, NOW).is_err());
        prop_assert!(Store::from_bytes(&octets).is_err());
    }

    #[test]
    fn one_changed_octet_of_an_envelope_is_never_taken_as_something_else(
        at in 0usize..4_000, bit in 0u8..8,
    ) {
        let mut store = World::new().store();
        let mut octets = signed(&list_header(2, &store), &list(), &[11]);
        let at = at % octets.len();
        octets[at] ^= 1 << bit;
        if let Ok(imported) = store.import(&octets, NOW) {
            // The key hint is the one part that nobody vouches for.
            let right = signed(&list_header(2, &World::new().store()), &list(), &[11]);
            let payload = Envelope::parse(&right).unwrap();
            prop_assert_eq!(imported.digest, Sha256::of(payload.payload()));
        }
    }
}
