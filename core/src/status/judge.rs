//! Whether a response may be relied on (RFC 6960, 3.2 and 4.2.2.2).

use super::{CertificateStatus, OcspResponse, SingleResponse, oids};
use crate::x509::{
    Certificate, OcspProblem, PathFailureKind, RevocationStatus, Statement, StatusDesk,
    StatusQuestion, oids as x509_oids,
};
use time::{Duration, OffsetDateTime};

/// How far the clock of a responder may be ahead.
const SKEW: Duration = Duration::minutes(5);
/// How long a response holds that does not say so. RFC 6960, 4.2.2.1: newer information is then
/// available all the time.
const NO_NEXT_UPDATE: Duration = Duration::minutes(10);
/// Most certificates that are tried for one responder.
const MOST_RESPONDERS: usize = 8;

/// Returns what `response` says of the certificate of `question`: one item for each of its answers
/// that names it.
///
/// `exists_at` is the instant at which the response is proved to exist: its responder's certificate
/// has to be valid then, or whoever got the key later could have made it.
pub(crate) fn statements_at(
    response: &OcspResponse,
    question: &StatusQuestion<'_>,
    exists_at: OffsetDateTime,
    desk: &mut dyn StatusDesk,
) -> Vec<Result<Statement, OcspProblem>> {
    let named: Vec<&SingleResponse> = response
        .singles()
        .iter()
        .filter(|single| {
            single
                .certificate
                .names(question.certificate, question.issuer)
        })
        .collect();
    if named.is_empty() {
        return Vec::new();
    }
    if let Err(problem) = responder(response, question, exists_at, desk) {
        return vec![Err(problem)];
    }
    named
        .into_iter()
        .map(|single| statement(response, single, question))
        .collect()
}

/// What one answer says, the responder being in order.
fn statement(
    response: &OcspResponse,
    single: &SingleResponse,
    question: &StatusQuestion<'_>,
) -> Result<Statement, OcspProblem> {
    let critical = response.critical_extension();
    if let Some(oid) = critical.or(single.critical_extension.as_ref()) {
        return Err(OcspProblem::CriticalExtension(*oid));
    }
    let this_update = single.this_update;
    if single.next_update.is_some_and(|next| next < this_update)
        || response.produced_at() < this_update
    {
        return Err(OcspProblem::Dates);
    }
    let latest = question.judged_at.saturating_add(SKEW);
    if this_update > latest || response.produced_at() > latest {
        return Err(OcspProblem::NotYetValid { this_update });
    }
    let fresh = fresh(single, question);
    match single.status {
        // A revocation counts even where the answer is old.
        CertificateStatus::Revoked { since, reason } if since <= question.at => Ok(Statement {
            this_update,
            revoked: Some((since, reason)),
        }),
        CertificateStatus::Good | CertificateStatus::Revoked { .. } => fresh.map(|()| Statement {
            this_update,
            revoked: None,
        }),
        CertificateStatus::Unknown => Err(OcspProblem::CertificateUnknown),
    }
}

/// Checks that the answer speaks about the time asked for.
fn fresh(single: &SingleResponse, question: &StatusQuestion<'_>) -> Result<(), OcspProblem> {
    let this_update = single.this_update;
    if this_update > question.at {
        // A later answer still knows the certificate if that had not run out by then, or if the
        // responder keeps what ran out.
        let not_after = question.certificate.not_after();
        let kept = single
            .archive_cutoff
            .is_some_and(|cutoff| cutoff <= not_after);
        if this_update > not_after && !kept {
            return Err(OcspProblem::NotYetValid { this_update });
        }
    }
    let holds_until = single
        .next_update
        .unwrap_or_else(|| this_update.saturating_add(NO_NEXT_UPDATE));
    if holds_until < question.at {
        return Err(OcspProblem::Stale {
            next_update: single.next_update,
        });
    }
    Ok(())
}

/// Checks that the issuer, or a responder that it named, signed the response.
fn responder(
    response: &OcspResponse,
    question: &StatusQuestion<'_>,
    exists_at: OffsetDateTime,
    desk: &mut dyn StatusDesk,
) -> Result<(), OcspProblem> {
    let id = response.responder();
    if id.names(question.issuer) {
        match signed(response, question.issuer, desk) {
            Ok(()) => return Ok(()),
            // Another responder may have the name of the issuer.
            Err(OcspProblem::SignatureWrong) => {}
            Err(problem) => return Err(problem),
        }
    }
    let carried = response.certificates().iter();
    let mut problem = if id.names(question.issuer) {
        OcspProblem::SignatureWrong
    } else {
        OcspProblem::ResponderNotAuthorised
    };
    let candidates = carried
        .chain(question.candidates)
        .filter(|candidate| *candidate != question.issuer && id.names(candidate))
        .take(MOST_RESPONDERS);
    for candidate in candidates {
        let found = signed(response, candidate, desk)
            .and_then(|()| authorised(response, candidate, question, exists_at, desk));
        match found {
            Ok(()) => return Ok(()),
            Err(found) => problem = found,
        }
    }
    Err(problem)
}

fn signed(
    response: &OcspResponse,
    signer: &Certificate,
    desk: &mut dyn StatusDesk,
) -> Result<(), OcspProblem> {
    let judged = desk.signed(
        signer,
        response.fingerprint(),
        response.signature_algorithm(),
        response.tbs(),
        response.signature(),
    );
    judged.map_err(|kind| match kind {
        PathFailureKind::SignatureWrong => OcspProblem::SignatureWrong,
        PathFailureKind::SearchExhausted => OcspProblem::Exhausted,
        _ => OcspProblem::Algorithm,
    })
}

/// Checks that the issuer named the responder (RFC 6960, 4.2.2.2): it issued its certificate itself,
/// for signing OCSP responses, and has not revoked it.
fn authorised(
    response: &OcspResponse,
    responder: &Certificate,
    question: &StatusQuestion<'_>,
    exists_at: OffsetDateTime,
    desk: &mut dyn StatusDesk,
) -> Result<(), OcspProblem> {
    let is_named = responder.issuer() == question.issuer.subject()
        && responder != question.certificate
        && responder
            .extended_key_usage()
            .is_some_and(|usage| usage.purposes.contains(&x509_oids::OCSP_SIGNING))
        && responder
            .key_usage()
            .is_none_or(|usage| usage.digital_signature() || usage.non_repudiation())
        && responder.algorithms_agree()
        && responder.unknown_critical_extensions().is_empty()
        && responder.malformed_extensions().is_empty();
    if !is_named {
        return Err(OcspProblem::ResponderNotAuthorised);
    }
    match desk.issued(responder) {
        Ok(()) => {}
        Err(PathFailureKind::SearchExhausted) => return Err(OcspProblem::Exhausted),
        Err(_) => return Err(OcspProblem::ResponderNotAuthorised),
    }
    let made = response.produced_at();
    if made < responder.not_before() || exists_at.max(made) > responder.not_after() {
        return Err(OcspProblem::ResponderOutOfBounds {
            not_after: responder.not_after(),
        });
    }
    if responder.extension(&oids::NO_CHECK).is_some() {
        return Ok(());
    }
    match desk.status_of_responder(responder) {
        RevocationStatus::Good { .. } => Ok(()),
        RevocationStatus::Unknown(problems)
            if problems.contains(&crate::x509::CrlProblem::Exhausted) =>
        {
            Err(OcspProblem::Exhausted)
        }
        RevocationStatus::Unknown(_) if desk.tolerates_unknown() => Ok(()),
        _ => Err(OcspProblem::ResponderStatus),
    }
}
