//! Private keys in files.

use super::bureau::read_password;
use super::error::Expected;
use super::{ServiceError, input};
use crate::keys::read::{self, KeyMaterial, ReadError};
use std::path::Path;

/// Reads a key in any form that is known, with the password that a file of one line holds.
///
/// # Errors
///
/// [`ServiceError::PasswordWrong`], [`ServiceError::PasswordMissing`], [`ServiceError::NotUnderstood`]
/// and errors of reading.
pub(super) fn read(path: &Path, password: Option<&Path>) -> Result<KeyMaterial, ServiceError> {
    let password = password.map(read_password).transpose()?;
    let octets = zeroize::Zeroizing::new(input::read(path, input::SMALL)?);
    read::read(&octets, password.as_ref()).map_err(|error| match error {
        ReadError::WrongPassword => ServiceError::PasswordWrong { path: path.into() },
        ReadError::PasswordNeeded => ServiceError::PasswordMissing,
        _ => ServiceError::NotUnderstood {
            path: path.into(),
            expected: Expected::PrivateKey,
        },
    })
}
