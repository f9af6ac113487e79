//! Digests of what signatures cover, none made twice, and no more than a file deserves.

use crate::suite::{DigestAlgorithm, Digester};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// Octets that may be digested beyond four times the length of the file.
const WORK: u64 = 256 << 20;

/// Digests of ranges of one file.
///
/// Every first range begins at octet 0, so the digest of a shorter one is continued for a longer
/// one: a hundred signatures, each over all before it, cost little more than the last alone.
#[derive(Debug)]
pub(super) struct Digests<'d> {
    file: &'d [u8],
    left: Cell<u64>,
    beginnings: RefCell<BTreeMap<(&'static str, usize), Digester>>,
}

impl<'d> Digests<'d> {
    pub(super) fn of(file: &'d [u8]) -> Self {
        let length = u64::try_from(file.len()).unwrap_or(u64::MAX);
        Self {
            file,
            left: Cell::new(length.saturating_mul(4).saturating_add(WORK)),
            beginnings: RefCell::default(),
        }
    }

    /// Takes what the digest of two ranges costs out of what is left; `false` if it is too much.
    pub(super) fn afford(&self, parts: [&[u8]; 2]) -> bool {
        let [first, second] = parts;
        let begun = self
            .beginnings
            .borrow()
            .keys()
            .map(|(_, length)| *length)
            .filter(|length| *length <= first.len())
            .max()
            .unwrap_or(0);
        self.spend(
            first
                .len()
                .saturating_sub(begun)
                .saturating_add(second.len()),
        )
    }

    /// Takes the cost of working on so many octets out of what is left.
    pub(super) fn spend(&self, octets: usize) -> bool {
        let cost = u64::try_from(octets).unwrap_or(u64::MAX);
        let left = self.left.get().checked_sub(cost);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Returns the digest of two ranges, the first of which begins with the file.
    pub(super) fn digest(&self, algorithm: DigestAlgorithm, parts: [&[u8]; 2]) -> Vec<u8> {
        let [first, second] = parts;
        let name = algorithm.name();
        let mut beginnings = self.beginnings.borrow_mut();
        let longest = beginnings
            .range((name, 0)..=(name, first.len()))
            .next_back()
            .map(|((_, length), digester)| (*length, digester.clone()));
        let (begun, mut digester) = longest.unwrap_or((0, Digester::new(algorithm)));
        digester.update(self.file.get(begun..first.len()).unwrap_or_default());
        beginnings.insert((name, first.len()), digester.clone());
        digester.update(second);
        digester.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_continued_digest_is_the_digest() {
        let file: Vec<u8> = (0..=255).cycle().take(5000).collect();
        let digests = Digests::of(&file);
        for (first, second) in [(10, 20), (4000, 4010), (300, 4999), (300, 301), (0, 1)] {
            let parts = [&file[..first], &file[second..]];
            for algorithm in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha512] {
                assert_eq!(
                    digests.digest(algorithm, parts),
                    crate::suite::digest(algorithm, &parts.concat())
                );
            }
        }
    }

    #[test]
    fn work_comes_to_an_end() {
        let file = vec![0; 1 << 20];
        let digests = Digests::of(&file);
        let parts = [&file[..1], &file[9..]];
        let paid = (0..1000).take_while(|_| digests.afford(parts)).count();
        assert_eq!(paid, 260);
        assert!(!digests.afford(parts));
    }
}
