//! Signatures of the Chinese suite in CMS.

use super::file::{sign, unsigned};
use super::judging::{Indeterminate, TotalPassed, judge_with, says};
use super::pki::{AT, Identity, Root};
use crate::der::{Oid, writer};
use crate::suite::{MemoryKey, SignatureAlgorithm, SigningKey};
use crate::verify::{Answer, Policy, Report};
use crate::x509::{Certificate, RevocationPolicy, Role, TrustAnchor};
use time::Duration;

const CURVE: Oid = Oid::new_unwrap("1.2.156.10197.1.301");
const EC: Oid = Oid::new_unwrap("1.2.840.10045.2.1");

pub(super) fn key(scalar: u8) -> MemoryKey {
    let inner = writer::sequence(&[&writer::integer(1), &writer::octet_string(&[scalar; 32])]);
    let kind = writer::sequence(&[&writer::oid(&EC), &writer::oid(&CURVE)]);
    let pkcs8 = writer::sequence(&[&writer::integer(0), &kind, &writer::octet_string(&inner)]);
    MemoryKey::from_pkcs8(&pkcs8, None).unwrap()
}

fn name(text: &str) -> Vec<u8> {
    let attribute = writer::sequence(&[
        &writer::oid(&Oid::new_unwrap("2.5.4.3")),
        &writer::utf8_string(text),
    ]);
    writer::sequence(&[&writer::set_of(&[&attribute])])
}

/// A certificate for signing.
pub(super) fn certificate(
    subject: &str,
    own: &MemoryKey,
    issuer: &str,
    by: &MemoryKey,
) -> Certificate {
    let algorithm = SignatureAlgorithm::Sm2.identifier();
    let usage = writer::element(0x03, &[6, 0xc0]);
    let usage = writer::sequence(&[
        &writer::oid(&Oid::new_unwrap("2.5.29.15")),
        &writer::boolean(true),
        &writer::octet_string(&usage),
    ]);
    let tbs = writer::sequence(&[
        &writer::explicit(0, &writer::integer(2)),
        &writer::integer(77),
        &algorithm,
        &name(issuer),
        &writer::sequence(&[
            &writer::time(AT - Duration::days(100)),
            &writer::time(AT + Duration::days(100)),
        ]),
        &name(subject),
        own.subject_public_key_info(),
        &writer::explicit(3, &writer::sequence(&[&usage])),
    ]);
    let value = by.sign(&tbs).unwrap();
    let der = writer::sequence(&[&tbs, &algorithm, &writer::bit_string(&value)]);
    Certificate::parse(&der).unwrap()
}

fn signer() -> Identity {
    let key = key(9);
    Identity {
        chain: vec![certificate("示例签章人", &key, "示例签章人", &key)],
        key,
    }
}

pub(super) fn judge(file: &[u8], anchors: &[TrustAnchor], policy: Policy) -> Report {
    judge_with(anchors, &[], file, |verifier| {
        verifier.revocation(RevocationPolicy::Ignore).policy(policy)
    })
}

fn anchor(certificate: &Certificate) -> TrustAnchor {
    TrustAnchor {
        certificate: certificate.clone(),
        role: Role::Signer,
    }
}

#[test]
fn a_signature_with_sm2_passes_under_its_own_policy_and_claims_no_level() {
    let signer = signer();
    let anchors = [anchor(&signer.chain[0])];
    let file = sign(&unsigned(), &signer, "Seal");
    for policy in [Policy::All, Policy::Any, Policy::Gm] {
        let report = judge(&file, &anchors, policy);
        assert_eq!(report.indication, TotalPassed, "{report:#?}");
        let one = &report.signatures[0];
        assert_eq!(one.level, None);
        assert!(says(one, "LEVEL_NOT_CLAIMED"));
    }
    let report = judge(&file, &anchors, Policy::Eu);
    assert_eq!(
        (report.indication, report.answer),
        (Indeterminate, Answer::Unknown)
    );
    // Nothing of it survives another octet.
    let mut other = file.clone();
    let place = other.windows(5).position(|five| five == b"Hello").unwrap();
    other[place] = b'J';
    assert_eq!(judge(&other, &anchors, Policy::Gm).answer, Answer::Altered);
}

#[test]
fn each_policy_rests_on_the_signature_of_its_own_suite() {
    let (root, chinese) = (Root::new("root"), signer());
    let international = root.signer();
    let file = sign(&unsigned(), &international, "Prepared");
    let file = sign(&file, &chinese, "Second");
    let both = [root.anchor(Role::Signer), anchor(&chinese.chain[0])];
    for policy in [Policy::All, Policy::Eu, Policy::Gm] {
        let report = judge(&file, &both, policy);
        assert_eq!(report.indication, TotalPassed, "{policy:?} {report:#?}");
    }
    let [eu, gm] = &both;
    let judge = |anchor: &TrustAnchor, policy| {
        judge(&file, std::slice::from_ref(anchor), policy).indication
    };
    assert_eq!(
        (judge(eu, Policy::Eu), judge(eu, Policy::Gm)),
        (TotalPassed, Indeterminate)
    );
    assert_eq!(
        (judge(gm, Policy::Gm), judge(gm, Policy::Eu)),
        (TotalPassed, Indeterminate)
    );
}
