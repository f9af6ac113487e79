//! Reasons found in a licence's data and state.

use super::Entry;

/// Every entry of this part.
pub const ALL: &[&Entry] = &[];
