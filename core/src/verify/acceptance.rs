//! What the validation policy does not accept although nothing else forbids it.

use super::changes::{ChangeKind, ChangeReport};
use super::{Acceptance, Modification, ValidationPolicy};
use crate::reason::{Reason, signature as reasons};
use crate::suite::{PublicKey, SignatureAlgorithm};
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
    let rule = (policy.algorithms.iter())
        .find(|rule| rule.names(algorithm) && rule.until.is_none_or(|until| time > until));
    rule.map(|_| refused(algorithm.name()))
}
