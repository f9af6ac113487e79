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
        tsa: None,
        field: None,
        placement: Placement::Unstated,
        certify: None,
        lock: None,
        rsa: RsaScheme::Pkcs1,
        at: OffsetDateTime::UNIX_EPOCH,
    }
}

#[test]
fn an_option_that_is_not_served_is_refused_and_named() {
    let tsa = Some("http://tsa.invalid".to_owned());
    let password_file = Some("p".into());
    let server = KeySource::Server {
        url: "unix:/s".into(),
        seal: "s".into(),
    };
    for (asked, name) in [
        (
            SignRequest {
                level: Level::BT,
                ..request()
            },
            "--level b-t",
        ),
        (
            SignRequest {
                level: Level::BLt,
                ..request()
            },
            "--level b-lt",
        ),
        (
            SignRequest {
                level: Level::BLta,
                ..request()
            },
            "--level b-lta",
        ),
        (SignRequest { tsa, ..request() }, "--tsa"),
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
}
