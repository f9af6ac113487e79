//! Files that survive a power cut.
//!
//! A file is written whole under a temporary name in its own folder, synced, given its name, and
//! the folder is synced. A reader sees the old file, the new one, or none; never a part.

use std::fs::{DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::Path;

/// Prefix of names that are not yet files; leftovers of a crash carry it.
pub(crate) const TEMPORARY_PREFIX: &str = ".new-";

/// Makes a folder with mode 0700, or accepts one that is there and that nobody else may enter.
///
/// # Errors
///
/// What the system says; `PermissionDenied` where the folder belongs to somebody else or is open
/// to others.
pub(crate) fn private_folder(path: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => {
            if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
                sync_folder(parent)?;
            }
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    check_private(path)
}

/// Checks that a folder belongs to this process's user and is closed to all others.
///
/// # Errors
///
/// `PermissionDenied` where it is not, `NotADirectory` where it is something else.
pub(crate) fn check_private(path: &Path) -> io::Result<()> {
    let metadata = std::fs::symlink_metadata(path)?;
    if !metadata.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let own = rustix::process::geteuid().as_raw();
    if metadata.uid() != own || metadata.permissions().mode() & 0o077 != 0 {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(())
}

/// Syncs the entries of a folder.
///
/// # Errors
///
/// What the system says.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Writes a new file of mode 0600.
///
/// # Errors
///
/// `AlreadyExists` where the name is taken; else what the system says.
pub(crate) fn write_new(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let file = write_temporary(folder, bytes)?;
    file.persist_noclobber(folder.join(name))
        .map_err(|failed| failed.error)?;
    sync_folder(folder)
}

/// Writes a file of mode 0600 in place of the one that has the name, if there is one.
///
/// # Errors
///
/// What the system says.
pub(crate) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let file = write_temporary(folder, bytes)?;
    file.persist(folder.join(name))
        .map_err(|failed| failed.error)?;
    sync_folder(folder)
}

/// Removes a file; tells whether there was one.
///
/// # Errors
///
/// What the system says.
pub(crate) fn remove(folder: &Path, name: &str) -> io::Result<bool> {
    match std::fs::remove_file(folder.join(name)) {
        Ok(()) => sync_folder(folder).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Reads a file that is at most `limit` octets long.
///
/// # Errors
///
/// `FileTooLarge` where it is longer; else what the system says.
pub(crate) fn read_bounded(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    read_bounded_from(&File::open(path)?, limit)
}

/// Reads an open file that is at most `limit` octets long.
///
/// # Errors
///
/// `FileTooLarge` where it is longer; else what the system says.
pub(crate) fn read_bounded_from(file: &File, limit: u64) -> io::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

fn write_temporary(folder: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    // NamedTempFile makes files of mode 0600.
    let mut file = tempfile::Builder::new()
        .prefix(TEMPORARY_PREFIX)
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_never_replaces_another_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        write_new(folder.path(), "a", b"1").unwrap();
        let error = write_new(folder.path(), "a", b"2").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(folder.path().join("a")).unwrap(), b"1");
        let mode = std::fs::metadata(folder.path().join("a"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left behind"
        );
        replace(folder.path(), "a", b"3").unwrap();
        assert_eq!(std::fs::read(folder.path().join("a")).unwrap(), b"3");
        assert!(remove(folder.path(), "a").unwrap());
        assert!(!remove(folder.path(), "a").unwrap());
    }

    #[test]
    fn a_folder_open_to_others_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p");
        private_folder(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o750)).unwrap();
        assert_eq!(
            private_folder(&path).unwrap_err().kind(),
            io::ErrorKind::PermissionDenied
        );
    }

    #[test]
    fn a_file_longer_than_the_limit_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        write_new(folder.path(), "a", &[0; 11]).unwrap();
        let path = folder.path().join("a");
        assert_eq!(read_bounded(&path, 11).unwrap().len(), 11);
        assert_eq!(
            read_bounded(&path, 10).unwrap_err().kind(),
            io::ErrorKind::FileTooLarge
        );
    }
}
