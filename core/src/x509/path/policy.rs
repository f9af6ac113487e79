use crate::der::{DerError, Oid, Reader, tag};
use crate::x509::{Certificate, oids};
use std::collections::BTreeSet;

/// What the policy extensions of one certificate say (RFC 5280, 4.2.1.4, .5, .11 and .14).
#[derive(Default)]
struct Policies {
    /// `None` where the extension is absent.
    policies: Option<Vec<Oid>>,
    mappings: Vec<(Oid, Oid)>,
    require_explicit: Option<u32>,
    inhibit_mapping: Option<u32>,
    inhibit_any: Option<u32>,
}

impl Policies {
    fn read(certificate: &Certificate) -> Result<Self, DerError> {
        let mut found = Self::default();
        if let Some(extension) = certificate.extension(&oids::CERTIFICATE_POLICIES) {
            let mut list = Reader::new(extension.value).sequence()?;
            let mut policies = Vec::new();
            while !list.is_empty() {
                policies.push(list.sequence()?.oid()?);
            }
            found.policies = Some(policies);
        }
        if let Some(extension) = certificate.extension(&oids::POLICY_MAPPINGS) {
            let mut list = Reader::new(extension.value).sequence()?;
            while !list.is_empty() {
                let mut pair = list.sequence()?;
                found.mappings.push((pair.oid()?, pair.oid()?));
            }
        }
        if let Some(extension) = certificate.extension(&oids::POLICY_CONSTRAINTS) {
            let mut fields = Reader::new(extension.value).sequence()?;
            let mut skip = |number| {
                let found = fields.optional(tag::context_primitive(number))?;
                found.map(|skip| skip.unsigned()).transpose()
            };
            found.require_explicit = skip(0)?;
            found.inhibit_mapping = skip(1)?;
            fields.finish()?;
        }
        if let Some(extension) = certificate.extension(&oids::INHIBIT_ANY_POLICY) {
            found.inhibit_any = Some(
                Reader::new(extension.value)
                    .expect(tag::INTEGER)?
                    .unsigned()?,
            );
        }
        Ok(found)
    }
}

/// Processes policies (RFC 5280, 6.1.3 d to f, 6.1.4 a, b, g to j, 6.1.5) with every policy being
/// acceptable to the user, and returns the certificate at which they fail.
///
/// The valid policies of one depth are all that is kept of the tree: with every policy acceptable
/// only its emptiness counts. `chain` has the leaf first and the anchor last.
pub(super) fn first_failure(chain: &[&Certificate]) -> Option<usize> {
    let count = chain.len().saturating_sub(1);
    let skip_all = u32::try_from(count + 1).unwrap_or(u32::MAX);
    let (mut explicit, mut mapping, mut any) = (skip_all, skip_all, skip_all);
    let mut valid = BTreeSet::from([oids::ANY_POLICY]);
    for (index, certificate) in chain.iter().enumerate().take(count).rev() {
        let Ok(found) = Policies::read(certificate) else {
            return Some(index);
        };
        let is_leaf = index == 0;
        let self_issued = certificate.is_self_issued();
        let any_allowed = any > 0 || (!is_leaf && self_issued);
        valid = match found.policies {
            Some(policies) => intersect(&valid, &policies, any_allowed),
            None => BTreeSet::new(),
        };
        if explicit == 0 && valid.is_empty() {
            return Some(index);
        }
        if is_leaf {
            explicit = explicit.saturating_sub(1);
            if found.require_explicit == Some(0) {
                explicit = 0;
            }
            break;
        }
        if found
            .mappings
            .iter()
            .any(|(a, b)| *a == oids::ANY_POLICY || *b == oids::ANY_POLICY)
        {
            return Some(index);
        }
        valid = map(valid, &found.mappings, mapping > 0);
        if !self_issued {
            explicit = explicit.saturating_sub(1);
            mapping = mapping.saturating_sub(1);
            any = any.saturating_sub(1);
        }
        explicit = found
            .require_explicit
            .map_or(explicit, |skip| explicit.min(skip));
        mapping = found
            .inhibit_mapping
            .map_or(mapping, |skip| mapping.min(skip));
        any = found.inhibit_any.map_or(any, |skip| any.min(skip));
    }
    (explicit == 0 && valid.is_empty()).then_some(0)
}

fn intersect(valid: &BTreeSet<Oid>, policies: &[Oid], any_allowed: bool) -> BTreeSet<Oid> {
    let from_any = valid.contains(&oids::ANY_POLICY);
    let mut kept: BTreeSet<Oid> = policies
        .iter()
        .filter(|policy| **policy != oids::ANY_POLICY)
        .filter(|policy| from_any || valid.contains(*policy))
        .copied()
        .collect();
    if any_allowed && policies.contains(&oids::ANY_POLICY) {
        kept.extend(valid);
    }
    kept
}

fn map(mut valid: BTreeSet<Oid>, mappings: &[(Oid, Oid)], allowed: bool) -> BTreeSet<Oid> {
    let from_any = valid.contains(&oids::ANY_POLICY);
    let mapped: Vec<Oid> = mappings
        .iter()
        .filter(|(issuer, _)| from_any || valid.contains(issuer))
        .map(|(_, subject)| *subject)
        .collect();
    for (issuer, _) in mappings {
        valid.remove(issuer);
    }
    if allowed {
        valid.extend(mapped);
    }
    valid
}
