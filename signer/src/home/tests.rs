//! What a home promises.

use super::trust::TrustError;
use super::*;
use crate::keys::generate::{KeyKind, generate};
use crate::pki::{Name, Serial, root};
use std::os::unix::fs::PermissionsExt;
use time::macros::datetime;
use yinxin_core::suite::MemoryKey;

fn certificate() -> Vec<u8> {
    let key = MemoryKey::from_pkcs8(&generate(KeyKind::Ed25519).unwrap(), None).unwrap();
    let name = Name {
        country: "CN".into(),
        organisation: "示例".into(),
        organisation_identifier: None,
        common_name: "根".into(),
    };
    let (from, to) = (
        datetime!(2026-01-01 0:00 UTC),
        datetime!(2036-01-01 0:00 UTC),
    );
    root(&name, &key, &Serial::new(&[1]).unwrap(), from, to).unwrap()
}

#[test]
fn one_process_holds_a_home_and_the_next_is_told_who() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home");
    assert!(matches!(
        Home::open(&path, Duration::ZERO),
        Err(HomeError::NotAHome)
    ));
    let mut home = Home::create(&path).unwrap();
    match Home::open(&path, Duration::from_millis(50)).unwrap_err() {
        HomeError::Held {
            process,
            socket: None,
        } => {
            assert_eq!(process, Some(std::process::id()));
        }
        other => panic!("{other}"),
    }
    assert_eq!(
        Home::daemon_socket(&path).unwrap(),
        None,
        "held, but by no daemon"
    );
    home.announce_socket(&home.default_socket()).unwrap();
    assert_eq!(
        Home::daemon_socket(&path).unwrap(),
        Some(home.default_socket())
    );
    let error = Home::open(&path, Duration::ZERO).unwrap_err();
    assert!(error.to_string().contains("signer.sock"), "{error}");
    drop(home);
    assert_eq!(Home::daemon_socket(&path).unwrap(), None);
    Home::open(&path, Duration::ZERO).unwrap();
    assert!(matches!(Home::create(&path), Err(HomeError::Exists)));
}

#[test]
fn a_home_opens_as_soon_as_the_other_lets_go() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home");
    let home = Home::create(&path).unwrap();
    let other = std::thread::spawn(move || Home::open(&path, Duration::from_secs(10)));
    std::thread::sleep(Duration::from_millis(60));
    drop(home);
    assert!(other.join().unwrap().is_ok());
}

#[test]
fn a_home_that_others_may_enter_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home");
    drop(Home::create(&path).unwrap());
    for entry in std::fs::read_dir(&path).unwrap() {
        let metadata = entry.unwrap().metadata().unwrap();
        let expected = if metadata.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(metadata.permissions().mode() & 0o777, expected);
    }
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(matches!(
        Home::open(&path, Duration::ZERO),
        Err(HomeError::OpenToOthers)
    ));
}

#[test]
fn a_folder_with_other_things_does_not_become_a_home() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home");
    durable::private_folder(&path).unwrap();
    durable::private_folder(&path.join("keys")).unwrap();
    std::fs::write(path.join("letter.txt"), "x").unwrap();
    assert!(matches!(Home::create(&path), Err(HomeError::Exists)));
    std::fs::remove_file(path.join("letter.txt")).unwrap();
    Home::create(&path).unwrap();
}

#[test]
fn a_making_that_was_cut_short_is_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home");
    drop(Home::begin(&path).unwrap());
    std::fs::write(path.join("keys/root.pem"), "half a key").unwrap();
    assert!(matches!(
        Home::open(&path, Duration::ZERO),
        Err(HomeError::NotAHome)
    ));
    drop(Home::create(&path).unwrap());
    assert!(!path.join("keys/root.pem").exists());
    assert!(!path.join(UNFINISHED_FILE).exists());
    Home::open(&path, Duration::ZERO).unwrap();
}

#[test]
fn a_home_that_lost_its_format_file_is_not_cleared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home");
    drop(Home::create(&path).unwrap());
    std::fs::write(path.join("keys/root.pem"), "a key").unwrap();
    std::fs::remove_file(path.join(FORMAT_FILE)).unwrap();
    assert!(matches!(Home::create(&path), Err(HomeError::Exists)));
    Home::discard(&path).unwrap();
    assert!(path.join("keys/root.pem").exists());
}

#[test]
fn only_what_is_unfinished_is_discarded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home");
    let home = Home::begin(&path).unwrap();
    assert!(matches!(Home::discard(&path), Err(HomeError::Held { .. })));
    drop(home);
    Home::discard(&path).unwrap();
    assert_eq!(std::fs::read_dir(&path).unwrap().count(), 0);
    drop(Home::create(&path).unwrap());
    Home::discard(&path).unwrap();
    Home::open(&path, Duration::ZERO).unwrap();
}

#[test]
fn a_home_of_a_later_version_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("home");
    drop(Home::create(&path).unwrap());
    std::fs::write(path.join(FORMAT_FILE), r#"{"format":2}"#).unwrap();
    let error = Home::open(&path, Duration::ZERO).unwrap_err();
    assert!(matches!(error, HomeError::UnknownFormat { found: 2 }));
}

#[test]
fn an_anchor_is_imported_by_its_fingerprint_for_one_role() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::create(&folder.path().join("home")).unwrap();
    let trust = home.trust();
    let (der, other) = (certificate(), certificate());
    let fingerprint = Fingerprint::of(&der);
    let wrong = trust
        .import(Role::Signer, &der, &Fingerprint::of(&other))
        .unwrap_err();
    assert!(matches!(wrong, TrustError::FingerprintDiffers { .. }));
    let junk = trust
        .import(Role::Signer, b"junk", &Fingerprint::of(b"junk"))
        .unwrap_err();
    assert!(matches!(junk, TrustError::NotACertificate));
    assert!(trust.list().unwrap().is_empty());
    assert!(trust.import(Role::Signer, &der, &fingerprint).unwrap());
    assert!(
        !trust.import(Role::Signer, &der, &fingerprint).unwrap(),
        "the second time is no news"
    );
    assert!(
        trust
            .import(Role::Tsa, &other, &Fingerprint::of(&other))
            .unwrap()
    );
    let roles: Vec<_> = trust
        .list()
        .unwrap()
        .iter()
        .map(|a| (a.role, a.fingerprint))
        .collect();
    assert_eq!(
        roles,
        [
            (Role::Signer, fingerprint),
            (Role::Tsa, Fingerprint::of(&other))
        ]
    );
    assert!(!trust.remove(Role::Tsa, &fingerprint).unwrap());
    assert!(trust.remove(Role::Signer, &fingerprint).unwrap());
    assert_eq!(trust.list().unwrap().len(), 1);
}

#[test]
fn an_anchor_that_was_not_imported_spoils_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::create(&folder.path().join("home")).unwrap();
    let der = certificate();
    let name = format!("{}.der", Fingerprint::of(&der));
    for (name, content) in [
        ("root.pem", der.as_slice()),
        (name.as_str(), b"other".as_slice()),
    ] {
        let path = home.path().join("trust/maker").join(name);
        std::fs::write(&path, content).unwrap();
        let error = home.trust().list().unwrap_err();
        assert!(
            matches!(error, TrustError::Damaged { role: Role::Maker }),
            "{error}"
        );
        std::fs::remove_file(path).unwrap();
    }
}

#[test]
fn fingerprints_are_read_as_people_write_them() {
    let fingerprint = Fingerprint::of(b"x");
    let text = fingerprint.to_string();
    let colons = text
        .as_bytes()
        .chunks(2)
        .map(|p| String::from_utf8_lossy(p))
        .collect::<Vec<_>>();
    let colons = colons.join(":").to_uppercase();
    assert_eq!(Fingerprint::parse(&text), Some(fingerprint));
    assert_eq!(Fingerprint::parse(&colons), Some(fingerprint));
    for bad in [
        "",
        "00",
        &text[1..],
        &format!("{text}0"),
        &text.replace(['a', '0'], "g"),
    ] {
        assert_eq!(Fingerprint::parse(bad), None, "{bad}");
    }
}

#[test]
fn many_files_are_written_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::create(&folder.path().join("home")).unwrap();
    let names: Vec<_> = (0..2000).map(|i| format!("licence-{i:05}.pdf")).collect();
    let files: Vec<_> = names.iter().map(|n| (n.as_str(), n.as_bytes())).collect();
    home.licences().put_new_all(&files).unwrap();
    assert_eq!(home.licences().names().unwrap(), names);
    assert_eq!(
        home.licences().get(&names[7], 100).unwrap().unwrap(),
        names[7].as_bytes()
    );
    assert!(
        home.licences().put_new_all(&files).is_err(),
        "nothing is replaced"
    );
    for bad in ["../x", "", ".hidden", "a/b", "证"] {
        assert!(home.licences().put_new(bad, b"").is_err(), "{bad}");
    }
}
