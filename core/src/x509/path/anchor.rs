use super::signatures::{PathWork, Signatures};
use super::{PathFailure, PathFailureKind, PathOutcome, PathRequest, RevocationPolicy};
use super::{RevocationStatus, revocation::REMOVE_FROM_CRL};

/// Signatures of lists that are judged for one anchor.
const BUDGET: usize = 16;

/// Looks whether a list at hand names the anchor of a valid path.
///
/// An anchor is trusted because somebody imported it, and no list is asked of it. But a folder of
/// certificates makes anchors of authorities and signers below a root as well, and a revocation
/// that the caller holds must not vanish by that. Any key that bears the name of the anchor's issuer
/// may have signed the list: it can only take trust away.
pub(super) fn check(
    request: &PathRequest<'_>,
    mut outcome: PathOutcome,
    work: &PathWork,
) -> PathOutcome {
    if !outcome.is_valid() || request.revocation == RevocationPolicy::Ignore {
        return outcome;
    }
    let Some(anchor) = outcome
        .chain
        .last()
        .filter(|anchor| !anchor.is_self_issued())
    else {
        return outcome;
    };
    let mut signatures = Signatures::new(BUDGET, work, request);
    let anchors = request.anchors.iter().map(|anchor| &anchor.certificate);
    let issuers: Vec<_> = anchors
        .chain(request.intermediates)
        .filter(|candidate| candidate.subject() == anchor.issuer())
        .take(BUDGET)
        .collect();
    let named = request.crls.iter().find_map(|crl| {
        let entry = (crl.issuer() == anchor.issuer()).then(|| crl.find(anchor.serial()))??;
        let counts = entry.reason != Some(REMOVE_FROM_CRL) && entry.since() <= request.at;
        let signed = |issuer: &&&crate::x509::Certificate| {
            let found = signatures.list(crl, issuer);
            matches!(found, Ok(()) | Err(PathFailureKind::WeakAlgorithm(_)))
        };
        (counts && issuers.iter().find(signed).is_some()).then_some(entry)
    });
    if let Some(entry) = named {
        let (since, reason) = (entry.since(), entry.reason);
        let index = outcome.chain.len() - 1;
        outcome.failures.push(PathFailure {
            index,
            kind: PathFailureKind::Revoked { since, reason },
        });
        if let Some(status) = outcome.statuses.get_mut(index) {
            *status = RevocationStatus::Revoked { since, reason };
        }
    }
    outcome
}
