//! The audit log: what was intended before a key was used, and what came of it.
//!
//! Each entry is one line of JSON that names the hash of the line before. [`Audit::intend`] returns
//! only when the intent is on the disk, so there is a record of everything that may have been
//! signed, also after a power cut. [`Audit::verify`] finds an entry that was changed, left out,
//! added or moved, and names it. It cannot find that the newest entries were cut off together with
//! the head, which needs a witness elsewhere; publish [`Head`]s for that.

use crate::store::{Batch, Collection, Record, Store, StoreError};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

const ENTRIES: Collection = Collection::new("audit");
const HEAD: Collection = Collection::new("audit-head");
const HEAD_KEY: &[u8] = b"head";
/// Entries that are read at once while verifying.
const STEP: usize = 1000;

/// Appends to and verifies the log of one store.
#[derive(Debug)]
pub struct Audit {
    store: Arc<dyn Store>,
    /// Entries are chained, so appending is one at a time.
    turn: Mutex<()>,
}

/// What is going to be done with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Who asked, for example `uid:1000`.
    pub actor: String,
    /// What is done, for example `seal`.
    pub action: String,
    /// Key or seal that is used.
    pub with: String,
    /// SHA-256 of what is signed, in hexadecimal digits. Never the content itself.
    pub digest: String,
}

/// What came of an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outcome {
    /// The key was used and the result handed out.
    Done,
    /// The key was not used.
    Refused,
    /// Whether the key was used is not known.
    Unknown,
}

/// A recorded intent, to be concluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "an intent is concluded when its outcome is known"]
pub struct Pending {
    sequence: u64,
}

impl Pending {
    /// Returns the sequence of the intent, from 1.
    #[must_use]
    pub fn sequence(self) -> u64 {
        self.sequence
    }
}

/// The newest entry: its sequence (0 for none) and hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of entries.
    pub sequence: u64,
    /// SHA-256 of the newest line, in hexadecimal digits; of no octets where there is none.
    pub hash: String,
}

/// An entry as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Sequence, from 1.
    pub sequence: u64,
    /// SHA-256 of the line before, in hexadecimal digits.
    pub previous: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What is recorded.
    #[serde(flatten)]
    pub what: What,
}

/// What an entry records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum What {
    /// A key is going to be used.
    Intent {
        /// See [`Intent`].
        actor: String,
        /// See [`Intent`].
        action: String,
        /// See [`Intent`].
        with: String,
        /// See [`Intent`].
        digest: String,
    },
    /// What came of an intent.
    Outcome {
        /// Sequence of the intent.
        of: u64,
        /// What came of it.
        outcome: Outcome,
    },
}

impl Audit {
    /// Takes the store that holds the log.
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            turn: Mutex::new(()),
        }
    }

    /// Records an intent. The key may be used only after this has returned `Ok`.
    ///
    /// # Errors
    ///
    /// [`AuditError`]; the key must not be used then.
    pub fn intend(&self, intent: &Intent, at: OffsetDateTime) -> Result<Pending, AuditError> {
        self.intend_all(std::slice::from_ref(intent), at)?
            .pop()
            .ok_or(AuditError::NoHead)
    }

    /// Records many intents with one sync.
    ///
    /// # Errors
    ///
    /// [`AuditError`]; none is recorded then.
    pub fn intend_all(
        &self,
        intents: &[Intent],
        at: OffsetDateTime,
    ) -> Result<Vec<Pending>, AuditError> {
        let what = intents.iter().map(|intent| What::Intent {
            actor: intent.actor.clone(),
            action: intent.action.clone(),
            with: intent.with.clone(),
            digest: intent.digest.clone(),
        });
        let first = self.append(Batch::new(), what.collect(), at)?;
        Ok((first..)
            .take(intents.len())
            .map(|sequence| Pending { sequence })
            .collect())
    }

    /// Records what came of intents, together with the changes of `batch`: both or neither.
    ///
    /// # Errors
    ///
    /// [`AuditError`]; [`AuditError::Store`] with a conflict where a condition of `batch` does not
    /// hold.
    pub fn conclude(
        &self,
        batch: Batch,
        outcomes: &[(Pending, Outcome)],
        at: OffsetDateTime,
    ) -> Result<(), AuditError> {
        let what = outcomes.iter().map(|(pending, outcome)| What::Outcome {
            of: pending.sequence,
            outcome: *outcome,
        });
        self.append(batch, what.collect(), at).map(|_| ())
    }

    /// Returns the newest entry's sequence and hash.
    ///
    /// # Errors
    ///
    /// [`AuditError`].
    pub fn head(&self) -> Result<Head, AuditError> {
        Ok(self.stored_head()?.0)
    }

    /// Returns entries after the sequence `after`, at most `limit`.
    ///
    /// # Errors
    ///
    /// [`AuditError`].
    pub fn page(&self, after: u64, limit: usize) -> Result<Vec<Entry>, AuditError> {
        let page = self
            .store
            .scan(ENTRIES, b"", Some(&after.to_be_bytes()), limit)?;
        page.iter()
            .map(|record| parse(record).ok_or(AuditError::Broken { at: after + 1 }))
            .collect()
    }

    /// Reads the whole log and checks its chain; returns the head and the intents that have no
    /// outcome.
    ///
    /// # Errors
    ///
    /// [`AuditError::Broken`] with the sequence of the first entry that is not what it should be.
    pub fn verify(&self) -> Result<(Head, Vec<u64>), AuditError> {
        let (head, _) = self.stored_head()?;
        let mut open = std::collections::BTreeSet::new();
        let mut last = empty_head();
        loop {
            let after = last.sequence.to_be_bytes();
            let page = self.store.scan(ENTRIES, b"", Some(&after), STEP)?;
            if page.is_empty() {
                break;
            }
            for record in page {
                let at = last.sequence + 1;
                let broken = AuditError::Broken { at };
                let Some(entry) = parse(&record) else {
                    return Err(broken);
                };
                let in_place = record.key == at.to_be_bytes() && entry.sequence == at;
                if !in_place || entry.previous != last.hash {
                    return Err(broken);
                }
                match entry.what {
                    What::Intent { .. } => {
                        open.insert(at);
                    }
                    What::Outcome { of, .. } if open.remove(&of) => {}
                    What::Outcome { .. } => return Err(broken),
                }
                last = Head {
                    sequence: at,
                    hash: hex_sha256(&record.value),
                };
                if at > head.sequence {
                    // Entries that came while this was reading.
                    return self.verify_rest(&last, &open.into_iter().collect::<Vec<_>>());
                }
            }
        }
        if last != head {
            return Err(AuditError::Broken {
                at: last.sequence + 1,
            });
        }
        Ok((head, open.into_iter().collect()))
    }

    /// The log grew while it was read: it is good as far as it was read if the head has grown too.
    fn verify_rest(&self, last: &Head, open: &[u64]) -> Result<(Head, Vec<u64>), AuditError> {
        if self.head()?.sequence < last.sequence {
            return Err(AuditError::Broken { at: last.sequence });
        }
        Ok((last.clone(), open.to_vec()))
    }

    fn append(&self, batch: Batch, what: Vec<What>, at: OffsetDateTime) -> Result<u64, AuditError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut head, stored) = self.stored_head()?;
        let first = head.sequence + 1;
        let at = at
            .to_offset(time::UtcOffset::UTC)
            .format(&Rfc3339)
            .map_err(|_| AuditError::Instant)?;
        let own = batch.conditions.len();
        let mut batch = batch.expect(HEAD, HEAD_KEY, stored.as_deref());
        for what in what {
            let sequence = head.sequence + 1;
            let entry = Entry {
                sequence,
                previous: head.hash,
                at: at.clone(),
                what,
            };
            let line = serde_json::to_vec(&entry).map_err(|_| StoreError::WrongType)?;
            head = Head {
                sequence,
                hash: hex_sha256(&line),
            };
            let key = sequence.to_be_bytes();
            batch = batch.expect(ENTRIES, &key, None).put(ENTRIES, &key, line);
        }
        let line = serde_json::to_vec(&head).map_err(|_| StoreError::WrongType)?;
        match self.store.apply(batch.put(HEAD, HEAD_KEY, line)) {
            Ok(()) => Ok(first),
            // Another process on the same store, or an entry beyond the head.
            Err(StoreError::Conflict { index }) if index >= own => {
                Err(AuditError::Broken { at: first })
            }
            Err(error) => Err(error.into()),
        }
    }

    fn stored_head(&self) -> Result<(Head, Option<Vec<u8>>), AuditError> {
        match self.store.get(HEAD, HEAD_KEY)? {
            None => Ok((empty_head(), None)),
            Some(line) => {
                let head = serde_json::from_slice(&line).map_err(|_| AuditError::NoHead)?;
                Ok((head, Some(line)))
            }
        }
    }
}

fn empty_head() -> Head {
    Head {
        sequence: 0,
        hash: hex_sha256(b""),
    }
}

fn parse(record: &Record) -> Option<Entry> {
    serde_json::from_slice(&record.value).ok()
}

/// Returns SHA-256 in hexadecimal digits, as entries carry it.
#[must_use]
pub fn hex_sha256(bytes: &[u8]) -> String {
    digest(&SHA256, bytes)
        .as_ref()
        .iter()
        .fold(String::new(), |mut text, octet| {
            text.extend(
                [octet >> 4, octet & 15]
                    .iter()
                    .filter_map(|n| char::from_digit(u32::from(*n), 16)),
            );
            text
        })
}

/// Why the log could not be written or is not whole.
#[derive(Debug)]
#[non_exhaustive]
pub enum AuditError {
    /// The entry of this sequence was changed, left out, added or moved.
    Broken {
        /// Its sequence.
        at: u64,
    },
    /// The record of the newest entry is malformed.
    NoHead,
    /// The instant has no RFC 3339 form.
    Instant,
    /// The store did not answer.
    Store(StoreError),
}

impl fmt::Display for AuditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken { at } => write!(
                f,
                "the audit log is broken at entry {at}: stop signing, keep a copy of the home and \
                 compare it with the last backup"
            ),
            Self::NoHead => f.write_str("the newest entry of the audit log cannot be told"),
            Self::Instant => f.write_str("the time cannot be written into the audit log"),
            Self::Store(error) => write!(f, "the audit log cannot be read or written: {error}"),
        }
    }
}

impl std::error::Error for AuditError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

impl From<StoreError> for AuditError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

#[cfg(test)]
mod tests;
