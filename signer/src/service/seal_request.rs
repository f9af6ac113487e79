//! Asking another organisation for a seal: a file out, a finished seal in.

use super::error::Sought;
use super::seal_file::{Pictured, one_certificate};
use super::{Expected, ServiceError, input, output, seal};
use crate::wire::seal::{SealRequestWritten, SealShown};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::seal::register::Owner;
use yinxin_core::seal::request::{Differs, MOST_OCTETS, SealRequest, Wanted};
use yinxin_core::seal::{SealDesign, SealState};
use yinxin_core::ses::SesSeal;

/// Asks for a request to be written.
#[derive(Debug, Clone)]
pub struct AskRequest {
    /// The home whose register has the application.
    pub home: PathBuf,
    /// Identifier of the approved application.
    pub id: String,
    /// Certificates of those who are to use the seal.
    pub users: Vec<PathBuf>,
    /// Number of its kind.
    pub kind: u32,
    /// The picture; `None` draws what was applied for.
    pub picture: Option<Pictured>,
    /// From when on it is to be used.
    pub valid_from: OffsetDateTime,
    /// Until when.
    pub valid_until: OffsetDateTime,
    /// Where the request goes.
    pub output: PathBuf,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// Writes what is asked of whoever makes the seal. Nothing changes in the home.
///
/// # Errors
///
/// [`ServiceError::SealState`] where the application is not approved, or the seal is made;
/// [`ServiceError::SealRequestNotMade`]; [`ServiceError::AlreadyThere`] and errors of reading and writing.
pub fn ask(request: &AskRequest) -> Result<SealRequestWritten, ServiceError> {
    let shown = seal::show(&request.home, Some(&request.id))?;
    let shown = shown.first().ok_or_else(|| ServiceError::NotFound {
        what: Sought::Seal,
        id: request.id.clone(),
    })?;
    let state = SealState::from_name(&shown.state);
    let state = state.ok_or(ServiceError::Internal("a state of a seal without a name"))?;
    if !state.may_become(SealState::Made) {
        return Err(ServiceError::SealState {
            seal: shown.id.clone(),
            from: state,
            to: SealState::Made,
        });
    }
    let picture = match &request.picture {
        Some(picture) => picture.read()?,
        None => Pictured::Design(Box::new(design(shown)?)).read()?,
    };
    let users = request.users.iter().map(|path| one_certificate(path));
    let wanted = Wanted {
        application: shown.id.clone(),
        unit: Owner {
            code: shown.unit.code.clone(),
            name: shown.unit.name.clone(),
        },
        kind: request.kind,
        certificates: users.collect::<Result<_, _>>()?,
        valid_from: request.valid_from,
        valid_until: request.valid_until,
        picture,
    };
    let asked = SealRequest::new(wanted, request.at).map_err(ServiceError::SealRequestNotMade)?;
    let octets = asked.to_json();
    output::write_new(&request.output, &octets)?;
    Ok(SealRequestWritten {
        file: request.output.display().to_string(),
        application: asked.application,
        name: asked.name,
        sha256: crate::audit::hex_sha256(&octets),
    })
}

/// The design that was applied for.
fn design(shown: &SealShown) -> Result<SealDesign, ServiceError> {
    let face = shown.face.as_ref();
    let face = face.ok_or(ServiceError::Internal("an application without a face"))?;
    Ok(face.design(&shown.name))
}

/// Reads a request for a seal.
///
/// # Errors
///
/// [`ServiceError::NotUnderstood`] and errors of reading.
pub(super) fn read(path: &Path) -> Result<(SealRequest, Vec<u8>), ServiceError> {
    let most = u64::try_from(MOST_OCTETS).unwrap_or(u64::MAX);
    let octets = input::read(path, most)?;
    let request = SealRequest::parse(&octets).map_err(|_| ServiceError::NotUnderstood {
        path: path.into(),
        expected: Expected::SealRequest,
    })?;
    Ok((request, octets))
}

/// Refuses a finished seal that is not what a request asks for, and a request of another application than `id`.
///
/// # Errors
///
/// [`ServiceError::SealNotAsRequested`]; as [`read`].
pub(super) fn compare(
    request: &Path,
    id: Option<&str>,
    seal: &Path,
    octets: &[u8],
) -> Result<(), ServiceError> {
    let (asked, _) = read(request)?;
    let found = SesSeal::parse(octets).map_err(|_| ServiceError::NotUnderstood {
        path: seal.into(),
        expected: Expected::SealFile,
    })?;
    let is_other = id.is_some_and(|id| id != asked.application);
    match asked
        .differs(&found)
        .or(is_other.then_some(Differs::Application))
    {
        None => Ok(()),
        Some(differs) => Err(ServiceError::SealNotAsRequested {
            path: seal.into(),
            differs,
        }),
    }
}
