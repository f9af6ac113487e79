//! Making seals and looking at them.

use super::ServiceError;
use crate::wire::seal::{PictureWritten, SealShown};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::licence::AuthorityName;

/// Asks for a seal: a key, a certificate of the unit and a picture.
#[derive(Debug, Clone)]
pub struct MakeRequest {
    /// The home.
    pub home: PathBuf,
    /// Identifier of the seal in the home; `None` for the next free one.
    pub id: Option<String>,
    /// The unit that owns the seal.
    pub unit: AuthorityName,
    /// What the seal looks like.
    pub face: Face,
    /// File with the password of the home's keys; one line.
    pub key_password_file: Option<PathBuf>,
    /// How long the unit's certificate is good, in days.
    pub valid_days: u16,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// What a round seal looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// What stands in the centre.
    pub centre: Centre,
    /// Straight line below the centre, such as 行政审批专用章.
    pub line: Option<String>,
    /// Number at the lower edge, 13 or 14 digits.
    pub number: Option<String>,
    /// Diameter in tenths of a millimetre.
    pub diameter: u16,
}

/// What stands in the centre of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Centre {
    /// A five-point star.
    Star,
    /// Nothing.
    Empty,
}

/// Makes a seal.
///
/// # Errors
///
/// [`ServiceError::HomeMissing`]; [`ServiceError::AlreadyThere`] where the identifier is taken;
/// [`ServiceError::PasswordWrong`] and errors of the store.
pub fn make(request: &MakeRequest) -> Result<SealShown, ServiceError> {
    let _ = request;
    Err(ServiceError::Unavailable { what: "seal make" })
}

/// Shows one seal of a home, or all of them by identifier.
///
/// # Errors
///
/// [`ServiceError::NotFound`] where the home has no such seal; [`ServiceError::HomeMissing`] and
/// errors of the store.
pub fn show(home: &Path, id: Option<&str>) -> Result<Vec<SealShown>, ServiceError> {
    let _ = (home, id);
    Err(ServiceError::Unavailable { what: "seal show" })
}

/// Writes the picture of a seal to a new file; its ending chooses the format.
///
/// A picture of a seal is not a seal.
///
/// # Errors
///
/// [`ServiceError::NotFound`], [`ServiceError::AlreadyThere`], [`ServiceError::Write`].
pub fn picture(home: &Path, id: &str, output: &Path) -> Result<PictureWritten, ServiceError> {
    let _ = (home, id, output);
    Err(ServiceError::Unavailable {
        what: "seal picture",
    })
}
