use super::super::tests::{authority, kinds, request};
use super::super::{PathFailureKind, RevocationPolicy, validate};
use super::*;
use rcgen::RevocationReason::{CertificateHold, KeyCompromise};

#[test]
fn a_hold_ends_with_a_later_whole_list_and_no_other_revocation_does() {
    let root = authority("root", None);
    let (leaf, anchors) = (root.leaf(|_| ()), root.anchor());
    for (reason, code, is_taken_back) in [(CertificateHold, 6, true), (KeyCompromise, 1, false)] {
        let held = root.crl(5, &[(77, 4, reason)]);
        let since = held.find(&[77]).unwrap().date;
        let revoked = [PathFailureKind::Revoked {
            since,
            reason: Some(code),
        }];
        let expected: &[PathFailureKind] = if is_taken_back { &[] } else { &revoked };
        let fresh = root.crl(6, &[]);
        for lists in [[held.clone(), fresh.clone()], [fresh, held.clone()]] {
            assert_eq!(
                kinds(&validate(&request(&leaf, &anchors, &lists))),
                expected
            );
        }
        // An earlier list takes nothing back, nor does one of the same time.
        for month in [3, 5] {
            let lists = [root.crl(month, &[]), held.clone()];
            let asked = PathRequest {
                revocation: RevocationPolicy::Prefer,
                ..request(&leaf, &anchors, &lists)
            };
            assert_eq!(kinds(&validate(&asked)), revoked);
        }
    }
}

#[test]
fn a_key_of_the_authority_that_ran_out_may_revoke_and_vouches_for_nobody() {
    let root = authority("root", None);
    let (leaf, anchors) = (root.leaf(|_| ()), root.anchor());
    // Another key of the same name, certified by the first.
    let mut other = authority("root", Some(&root));
    let is_valid = |crls: &[Crl], other: &super::super::tests::Authority| {
        let between = [other.certificate.clone()];
        let asked = PathRequest {
            intermediates: &between,
            ..request(&leaf, &anchors, crls)
        };
        kinds(&validate(&asked))
    };
    let sound = root.crl(6, &[]);
    let spoken_for = [sound.clone(), root.crl(6, &[])];
    assert_eq!(is_valid(&spoken_for, &other), []);
    other.parameters.not_after = rcgen::date_time_ymd(2026, 6, 10);
    let made = other
        .parameters
        .signed_by(&other.key, &root.issuer())
        .unwrap();
    other.certificate = Certificate::parse(made.der()).unwrap();
    let since = other.crl(5, &[(77, 5, KeyCompromise)]);
    let revoked = [PathFailureKind::Revoked {
        since: since.find(&[77]).unwrap().date,
        reason: Some(1),
    }];
    for crls in [[sound.clone(), since.clone()], [since, sound]] {
        assert_eq!(is_valid(&crls, &other), revoked);
    }
    let good = is_valid(&[other.crl(6, &[])], &other);
    assert!(!good.is_empty());
}
