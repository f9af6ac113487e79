//! The life of seals and their register.

use super::*;
use crate::service::seal_register::{self, Decision};
use crate::service::seal_state::{self, StateChange, Step};
use crate::wire::seal::SealShown;
use time::Duration;
use yinxin_core::seal::SealState;
use yinxin_core::seal::register::SealRegister;

fn decision(why: &str, at: OffsetDateTime) -> Decision {
    Decision {
        why: why.into(),
        by: Some("测试甲".into()),
        at,
    }
}

fn take(bureau: &Bureau, id: &str, step: Step, day: i64) -> Result<SealShown, ServiceError> {
    let change = StateChange::Of {
        id: id.into(),
        step,
    };
    let decision = decision(step.name(), NOW + Duration::days(day));
    seal_state::change_in(bureau, &change, &decision)
}

fn apply(bureau: &Bureau, id: &str) {
    let change = StateChange::Apply {
        id: Some(id.into()),
        unit: unit(),
        face: face(),
    };
    let applied = seal_state::change_in(bureau, &change, &decision("机构设立", NOW)).unwrap();
    assert_eq!(applied.state, "applied");
    assert_eq!(applied.certificate_sha256, None);
}

fn make(bureau: &Bureau, id: &str) -> Result<SealShown, ServiceError> {
    let request = MakeRequest {
        home: bureau.home().path().into(),
        id: Some(id.into()),
        wanted: None,
        key_password_file: None,
        valid_days: 365,
        suites: Suites::International,
        at: NOW,
    };
    seal::make_in(bureau, &request)
}

fn state_of(bureau: &Bureau, id: &str) -> SealState {
    let register = seal_register::read(bureau).unwrap().unwrap();
    register.get(id).unwrap().state()
}

#[test]
fn a_seal_is_applied_for_approved_made_and_issued_and_only_then_used() {
    let place = Place::new();
    let bureau = place.open();
    apply(&bureau, "second");
    let early = make(&bureau, "second").unwrap_err();
    assert_eq!(early.code(), "SEAL_STATE");
    assert!(take(&bureau, "second", Step::Issue, 0).is_err());
    take(&bureau, "second", Step::Approve, 0).unwrap();
    let made = make(&bureau, "second").unwrap();
    assert_eq!(made.state, "made");
    assert!(made.certificate_sha256.is_some());
    let early = seal::to_use(&bureau, "second").unwrap_err();
    assert_eq!(early.code(), "SEAL_OUT_OF_USE");
    take(&bureau, "second", Step::Issue, 0).unwrap();
    seal::to_use(&bureau, "second").unwrap();
    let shown = seal::show_in(&bureau, Some("second")).unwrap().remove(0);
    let states: Vec<_> = shown.history.iter().map(|one| one.state.as_ref()).collect();
    assert_eq!(states, ["applied", "approved", "made", "issued"]);
    assert_eq!(shown.history[0].why, "机构设立");
    assert_eq!(shown.history[0].by.as_deref(), Some("测试甲"));
    assert!(shown.history[0].who.starts_with("uid:"));
}

#[test]
fn a_seal_that_is_suspended_signs_nothing_until_it_is_resumed() {
    let place = Place::new();
    let rows = format!("{HEAD}{GOOD}");
    let events = place.issue(&rows);
    let (_, file) = issued(&events[1]);
    take(&place.open(), "approval", Step::Suspend, 0).unwrap();
    let refused = issue::Press::new(&place.open(), FOOD, "approval").map(|_| ());
    assert_eq!(refused.unwrap_err().code(), "SEAL_OUT_OF_USE");
    let copy = Output::CopyTo(place.path("copy.pdf"));
    let refused = place.sign(Path::new(file), copy.clone()).unwrap_err();
    assert_eq!(refused.code(), "SEAL_OUT_OF_USE");
    assert!(!place.path("copy.pdf").exists());
    take(&place.open(), "approval", Step::Resume, 0).unwrap();
    place.sign(Path::new(file), copy).unwrap();
}

#[test]
fn a_seal_that_is_made_again_closes_the_old_one_when_it_is_issued_and_both_name_each_other() {
    let place = Place::new();
    let bureau = place.open();
    let change = StateChange::Remake {
        id: "approval".into(),
        new: Some("approval-2".into()),
    };
    let applied = seal_state::change_in(&bureau, &change, &decision("损坏", NOW)).unwrap();
    assert_eq!(applied.remakes.as_deref(), Some("approval"));
    take(&bureau, "approval-2", Step::Approve, 0).unwrap();
    make(&bureau, "approval-2").unwrap();
    assert_eq!(state_of(&bureau, "approval"), SealState::Issued);
    take(&bureau, "approval-2", Step::Issue, 0).unwrap();
    assert_eq!(state_of(&bureau, "approval"), SealState::Cancelled);
    let text = String::from_utf8(seal_register::text(bureau.store()).unwrap()).unwrap();
    assert!(text.contains("\"remakes\":\"approval\""), "{text}");
    assert!(text.contains("\"successor\":\"approval-2\""), "{text}");
    let again = seal_state::change_in(&bureau, &change, &decision("再", NOW));
    assert_eq!(again.unwrap_err().code(), "SEAL_STATE");
    // One whose key was lost is made again, too.
    take(&bureau, "approval-2", Step::Revoke, 0).unwrap();
    let change = StateChange::Remake {
        id: "approval-2".into(),
        new: Some("approval-3".into()),
    };
    let applied = seal_state::change_in(&bureau, &change, &decision("密钥遗失", NOW)).unwrap();
    assert_eq!(applied.remakes.as_deref(), Some("approval-2"));
}

#[test]
fn a_licence_under_a_seal_that_was_revoked_since_passes_no_more_and_under_a_closed_one_it_does() {
    let place = Place::new();
    let rows = format!("{HEAD}{GOOD}");
    let events = place.issue(&rows);
    let (_, file) = issued(&events[1]);
    assert_eq!(judge(&place, file).answer, Answer::Valid);
    take(&place.open(), "approval", Step::Revoke, 0).unwrap();
    assert_eq!(judge(&place, file).answer, Answer::Revoked);
    // As after a crash between the register and the list.
    std::fs::remove_file(place.path("home/certificates/root.crl")).unwrap();
    take(&place.open(), "approval", Step::Revoke, 0).unwrap();
    assert_eq!(judge(&place, file).answer, Answer::Revoked);
    let other = Place::new();
    let events = other.issue(&rows);
    let (_, file) = issued(&events[1]);
    take(&other.open(), "approval", Step::Cancel, 0).unwrap();
    assert_eq!(judge(&other, file).answer, Answer::Valid);
}

#[test]
fn the_copy_beside_the_certificates_is_made_whole_again_when_a_home_is_opened() {
    let place = Place::new();
    let copy = place.path("home/certificates/register-of-seals.txt");
    let whole = std::fs::read(&copy).unwrap();
    for spoilt in [&whole[..whole.len() / 2], b""] {
        std::fs::write(&copy, spoilt).unwrap();
        drop(place.open());
        assert_eq!(std::fs::read(&copy).unwrap(), whole);
    }
    std::fs::remove_file(&copy).unwrap();
    drop(place.open());
    assert_eq!(std::fs::read(&copy).unwrap(), whole);
}

#[test]
fn a_register_that_is_handed_out_is_closed_and_the_home_goes_on_behind_the_same_lines() {
    let place = Place::new();
    let bureau = place.open();
    let handed = seal_register::closed(&bureau, NOW).unwrap();
    let register = SealRegister::parse(&handed).unwrap();
    assert_eq!(register.head(), Some((NOW, NOW + Duration::days(7))));
    assert_eq!(register.domain(), "990101");
    assert_eq!(register.get("approval").unwrap().owner().code, unit().code);
    take(&bureau, "approval", Step::Suspend, 1).unwrap();
    let own = seal_register::text(bureau.store()).unwrap();
    let common = own.iter().zip(&handed).take_while(|(a, b)| a == b).count();
    assert!(handed.len() - common < 600, "only the last line differs");
    assert!(SealRegister::parse(&own).unwrap().head().is_none());
}
