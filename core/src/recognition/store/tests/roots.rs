//! Roots: the first by its pin, the next by the one before.

use super::*;

#[test]
fn a_first_root_needs_the_pinned_keys() {
    let fingerprint = |seed| root("990101", seed).roles.root.keys[0].fingerprint();
    let octets = signed(
        &header(ObjectType::Root, "990101", 1),
        &root("990101", 10),
        &[10],
    );
    for (pin, expected) in [
        (None, "IMPORT-NOT-PINNED"),
        (Some((1, vec![fingerprint(10)])), "taken"),
        (Some((1, vec![fingerprint(20)])), "IMPORT-PIN-NOT-MET"),
        (
            Some((2, vec![fingerprint(10), fingerprint(20)])),
            "IMPORT-PIN-NOT-MET",
        ),
        (Some((0, vec![fingerprint(10)])), "IMPORT-PIN-NOT-MET"),
        (Some((1, vec![])), "IMPORT-PIN-NOT-MET"),
    ] {
        let mut store = Store::new();
        if let Some((threshold, fingerprints)) = pin {
            let fingerprints = fingerprints.into_iter().collect();
            store.pin(
                domain("990101"),
                Pin {
                    threshold,
                    fingerprints,
                },
            );
        }
        assert_eq!(code(store.import(&octets, NOW)), expected);
    }
}

#[test]
fn the_next_root_is_signed_by_the_old_and_the_new_and_drops_what_it_does_not_vouch_for() {
    let store = World::new().store();
    let mut next = root("990101", 10);
    next.roles.root = role(&[30], 1);
    next.roles.status = role(&[33], 1);
    let prev = store.root(&domain("990101")).map(|root| root.digest);
    let check = |seq: u64, seeds: &[u8], expected: &str| {
        let mut store = store.clone();
        let header = Header {
            prev,
            ..header(ObjectType::Root, "990101", seq)
        };
        let result = store.import(&signed(&header, &next, seeds), NOW);
        let dropped: Vec<ObjectType> = result
            .as_ref()
            .map(|imported| {
                imported
                    .dropped
                    .iter()
                    .map(ObjectKey::object_type)
                    .collect()
            })
            .unwrap_or_default();
        assert_eq!(code(result), expected, "{seeds:?}");
        if expected == "taken" {
            assert_eq!(dropped, [ObjectType::Status]);
            let read = Store::from_bytes(&store.to_bytes()).unwrap();
            assert_eq!(read, store, "a chain of roots is read back");
        }
    };
    check(2, &[10, 30], "taken");
    check(2, &[10], "IMPORT-SIGNATURES");
    check(2, &[30], "IMPORT-SIGNATURES");
    check(3, &[10, 30], "IMPORT-SEQ-JUMP");
}

#[test]
fn a_threshold_counts_distinct_keys() {
    let store = World::new().store();
    let mut next = root("990101", 10);
    next.roles.list = role(&[40, 41, 42], 2);
    let prev = store.root(&domain("990101")).map(|root| root.digest);
    let mut store = store.clone();
    let root_header = Header {
        prev,
        ..header(ObjectType::Root, "990101", 2)
    };
    store
        .import(&signed(&root_header, &next, &[10]), NOW)
        .unwrap();
    let header = Header {
        prev: Some(store.floors[&ObjectKey::List(domain("990101"))].digest),
        ..header(ObjectType::List, "990101", 2)
    };
    for (seeds, expected) in [
        (&[40, 40][..], "IMPORT-SIGNATURES"),
        (&[40, 99], "IMPORT-SIGNATURES"),
        (&[42, 99, 40], "taken"),
    ] {
        let mut store = store.clone();
        assert_eq!(
            code(store.import(&signed(&header, &list(), seeds), NOW)),
            expected,
            "{seeds:?}"
        );
    }
}

#[test]
fn a_root_with_impossible_roles_is_refused() {
    for change in [
        (|r: &mut Root| r.roles.status.threshold = 0) as fn(&mut Root),
        |r| r.roles.status.threshold = 2,
        |r| r.roles.status.keys.clear(),
        |r| r.roles.list = role(&[1, 1], 1),
        |r| r.roles.list = role(&(50..67).collect::<Vec<u8>>(), 1),
    ] {
        let mut body = root("990101", 10);
        let fingerprints = [body.roles.root.keys[0].fingerprint()]
            .into_iter()
            .collect();
        change(&mut body);
        let mut store = Store::new();
        store.pin(
            domain("990101"),
            Pin {
                threshold: 1,
                fingerprints,
            },
        );
        let octets = signed(&header(ObjectType::Root, "990101", 1), &body, &[10]);
        assert_eq!(code(store.import(&octets, NOW)), "IMPORT-FORMAT");
    }
}
