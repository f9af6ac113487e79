use crate::der::{Oid, Reader, writer};
use crate::suite::AlgorithmError;
use crate::x509::path::tests::{AT, Authority, authority, kinds, request};
use crate::x509::{Certificate, KeyPurpose, PathFailureKind, PathRequest, Role, validate};
use rcgen::SigningKey as _;

const EC: Oid = Oid::new_unwrap("1.2.840.10045.2.1");
const DSA: Oid = Oid::new_unwrap("1.2.840.10040.4.1");
const RSA: Oid = Oid::new_unwrap("1.2.840.113549.1.1.1");
const P192: Oid = Oid::new_unwrap("1.2.840.10045.3.1.1");

/// A SubjectPublicKeyInfo.
fn key(algorithm: &[&[u8]], bits: &[u8]) -> Vec<u8> {
    let algorithm = writer::sequence(algorithm);
    writer::sequence(&[&algorithm, &writer::bit_string(bits)])
}

/// A certificate for any key at all, which rcgen does not make.
fn certify(key: &[u8], root: &Authority) -> Certificate {
    let usual = root.leaf(|_| ());
    let mut tbs = Reader::new(usual.tbs()).sequence().unwrap();
    let mut fields = Vec::new();
    while !tbs.is_empty() {
        fields.push(tbs.element().unwrap().raw());
    }
    let own = usual.subject_public_key_info();
    let place = fields.iter().position(|field| *field == own).unwrap();
    fields[place] = key;
    let tbs = writer::sequence(&fields);
    let signature = writer::bit_string(&root.key.sign(&tbs).unwrap());
    let made = writer::sequence(&[&tbs, usual.signature_algorithm(), &signature]);
    Certificate::parse(&made).unwrap()
}

fn rsa(octets: usize) -> Vec<u8> {
    let modulus = writer::unsigned(&vec![0xc5; octets]);
    let numbers = writer::sequence(&[&modulus, &writer::integer(0x1_0001)]);
    key(&[&writer::oid(&RSA), &writer::null()], &numbers)
}

#[test]
fn a_leaf_whose_own_key_is_short_or_not_served_has_no_good_path() {
    let root = authority("root", None);
    let (anchors, crls) = (root.anchor(), [root.crl(6, &[])]);
    #[cfg(feature = "legacy-algorithms")]
    let short = PathFailureKind::WeakKey(crate::suite::Weakness::ShortKey { bits: 1024 });
    #[cfg(not(feature = "legacy-algorithms"))]
    let short = PathFailureKind::Key(Box::new(AlgorithmError::KeySize { bits: 1024 }));
    let not_served = |error| PathFailureKind::Key(Box::new(error));
    let point = [0x04; 49];
    for (key, expected) in [
        (rsa(256), None),
        (rsa(128), Some(short)),
        (
            rsa(64),
            Some(not_served(AlgorithmError::KeySize { bits: 512 })),
        ),
        (
            key(&[&writer::oid(&EC), &writer::oid(&P192)], &point),
            Some(not_served(AlgorithmError::Curve(P192))),
        ),
        (
            key(&[&writer::oid(&DSA), &writer::null()], &[2, 1, 7]),
            Some(not_served(AlgorithmError::Unknown(DSA))),
        ),
    ] {
        let leaf = certify(&key, &root);
        for purpose in [KeyPurpose::Signing, KeyPurpose::Any] {
            let outcome = validate(&PathRequest {
                purpose,
                ..request(&leaf, &anchors, &crls)
            });
            assert_eq!(kinds(&outcome), Vec::from_iter(expected.clone()));
            assert!(!outcome.is_undecided());
        }
        // No path at all hides nothing of it.
        let nowhere = kinds(&validate(&PathRequest::new(&leaf, &[], Role::Signer, AT)));
        assert_eq!(nowhere.get(1), expected.as_ref());
    }
}
