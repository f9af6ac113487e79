//! Policy processing (RFC 5280, 6.1.2 to 6.1.5) over the policy graph of RFC 9618.

mod extensions;
mod graph;

use super::PathFailureKind;
use crate::der::Oid;
use crate::x509::{Certificate, oids};
use extensions::Policies;
use graph::Graph;
use std::collections::BTreeSet;

/// What the caller asks of certificate policies (RFC 5280, 6.1.1 c and e to g).
///
/// The default asks for nothing: every policy is acceptable, and none is required.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PolicyInputs<'a> {
    /// user-initial-policy-set; `None`, and a set with anyPolicy, for every policy.
    pub acceptable: Option<&'a [Oid]>,
    /// initial-explicit-policy: an acceptable policy has to hold for the whole path.
    pub is_explicit: bool,
    /// initial-policy-mapping-inhibit: no authority may equate policies.
    pub inhibits_mapping: bool,
    /// initial-any-policy-inhibit: anyPolicy in a certificate stands for nothing.
    pub inhibits_any: bool,
}

impl PolicyInputs<'_> {
    /// The policies that are acceptable; `None` for every one.
    fn chosen(&self) -> Option<&[Oid]> {
        self.acceptable
            .filter(|policies| !policies.contains(&oids::ANY_POLICY))
    }
}

/// The policies that hold for a path (RFC 5280, 6.1.6; RFC 9618, 5.3). A set with anyPolicy stands
/// for every policy; an empty one for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicySets {
    /// authority-constrained-policy-set: what the authorities of the path vouch for, in the words of
    /// the first of them.
    pub authority: BTreeSet<Oid>,
    /// user-constrained-policy-set: those of them that are acceptable.
    pub user: BTreeSet<Oid>,
}

/// Where policies fail.
pub(super) struct Refusal {
    pub(super) index: usize,
    pub(super) kind: PathFailureKind,
}

/// Processes the policies of `chain`, which has the leaf first and the anchor last.
pub(super) fn process(
    chain: &[&Certificate],
    inputs: &PolicyInputs<'_>,
) -> Result<PolicySets, Refusal> {
    let count = chain.len().saturating_sub(1);
    let skip_all = u32::try_from(count + 1).unwrap_or(u32::MAX);
    let begin = |inhibited: bool| if inhibited { 0 } else { skip_all };
    let mut explicit = begin(inputs.is_explicit);
    let mut mapping = begin(inputs.inhibits_mapping);
    let mut any = begin(inputs.inhibits_any);
    let mut graph = Graph::new();
    for (index, certificate) in chain.iter().enumerate().take(count).rev() {
        let refused = |kind| Refusal { index, kind };
        let found = Policies::read(certificate).map_err(refused)?;
        let is_leaf = index == 0;
        let self_issued = certificate.is_self_issued();
        // 6.1.3 d to f.
        let any_allowed = any > 0 || (!is_leaf && self_issued);
        match &found.policies {
            Some(policies) => graph.descend(policies, any_allowed),
            None => graph.clear(),
        }
        if explicit == 0 && graph.is_null() {
            return Err(refused(PathFailureKind::Policy));
        }
        if is_leaf {
            // 6.1.5 a and b.
            explicit = explicit.saturating_sub(1);
            if found.require_explicit == Some(0) {
                explicit = 0;
            }
            break;
        }
        // 6.1.4 a and b.
        let has_any = |(issuer, subject): &(Oid, Oid)| {
            *issuer == oids::ANY_POLICY || *subject == oids::ANY_POLICY
        };
        if found.mappings.iter().any(has_any) {
            return Err(refused(PathFailureKind::Policy));
        }
        graph.map(&found.mappings, mapping > 0);
        // 6.1.4 h to j.
        if !self_issued {
            explicit = explicit.saturating_sub(1);
            mapping = mapping.saturating_sub(1);
            any = any.saturating_sub(1);
        }
        let least = |now: u32, said: Option<u32>| said.map_or(now, |skip| now.min(skip));
        explicit = least(explicit, found.require_explicit);
        mapping = least(mapping, found.inhibit_mapping);
        any = least(any, found.inhibit_any);
    }
    // 6.1.5 g.
    let authority = graph.authority_constrained();
    let user = match inputs.chosen() {
        None => authority.clone(),
        Some(chosen) => chosen
            .iter()
            .filter(|policy| authority.contains(*policy) || authority.contains(&oids::ANY_POLICY))
            .copied()
            .collect(),
    };
    if explicit == 0 && user.is_empty() {
        let kind = PathFailureKind::Policy;
        return Err(Refusal { index: 0, kind });
    }
    Ok(PolicySets { authority, user })
}

#[cfg(test)]
mod tests;
