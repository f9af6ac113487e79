//! What the fuzzer begins with: a small world of one root, a signer and a time-stamping authority,
//! and what they make; and signers with keys of every other kind. Keys are fixed, so what one run finds
//! is of the same world in the next.
#![allow(
    clippy::unwrap_used,
    reason = "a seed that cannot be made ends the run"
)]

mod base;
mod encrypted;
mod evidence;
mod files;
mod keys;
mod logs;
mod pictures;
mod seals;
mod update;
mod world;

pub(crate) use evidence::{evidenced, not_evidenced, tokens};
pub use files::{File, files};
pub(crate) use logs::{ORIGIN as LOG, log};
pub(crate) use seals::{ORIGINAL, register, seals};
pub use update::updated;
pub(crate) use world::world;
pub use world::{AT, CONTENT, anchors};
use yinxin_core::x509::Certificate;

/// Returns the certificates of the seeds: the signer's, the authority's, the root.
#[must_use]
pub fn certificates() -> Vec<&'static Certificate> {
    let world = world();
    let others = world.others.iter().map(|other| &other.certificate);
    [&world.signer, &world.tsa, &world.root]
        .into_iter()
        .chain(others)
        .collect()
}

/// Returns the seeds of a target; an unknown name has none.
#[must_use]
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let world = world();
    match target {
        "reader" | "verify" => files().iter().map(|file| file.octets.clone()).collect(),
        "changes" => update::seeds(),
        "cms" => {
            let others = world.others.iter().map(|other| other.message());
            [world.message(), world.token()]
                .into_iter()
                .chain(others)
                .collect()
        }
        "certificate" => {
            let all = certificates().into_iter();
            all.map(|one| one.der().to_vec()).collect()
        }
        "crl" => vec![world.crl.clone()],
        "ocsp" => [false, true]
            .map(|is_revoked| world.ocsp(&world.signer, is_revoked))
            .into(),
        "timestamp" => vec![
            world.token(),
            world.response(),
            world::asked().to_der().unwrap(),
        ],
        "seal" => {
            let seals = seals();
            let mut all = seals.seals.clone();
            all.extend([seals.signature.clone(), seals.message.clone()]);
            all.push(register().to_vec());
            all
        }
        "ofd" => vec![seals().package.clone()],
        "picture" => pictures::all(),
        "log" => logs::all(),
        "evidence" => evidence::records(),
        _ => Vec::new(),
    }
}
