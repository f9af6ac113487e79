//! A demonstration: a fictitious bureau with seals, licences and forgeries of them.

use super::ServiceError;
use crate::wire::home::HomeCreated;
use std::path::PathBuf;
use time::OffsetDateTime;

/// Asks for a demonstration.
#[derive(Debug, Clone)]
pub struct DemoRequest {
    /// Folder to make; must not be there, or be empty.
    pub folder: PathBuf,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// Makes a demonstration. Its roots are trusted inside its own folder only.
///
/// # Errors
///
/// [`ServiceError::AlreadyThere`] where the folder holds something; [`ServiceError::Write`].
pub fn create(request: &DemoRequest) -> Result<HomeCreated, ServiceError> {
    let _ = request;
    Err(ServiceError::Internal("demo"))
}
