use super::build::{self, InfoToMake};
use super::*;
use crate::der::{Oid, tag, writer};
use proptest::prelude::*;
use time::OffsetDateTime;
use time::macros::datetime;

const SM2_WITH_SM3: Oid = Oid::new_unwrap("1.2.156.10197.1.501");
const MADE: OffsetDateTime = datetime!(2026-03-01 8:00 UTC);
const CERTIFICATES: [&[u8]; 2] = [b"one", b"two"];

fn info(edition: Edition) -> InfoToMake<'static> {
    InfoToMake {
        edition,
        vendor: "yinxin",
        id: "99010100000001",
        kind: 1,
        name: "示例县行政审批局",
        certificates: CertList::Certificates(CERTIFICATES.to_vec()),
        created: MADE,
        valid_from: MADE,
        valid_until: datetime!(2028-03-01 8:00 UTC),
        picture_kind: "PNG",
        picture: b"picture",
        width: 42,
        height: 42,
        extensions: &[],
    }
}

fn made(edition: Edition, timestamp: Option<&[u8]>) -> Vec<u8> {
    let info = info(edition).to_der();
    build::seal(&info, b"maker", &SM2_WITH_SM3, b"value", timestamp)
}

fn used(seal: &[u8], timestamp: Option<&[u8]>) -> Vec<u8> {
    let to_sign = build::to_sign(Edition::Gbt38540Of2020, seal, MADE, &[7; 32], "/a.xml");
    build::signature(&to_sign, b"signer", &SM2_WITH_SM3, b"mark", timestamp)
}

#[test]
fn a_seal_that_is_made_is_read_and_its_information_is_what_is_signed() {
    let octets = made(Edition::Gbt38540Of2020, None);
    let seal = SesSeal::parse(&octets).unwrap();
    assert_eq!(seal.edition, Edition::Gbt38540Of2020);
    assert_eq!(seal.raw(), octets);
    assert_eq!(seal.signed(), info(Edition::Gbt38540Of2020).to_der());
    assert_eq!((seal.maker, seal.signature), (&b"maker"[..], &b"value"[..]));
    assert_eq!(seal.algorithm, SM2_WITH_SM3);
    let info = seal.info;
    assert_eq!((info.header.version, info.header.vendor), (4, "yinxin"));
    assert_eq!(
        (info.id, info.kind, info.name),
        ("99010100000001", 1, "示例县行政审批局")
    );
    assert_eq!(
        info.certificates,
        CertList::Certificates(CERTIFICATES.to_vec())
    );
    assert_eq!((info.created, info.valid_from), (MADE, MADE));
    assert_eq!((info.picture.width, info.picture.kind), (42, "PNG"));
    assert_eq!(info.picture.data, b"picture");
}

#[test]
fn the_edition_of_2025_may_have_a_timestamp_however_it_is_tagged() {
    let explicit = made(Edition::Gmt0031Of2025, Some(b"token"));
    let bare = made(Edition::Gmt0031Of2025, None);
    assert_eq!(SesSeal::parse(&bare).unwrap().timestamp, None);
    let body = &bare[bare.len() - SesSeal::parse(&bare).unwrap().raw().len()..];
    let fields: Vec<u8> = {
        let mut outer = crate::der::Reader::new(body);
        outer.element().unwrap().value().to_vec()
    };
    let implicit = writer::element(0x80, b"\0token");
    let untagged = writer::bit_string(b"token");
    let implicit = writer::sequence(&[&fields, &implicit]);
    let untagged = writer::sequence(&[&fields, &untagged]);
    for octets in [explicit, implicit, untagged] {
        let seal = SesSeal::parse(&octets).unwrap();
        assert_eq!(seal.edition, Edition::Gmt0031Of2025);
        assert_eq!(seal.timestamp, Some(&b"token"[..]));
    }
}

#[test]
fn zeros_may_follow_and_nothing_else() {
    let octets = made(Edition::Gbt38540Of2020, None);
    let padded = [octets.clone(), vec![0; 100]].concat();
    assert_eq!(SesSeal::parse(&padded).unwrap().raw(), octets);
    let other = [octets.clone(), vec![0, 0, 1]].concat();
    let offset = octets.len() + 2;
    assert_eq!(
        SesSeal::parse(&other),
        Err(SesError::TrailingData { offset })
    );
    for end in 0..octets.len() {
        assert!(SesSeal::parse(&octets[..end]).is_err());
    }
}

#[test]
fn what_makers_add_is_read_with_false_written_out_and_behind_a_tag() {
    let oid = Oid::new_unwrap("1.2.3");
    let one = writer::sequence(&[
        &writer::oid(&oid),
        &writer::boolean(false),
        &writer::octet_string(b"x"),
    ]);
    let bare = writer::sequence(&[&one]);
    let info = info(Edition::Gbt38540Of2020).to_der();
    let fields = crate::der::Reader::new(&info).element().unwrap().value();
    for added in [
        bare.clone(),
        writer::explicit(0, &bare),
        writer::constructed(0xa0, &[&one]),
    ] {
        let info = writer::sequence(&[fields, &added]);
        let octets = build::seal(&info, b"m", &SM2_WITH_SM3, b"v", None);
        let seal = SesSeal::parse(&octets).unwrap();
        let expected = Extension {
            oid,
            critical: false,
            value: b"x",
        };
        assert_eq!(seal.info.extensions, [expected]);
        assert_eq!(seal.signed(), info);
    }
}

#[test]
fn digests_may_stand_for_certificates() {
    let entry = DigestEntry {
        kind: "SM3",
        value: &[9; 32],
    };
    let made = InfoToMake {
        certificates: CertList::Digests(vec![entry]),
        ..info(Edition::Gbt38540Of2020)
    };
    let octets = build::seal(&made.to_der(), b"m", &SM2_WITH_SM3, b"v", None);
    let seal = SesSeal::parse(&octets).unwrap();
    assert_eq!(seal.info.certificates, CertList::Digests(vec![entry]));
}

#[cfg(feature = "gm")]
#[test]
fn a_digest_is_of_the_algorithm_that_it_names_and_else_sm3() {
    let sm3 = crate::suite::digest(crate::suite::DigestAlgorithm::Sm3, b"one");
    let sha256 = crate::suite::digest(crate::suite::DigestAlgorithm::Sha256, b"one");
    for (kind, value, expected) in [
        ("SM3", &sm3, true),
        ("1.2.156.10197.1.401", &sm3, true),
        ("SHA-256", &sha256, true),
        ("SHA-256", &sm3, false),
        ("SM3", &sha256, false),
    ] {
        let list = CertList::Digests(vec![DigestEntry { kind, value }]);
        assert_eq!(list.names(b"one"), expected, "{kind}");
        assert!(!list.names(b"two"));
    }
    let list = CertList::Certificates(vec![b"one", b"three"]);
    assert!(list.names(b"one") && !list.names(b"two"));
}

#[test]
fn a_seal_signature_keeps_what_was_signed_as_it_stands() {
    let seal = made(Edition::Gbt38540Of2020, None);
    let octets = used(&seal, Some(b"token"));
    let signature = SesSignature::parse(&octets).unwrap();
    assert_eq!(signature.to_sign.seal.raw(), seal);
    assert_eq!(signature.to_sign.time, SignedTime::Instant(MADE));
    assert_eq!(signature.to_sign.data_hash, [7; 32]);
    assert_eq!(signature.to_sign.property, "/a.xml");
    assert_eq!(
        (signature.signer, signature.signature),
        (&b"signer"[..], &b"mark"[..])
    );
    assert_eq!(signature.timestamp, Some(&b"token"[..]));
    let expected = build::to_sign(Edition::Gbt38540Of2020, &seal, MADE, &[7; 32], "/a.xml");
    assert_eq!(signature.to_sign.raw(), expected);
}

#[test]
fn a_header_that_does_not_say_es_is_no_seal() {
    let octets = made(Edition::Gbt38540Of2020, None);
    let place = octets.windows(2).position(|two| two == b"ES").unwrap();
    let mut other = octets.clone();
    other[place] = b'X';
    let offset = place - 2;
    assert_eq!(SesSeal::parse(&other), Err(SesError::NotASeal { offset }));
    assert_eq!(octets[offset], tag::IA5_STRING);
}

proptest! {
    #[test]
    fn octets_from_outside_never_panic(octets in any::<Vec<u8>>()) {
        let _ = SesSeal::parse(&octets);
        let _ = SesSignature::parse(&octets);
    }

    #[test]
    fn a_seal_that_was_changed_is_refused_or_read_as_it_stands(at in 0_usize..200, to in any::<u8>()) {
        let mut octets = used(&made(Edition::Gbt38540Of2020, None), None);
        let length = octets.len();
        octets[at % length] = to;
        if let Ok(read) = SesSignature::parse(&octets) {
            let within = |part: &[u8]| octets.windows(part.len().max(1)).any(|window| window == part);
            prop_assert!(within(read.to_sign.raw()) && within(read.to_sign.seal.info.raw()));
        }
    }
}
