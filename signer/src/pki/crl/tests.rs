//! Lists of SM2 and P-256, one after another.

use super::*;
use crate::keys::KeyKind;
use crate::keys::generate::generate;
use crate::pki::Name as Subject;
use crate::pki::issue::{IssueRequest, Usage, issue as issue_certificate};
use time::Duration;
use time::macros::datetime;
use yinxin_core::suite::MemoryKey;

const NOW: OffsetDateTime = datetime!(2026-03-01 0:00 UTC);

fn serial(number: u8) -> Serial {
    Serial::new(&[number]).unwrap()
}

fn key(kind: KeyKind) -> MemoryKey {
    MemoryKey::from_pkcs8(&generate(kind).unwrap(), None).unwrap()
}

/// A certificate of `key`, by `above` or by itself.
fn certificate(
    key: &MemoryKey,
    usage: Usage,
    above: Option<(&Certificate, &MemoryKey)>,
) -> Certificate {
    let subject = Subject {
        country: "CN".into(),
        organisation: "示例机关".into(),
        organisation_identifier: None,
        common_name: format!("{usage:?}"),
    };
    let request = IssueRequest {
        subject: subject.to_der().unwrap(),
        subject_public_key_info: key.subject_public_key_info().to_vec(),
        purpose: usage,
        serial: serial(9),
        not_before: datetime!(2026-01-01 0:00 UTC),
        not_after: datetime!(2030-01-01 0:00 UTC),
    };
    let (authority, signer) = above.map_or((None, key), |(above, key)| (Some(above), key));
    Certificate::parse(&issue_certificate(&request, authority, signer).unwrap()).unwrap()
}

fn revoked(number: u8, reason: RevocationReason) -> Revocation {
    Revocation {
        serial: serial(number),
        since: NOW,
        reason,
    }
}

fn list<'a>(
    number: u8,
    revoked: &'a [Revocation],
    previous: Option<&'a Crl>,
    released: &'a [Serial],
) -> ListRequest<'a> {
    let this_update = NOW + Duration::days(i64::from(number));
    ListRequest {
        number: serial(number),
        this_update,
        next_update: this_update + Duration::days(7),
        revoked,
        previous,
        released,
    }
}

#[test]
fn entries_stay_and_only_a_hold_is_taken_back() {
    for kind in [KeyKind::Sm2, KeyKind::EcdsaP256] {
        let root_key = key(kind);
        let root = certificate(&root_key, Usage::Authority, None);
        let made = |request: &ListRequest<'_>| {
            let der = issue(request, &root, &root_key);
            der.map(|der| Crl::parse(&der).unwrap())
        };
        let new = [
            revoked(1, RevocationReason::KeyCompromise),
            revoked(0x80, RevocationReason::CertificateHold),
            revoked(3, RevocationReason::Unspecified),
        ];
        let first = made(&list(1, &new, None, &[])).unwrap();
        assert!(first.is_signed_by(&root));
        assert_eq!((first.len(), first.number()), (3, Some(&[1][..])));
        assert_eq!(
            first.authority_key_identifier(),
            root.subject_key_identifier()
        );
        let reason = |crl: &Crl, octets: &[u8]| crl.find(octets).map(|found| found.reason);
        assert_eq!(reason(&first, &[1]), Some(Some(1)));
        assert_eq!(reason(&first, &[0, 0x80]), Some(Some(6)));
        assert_eq!(reason(&first, &[3]), Some(None));
        // Who is revoked stays so for the reason of then; a hold is taken back.
        let again = [revoked(1, RevocationReason::Superseded)];
        let second = made(&list(2, &again, Some(&first), &[serial(0x80)])).unwrap();
        assert_eq!(reason(&second, &[1]), Some(Some(1)));
        assert_eq!(reason(&second, &[0, 0x80]), None);
        let refused = made(&list(3, &[], Some(&first), &[serial(1)]));
        assert_eq!(refused.unwrap_err(), PkiError::NotOnHold);
        let empty = made(&list(4, &[], None, &[])).unwrap();
        assert!(empty.is_empty());
        // The list of another authority of the same name.
        let other_key = key(kind);
        let other = certificate(&other_key, Usage::Authority, None);
        let refused = issue(&list(3, &[], Some(&first), &[]), &other, &other_key);
        assert_eq!(refused.unwrap_err(), PkiError::PreviousList);
    }
}

#[test]
fn an_authority_below_a_root_names_its_own_key_and_a_unit_makes_no_list() {
    let (root_key, below_key, unit_key) = (key(KeyKind::Sm2), key(KeyKind::Sm2), key(KeyKind::Sm2));
    let root = certificate(&root_key, Usage::Authority, None);
    let below = certificate(&below_key, Usage::Authority, Some((&root, &root_key)));
    let der = issue(&list(1, &[], None, &[]), &below, &below_key).unwrap();
    let crl = Crl::parse(&der).unwrap();
    assert_eq!(
        crl.authority_key_identifier(),
        below.subject_key_identifier()
    );
    assert_ne!(
        crl.authority_key_identifier(),
        root.subject_key_identifier()
    );
    let unit = certificate(&unit_key, Usage::Signing, Some((&root, &root_key)));
    let refused = issue(&list(1, &[], None, &[]), &unit, &unit_key);
    assert_eq!(refused.unwrap_err(), PkiError::AuthorityCertificate);
    let refused = issue(&list(1, &[], None, &[]), &root, &unit_key);
    assert_eq!(refused.unwrap_err(), PkiError::KeyDiffers);
}
