//! Deciding whether a licence may be accepted here, for this item, now.

use super::ServiceError;
use crate::wire::recognition::Verdict;
use std::path::PathBuf;
use time::OffsetDateTime;

/// Asks for a decision.
#[derive(Debug, Clone)]
pub struct RecogniseRequest {
    /// The home with trust anchors, lists and agreements.
    pub home: PathBuf,
    /// The licence file.
    pub file: PathBuf,
    /// Domain that relies on the licence, as a rule an area code.
    pub relying_domain: String,
    /// Service item that the licence is shown for.
    pub item: String,
    /// Time of the decision: the caller's clock, or the past.
    pub at: OffsetDateTime,
    /// A status object to use beside those of the home.
    pub status: Option<PathBuf>,
    /// File with the document's password; one line.
    pub password_file: Option<PathBuf>,
}

/// Decides. A refusal is a verdict, not an error.
///
/// # Errors
///
/// [`ServiceError::HomeMissing`] and the errors of reading; [`ServiceError::NotServed`] for what
/// this release lacks.
pub fn recognise(request: &RecogniseRequest) -> Result<Verdict, ServiceError> {
    if request.password_file.is_some() {
        return Err(ServiceError::NotServed {
            option: "--password-file",
        });
    }
    Err(ServiceError::Internal("recognise"))
}
