use super::*;
use crate::der::{DerErrorKind, Reader, tag, writer};
use crate::suite::{DigestAlgorithm, MemoryKey, SigningKey, digest};
use crate::x509::Certificate;

fn signer_of(kind: &'static rcgen::SignatureAlgorithm) -> (MemoryKey, Certificate) {
    let pair = rcgen::KeyPair::generate_for(kind).unwrap();
    let certificate = crate::x509::tests::self_signed(&pair, "测试 signer");
    (
        MemoryKey::from_pkcs8(&pair.serialize_der(), None).unwrap(),
        certificate,
    )
}

const CONTENT: &[u8] = b"%PDF content";

fn signed(kind: &'static rcgen::SignatureAlgorithm) -> (Vec<u8>, MemoryKey, Certificate) {
    let (key, certificate) = signer_of(kind);
    let content_digest = digest(key.algorithm().digest(), CONTENT);
    let chain = [certificate.clone()];
    let message = sign_detached(&content_digest, &key, &chain, &SignOptions::default()).unwrap();
    (message, key, certificate)
}

#[test]
fn what_is_signed_verifies_and_what_was_changed_does_not() {
    for kind in [
        &rcgen::PKCS_ECDSA_P256_SHA256,
        &rcgen::PKCS_ECDSA_P384_SHA384,
        &rcgen::PKCS_ED25519,
    ] {
        let (message, _, certificate) = signed(kind);
        let padded = [message.as_slice(), &[0; 100]].concat();
        let parsed = SignedData::parse(&padded).unwrap();
        assert_eq!(parsed.der_length(), message.len());
        let outcome = parsed.verify(|algorithm| digest(algorithm, CONTENT), &[]);
        assert_eq!((outcome.failures, outcome.facts), (vec![], vec![]));
        assert_eq!(outcome.signer, Some(certificate));
        let outcome = parsed.verify(|algorithm| digest(algorithm, b"other"), &[]);
        assert_eq!(outcome.failures, [CmsFailure::DigestMismatch]);
    }
}

#[test]
fn no_changed_octet_goes_unnoticed_where_it_matters() {
    let (message, ..) = signed(&rcgen::PKCS_ECDSA_P256_SHA256);
    let parsed = SignedData::parse(&message).unwrap();
    let signer = &parsed.signers()[0];
    let signature = signer.signature().to_vec();
    let at = message
        .windows(signature.len())
        .position(|w| w == signature)
        .unwrap();
    for index in [at + 4, at + 20, at + 50] {
        let mut changed = message.clone();
        changed[index] ^= 1;
        let parsed = SignedData::parse(&changed).unwrap();
        let outcome = parsed.verify(|algorithm| digest(algorithm, CONTENT), &[]);
        assert_eq!(
            outcome.failures,
            [CmsFailure::SignatureWrong],
            "octet {index}"
        );
    }
}

#[test]
fn the_placeholder_holds_every_signature() {
    for kind in [
        &rcgen::PKCS_ECDSA_P256_SHA256,
        &rcgen::PKCS_ECDSA_P384_SHA384,
        &rcgen::PKCS_ED25519,
    ] {
        let (key, certificate) = signer_of(kind);
        let signer = Signer::new(&[certificate]).unwrap();
        let options = SignOptions::default();
        let most = signer.maximum_size(key.algorithm(), &options).unwrap();
        let content_digest = digest(key.algorithm().digest(), CONTENT);
        for _ in 0..50 {
            let length = signer.sign(&content_digest, &key, &options).unwrap().len();
            assert!(length <= most && most - length < 16, "{length} of {most}");
        }
    }
}

#[test]
fn a_key_signs_for_its_own_certificate_alone() {
    let (key, _) = signer_of(&rcgen::PKCS_ECDSA_P256_SHA256);
    let (_, other) = signer_of(&rcgen::PKCS_ECDSA_P256_SHA256);
    let content_digest = digest(DigestAlgorithm::Sha256, CONTENT);
    let options = SignOptions::default();
    assert_eq!(
        sign_detached(&content_digest, &key, &[other], &options),
        Err(BuildError::KeyMismatch)
    );
    assert_eq!(
        sign_detached(&content_digest, &key, &[], &options),
        Err(BuildError::NoCertificate)
    );
}

#[test]
fn an_unsigned_attribute_leaves_the_signature_right() {
    let (message, ..) = signed(&rcgen::PKCS_ECDSA_P256_SHA256);
    let token = writer::sequence(&[&writer::integer(7)]);
    let more = add_unsigned_attribute(&message, &SIGNATURE_TIME_STAMP, &token).unwrap();
    let more = add_unsigned_attribute(&more, &SIGNATURE_TIME_STAMP, &token).unwrap();
    let parsed = SignedData::parse(&more).unwrap();
    assert_eq!(
        parsed.signers()[0]
            .signature_timestamps()
            .collect::<Vec<_>>(),
        [&token, &token]
    );
    assert!(
        parsed
            .verify(|algorithm| digest(algorithm, CONTENT), &[])
            .is_intact()
    );
}

/// A certificate of `pair` that differs from others of it only in its last day.
fn twin(pair: &rcgen::KeyPair, year: i32) -> Certificate {
    let mut parameters = rcgen::CertificateParams::default();
    parameters.serial_number = Some(rcgen::SerialNumber::from(5_u64));
    parameters.not_after = rcgen::date_time_ymd(year, 1, 1);
    Certificate::parse(parameters.self_signed(pair).unwrap().der()).unwrap()
}

#[test]
fn a_certificate_put_in_place_of_the_signers_is_noticed() {
    let pair = rcgen::KeyPair::generate().unwrap();
    let key = MemoryKey::from_pkcs8(&pair.serialize_der(), None).unwrap();
    let (own, other) = (twin(&pair, 2030), twin(&pair, 2040));
    let content_digest = digest(DigestAlgorithm::Sha256, CONTENT);
    let chain = [own.clone()];
    let message = sign_detached(&content_digest, &key, &chain, &SignOptions::default()).unwrap();
    let parsed = SignedData::parse(&message).unwrap();
    let without = SignedData {
        certificates: Vec::new(),
        ..parsed.clone()
    };
    let judge = |parsed: &SignedData<'_>, extra: &[Certificate]| {
        parsed
            .verify(|algorithm| digest(algorithm, CONTENT), extra)
            .failures
    };
    assert_eq!(judge(&parsed, &[]), []);
    assert_eq!(
        judge(&without, &[]),
        [CmsFailure::SignerCertificateNotFound]
    );
    assert_eq!(judge(&without, &[own]), []);
    assert_eq!(
        judge(&without, &[other]),
        [CmsFailure::SigningCertificateMismatch]
    );
}

#[test]
fn there_is_exactly_one_signer() {
    let (message, ..) = signed(&rcgen::PKCS_ED25519);
    let parsed = SignedData::parse(&message).unwrap();
    for count in [0, 2] {
        let signers = vec![parsed.signers()[0].clone(); count];
        let changed = SignedData {
            signers,
            ..parsed.clone()
        };
        assert_eq!(
            changed
                .verify(|algorithm| digest(algorithm, CONTENT), &[])
                .failures,
            [CmsFailure::SignerCount(count)]
        );
    }
}

#[test]
fn signed_attributes_stand_once_and_say_what_the_message_says() {
    let (message, ..) = signed(&rcgen::PKCS_ED25519);
    let parsed = SignedData::parse(&message).unwrap();
    let judge = |change: &dyn Fn(&mut SignerInfo<'_>)| {
        let mut changed = parsed.clone();
        change(&mut changed.signers[0]);
        changed
            .verify(|algorithm| digest(algorithm, CONTENT), &[])
            .failures
    };
    for oid in [oids::CONTENT_TYPE, oids::MESSAGE_DIGEST] {
        assert_eq!(
            judge(&|signer| signer
                .signed_attributes
                .retain(|attribute| attribute.oid != oid)),
            [CmsFailure::AttributeMissing(oid)]
        );
    }
    for oid in [
        oids::CONTENT_TYPE,
        oids::MESSAGE_DIGEST,
        oids::SIGNING_CERTIFICATE_V2,
    ] {
        let twice = |signer: &mut SignerInfo<'_>| {
            let mut again = signer.signed_attributes.clone();
            again.retain(|attribute| attribute.oid == oid);
            signer.signed_attributes.append(&mut again);
        };
        assert_eq!(judge(&twice), [CmsFailure::AttributeDuplicate(oid)]);
    }
    let typed = |content_type| {
        let other = SignedData {
            content_type,
            ..parsed.clone()
        };
        other
            .verify(|algorithm| digest(algorithm, CONTENT), &[])
            .failures
    };
    // Plain data by either number are plain data.
    assert_eq!(typed(oids::GM_DATA), []);
    assert_eq!(
        typed(oids::TST_INFO),
        [CmsFailure::ContentTypeWrong {
            attribute: oids::DATA,
            message: oids::TST_INFO
        }]
    );
}

#[test]
fn attributes_are_read_up_to_a_limit() {
    let attribute = |values: usize| {
        let set = writer::element(tag::SET, &[5, 0].repeat(values));
        writer::sequence(&[&writer::oid(&oids::CONTENT_TYPE), &set])
    };
    let read = |octets: &[u8]| Attribute::read_all(Reader::new(octets)).map(|all| all.len());
    assert_eq!(read(&attribute(256)), Ok(1));
    let error = read(&attribute(257)).unwrap_err();
    assert_eq!(error.kind, DerErrorKind::TooMany);
    assert_eq!(read(&attribute(1).repeat(256)), Ok(256));
    assert!(read(&attribute(1).repeat(257)).is_err());
    assert!(read(&attribute(0).repeat(257)).is_err());
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(octets in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        if let Ok(parsed) = SignedData::parse(&octets) {
            let _ = parsed.verify_content(b"", &[]);
        }
    }

    #[test]
    fn a_damaged_message_never_panics(at in 0_usize..700, to in proptest::prelude::any::<u8>()) {
        static MESSAGE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
        let mut message = MESSAGE.get_or_init(|| signed(&rcgen::PKCS_ECDSA_P256_SHA256).0).clone();
        if let Some(octet) = message.get_mut(at) {
            *octet = to;
        }
        if let Ok(parsed) = SignedData::parse(&message) {
            let _ = parsed.verify_content(CONTENT, &[]);
        }
    }
}
