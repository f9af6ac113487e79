use super::*;
use crate::cms::{SignOptions, sign_detached};
use crate::der::{Oid, writer};
use crate::suite::{DigestAlgorithm, MemoryKey, digest};
use crate::x509::{Certificate, PathFailureKind, RevocationPolicy, Role, TrustAnchor};
use ::time::macros::datetime;

struct Authority {
    root: Certificate,
    leaf: Certificate,
    key: MemoryKey,
}

fn authority(purposes: &[rcgen::ExtendedKeyUsagePurpose], critical: bool) -> Authority {
    let root_key = rcgen::KeyPair::generate().unwrap();
    let mut root = rcgen::CertificateParams::default();
    root.distinguished_name
        .push(rcgen::DnType::CommonName, "测试 root");
    root.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root_certificate = root.self_signed(&root_key).unwrap();
    let pair = rcgen::KeyPair::generate().unwrap();
    let mut leaf = rcgen::CertificateParams::default();
    leaf.distinguished_name
        .push(rcgen::DnType::CommonName, "测试 tsa");
    if critical {
        let oids: Vec<Vec<u8>> = purposes
            .iter()
            .map(|purpose| match purpose {
                TimeStamping => "1.3.6.1.5.5.7.3.8",
                _ => "1.3.6.1.5.5.7.3.4",
            })
            .map(|oid| writer::oid(&Oid::new(oid).unwrap()))
            .collect();
        let parts: Vec<&[u8]> = oids.iter().map(Vec::as_slice).collect();
        let mut extension =
            rcgen::CustomExtension::from_oid_content(&[2, 5, 29, 37], writer::sequence(&parts));
        extension.set_criticality(true);
        leaf.custom_extensions.push(extension);
    } else {
        leaf.extended_key_usages = purposes.to_vec();
    }
    let issuer = rcgen::Issuer::new(root, root_key);
    let leaf = leaf.signed_by(&pair, &issuer).unwrap();
    Authority {
        root: Certificate::parse(root_certificate.der()).unwrap(),
        leaf: Certificate::parse(leaf.der()).unwrap(),
        key: MemoryKey::from_pkcs8(&pair.serialize_der(), None).unwrap(),
    }
}

fn token(authority: &Authority) -> Vec<u8> {
    let algorithm = DigestAlgorithm::Sha256;
    let imprint = writer::sequence(&[
        &algorithm.identifier(),
        &writer::octet_string(&digest(algorithm, b"data")),
    ]);
    let accuracy = writer::sequence(&[
        &writer::integer(1),
        &writer::implicit(0, writer::integer(5)),
    ]);
    let info = writer::sequence(&[
        &writer::integer(1),
        &writer::oid(&Oid::new("1.2.3").unwrap()),
        &imprint,
        &writer::integer(7),
        &writer::generalized_time(datetime!(2026-06-01 0:00 UTC)),
        &accuracy,
    ]);
    let options = SignOptions {
        content_type: crate::cms::oids::TST_INFO,
        encapsulated: Some(&info),
        ..SignOptions::default()
    };
    let chain = [authority.leaf.clone()];
    sign_detached(&digest(algorithm, &info), &authority.key, &chain, &options).unwrap()
}

fn judge(authority: &Authority, role: Role, data: &[u8]) -> TimestampOutcome {
    let token = token(authority);
    let anchors = [TrustAnchor {
        certificate: authority.root.clone(),
        role,
    }];
    let at = datetime!(2026-07-01 0:00 UTC);
    TimestampToken::parse(&token).unwrap().verify(
        |algorithm| digest(algorithm, data),
        &TimestampTrust {
            anchors: &anchors,
            certificates: &[],
            crls: &[],
            statuses: None,
            revocation: RevocationPolicy::Ignore,
            at,
            judged_at: at,
        },
    )
}

use rcgen::ExtendedKeyUsagePurpose::{EmailProtection, TimeStamping};

#[test]
fn a_token_is_believed_for_its_own_data_and_role_alone() {
    let tsa = authority(&[TimeStamping], true);
    let outcome = judge(&tsa, Role::Tsa, b"data");
    assert!(outcome.is_valid(), "{outcome:?}");
    assert_eq!(outcome.time, datetime!(2026-06-01 0:00 UTC));
    assert_eq!(
        judge(&tsa, Role::Tsa, b"date").failures,
        [TimestampFailure::ImprintMismatch]
    );
    let outcome = judge(&tsa, Role::Signer, b"data");
    let kinds: Vec<_> = outcome
        .path
        .unwrap()
        .failures
        .into_iter()
        .map(|f| f.kind)
        .collect();
    assert_eq!(kinds, [PathFailureKind::AnchorOfOtherRole(Role::Signer)]);
}

#[test]
fn the_authority_has_the_one_critical_purpose() {
    for (purposes, critical) in [
        (&[TimeStamping][..], false),
        (&[TimeStamping, EmailProtection], true),
        (&[EmailProtection], true),
    ] {
        let outcome = judge(&authority(purposes, critical), Role::Tsa, b"data");
        let kinds: Vec<_> = outcome
            .path
            .unwrap()
            .failures
            .into_iter()
            .map(|f| f.kind)
            .collect();
        assert_eq!(
            kinds,
            [PathFailureKind::ExtendedKeyUsage],
            "{purposes:?} {critical}"
        );
    }
}

#[test]
fn the_accuracy_is_summed() {
    let token = token(&authority(&[TimeStamping], true));
    let parsed = TimestampToken::parse(&token).unwrap();
    assert_eq!(
        parsed.info().accuracy,
        Some(::time::Duration::milliseconds(1005))
    );
    assert_eq!(parsed.info().serial, [7]);
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(octets in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let _ = (TimestampToken::parse(&octets), TstInfo::parse(&octets));
    }
}
