//! Reading files of strangers: a limit before anything is allocated.

use super::ServiceError;
use std::io::Read as _;
use std::path::Path;

/// Most octets of a certificate, a revocation list or a password file.
pub const SMALL: u64 = 16 * 1024 * 1024;

/// Reads a whole file of at most `most` octets.
///
/// # Errors
///
/// [`ServiceError::Read`] where the system refuses, [`ServiceError::TooLarge`] above the limit.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, ServiceError> {
    let failed = |source| ServiceError::Read {
        path: path.into(),
        source,
    };
    let file = std::fs::File::open(path).map_err(failed)?;
    // A folder opens and then fails to read; the length of a pipe is 0 and says nothing.
    if file.metadata().map_err(failed)?.len() > most {
        return Err(ServiceError::TooLarge {
            path: path.into(),
            most,
        });
    }
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(ServiceError::TooLarge {
            path: path.into(),
            most,
        });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_above_the_limit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, b"12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert!(matches!(
            read(&path, 4),
            Err(ServiceError::TooLarge { most: 4, .. })
        ));
    }

    #[test]
    fn a_file_without_a_stated_length_is_limited_too() {
        let endless = Path::new("/dev/zero");
        if endless.exists() {
            assert!(matches!(
                read(endless, 100),
                Err(ServiceError::TooLarge { .. })
            ));
        }
    }
}
