//! Seals of both suites: each licence has two signatures, and each vouches for itself.

use super::*;
use crate::service::seal_register;
use crate::service::seal_state::{self, StateChange, Step};
use crate::service::sign::Suite;
use time::Duration;
use yinxin_core::verify::{Policy, SealForm};

const INTERNATIONAL: &[(&str, Role)] = &[("root", Role::Signer)];
const CHINESE: &[(&str, Role)] = &[("sm2-root", Role::Signer), ("sm2-maker", Role::Maker)];

fn judge_by(place: &Place, file: &Path, anchors: &[(&str, Role)], policy: Policy) -> Report {
    let bureau = place.open();
    let anchors: Vec<_> = { anchors.iter() }
        .map(|(id, role)| TrustAnchor {
            certificate: bureau.chain(id).unwrap().remove(0),
            role: *role,
        })
        .collect();
    let crls = exchange::crls(&bureau).unwrap();
    Verifier::new(&anchors, NOW + Duration::days(2))
        .revocation_lists(&crls)
        .policy(policy)
        .run(&std::fs::read(file).unwrap())
        .unwrap()
}

fn one_licence(place: &Place) -> PathBuf {
    let events = place.issue(&format!("{HEAD}{GOOD}"));
    issued(&events[1]).1.into()
}

fn step(place: &Place, step: Step) {
    let change = StateChange::Of {
        id: "approval".into(),
        step,
    };
    let decision = seal_register::Decision {
        why: step.name().into(),
        by: None,
        at: NOW + Duration::days(1),
    };
    seal_state::change_in(&place.open(), &change, &decision).unwrap();
}

#[test]
fn a_licence_is_sealed_twice_and_each_policy_rests_on_its_own_signature() {
    let place = Place::with(Suites::Both);
    let file = one_licence(&place);
    let both = [INTERNATIONAL, CHINESE].concat();
    let report = judge_by(&place, &file, &both, Policy::All);
    assert_eq!(report.answer, Answer::Valid, "{report:#?}");
    let [first, second] = &report.signatures[..] else {
        panic!("two signatures: {report:#?}")
    };
    assert_eq!(
        (first.field.as_str(), second.field.as_str()),
        ("Seal1", "Seal2")
    );
    assert_eq!(second.sub_filter, "GM.sm2seal");
    let seal = second.seal.as_ref().unwrap();
    assert_eq!(seal.form, SealForm::Gbt38540);
    assert_eq!(seal.id.as_deref(), Some("11990101TE5T00016T-approval"));
    assert!(first.modification_allowed && first.places.len() == 1 && second.places.is_empty());
    for (anchors, policy, answer) in [
        (INTERNATIONAL, Policy::Eu, Answer::Valid),
        (INTERNATIONAL, Policy::Gm, Answer::Untrusted),
        (INTERNATIONAL, Policy::All, Answer::Untrusted),
        (CHINESE, Policy::Gm, Answer::Valid),
        (CHINESE, Policy::Eu, Answer::Untrusted),
        (CHINESE, Policy::All, Answer::Untrusted),
    ] {
        let report = judge_by(&place, &file, anchors, policy);
        assert_eq!(report.answer, answer, "{policy:?} {report:#?}");
    }
    // A root of signers makes no seals.
    let no_maker = [("sm2-root", Role::Signer)];
    let report = judge_by(&place, &file, &no_maker, Policy::Gm);
    assert_ne!(report.indication, Indication::TotalPassed);
}

#[test]
fn a_seal_of_both_suites_that_is_revoked_has_both_certificates_revoked() {
    let place = Place::with(Suites::Both);
    let file = one_licence(&place);
    step(&place, Step::Revoke);
    for (anchors, policy) in [(INTERNATIONAL, Policy::Eu), (CHINESE, Policy::Gm)] {
        let report = judge_by(&place, &file, anchors, policy);
        assert_eq!(report.answer, Answer::Revoked, "{policy:?} {report:#?}");
    }
}

#[test]
fn the_register_of_seals_names_what_a_seal_of_both_suites_signs_with() {
    let place = Place::with(Suites::Both);
    let bureau = place.open();
    let shown = seal::show_in(&bureau, Some("approval")).unwrap().remove(0);
    let register = seal_register::read(&bureau).unwrap().unwrap();
    let marks = register.get("approval").unwrap().marks().unwrap();
    let certificates: Vec<_> = { marks.certificates.iter() }
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        certificates,
        [
            shown.certificate_sha256.unwrap(),
            shown.second.unwrap().certificate_sha256
        ]
    );
    let esl = std::fs::read(place.path("home/seals/approval.esl")).unwrap();
    assert_eq!(
        marks.file.unwrap().to_string(),
        crate::audit::hex_sha256(&esl)
    );
    assert_eq!(marks.es_id, shown.es_id);
}

#[test]
fn a_home_seals_a_document_in_the_suite_that_is_asked_for() {
    let place = Place::with(Suites::Both);
    let file = one_licence(&place);
    let mut request = place.sign_request(&file, Output::CopyTo(place.path("more.pdf")));
    request.suite = Some(Suite::Gm);
    let signed = sign::sign(&request).unwrap();
    assert_eq!(signed.level, None);
    let both = [INTERNATIONAL, CHINESE].concat();
    let report = judge_by(&place, &place.path("more.pdf"), &both, Policy::All);
    assert_eq!(report.answer, Answer::Valid, "{report:#?}");
    assert_eq!(report.signatures.len(), 3);
    assert_eq!(report.signatures[2].sub_filter, "GM.sm2seal");
    let other = Place::new();
    let file = one_licence(&other);
    let mut request = other.sign_request(&file, Output::CopyTo(other.path("more.pdf")));
    request.suite = Some(Suite::Gm);
    assert_eq!(
        sign::sign(&request).unwrap_err().code(),
        "SEAL_OF_ONE_SUITE"
    );
    assert!(!other.path("more.pdf").exists());
}

#[test]
fn a_list_that_a_crash_kept_from_being_made_is_made_with_the_next_seal() {
    let place = Place::with(Suites::Both);
    let list = place.path("home/certificates/sm2-root.crl");
    std::fs::remove_file(&list).unwrap();
    seal::make(&MakeRequest {
        home: place.path("home"),
        id: Some("other".into()),
        wanted: Some((unit(), face())),
        key_password_file: Some(place.path("pw")),
        valid_days: 365,
        suites: Suites::Both,
        at: NOW,
    })
    .unwrap();
    assert!(list.exists());
}

#[test]
fn publishing_the_states_of_licences_renews_the_lists_of_revoked_certificates() {
    let place = Place::with(Suites::Both);
    let bureau = place.open();
    exchange::root(&bureau, "Yunze", NOW).unwrap();
    let later = NOW + Duration::days(29);
    exchange::status(&bureau, later).unwrap();
    let crls = exchange::crls(&bureau).unwrap();
    assert_eq!(crls.len(), 2);
    for crl in crls {
        assert_eq!(crl.next_update(), Some(later + Duration::days(30)));
    }
}
