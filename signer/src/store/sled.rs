//! The store of one machine: sled as the index, a snapshot and a journal as the truth.
//!
//! sled 0.34 does not sync its files when it says that it has flushed, and cannot repair them. So
//! what is acknowledged stands in a journal of our own, synced first; sled answers reads and is
//! thrown away and built anew from snapshot and journal after any exit that was not clean. No
//! promise of sled about crashes is relied on.
//!
//! ```text
//! lock                 held by the one process
//! snapshot-SEQUENCE    all records at that sequence (16 hexadecimal digits)
//! journal-SEQUENCE     the changes since
//! clean                the sequence at which sled was synced and closed
//! sled/                the index
//! torn-SEQUENCE        what was cut off behind a journal, for whoever wants to look
//! ```
//!
//! A journal longer than 64 MiB and than its snapshot gives way to a new snapshot: the journal of
//! the new sequence is made, then the snapshot gets its name, then the old pair goes. Writers wait
//! meanwhile.

mod files;

use super::group::Group;
use super::journal::{Journal, Tail, encode_change};
use super::{
    BATCH_LIMIT, Batch, Collection, KEY_LIMIT, PAGE_LIMIT, Record, Store, StoreError, StoreFile,
    snapshot,
};
use crate::durable;
use crate::lock::{Lock, TryLock};
use ::sled::{Db, IVec};
use files::{
    find_base, is_built_to, journal_name, new_journal, open_index, rebuild, snapshot_name,
    sync_tree, take_clean_mark,
};
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::num::NonZeroU32;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Journals shorter than this are never exchanged for a snapshot.
const CHECKPOINT_FROM: u64 = 64 * 1024 * 1024;
/// Most octets of one group of batches; below the journal's limit with one batch to spare.
const GROUP_LIMIT: usize = 2 * BATCH_LIMIT;
/// Keys of counters begin with this; no collection's name does.
const COUNTER: u8 = 0x01;
/// The sequence up to which the index is built; in the index only. One that lost its end, or all of
/// it, is found out by this.
const BUILT_TO: &[u8] = &[0x02];

/// Records in a folder, held by one process.
pub struct SledStore {
    folder: PathBuf,
    /// Taken only when the store is dropped.
    db: Option<Db>,
    group: Group<Request, Result<Answer, StoreError>>,
    writer: Mutex<Writer>,
    poisoned: AtomicBool,
    opened: Opened,
    _lock: Lock,
}

/// How the store was found when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// The last exit was not clean, so the index was built anew.
    pub rebuilt: bool,
    /// Octets of an unfinished write that were cut off behind the journal.
    pub torn: usize,
    /// Sequence of the last change.
    pub sequence: u64,
}

#[derive(Debug)]
struct Writer {
    journal: Journal,
    base: u64,
    snapshot_length: u64,
}

enum Request {
    Apply(Batch, usize),
    Advance(Vec<u8>, NonZeroU32),
}

enum Answer {
    Applied,
    From(u64),
}

type Overlay = HashMap<Vec<u8>, Option<Vec<u8>>>;

impl SledStore {
    /// Opens the store in `folder`, or begins one where the folder is empty or missing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Held`] where another process holds it, [`StoreError::Corrupt`] where a file is
    /// damaged, [`StoreError::Io`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        durable::private_folder(folder)?;
        let lock = match Lock::acquire(&folder.join("lock"), Duration::ZERO)? {
            TryLock::Held(lock) => lock,
            TryLock::Other(_) => return Err(StoreError::Held),
        };
        let base = find_base(folder)?;
        let clean = take_clean_mark(folder)?;
        let journal_file = File::options()
            .read(true)
            .write(true)
            .open(folder.join(journal_name(base)));
        let journal_file = journal_file.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => StoreError::Corrupt {
                file: StoreFile::Journal,
                at: 0,
            },
            _ => error.into(),
        })?;
        // First a look without effect: is sled at the sequence at which the journal ends?
        let (mut journal, tail) = Journal::open(journal_file.try_clone()?, base, |_| Ok(()))?;
        let torn = match tail {
            Tail::Clean => 0,
            Tail::Torn(octets) => {
                let name = format!("torn-{:016x}", journal.sequence());
                durable::replace(folder, &name, &octets)?;
                journal.cut_tail()?;
                octets.len()
            }
        };
        let trusted = clean == Some(journal.sequence()) && torn == 0;
        // An index that is not trusted is not even opened.
        let index = if trusted {
            open_index(&folder.join("sled")).ok()
        } else {
            None
        };
        let index = index.filter(|db| is_built_to(db, journal.sequence()));
        let rebuilt = index.is_none();
        let db = match index {
            Some(db) => db,
            None => rebuild(folder, base, &journal_file, journal.sequence())?,
        };
        let snapshot_length = std::fs::metadata(folder.join(snapshot_name(base)))?.len();
        let opened = Opened {
            rebuilt,
            torn,
            sequence: journal.sequence(),
        };
        Ok(Self {
            folder: folder.to_path_buf(),
            db: Some(db),
            group: Group::new(),
            writer: Mutex::new(Writer {
                journal,
                base,
                snapshot_length,
            }),
            poisoned: AtomicBool::new(false),
            opened,
            _lock: lock,
        })
    }

    /// Tells how the store was found.
    #[must_use]
    pub fn opened(&self) -> Opened {
        self.opened
    }

    /// Writes a snapshot and begins a new journal.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; snapshot and journal are then the old pair or the new one, both good.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.alive()?;
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.checkpoint_locked(&mut writer)
    }

    fn checkpoint_locked(&self, writer: &mut Writer) -> Result<(), StoreError> {
        let sequence = writer.journal.sequence();
        if sequence == writer.base {
            return Ok(());
        }
        let file = tempfile::Builder::new()
            .prefix(durable::TEMPORARY_PREFIX)
            .tempfile_in(&self.folder)?;
        let records = self.db()?.iter().filter_map(|record| match record {
            Ok((key, _)) if key == BUILT_TO => None,
            Ok((key, value)) => Some(Ok((key.to_vec(), value.to_vec()))),
            Err(error) => Some(Err(index_error(error))),
        });
        let length = snapshot::write(file.as_file(), sequence, records)?;
        let journal = new_journal(&self.folder, sequence)?;
        file.persist(self.folder.join(snapshot_name(sequence)))
            .map_err(|failed| failed.error)?;
        durable::sync_folder(&self.folder)?;
        let old = std::mem::replace(
            writer,
            Writer {
                journal,
                base: sequence,
                snapshot_length: length,
            },
        );
        durable::remove(&self.folder, &snapshot_name(old.base))?;
        durable::remove(&self.folder, &journal_name(old.base))?;
        Ok(())
    }

    /// Syncs the index and marks the store as cleanly closed, as dropping it does.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; nothing is lost then, the index is built anew at the next opening.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.mark_clean()
    }

    fn mark_clean(&mut self) -> Result<(), StoreError> {
        // The index writes until it is dropped, so the mark comes after that.
        let Some(db) = self.db.take() else {
            return Ok(());
        };
        self.alive()?;
        db.flush().map_err(index_error)?;
        drop(db);
        // What `flush` leaves out.
        sync_tree(&self.folder.join("sled"), 4)?;
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mark = format!("{:016x}", writer.journal.sequence());
        Ok(durable::replace(&self.folder, "clean", mark.as_bytes())?)
    }

    fn db(&self) -> Result<&Db, StoreError> {
        self.db.as_ref().ok_or(StoreError::Poisoned)
    }

    fn alive(&self) -> Result<(), StoreError> {
        if self.poisoned.load(Ordering::Acquire) {
            Err(StoreError::Poisoned)
        } else {
            Ok(())
        }
    }

    fn run(&self, request: Request) -> Result<Answer, StoreError> {
        self.alive()?;
        let weigh = |request: &Request| match request {
            Request::Apply(_, octets) => *octets,
            Request::Advance(..) => KEY_LIMIT,
        };
        self.group
            .run(request, weigh, GROUP_LIMIT, |requests| {
                self.commit(&requests)
            })
            .unwrap_or(Err(StoreError::Poisoned))
    }

    /// Judges each request against what is there and what those before it change; writes all
    /// changes as one frame; then shows them to readers.
    fn commit(&self, requests: &[Request]) -> Vec<Result<Answer, StoreError>> {
        let fail = |error: &StoreError| requests.iter().map(|_| Err(error.clone())).collect();
        if let Err(error) = self.alive() {
            return fail(&error);
        }
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut overlay = Overlay::new();
        let answers: Vec<_> = requests
            .iter()
            .map(|request| self.judge(request, &mut overlay))
            .collect();
        if overlay.is_empty() {
            return answers;
        }
        let mut payload = Vec::new();
        let mut batch = ::sled::Batch::default();
        for (key, value) in &overlay {
            encode_change(&mut payload, key, value.as_deref());
            match value {
                Some(value) => batch.insert(key.as_slice(), value.as_slice()),
                None => batch.remove(key.as_slice()),
            }
        }
        if let Err(error) = writer.journal.append(&payload) {
            if writer.journal.in_doubt() {
                self.poisoned.store(true, Ordering::Release);
            }
            return fail(&error);
        }
        batch.insert(BUILT_TO, &writer.journal.sequence().to_be_bytes());
        if self
            .db()
            .and_then(|db| db.apply_batch(batch).map_err(index_error))
            .is_err()
        {
            // It is on the disk, so it is acknowledged; readers must not miss it.
            self.poisoned.store(true, Ordering::Release);
            return answers;
        }
        let length = writer.journal.length();
        if length > CHECKPOINT_FROM
            && length > writer.snapshot_length
            && let Err(error) = self.checkpoint_locked(&mut writer)
        {
            tracing::error!(%error, "no snapshot could be written; the journal grows on");
        }
        answers
    }

    fn judge(&self, request: &Request, overlay: &mut Overlay) -> Result<Answer, StoreError> {
        match request {
            Request::Apply(batch, _) => {
                for (index, condition) in batch.conditions.iter().enumerate() {
                    let key = stored_key(condition.collection, &condition.key);
                    if self.current(overlay, &key)?.as_deref() != condition.expected.as_deref() {
                        return Err(StoreError::Conflict { index });
                    }
                }
                for change in &batch.changes {
                    overlay.insert(
                        stored_key(change.collection, &change.key),
                        change.value.clone(),
                    );
                }
                Ok(Answer::Applied)
            }
            Request::Advance(key, by) => {
                let next = match self.current(overlay, key)? {
                    None => 1,
                    Some(octets) => {
                        u64::from_be_bytes(octets.try_into().map_err(|_| StoreError::WrongType)?)
                    }
                };
                let after = next
                    .checked_add(u64::from(by.get()))
                    .ok_or(StoreError::TooLarge)?;
                overlay.insert(key.clone(), Some(after.to_be_bytes().to_vec()));
                Ok(Answer::From(next))
            }
        }
    }

    fn current(&self, overlay: &Overlay, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match overlay.get(key) {
            Some(value) => Ok(value.clone()),
            None => Ok(self
                .db()?
                .get(key)
                .map_err(index_error)?
                .map(|value| value.to_vec())),
        }
    }
}

impl Store for SledStore {
    fn get(&self, collection: Collection, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.alive()?;
        let value = self
            .db()?
            .get(stored_key(collection, key))
            .map_err(index_error)?;
        Ok(value.map(|value| value.to_vec()))
    }

    fn scan(
        &self,
        collection: Collection,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        self.alive()?;
        let whole_prefix = stored_key(collection, prefix);
        let head = stored_key(collection, &[]).len();
        let mut from = whole_prefix.clone();
        if let Some(after) = after {
            let mut next = stored_key(collection, after);
            next.push(0); // the smallest key behind `after`
            from = from.max(next);
        }
        self.db()?
            .range(from..)
            .take(limit.min(PAGE_LIMIT))
            .take_while(|record| match record {
                Ok((key, _)) => key.starts_with(&whole_prefix),
                Err(_) => true,
            })
            .map(|record| {
                let (key, value): (IVec, IVec) = record.map_err(index_error)?;
                let key = key.get(head..).unwrap_or_default().to_vec();
                Ok(Record {
                    key,
                    value: value.to_vec(),
                })
            })
            .collect()
    }

    fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        let octets = batch.measure()?;
        self.run(Request::Apply(batch, octets)).map(|_| ())
    }

    fn advance(&self, counter: &str, by: NonZeroU32) -> Result<Range<u64>, StoreError> {
        if counter.is_empty() || counter.len() > KEY_LIMIT {
            return Err(StoreError::TooLarge);
        }
        let key = [&[COUNTER], counter.as_bytes()].concat();
        match self.run(Request::Advance(key, by))? {
            Answer::From(first) => Ok(first..first.saturating_add(u64::from(by.get()))),
            Answer::Applied => Err(StoreError::WrongType),
        }
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        // If this fails, the next opening builds the index anew.
        let _ = self.mark_clean();
    }
}

impl std::fmt::Debug for SledStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SledStore")
            .field("opened", &self.opened)
            .finish_non_exhaustive()
    }
}

/// A collection's name has no zero, so no collection is the beginning of another.
fn stored_key(collection: Collection, key: &[u8]) -> Vec<u8> {
    [collection.name().as_bytes(), &[0], key].concat()
}

fn index_error(error: ::sled::Error) -> StoreError {
    match error {
        ::sled::Error::Io(error) => error.into(),
        other => io::Error::other(other).into(),
    }
}

#[cfg(test)]
mod tests;
