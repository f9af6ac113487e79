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
