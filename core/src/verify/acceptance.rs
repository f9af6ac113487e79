//! What the validation policy does not accept although nothing else forbids it.

use super::changes::{ChangeKind, ChangeReport};
use super::conclude::Failure;
use super::{Acceptance, Modification, SubIndication, ValidationPolicy};
use crate::cms::CmsFact;
use crate::reason::{Reason, signature as reasons};
use crate::suite::{DigestAlgorithm, PublicKey, SignatureAlgorithm, Weakness};
use crate::x509::Certificate;
use std::collections::BTreeSet;
use time::OffsetDateTime;

/// Most pages that are named.
const MOST_PAGES: usize = 8;

/// Returns what later revisions did that is not accepted.
pub(super) fn changes(policy: &ValidationPolicy, since: &ChangeReport) -> Vec<Reason> {
    let mut found = Vec::new();
    let pages = |picked: &dyn Fn(ChangeKind, Option<[f64; 4]>) -> bool| {
        let picked = since
            .changes
            .iter()
            .filter(|change| picked(change.kind, change.rectangle));
        let mut any = false;
        let pages: BTreeSet<usize> = picked
            .inspect(|_| any = true)
            .filter_map(|change| Some(change.page?.saturating_add(1)))
            .take(1 << 16)
            .collect();
        let named: Vec<String> = pages
            .iter()
            .take(MOST_PAGES)
            .map(usize::to_string)
            .collect();
        let more = if pages.len() > MOST_PAGES { " …" } else { "" };
        any.then(|| format!("{}{more}", named.join(", ")))
    };
    if policy.annotations == Acceptance::Refuse
        && let Some(pages) = pages(&|kind, _| kind.level() == Modification::Annotations)
    {
        found.push(Reason::new(&reasons::ANNOTATIONS_NOT_ACCEPTED).with("pages", pages));
    }
    let is_shown = |kind, rectangle: Option<[f64; 4]>| match kind {
        ChangeKind::SignatureFieldAdded { visible, .. } => visible,
        ChangeKind::SignatureFilled => rectangle.is_none_or(|[left, bottom, right, top]| {
            (right - left).abs() > 0.0 && (top - bottom).abs() > 0.0
        }),
        _ => false,
    };
    if policy.visible_fields == Acceptance::Refuse
        && let Some(pages) = pages(&is_shown)
    {
        found.push(Reason::new(&reasons::VISIBLE_FIELDS_NOT_ACCEPTED).with("pages", pages));
    }
    found
}

/// Returns why the algorithm or the key of a signature of that time is not accepted.
pub(super) fn algorithm(
    policy: &ValidationPolicy,
    algorithm: Option<SignatureAlgorithm>,
    signer: &Certificate,
    time: OffsetDateTime,
) -> Option<Reason> {
    let refused = |what: String| Reason::new(&reasons::ALGORITHM_NOT_ACCEPTED).with("what", what);
    if let Some(shortest) = policy.shortest_rsa_key
        && let Ok(PublicKey::Rsa { bits, .. }) = PublicKey::parse(signer.subject_public_key_info())
        && usize::try_from(shortest).is_ok_and(|shortest| bits < shortest)
    {
        return Some(refused(format!("RSA, {bits} bit")));
    }
    let algorithm = algorithm?;
    is_refused(policy, algorithm, time).then(|| refused(algorithm.name()))
}

fn is_refused(
    policy: &ValidationPolicy,
    algorithm: SignatureAlgorithm,
    time: OffsetDateTime,
) -> bool {
    let mut rules = policy.algorithms.iter();
    rules.any(|rule| rule.names(algorithm) && rule.until.is_none_or(|until| time > until))
}

/// Returns why a digest by itself is not accepted at that time.
pub(super) fn digest(
    policy: &ValidationPolicy,
    algorithm: DigestAlgorithm,
    time: OffsetDateTime,
) -> Option<Reason> {
    let name = algorithm.name();
    let is_refused = is_digest_refused(policy, algorithm, time);
    is_refused.then(|| Reason::new(&reasons::ALGORITHM_NOT_ACCEPTED).with("what", name))
}

fn is_digest_refused(
    policy: &ValidationPolicy,
    algorithm: DigestAlgorithm,
    time: OffsetDateTime,
) -> bool {
    let mut rules = policy.algorithms.iter();
    rules.any(|rule| rule.name == algorithm.name() && rule.until.is_none_or(|until| time > until))
}

/// Returns why the algorithms of a timestamp that is proved to have existed at `time`, else is judged
/// then, are not accepted: those of its signature and of its imprint.
pub(super) fn token(
    policy: &ValidationPolicy,
    algorithm: Option<SignatureAlgorithm>,
    imprint: Option<DigestAlgorithm>,
    time: OffsetDateTime,
) -> Option<Reason> {
    let signature = algorithm.filter(|algorithm| is_refused(policy, *algorithm, time));
    let imprint = imprint.filter(|digest| is_digest_refused(policy, *digest, time));
    let name = signature.map(SignatureAlgorithm::name);
    let name = name.or_else(|| imprint.map(|digest| digest.name().to_owned()))?;
    let why = format!("the policy does not accept {name}");
    Some(Reason::new(&reasons::TIMESTAMP_NOT_JUDGED).with("why", why))
}

/// Weighs what is weak today about a signature of `signer` that is proved to have existed at `proved`.
///
/// Returns the reasons, and for those that decide what they mean: a certificate that is younger than
/// the last day of the algorithm says that the signature is too (EN 319 102-1, 5.1.3; from memory).
pub(super) fn weaknesses(
    policy: &ValidationPolicy,
    facts: &[CmsFact],
    signer: &Certificate,
    proved: Option<OffsetDateTime>,
) -> Vec<(Failure, Reason)> {
    let weak = facts.iter().filter_map(|fact| match fact {
        // Odd, and not weaker today than it was.
        CmsFact::Weak(Weakness::OtherMask { .. }) => None,
        CmsFact::Weak(weakness) => Some(*weakness),
        _ => None,
    });
    weak.map(|weakness| {
        let until = policy.sunsets.until(weakness);
        if let Some((proved, until)) = proved.zip(until)
            && policy.sunsets.allow(weakness, proved)
        {
            let reason = Reason::new(&reasons::ALGORITHM_WAS_STRONG)
                .with("algorithm", weakness)
                .at("time", proved)
                .at("until", until);
            return (Failure::None, reason);
        }
        let may_be_old = until.is_some_and(|until| signer.not_before() <= until);
        let sub = match may_be_old {
            true => SubIndication::CryptoConstraintsFailureNoPoe,
            false => SubIndication::CryptoConstraintsFailure,
        };
        let reason = Reason::new(&reasons::ALGORITHM_WEAK).with("algorithm", weakness);
        (Failure::Constraint(sub), reason)
    })
    .collect()
}
