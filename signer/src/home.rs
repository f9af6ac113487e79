//! The folder of one installation (`--home DIR`).
//!
//! | entry | what it holds |
//! |---|---|
//! | `home.json` | the format of the folder; written last, so its presence means a whole home |
//! | `unfinished` | until then: what lies here was being made, and was never used |
//! | `lock` | held by the one process that works on the home, with its id and socket |
//! | `store/` | records: see [`crate::store`] |
//! | `keys/` | private keys, one encrypted file each: see [`crate::keys`] |
//! | `certificates/` | certificate chains of the keys |
//! | `trust/ROLE/` | trust anchors: see [`trust`] |
//! | `catalogue/`, `seals/`, `recognition/` | licence types, seals, agreements and lists |
//! | `licences/` | issued files |
//! | `run/` | the daemon's socket |
//!
//! Folders have mode 0700, files 0600. Whoever can enter can read personal data; keys stay under
//! their password.

pub mod folder;
pub mod trust;

pub use folder::Folder;
pub use trust::{Fingerprint, Role, Trust};

use crate::durable;
use crate::lock::{Lock, TryLock};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Format of the folder that this version reads and writes.
const FORMAT: u32 = 1;
const FORMAT_FILE: &str = "home.json";
const LOCK_FILE: &str = "lock";
const UNFINISHED_FILE: &str = "unfinished";
const RUN_FOLDER: &str = "run";
const FOLDERS: [&str; 8] = [
    "store",
    "keys",
    "certificates",
    "trust",
    "catalogue",
    "seals",
    "recognition",
    "licences",
];

#[derive(Serialize, Deserialize)]
struct Format {
    format: u32,
}

/// A home that this process holds. The lock goes with it.
#[derive(Debug)]
pub struct Home {
    folder: PathBuf,
    lock: Lock,
}

impl Home {
    /// Makes an empty home in a folder that is new, empty, or left by a making that was cut short.
    ///
    /// # Errors
    ///
    /// [`HomeError::Exists`] where there is a home already or the folder holds other things.
    pub fn create(folder: &Path) -> Result<Self, HomeError> {
        let home = Self::begin(folder)?;
        home.finish()?;
        Ok(home)
    }

    /// Begins a home: nobody can open it before [`Home::finish`]. What a making that was cut short
    /// left there is removed first.
    ///
    /// # Errors
    ///
    /// As [`Home::create`].
    pub fn begin(folder: &Path) -> Result<Self, HomeError> {
        durable::private_folder(folder)?;
        let lock = Self::lock(folder, Duration::ZERO)?;
        if folder.join(FORMAT_FILE).exists() || holds_other_things(folder)? {
            return Err(HomeError::Exists);
        }
        if folder.join(UNFINISHED_FILE).exists() {
            clear(folder)?;
        } else {
            durable::write_new(folder, UNFINISHED_FILE, b"")?;
        }
        for name in FOLDERS.into_iter().chain([RUN_FOLDER]) {
            durable::private_folder(&folder.join(name))?;
        }
        for role in Role::ALL {
            durable::private_folder(&folder.join("trust").join(role.name()))?;
        }
        Ok(Self {
            folder: folder.to_path_buf(),
            lock,
        })
    }

    /// Says that the home is whole: from now on it can be opened.
    ///
    /// # Errors
    ///
    /// [`HomeError::Io`].
    pub fn finish(&self) -> Result<(), HomeError> {
        let format = serde_json::to_vec(&Format { format: FORMAT }).map_err(io::Error::from)?;
        durable::write_new(&self.folder, FORMAT_FILE, &format)?;
        durable::remove(&self.folder, UNFINISHED_FILE)?;
        Ok(())
    }

    /// Removes what a making left that came to nothing, and does nothing to a home that is whole, in
    /// use, or not begun by this program. The folder itself stays.
    ///
    /// # Errors
    ///
    /// [`HomeError::Held`], or what the system says.
    pub fn discard(folder: &Path) -> Result<(), HomeError> {
        if !folder.join(UNFINISHED_FILE).exists() {
            return Ok(());
        }
        let lock = Self::lock(folder, Duration::ZERO)?;
        if !folder.join(FORMAT_FILE).exists() {
            clear(folder)?;
            durable::remove(folder, UNFINISHED_FILE)?;
            durable::remove(folder, LOCK_FILE)?;
        }
        drop(lock);
        Ok(())
    }

    /// Opens a home, waiting up to `wait` for another process to let go of it.
    ///
    /// # Errors
    ///
    /// [`HomeError::Held`] where another process holds it: use its socket, if it has one.
    /// [`HomeError::NotAHome`], [`HomeError::OpenToOthers`], [`HomeError::UnknownFormat`].
    pub fn open(folder: &Path, wait: Duration) -> Result<Self, HomeError> {
        Self::check(folder)?;
        let lock = Self::lock(folder, wait)?;
        Ok(Self {
            folder: folder.to_path_buf(),
            lock,
        })
    }

    /// Returns the socket of the daemon that holds the home; `None` where no daemon does.
    ///
    /// # Errors
    ///
    /// As [`Home::open`], except [`HomeError::Held`].
    pub fn daemon_socket(folder: &Path) -> Result<Option<PathBuf>, HomeError> {
        Self::check(folder)?;
        match Lock::holder(&folder.join(LOCK_FILE))? {
            Some(holder) => Ok(holder.socket),
            None => Ok(None),
        }
    }

    /// Makes known where this process listens, for [`Home::daemon_socket`].
    ///
    /// # Errors
    ///
    /// [`HomeError::Io`].
    pub fn announce_socket(&mut self, socket: &Path) -> Result<(), HomeError> {
        self.lock.announce(Some(socket)).map_err(HomeError::Io)
    }

    /// Returns the path of the socket that a daemon of this home uses unless told otherwise.
    #[must_use]
    pub fn default_socket(&self) -> PathBuf {
        self.folder.join("run").join("signer.sock")
    }

    /// Returns the path of the home.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Returns the folder of the record store.
    #[must_use]
    pub fn store_folder(&self) -> PathBuf {
        self.folder.join("store")
    }

    /// Returns the folder of the encrypted keys.
    #[must_use]
    pub fn key_folder(&self) -> PathBuf {
        self.folder.join("keys")
    }

    /// Returns the trust anchors.
    #[must_use]
    pub fn trust(&self) -> Trust {
        Trust::of_home(&self.folder)
    }

    /// Returns the certificate chains of the keys.
    #[must_use]
    pub fn certificates(&self) -> Folder {
        Folder::new(self.folder.join("certificates"))
    }

    /// Returns the catalogue of licence types.
    #[must_use]
    pub fn catalogue(&self) -> Folder {
        Folder::new(self.folder.join("catalogue"))
    }

    /// Returns the seals.
    #[must_use]
    pub fn seals(&self) -> Folder {
        Folder::new(self.folder.join("seals"))
    }

    /// Returns the recognition agreements and lists.
    #[must_use]
    pub fn recognition(&self) -> Folder {
        Folder::new(self.folder.join("recognition"))
    }

    /// Returns the issued licence files.
    #[must_use]
    pub fn licences(&self) -> Folder {
        Folder::new(self.folder.join("licences"))
    }

    fn check(folder: &Path) -> Result<(), HomeError> {
        let text = match std::fs::read(folder.join(FORMAT_FILE)) {
            Ok(text) => text,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Err(HomeError::NotAHome);
            }
            Err(error) => return Err(HomeError::Io(error)),
        };
        let format: Format = serde_json::from_slice(&text).map_err(|_| HomeError::NotAHome)?;
        if format.format != FORMAT {
            return Err(HomeError::UnknownFormat {
                found: format.format,
            });
        }
        Ok(durable::check_private(folder)?)
    }

    fn lock(folder: &Path, wait: Duration) -> Result<Lock, HomeError> {
        match Lock::acquire(&folder.join(LOCK_FILE), wait)? {
            TryLock::Held(lock) => Ok(lock),
            TryLock::Other(holder) => Err(HomeError::Held {
                process: holder.process,
                socket: holder.socket,
            }),
        }
    }
}

/// Removes the folders of a home that was never whole.
fn clear(folder: &Path) -> io::Result<()> {
    for name in FOLDERS.into_iter().chain([RUN_FOLDER]) {
        match std::fs::remove_dir_all(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    durable::sync_folder(folder)
}

/// Tells whether the folder holds anything that a making cut short does not leave: things of other
/// names, and folders with something in them unless they stand beside the mark of a making.
fn holds_other_things(folder: &Path) -> io::Result<bool> {
    let unfinished = folder.join(UNFINISHED_FILE).exists();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return Ok(true);
        };
        let harmless = if name == RUN_FOLDER || FOLDERS.contains(&name) {
            unfinished || !holds_a_file(&entry.path())?
        } else {
            name == LOCK_FILE
                || name == UNFINISHED_FILE
                || name.starts_with(durable::TEMPORARY_PREFIX)
        };
        if !harmless {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Tells whether anything but folders of folders lies there, two levels deep.
fn holds_a_file(folder: &Path) -> io::Result<bool> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() || std::fs::read_dir(entry.path())?.next().is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Why a home was not made or opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum HomeError {
    /// The folder is not a home.
    NotAHome,
    /// There is a home already, or the folder holds other things.
    Exists,
    /// Another process holds the home.
    Held {
        /// Its process id, where it is known.
        process: Option<u32>,
        /// Its socket, where it is a daemon.
        socket: Option<PathBuf>,
    },
    /// Other users may enter the folder, or it belongs to another.
    OpenToOthers,
    /// A later version made the home.
    UnknownFormat {
        /// The format found.
        found: u32,
    },
    /// The system refused.
    Io(io::Error),
}

impl From<io::Error> for HomeError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::OpenToOthers,
            _ => Self::Io(error),
        }
    }
}

impl fmt::Display for HomeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAHome => f.write_str("the folder is not a home; make one first"),
            Self::Exists => f.write_str("the folder is a home already, or is not empty"),
            Self::Held { process, socket } => {
                f.write_str("another process holds the home")?;
                if let Some(process) = process {
                    write!(f, " (process {process})")?;
                }
                match socket {
                    Some(socket) => write!(f, "; use its socket {}", socket.display()),
                    None => f.write_str("; wait until it has finished"),
                }
            }
            Self::OpenToOthers => {
                f.write_str("the home must belong to the user of this process and have mode 0700")
            }
            Self::UnknownFormat { found } => {
                write!(
                    f,
                    "the home has format {found}; this version reads format {FORMAT}"
                )
            }
            Self::Io(error) => write!(f, "the home cannot be read or written: {error}"),
        }
    }
}

impl std::error::Error for HomeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
