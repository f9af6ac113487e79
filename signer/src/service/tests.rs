//! The use cases on a home of their own, from making it to judging what it issued.

mod both_suites;
mod issuing;
mod making_a_home;
mod noticed;
mod registers_taken_in;
mod seal_life;
mod states;

use super::bureau::Bureau;
use super::init::{self, InitRequest};
use super::issue::{self, Event, IssueRequest, ListRequest};
use super::roots::HomeRoot;
use super::seal::{self, Centre, Face, MakeRequest, Suites};
use super::sign::{
    self, KeySource, Level, Output, Placement, RsaScheme, SignRequest, SignatureForm,
};
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

fn face() -> Face {
    Face {
        centre: Centre::Star,
        line: None,
        number: None,
        diameter: 420,
    }
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A home with the catalogue entry of a food licence and one seal.
    fn new() -> Self {
        Self::with(Suites::International)
    }

    /// The same with a seal of these suites.
    fn with(suites: Suites) -> Self {
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
            wanted: Some((unit(), face())),
            key_password_file: Some(place.path("pw")),
            valid_days: 365,
            suites,
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
        sign::sign(&self.sign_request(input, output))
    }

    fn sign_request(&self, input: &Path, output: Output) -> SignRequest {
        SignRequest {
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
            form: SignatureForm::Cades,
            suite: None,
            rsa: RsaScheme::Pkcs1,
            at: NOW,
        }
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
fn signing_records_its_intent_and_leaves_what_was_there() {
    let place = Place::new();
    let events = place.issue(&format!("{HEAD}{GOOD}"));
    let (_, file) = issued(&events[1]);
    let before = std::fs::read(file).unwrap();
    let copy = place.path("copy.pdf");
    let signed = place
        .sign(Path::new(file), Output::CopyTo(copy.clone()))
        .unwrap();
    assert_eq!(signed.level.as_deref(), Some("B-B"));
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
    // Four intents, one for the register of the seal, one for the licence and two for the copies, each
    // with its outcome.
    assert_eq!(head.sequence, 8);
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
