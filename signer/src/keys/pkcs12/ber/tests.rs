//! Files of OpenSSL, put into BER as others write it.

use super::*;
use crate::keys::read::{KeyMaterial, read, read_certificates};
use ring::hmac;
use std::path::Path;
use std::process::Command;
use yinxin_core::suite::{MemoryKey, SigningKey as _, sm};
use yinxin_core::x509::Certificate;

fn password(text: &str) -> Password {
    Password::new(Zeroizing::new(text.as_bytes().to_vec()))
}

/// Runs `openssl` in `folder`; `None` where it is not installed.
fn openssl(folder: &Path, line: &str) -> Option<()> {
    let ran = Command::new("openssl")
        .args(line.split_whitespace())
        .current_dir(folder)
        .output();
    let Ok(output) = ran else {
        println!("skipped: openssl is not installed");
        return None;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{line}: {said}");
    Some(())
}

/// A key of SM2 with its certificate, as PFX in three ways.
fn made() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    openssl(
        at,
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out key.pem",
    )?;
    let request = "req -x509 -new -key key.pem -sm3 -sigopt distid:1234567812345678 -subj /CN=a -days 9 -out a.pem";
    openssl(at, request)?;
    for (name, more) in [
        ("new.p12", ""),
        ("old.p12", "-legacy"),
        ("open.p12", "-nomac"),
    ] {
        let export = "pkcs12 -export -inkey key.pem -in a.pem -passout pass:secret -name a";
        openssl(at, &format!("{export} {more} -out {name}"))?;
    }
    Some(folder)
}

/// `SafeContents ::= SEQUENCE OF SafeBag { bagId, .. }`; a certificate, which stays as it is, begins otherwise.
fn is_bags(octets: &[u8]) -> bool {
    let bags = Reader::new(octets).sequence();
    let bag = bags.and_then(|mut bags| bags.sequence());
    bag.is_ok_and(|bag| bag.peek() == Some(tag::OID))
}

/// Writes one element anew: no lengths are said, and strings are in pieces, also one that holds bags.
fn indefinite(der: &[u8]) -> Vec<u8> {
    let element = Reader::new(der).element().unwrap();
    let value = element.value();
    let pieces = |identifier: u8, value: &[u8]| {
        let pieces: Vec<u8> = value.chunks(7).flat_map(writer::octet_string).collect();
        [&[identifier, 0x80], pieces.as_slice(), &[0, 0]].concat()
    };
    match element.tag() {
        tag::OCTET_STRING if is_bags(value) => pieces(0x24, &indefinite(value)),
        tag::OCTET_STRING => pieces(0x24, value),
        0x80 => pieces(0xa0, value),
        constructed if constructed & 0x20 != 0 => {
            let mut inner = element.reader().unwrap();
            let mut content = vec![constructed, 0x80];
            while !inner.is_empty() {
                content.extend(indefinite(inner.element().unwrap().raw()));
            }
            content.extend([0, 0]);
            content
        }
        _ => der.to_vec(),
    }
}

/// Puts a PFX into BER, with a MAC over that.
fn in_ber(der: &[u8]) -> Vec<u8> {
    let (content, mac) = parts(der).unwrap();
    let content = indefinite(content);
    let mac = mac.map(|mut mac| {
        let mut digest = mac.sequence().unwrap();
        let algorithm = digest.element().unwrap().raw();
        let salt = mac.element().unwrap();
        let rounds = mac.element().unwrap();
        let is_old = algorithm.len() < 12;
        let (kind, length) = match is_old {
            true => (hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, 20),
            false => (hmac::HMAC_SHA256, 32),
        };
        let derive = match is_old {
            true => pkcs12::kdf::derive_key_utf8::<sha1::Sha1>,
            false => pkcs12::kdf::derive_key_utf8::<sha2::Sha256>,
        };
        let count = i32::try_from(rounds.unsigned().unwrap()).unwrap();
        let kind_of_key = pkcs12::kdf::Pkcs12KeyType::Mac;
        let key = derive("secret", salt.value(), kind_of_key, count, length).unwrap();
        let value = hmac::sign(&hmac::Key::new(kind, &key), &content);
        let digest = writer::sequence(&[algorithm, &writer::octet_string(value.as_ref())]);
        writer::sequence(&[&digest, salt.raw(), rounds.raw()])
    });
    let safe = indefinite(&content_info(&DATA, &writer::octet_string(&content)));
    let version = writer::integer(3);
    let mac = mac.unwrap_or_default();
    [&[0x30, 0x80], version.as_slice(), &safe, &mac, &[0, 0]].concat()
}

/// The key signs, and its certificate verifies.
fn is_a_pair(material: &KeyMaterial) {
    let key = MemoryKey::from_pkcs8(&material.pkcs8, None).unwrap();
    let own = Certificate::parse(material.chain.first().unwrap()).unwrap();
    assert_eq!(own.subject_public_key_info(), key.subject_public_key_info());
    let value = key.sign(b"message").unwrap();
    let verify = |message| {
        let public = own.subject_public_key_info();
        sm::verify_with_id(public, sm::DEFAULT_ID, message, &value)
    };
    assert!(verify(b"message").is_ok());
    assert!(verify(b"another").is_err());
}

#[test]
fn keys_of_sm2_open_in_der_and_in_ber() {
    let Some(folder) = made() else { return };
    let certificate = std::fs::read(folder.path().join("a.pem")).unwrap();
    let certificate = read_certificates(&certificate).unwrap();
    for name in ["new.p12", "old.p12", "open.p12"] {
        let der = std::fs::read(folder.path().join(name)).unwrap();
        let ber = in_ber(&der);
        assert_ne!(ber, der);
        for (form, octets) in [("DER", &der), ("BER", &ber)] {
            let material = read(octets, Some(&password("secret")));
            let material = material.unwrap_or_else(|error| panic!("{name} {form}: {error}"));
            assert_eq!(material.chain, certificate, "{name} {form}");
            is_a_pair(&material);
            let refused = read(octets, Some(&password("another"))).unwrap_err();
            assert_eq!(refused, ReadError::WrongPassword, "{name} {form}");
            let refused = read(octets, None).unwrap_err();
            assert_eq!(refused, ReadError::PasswordNeeded, "{name} {form}");
        }
    }
}

#[test]
fn the_mac_covers_the_octets_as_received() {
    let Some(folder) = made() else { return };
    let der = std::fs::read(folder.path().join("old.p12")).unwrap();
    // The friendly name of the key, `a` in UTF-16, stands in what is not encrypted.
    let at = der.windows(4).position(|four| four == [0x1e, 2, 0, b'a']);
    let mut other = der.clone();
    *other.get_mut(at.unwrap() + 3).unwrap() = b'b';
    let (right, mut altered) = (in_ber(&der), in_ber(&other));
    // The MAC of the one behind the content of the other: its value is what they differ in.
    let differ = |(at, _): &(usize, &u8)| right.get(*at) != altered.get(*at);
    let places: Vec<usize> = altered
        .iter()
        .enumerate()
        .filter(differ)
        .map(|(at, _)| at)
        .collect();
    assert!(places.len() > 10);
    for at in places.into_iter().skip(1) {
        *altered.get_mut(at).unwrap() = *right.get(at).unwrap();
    }
    assert!(read(&right, Some(&password("secret"))).is_ok());
    let refused = read(&altered, Some(&password("secret"))).unwrap_err();
    assert_eq!(refused, ReadError::WrongPassword);
}

proptest::proptest! {
    #[test]
    fn no_octets_make_the_reader_panic(octets in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let _ = in_der(&octets, &password("a"));
        let framed = [crate::keys::read::PFX_IN_BER.as_slice(), &octets].concat();
        let _ = read(&framed, Some(&password("a")));
    }
}
