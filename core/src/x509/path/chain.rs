use super::revocation::Revocations;
use super::signatures::Signatures;
use super::{
    CrlProblem, KeyPurpose, PathFailure, PathFailureKind, PathRequest, RevocationPolicy,
    RevocationStatus, name_constraints, policy,
};
use crate::der::Oid;
use crate::x509::{Certificate, oids};

/// Checks a whole path, the leaf first and an anchor last, whose signatures have been judged.
pub(super) fn check(
    request: &PathRequest<'_>,
    chain: &[&Certificate],
    signatures: &mut Signatures<'_>,
) -> (Vec<PathFailure>, Vec<RevocationStatus>) {
    let mut failures = Vec::new();
    check_each(request, chain, &mut failures);
    for (index, certificate) in chain.iter().enumerate().skip(1) {
        check_authority(chain, index, certificate, &mut failures);
    }
    name_constraints::check(chain, &mut failures);
    if let Some(index) = policy::first_failure(chain) {
        failures.push(PathFailure {
            index,
            kind: PathFailureKind::Policy,
        });
    }
    let statuses = check_revocation(request, chain, signatures, &mut failures);
    (failures, statuses)
}

/// Checks what a certificate says by itself.
pub(super) fn check_each(
    request: &PathRequest<'_>,
    chain: &[&Certificate],
    failures: &mut Vec<PathFailure>,
) {
    let at = request.at.unix_timestamp();
    for (index, certificate) in chain.iter().enumerate() {
        let mut fail = |kind| failures.push(PathFailure { index, kind });
        if at < certificate.not_before().unix_timestamp() {
            fail(PathFailureKind::NotYetValid);
        }
        if at > certificate.not_after().unix_timestamp() {
            fail(PathFailureKind::Expired);
        }
        if !certificate.algorithms_agree() {
            fail(PathFailureKind::AlgorithmsDisagree);
        }
        for oid in certificate.unknown_critical_extensions() {
            fail(PathFailureKind::CriticalExtension(*oid));
        }
        for oid in certificate.malformed_extensions() {
            fail(PathFailureKind::MalformedExtension(*oid));
        }
    }
    if let Some(leaf) = chain.first() {
        let mut fail = |kind| failures.push(PathFailure { index: 0, kind });
        if !usage_allows(leaf, request.purpose) {
            fail(PathFailureKind::KeyUsage);
        }
        if !purposes_allow(leaf, request.purpose) {
            fail(PathFailureKind::ExtendedKeyUsage);
        }
    }
    if let Some(wanted) = wanted_purpose(request.purpose) {
        for (index, certificate) in chain.iter().enumerate().skip(1) {
            let allowed = certificate.extended_key_usage().is_none_or(|usage| {
                usage
                    .purposes
                    .iter()
                    .any(|p| *p == wanted || *p == oids::ANY_PURPOSE)
            });
            if !allowed {
                failures.push(PathFailure {
                    index,
                    kind: PathFailureKind::ExtendedKeyUsage,
                });
            }
        }
    } else if request.purpose == KeyPurpose::Signing {
        // An authority that may vouch for no document cannot give a leaf what it lacks; an anchor
        // was imported for its role.
        let between = chain.len().saturating_sub(1);
        for (index, certificate) in chain.iter().enumerate().take(between).skip(1) {
            if !is_for_documents(certificate) {
                failures.push(PathFailure {
                    index,
                    kind: PathFailureKind::ExtendedKeyUsage,
                });
            }
        }
    }
}

/// Checks that the certificate at `index` may have issued the one before it.
fn check_authority(
    chain: &[&Certificate],
    index: usize,
    certificate: &Certificate,
    failures: &mut Vec<PathFailure>,
) {
    let mut fail = |kind| failures.push(PathFailure { index, kind });
    let constraints = certificate
        .basic_constraints()
        .filter(|constraints| constraints.ca);
    if constraints.is_none() {
        fail(PathFailureKind::NotCa);
    }
    if certificate
        .key_usage()
        .is_some_and(|usage| !usage.key_cert_sign())
    {
        fail(PathFailureKind::KeyCertSign);
    }
    let below = chain
        .iter()
        .take(index)
        .skip(1)
        .filter(|c| !c.is_self_issued())
        .count();
    let allowed = constraints.and_then(|constraints| constraints.path_length);
    if allowed.is_some_and(|allowed| usize::try_from(allowed).is_ok_and(|most| below > most)) {
        fail(PathFailureKind::PathLength);
    }
}

fn usage_allows(leaf: &Certificate, purpose: KeyPurpose) -> bool {
    match purpose {
        KeyPurpose::Any => true,
        KeyPurpose::Signing | KeyPurpose::TimeStamping | KeyPurpose::OcspSigning => leaf
            .key_usage()
            .is_none_or(|usage| usage.digital_signature() || usage.non_repudiation()),
    }
}

fn wanted_purpose(purpose: KeyPurpose) -> Option<Oid> {
    match purpose {
        KeyPurpose::TimeStamping => Some(oids::TIME_STAMPING),
        KeyPurpose::OcspSigning => Some(oids::OCSP_SIGNING),
        KeyPurpose::Signing | KeyPurpose::Any => None,
    }
}

fn purposes_allow(leaf: &Certificate, purpose: KeyPurpose) -> bool {
    let usage = leaf.extended_key_usage();
    match purpose {
        KeyPurpose::Any => true,
        KeyPurpose::TimeStamping => {
            usage.is_some_and(|usage| usage.critical && usage.purposes == [oids::TIME_STAMPING])
        }
        KeyPurpose::OcspSigning => {
            usage.is_some_and(|usage| usage.purposes.contains(&oids::OCSP_SIGNING))
        }
        KeyPurpose::Signing => is_for_documents(leaf),
    }
}

/// RFC 5280 names no purpose for documents, so many are met. A key that is for servers, code,
/// timestamps or status alone is for no document.
fn is_for_documents(certificate: &Certificate) -> bool {
    certificate.extended_key_usage().is_none_or(|usage| {
        usage
            .purposes
            .iter()
            .any(|purpose| !oids::NOT_FOR_DOCUMENTS.contains(purpose))
    })
}

fn check_revocation(
    request: &PathRequest<'_>,
    chain: &[&Certificate],
    signatures: &mut Signatures<'_>,
    failures: &mut Vec<PathFailure>,
) -> Vec<RevocationStatus> {
    let mut statuses = vec![RevocationStatus::NotChecked; chain.len()];
    if request.revocation == RevocationPolicy::Ignore {
        return statuses;
    }
    let mut revocations = Revocations::new(request, chain, signatures);
    let last = chain.len().saturating_sub(1);
    for (index, status) in statuses.iter_mut().enumerate().take(last) {
        *status = revocations.status(index);
        let mut fail = |kind| failures.push(PathFailure { index, kind });
        // What was not looked at may revoke: no policy lets that pass.
        if let RevocationStatus::Unknown(problems) = &*status
            && problems.contains(&CrlProblem::Exhausted)
        {
            fail(PathFailureKind::SearchExhausted);
        }
        match status {
            RevocationStatus::Revoked { since, reason } => {
                fail(PathFailureKind::Revoked {
                    since: *since,
                    reason: *reason,
                });
            }
            RevocationStatus::Unknown(problems)
                if request.revocation == RevocationPolicy::Require =>
            {
                if problems.is_empty() {
                    fail(PathFailureKind::CrlMissing);
                }
                for problem in problems {
                    fail(PathFailureKind::Crl(problem.clone()));
                }
            }
            _ => {}
        }
    }
    statuses
}
