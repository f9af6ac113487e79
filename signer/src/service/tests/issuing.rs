//! Rows of data become licences, once each.

use super::*;

#[test]
fn a_good_row_becomes_a_licence_that_passes_and_a_bad_one_stops_nothing() {
    let place = Place::new();
    let bad = "坏行,123,测试戊,一,一,一,一\n";
    let events = place.issue(&format!("{HEAD}{bad}{GOOD}"));
    assert_eq!(events[0], Event::Started { rows: 2 });
    assert!(
        matches!(&events[1], Event::Refused(refused) if refused.row == 1),
        "{:?}",
        events[1]
    );
    let (identifier, file) = issued(&events[2]);
    let report = judge(&place, file);
    assert_eq!(report.indication, Indication::TotalPassed, "{report:#?}");
    assert_eq!(report.answer, Answer::Valid);
    let licence = report.licence.unwrap();
    assert_eq!(licence.identifier, identifier);
    assert!(
        licence.checks.iter().all(|check| check.passed),
        "{:?}",
        licence.checks
    );
    let kept = place
        .open()
        .home()
        .licences()
        .get(&format!("{identifier}.pdf"), 1 << 24)
        .unwrap();
    assert_eq!(kept.unwrap(), std::fs::read(file).unwrap());
}

#[test]
fn an_element_that_the_type_does_not_have_is_not_dropped_in_silence() {
    let place = Place::new();
    let rows = format!("{}{}", HEAD.replace("KZ_ZS", "KZ_XX"), GOOD);
    let events = place.issue(&rows);
    let (code, zh, en) = refused(&events[1]);
    assert_eq!(code, "LIC-FIELD-UNKNOWN");
    assert!(zh.contains("KZ_XX") && en.contains("KZ_XX"), "{zh} {en}");
}

fn refused(event: &Event) -> (&str, &str, &str) {
    match event {
        Event::Refused(refused) => {
            let problem = &refused.problem;
            (&problem.code, &problem.zh, &problem.en)
        }
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_slip_in_a_row_is_told_with_the_element_and_the_place() {
    let place = Place::new();
    let head = HEAD.replace("CZZT,", "ZZBFRQ,CZZT,");
    let events = place.issue(&format!(
        "{head}2026/1/3,{GOOD}2026-01-03,{}",
        GOOD.replace("92990101MA00TE6T90", "92990101MA00TE6T91")
    ));
    let (code, zh, en) = refused(&events[1]);
    assert_eq!(code, "LIC-FIELD-DATE");
    assert!(zh.contains("ZZBFRQ") && en.contains("ZZBFRQ"), "{zh} {en}");
    // The type is for organisations: the code is a credit code with a slip, no citizen number.
    let (code, zh, en) = refused(&events[2]);
    assert_eq!(code, "LIC-HOLDER-CODE", "{zh}");
    assert!(
        zh.contains("第 18 位") && en.contains("character 18"),
        "{zh} {en}"
    );
}

#[test]
fn identifiers_and_places_are_given_once() {
    let place = Place::new();
    let events = place.issue(&format!("{HEAD}{GOOD}{GOOD}{GOOD}"));
    let bureau = place.open();
    let mut seen = std::collections::HashSet::new();
    for event in &events[1..] {
        let (identifier, _) = issued(event);
        let licence = issue::record(&bureau, identifier)
            .unwrap()
            .licence()
            .unwrap();
        assert!(seen.insert(identifier.to_owned()));
        assert!(seen.insert(licence.status_index.unwrap().to_string()));
    }
    assert_eq!(seen.len(), 6);
}

#[test]
fn a_licence_that_was_begun_and_not_finished_is_cancelled_for_good_when_the_home_is_opened() {
    let place = Place::new();
    let whole = place.issue(&format!("{HEAD}{GOOD}"));
    let (_, file) = issued(&whole[1]);
    // The folder is gone at the moment of storing: the seal was used and nothing was finished.
    let folder = place.path("home").join("licences");
    std::fs::rename(&folder, place.path("aside")).unwrap();
    std::fs::write(place.path("rows.csv"), format!("{HEAD}{GOOD}")).unwrap();
    let broken = issue::issue(
        &IssueRequest {
            home: place.path("home"),
            type_code: FOOD.into(),
            data: place.path("rows.csv"),
            seal: "approval".into(),
            output: place.path("out"),
            key_password_file: Some(place.path("pw")),
            at: NOW,
        },
        &mut |event| assert!(matches!(event, Event::Started { .. }), "{event:?}"),
    );
    assert!(
        matches!(broken, Err(ServiceError::Write { .. })),
        "{broken:?}"
    );
    std::fs::rename(place.path("aside"), &folder).unwrap();

    // As after a crash between file and record, with a list published before anybody settled it.
    let (begun, place_of) = {
        let home = crate::home::Home::open(&place.path("home"), std::time::Duration::ZERO).unwrap();
        let password = super::super::bureau::read_password(&place.path("pw")).unwrap();
        let installation = crate::installation::Installation::open(home, Some(password)).unwrap();
        let bureau = Bureau::of(std::sync::Arc::new(installation)).unwrap();
        let (key, record) = issue::LICENCES
            .scan(bureau.store(), b"", None, 10)
            .unwrap()
            .into_iter()
            .find(|(_, record)| record.stage == issue::Stage::Begun)
            .unwrap();
        let name = String::from_utf8(key).unwrap();
        assert_eq!(record.file, format!("{name}.pdf"));
        std::fs::copy(file, folder.join(&record.file)).unwrap();
        let index = record.licence().unwrap().status_index.unwrap();
        assert_eq!(told(&bureau, index), Status::Revoked);
        (name, index)
    };

    let bureau = place.open();
    assert!(!folder.join(format!("{begun}.pdf")).exists());
    let shown = issue::show_in(&bureau, &begun, Names::Full, NOW).unwrap();
    assert_eq!(shown.state, "cancelled");
    let listed = issue::list_in(
        &bureau,
        &ListRequest {
            home: place.path("home"),
            type_code: None,
            state: None,
            matching: None,
            after: None,
            limit: 10,
            names: Names::Masked,
            at: NOW,
        },
    )
    .unwrap();
    let mut states: Vec<_> = listed.licences.iter().map(|one| &*one.state).collect();
    states.sort_unstable();
    assert_eq!(states, ["cancelled", "valid"]);
    assert_eq!(told(&bureau, place_of), Status::Revoked);
    assert!(matches!(
        issue::file_in(&bureau, &begun),
        Err(ServiceError::NotFound { .. })
    ));
    let back = state::change(&bureau, &begun, State::Valid, NOW);
    assert!(matches!(back, Err(ServiceError::StateFinal { .. })));
    drop(bureau);
    let again = place.issue(&format!("{HEAD}{GOOD}"));
    assert_ne!(issued(&again[1]).0, begun, "the identifier stays taken");
}

#[test]
fn a_row_that_is_refused_takes_no_number() {
    let place = Place::new();
    let bad = "坏行,123,测试戊,一,一,一,一\n";
    // No built-in font has this character, and no face has room for that text.
    let undrawn = GOOD.replacen("测试戊", "测试\u{1F600}", 1);
    let crowded = GOOD.replacen("热食", &"热食类食品制售".repeat(60), 1);
    assert!(undrawn != GOOD && crowded != GOOD);
    let events = place.issue(&format!(
        "{HEAD}{bad}{undrawn}{crowded}{GOOD}{undrawn}{GOOD}"
    ));
    let codes: Vec<_> = [1, 2, 3, 5]
        .map(|at| refused(&events[at]).0.to_owned())
        .into();
    assert_eq!(
        codes[1..],
        ["FACE_NOT_DRAWN", "LIC-FIELD-LENGTH", "FACE_NOT_DRAWN"]
    );
    for (at, number) in [(4, ".202600000001."), (6, ".202600000002.")] {
        let (identifier, _) = issued(&events[at]);
        assert!(identifier.contains(number), "{identifier}");
    }
}
