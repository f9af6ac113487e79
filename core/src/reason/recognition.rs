//! Reasons found in the recognition decision.

use super::Entry;

/// Every entry of this part.
pub const ALL: &[&Entry] = &[];
