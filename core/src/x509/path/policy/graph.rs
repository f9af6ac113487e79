use crate::der::Oid;
use crate::x509::oids;
use std::collections::{BTreeMap, BTreeSet};

/// The valid_policy_graph (RFC 9618, 5): what the valid_policy_tree of RFC 5280 says, with the nodes
/// of one depth that have the same valid_policy in one. So it grows with the certificates and not
/// with the product of their policies.
pub(super) struct Graph {
    /// One level a depth, from the anchor down; none where the graph is NULL.
    levels: Vec<Level>,
}

type Level = BTreeMap<Oid, Node>;

struct Node {
    /// The valid policies of the nodes above it.
    parents: BTreeSet<Oid>,
    /// expected_policy_set.
    expected: BTreeSet<Oid>,
}

impl Node {
    fn new(policy: Oid, parents: BTreeSet<Oid>) -> Self {
        let expected = BTreeSet::from([policy]);
        Self { parents, expected }
    }
}

impl Graph {
    /// The one node anyPolicy (6.1.2 a).
    pub(super) fn new() -> Self {
        let root = Node::new(oids::ANY_POLICY, BTreeSet::new());
        Self {
            levels: vec![BTreeMap::from([(oids::ANY_POLICY, root)])],
        }
    }

    pub(super) fn is_null(&self) -> bool {
        self.levels.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.levels.clear();
    }

    /// Adds the policies of the next certificate (6.1.3 d).
    pub(super) fn descend(&mut self, policies: &[Oid], any_allowed: bool) {
        let Some(above) = self.levels.last() else {
            return;
        };
        let mut expecting: BTreeMap<Oid, BTreeSet<Oid>> = BTreeMap::new();
        for (policy, node) in above {
            for expected in &node.expected {
                expecting.entry(*expected).or_default().insert(*policy);
            }
        }
        let mut level = Level::new();
        let from_any = above.contains_key(&oids::ANY_POLICY);
        for policy in policies.iter().filter(|p| **p != oids::ANY_POLICY) {
            let parents = match expecting.get(policy) {
                Some(parents) => parents.clone(),
                None if from_any => BTreeSet::from([oids::ANY_POLICY]),
                None => continue,
            };
            level
                .entry(*policy)
                .or_insert_with(|| Node::new(*policy, parents));
        }
        if any_allowed && policies.contains(&oids::ANY_POLICY) {
            for (policy, parents) in expecting {
                level
                    .entry(policy)
                    .or_insert_with(|| Node::new(policy, parents));
            }
        }
        self.levels.push(level);
        self.prune();
    }

    /// Applies the mappings of the last certificate (6.1.4 b).
    pub(super) fn map(&mut self, mappings: &[(Oid, Oid)], allowed: bool) {
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        let mut equal: BTreeMap<Oid, BTreeSet<Oid>> = BTreeMap::new();
        for (issuer, subject) in mappings {
            equal.entry(*issuer).or_default().insert(*subject);
        }
        let has_any = level.contains_key(&oids::ANY_POLICY);
        for (policy, expected) in equal {
            match level.get_mut(&policy) {
                Some(_) if !allowed => {
                    level.remove(&policy);
                }
                Some(node) => node.expected = expected,
                None if allowed && has_any => {
                    let parents = BTreeSet::from([oids::ANY_POLICY]);
                    level.insert(policy, Node { parents, expected });
                }
                None => {}
            }
        }
        self.prune();
    }

    /// Deletes the nodes that have no child; without a node of the last depth the graph is NULL.
    fn prune(&mut self) {
        let mut wanted: Option<BTreeSet<Oid>> = None;
        for level in self.levels.iter_mut().rev() {
            if let Some(wanted) = wanted {
                level.retain(|policy, _| wanted.contains(policy));
            }
            if level.is_empty() {
                self.levels.clear();
                return;
            }
            let parents = level.values().flat_map(|node| node.parents.iter().copied());
            wanted = Some(parents.collect());
        }
    }

    /// The authority-constrained-policy-set (RFC 9618, 5.3): the policies that begin below
    /// anyPolicy, and anyPolicy where it reaches the last certificate.
    pub(super) fn authority_constrained(&self) -> BTreeSet<Oid> {
        let is_first = |node: &Node| node.parents.iter().eq([&oids::ANY_POLICY]);
        let mut set: BTreeSet<Oid> = self
            .levels
            .iter()
            .flatten()
            .filter(|(policy, node)| **policy != oids::ANY_POLICY && is_first(node))
            .map(|(policy, _)| *policy)
            .collect();
        if self
            .levels
            .last()
            .is_some_and(|level| level.contains_key(&oids::ANY_POLICY))
        {
            set.insert(oids::ANY_POLICY);
        }
        set
    }
}
