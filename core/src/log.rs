//! A transparency log: a list that only grows, and that anybody can check to have only grown (RFC 6962, 2.1; the formats
//! of C2SP: signed notes, checkpoints, tiles, cosignatures and proofs).
//!
//! What a log says is a [`Checkpoint`]: how many entries it has, and the root of the tree over them, signed as a note.
//! That an entry is one of them is shown by an inclusion proof, that an older checkpoint is the beginning of a newer one
//! by a consistency proof. Hashes lie in [`tile`]s, files that never change.

mod checkpoint;
mod cosignature;
mod error;
pub mod merkle;
mod note;
mod receipt;
pub mod tile;

pub use checkpoint::Checkpoint;
pub use cosignature::{Cosignature, cosign, cosigned};
pub use error::LogError;
pub use merkle::{Frontier, Hash};
pub use note::{NoteSignature, NoteSigner, SignedNote, VerifierKey};
pub use receipt::Receipt;

#[cfg(test)]
mod tests;
