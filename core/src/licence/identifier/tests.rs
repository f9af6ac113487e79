use super::*;
use proptest::prelude::*;

const FIRST: &str = "1.2.156.3005.2.11990101TE5T00016T001.11990101TE5T00016T.2026000001.001.5";

fn check(text: &str, expected: Result<CheckCharacter, CodeError>) {
    assert_eq!(
        IdentifierAsRead::parse(text).map(|read| read.check()),
        expected,
        "{text}"
    );
}

#[test]
fn synthetic_identifiers_have_the_right_check_character() {
    for text in [
        FIRST,
        "1.2.156.3005.2.11990101TE5T00016T001.11990101TE5T00016T.2026000001.002.3",
        "1.2.156.3005.2.11100000MB0143028R001.11990101TE5T00016T.A0B1C2D3E4F5G6H7J8K9.001.Q",
        "1.2.156.3005.2.11100000000019713D008.11990101TE5T00016T.990101000001.001.S",
        "1.2.156.3005.2.11100000MB03271699001.11990101TE5T00016T.000000001.001.U",
    ] {
        check(text, Ok(CheckCharacter::Correct));
        assert_eq!(
            LicenceIdentifier::parse(text).map(|i| i.to_string()),
            Ok(text.to_owned())
        );
    }
}

#[test]
fn the_faulty_dialect_is_told_apart_from_a_wrong_character() {
    for (character, expected) in [
        ('5', CheckCharacter::Correct),
        ('T', CheckCharacter::FaultyDialect),
        ('6', CheckCharacter::Wrong),
        ('0', CheckCharacter::Wrong),
    ] {
        check(
            &FIRST.replace(".001.5", &format!(".001.{character}")),
            Ok(expected),
        );
    }
}

#[test]
fn an_area_code_as_issuer_is_read_and_never_emitted() {
    let text = "1.2.156.3005.2.11990101TE5T00016T001.990101.000000016.001.";
    let read = IdentifierAsRead::parse(&format!("{text}0")).unwrap();
    let right = format!("{text}{}", read.expected_check());
    let read = IdentifierAsRead::parse(&right).unwrap();
    assert_eq!(
        (read.check(), read.issuer_is_regular()),
        (CheckCharacter::Correct, false)
    );
    assert_eq!(
        LicenceIdentifier::parse(&right),
        Err(CodeError::Issuer { at: 37 })
    );
}

#[test]
fn an_error_says_where() {
    for (text, error) in [
        ("", CodeError::Root),
        ("1.2.156.3005.3.A.B.C.001.5", CodeError::Root),
        ("1.2.156.3005.2", CodeError::Root),
        ("1.2.156.3005.20.A.B.C.001.5", CodeError::Root),
        (
            &FIRST.replace("TE5T", "tE5T"),
            CodeError::LowerCase { at: 23 },
        ),
        (
            &FIRST.replace("2026000001", "2026-00001"),
            CodeError::Character { at: 60 },
        ),
        (
            &FIRST.replace(".001.", ".000."),
            CodeError::Version { at: 67 },
        ),
        (
            &FIRST.replace(".001.", ".1."),
            CodeError::Version { at: 67 },
        ),
        (&FIRST.replace(".5", ""), CodeError::Field { at: 70 }),
        (&format!("{FIRST}.5"), CodeError::Field { at: 73 }),
        (
            &"1.2.156.3005.2.".repeat(20),
            CodeError::Length {
                found: 300,
                most: 128,
            },
        ),
    ] {
        check(text, Err(error));
    }
}

#[test]
fn versions_end_at_999() {
    let kind = TypeCode::parse("11990101TE5T00016T001").unwrap();
    let issuer = CreditCode::parse("11990101TE5T00016T").unwrap();
    let last = LicenceIdentifier::new(&kind, &issuer, "1", 999).unwrap();
    assert_eq!(last.next_version(), Err(CodeError::Version { at: 0 }));
    assert!(LicenceIdentifier::new(&kind, &issuer, "1", 0).is_err());
    assert_eq!(
        LicenceIdentifier::new(&kind, &issuer, "a1", 1),
        Err(CodeError::LowerCase { at: 0 })
    );
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in ".{0,160}") {
        let _ = IdentifierAsRead::parse(&text);
        let _ = IdentifierAsRead::parse(&format!("{LICENCE_ROOT}.{text}"));
    }

    #[test]
    fn what_is_built_is_read_back(serial in "[0-9A-Z]{1,48}", version in 1u16..=999) {
        let kind = TypeCode::parse("11990101TE5T00016T001").unwrap();
        let issuer = CreditCode::parse("11990101TE5T00016T").unwrap();
        let made = LicenceIdentifier::new(&kind, &issuer, &serial, version).unwrap();
        prop_assert_eq!(LicenceIdentifier::parse(made.as_str()), Ok(made));
    }

    #[test]
    fn a_changed_serial_character_is_noticed(
        serial in "[0-9A-Z]{8}", at in 0usize..8, other in "[0-9A-Z]",
    ) {
        let kind = TypeCode::parse("11990101TE5T00016T001").unwrap();
        let issuer = CreditCode::parse("11990101TE5T00016T").unwrap();
        let made = LicenceIdentifier::new(&kind, &issuer, &serial, 1).unwrap();
        let mut changed = serial.clone();
        changed.replace_range(at..=at, &other);
        let text = made.as_str().replace(&format!(".{serial}."), &format!(".{changed}."));
        let read = IdentifierAsRead::parse(&text).unwrap();
        prop_assert_eq!(read.check() == CheckCharacter::Correct, changed == serial);
    }
}
