//! Output files that appear whole: the private copy of an input becomes the output, so that
//! signing writes the signature's own octets and nothing else beyond one copy.

use crate::durable;
use crate::mapped::{CopyError, PrivateCopy, copy_contents, map};
use memmap2::Mmap;
use rustix::fs::{AtFlags, CWD, FlockOperation, Mode, OFlags};
use std::fmt;
use std::fs::{File, Permissions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// A copy of an input that will be the output: begun, read, finished with what is appended.
///
/// Until [`OutputCopy::finish`] nothing has the output's name; what is dropped before leaves
/// nothing behind.
pub struct OutputCopy {
    file: File,
    mapped: Option<Mmap>,
    length: u64,
    output: PathBuf,
    folder: PathBuf,
}

impl OutputCopy {
    /// Copies `input` into the folder of `output`.
    ///
    /// # Errors
    ///
    /// [`OutputError::Copy`]; [`OutputError::Folder`] where the folder takes no unnamed file.
    pub fn begin(input: &Path, output: &Path, limit: u64) -> Result<Self, OutputError> {
        let from = File::open(input).map_err(CopyError::Input)?;
        let metadata = from.metadata().map_err(CopyError::Input)?;
        if !metadata.is_file() {
            let source = io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file");
            return Err(CopyError::Input(source).into());
        }
        if metadata.len() > limit {
            return Err(CopyError::TooLarge { limit }.into());
        }
        let folder = match output.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let file = rustix::fs::open(&folder, flags, Mode::RUSR | Mode::WUSR)
            .map_err(|errno| OutputError::Folder(errno.into()))?;
        let mut file = File::from(file);
        let length = copy_contents(&from, &mut file, limit)?;
        if length > limit {
            return Err(CopyError::TooLarge { limit }.into());
        }
        let mapped = if length == 0 { None } else { Some(map(&file)?) };
        Ok(Self {
            file,
            mapped,
            length,
            output: output.to_path_buf(),
            folder,
        })
    }

    /// Returns the octets of the input.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.mapped.as_deref().unwrap_or_default()
    }

    /// Appends `delta`, syncs, and gives the file the output's name, in place of what had it.
    ///
    /// # Errors
    ///
    /// [`OutputError::Write`]; the output's name then stands for what it stood for before, or, where
    /// only the last sync failed, for the whole new file.
    pub fn finish(mut self, delta: &[u8]) -> Result<(), OutputError> {
        self.mapped = None;
        let mode = match std::fs::metadata(&self.output) {
            Ok(present) => present.permissions().mode() & 0o777,
            Err(_) => 0o666 & !umask(),
        };
        self.write(delta, mode).map_err(OutputError::Write)
    }

    fn write(&mut self, delta: &[u8], mode: u32) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(delta)?;
        self.file.set_permissions(Permissions::from_mode(mode))?;
        self.file.sync_all()?;
        // An unnamed file cannot be linked over another, so it gets a passing name first.
        let named = tempfile::Builder::new()
            .prefix(durable::TEMPORARY_PREFIX)
            .make_in(&self.folder, |path| self.link(path))?;
        named.persist(&self.output).map_err(|failed| failed.error)?;
        durable::sync_folder(&self.folder)
    }

    fn link(&self, path: &Path) -> io::Result<()> {
        let own = format!("/proc/self/fd/{}", self.file.as_raw_fd());
        rustix::fs::linkat(CWD, own, CWD, path, AtFlags::SYMLINK_FOLLOW).map_err(io::Error::from)
    }
}

impl fmt::Debug for OutputCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutputCopy")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

/// Appending to a file where it stands, under an exclusive lock from the first octet read to the
/// last written.
#[derive(Debug)]
pub struct InPlace {
    file: File,
    copy: PrivateCopy,
    state: State,
}

/// What tells that a file was changed by a program that heeds no lock.
#[derive(Debug, PartialEq, Eq)]
struct State {
    length: u64,
    modified: (i64, i64),
}

impl State {
    fn of(file: &File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        Ok(Self {
            length: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
        })
    }
}

impl InPlace {
    /// Locks the file and takes a private copy of it.
    ///
    /// # Errors
    ///
    /// [`OutputError::Busy`] where another program holds the lock; [`OutputError::Copy`].
    pub fn begin(path: &Path, limit: u64) -> Result<Self, OutputError> {
        let file = File::options()
            .read(true)
            .write(true)
            .open(path)
            .map_err(|error| match File::open(path) {
                Ok(_) => OutputError::Write(error),
                Err(error) => CopyError::Input(error).into(),
            })?;
        rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(|errno| {
            match errno {
                rustix::io::Errno::WOULDBLOCK => OutputError::Busy,
                other => OutputError::Write(other.into()),
            }
        })?;
        let state = State::of(&file).map_err(CopyError::Input)?;
        let copy = PrivateCopy::of(&file, path.parent(), limit)?;
        Ok(Self { file, copy, state })
    }

    /// Returns the octets of the file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.copy
    }

    /// Appends `delta` and syncs. If that fails the file is cut back to its old length.
    ///
    /// # Errors
    ///
    /// [`OutputError::Changed`] where the file was changed since [`InPlace::begin`];
    /// [`OutputError::Write`]; [`OutputError::HalfWritten`] where it could not be cut back.
    pub fn finish(mut self, delta: &[u8]) -> Result<(), OutputError> {
        if State::of(&self.file).map_err(OutputError::Write)? != self.state {
            return Err(OutputError::Changed);
        }
        append(&mut self.file, self.state.length, delta)
    }
}

/// A file that can be written, synced and cut; in tests one that fails.
trait Target: Write + Seek {
    fn sync(&mut self) -> io::Result<()>;
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

impl Target for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}

fn append(target: &mut impl Target, length: u64, delta: &[u8]) -> Result<(), OutputError> {
    let written = target
        .seek(SeekFrom::Start(length))
        .and_then(|_| target.write_all(delta))
        .and_then(|()| target.sync());
    let Err(error) = written else { return Ok(()) };
    match target.cut(length).and_then(|()| target.sync()) {
        Ok(()) => Err(OutputError::Write(error)),
        Err(_) => Err(OutputError::HalfWritten { length }),
    }
}

/// The permissions that new files of this process do not get. Reading it through the system call
/// would change it for other threads.
fn umask() -> u32 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("Umask:"))?;
            u32::from_str_radix(line.trim(), 8).ok()
        })
        .unwrap_or(0o077)
}

/// Why an output was not written.
#[derive(Debug)]
#[non_exhaustive]
pub enum OutputError {
    /// The input could not be copied.
    Copy(CopyError),
    /// The output's folder takes no new file.
    Folder(io::Error),
    /// Another program has locked the file.
    Busy,
    /// The file was changed while it was being signed.
    Changed,
    /// The output could not be written; what was there before is still there.
    Write(io::Error),
    /// The file could not be written and not be cut back.
    HalfWritten {
        /// The length to which the file must be cut, in octets.
        length: u64,
    },
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copy(error) => error.fmt(f),
            Self::Folder(error) => {
                write!(f, "no file can be made in the output's folder: {error}")
            }
            Self::Busy => f.write_str("another program has locked the file; try again later"),
            Self::Changed => {
                f.write_str("the file was changed meanwhile; nothing was written, try again")
            }
            Self::Write(error) => write!(f, "the output could not be written: {error}"),
            Self::HalfWritten { length } => write!(
                f,
                "the file was left half written; cut it back with: truncate --size={length}"
            ),
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Copy(error) => Some(error),
            Self::Folder(error) | Self::Write(error) => Some(error),
            _ => None,
        }
    }
}

impl From<CopyError> for OutputError {
    fn from(error: CopyError) -> Self {
        Self::Copy(error)
    }
}

#[cfg(test)]
mod tests;
