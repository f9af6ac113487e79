//! Tiles (C2SP tlog-tiles): 256 hashes of one level in a file that never changes, the last of a level in a shorter one.

use super::LogError;
use super::merkle::{self, Hash};
use std::fmt;

/// Hashes of a full tile.
pub const WIDTH: u64 = 256;
/// Levels of a tree between those of tiles.
const HEIGHT: u8 = 8;
/// The longest entry.
pub const LONGEST_ENTRY: usize = 65_535;

/// Which hashes a tile has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    /// Level: at 0 stand the hashes of entries, at each other the roots of full tiles below.
    pub level: u8,
    /// Place in the level.
    pub index: u64,
    /// How many hashes it has: 1 to 256.
    pub width: u16,
}

impl Tile {
    /// Returns the tile of a place as a tree of `size` entries has it; `None` where it has none.
    #[must_use]
    pub fn of(level: u8, index: u64, size: u64) -> Option<Self> {
        let shift = u32::from(level).checked_mul(u32::from(HEIGHT))?;
        let of_level = size.checked_shr(shift).unwrap_or(0);
        let left = of_level.checked_sub(index.checked_mul(WIDTH)?)?;
        let width = u16::try_from(left.min(WIDTH))
            .ok()
            .filter(|width| *width > 0)?;
        Some(Self {
            level,
            index,
            width,
        })
    }

    /// Returns the tiles that a tree of `newer` entries has and one of `older` had not, or not as wide; level by level.
    pub fn grown(older: u64, newer: u64) -> impl Iterator<Item = Self> {
        (0..=7_u8).flat_map(move |level| {
            let shift = u32::from(level) * u32::from(HEIGHT);
            let (before, after) = (older >> shift, newer >> shift);
            let changed = (before < after).then_some(before / WIDTH..after.div_ceil(WIDTH));
            let places = changed.into_iter().flatten();
            places.filter_map(move |index| Self::of(level, index, newer))
        })
    }

    /// Returns the path of the entries that a tile of level 0 has the hashes of.
    #[must_use]
    pub fn entries_path(&self) -> String {
        format!("tile/entries/{}", self.place())
    }

    fn place(&self) -> String {
        let mut parts = vec![format!("{:03}", self.index % 1000)];
        let mut rest = self.index / 1000;
        while rest > 0 {
            parts.push(format!("x{:03}", rest % 1000));
            rest /= 1000;
        }
        parts.reverse();
        let partial = (u64::from(self.width) < WIDTH).then(|| format!(".p/{}", self.width));
        format!("{}{}", parts.join("/"), partial.unwrap_or_default())
    }
}

/// The path of the tile below the address of the log.
impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/{}", self.level, self.place())
    }
}

/// Returns the root of the full subtree of a height and index, in a tree of `size` entries whose tiles `read` gives, each
/// as its octets.
///
/// # Errors
///
/// [`LogError::TileMissing`], and what `read` returns.
pub fn node(
    (height, index): (u8, u64),
    size: u64,
    read: &mut dyn FnMut(Tile) -> Result<Vec<u8>, LogError>,
) -> Result<Hash, LogError> {
    let (level, above) = (height / HEIGHT, height % HEIGHT);
    let missing = |index| LogError::TileMissing { level, index };
    let first = index.checked_shl(above.into()).ok_or(missing(index))?;
    let place = first / WIDTH;
    let tile = Tile::of(level, place, size).ok_or(missing(place))?;
    let octets = read(tile)?;
    let (hashes, rest) = octets.as_chunks::<32>();
    if !rest.is_empty() || hashes.len() != usize::from(tile.width) {
        return Err(missing(place));
    }
    let begin = usize::try_from(first % WIDTH).unwrap_or(usize::MAX);
    let count = 1_usize << above;
    let mut row = begin
        .checked_add(count)
        .and_then(|end| hashes.get(begin..end))
        .ok_or(missing(place))?
        .to_vec();
    while let [_, _, ..] = row.as_slice() {
        let (pairs, _) = row.as_chunks::<2>();
        row = pairs
            .iter()
            .map(|[left, right]| merkle::node(left, right))
            .collect();
    }
    row.first().copied().ok_or(missing(place))
}

/// Puts entries into a bundle: each behind its length in two octets, the high one first.
///
/// # Errors
///
/// [`LogError::TooMuch`] where one is longer than [`LONGEST_ENTRY`].
pub fn bundle<'e>(entries: impl IntoIterator<Item = &'e [u8]>) -> Result<Vec<u8>, LogError> {
    let mut octets = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).map_err(|_| LogError::TooMuch {
            what: "octets of an entry",
            limit: LONGEST_ENTRY,
        })?;
        octets.extend(length.to_be_bytes());
        octets.extend(entry);
    }
    Ok(octets)
}

/// Takes a bundle apart.
///
/// # Errors
///
/// [`LogError::Malformed`] where it ends within an entry or has more than 256; the number of the entry stands for the line.
pub fn entries(bundle: &[u8]) -> Result<Vec<&[u8]>, LogError> {
    let mut found = Vec::new();
    let mut rest = bundle;
    while !rest.is_empty() {
        let wrong = LogError::Malformed {
            line: found.len().saturating_add(1),
            expected: "an entry behind its length, the last of at most 256,",
        };
        let (length, behind) = rest.split_first_chunk::<2>().ok_or(wrong.clone())?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, behind) = behind.split_at_checked(length).ok_or(wrong.clone())?;
        if found.len() >= 256 {
            return Err(wrong);
        }
        found.push(entry);
        rest = behind;
    }
    Ok(found)
}
