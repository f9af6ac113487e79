//! The Chinese suite: SM2 signatures with SM3 (GB/T 32918.2, GB/T 32905), over crates of RustCrypto.
//!
//! What is signed is `SM3(Z_A ‖ message)`; `Z_A` ties the signer's identifier and the public key. The
//! identifier travels nowhere: both sides use [`DEFAULT_ID`] unless they agreed on another.

mod hash;
mod key;
mod signature;

pub(super) use hash::Hash;
pub(super) use key::Sm2Key;
pub(super) use signature::fits;
pub use signature::{SignatureForm, verify_with_id};

/// The identifier that everybody uses who agreed on nothing else (GM/T 0009-2012, 10; from memory).
pub const DEFAULT_ID: &str = "1234567812345678";

#[cfg(test)]
mod tests;
