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

/// What the timestamps have to be about if the file has this digest, whatever the algorithm.
fn about<'a>(
    record: &EvidenceRecord<'a>,
    digest: &[u8],
) -> Result<Vec<Stamped<'a>>, EvidenceFailure> {
    record.stamped(|_| digest.to_vec())
}

#[test]
fn every_record_of_a_tree_leads_to_its_root() {
    for count in [1, 2, 3, 4, 5, 8, 13, 100] {
        let leaves = leaves(count);
        let tree = HashTree::new(SHA256, leaves.clone()).unwrap();
        for (index, leaf) in leaves.iter().enumerate() {
            let made = named(&tree.record(index, &token()).unwrap());
            let record = EvidenceRecord::parse(&made).unwrap();
            let stamped = Stamped {
                token: &token(),
                algorithm: SHA256,
                root: tree.root().to_vec(),
            };
            assert_eq!(
                about(&record, leaf),
                Ok(vec![stamped]),
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
    // Neither is what stands in a list above the first, nor a node.
    for digest in [&other, &leaves(5)[0], tree.root()] {
        assert_eq!(about(&record, digest), Err(EvidenceFailure::NotInTree));
    }
    // A record without a tree is about whatever its timestamp says.
    let alone = HashTree::new(SHA256, leaves(1)).unwrap();
    let made = named(&alone.record(0, &token()).unwrap());
    let record = EvidenceRecord::parse(&made).unwrap();
    assert_eq!(about(&record, &other).unwrap()[0].root, other);
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

/// Puts chains of archive timestamps into a record.
fn record_of(chains: &[Vec<Vec<u8>>]) -> Vec<u8> {
    let chains: Vec<Vec<u8>> = chains
        .iter()
        .map(|stamps| {
            let stamps: Vec<&[u8]> = stamps.iter().map(Vec::as_slice).collect();
            writer::sequence(&stamps)
        })
        .collect();
    let chains: Vec<&[u8]> = chains.iter().map(Vec::as_slice).collect();
    let algorithms = writer::sequence(&[&SHA256.identifier()]);
    writer::sequence(&[&writer::integer(1), &algorithms, &writer::sequence(&chains)])
}

/// An archive timestamp about a list of digests; the token is a number.
fn archive_stamp(algorithm: DigestAlgorithm, list: &[&[u8]], token: u8) -> Vec<u8> {
    let digests: Vec<Vec<u8>> = list.iter().map(|one| writer::octet_string(one)).collect();
    let digests: Vec<&[u8]> = digests.iter().map(Vec::as_slice).collect();
    let reduced = writer::constructed(crate::der::tag::context(2), &[&writer::sequence(&digests)]);
    writer::sequence(&[
        &writer::implicit(0, algorithm.identifier()),
        &reduced,
        &numbered(token),
    ])
}

fn numbered(token: u8) -> Vec<u8> {
    writer::sequence(&[&writer::integer(token.into())])
}

#[test]
fn a_renewed_timestamp_is_about_the_one_before() {
    let files = leaves(3);
    let other = leaves(9).pop().unwrap();
    let first = HashTree::new(SHA256, files.clone()).unwrap();
    let old = named(&first.record(1, &token()).unwrap());
    let old = EvidenceRecord::parse(&old).unwrap();
    let (algorithm, leaf) = old.newest().unwrap();
    assert_eq!((algorithm, &leaf), (SHA256, &digest(SHA256, &token())));
    // Records of several trees are renewed by one timestamp.
    let tree = HashTree::new(SHA256, vec![other, leaf]).unwrap();
    assert_eq!(
        tree.renewal(0, &old, &numbered(8)),
        None,
        "that leaf is of another record"
    );
    let stamp = archive_stamp(SHA256, &[&leaves(9)[8], &digest(SHA256, &token())], 8);
    let made = tree.renewal(1, &old, &numbered(8)).unwrap();
    // Its algorithm is that of the token, which is none here.
    let unread = EvidenceRecord::parse(&made).unwrap_err();
    assert!(matches!(unread, EvidenceError::NotServed(_)));
    let chain = |second: Vec<u8>| {
        let initial = archive_stamp(SHA256, &[&files[0], &files[1]], 7);
        record_of(&[vec![initial, second]])
    };
    let record = chain(stamp);
    let record = EvidenceRecord::parse(&record).unwrap();
    let found = about(&record, &files[1]).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].root, tree.root());
    // A renewal of another timestamp.
    let wrong = chain(archive_stamp(SHA256, &[&files[0], &files[1]], 8));
    let wrong = EvidenceRecord::parse(&wrong).unwrap();
    assert_eq!(about(&wrong, &files[1]), Err(EvidenceFailure::NotRenewed));
}

#[test]
fn a_new_chain_is_about_the_file_and_all_chains_before() {
    const SHA512: DigestAlgorithm = DigestAlgorithm::Sha512;
    let file = b"a file";
    let (old, new) = (digest(SHA256, file), digest(SHA512, file));
    let first = vec![archive_stamp(SHA256, &[&old], 1)];
    // RFC 4998, 5.2: H(H(d) with H(the sequence of chains)).
    let before = writer::sequence(&[&writer::sequence(&[&first[0]])]);
    let leaf = digest(SHA512, &[new.clone(), digest(SHA512, &before)].concat());
    let record = record_of(&[first.clone(), vec![archive_stamp(SHA512, &[&leaf], 2)]]);
    let read = EvidenceRecord::parse(&record).unwrap();
    let found = read.stamped(|algorithm| digest(algorithm, file)).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].root, digest(SHA512, &leaf));
    assert_eq!(
        read.stamped(|algorithm| digest(algorithm, b"another")),
        Err(EvidenceFailure::NotInTree)
    );
    let wrong = record_of(&[first, vec![archive_stamp(SHA512, &[&new], 2)]]);
    let wrong = EvidenceRecord::parse(&wrong).unwrap();
    assert_eq!(
        wrong.stamped(|algorithm| digest(algorithm, file)),
        Err(EvidenceFailure::NotRenewed)
    );
}

#[test]
fn what_is_no_record_is_refused() {
    let tree = HashTree::new(SHA256, leaves(4)).unwrap();
    let made = named(&tree.record(1, &token()).unwrap());
    for length in 0..made.len() {
        assert!(EvidenceRecord::parse(&made[..length]).is_err());
    }
    let refused = |chains: &[Vec<Vec<u8>>]| EvidenceRecord::parse(&record_of(chains)).unwrap_err();
    let stamp = |algorithm: DigestAlgorithm| {
        let leaf = digest(algorithm, b"x");
        archive_stamp(algorithm, &[&leaf], 1)
    };
    assert!(matches!(refused(&[]), EvidenceError::Der(_)));
    assert!(matches!(refused(&[vec![]]), EvidenceError::Der(_)));
    // Two algorithms in one chain.
    let two = vec![stamp(SHA256), stamp(DigestAlgorithm::Sha512)];
    assert!(matches!(refused(&[two]), EvidenceError::Der(_)));
    let many = vec![stamp(SHA256); 33];
    assert_eq!(refused(&[many]), EvidenceError::TooLong);
}
