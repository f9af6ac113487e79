//! Responses whose signature proves nothing today.

use super::*;
use crate::suite::Weakness;
use crate::x509::{RevocationStatus, StatusDesk, StatusQuestion};

/// Finds every signature right, and weak where it is said.
struct Desk {
    is_answer_weak: bool,
    is_responder_weak: bool,
}

fn found(is_weak: bool) -> Result<(), PathFailureKind> {
    let weakness = Weakness::Digest(DigestAlgorithm::Sha1);
    match is_weak {
        true => Err(PathFailureKind::WeakAlgorithm(vec![weakness])),
        false => Ok(()),
    }
}

impl StatusDesk for Desk {
    fn signed(
        &mut self,
        _: &Certificate,
        _: &[u8; 32],
        _: &[u8],
        _: &[u8],
        _: &[u8],
    ) -> Result<(), PathFailureKind> {
        found(self.is_answer_weak)
    }

    fn issued(&mut self, _: &Certificate) -> Result<(), PathFailureKind> {
        found(self.is_responder_weak)
    }

    fn status_of_responder(&mut self, _: &Certificate) -> RevocationStatus {
        RevocationStatus::Unknown(Vec::new())
    }

    fn tolerates_unknown(&self) -> bool {
        false
    }
}

#[test]
fn an_answer_that_rests_on_a_weak_signature_may_revoke_and_never_says_good() {
    let root = Authority::new("root");
    let leaf = root.issue(77, |_| ()).certificate;
    let responder = root.issue(5, without_check);
    let question = StatusQuestion {
        certificate: &leaf,
        issuer: &root.certificate,
        candidates: &[],
        at: AT,
        judged_at: AT,
    };
    let since = AT - Duration::DAY;
    let revoked = Revoked {
        since,
        reason: None,
    };
    for (is_answer_weak, is_responder_weak) in
        [(false, false), (true, false), (false, true), (true, true)]
    {
        let judge = |status| {
            let response = delegated(&root, &leaf, &responder, status);
            let mut desk = Desk {
                is_answer_weak,
                is_responder_weak,
            };
            let mut said = statements_at(&response, &question, AT, &mut desk);
            said.pop().unwrap()
        };
        let is_weak = is_answer_weak || is_responder_weak;
        match judge(Good) {
            Ok(_) => assert!(!is_weak),
            Err(problem) => assert!(is_weak && problem == OcspProblem::Algorithm),
        }
        assert_eq!(judge(revoked).unwrap().revoked, Some((since, None)));
    }
}
