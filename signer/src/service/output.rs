//! Writing what a person asked for: whole or not at all, and never over something else.

use super::ServiceError;
use std::io::Write as _;
use std::path::Path;

/// Writes a new file.
///
/// # Errors
///
/// [`ServiceError::AlreadyThere`], [`ServiceError::Write`].
pub(super) fn write_new(path: &Path, octets: &[u8]) -> Result<(), ServiceError> {
    write_with(path, octets, 0o644)
}

/// As [`write_new`], readable by its owner alone.
///
/// # Errors
///
/// As [`write_new`].
pub(super) fn write_new_private(path: &Path, octets: &[u8]) -> Result<(), ServiceError> {
    write_with(path, octets, 0o600)
}

fn write_with(path: &Path, octets: &[u8], mode: u32) -> Result<(), ServiceError> {
    let failed = |source| ServiceError::Write {
        path: path.into(),
        source,
    };
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(octets).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
    file.as_file().set_permissions(mode).map_err(failed)?;
    file.persist_noclobber(path)
        .map_err(|error| match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => ServiceError::AlreadyThere { path: path.into() },
            _ => failed(error.error),
        })?;
    Ok(())
}
