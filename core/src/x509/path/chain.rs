use super::revocation::Revocations;
use super::signatures::Signatures;
use super::{
    CrlProblem, KeyPurpose, PathFailure, PathFailureKind, PathProfile, PathRequest, PolicySets,
    RevocationPolicy, RevocationStatus, name_constraints, policy, profile,
};
use crate::der::Oid;
use crate::suite::PublicKey;
use crate::x509::{Certificate, KeyUsage, oids};

/// What was found about a whole path.
pub(super) struct Findings {
    pub(super) failures: Vec<PathFailure>,
    pub(super) statuses: Vec<RevocationStatus>,
    pub(super) policies: PolicySets,
}

/// Checks a whole path, the leaf first and an anchor last, whose signatures have been judged.
///
/// `nesting` counts the paths of signers of lists that this one is judged for.
pub(super) fn check(
    request: &PathRequest<'_>,
    chain: &[&Certificate],
    signatures: &mut Signatures<'_>,
    nesting: u8,
) -> Findings {
    let mut failures = Vec::new();
    let policies = check_all(request, chain, &mut failures);
    let last = chain.len().saturating_sub(1);
    let statuses = check_revocation(request, chain, signatures, nesting, last, &mut failures);
    Findings {
        failures,
        statuses,
        policies,
    }
}

/// As [`check`] for a leaf below authorities whose own status is asked for elsewhere; tells what is
/// wrong.
pub(super) fn check_below(
    request: &PathRequest<'_>,
    chain: &[&Certificate],
    signatures: &mut Signatures<'_>,
    nesting: u8,
) -> Vec<PathFailure> {
    let mut failures = Vec::new();
    check_all(request, chain, &mut failures);
    check_revocation(request, chain, signatures, nesting, 1, &mut failures);
    failures
}

/// Checks everything but revocation.
fn check_all(
    request: &PathRequest<'_>,
    chain: &[&Certificate],
    failures: &mut Vec<PathFailure>,
) -> PolicySets {
    check_each(request, chain, failures);
    for (index, certificate) in chain.iter().enumerate().skip(1) {
        check_authority(chain, index, certificate, failures);
    }
    let between = chain.iter().skip(1).rev().skip(1);
    let counted = between.filter(|c| !c.is_self_issued()).count();
    if request
        .max_intermediates
        .is_some_and(|most| counted > usize::from(most))
    {
        let kind = PathFailureKind::TooLong;
        failures.push(PathFailure { index: 0, kind });
    }
    name_constraints::check(chain, failures);
    if request.profile == PathProfile::Strict {
        profile::check(chain, failures);
    }
    policy::process(chain, &request.policies).unwrap_or_else(|refusal| {
        let policy::Refusal { index, kind } = refusal;
        failures.push(PathFailure { index, kind });
        PolicySets::default()
    })
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
        // Those of authorities are judged with what they signed.
        match PublicKey::parse(leaf.subject_public_key_info()) {
            Err(error) => fail(PathFailureKind::Key(Box::new(error))),
            Ok(key) => {
                if let Some(weakness) = key.weakness()
                    && !request.sunsets.allow(weakness, request.judged_at)
                {
                    fail(PathFailureKind::WeakKey(weakness));
                }
            }
        }
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
        KeyPurpose::Any | KeyPurpose::Named(_) => true,
        KeyPurpose::Signing
        | KeyPurpose::Sealing
        | KeyPurpose::TimeStamping
        | KeyPurpose::OcspSigning => leaf
            .key_usage()
            .is_none_or(|usage| usage.digital_signature() || usage.non_repudiation()),
        KeyPurpose::CrlSigning => leaf.key_usage().is_some_and(KeyUsage::crl_sign),
    }
}

fn wanted_purpose(purpose: KeyPurpose) -> Option<Oid> {
    match purpose {
        KeyPurpose::TimeStamping => Some(oids::TIME_STAMPING),
        KeyPurpose::OcspSigning => Some(oids::OCSP_SIGNING),
        KeyPurpose::Named(purpose) => Some(purpose),
        KeyPurpose::Signing | KeyPurpose::Sealing | KeyPurpose::CrlSigning | KeyPurpose::Any => {
            None
        }
    }
}

fn purposes_allow(leaf: &Certificate, purpose: KeyPurpose) -> bool {
    let usage = leaf.extended_key_usage();
    match purpose {
        KeyPurpose::Any | KeyPurpose::CrlSigning | KeyPurpose::Sealing => true,
        KeyPurpose::Named(purpose) => usage.is_none_or(|usage| {
            let purposes = &usage.purposes;
            purposes.contains(&purpose) || purposes.contains(&oids::ANY_PURPOSE)
        }),
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

/// Asks for the status of the first `count` certificates.
fn check_revocation(
    request: &PathRequest<'_>,
    chain: &[&Certificate],
    signatures: &mut Signatures<'_>,
    nesting: u8,
    count: usize,
    failures: &mut Vec<PathFailure>,
) -> Vec<RevocationStatus> {
    let mut statuses = vec![RevocationStatus::NotChecked; chain.len()];
    if request.revocation == RevocationPolicy::Ignore {
        return statuses;
    }
    let mut revocations = Revocations::new(request, chain, signatures, nesting);
    for (index, status) in statuses.iter_mut().enumerate().take(count) {
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

#[cfg(test)]
mod tests;
