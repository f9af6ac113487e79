use super::record::EvidenceRecord;
use crate::der::{tag, writer};
use crate::suite::{DigestAlgorithm, digest};
use std::fmt;

/// Most files under one timestamp.
const MOST: usize = 1 << 24;

/// A hash tree (RFC 4998, 4.2): each node is the digest of its children, sorted and put together.
#[derive(Debug, Clone)]
pub struct HashTree {
    algorithm: DigestAlgorithm,
    /// The leaves first, the root last.
    levels: Vec<Vec<Vec<u8>>>,
}

/// Why no tree can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TreeError {
    /// There is no digest.
    Empty,
    /// There are more than 2^24 digests.
    TooMany,
    /// A digest does not have the length of the algorithm.
    Length {
        /// Its place, from 0.
        index: usize,
    },
    /// Nothing new may rest on the algorithm.
    Weak,
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is nothing to be stamped"),
            Self::TooMany => f.write_str("there are too many files for one timestamp"),
            Self::Length { index } => write!(f, "digest {index} has another length"),
            Self::Weak => f.write_str("the digest algorithm is too weak for something new"),
        }
    }
}

impl std::error::Error for TreeError {}

impl HashTree {
    /// Makes the tree of the digests of files, in any order.
    ///
    /// # Errors
    ///
    /// [`TreeError`].
    pub fn new(algorithm: DigestAlgorithm, digests: Vec<Vec<u8>>) -> Result<Self, TreeError> {
        if algorithm.weak() {
            return Err(TreeError::Weak);
        }
        if digests.is_empty() {
            return Err(TreeError::Empty);
        }
        if digests.len() > MOST {
            return Err(TreeError::TooMany);
        }
        let length = algorithm.output_len();
        if let Some(index) = digests.iter().position(|one| one.len() != length) {
            return Err(TreeError::Length { index });
        }
        let mut levels = vec![digests];
        while let Some(last) = levels.last().filter(|last| last.len() > 1) {
            // Who has no neighbour goes up as it is.
            let above = last.chunks(2).map(|pair| match pair {
                [one] => one.clone(),
                more => parent(algorithm, more.iter().map(Vec::as_slice).collect()),
            });
            levels.push(above.collect());
        }
        Ok(Self { algorithm, levels })
    }

    /// Returns the digest that is to be stamped, with the algorithm of the tree.
    #[must_use]
    pub fn root(&self) -> &[u8] {
        let top = self.levels.last().and_then(|level| level.first());
        top.map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the digest algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Returns the DER of the evidence record of the file at `index`, from 0; `token` is the timestamp
    /// of the root. `None` where there is no such file.
    #[must_use]
    pub fn record(&self, index: usize, token: &[u8]) -> Option<Vec<u8>> {
        let stamp = self.stamp(index, token)?;
        Some(writer::sequence(&[
            &writer::integer(1),
            &writer::sequence(&[&self.algorithm.identifier()]),
            &writer::sequence(&[&writer::sequence(&[&stamp])]),
        ]))
    }

    /// Returns the DER of a record renewed by `token`, the timestamp of the root of this tree, whose
    /// leaf at `index` is [`EvidenceRecord::newest`] of the record (RFC 4998, 5.2). `None` where it is
    /// not.
    #[must_use]
    pub fn renewal(
        &self,
        index: usize,
        record: &EvidenceRecord<'_>,
        token: &[u8],
    ) -> Option<Vec<u8>> {
        let (algorithm, leaf) = record.newest()?;
        let own = self.levels.first()?.get(index)?;
        let fits = algorithm == self.algorithm && leaf == *own;
        fits.then(|| self.stamp(index, token))
            .flatten()
            .and_then(|stamp| record.with(&stamp))
    }

    /// Returns the DER of the archive timestamp of the leaf at `index`.
    fn stamp(&self, index: usize, token: &[u8]) -> Option<Vec<u8>> {
        let lists = self.reduced(index)?;
        let partial: Vec<Vec<u8>> = lists
            .iter()
            .map(|list| {
                let digests: Vec<_> = list.iter().map(|one| writer::octet_string(one)).collect();
                let parts: Vec<&[u8]> = digests.iter().map(Vec::as_slice).collect();
                writer::sequence(&parts)
            })
            .collect();
        let partial: Vec<&[u8]> = partial.iter().map(Vec::as_slice).collect();
        // A tree of one is its root: the timestamp is about the leaf itself.
        let reduced = match partial.as_slice() {
            [] => Vec::new(),
            some => writer::constructed(tag::context(2), some),
        };
        Some(writer::sequence(&[&reduced, token]))
    }

    /// Returns the reduced tree (RFC 4998, 4.2.2): the list of the file and its neighbour, then the
    /// neighbours of those above.
    fn reduced(&self, index: usize) -> Option<Vec<Vec<&[u8]>>> {
        let mut place = index;
        let mut lists: Vec<Vec<&[u8]>> = Vec::new();
        let own = self.levels.first()?.get(index)?;
        for level in &self.levels {
            let neighbour = level.get(place ^ 1).map(Vec::as_slice);
            if let Some(neighbour) = neighbour {
                let mut list = match lists.is_empty() {
                    true => vec![own.as_slice(), neighbour],
                    false => vec![neighbour],
                };
                list.sort_unstable();
                lists.push(list);
            }
            place /= 2;
        }
        Some(lists)
    }
}

/// The digest of all, sorted and put together (RFC 4998, 4.2.1).
pub(super) fn parent(algorithm: DigestAlgorithm, mut children: Vec<&[u8]>) -> Vec<u8> {
    children.sort_unstable();
    digest(algorithm, &children.concat())
}
