//! How octets, digests and instants stand in the JSON that is signed.

pub(crate) mod instant;
mod octets;
mod sha256;

pub use octets::Octets;
pub use sha256::Sha256;
