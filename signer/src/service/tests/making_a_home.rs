//! A home is made whole or not at all.

use super::*;

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
        assert_eq!(error.kind(), super::super::ErrorKind::Usage);
        let hint = error.hint().unwrap();
        assert!(hint.en.contains("https://") && hint.zh.contains("https://"));
        assert!(!folder.path().join("home").exists());
    }
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
