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
    // What rests on a weak signature, or on a responder whose certificate ran out, may revoke, and never
    // says that a certificate is good.
    let doubt = match responder(response, question, exists_at, desk) {
        Ok(is_weak) => is_weak.then_some(OcspProblem::Algorithm),
        Err(problem @ OcspProblem::ResponderOutOfBounds { .. }) => Some(problem),
        Err(problem) => return vec![Err(problem)],
    };
    let statements = named
        .into_iter()
        .map(|single| statement(response, single, question));
    statements
        .map(|found| match (found, &doubt) {
            (Ok(statement), Some(doubt)) if statement.revoked.is_none() => Err(doubt.clone()),
            (found, _) => found,
        })
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

/// Checks that the issuer, or a responder that it named, signed the response. Returns whether a
/// signature that this rests on proves nothing today.
fn responder(
    response: &OcspResponse,
    question: &StatusQuestion<'_>,
    exists_at: OffsetDateTime,
    desk: &mut dyn StatusDesk,
) -> Result<bool, OcspProblem> {
    let id = response.responder();
    if id.names(question.issuer) {
        match signed(response, question.issuer, desk) {
            Ok(is_weak) => return Ok(is_weak),
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
        let found = signed(response, candidate, desk).and_then(|is_weak| {
            authorised(response, candidate, question, exists_at, desk)
                .map(|also_weak| is_weak || also_weak)
        });
        match found {
            Ok(is_weak) => return Ok(is_weak),
            Err(found) => problem = found,
        }
    }
    Err(problem)
}

/// Judges the signature of a response by a key. Returns whether it proves nothing today.
fn signed(
    response: &OcspResponse,
    signer: &Certificate,
    desk: &mut dyn StatusDesk,
) -> Result<bool, OcspProblem> {
    let judged = desk.signed(
        signer,
        response.fingerprint(),
        response.signature_algorithm(),
        response.tbs(),
        response.signature(),
    );
    match judged {
        Ok(()) => Ok(false),
        Err(PathFailureKind::WeakAlgorithm(_)) => Ok(true),
        Err(PathFailureKind::SignatureWrong) => Err(OcspProblem::SignatureWrong),
        Err(PathFailureKind::SearchExhausted) => Err(OcspProblem::Exhausted),
        Err(_) => Err(OcspProblem::Algorithm),
    }
}

/// Checks that the issuer named the responder (RFC 6960, 4.2.2.2): it issued its certificate itself,
/// for signing OCSP responses, and has not revoked it. Returns whether the signature of its certificate
/// proves nothing today.
fn authorised(
    response: &OcspResponse,
    responder: &Certificate,
    question: &StatusQuestion<'_>,
    exists_at: OffsetDateTime,
    desk: &mut dyn StatusDesk,
) -> Result<bool, OcspProblem> {
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
    let is_weak = match desk.issued(responder) {
        Ok(()) => false,
        Err(PathFailureKind::WeakAlgorithm(_)) => true,
        Err(PathFailureKind::SearchExhausted) => return Err(OcspProblem::Exhausted),
        Err(_) => return Err(OcspProblem::ResponderNotAuthorised),
    };
    let made = response.produced_at();
    if made < responder.not_before() || exists_at.max(made) > responder.not_after() {
        return Err(OcspProblem::ResponderOutOfBounds {
            not_after: responder.not_after(),
        });
    }
    if responder.extension(&oids::NO_CHECK).is_some() {
        return Ok(is_weak);
    }
    match desk.status_of_responder(responder) {
        RevocationStatus::Good { .. } => Ok(is_weak),
        RevocationStatus::Unknown(problems)
            if problems.contains(&crate::x509::CrlProblem::Exhausted) =>
        {
            Err(OcspProblem::Exhausted)
        }
        RevocationStatus::Unknown(_) if desk.tolerates_unknown() => Ok(is_weak),
        _ => Err(OcspProblem::ResponderStatus),
    }
}
