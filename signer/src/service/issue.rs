//! Issuing licences and looking at those that were issued.

use super::ServiceError;
use crate::wire::licence::{LicenceIssued, LicencePage, LicenceRefused, LicenceShown, Names};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;

/// Asks for licences to be issued, one a row of data.
#[derive(Debug, Clone)]
pub struct IssueRequest {
    /// The home.
    pub home: PathBuf,
    /// 证照类型代码.
    pub type_code: String,
    /// Rows of data: `.csv` (UTF-8, first row the element names) or `.json` (an array of objects).
    pub data: PathBuf,
    /// Identifier of the seal.
    pub seal: String,
    /// Folder for the licence files; made where it is missing.
    pub output: PathBuf,
    /// File with the password of the home's keys; one line.
    pub key_password_file: Option<PathBuf>,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// What happens while licences are issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The data were read and so many rows are to be issued.
    Started {
        /// How many.
        rows: u64,
    },
    /// One licence was issued, stored and written.
    Issued(LicenceIssued),
    /// One row was refused; the others go on.
    Refused(LicenceRefused),
}

/// Issues licences and tells `report` of each, in the order of the data.
///
/// # Errors
///
/// [`ServiceError`] where nothing more can be issued; what was reported as issued stays issued.
pub fn issue(request: &IssueRequest, report: &mut dyn FnMut(Event)) -> Result<(), ServiceError> {
    let _ = (request, report);
    Err(ServiceError::Unavailable {
        what: "licence issue",
    })
}

/// Asks for a page of the licences of a home.
#[derive(Debug, Clone)]
pub struct ListRequest {
    /// The home.
    pub home: PathBuf,
    /// Only of this type.
    pub type_code: Option<String>,
    /// Only in this state.
    pub state: Option<String>,
    /// Only with this text in identifier, number or holder's name.
    pub matching: Option<String>,
    /// Only behind this identifier.
    pub after: Option<String>,
    /// Most entries.
    pub limit: u32,
    /// Whether natural persons are written out.
    pub names: Names,
    /// The caller's clock: what has expired depends on it.
    pub at: OffsetDateTime,
}

/// Lists licences of a home.
///
/// # Errors
///
/// [`ServiceError::HomeMissing`] and errors of the store.
pub fn list(request: &ListRequest) -> Result<LicencePage, ServiceError> {
    let _ = request;
    Err(ServiceError::Unavailable {
        what: "licence list",
    })
}

/// Shows one licence of a home.
///
/// # Errors
///
/// [`ServiceError::NotFound`] where the home has no such licence; [`ServiceError::HomeMissing`]
/// and errors of the store.
pub fn show(
    home: &Path,
    identifier: &str,
    names: Names,
    at: OffsetDateTime,
) -> Result<LicenceShown, ServiceError> {
    let _ = (home, identifier, names, at);
    Err(ServiceError::Unavailable {
        what: "licence show",
    })
}
