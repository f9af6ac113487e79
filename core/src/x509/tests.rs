use super::*;
use crate::der::writer;

/// A self-issued certificate of the P-256 key `pair`.
pub(crate) fn self_signed(pair: &rcgen::KeyPair, name: &str) -> Certificate {
    let mut parameters = rcgen::CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    parameters.not_before = rcgen::date_time_ymd(2026, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(2036, 1, 1);
    Certificate::parse(parameters.self_signed(pair).unwrap().der()).unwrap()
}

fn name(parts: &[(&str, Vec<u8>)]) -> Name {
    let sets: Vec<Vec<u8>> = parts
        .iter()
        .map(|(kind, value)| {
            let kind = writer::oid(&crate::der::Oid::new(kind).unwrap());
            writer::set_of(&[&writer::sequence(&[&kind, value])])
        })
        .collect();
    let borrowed: Vec<&[u8]> = sets.iter().map(Vec::as_slice).collect();
    Name::parse(&writer::sequence(&borrowed)).unwrap()
}

#[test]
fn names_differ_in_more_than_case_space_and_string_type() {
    let text = |text: &str| writer::utf8_string(text);
    let printable = |text: &str| writer::element(0x13, text.as_bytes());
    let one = name(&[("2.5.4.10", text("Some  Body")), ("2.5.4.3", text("a"))]);
    assert_eq!(
        one,
        name(&[
            ("2.5.4.10", printable(" some body ")),
            ("2.5.4.3", printable("A"))
        ])
    );
    assert_ne!(
        one,
        name(&[("2.5.4.10", text("Somebody")), ("2.5.4.3", text("a"))])
    );
    assert_ne!(
        one,
        name(&[("2.5.4.3", text("a")), ("2.5.4.10", text("Some Body"))])
    );
    assert_ne!(
        one,
        name(&[("2.5.4.11", text("Some Body")), ("2.5.4.3", text("a"))])
    );
    assert!(one.is_within(&name(&[("2.5.4.10", text("some body"))])));
    assert!(!name(&[("2.5.4.10", text("some body"))]).is_within(&one));
}

#[test]
fn names_are_printed_as_rfc_4514_with_multi_byte_text() {
    let bmp = writer::element(0x1e, &[0x53, 0xbf]);
    let one = name(&[
        ("2.5.4.6", writer::element(0x13, b"CN")),
        ("2.5.4.10", writer::utf8_string("某县, \"局\"")),
        ("2.5.4.3", bmp),
        ("1.2.3.4", writer::utf8_string("x")),
        ("2.5.4.11", writer::utf8_string("#a\u{202e}b ")),
    ]);
    assert_eq!(
        one.to_string(),
        "OU=\\#a\\e2\\80\\aeb\\ ,1.2.3.4=#0c0178,CN=县,O=某县\\, \\\"局\\\",C=CN"
    );
}

#[test]
fn a_certificate_gives_its_facts() {
    let pair = rcgen::KeyPair::generate().unwrap();
    let certificate = self_signed(&pair, "测试 signer");
    assert_eq!(certificate.subject().to_string(), "CN=测试 signer");
    assert!(certificate.is_self_issued() && certificate.algorithms_agree());
    assert_eq!(certificate.fingerprint_hex().len(), 64);
    assert!(certificate.unknown_critical_extensions().is_empty());
    assert_eq!(
        certificate.not_before(),
        time::macros::datetime!(2026-01-01 0:00 UTC)
    );
}

#[test]
fn pem_and_der_bundles_are_read_in_order() {
    let pair = rcgen::KeyPair::generate().unwrap();
    let (a, b) = (self_signed(&pair, "a"), self_signed(&pair, "b"));
    let der = [a.der(), b.der()].concat();
    assert_eq!(read_all(&der), Ok(vec![a.clone(), b.clone()]));
    let pem = |c: &Certificate| {
        use base64::Engine as _;
        let body = base64::engine::general_purpose::STANDARD.encode(c.der());
        format!("text\n-----BEGIN CERTIFICATE-----\r\n{body}\r\n-----END CERTIFICATE-----\n")
    };
    let text = format!("{}{}", pem(&a), pem(&b));
    assert_eq!(read_all(text.as_bytes()), Ok(vec![a, b]));
    assert_eq!(read_all(b""), Err(BundleError::Empty));
    assert_eq!(
        read_all(b"-----BEGIN CERTIFICATE-----\nAAAA"),
        Err(BundleError::Pem { index: 0 })
    );
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(octets in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let _ = (Certificate::parse(&octets), read_all(&octets), Name::parse(&octets));
    }
}
