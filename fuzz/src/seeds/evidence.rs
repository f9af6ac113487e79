//! Evidence records (RFC 4998) of a signed file: one file, one of several, and renewed.

use super::files::files;
use super::world::world;
use std::sync::OnceLock;
use yinxin_core::evidence::{EvidenceRecord, HashTree};
use yinxin_core::suite::{DigestAlgorithm, digest};

const DIGEST: DigestAlgorithm = DigestAlgorithm::Sha256;

/// What the records are about.
struct Evidence {
    file: &'static [u8],
    other: &'static [u8],
    records: Vec<Vec<u8>>,
    tokens: Vec<Vec<u8>>,
}

/// Returns the file that the records are about.
pub(crate) fn evidenced() -> &'static [u8] {
    evidence().file
}

/// Returns a file that no record is about.
pub(crate) fn not_evidenced() -> &'static [u8] {
    evidence().other
}

/// Returns the records.
pub(super) fn records() -> Vec<Vec<u8>> {
    evidence().records.clone()
}

/// Returns the timestamps in the records.
pub(crate) fn tokens() -> &'static [Vec<u8>] {
    &evidence().tokens
}

fn evidence() -> &'static Evidence {
    static EVIDENCE: OnceLock<Evidence> = OnceLock::new();
    EVIDENCE.get_or_init(|| {
        let named = |name| {
            let mut files = files().iter();
            &*files.find(|file| file.name == name).unwrap().octets
        };
        let (file, other) = (named("B-B"), named("two signatures"));
        let own = || digest(DIGEST, file);
        let alone = HashTree::new(DIGEST, vec![own()]).unwrap();
        let several = [own(), vec![1; 32], vec![2; 32], vec![3; 32], vec![4; 32]];
        let several = HashTree::new(DIGEST, several.into()).unwrap();
        let mut tokens = Vec::new();
        let mut stamp = |tree: &HashTree| {
            let token = world().token_of(tree.root().to_vec());
            tokens.push(token.clone());
            token
        };
        let mut records: Vec<Vec<u8>> = [&alone, &several]
            .map(|tree| tree.record(0, &stamp(tree)).unwrap())
            .into();
        let newest = EvidenceRecord::parse(&records[1]).unwrap();
        let (algorithm, leaf) = newest.newest().unwrap();
        let renewal = HashTree::new(algorithm, vec![leaf]).unwrap();
        let renewed = renewal.renewal(0, &newest, &stamp(&renewal)).unwrap();
        records.push(renewed);
        Evidence {
            file,
            other,
            records,
            tokens,
        }
    })
}
