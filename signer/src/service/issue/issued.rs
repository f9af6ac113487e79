//! Looking at the licences that were issued.

use super::{LICENCES, LicenceRecord, Stage};
use crate::client::Daemon;
use crate::service::bureau::Bureau;
use crate::service::error::Sought;
use crate::service::{ServiceError, certificate};
use crate::wire::licence::{LicencePage, LicenceShown, Names};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::licence::{State, search_key};

/// Asks for a page of the licences of a home.
#[derive(Debug, Clone)]
pub struct ListRequest {
    /// The home.
    pub home: PathBuf,
    /// Only of this type.
    pub type_code: Option<String>,
    /// Only in this state.
    pub state: Option<State>,
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
    match Daemon::holding(&request.home)? {
        Some(daemon) => daemon.licences(request),
        None => list_in(&Bureau::open(&request.home, None)?, request),
    }
}

/// As [`list`], in a home that is open.
///
/// # Errors
///
/// As [`list`].
pub fn list_in(bureau: &Bureau, request: &ListRequest) -> Result<LicencePage, ServiceError> {
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let wanted = request.matching.as_deref().map(search_key);
    let mut after = request.after.clone().map(String::into_bytes);
    let mut licences = Vec::new();
    loop {
        let page = LICENCES.scan(bureau.store(), b"", after.as_deref(), 1000)?;
        let Some((last, _)) = page.last() else {
            return Ok(LicencePage {
                licences,
                next: None,
            });
        };
        after = Some(last.clone());
        for (_, record) in page
            .into_iter()
            .filter(|(_, record)| record.stage != Stage::Begun)
        {
            let licence = record.licence()?;
            let state = record.state_at(&licence, request.at);
            let of_type = request
                .type_code
                .as_ref()
                .is_none_or(|code| *code == licence.type_code);
            let in_state = request.state.is_none_or(|wanted| wanted.name() == state);
            let matching = wanted.as_ref().is_none_or(|wanted| {
                let holders = licence.holders.iter().map(|holder| holder.name.as_str());
                [licence.identifier.as_str(), &licence.number]
                    .into_iter()
                    .chain(holders)
                    .any(|text| search_key(text).contains(wanted))
            });
            if of_type && in_state && matching {
                if licences.len() == limit {
                    let next = licences
                        .last()
                        .map(|last: &LicenceShown| last.identifier.clone());
                    return Ok(LicencePage { licences, next });
                }
                let shown = LicenceShown::of(&licence, state, request.names);
                licences.push(shown.since(since(&record)));
            }
        }
    }
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
    match Daemon::holding(home)? {
        Some(daemon) => daemon.licence(identifier, names),
        None => show_in(&Bureau::open(home, None)?, identifier, names, at),
    }
}

/// As [`show`], in a home that is open.
///
/// # Errors
///
/// As [`show`].
pub fn show_in(
    bureau: &Bureau,
    identifier: &str,
    names: Names,
    at: OffsetDateTime,
) -> Result<LicenceShown, ServiceError> {
    let record = record(bureau, identifier)?;
    let licence = record.licence()?;
    let state = record.state_at(&licence, at);
    Ok(LicenceShown::of(&licence, state, names).since(since(&record)))
}

fn since(record: &LicenceRecord) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(record.since).ok()
}

/// Most octets of a licence file.
pub(crate) const FILE_LIMIT: u64 = 256 << 20;

/// Returns the file of an issued licence, as it was issued.
///
/// # Errors
///
/// [`ServiceError::NotFound`], also of one that was abandoned; [`ServiceError::Damaged`] where the
/// file is missing or another than the one that was issued.
pub fn file_in(bureau: &Bureau, identifier: &str) -> Result<Vec<u8>, ServiceError> {
    let record = record(bureau, identifier)?;
    if record.stage != Stage::Issued {
        return Err(ServiceError::NotFound {
            what: Sought::Licence,
            id: identifier.to_owned(),
        });
    }
    let octets = bureau
        .home()
        .licences()
        .get(&record.file, FILE_LIMIT)
        .map_err(|source| bureau.read_failed("licences", source))?;
    octets
        .filter(|octets| certificate::Fingerprint::of(octets).to_string() == record.sha256)
        .ok_or(ServiceError::Damaged { what: "licences" })
}

/// Returns the record of a licence that was issued or abandoned.
pub(in crate::service) fn record(
    bureau: &Bureau,
    identifier: &str,
) -> Result<LicenceRecord, ServiceError> {
    LICENCES
        .get(bureau.store(), identifier.as_bytes())?
        .filter(|record| record.stage != Stage::Begun)
        .ok_or_else(|| ServiceError::NotFound {
            what: Sought::Licence,
            id: identifier.to_owned(),
        })
}
