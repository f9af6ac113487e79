//! What the fuzzer begins with: a small world of one root, a signer and a time-stamping authority,
//! and what they make. Keys are fixed and Ed25519 is deterministic, so all runs begin alike.
#![allow(
    clippy::unwrap_used,
    reason = "a seed that cannot be made ends the run"
)]

mod base;
mod encrypted;
mod files;
mod update;
mod world;

pub use files::{File, files};
pub use update::updated;
pub(crate) use world::world;
pub use world::{AT, CONTENT, anchors};
use yinxin_core::x509::Certificate;

/// Returns the certificates of the seeds: the signer's, the authority's, the root.
#[must_use]
pub fn certificates() -> [&'static Certificate; 3] {
    let world = world();
    [&world.signer, &world.tsa, &world.root]
}

/// Returns the seeds of a target; an unknown name has none.
#[must_use]
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let world = world();
    match target {
        "reader" | "verify" => files().iter().map(|file| file.octets.clone()).collect(),
        "changes" => update::seeds(),
        "cms" => vec![world.message(), world.token()],
        "certificate" => certificates().map(|one| one.der().to_vec()).into(),
        "crl" => vec![world.crl.clone()],
        "ocsp" => [false, true]
            .map(|is_revoked| world.ocsp(&world.signer, is_revoked))
            .into(),
        "timestamp" => vec![
            world.token(),
            world.response(),
            world::asked().to_der().unwrap(),
        ],
        _ => Vec::new(),
    }
}
