//! Registers of seals that others handed out.

use super::super::{Expected, ServiceError, input};
use std::path::PathBuf;
use yinxin_core::seal::register::{MOST_OCTETS, SealRegister};

/// Reads registers, every line verified.
///
/// # Errors
///
/// [`ServiceError::Read`], [`ServiceError::TooLarge`], [`ServiceError::NotUnderstood`].
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<SealRegister>, ServiceError> {
    let read = |path: &PathBuf| {
        let octets = input::read(path, MOST_OCTETS as u64)?;
        SealRegister::parse(&octets).map_err(|_| ServiceError::NotUnderstood {
            path: path.clone(),
            expected: Expected::SealRegister,
        })
    };
    paths.iter().map(read).collect()
}
