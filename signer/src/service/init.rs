//! Making a home: the data folder of one issuing body.

use super::ServiceError;
use crate::wire::home::HomeCreated;
use std::path::PathBuf;
use time::OffsetDateTime;
use yinxin_core::licence::AuthorityName;

/// Asks for a home.
#[derive(Debug, Clone)]
pub struct InitRequest {
    /// Folder to make; must not be there, or be empty.
    pub home: PathBuf,
    /// The body whose home it is.
    pub authority: AuthorityName,
    /// 行政区划代码, six digits.
    pub area_code: String,
    /// File with the password that will protect the home's keys; one line.
    pub key_password_file: PathBuf,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// Makes a home with a root key of its own.
///
/// # Errors
///
/// [`ServiceError::AlreadyThere`] where the folder holds something; [`ServiceError::Read`] for the
/// password file; [`ServiceError::Write`].
pub fn create(request: &InitRequest) -> Result<HomeCreated, ServiceError> {
    let _ = request;
    Err(ServiceError::Unavailable { what: "init" })
}
