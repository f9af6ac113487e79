//! Records that survive a power cut, behind a trait.
//!
//! A record is octets under a collection and a key. Changes come in batches that happen wholly or
//! not at all, may depend on what is there, and are on the disk before [`Store::apply`] returns.
//! [`conformance`] says in code what every implementation promises; [`Records`] reads and writes
//! values as JSON.

pub mod conformance;
mod group;
mod journal;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod records;
pub mod sled;
mod snapshot;

#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
pub use records::Records;
pub use sled::SledStore;

use std::fmt;
use std::io;
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

/// Longest key, in octets.
pub const KEY_LIMIT: usize = 512;
/// Longest value, in octets.
pub const VALUE_LIMIT: usize = 4 * 1024 * 1024;
/// Most octets in one batch, keys and values together.
pub const BATCH_LIMIT: usize = 16 * 1024 * 1024;
/// Most records in one page of a scan.
pub const PAGE_LIMIT: usize = 10_000;

/// A place that keeps records. Object safe; calls block.
pub trait Store: Send + Sync + fmt::Debug {
    /// Returns the value of a key; `None` where there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the store is out of reach.
    fn get(&self, collection: Collection, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// Returns the records whose key begins with `prefix`, in the order of their keys: those after
    /// the key `after`, at most `limit` (no more than [`PAGE_LIMIT`]).
    ///
    /// An empty page is the end. A scan over several pages is no snapshot.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the store is out of reach.
    fn scan(
        &self,
        collection: Collection,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError>;

    /// Makes all changes of a batch, or none. When it returns `Ok`, they are on the disk.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`] where a condition does not hold, [`StoreError::TooLarge`]; nothing is
    /// changed then. After any other error it is not known whether the changes were made.
    fn apply(&self, batch: Batch) -> Result<(), StoreError>;

    /// Takes the next `by` numbers of a counter, which begins at 1. No number is given twice, also
    /// after a crash; numbers may be left out.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the numbers may be lost then.
    fn advance(&self, counter: &str, by: NonZeroU32) -> Result<Range<u64>, StoreError>;
}

/// Name of a collection: 1 to 32 lower-case letters, digits and `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Collection(&'static str);

impl Collection {
    /// Names a collection; for constants, so that a bad name is found by the compiler.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        let mut rest = name.as_bytes();
        assert!(
            !rest.is_empty() && rest.len() <= 32,
            "a collection's name has 1 to 32 octets"
        );
        while let Some((first, others)) = rest.split_first() {
            assert!(
                first.is_ascii_lowercase() || first.is_ascii_digit() || *first == b'-',
                "a collection's name has lower-case letters, digits and '-'"
            );
            rest = others;
        }
        Self(name)
    }

    /// Returns the name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0
    }
}

/// A record of a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its key.
    pub key: Vec<u8>,
    /// Its value.
    pub value: Vec<u8>,
}

/// Changes that happen wholly or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) changes: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) collection: Collection,
    pub(crate) key: Vec<u8>,
    pub(crate) expected: Option<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) collection: Collection,
    pub(crate) key: Vec<u8>,
    pub(crate) value: Option<Vec<u8>>,
}

impl Batch {
    /// Begins an empty batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a condition: the key has this value, or, for `None`, there is no such key. Conditions
    /// are judged before any change of the batch.
    #[must_use]
    pub fn expect(mut self, collection: Collection, key: &[u8], value: Option<&[u8]>) -> Self {
        let expected = value.map(<[u8]>::to_vec);
        self.conditions.push(Condition {
            collection,
            key: key.to_vec(),
            expected,
        });
        self
    }

    /// Adds a change: the key gets this value. A later change of the same key wins.
    #[must_use]
    pub fn put(mut self, collection: Collection, key: &[u8], value: Vec<u8>) -> Self {
        self.changes.push(Change {
            collection,
            key: key.to_vec(),
            value: Some(value),
        });
        self
    }

    /// Adds a change: the key goes.
    #[must_use]
    pub fn delete(mut self, collection: Collection, key: &[u8]) -> Self {
        self.changes.push(Change {
            collection,
            key: key.to_vec(),
            value: None,
        });
        self
    }

    /// Returns the number of octets of keys and values, or the error of what passes a limit.
    pub(crate) fn measure(&self) -> Result<usize, StoreError> {
        let mut total = 0_usize;
        let conditions = self
            .conditions
            .iter()
            .map(|c| (&c.key, c.expected.as_ref()));
        let changes = self.changes.iter().map(|c| (&c.key, c.value.as_ref()));
        for (key, value) in conditions.chain(changes) {
            let value = value.map_or(0, Vec::len);
            if key.is_empty() || key.len() > KEY_LIMIT || value > VALUE_LIMIT {
                return Err(StoreError::TooLarge);
            }
            // Each change costs some octets of its own, so that many small ones are bounded too.
            total = total.saturating_add(key.len() + value + 64);
        }
        if total > BATCH_LIMIT {
            Err(StoreError::TooLarge)
        } else {
            Ok(total)
        }
    }
}

/// Why a store did not answer or did not change.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum StoreError {
    /// A condition of the batch does not hold; nothing was changed.
    Conflict {
        /// Index of the first such condition.
        index: usize,
    },
    /// A key is empty, or a key, value or batch is larger than allowed; nothing was changed.
    TooLarge,
    /// Another process holds the store.
    Held,
    /// A file of the store is damaged where it should not be.
    Corrupt {
        /// Which file.
        file: StoreFile,
        /// Offset of the damage, in octets.
        at: u64,
    },
    /// A value is not of the type that was asked for.
    WrongType,
    /// An earlier failure left the store in doubt; it must be opened again.
    Poisoned,
    /// The system refused.
    Io(Arc<io::Error>),
}

/// A file of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreFile {
    /// The journal of the changes since the snapshot.
    Journal,
    /// The snapshot of all records.
    Snapshot,
}

impl fmt::Display for StoreFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Journal => "journal",
            Self::Snapshot => "snapshot",
        })
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict { index } => {
                write!(
                    f,
                    "condition {index} of the batch does not hold; nothing was changed"
                )
            }
            Self::TooLarge => f.write_str("a key, value or batch is empty or larger than allowed"),
            Self::Held => {
                f.write_str("another process holds the store; wait until it has finished")
            }
            Self::Corrupt { file, at } => write!(
                f,
                "the {file} of the store is damaged at octet {at}: stop, keep a copy of the whole \
                 store folder, and restore it from the last backup"
            ),
            Self::WrongType => f.write_str("a record does not have the form that was expected"),
            Self::Poisoned => f.write_str(
                "an earlier write failed and left the store in doubt; start the program again",
            ),
            Self::Io(error) => write!(f, "the store cannot be read or written: {error}"),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        Self::Io(Arc::new(error))
    }
}
