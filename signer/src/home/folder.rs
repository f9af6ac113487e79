//! A flat folder of named files, each written whole and synced.

use crate::durable;
use std::io;
use std::path::{Path, PathBuf};

/// From so many files on, one sync of the file system is cheaper than one a file.
const SYNC_ALL_FROM: usize = 16;

/// A folder of named files.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Returns the path of the folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the path of a file of the folder.
    ///
    /// # Errors
    ///
    /// `InvalidInput` where the name is not 1 to 128 ASCII letters, digits, `.`, `_`, `-`, or begins
    /// with a dot.
    pub fn file(&self, name: &str) -> io::Result<PathBuf> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if (1..=128).contains(&name.len()) && !name.starts_with('.') && name.bytes().all(allowed) {
            Ok(self.path.join(name))
        } else {
            Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "a file name must be 1 to 128 ASCII letters, digits, '.', '_' or '-'",
            ))
        }
    }

    /// Reads a file of at most `limit` octets; `None` where there is none.
    ///
    /// # Errors
    ///
    /// `FileTooLarge`, or what the system says.
    pub fn get(&self, name: &str, limit: u64) -> io::Result<Option<Vec<u8>>> {
        match durable::read_bounded(&self.file(name)?, limit) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes a new file.
    ///
    /// # Errors
    ///
    /// `AlreadyExists`, or what the system says.
    pub fn put_new(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.file(name)?;
        durable::write_new(&self.path, name, bytes)
    }

    /// Writes many new files; when it returns, all of them are on the disk.
    ///
    /// # Errors
    ///
    /// `AlreadyExists`, or what the system says; files before the one that failed are there then.
    pub fn put_new_all(&self, files: &[(&str, &[u8])]) -> io::Result<()> {
        if files.len() < SYNC_ALL_FROM {
            return files
                .iter()
                .try_for_each(|(name, bytes)| self.put_new(name, bytes));
        }
        let mut written = Vec::with_capacity(files.len());
        for (name, bytes) in files {
            let path = self.file(name)?;
            let mut file = tempfile::Builder::new()
                .prefix(durable::TEMPORARY_PREFIX)
                .tempfile_in(&self.path)?;
            io::Write::write_all(&mut file, bytes)?;
            // A path that closes its file: a batch may be larger than the limit of open files.
            written.push((file.into_temp_path(), path));
        }
        rustix::fs::syncfs(std::fs::File::open(&self.path)?)?;
        for (temporary, path) in written {
            temporary
                .persist_noclobber(path)
                .map_err(|failed| failed.error)?;
        }
        durable::sync_folder(&self.path)
    }

    /// Writes a file, in place of the one of that name.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.file(name)?;
        durable::replace(&self.path, name, bytes)
    }

    /// Removes a file; tells whether there was one.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn remove(&self, name: &str) -> io::Result<bool> {
        self.file(name)?;
        durable::remove(&self.path, name)
    }

    /// Returns the names of the files, sorted.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.path)? {
            // Names that `file` would refuse are leftovers of a crash or not ours.
            if let Ok(name) = entry?.file_name().into_string()
                && self.file(&name).is_ok()
            {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }
}
