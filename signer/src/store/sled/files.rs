//! The files of a store: which snapshot and journal count, and building the index from them.

use super::super::journal::{Journal, decode_changes};
use super::super::{StoreError, StoreFile, snapshot};
use super::{BUILT_TO, index_error};
use crate::durable;
use ::sled::Db;
use std::fs::File;
use std::io;
use std::path::Path;

/// Memory that sled may take for its cache, in octets; its own default is 1 GiB.
const CACHE: u64 = 64 * 1024 * 1024;
/// Changes that go into sled at once while it is built anew.
const REBUILD_STEP: usize = 1000;

pub(super) fn snapshot_name(sequence: u64) -> String {
    format!("snapshot-{sequence:016x}")
}

pub(super) fn journal_name(sequence: u64) -> String {
    format!("journal-{sequence:016x}")
}

pub(super) fn new_journal(folder: &Path, sequence: u64) -> Result<Journal, StoreError> {
    let path = folder.join(journal_name(sequence));
    // A journal without its snapshot is the leftover of a checkpoint that was cut short.
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)?;
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    let journal = Journal::create(file, sequence)?;
    durable::sync_folder(folder)?;
    Ok(journal)
}

/// Returns the newest sequence that has a snapshot, and begins a store where there is nothing.
pub(super) fn find_base(folder: &Path) -> Result<u64, StoreError> {
    let mut snapshots = Vec::new();
    let mut journals = 0_usize;
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name();
        let name = name.to_str().unwrap_or_default();
        journals += usize::from(name.starts_with("journal-"));
        if name.starts_with(durable::TEMPORARY_PREFIX) {
            std::fs::remove_file(folder.join(name))?;
        } else if let Some(digits) = name.strip_prefix("snapshot-") {
            snapshots.extend(u64::from_str_radix(digits, 16).ok());
        }
    }
    snapshots.sort_unstable();
    let Some(base) = snapshots.pop() else {
        // The first snapshot is named last, so at most the first journal may be there, still empty.
        let first = folder.join(journal_name(0));
        let begun = first.exists() && std::fs::metadata(&first)?.len() <= 16;
        if journals > usize::from(begun) {
            return Err(StoreError::Corrupt {
                file: StoreFile::Snapshot,
                at: 0,
            });
        }
        let file = tempfile::Builder::new()
            .prefix(durable::TEMPORARY_PREFIX)
            .tempfile_in(folder)?;
        snapshot::write(file.as_file(), 0, std::iter::empty())?;
        new_journal(folder, 0)?;
        file.persist(folder.join(snapshot_name(0)))
            .map_err(|failed| failed.error)?;
        durable::sync_folder(folder)?;
        return Ok(0);
    };
    for old in snapshots {
        durable::remove(folder, &snapshot_name(old))?;
        durable::remove(folder, &journal_name(old))?;
    }
    Ok(base)
}

/// Returns the sequence of the last clean close, and removes the mark before anything is changed.
pub(super) fn take_clean_mark(folder: &Path) -> Result<Option<u64>, StoreError> {
    let text = match durable::read_bounded(&folder.join("clean"), 64) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    durable::remove(folder, "clean")?;
    Ok(std::str::from_utf8(&text)
        .ok()
        .and_then(|text| u64::from_str_radix(text, 16).ok()))
}

pub(super) fn open_index(path: &Path) -> Result<Db, StoreError> {
    ::sled::Config::new()
        .path(path)
        .cache_capacity(CACHE)
        .flush_every_ms(None)
        .open()
        .map_err(index_error)
}

/// Builds the index anew from snapshot and journal.
pub(super) fn rebuild(
    folder: &Path,
    base: u64,
    journal: &File,
    sequence: u64,
) -> Result<Db, StoreError> {
    let path = folder.join("sled");
    match std::fs::remove_dir_all(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let db = open_index(&path)?;
    let mut step = Step {
        db: &db,
        batch: ::sled::Batch::default(),
        changes: 0,
    };
    let snapshot = File::open(folder.join(snapshot_name(base)))?;
    snapshot::read(&snapshot, base, |key, value| step.add(key, Some(value)))?;
    Journal::open(journal.try_clone()?, base, |payload| {
        decode_changes(payload)?
            .into_iter()
            .try_for_each(|(key, value)| step.add(key, value))
    })?;
    step.write()?;
    drop(step);
    db.insert(BUILT_TO, &sequence.to_be_bytes())
        .map_err(index_error)?;
    Ok(db)
}

pub(super) fn is_built_to(db: &Db, sequence: u64) -> bool {
    matches!(db.get(BUILT_TO), Ok(Some(built)) if *built == sequence.to_be_bytes())
}

struct Step<'d> {
    db: &'d Db,
    batch: ::sled::Batch,
    changes: usize,
}

impl Step<'_> {
    fn add(&mut self, key: &[u8], value: Option<&[u8]>) -> Result<(), StoreError> {
        match value {
            Some(value) => self.batch.insert(key, value),
            None => self.batch.remove(key),
        }
        self.changes += 1;
        if self.changes >= REBUILD_STEP {
            self.write()
        } else {
            Ok(())
        }
    }

    fn write(&mut self) -> Result<(), StoreError> {
        self.changes = 0;
        self.db
            .apply_batch(std::mem::take(&mut self.batch))
            .map_err(index_error)
    }
}

/// Syncs every file and folder below `path`, at most `depth` folders down.
pub(super) fn sync_tree(path: &Path, depth: u32) -> io::Result<()> {
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            if depth > 0 {
                sync_tree(&entry.path(), depth - 1)?;
            }
        } else {
            match File::open(entry.path()) {
                Ok(file) => file.sync_all()?,
                // sled removes its old files in the background.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }
    durable::sync_folder(path)
}
