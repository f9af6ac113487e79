use super::file::{find, objects, sign, sign_as, unsigned, update, updated};
use super::judging::{TotalPassed, judge, judge_with};
use super::pki::Root;
use crate::licence::metadata_36903;
use crate::verify::{Answer, Indication, LicenceReport, Report};
use crate::x509::Role;
use time::macros::datetime;

fn with_files(names: &str, files: &[(u32, String)]) -> Vec<u8> {
    let mut objects = objects();
    objects[0].1 = objects[0].1.replace(
        ">>",
        &format!("/Names<</EmbeddedFiles<</Names[{names}]>>>>>>"),
    );
    objects.extend_from_slice(files);
    update(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &objects, "")
}

fn stream(text: &str) -> String {
    format!(
        "<</Type/EmbeddedFile/Length {}>>stream\n{text}\nendstream",
        text.len()
    )
}

fn json(change: impl FnOnce(&mut crate::licence::Licence)) -> String {
    let mut licence = crate::licence::samples::licence();
    change(&mut licence);
    metadata_36903::to_json(&licence)
}

fn file(json: &str) -> Vec<u8> {
    with_files(
        "(licence.json) 20 0 R",
        &[
            (
                20,
                "<</Type/Filespec/F(licence.json)/UF(licence.json)/EF<</F 21 0 R/UF 21 0 R>>>>"
                    .to_owned(),
            ),
            (21, stream(json)),
        ],
    )
}

fn licence(report: &Report) -> &LicenceReport {
    report.licence.as_ref().unwrap()
}

fn passed(report: &Report, name: &str) -> Option<bool> {
    let check = licence(report)
        .checks
        .iter()
        .find(|check| check.name == name);
    check.map(|check| check.passed)
}

#[test]
fn a_signed_licence_is_read_and_checked() {
    let root = Root::new("root");
    let made = file(&json(|licence| {
        licence.valid_from = time::macros::date!(2026 - 01 - 01)
    }));
    let report = judge(&root, &sign(&made, &root.signer(), "Seal"));
    assert_eq!(
        (report.indication, report.answer),
        (TotalPassed, Answer::Valid)
    );
    let found = licence(&report);
    assert_eq!(found.state, "valid");
    assert!(found.identifier.starts_with("1.2.156.3005.2."));
    assert!(found.record.is_some());
    for name in ["signed", "readable", "check-character", "period"] {
        assert_eq!(passed(&report, name), Some(true), "{name}");
    }
    assert!(
        judge(&root, &sign(&unsigned(), &root.signer(), "Seal"))
            .licence
            .is_none()
    );
}

#[test]
fn a_licence_that_another_body_signed_first_says_so() {
    let root = Root::new("root");
    let mine = file(&json(|licence| {
        "示例县行政审批局".clone_into(&mut licence.issuer.name)
    }));
    let other = file(&json(|licence| {
        "邻县交通局".clone_into(&mut licence.issuer.name)
    }));
    let judge_first = |made: &[u8]| {
        let report = judge(&root, &sign(made, &root.signer(), "Seal"));
        assert_eq!(report.indication, TotalPassed);
        passed(&report, "issuer")
    };
    assert_eq!(judge_first(&mine), Some(true));
    assert_eq!(judge_first(&other), Some(false));
    // A stamp of the issuer on what another made does not make it the issuer's.
    let neighbour = root.identity(|parameters| {
        let organisation = rcgen::DnType::OrganizationName;
        parameters
            .distinguished_name
            .push(organisation, "邻县交通局");
    });
    let stamped = sign(&sign(&mine, &neighbour, "First"), &root.signer(), "Second");
    assert_eq!(passed(&judge(&root, &stamped), "issuer"), Some(false));
    assert_eq!(passed(&judge(&root, &mine), "issuer"), None);
}

#[test]
fn a_licence_that_nobody_signed_says_so() {
    let root = Root::new("root");
    let report = judge(&root, &file(&json(|_| {})));
    assert_eq!(report.answer, Answer::Unsigned);
    assert_eq!(passed(&report, "signed"), Some(false));
    assert!(licence(&report).checks[0].reason.is_some());
    let mut broken = sign(&file(&json(|_| {})), &root.signer(), "Seal");
    let at = find(&broken, b"2026000001");
    broken[at] = b'3';
    let report = judge(&root, &broken);
    assert_eq!(report.answer, Answer::Altered);
    assert_eq!(passed(&report, "signed"), Some(false));
    assert_eq!(passed(&report, "check-character"), Some(false));
}

#[test]
fn a_licence_appended_to_a_signed_file_is_not_signed() {
    let root = Root::new("root");
    let signed = sign(&unsigned(), &root.signer(), "Seal");
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R/Names<</EmbeddedFiles\
         <</Names[(licence.json) 20 0 R]>>>>>>";
    let text = stream(&json(|_| {}));
    let report = judge(
        &root,
        &updated(
            &signed,
            &[
                (1, catalog),
                (20, "<</Type/Filespec/EF<</F 21 0 R>>>>"),
                (21, &text),
            ],
        ),
    );
    assert_eq!(report.indication, Indication::TotalFailed);
    assert!(report.licence.is_none_or(|found| found.record.is_none()));
}

#[test]
fn the_period_is_judged_by_the_civil_date_at_utc_8() {
    let root = Root::new("root");
    let signed = sign(&file(&json(|_| {})), &root.signer(), "Seal");
    let anchors = [root.anchor(Role::Signer)];
    let check = |at, state| {
        let verifier = crate::verify::Verifier::new(&anchors, at);
        let report = verifier.run(&signed).unwrap();
        assert_eq!(licence(&report).state, state, "{at}");
        assert_eq!(passed(&report, "period"), Some(state == "valid"), "{at}");
    };
    check(datetime!(2026-11-21 15:59:59 UTC), "not-yet-valid");
    check(datetime!(2026-11-21 16:00:00 UTC), "valid");
    check(datetime!(2031-11-21 15:59:59 UTC), "valid");
    check(datetime!(2031-11-21 16:00:00 UTC), "expired");
}

#[test]
fn a_wrong_identifier_and_unreadable_data_are_said() {
    let root = Root::new("root");
    let signer = root.signer();
    let wrong = json(|licence| licence.identifier = licence.identifier.replace(".5", ".6"));
    let report = judge(&root, &sign(&file(&wrong), &signer, "Seal"));
    assert_eq!(passed(&report, "check-character"), Some(false));
    for text in ["{}", "not json", "\u{feff}{}"] {
        let report = judge(&root, &sign(&file(text), &signer, "Seal"));
        assert_eq!(passed(&report, "readable"), Some(false), "{text}");
        assert!(licence(&report).record.is_none());
        assert_eq!(licence(&report).state, "unknown");
    }
}

#[test]
fn of_two_licences_neither_is_taken() {
    let root = Root::new("root");
    let signer = root.signer();
    let two = |names: &str, first: &str| {
        with_files(
            names,
            &[
                (20, first.to_owned()),
                (21, stream(&json(|_| {}))),
                (
                    22,
                    stream(&json(|licence| licence.number = "二".to_owned())),
                ),
                (23, "<</Type/Filespec/EF<</F 22 0 R>>>>".to_owned()),
            ],
        )
    };
    let one_name = "(licence.json) 20 0 R";
    let files = [
        two(
            "(licence.json) 20 0 R(licence.json) 23 0 R",
            "<</EF<</F 21 0 R>>>>",
        ),
        two(one_name, "<</EF<</F 21 0 R/UF 22 0 R>>>>"),
        two(one_name, "<</EF<</F 21 0 R/Unix 22 0 R>>>>"),
    ];
    for file in files {
        let report = judge(&root, &sign(&file, &signer, "Seal"));
        assert_eq!(passed(&report, "readable"), Some(false), "{report:#?}");
        assert!(licence(&report).record.is_none());
    }
    let same = two(one_name, "<</EF<</F 21 0 R/UF 21 0 R>>>>");
    let report = judge(&root, &sign(&same, &signer, "Seal"));
    assert_eq!(passed(&report, "readable"), Some(true));
}

#[test]
fn a_timestamp_does_not_sign_a_licence() {
    let root = Root::new("root");
    let tsa = root.tsa();
    let made = file(&json(|_| {}));
    let stamped = super::timestamps::stamped(&made, &tsa);
    let anchors = [root.anchor(Role::Tsa)];
    let report = judge_with(&anchors, &[root.crl(&[])], &stamped, |verifier| verifier);
    assert_eq!(report.answer, Answer::Unsigned);
    assert_eq!(passed(&report, "signed"), Some(false));
    let signed = sign_as(&made, &root.signer(), "Seal", |_| {});
    assert_eq!(passed(&judge(&root, &signed), "signed"), Some(true));
}

#[test]
fn names_that_are_too_many_to_look_at_hide_no_second_licence() {
    let root = Root::new("root");
    let signer = root.signer();
    let many = |count: usize| {
        let mut kids = String::new();
        let mut objects = vec![
            (20, "<</EF<</F 21 0 R>>>>".to_owned()),
            (21, stream(&json(|_| {}))),
        ];
        for number in 0..count {
            kids.push_str(&format!("{} 0 R ", 1000 + number));
            objects.push((
                u32::try_from(1000 + number).unwrap(),
                "<</Names[]>>".to_owned(),
            ));
        }
        let names = format!("(licence.json) 20 0 R]/Kids[{kids}");
        judge(&root, &sign(&with_files(&names, &objects), &signer, "Seal"))
    };
    assert_eq!(passed(&many(1000), "readable"), Some(true));
    let report = many(1100);
    assert_eq!(passed(&report, "readable"), Some(false));
    assert!(licence(&report).record.is_none());
}
