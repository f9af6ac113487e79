use super::*;

fn request() -> SignRequest {
    SignRequest {
        input: "a.pdf".into(),
        output: Output::CopyTo("b.pdf".into()),
        key: KeySource::Files {
            key: "k.pem".into(),
            chain: Some("c.pem".into()),
        },
        key_password_file: None,
        password_file: None,
        level: Level::BB,
        sources: Sources::default(),
        field: None,
        placement: Placement::Unstated,
        certify: None,
        lock: None,
        form: SignatureForm::Cades,
        suite: None,
        rsa: RsaScheme::Pkcs1,
        at: OffsetDateTime::UNIX_EPOCH,
    }
}

#[test]
fn a_timestamp_authority_at_level_b_b_is_refused_and_the_way_out_is_told() {
    let asked = SignRequest {
        sources: Sources {
            tsa: Some("http://tsa.invalid".to_owned()),
            ..Sources::default()
        },
        ..request()
    };
    let refused = asked.check_served().unwrap_err();
    assert!(matches!(refused, ServiceError::LevelWithoutSources));
    assert_eq!(refused.kind(), crate::service::ErrorKind::Usage);
    assert!(refused.text().en.contains("no timestamp"));
    assert!(refused.hint().unwrap().en.contains("--level b-t"));
}

#[test]
fn an_option_that_is_not_served_is_refused_and_named() {
    let sources = Sources {
        tsa: Some("http://tsa.invalid".to_owned()),
        ..Sources::default()
    };
    let password_file = Some("p".into());
    let server = KeySource::Server {
        url: "unix:/s".into(),
        seal: "s".into(),
    };
    for (asked, name) in [
        (
            SignRequest {
                level: Level::BT,
                sources: sources.clone(),
                key: server.clone(),
                ..request()
            },
            "--tsa, --trust, --crl, --ocsp, --allow-host or --tls-ca with --server",
        ),
        (
            SignRequest {
                key: server.clone(),
                password_file,
                ..request()
            },
            "--password-file with --server",
        ),
        (
            SignRequest {
                key: server,
                key_password_file: Some("p".into()),
                ..request()
            },
            "--key-password-file with --server",
        ),
    ] {
        let refused = asked.check_served();
        assert!(
            matches!(refused, Err(ServiceError::NotServed { option }) if option == name),
            "{name}: {refused:?}"
        );
    }
    assert!(request().check_served().is_ok());
    for level in [Level::BT, Level::BLt, Level::BLta] {
        let asked = SignRequest { level, ..request() };
        assert!(matches!(asked.check_served(), Err(ServiceError::NoTsa)));
        assert_eq!(Level::named(level.name()), Some(level));
        assert_eq!(Level::named(level.title()), Some(level));
        let asked = SignRequest {
            sources: sources.clone(),
            ..asked
        };
        assert!(asked.check_served().is_ok());
    }
}
