//! A snapshot: all records at one sequence of the journal.
//!
//! ```text
//! header   "YXSNAPS1" sequence:u64
//! record   key-length:u32 key value-length:u32 value        key-length is never 0
//! trailer  0:u32 SHA-256 of all before
//! ```

use super::{KEY_LIMIT, StoreError, StoreFile, VALUE_LIMIT};
use ring::digest::{Context, SHA256};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};

const MAGIC: &[u8; 8] = b"YXSNAPS1";
/// A stored key is a collection, a zero and a key.
const STORED_KEY_LIMIT: usize = KEY_LIMIT + 64;

/// Writes and syncs a snapshot; returns its length in octets.
pub(super) fn write(
    file: &File,
    sequence: u64,
    records: impl Iterator<Item = Result<(Vec<u8>, Vec<u8>), StoreError>>,
) -> Result<u64, StoreError> {
    let mut out = Hashing {
        inner: BufWriter::with_capacity(1 << 20, file),
        hash: Context::new(&SHA256),
        length: 0,
    };
    out.put(MAGIC)?;
    out.put(&sequence.to_be_bytes())?;
    for record in records {
        let (key, value) = record?;
        for part in [key, value] {
            let length = u32::try_from(part.len()).map_err(|_| StoreError::TooLarge)?;
            out.put(&length.to_be_bytes())?;
            out.put(&part)?;
        }
    }
    out.put(&0_u32.to_be_bytes())?;
    let hash = out.hash.finish();
    out.inner.write_all(hash.as_ref())?;
    out.inner.flush()?;
    drop(out.inner);
    file.sync_all()?;
    Ok(out.length + 32)
}

struct Hashing<'f> {
    inner: BufWriter<&'f File>,
    hash: Context,
    length: u64,
}

impl Hashing<'_> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.length += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.inner.write_all(bytes)
    }
}

/// Reads a snapshot, handing each record to `each`. The records must not be relied on before this
/// has returned `Ok`: the hash stands at the end.
pub(super) fn read(
    file: &File,
    sequence: u64,
    mut each: impl FnMut(&[u8], &[u8]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut input = Checking {
        inner: BufReader::with_capacity(1 << 20, file),
        hash: Context::new(&SHA256),
        at: 0,
    };
    if input.take(8)? != MAGIC || input.take(8)? != sequence.to_be_bytes() {
        return Err(corrupt(0));
    }
    loop {
        let length = input.length(STORED_KEY_LIMIT)?;
        if length == 0 {
            break;
        }
        let key = input.take(length)?;
        let length = input.length(VALUE_LIMIT)?;
        let value = input.take(length)?;
        each(&key, &value)?;
    }
    let at = input.at;
    let mut stored = [0; 32];
    input
        .inner
        .read_exact(&mut stored)
        .map_err(|_| corrupt(at))?;
    let more = input.inner.read(&mut [0])? != 0;
    if more || input.hash.finish().as_ref() != stored {
        return Err(corrupt(at));
    }
    Ok(())
}

fn corrupt(at: u64) -> StoreError {
    StoreError::Corrupt {
        file: StoreFile::Snapshot,
        at,
    }
}

struct Checking<'f> {
    inner: BufReader<&'f File>,
    hash: Context,
    at: u64,
}

impl Checking<'_> {
    fn take(&mut self, length: usize) -> Result<Vec<u8>, StoreError> {
        let mut bytes = vec![0; length];
        self.inner
            .read_exact(&mut bytes)
            .map_err(|_| corrupt(self.at))?;
        self.hash.update(&bytes);
        self.at += u64::try_from(length).unwrap_or(u64::MAX);
        Ok(bytes)
    }

    fn length(&mut self, limit: usize) -> Result<usize, StoreError> {
        let at = self.at;
        let octets: [u8; 4] = self.take(4)?.try_into().map_err(|_| corrupt(at))?;
        let length = usize::try_from(u32::from_be_bytes(octets)).map_err(|_| corrupt(at))?;
        if length > limit {
            Err(corrupt(at))
        } else {
            Ok(length)
        }
    }
}
