//! The use cases on a home of their own, from making it to judging what it issued.

use super::bureau::Bureau;
use super::init::{self, InitRequest};
use super::issue::{self, Event, IssueRequest, ListRequest};
use super::seal::{self, Centre, Face, MakeRequest};
use super::sign::{self, KeySource, Level, Output, Placement, RsaScheme, SignRequest};
use super::{ServiceError, exchange, revocation, state};
use crate::wire::licence::Names;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use time::macros::datetime;
use yinxin_core::licence::{AuthorityName, State, Status};
use yinxin_core::recognition::{Pin, Scope};
use yinxin_core::verify::{Answer, Indication, Report, Verifier};
use yinxin_core::x509::{Role, TrustAnchor};

const NOW: OffsetDateTime = datetime!(2026-11-22 08:00 UTC);
const FOOD: &str = "11990101TE5T00016T001";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A home with the catalogue entry of a food licence and one seal.
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::write(place.path("pw"), "secret\n").unwrap();
        std::fs::write(
            place.path("food.json"),
            include_str!("demo/catalogue/food.json"),
        )
        .unwrap();
        init::create(&InitRequest {
            home: place.path("home"),
            authority: unit(),
            area_code: "990101".into(),
            verification_address: "https://v.invalid/v/".into(),
            catalogue: vec![place.path("food.json")],
            key_password_file: place.path("pw"),
            at: NOW,
        })
        .unwrap();
        seal::make(&MakeRequest {
            home: place.path("home"),
            id: Some("approval".into()),
            unit: unit(),
            face: Face {
                centre: Centre::Star,
                line: None,
                number: None,
                diameter: 420,
            },
            key_password_file: Some(place.path("pw")),
            valid_days: 365,
            at: NOW,
        })
        .unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self) -> Bureau {
        Bureau::open(&self.path("home"), Some(&self.path("pw"))).unwrap()
    }

    /// Issues the rows of a CSV file.
    fn issue(&self, rows: &str) -> Vec<Event> {
        std::fs::write(self.path("rows.csv"), rows).unwrap();
        let mut events = Vec::new();
        issue::issue(
            &IssueRequest {
                home: self.path("home"),
                type_code: FOOD.into(),
                data: self.path("rows.csv"),
                seal: "approval".into(),
                output: self.path("out"),
                key_password_file: Some(self.path("pw")),
                at: NOW,
            },
            &mut |event| events.push(event),
        )
        .unwrap();
        events
    }

    fn sign(&self, input: &Path, output: Output) -> Result<crate::wire::Signed, ServiceError> {
        sign::sign(&SignRequest {
            input: input.into(),
            output,
            key: KeySource::Home {
                home: self.path("home"),
                seal: "approval".into(),
            },
            key_password_file: Some(self.path("pw")),
            password_file: None,
            level: Level::BB,
            sources: crate::service::augment::Sources::default(),
            field: None,
            placement: Placement::Unstated,
            certify: None,
            lock: None,
            rsa: RsaScheme::Pkcs1,
            at: NOW,
        })
    }
}

fn unit() -> AuthorityName {
    AuthorityName {
        code: "11990101TE5T00016T".into(),
        name: "云泽县行政审批局".into(),
    }
}

const HEAD: &str = "CZZT,CZZTDM,KZ_FDDBR,KZ_ZS,KZ_JYCS,KZ_ZTYT,KZ_JYXM\n";
const GOOD: &str = "云泽县好山水餐饮店,92990101MA00TE6T90,测试戊,人民路12号,人民路12号,餐饮,热食\n";

fn issued(event: &Event) -> (&str, &str) {
    match event {
        Event::Issued(issued) => (&issued.identifier, &issued.file),
        other => panic!("not issued: {other:?}"),
    }
}

/// Judges a file with the root and the CRLs of the home.
fn judge(place: &Place, file: &str) -> Report {
    let bureau = place.open();
    let certificate = bureau.chain("root").unwrap().remove(0);
    let anchors = [TrustAnchor {
        certificate,
        role: Role::Signer,
    }];
    let crls = exchange::crls(&bureau).unwrap();
    let octets = std::fs::read(file).unwrap();
    Verifier::new(&anchors, NOW)
        .revocation_lists(&crls)
        .run(&octets)
        .unwrap()
}

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
fn who_gives_no_or_a_wrong_password_is_told_how_to_give_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pw");
    std::fs::write(&file, "\n").unwrap();
    let empty = super::bureau::read_password(&file).unwrap_err();
    assert!(empty.text().en.contains("not empty") && empty.text().zh.contains("不为空"));
    let locked = |why| ServiceError::DocumentLocked {
        path: "a.pdf".into(),
        why,
    };
    use yinxin_core::pdf::Locked;
    let missing = locked(Locked::PasswordNeeded);
    let wrong = locked(Locked::PasswordWrong);
    for error in [&missing, &wrong] {
        let hint = error.hint().unwrap();
        assert!(hint.en.contains("--password-file") && hint.zh.contains("--password-file"));
    }
    for error in [&empty, &missing, &wrong] {
        assert!(error.hint().unwrap().en.contains("one line"));
    }
}

#[test]
fn an_address_that_no_qr_code_may_lead_to_makes_no_home() {
    let folder = tempfile::tempdir().unwrap();
    let pw = folder.path().join("pw");
    std::fs::write(&pw, "secret\n").unwrap();
    for address in ["javascript:alert(1)", "http://a.example/v/", ""] {
        let made = init::create(&InitRequest {
            home: folder.path().join("home"),
            authority: unit(),
            area_code: "990101".into(),
            verification_address: address.into(),
            catalogue: Vec::new(),
            key_password_file: pw.clone(),
            at: NOW,
        });
        let error = made.unwrap_err();
        assert_eq!(error.code(), "ADDRESS_MALFORMED");
        assert_eq!(error.kind(), super::ErrorKind::Usage);
        let hint = error.hint().unwrap();
        assert!(hint.en.contains("https://") && hint.zh.contains("https://"));
        assert!(!folder.path().join("home").exists());
    }
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
        revocation::revoke(&bureau, &certificate, NOW).unwrap();
        revocation::publish(&bureau, bureau.key("root").unwrap().as_ref(), NOW).unwrap();
    }
    let report = judge(&place, file);
    assert_eq!(report.answer, Answer::Revoked, "{report:#?}");
    assert_ne!(report.indication, Indication::TotalPassed);
}

#[test]
fn signing_records_its_intent_and_leaves_what_was_there() {
    let place = Place::new();
    let events = place.issue(&format!("{HEAD}{GOOD}"));
    let (_, file) = issued(&events[1]);
    let before = std::fs::read(file).unwrap();
    let copy = place.path("copy.pdf");
    let signed = place
        .sign(Path::new(file), Output::CopyTo(copy.clone()))
        .unwrap();
    assert_eq!(signed.level, "B-B");
    let after = std::fs::read(&copy).unwrap();
    assert!(after.starts_with(&before), "what was there has moved");
    assert_eq!(
        after.len() - before.len(),
        usize::try_from(signed.bytes_added).unwrap()
    );
    assert_eq!(
        judge(&place, copy.to_str().unwrap()).indication,
        Indication::TotalPassed
    );
    let again = place.sign(Path::new(file), Output::CopyTo(copy));
    assert!(
        matches!(again, Err(ServiceError::AlreadyThere { .. })),
        "{again:?}"
    );
    place.sign(Path::new(file), Output::InPlace).unwrap();
    assert!(std::fs::read(file).unwrap().starts_with(&before));
    let audit = crate::audit::Audit::new(std::sync::Arc::new(
        crate::store::SledStore::open(&place.path("home").join("store")).unwrap(),
    ));
    let (head, open) = audit.verify().unwrap();
    // Three intents, one for the licence and two for the copies, each with its outcome.
    assert_eq!(head.sequence, 6);
    assert!(open.is_empty());
}

#[test]
fn without_the_password_nothing_is_signed() {
    let place = Place::new();
    std::fs::write(place.path("pw"), "wrong\n").unwrap();
    std::fs::write(place.path("rows.csv"), format!("{HEAD}{GOOD}")).unwrap();
    let request = IssueRequest {
        home: place.path("home"),
        type_code: FOOD.into(),
        data: place.path("rows.csv"),
        seal: "approval".into(),
        output: place.path("out"),
        key_password_file: Some(place.path("pw")),
        at: NOW,
    };
    let refused = issue::issue(&request, &mut |_| panic!("something was issued"));
    assert!(matches!(refused, Err(ServiceError::Key(_))), "{refused:?}");
    let none = IssueRequest {
        key_password_file: None,
        ..request
    };
    let refused = issue::issue(&none, &mut |_| panic!("something was issued"));
    assert!(
        matches!(refused, Err(ServiceError::PasswordMissing)),
        "{refused:?}"
    );
}

#[test]
fn what_was_in_a_folder_survives_an_init_that_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let password = folder.path().join("password.txt");
    std::fs::write(&password, "a password of a test\n").unwrap();
    let request = |home: &str| InitRequest {
        home: folder.path().join(home),
        authority: AuthorityName {
            code: "11990101TE5T00016T".to_owned(),
            name: "测试县行政审批局".to_owned(),
        },
        area_code: "990101".to_owned(),
        verification_address: "https://localhost/v/".to_owned(),
        catalogue: Vec::new(),
        key_password_file: password.clone(),
        at: OffsetDateTime::UNIX_EPOCH + time::Duration::days(20_000),
    };
    // A folder that others may enter, as most are.
    let open = folder.path().join("open");
    std::fs::create_dir(&open).unwrap();
    std::fs::set_permissions(&open, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    std::fs::write(open.join("letter.txt"), "dear").unwrap();
    init::create(&request("open")).unwrap_err();
    assert!(open.join("letter.txt").exists());
    // A home that another process is working on.
    let created = init::create_open(&request("busy")).unwrap();
    init::create(&request("busy")).unwrap_err();
    drop(created);
    let home = crate::home::Home::open(&folder.path().join("busy"), std::time::Duration::ZERO);
    assert!(home.unwrap().key_folder().read_dir().unwrap().count() > 0);
}

#[test]
fn a_revocation_list_that_its_issuer_did_not_sign_is_not_kept() {
    let place = Place::new();
    let root = place.path("home/certificates/root.pem");
    let ders = super::certificate::read_all(&root).unwrap();
    super::trust::import(&super::trust::ImportRequest {
        home: place.path("home"),
        file: root,
        role: super::trust::Role::Signer,
        fingerprint: super::certificate::Fingerprint::of(&ders[0]),
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
fn a_home_that_could_not_be_finished_leaves_nothing() {
    let place = Place::new();
    let mode = std::os::unix::fs::DirBuilderExt::mode;
    let mut folders = std::fs::DirBuilder::new();
    mode(&mut folders, 0o700)
        .create(place.path("empty"))
        .unwrap();
    for folder in ["fresh", "empty"] {
        let request = InitRequest {
            home: place.path(folder),
            authority: unit(),
            area_code: "990101".into(),
            verification_address: "https://v.invalid/v/".into(),
            // The second entry of one code is refused, when the home is there already.
            catalogue: vec![place.path("food.json"), place.path("food.json")],
            key_password_file: place.path("pw"),
            at: NOW,
        };
        init::create(&request).unwrap_err();
        let left = std::fs::read_dir(place.path(folder)).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{folder}");
        assert_eq!(place.path(folder).exists(), folder == "empty");
        let catalogue = vec![place.path("food.json")];
        init::create(&InitRequest {
            catalogue,
            ..request
        })
        .unwrap();
    }
}

#[test]
fn a_home_is_not_made_over_another() {
    let place = Place::new();
    let again = init::create(&InitRequest {
        home: place.path("home"),
        authority: unit(),
        area_code: "990101".into(),
        verification_address: "https://v.invalid/v/".into(),
        catalogue: Vec::new(),
        key_password_file: place.path("pw"),
        at: NOW,
    });
    assert!(
        matches!(again, Err(ServiceError::AlreadyThere { .. })),
        "{again:?}"
    );
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
        let password = super::bureau::read_password(&place.path("pw")).unwrap();
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

/// What the status list that the home publishes now says of a place.
fn told(bureau: &Bureau, index: u64) -> Status {
    let mut store = yinxin_core::recognition::Store::new();
    let root = exchange::root(bureau, "Yunze", NOW).unwrap();
    let fingerprint = exchange::root_fingerprint(bureau).unwrap();
    let domain = exchange::domain(bureau).unwrap();
    store.pin(
        domain.clone(),
        Pin {
            threshold: 1,
            fingerprints: std::collections::BTreeSet::from([fingerprint]),
        },
    );
    for envelope in [root, exchange::status(bureau, NOW).unwrap()] {
        store.import(&envelope.to_bytes(), NOW).unwrap();
    }
    store
        .status(&domain, &Scope::All)
        .unwrap()
        .body
        .status(index)
        .unwrap()
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

#[test]
fn a_licence_that_nobody_certified_gets_no_seal() {
    let place = Place::new();
    let events = place.issue(&format!("{HEAD}{GOOD}"));
    let (_, file) = issued(&events[1]);
    let whole = std::fs::read(file).unwrap();
    // The face as it was before the issuer's signature: up to the end of the first revision.
    let end = whole.windows(6).position(|six| six == b"%%EOF\n").unwrap() + 6;
    assert!(end < whole.len());
    let face = place.path("face.pdf");
    std::fs::write(&face, &whole[..end]).unwrap();
    let refused = place.sign(&face, Output::CopyTo(place.path("stamped.pdf")));
    assert!(
        matches!(refused, Err(ServiceError::LicenceUncertified { .. })),
        "{refused:?}"
    );
    assert!(!place.path("stamped.pdf").exists());
    // One that its issuer certified may be signed further.
    place
        .sign(Path::new(file), Output::CopyTo(place.path("more.pdf")))
        .unwrap();
}
