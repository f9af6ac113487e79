//! Registers of seals that another authority handed out.

use super::*;
use crate::service::certificate::{self, Fingerprint};
use crate::service::exchange::files::{Received, import_in};
use crate::service::recognise::{RecogniseRequest, Submitted, recognise_in};
use crate::service::seal_register::{self, Decision};
use crate::service::seal_state::{self, StateChange, Step};
use crate::service::trust;
use crate::service::verify::{Policy, Revocation, Verifier as Prepared};
use crate::wire::exchange::ObjectsImported;
use time::Duration;

/// Has a home trust another: its root for signers, the certificate of its register for that.
fn trusts(home: &Place, other: &Place, role: trust::Role) {
    let name = match role {
        trust::Role::Status => "register-of-seals",
        _ => "root",
    };
    let file = other.path(&format!("home/certificates/{name}.pem"));
    let ders = certificate::read_all(&file).unwrap();
    trust::import(&trust::ImportRequest {
        home: home.path("home"),
        file,
        role,
        fingerprint: Fingerprint::of(&ders[0]),
    })
    .unwrap();
}

fn take(home: &Place, text: &[u8], at: OffsetDateTime) -> Result<ObjectsImported, ServiceError> {
    let received = [Received {
        name: "seals.txt".into(),
        octets: text.to_vec(),
    }];
    import_in(&home.open(), None, &received, at)
}

/// Hands the register of a home out.
fn handed(place: &Place, day: i64) -> Vec<u8> {
    seal_register::closed(&place.open(), NOW + Duration::days(day)).unwrap()
}

fn step(place: &Place, step: Step, day: i64) {
    let change = StateChange::Of {
        id: "approval".into(),
        step,
    };
    let decision = Decision {
        why: "测试".into(),
        by: None,
        at: NOW + Duration::days(day),
    };
    seal_state::change_in(&place.open(), &change, &decision).unwrap();
}

#[track_caller]
fn refused(found: Result<ObjectsImported, ServiceError>, code: &str) {
    match found {
        Err(ServiceError::SealRegisterNotTaken { why, .. }) => assert_eq!(why.code, code),
        other => panic!("{code}: {other:?}"),
    }
}

#[test]
fn a_register_is_taken_in_only_whole_vouched_for_and_behind_the_lines_of_the_one_that_is_kept() {
    let (home, other, third) = (Place::new(), Place::new(), Place::new());
    let first = handed(&other, 0);
    refused(take(&home, &first, NOW), "SEAL_REGISTER_UNTRUSTED");
    trusts(&home, &other, trust::Role::Signer);
    refused(take(&home, &first, NOW), "SEAL_REGISTER_UNTRUSTED");
    for authority in [&home, &other, &third] {
        trusts(&home, authority, trust::Role::Status);
    }
    let kept = || std::fs::read(home.path("home/recognition/seals-990101.txt")).ok();
    let forged = String::from_utf8(first.clone()).unwrap();
    let forged = forged.replace("云泽县行政审批局", "云泽县行政审批所");
    refused(take(&home, forged.as_bytes(), NOW), "SEAL_REGISTER_WRONG");
    let open = seal_register::text(other.open().store()).unwrap();
    refused(take(&home, &open, NOW), "SEAL_REGISTER_NOT_CLOSED");
    let late = NOW + Duration::days(8);
    refused(take(&home, &first, late), "SEAL_REGISTER_STALE");
    let early = NOW - Duration::hours(2);
    refused(take(&home, &first, early), "SEAL_REGISTER_UNTRUSTED");
    refused(
        take(&home, &handed(&other, 1), NOW),
        "SEAL_REGISTER_OF_FUTURE",
    );
    refused(take(&home, &handed(&home, 0), NOW), "SEAL_REGISTER_OWN");
    assert_eq!(kept(), None);
    let taken = take(&home, &first, NOW).unwrap().seal_registers.remove(0);
    assert_eq!((taken.domain.as_str(), taken.seals), ("990101", 1));
    assert_eq!(taken.fresh_until, Some(NOW + Duration::days(7)));
    assert_eq!(kept().unwrap(), first);
    take(&home, &first, NOW).unwrap();
    step(&other, Step::Suspend, 1);
    let second = handed(&other, 2);
    let later = NOW + Duration::days(2);
    take(&home, &second, later).unwrap();
    assert_eq!(kept().unwrap(), second);
    refused(take(&home, &first, later), "SEAL_REGISTER_OLDER");
    refused(
        take(&home, &handed(&third, 2), later),
        "SEAL_REGISTER_FORKED",
    );
    assert_eq!(kept().unwrap(), second);
}

#[test]
fn what_comes_with_a_register_that_is_not_taken_is_not_taken_either() {
    let (home, other) = (Place::new(), Place::new());
    let list = std::fs::read(other.path("home/certificates/root.crl")).unwrap();
    let received = [("list.crl", list), ("seals.txt", handed(&other, 0))];
    let received = received.map(|(name, octets)| Received {
        name: name.into(),
        octets,
    });
    refused(
        import_in(&home.open(), None, &received, NOW),
        "SEAL_REGISTER_UNTRUSTED",
    );
    let names = home.open().home().recognition().names().unwrap();
    assert!(names.is_empty(), "{names:?}");
}

#[test]
fn a_seal_of_another_authority_is_judged_and_recognised_by_the_register_that_was_taken_in() {
    let (home, other) = (Place::new(), Place::new());
    let events = other.issue(&format!("{HEAD}{GOOD}"));
    let (_, file) = issued(&events[1]);
    let octets = std::fs::read(file).unwrap();
    for role in [trust::Role::Signer, trust::Role::Status] {
        trusts(&home, &other, role);
    }
    let crl = || Received {
        name: "root.crl".into(),
        octets: std::fs::read(other.path("home/certificates/root.crl")).unwrap(),
    };
    import_in(&home.open(), None, &[crl()], NOW).unwrap();
    let judged = |day: i64| {
        let at = NOW + Duration::days(day);
        let bureau = home.open();
        let verifier = Prepared::of_home(&bureau, Policy::All, Revocation::Prefer, at).unwrap();
        let report = verifier.judge_octets(&octets, Path::new(file)).unwrap();
        let request = RecogniseRequest {
            home: home.path("home"),
            file: file.into(),
            relying_domain: "990202".into(),
            item: "990202-food-branch".into(),
            at,
            status: None,
            password_file: None,
        };
        let submitted = Submitted {
            document: &octets,
            status: None,
        };
        let verdict = recognise_in(&bureau, &request, &submitted).unwrap();
        let registers = verifier.basis().seal_registers.len();
        (report.indication, verdict.validation, registers)
    };
    let (indication, validation, registers) = judged(0);
    assert_eq!(indication, Indication::TotalPassed);
    assert_eq!(
        (validation.indication.as_ref(), registers),
        ("TOTAL-PASSED", 1)
    );
    take(&home, &handed(&other, 0), NOW).unwrap();
    let (indication, _, registers) = judged(0);
    assert_eq!((indication, registers), (Indication::TotalPassed, 2));
    // It stopped since, and no timestamp proves that it was used before.
    step(&other, Step::Suspend, 1);
    take(&home, &handed(&other, 1), NOW + Duration::days(1)).unwrap();
    let (indication, validation, _) = judged(2);
    assert_eq!(indication, Indication::Indeterminate);
    assert_eq!(validation.indication, "INDETERMINATE");
    let reason = "SIG_CONSTRAINTS_FAILURE";
    assert_eq!(validation.sub_indication.as_deref(), Some(reason));
}
