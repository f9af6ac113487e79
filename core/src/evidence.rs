//! Evidence records (RFC 4998; from memory): one timestamp for many files, and for each file the few
//! digests that lead from it to what was stamped.
//!
//! [`HashTree`] is made of the digests of all files; its root is stamped, and [`HashTree::record`]
//! gives what is kept beside each file. [`EvidenceRecord`] reads it again.

mod record;
mod tree;

pub use record::{EvidenceError, EvidenceFailure, EvidenceRecord, MAX_RECORD, Stamped};
pub use tree::{HashTree, TreeError};

#[cfg(test)]
mod tests;
