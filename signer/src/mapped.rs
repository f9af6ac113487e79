//! Input files as bytes that nobody else can change.
//!
//! A document is hashed, parsed and judged from one slice; a file that another process may write to
//! between two reads would make the verdict speak of bytes that nobody signed. So small files are
//! read into memory, and larger ones are copied to an unlinked file of mode 0600 that only this
//! process has open, which is mapped read-only and privately. On file systems that share extents
//! the copy costs nothing (FICLONE).
//!
//! This is the only file with `unsafe` code.
#![allow(unsafe_code)] // `Mmap` is unsafe because a mapped file may change; see `map`.

use memmap2::{Mmap, MmapOptions};
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Deref;
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};

/// Largest input that is kept in memory, in octets.
pub const IN_MEMORY: usize = 8 * 1024 * 1024;

/// Most octets that are taken from a pipe, which does not say how much will come.
pub const MOST_OF_PIPE: u64 = 4 * 1024 * 1024 * 1024;

/// The bytes of an input, private to this process.
pub struct PrivateCopy(Bytes);

enum Bytes {
    Memory(Vec<u8>),
    Mapped(Mmap),
}

impl PrivateCopy {
    /// Reads the file at `path`, at most `limit` octets.
    ///
    /// A large file is copied into the folder `near` where that is given, else into `/var/tmp`, else
    /// into the folder for temporary files. A pipe is read to its end, at most [`MOST_OF_PIPE`]; a
    /// device may have none and is refused.
    ///
    /// # Errors
    ///
    /// [`CopyError`].
    pub fn read(path: &Path, near: Option<&Path>, limit: u64) -> Result<Self, CopyError> {
        let file = File::open(path).map_err(CopyError::Input)?;
        Self::of(&file, near, limit)
    }

    /// Reads an open file from its beginning, as [`PrivateCopy::read`] does.
    ///
    /// # Errors
    ///
    /// [`CopyError`].
    pub fn of(file: &File, near: Option<&Path>, limit: u64) -> Result<Self, CopyError> {
        let metadata = file.metadata().map_err(CopyError::Input)?;
        let kind = metadata.file_type();
        if kind.is_dir() {
            return Err(CopyError::Input(io::ErrorKind::IsADirectory.into()));
        }
        if kind.is_char_device() || kind.is_block_device() {
            let source = io::Error::new(io::ErrorKind::InvalidInput, "it is a device, not a file");
            return Err(CopyError::Input(source));
        }
        if !kind.is_file() {
            return Self::from_reader(file, near, limit.min(MOST_OF_PIPE));
        }
        if metadata.len() <= u64::try_from(IN_MEMORY).unwrap_or(u64::MAX) {
            return Self::from_reader(file, near, limit);
        }
        if metadata.len() > limit {
            return Err(CopyError::TooLarge { limit });
        }
        let mut copy = unlinked(near)?;
        // What was appended meanwhile may be in the copy; the copy is what is judged.
        if copy_contents(file, &mut copy, limit)? > limit {
            return Err(CopyError::TooLarge { limit });
        }
        map(&copy).map(|mapped| Self(Bytes::Mapped(mapped)))
    }

    /// Reads to the end of `reader`, at most `limit` octets.
    ///
    /// # Errors
    ///
    /// [`CopyError`].
    pub fn from_reader(
        mut reader: impl Read,
        near: Option<&Path>,
        limit: u64,
    ) -> Result<Self, CopyError> {
        let mut spool = Spool::new(near.map(Path::to_path_buf), limit);
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = match reader.read(&mut buffer) {
                Ok(0) => return spool.finish(),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(CopyError::Input(error)),
            };
            spool.push(buffer.get(..read).unwrap_or_default())?;
        }
    }
}

impl Deref for PrivateCopy {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Bytes::Memory(bytes) => bytes,
            Bytes::Mapped(bytes) => bytes,
        }
    }
}

impl AsRef<[u8]> for PrivateCopy {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl fmt::Debug for PrivateCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateCopy")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// Collects bytes that arrive in pieces: in memory up to [`IN_MEMORY`], beyond that in an unlinked
/// file.
#[derive(Debug)]
pub struct Spool {
    near: Option<PathBuf>,
    limit: u64,
    length: u64,
    memory: Vec<u8>,
    file: Option<File>,
}

impl Spool {
    /// Begins an empty collection of at most `limit` octets; see [`PrivateCopy::read`] for `near`.
    #[must_use]
    pub fn new(near: Option<PathBuf>, limit: u64) -> Self {
        Self {
            near,
            limit,
            length: 0,
            memory: Vec::new(),
            file: None,
        }
    }

    /// Adds a piece.
    ///
    /// # Errors
    ///
    /// [`CopyError::TooLarge`] where the limit would be passed; nothing is added then.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), CopyError> {
        let added = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        let length = self.length.saturating_add(added);
        if length > self.limit {
            return Err(CopyError::TooLarge { limit: self.limit });
        }
        if self.file.is_none() && self.memory.len().saturating_add(piece.len()) > IN_MEMORY {
            let mut file = unlinked(self.near.as_deref())?;
            file.write_all(&self.memory).map_err(CopyError::Copy)?;
            self.memory = Vec::new();
            self.file = Some(file);
        }
        match &mut self.file {
            Some(file) => file.write_all(piece).map_err(CopyError::Copy)?,
            None => self.memory.extend_from_slice(piece),
        }
        self.length = length;
        Ok(())
    }

    /// Returns what was collected.
    ///
    /// # Errors
    ///
    /// [`CopyError::Copy`] where the file cannot be mapped.
    pub fn finish(self) -> Result<PrivateCopy, CopyError> {
        match self.file {
            Some(file) => Ok(PrivateCopy(Bytes::Mapped(map(&file)?))),
            None => Ok(PrivateCopy(Bytes::Memory(self.memory))),
        }
    }
}

/// Makes a file without a name, which only this process can reach.
fn unlinked(near: Option<&Path>) -> Result<File, CopyError> {
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    let temporary = std::env::temp_dir();
    for folder in near.into_iter().chain([Path::new("/var/tmp"), &temporary]) {
        match tempfile::tempfile_in(folder) {
            Ok(file) => return Ok(file),
            Err(error) => last = error,
        }
    }
    Err(CopyError::Copy(last))
}

/// Copies all of `from`, which may not be read beyond `limit + 1` octets, to the empty file `to`;
/// returns the number of octets. Both offsets are then at the end.
///
/// # Errors
///
/// [`CopyError::Copy`].
pub(crate) fn copy_contents(from: &File, to: &mut File, limit: u64) -> Result<u64, CopyError> {
    if rustix::fs::ioctl_ficlone(&*to, from).is_ok() {
        return to.seek(SeekFrom::End(0)).map_err(CopyError::Copy);
    }
    // The standard library uses copy_file_range where it can.
    let mut from = from;
    from.seek(SeekFrom::Start(0)).map_err(CopyError::Input)?;
    io::copy(&mut from.take(limit.saturating_add(1)), to).map_err(CopyError::Copy)
}

/// Maps a file that only this process can reach.
///
/// # Errors
///
/// [`CopyError::Copy`] where the system refuses.
pub(crate) fn map(private: &File) -> Result<Mmap, CopyError> {
    // SAFETY: a mapping is unsound if the file changes or shrinks while it is mapped. Every caller
    // passes a file that it made itself with O_TMPFILE (or that it made with mode 0600 and unlinked
    // at once): it has no name, no other process has it open, and this crate writes to it only
    // beyond the mapped length (`output::OutputCopy::finish`, after the mapping is gone).
    let mapped = unsafe { MmapOptions::new().map_copy_read_only(private) };
    mapped.map_err(CopyError::Copy)
}

/// Why an input could not be taken.
#[derive(Debug)]
#[non_exhaustive]
pub enum CopyError {
    /// The input cannot be read.
    Input(io::Error),
    /// The input is larger than allowed.
    TooLarge {
        /// The limit in octets.
        limit: u64,
    },
    /// The private copy cannot be written or mapped: no folder for it, or no room.
    Copy(io::Error),
}

impl fmt::Display for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(error) => write!(f, "the file cannot be read: {error}"),
            Self::TooLarge { limit } => write!(f, "the file is larger than {limit} octets"),
            Self::Copy(error) => write!(
                f,
                "no private copy of the file could be made, free some space there or in /var/tmp: \
                 {error}"
            ),
        }
    }
}

impl std::error::Error for CopyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Input(error) | Self::Copy(error) => Some(error),
            Self::TooLarge { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_of(folder: &Path, length: usize) -> PathBuf {
        let path = folder.join("input");
        let bytes: Vec<u8> = (0..length)
            .map(|i| u8::try_from(i % 251).unwrap())
            .collect();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    #[test]
    fn a_copy_does_not_change_when_the_file_does() {
        let folder = tempfile::tempdir().unwrap();
        for length in [0, 1, IN_MEMORY, IN_MEMORY + 1, 3 * IN_MEMORY] {
            let path = file_of(folder.path(), length);
            let before = std::fs::read(&path).unwrap();
            let copy = PrivateCopy::read(&path, Some(folder.path()), u64::MAX).unwrap();
            // Written over in place, then truncated: the two things that hurt a mapping.
            std::fs::write(&path, vec![b'x'; length]).unwrap();
            std::fs::write(&path, b"").unwrap();
            assert!(*copy == *before, "{length}");
            assert_eq!(
                std::fs::read_dir(folder.path()).unwrap().count(),
                1,
                "nothing has a name"
            );
        }
    }

    #[test]
    fn the_limit_holds_for_files_and_for_streams() {
        let folder = tempfile::tempdir().unwrap();
        for length in [100, IN_MEMORY + 100] {
            let path = file_of(folder.path(), length);
            let exact = u64::try_from(length).unwrap();
            assert_eq!(PrivateCopy::read(&path, None, exact).unwrap().len(), length);
            let short = PrivateCopy::read(&path, None, exact - 1);
            assert!(matches!(short, Err(CopyError::TooLarge { .. })));
            let endless = PrivateCopy::from_reader(io::repeat(1), None, exact);
            assert!(matches!(endless, Err(CopyError::TooLarge { .. })));
        }
    }

    #[test]
    fn a_folder_and_a_device_are_no_input() {
        let folder = tempfile::tempdir().unwrap();
        for path in [
            folder.path(),
            Path::new("/dev/zero"),
            Path::new("/dev/null"),
        ] {
            let error = PrivateCopy::read(path, None, u64::MAX).unwrap_err();
            assert!(matches!(error, CopyError::Input(_)), "{error}");
        }
    }

    #[test]
    fn a_pipe_is_read_to_its_end() {
        let (reader, mut writer) = io::pipe().unwrap();
        writer.write_all(b"%PDF").unwrap();
        drop(writer);
        let file = File::from(std::os::fd::OwnedFd::from(reader));
        assert_eq!(*PrivateCopy::of(&file, None, 10).unwrap(), *b"%PDF");
    }
}
