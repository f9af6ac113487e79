use super::*;
use yinxin_core::pdf::{FieldLock, LockAction};

/// An issued licence, with its seal in the field `Seal1`.
fn document(place: &Place) -> PathBuf {
    let events = place.issue(&format!("{HEAD}{GOOD}"));
    issued(&events[1]).1.into()
}

fn codes(signed: &crate::wire::Signed) -> Vec<&str> {
    signed.problems.iter().map(|one| &*one.code).collect()
}

#[test]
fn a_certificate_out_of_its_term_is_told_when_it_signs() {
    let place = Place::new();
    let input = document(&place);
    for (name, at, told) in [
        ("now.pdf", NOW, &[][..]),
        (
            "early.pdf",
            datetime!(2001-01-01 0:00 UTC),
            &["SIGNED_OUT_OF_TERM"],
        ),
        (
            "late.pdf",
            datetime!(2090-01-01 0:00 UTC),
            &["SIGNED_OUT_OF_TERM"],
        ),
    ] {
        let output = Output::CopyTo(place.path(name));
        let request = SignRequest {
            at,
            ..place.sign_request(&input, output)
        };
        let signed = sign::sign(&request).unwrap();
        assert_eq!(codes(&signed), told, "{name}");
    }
}

#[test]
fn a_lock_that_names_no_field_is_told() {
    let place = Place::new();
    let input = document(&place);
    for (number, (names, is_told)) in [
        (vec!["Nope"], true),
        (vec!["Seal1", "Mine"], false),
        (vec!["Mine", "Seal1.Below"], true),
    ]
    .into_iter()
    .enumerate()
    {
        let output = Output::CopyTo(place.path(&format!("{number}.pdf")));
        let request = SignRequest {
            field: Some("Mine".into()),
            lock: Some(FieldLock {
                action: LockAction::Include,
                fields: names.iter().map(|name| (*name).to_owned()).collect(),
                permission: None,
            }),
            ..place.sign_request(&input, output)
        };
        let signed = sign::sign(&request).unwrap();
        let told = codes(&signed).contains(&"LOCK_NAMES_NOTHING");
        assert_eq!(told, is_told, "{names:?}: {signed:?}");
    }
}
