//! The journal: what was acknowledged since the last snapshot.
//!
//! ```text
//! header   "YXJOURN1" sequence:u64                          16 octets
//! frame    length:u32 check:4 hash:32 payload:length        the n-th has the sequence + n
//! check    first octets of SHA-256(hash of the frame before, or of the header; length)
//! hash     SHA-256(hash of the frame before, or of the header; payload)
//! payload  { 1:u8 key-length:u32 key value-length:u32 value | 0:u8 key-length:u32 key }*
//! ```
//!
//! Integers are big-endian. A frame is synced before the next one is written, so only the last can
//! be torn: one that does not reach its end, does not hash, or is all zeros to the end of the file.
//! A torn frame was never acknowledged and is cut off; what is cut off is handed to the caller, since
//! damage to the last frame looks the same. Anything wrong with octets behind it is damage, and an
//! error. The journal holds personal data in the clear; encrypting it is planned.

use super::{StoreError, StoreFile};
use ring::digest::{Context, SHA256};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

const MAGIC: &[u8; 8] = b"YXJOURN1";
const HEADER: u64 = 16;
const FRAME_HEADER: u64 = 40;
/// Longest payload: several batches of [`super::BATCH_LIMIT`].
pub(super) const PAYLOAD_LIMIT: u32 = 64 * 1024 * 1024;

type Hash = [u8; 32];

/// A file that can be written, synced and cut; in tests one that fails.
pub(super) trait Disk: Read + Write + Seek + Send + std::fmt::Debug {
    fn sync(&mut self) -> io::Result<()>;
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

impl Disk for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}

/// The journal, open for appending.
#[derive(Debug)]
pub(super) struct Journal<D: Disk = File> {
    disk: D,
    /// Octets that are known to be good and synced.
    length: u64,
    sequence: u64,
    last: Hash,
    in_doubt: bool,
}

/// What was found behind the last whole frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tail {
    Clean,
    /// The octets of a frame that was never acknowledged.
    Torn(Vec<u8>),
}

impl<D: Disk> Journal<D> {
    /// Begins a journal in an empty file; the caller syncs the folder.
    pub(super) fn create(mut disk: D, sequence: u64) -> io::Result<Self> {
        let header = header(sequence);
        disk.write_all(&header)?;
        disk.sync()?;
        Ok(Self {
            disk,
            length: HEADER,
            sequence,
            last: hash(&[], &header),
            in_doubt: false,
        })
    }

    /// Opens a journal, hands each payload to `replay`, and returns a torn tail,
    /// which [`Journal::cut_tail`] cuts off.
    pub(super) fn open(
        mut disk: D,
        sequence: u64,
        mut replay: impl FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<(Self, Tail), StoreError> {
        let end = disk.seek(SeekFrom::End(0))?;
        disk.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::with_capacity(1024 * 1024, &mut disk);
        let corrupt = |at| StoreError::Corrupt {
            file: StoreFile::Journal,
            at,
        };
        let mut found = [0; 16];
        reader.read_exact(&mut found).map_err(|_| corrupt(0))?;
        let expected = header(sequence);
        if found != expected {
            return Err(corrupt(0));
        }
        let mut at = HEADER;
        let mut last = hash(&[], &expected);
        let mut frames = 0;
        while at < end {
            let Some(frame) = read_frame(&mut reader, &last, at, end)? else {
                break;
            };
            replay(&frame.payload).map_err(|error| match error {
                StoreError::WrongType => corrupt(at),
                other => other,
            })?;
            at = frame.end;
            last = frame.hash;
            frames += 1;
        }
        drop(reader);
        let mut tail = Tail::Clean;
        if at < end {
            let mut torn = Vec::new();
            disk.seek(SeekFrom::Start(at))?;
            (&mut disk)
                .take(FRAME_HEADER + u64::from(PAYLOAD_LIMIT))
                .read_to_end(&mut torn)?;
            tail = Tail::Torn(torn);
        }
        let sequence = sequence + frames;
        Ok((
            Self {
                disk,
                length: at,
                sequence,
                last,
                in_doubt: false,
            },
            tail,
        ))
    }

    /// Cuts off what stands behind the last whole frame.
    pub(super) fn cut_tail(&mut self) -> io::Result<()> {
        self.disk.cut(self.length)?;
        self.disk.sync()
    }

    /// Appends a payload; when it returns `Ok`, it is on the disk.
    ///
    /// A write that fails is taken back. If that fails too, or a sync fails, the journal is in doubt
    /// and takes nothing more.
    pub(super) fn append(&mut self, payload: &[u8]) -> Result<(), StoreError> {
        if self.in_doubt {
            return Err(StoreError::Poisoned);
        }
        let length = u32::try_from(payload.len())
            .ok()
            .filter(|length| *length <= PAYLOAD_LIMIT);
        let length = length
            .filter(|length| *length > 0)
            .ok_or(StoreError::TooLarge)?;
        let hash = hash(&self.last, payload);
        let mut frame = Vec::with_capacity(payload.len() + 40);
        frame.extend_from_slice(&length.to_be_bytes());
        frame.extend_from_slice(&check(&self.last, length));
        frame.extend_from_slice(&hash);
        frame.extend_from_slice(payload);
        if let Err(error) = self
            .disk
            .seek(SeekFrom::Start(self.length))
            .and_then(|_| self.disk.write_all(&frame))
        {
            self.in_doubt = self
                .disk
                .cut(self.length)
                .and_then(|()| self.disk.sync())
                .is_err();
            return Err(error.into());
        }
        if let Err(error) = self.disk.sync() {
            // What a failed sync left on the disk is not known, and asking again does not tell.
            self.in_doubt = true;
            return Err(error.into());
        }
        self.length += FRAME_HEADER + u64::from(length);
        self.sequence += 1;
        self.last = hash;
        Ok(())
    }

    pub(super) fn sequence(&self) -> u64 {
        self.sequence
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn in_doubt(&self) -> bool {
        self.in_doubt
    }
}

struct Frame {
    payload: Vec<u8>,
    hash: Hash,
    end: u64,
}

/// Reads the frame at `at`; `None` where it is torn.
fn read_frame(
    reader: &mut impl Read,
    last: &Hash,
    at: u64,
    end: u64,
) -> Result<Option<Frame>, StoreError> {
    let corrupt = StoreError::Corrupt {
        file: StoreFile::Journal,
        at,
    };
    if end - at < FRAME_HEADER {
        return Ok(None);
    }
    let mut length = [0; 4];
    let mut stored_check = [0; 4];
    let mut stored = [0; 32];
    reader.read_exact(&mut length)?;
    reader.read_exact(&mut stored_check)?;
    reader.read_exact(&mut stored)?;
    let length = u32::from_be_bytes(length);
    if stored_check != check(last, length) || length == 0 || length > PAYLOAD_LIMIT {
        // Space that the file system gave to the file and that was never filled; else damage.
        let zeros = length == 0 && stored_check == [0; 4] && stored == [0; 32];
        return if zeros && all_zeros(reader)? {
            Ok(None)
        } else {
            Err(corrupt)
        };
    }
    let frame_end = at + FRAME_HEADER + u64::from(length);
    if frame_end > end {
        return Ok(None);
    }
    let mut payload = vec![0; usize::try_from(length).map_err(|_| StoreError::TooLarge)?];
    reader.read_exact(&mut payload)?;
    let hash = hash(last, &payload);
    if hash == stored {
        Ok(Some(Frame {
            payload,
            hash,
            end: frame_end,
        }))
    } else if frame_end == end || all_zeros(reader)? {
        Ok(None)
    } else {
        Err(corrupt)
    }
}

/// Tells a torn frame from one whose length was damaged.
fn check(last: &Hash, length: u32) -> [u8; 4] {
    let mut check = [0; 4];
    for (to, from) in check.iter_mut().zip(hash(last, &length.to_be_bytes())) {
        *to = from;
    }
    check
}

fn all_zeros(reader: &mut impl Read) -> io::Result<bool> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match reader.read(&mut buffer)? {
            0 => return Ok(true),
            read if buffer.iter().take(read).all(|octet| *octet == 0) => {}
            _ => return Ok(false),
        }
    }
}

fn header(sequence: u64) -> [u8; 16] {
    let mut header = [0; 16];
    let octets = MAGIC
        .iter()
        .chain(&sequence.to_be_bytes())
        .copied()
        .collect::<Vec<_>>();
    header.copy_from_slice(&octets);
    header
}

fn hash(last: &[u8], payload: &[u8]) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(last);
    context.update(payload);
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// Writes changes into a payload.
pub(super) fn encode_change(payload: &mut Vec<u8>, key: &[u8], value: Option<&[u8]>) {
    payload.push(u8::from(value.is_some()));
    for part in [Some(key), value].into_iter().flatten() {
        // Keys and values are bounded far below u32 before they come here.
        payload.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        payload.extend_from_slice(part);
    }
}

/// A change of a payload: the key, and its value unless it goes.
pub(super) type ChangeRef<'p> = (&'p [u8], Option<&'p [u8]>);

/// Reads the changes of a payload; `WrongType` where it is malformed.
pub(super) fn decode_changes(mut payload: &[u8]) -> Result<Vec<ChangeRef<'_>>, StoreError> {
    let mut changes = Vec::new();
    while let Some((kind, rest)) = payload.split_first() {
        let (key, rest) = take_part(rest).ok_or(StoreError::WrongType)?;
        let (value, rest) = match kind {
            0 => (None, rest),
            1 => {
                let (value, rest) = take_part(rest).ok_or(StoreError::WrongType)?;
                (Some(value), rest)
            }
            _ => return Err(StoreError::WrongType),
        };
        changes.push((key, value));
        payload = rest;
    }
    Ok(changes)
}

fn take_part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

#[cfg(test)]
mod tests;
