//! Reasons found in certificates, paths and revocation data.

use super::Entry;

/// Every entry of this part.
pub const ALL: &[&Entry] = &[];
