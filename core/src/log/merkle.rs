//! The tree of a log (RFC 6962, 2.1) and proofs about it (RFC 9162, 2.1.3 and 2.1.4; subtrees as in the draft on Merkle
//! tree certificates; from memory, and checked against the vectors of the Go libraries).

use super::LogError;
use crate::suite::{DigestAlgorithm, Digester};

/// A node of the tree: SHA-256.
pub type Hash = [u8; 32];

fn hash(parts: &[&[u8]]) -> Hash {
    let mut digester = Digester::new(DigestAlgorithm::Sha256);
    parts.iter().for_each(|part| digester.update(part));
    digester.finish().try_into().unwrap_or_default()
}

/// Returns the hash of an entry.
#[must_use]
pub fn leaf(entry: &[u8]) -> Hash {
    hash(&[&[0], entry])
}

/// Returns the hash over two nodes.
#[must_use]
pub fn node(left: &Hash, right: &Hash) -> Hash {
    hash(&[&[1], left, right])
}

/// Returns the root of the tree without entries.
#[must_use]
pub fn empty() -> Hash {
    hash(&[])
}

/// A tree as far as it takes to add entries: the roots of its full subtrees, the largest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

impl Frontier {
    /// Takes up a tree of a size from the roots of its full subtrees; `None` where these are not as many.
    #[must_use]
    pub fn from_roots(size: u64, roots: Vec<Hash>) -> Option<Self> {
        let wanted = usize::try_from(size.count_ones()).ok()?;
        (roots.len() == wanted).then_some(Self { size, roots })
    }

    /// Returns how many entries the tree has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Returns the roots of the full subtrees, the largest first.
    #[must_use]
    pub fn roots(&self) -> &[Hash] {
        &self.roots
    }

    /// Adds the hash of an entry.
    pub fn push(&mut self, leaf: Hash) {
        let mut right = leaf;
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.roots.pop() else { break };
            right = node(&left, &right);
        }
        self.roots.push(right);
        self.size = self.size.saturating_add(1);
    }

    /// Returns the root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev();
        let Some(last) = roots.next() else {
            return empty();
        };
        roots.fold(*last, |right, left| node(left, &right))
    }
}

/// Tells whether the entries from `start` to before `end` are a subtree of every tree that has them.
#[must_use]
pub fn is_subtree(start: u64, end: u64) -> bool {
    let length = end.checked_sub(start).filter(|length| *length > 0);
    let width = length.and_then(u64::checked_next_power_of_two);
    width.is_some_and(|width| start.is_multiple_of(width))
}

/// Checks that the entry of an index is in a tree of a size.
///
/// # Errors
///
/// [`LogError::ProofWrong`].
pub fn verify_inclusion(
    (index, size): (u64, u64),
    leaf: &Hash,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), LogError> {
    verify_inclusion_in((index, 0, size), leaf, proof, root)
}

/// Checks that the entry of an index is in the subtree from `start` to before `end`.
///
/// # Errors
///
/// [`LogError::ProofWrong`].
pub fn verify_inclusion_in(
    (index, start, end): (u64, u64, u64),
    leaf: &Hash,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), LogError> {
    if !is_subtree(start, end) || !(start..end).contains(&index) {
        return Err(LogError::ProofWrong);
    }
    let mut at = index.saturating_sub(start);
    let mut last = end.saturating_sub(start).saturating_sub(1);
    let mut found = *leaf;
    for sibling in proof {
        if last == 0 {
            return Err(LogError::ProofWrong);
        }
        if at & 1 == 1 || at == last {
            found = node(sibling, &found);
            let up = at.trailing_zeros().min(63);
            (at, last) = (at >> up, last >> up);
        } else {
            found = node(&found, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    match last == 0 && found == *root {
        true => Ok(()),
        false => Err(LogError::ProofWrong),
    }
}

/// Checks that a tree of a size is the beginning of a larger one. Of a tree without entries nothing is proved but to
/// itself: every other goes on from it.
///
/// # Errors
///
/// [`LogError::ProofWrong`].
pub fn verify_consistency(
    (older, newer): (u64, u64),
    older_root: &Hash,
    proof: &[Hash],
    newer_root: &Hash,
) -> Result<(), LogError> {
    if older == 0 {
        let is_right = newer == 0 && *older_root == empty() && older_root == newer_root;
        let is_right = is_right && proof.is_empty();
        return is_right.then_some(()).ok_or(LogError::ProofWrong);
    }
    verify_subtree((0, older, newer), older_root, proof, newer_root)
}

/// Checks that the entries from `start` to before `end`, whose root is given, are in a tree of a size. No entries are in
/// every tree that is not smaller.
///
/// # Errors
///
/// [`LogError::ProofWrong`].
pub fn verify_subtree(
    (start, end, size): (u64, u64, u64),
    subtree_root: &Hash,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), LogError> {
    if start == end && end <= size {
        let is_right = *subtree_root == empty() && proof.is_empty();
        return is_right.then_some(()).ok_or(LogError::ProofWrong);
    }
    if !is_subtree(start, end) || end > size {
        return Err(LogError::ProofWrong);
    }
    let (mut first, mut last, mut whole) = (start, end.saturating_sub(1), size.saturating_sub(1));
    // Up to where the subtree is one node, or its last node has a sibling.
    while first != last && (last == whole || last & 1 == 1) {
        (first, last, whole) = (first >> 1, last >> 1, whole >> 1);
    }
    let mut proof = proof.iter();
    let begin = match first == last {
        true => subtree_root,
        false => proof.next().ok_or(LogError::ProofWrong)?,
    };
    let (mut of_subtree, mut of_tree) = (*begin, *begin);
    for sibling in proof {
        if whole == 0 {
            return Err(LogError::ProofWrong);
        }
        if last & 1 == 1 || last == whole {
            if first < last {
                of_subtree = node(sibling, &of_subtree);
            }
            of_tree = node(sibling, &of_tree);
            let up = last.trailing_zeros().min(63);
            (first, last, whole) = (first >> up, last >> up, whole >> up);
        } else {
            of_tree = node(&of_tree, sibling);
        }
        (first, last, whole) = (first >> 1, last >> 1, whole >> 1);
    }
    match whole == 0 && of_subtree == *subtree_root && of_tree == *root {
        true => Ok(()),
        false => Err(LogError::ProofWrong),
    }
}

/// Returns the root over the entries from `start` to before `end`, as they stand in a tree: `nodes` gives the root of the
/// full subtree of a height and index.
fn range(
    (start, end): (u64, u64),
    nodes: &mut dyn FnMut(u8, u64) -> Result<Hash, LogError>,
) -> Result<Hash, LogError> {
    let mut roots = Vec::new();
    let mut at = start;
    while at < end {
        let length = end.saturating_sub(at);
        let height = length.ilog2();
        roots.push(nodes(
            u8::try_from(height).unwrap_or(u8::MAX),
            at >> height,
        )?);
        at = at.saturating_add(1 << height);
    }
    let mut roots = roots.into_iter().rev();
    let Some(last) = roots.next() else {
        return Ok(empty());
    };
    Ok(roots.fold(last, |right, left| node(&left, &right)))
}

/// Returns where a tree of so many entries, at least two, is split: the largest power of two below.
fn split(length: u64) -> u64 {
    1 << length.saturating_sub(1).max(1).ilog2()
}

/// Returns the root of a tree; `nodes` gives the root of the full subtree of a height and index.
///
/// # Errors
///
/// As `nodes`.
pub fn root(
    size: u64,
    nodes: &mut dyn FnMut(u8, u64) -> Result<Hash, LogError>,
) -> Result<Hash, LogError> {
    range((0, size), nodes)
}

/// Returns the proof that the entry of an index is in a tree of a size; `nodes` as of [`root`].
///
/// # Errors
///
/// [`LogError::ProofWrong`] where the tree has no such entry, else as `nodes`.
pub fn prove_inclusion(
    (index, size): (u64, u64),
    nodes: &mut dyn FnMut(u8, u64) -> Result<Hash, LogError>,
) -> Result<Vec<Hash>, LogError> {
    if index >= size {
        return Err(LogError::ProofWrong);
    }
    let (mut start, mut end) = (0, size);
    let mut proof = Vec::new();
    while end.saturating_sub(start) > 1 {
        let middle = start.saturating_add(split(end.saturating_sub(start)));
        if index < middle {
            proof.push(range((middle, end), nodes)?);
            end = middle;
        } else {
            proof.push(range((start, middle), nodes)?);
            start = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// Returns the proof that a tree of a size is the beginning of a larger one; `nodes` as of [`root`].
///
/// # Errors
///
/// [`LogError::ProofWrong`] where the first is larger, or alone without entries; else as `nodes`.
pub fn prove_consistency(
    (older, newer): (u64, u64),
    nodes: &mut dyn FnMut(u8, u64) -> Result<Hash, LogError>,
) -> Result<Vec<Hash>, LogError> {
    if older > newer || older == 0 && newer > 0 {
        return Err(LogError::ProofWrong);
    }
    if older == newer {
        return Ok(Vec::new());
    }
    let (mut start, mut end) = (0_u64, newer);
    let mut proof = Vec::new();
    while older != end {
        let middle = start.saturating_add(split(end.saturating_sub(start)));
        if older <= middle {
            proof.push(range((middle, end), nodes)?);
            end = middle;
        } else {
            proof.push(range((start, middle), nodes)?);
            start = middle;
        }
    }
    // The older root itself is known to whoever asks.
    if start > 0 {
        proof.push(range((start, end), nodes)?);
    }
    proof.reverse();
    Ok(proof)
}
