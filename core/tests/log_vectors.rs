//! Proofs about trees against the vectors of the Go libraries for transparency logs, which lie outside the repository: each
//! has to come out as its authors say, and each kind has to be there.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test program: it may stop, and it prints its figures"
)]

#[path = "corpus/folder.rs"]
mod corpus;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::path::{Path, PathBuf};
use yinxin_core::log::merkle::{
    Hash, verify_consistency, verify_inclusion, verify_inclusion_in, verify_subtree,
};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, found),
            false if path.extension().is_some_and(|end| end == "json") => found.push(path),
            false => {}
        }
    }
}

/// Some vectors have a few words in the place of a hash, which are filled up with zeros; `None` for what is longer, and
/// for nothing.
fn hash(value: &Value) -> Option<Hash> {
    let octets = STANDARD.decode(value.as_str()?).ok()?;
    if octets.is_empty() {
        return None;
    }
    let mut hash = Hash::default();
    hash.get_mut(..octets.len())?.copy_from_slice(&octets);
    Some(hash)
}

/// Whether the vector is right; a number or a hash that cannot be one is not.
fn is_right(kind: &str, vector: &Value) -> Option<bool> {
    let number = |name: &str| vector[name].as_u64();
    let proof = vector["proof"].as_array().cloned().unwrap_or_default();
    let proof: Option<Vec<Hash>> = proof.iter().map(hash).collect();
    let proof = proof?;
    let of = |name: &str| hash(&vector[name]);
    let found = match kind {
        "inclusion" => verify_inclusion(
            (number("leafIdx")?, number("treeSize")?),
            &of("leafHash")?,
            &proof,
            &of("root")?,
        ),
        "subtreeinclusion" => verify_inclusion_in(
            (number("leafIdx")?, number("start")?, number("end")?),
            &of("leafHash")?,
            &proof,
            &of("root")?,
        ),
        "consistency" => verify_consistency(
            (number("size1")?, number("size2")?),
            &of("root1")?,
            &proof,
            &of("root2")?,
        ),
        "subtreeconsistency" => verify_subtree(
            (number("start")?, number("end")?, number("size")?),
            &of("root1")?,
            &proof,
            &of("root2")?,
        ),
        other => panic!("vectors of the kind {other} are not served"),
    };
    Some(found.is_ok())
}

#[test]
fn every_vector_comes_out_as_its_authors_say() {
    let Some(folder) = corpus::folder("trust") else {
        return;
    };
    let folder = folder.join("merkle/testdata");
    let (mut all, mut wrong) = (0, Vec::new());
    for (kind, least) in [
        ("inclusion", 98),
        ("consistency", 98),
        ("subtreeinclusion", 204),
        ("subtreeconsistency", 118),
    ] {
        let mut paths = Vec::new();
        files(&folder.join(kind), &mut paths);
        assert!(paths.len() >= least, "{kind}: {} vectors", paths.len());
        for path in paths {
            let vector: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let expected = !vector["wantErr"].as_bool().unwrap();
            all += 1;
            if is_right(kind, &vector).unwrap_or(false) != expected {
                wrong.push(path);
            }
        }
    }
    println!("Merkle vectors: {all}, {} otherwise", wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}
