use super::super::{
    AlgorithmError, DigestAlgorithm, KeyError, MemoryKey, PublicKey, SignatureAlgorithm,
    SigningKey, VerifyFailure, digest, oids, verify,
};
use super::*;
use crate::der::{Oid, writer};
use proptest::prelude::*;

/// The example of GM/T 0003.5-2012, A.2.
const D: &str = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
const POINT: &str = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020\
                     ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
const MESSAGE: &[u8] = b"message digest";
const R: &str = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3";
const S: &str = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .collect();
    let octets = digits.chunks_exact(2).map(|pair| pair[0] * 16 + pair[1]);
    octets.map(|octet| u8::try_from(octet).unwrap()).collect()
}

fn spki(kind: &Oid, curve: &[u8]) -> Vec<u8> {
    let identifier = writer::sequence(&[&writer::oid(kind), curve]);
    writer::sequence(&[&identifier, &writer::bit_string(&hex(POINT))])
}

fn usual_spki() -> Vec<u8> {
    spki(&oids::EC_PUBLIC_KEY, &writer::oid(&oids::SM2))
}

fn der() -> Vec<u8> {
    writer::sequence(&[&writer::unsigned(&hex(R)), &writer::unsigned(&hex(S))])
}

fn raw() -> Vec<u8> {
    [hex(R), hex(S)].concat()
}

fn pkcs8(scalar: &[u8], point: Option<&[u8]>) -> Vec<u8> {
    let public = point.map(|point| writer::explicit(1, &writer::bit_string(point)));
    let key = writer::sequence(&[
        &writer::integer(1),
        &writer::octet_string(scalar),
        &public.unwrap_or_default(),
    ]);
    let kind = [writer::oid(&oids::EC_PUBLIC_KEY), writer::oid(&oids::SM2)].concat();
    writer::sequence(&[
        &writer::integer(0),
        &writer::sequence(&[&kind]),
        &writer::octet_string(&key),
    ])
}

#[test]
fn sm3_gives_the_digests_of_its_standard() {
    let abc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
    assert_eq!(digest(DigestAlgorithm::Sm3, b"abc"), hex(abc));
    let long = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732";
    assert_eq!(digest(DigestAlgorithm::Sm3, &b"abcd".repeat(16)), hex(long));
}

#[test]
fn the_example_of_the_standard_fits_in_both_forms_and_nothing_else_does() {
    let key = usual_spki();
    let judge = |id: &str, message: &[u8], value: &[u8]| verify_with_id(&key, id, message, value);
    assert_eq!(judge(DEFAULT_ID, MESSAGE, &der()), Ok(SignatureForm::Der));
    assert_eq!(judge(DEFAULT_ID, MESSAGE, &raw()), Ok(SignatureForm::Raw));
    assert_eq!(
        verify(&key, SignatureAlgorithm::Sm2, MESSAGE, &der()),
        Ok(())
    );
    let wrong = Err(VerifyFailure::SignatureWrong);
    assert_eq!(judge("", MESSAGE, &der()), wrong);
    assert_eq!(judge("1234567812345679", MESSAGE, &der()), wrong);
    assert_eq!(judge(&"1".repeat(9000), MESSAGE, &der()), wrong);
    assert_eq!(judge(DEFAULT_ID, b"message digest.", &der()), wrong);
    let number = |octets: &[u8]| writer::element(0x02, octets);
    let (r, s) = (writer::unsigned(&hex(R)), writer::unsigned(&hex(S)));
    let as_met = |before: &[u8], number: &[u8]| writer::element(0x02, &[before, number].concat());
    for (before_r, before_s) in [(&[][..], &[][..]), (&[0], &[0])] {
        let numbers = [as_met(before_r, &hex(R)), as_met(before_s, &hex(S))];
        let value = writer::sequence(&[&numbers[0], &numbers[1]]);
        assert_eq!(judge(DEFAULT_ID, MESSAGE, &value), Ok(SignatureForm::Der));
    }
    let order = hex("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123");
    for (what, value) in [
        ("trailing", [der(), vec![0]].concat()),
        ("three numbers", writer::sequence(&[&r, &s, &s])),
        ("zero", writer::sequence(&[&r, &writer::integer(0)])),
        (
            "the order",
            writer::sequence(&[&r, &writer::unsigned(&order)]),
        ),
        (
            "33 octets",
            writer::sequence(&[&r, &number(&[&[1][..], &hex(S)].concat())]),
        ),
        ("exchanged", writer::sequence(&[&s, &r])),
        ("63 octets", raw()[1..].to_vec()),
        ("65 octets", [raw(), vec![0]].concat()),
        ("nothing", Vec::new()),
    ] {
        assert_eq!(judge(DEFAULT_ID, MESSAGE, &value), wrong, "{what}");
    }
}

#[test]
fn keys_are_read_as_they_are_met_and_no_other_curve_is_taken() {
    let named = writer::oid(&oids::SM2);
    for (kind, curve) in [
        (oids::EC_PUBLIC_KEY, named.as_slice()),
        (oids::SM2, &named),
        (oids::SM2, &writer::null()),
        (oids::SM2, &[]),
    ] {
        let key = spki(&kind, curve);
        assert_eq!(PublicKey::parse(&key), Ok(PublicKey::Sm2(&hex(POINT))));
        assert_eq!(
            verify(&key, SignatureAlgorithm::Sm2, MESSAGE, &der()),
            Ok(())
        );
    }
    let other = spki(&oids::SM2, &writer::oid(&oids::P256));
    assert_eq!(
        PublicKey::parse(&other),
        Err(AlgorithmError::Parameters(oids::SM2))
    );
    // The point of another curve, or a compressed one.
    let mut off = hex(POINT);
    off[64] ^= 1;
    let compressed = [&[0x03][..], &hex(POINT)[1..33]].concat();
    for point in [off, compressed, vec![0], Vec::new()] {
        let identifier = writer::sequence(&[&writer::oid(&oids::EC_PUBLIC_KEY), &named]);
        let key = writer::sequence(&[&identifier, &writer::bit_string(&point)]);
        let judged = verify(&key, SignatureAlgorithm::Sm2, MESSAGE, &der());
        assert_eq!(judged, Err(VerifyFailure::SignatureWrong));
    }
}

#[test]
fn identifiers_of_signatures_are_read_as_they_are_met() {
    let key = usual_spki();
    let key = PublicKey::parse(&key).unwrap();
    let sm3 = Some(DigestAlgorithm::Sm3);
    for oid in [
        "1.2.156.10197.1.501",
        "1.2.156.10197.1.301.1",
        "1.2.156.10197.1.301",
    ] {
        let oid = writer::oid(&Oid::new(oid).unwrap());
        for identifier in [
            writer::sequence(&[&oid]),
            writer::sequence(&[&oid, &writer::null()]),
        ] {
            for digest in [None, sm3] {
                let read = SignatureAlgorithm::from_identifier(&identifier, &key, digest);
                assert_eq!(read, Ok(SignatureAlgorithm::Sm2));
            }
            let sha256 = Some(DigestAlgorithm::Sha256);
            assert!(SignatureAlgorithm::from_identifier(&identifier, &key, sha256).is_err());
        }
    }
    let written = SignatureAlgorithm::Sm2.identifier();
    let expected = writer::sequence(&[&writer::oid(&Oid::new("1.2.156.10197.1.501").unwrap())]);
    assert_eq!(written, expected);
    assert_eq!(SignatureAlgorithm::Sm2.name(), "SM2 with SM3");
    // ECDSA has no business with the key, nor SM3 with ECDSA.
    let ecdsa = SignatureAlgorithm::EcdsaP256(DigestAlgorithm::Sha256).identifier();
    assert!(SignatureAlgorithm::from_identifier(&ecdsa, &key, None).is_err());
    let p256 = PublicKey::P256(&[4]);
    let bare = writer::sequence(&[&writer::oid(&oids::EC_PUBLIC_KEY)]);
    assert!(SignatureAlgorithm::from_identifier(&bare, &p256, sm3).is_err());
}

#[test]
fn a_private_key_signs_what_its_public_key_verifies() {
    let key = MemoryKey::from_pkcs8(&pkcs8(&hex(D), Some(&hex(POINT))), None).unwrap();
    assert_eq!(key.algorithm(), SignatureAlgorithm::Sm2);
    assert_eq!(key.subject_public_key_info(), usual_spki());
    let made = key.sign(b"text").unwrap();
    let form = verify_with_id(&usual_spki(), DEFAULT_ID, b"text", &made);
    assert_eq!(form, Ok(SignatureForm::Der));
    assert!(!format!("{key:?}").contains("3945"));
    // Without the point, and with a scalar that lost its leading zeros or has more of them.
    for scalar in [hex(D), [&[0][..], &hex(D)].concat()] {
        let key = MemoryKey::from_pkcs8(&pkcs8(&scalar, None), None).unwrap();
        assert_eq!(key.subject_public_key_info(), usual_spki());
    }
    let mut other = hex(POINT);
    other[64] ^= 1;
    let refused = MemoryKey::from_pkcs8(&pkcs8(&hex(D), Some(&other)), None);
    assert!(matches!(refused, Err(KeyError::Inconsistent)));
    for scalar in [vec![0; 32], vec![0xff; 32], vec![1; 33]] {
        assert!(MemoryKey::from_pkcs8(&pkcs8(&scalar, None), None).is_err());
    }
}

proptest! {
    #[test]
    fn a_value_that_was_changed_anywhere_fits_no_more(at in 0_usize..64, bit in 0_u8..8) {
        let mut value = raw();
        value[at] ^= 1 << bit;
        let judged = verify_with_id(&usual_spki(), DEFAULT_ID, MESSAGE, &value);
        prop_assert_eq!(judged, Err(VerifyFailure::SignatureWrong));
    }

    #[test]
    fn octets_from_outside_never_panic(key in any::<Vec<u8>>(), value in any::<Vec<u8>>()) {
        let _ = verify_with_id(&key, DEFAULT_ID, MESSAGE, &value);
        let _ = verify_with_id(&usual_spki(), DEFAULT_ID, MESSAGE, &value);
        let _ = MemoryKey::from_der(&key, None);
    }
}
