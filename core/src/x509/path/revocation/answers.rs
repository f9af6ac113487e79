//! What OCSP adds to the lists.

use super::super::{
    CrlProblem, OcspProblem, PathFailureKind, PathRequest, RevocationPolicy, RevocationStatus,
    StatusDesk, StatusQuestion,
};
use super::lists::CERTIFICATE_HOLD;
use super::{Asked, Revocations};
use crate::x509::Certificate;

impl<'r> Revocations<'r, '_, '_> {
    /// Returns what the source of the request says.
    pub(super) fn in_answers(&mut self, asked: Asked<'r>) -> RevocationStatus {
        let issuer = self.chain.get(asked.issuer).copied();
        let (Some(source), Some(issuer)) = (self.request.statuses, issuer) else {
            return RevocationStatus::Unknown(Vec::new());
        };
        let question = StatusQuestion {
            certificate: asked.certificate,
            issuer,
            candidates: self.request.intermediates,
            at: self.request.at,
            judged_at: self.request.judged_at,
        };
        let mut desk = Desk {
            revocations: self,
            issuer,
            asked,
        };
        let mut problems = Vec::new();
        let mut status = RevocationStatus::Unknown(Vec::new());
        for statement in source.statements(&question, &mut desk) {
            let found = match statement {
                Ok(statement) => match statement.revoked {
                    Some((since, reason)) => RevocationStatus::Revoked { since, reason },
                    None => RevocationStatus::Good {
                        this_update: statement.this_update,
                    },
                },
                Err(OcspProblem::Exhausted) => {
                    problems.push(CrlProblem::Exhausted);
                    continue;
                }
                Err(problem) => {
                    problems.push(CrlProblem::Ocsp(problem));
                    continue;
                }
            };
            status = combine(status, found);
        }
        combine(status, RevocationStatus::Unknown(problems))
    }
}

/// What a source of answers may ask while it answers about `asked`.
struct Desk<'d, 'r, 's, 'w> {
    revocations: &'d mut Revocations<'r, 's, 'w>,
    issuer: &'r Certificate,
    asked: Asked<'r>,
}

impl StatusDesk for Desk<'_, '_, '_, '_> {
    fn signed(
        &mut self,
        signer: &Certificate,
        fingerprint: &[u8; 32],
        algorithm: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), PathFailureKind> {
        let signatures = &mut self.revocations.signatures;
        signatures.answer(signer, fingerprint, algorithm, message, signature)
    }

    fn issued(&mut self, certificate: &Certificate) -> Result<(), PathFailureKind> {
        self.revocations.signatures.link(certificate, self.issuer)
    }

    fn status_of_responder(&mut self, responder: &Certificate) -> RevocationStatus {
        let asking = &mut *self.revocations;
        if asking.nesting > 0 {
            return RevocationStatus::Unknown(Vec::new());
        }
        let above = asking.chain.iter().skip(self.asked.issuer).copied();
        let path: Vec<&Certificate> = std::iter::once(responder).chain(above).collect();
        let nesting = asking.nesting + 1;
        // Its key may have made the answer until the judgement is made.
        let request = PathRequest {
            at: asking.request.judged_at,
            ..*asking.request
        };
        Revocations::new(&request, &path, asking.signatures, nesting).status(0)
    }

    fn tolerates_unknown(&self) -> bool {
        self.revocations.request.revocation != RevocationPolicy::Require
    }
}

/// Combines what two sources say of one certificate: a revocation wins, the earlier one of two; what
/// was not looked at may revoke; of two that say good the newer counts.
pub(super) fn combine(one: RevocationStatus, other: RevocationStatus) -> RevocationStatus {
    use RevocationStatus::{Good, NotChecked, Revoked, Unknown};
    // One for good comes before a hold.
    let weight = |since, reason| (reason == Some(CERTIFICATE_HOLD), since);
    match (one, other) {
        (
            Revoked { since, reason },
            first @ Revoked {
                since: other_since,
                reason: other_reason,
            },
        ) if weight(other_since, other_reason) < weight(since, reason) => first,
        (revoked @ Revoked { .. }, _) | (_, revoked @ Revoked { .. }) => revoked,
        (Unknown(mut problems), Unknown(more)) => {
            problems.extend(more);
            Unknown(problems)
        }
        (Unknown(problems), _) | (_, Unknown(problems))
            if problems.contains(&CrlProblem::Exhausted) =>
        {
            Unknown(problems)
        }
        (Good { this_update }, Good { this_update: newer }) => Good {
            this_update: this_update.max(newer),
        },
        (good @ Good { .. }, _) | (_, good @ Good { .. }) => good,
        (known, NotChecked) | (NotChecked, known) => known,
    }
}
