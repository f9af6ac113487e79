//! A document as it was when a revision ended: the octets that a signature over it covers.

use super::{ServiceError, output};
use crate::mapped::PrivateCopy;
use crate::wire::RevisionWritten;
use std::path::Path;
use yinxin_core::pdf::Document;

/// Most octets of a document.
const MOST: u64 = 1 << 40;

/// Reads a document into memory that nobody else can change.
pub(super) fn copy(file: &Path) -> Result<PrivateCopy, ServiceError> {
    PrivateCopy::read(file, None, MOST).map_err(|error| ServiceError::copy(file, error))
}

/// Gives `then` the octets up to the end of a revision, counted from 1.
///
/// # Errors
///
/// Errors of reading; [`ServiceError::Document`] where it is no PDF, or its cross-reference table had
/// to be rebuilt, so that nobody knows where a revision ends; [`ServiceError::NoSuchRevision`]. Then
/// what `then` returns.
pub fn with<T>(
    file: &Path,
    number: usize,
    then: impl FnOnce(&[u8]) -> Result<T, ServiceError>,
) -> Result<T, ServiceError> {
    let octets = copy(file)?;
    let refused = |source: Box<dyn std::error::Error + Send + Sync>| ServiceError::Document {
        path: file.into(),
        source,
    };
    let document = Document::open(&octets).map_err(|error| refused(Box::new(error)))?;
    if document.recovered() {
        let why = "its cross-reference table had to be rebuilt, so its revisions cannot be told";
        return Err(refused(why.into()));
    }
    let revision = number
        .checked_sub(1)
        .and_then(|index| document.revisions().get(index));
    let end = revision.and_then(|revision| octets.get(..revision.end));
    then(end.ok_or_else(|| ServiceError::NoSuchRevision {
        path: file.into(),
        number,
        count: document.revisions().len(),
    })?)
}

/// Writes the octets up to the end of a revision to a new file.
///
/// # Errors
///
/// As [`with`]; [`ServiceError::AlreadyThere`], [`ServiceError::Write`].
pub fn write(file: &Path, number: usize, to: &Path) -> Result<RevisionWritten, ServiceError> {
    with(file, number, |octets| {
        output::write_new(to, octets)?;
        Ok(RevisionWritten {
            file: file.display().to_string(),
            revision: number,
            octets: u64::try_from(octets.len()).unwrap_or(u64::MAX),
            output: to.display().to_string(),
        })
    })
}
