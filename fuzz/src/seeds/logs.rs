//! A log of five entries, a checkpoint with a cosignature, and the receipts of its entries.

use super::world::{AT, pair};
use std::sync::OnceLock;
use yinxin_core::log::merkle::{self, Hash};
use yinxin_core::log::{
    Checkpoint, Frontier, NoteSigner, Receipt, SignedNote, VerifierKey, cosign, tile,
};

/// Name of the log.
pub(crate) const ORIGIN: &str = "log.example/fuzz";

/// What the log said.
pub(crate) struct Log {
    pub(crate) entries: [Hash; 5],
    pub(crate) checkpoint: Checkpoint,
    pub(crate) keys: [VerifierKey; 2],
    receipts: Vec<Receipt>,
}

/// Returns the one log.
pub(crate) fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let (of_log, of_witness) = (pair(40).1, pair(41).1);
        let log = NoteSigner::new(ORIGIN, &of_log).unwrap();
        let witness = NoteSigner::new("witness.example/fuzz", &of_witness).unwrap();
        let entries = [0_u8, 1, 2, 3, 4].map(|entry| merkle::leaf(&[entry]));
        let mut tree = Frontier::default();
        entries.iter().for_each(|entry| tree.push(*entry));
        let checkpoint = Checkpoint {
            origin: ORIGIN.to_owned(),
            size: tree.size(),
            root: tree.root(),
            extensions: Vec::new(),
        };
        let text = checkpoint.text();
        let mut note = SignedNote::new(text.clone(), vec![log.sign(&text).unwrap()]).unwrap();
        note.add(cosign(&witness, &checkpoint, AT).unwrap());
        let octets = entries.concat();
        let mut nodes =
            |height, index| tile::node((height, index), tree.size(), &mut |_| Ok(octets.clone()));
        let receipts = (0..5).map(|index| Receipt {
            extra: (index > 2).then(|| b"salt".to_vec()),
            index,
            proof: merkle::prove_inclusion((index, tree.size()), &mut nodes).unwrap(),
            checkpoint: note.clone(),
        });
        Log {
            entries,
            receipts: receipts.collect(),
            checkpoint,
            keys: [log.verifier(), witness.cosigner()],
        }
    })
}

/// Receipts, a note, a key, and a bundle of entries.
pub(super) fn all() -> Vec<Vec<u8>> {
    let log = log();
    let receipts = log.receipts.iter().map(Receipt::to_string);
    let others = [
        log.receipts[0].checkpoint.to_string(),
        log.keys[0].to_string(),
    ];
    let texts = receipts.chain(others).map(String::into_bytes);
    texts
        .chain([tile::bundle([b"one".as_slice(), b"two"]).unwrap()])
        .collect()
}
