use super::*;
use crate::der::writer;
use crate::suite::{DigestAlgorithm, digest};

const SHA256: DigestAlgorithm = DigestAlgorithm::Sha256;

fn leaves(count: usize) -> Vec<Vec<u8>> {
    (0..count)
        .map(|one| digest(SHA256, &one.to_be_bytes()))
        .collect()
}

/// Stands for a token; its digest is not looked at here.
fn token() -> Vec<u8> {
    writer::sequence(&[&writer::integer(7)])
}

/// The record names its algorithm, since the token here is none.
fn named(record: &[u8]) -> Vec<u8> {
    let name = writer::implicit(0, SHA256.identifier());
    let mut reader = crate::der::Reader::new(record);
    let mut fields = reader.sequence().unwrap();
    let version = fields.element().unwrap().raw();
    let algorithms = fields.element().unwrap().raw();
    let mut chain = fields.sequence().unwrap().sequence().unwrap();
    let stamp = chain.element().unwrap();
    let stamp = writer::sequence(&[&name, stamp.value()]);
    let chains = writer::sequence(&[&writer::sequence(&[&stamp])]);
    writer::sequence(&[version, algorithms, &chains])
}

#[test]
fn every_record_of_a_tree_leads_to_its_root() {
    for count in [1, 2, 3, 4, 5, 8, 13, 100] {
        let leaves = leaves(count);
        let tree = HashTree::new(SHA256, leaves.clone()).unwrap();
        for (index, leaf) in leaves.iter().enumerate() {
            let made = named(&tree.record(index, &token()).unwrap());
            let record = EvidenceRecord::parse(&made).unwrap();
            assert_eq!(record.algorithm(), SHA256);
            assert_eq!(record.token(), token());
            assert_eq!(
                record.root(leaf).unwrap(),
                tree.root(),
                "{index} of {count}"
            );
        }
        assert_eq!(tree.record(count, &token()), None);
    }
}

#[test]
fn a_record_of_a_tree_is_about_no_other_file() {
    let tree = HashTree::new(SHA256, leaves(5)).unwrap();
    let made = named(&tree.record(2, &token()).unwrap());
    let record = EvidenceRecord::parse(&made).unwrap();
    let other = digest(SHA256, b"another file");
    assert_eq!(record.root(&other), Err(EvidenceFailure::NotInTree));
    // Neither is what stands in a list above the first, nor a node.
    assert_eq!(record.root(&leaves(5)[0]), Err(EvidenceFailure::NotInTree));
    assert_eq!(record.root(tree.root()), Err(EvidenceFailure::NotInTree));
    // A record without a tree is about whatever its timestamp says.
    let alone = HashTree::new(SHA256, leaves(1)).unwrap();
    let made = named(&alone.record(0, &token()).unwrap());
    let record = EvidenceRecord::parse(&made).unwrap();
    assert_eq!(record.root(&other).unwrap(), other);
}

#[test]
fn the_tree_is_that_of_the_standard() {
    // RFC 4998, 4.2.1: the digest of sorted children, put together.
    let leaves = leaves(3);
    let mut pair = [leaves[0].as_slice(), leaves[1].as_slice()];
    pair.sort_unstable();
    let left = digest(SHA256, &pair.concat());
    let mut pair = [left.as_slice(), leaves[2].as_slice()];
    pair.sort_unstable();
    let tree = HashTree::new(SHA256, leaves.clone()).unwrap();
    assert_eq!(tree.root(), digest(SHA256, &pair.concat()));
}

#[test]
fn trees_of_nothing_and_of_other_digests_are_not_made() {
    let refused = |digests| HashTree::new(SHA256, digests).unwrap_err();
    assert_eq!(refused(Vec::new()), TreeError::Empty);
    assert_eq!(
        refused(vec![vec![0; 32], vec![0; 20]]),
        TreeError::Length { index: 1 }
    );
    let weak = HashTree::new(DigestAlgorithm::Sha1, vec![vec![0; 20]]);
    assert_eq!(weak.unwrap_err(), TreeError::Weak);
}

#[test]
fn what_is_no_record_or_a_renewed_one_is_refused() {
    let tree = HashTree::new(SHA256, leaves(4)).unwrap();
    let made = named(&tree.record(1, &token()).unwrap());
    for length in 0..made.len() {
        assert!(EvidenceRecord::parse(&made[..length]).is_err());
    }
    let mut reader = crate::der::Reader::new(&made);
    let mut fields = reader.sequence().unwrap();
    let version = fields.element().unwrap().raw();
    let algorithms = fields.element().unwrap().raw();
    let chain = fields.sequence().unwrap().element().unwrap().raw().to_vec();
    let two = writer::sequence(&[version, algorithms, &writer::sequence(&[&chain, &chain])]);
    let refused = EvidenceRecord::parse(&two).unwrap_err();
    assert_eq!(refused, EvidenceError::NotServed("renewals"));
}
