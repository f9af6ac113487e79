//! One process at a time.
//!
//! An exclusive `flock` on a file that says who holds it. The system lets go of it when the process
//! ends, however it ends.

use rustix::fs::FlockOperation;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Between two attempts to take the lock.
const PAUSE: Duration = Duration::from_millis(20);

/// The lock, held.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

/// What became of an attempt.
pub(crate) enum TryLock {
    Held(Lock),
    Other(Holder),
}

/// Who holds the lock.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Holder {
    pub(crate) process: Option<u32>,
    pub(crate) socket: Option<PathBuf>,
}

impl Lock {
    pub(crate) fn acquire(path: &Path, wait: Duration) -> io::Result<TryLock> {
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)?;
        let deadline = Instant::now() + wait;
        while !try_flock(&file, FlockOperation::NonBlockingLockExclusive)? {
            if Instant::now() >= deadline {
                return Ok(TryLock::Other(read(path)));
            }
            std::thread::sleep(PAUSE);
        }
        let mut lock = Self { file };
        lock.announce(None)?;
        Ok(TryLock::Held(lock))
    }

    /// Returns who holds the lock, without waiting; `None` where nobody does.
    pub(crate) fn holder(path: &Path) -> io::Result<Option<Holder>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let free = try_flock(&file, FlockOperation::NonBlockingLockShared)?;
        Ok(if free { None } else { Some(read(path)) })
    }

    /// Writes who this is. Not synced: it means nothing after the machine has gone down.
    pub(crate) fn announce(&mut self, socket: Option<&Path>) -> io::Result<()> {
        let holder = Holder {
            process: Some(std::process::id()),
            socket: socket.map(Path::to_path_buf),
        };
        let text = serde_json::to_vec(&holder)?;
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&text)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The next holder writes its own; an old text only matters while the lock is held.
        let _ = self.file.set_len(0);
    }
}

fn try_flock(file: &File, operation: FlockOperation) -> io::Result<bool> {
    match rustix::fs::flock(file, operation) {
        Ok(()) => Ok(true),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(false),
        Err(errno) => Err(errno.into()),
    }
}

/// The text may be half written at this moment; then the holder is just unknown.
fn read(path: &Path) -> Holder {
    crate::durable::read_bounded(path, 8192)
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .unwrap_or_default()
}
