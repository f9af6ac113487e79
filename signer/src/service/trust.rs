//! Trust anchors of a home. Nothing is trusted that was not imported by fingerprint.
//!
//! See [`crate::home::trust`]: anchors are files that come and go whole. Where a daemon holds the
//! home, it is asked, so that its rules decide who may.

use super::ServiceError;
use super::certificate::{self, Fingerprint};
use super::error::{Expected, Sought};
use crate::client::Daemon;
use crate::home::Trust;
use crate::home::trust::TrustError;
pub use crate::home::{Role, trust::Anchor};
use crate::wire::trust::AnchorShown;
use std::path::{Path, PathBuf};

impl From<Role> for yinxin_core::x509::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Signer => Self::Signer,
            Role::Maker => Self::Maker,
            Role::Tsa => Self::Tsa,
            Role::Status => Self::Status,
            Role::Recognition => Self::RecognitionRoot,
        }
    }
}

/// Asks for a certificate to be trusted.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The home.
    pub home: PathBuf,
    /// File with one certificate, DER or PEM.
    pub file: PathBuf,
    /// What it may vouch for.
    pub role: Role,
    /// The fingerprint, from elsewhere than the file.
    pub fingerprint: Fingerprint,
}

/// Imports an anchor. Importing it again for the same role changes nothing.
///
/// # Errors
///
/// [`ServiceError::FingerprintMismatch`] where the certificate is not the one meant;
/// [`ServiceError::RecognitionByPin`] for that role, which no certificate has;
/// [`ServiceError::HomeMissing`], [`ServiceError::NotUnderstood`], [`ServiceError::Read`] and
/// [`ServiceError::Write`] otherwise.
pub fn import(request: &ImportRequest) -> Result<AnchorShown, ServiceError> {
    if request.role == Role::Recognition {
        return Err(ServiceError::RecognitionByPin);
    }
    let daemon = daemon_of(&request.home)?;
    let der = certificate::read_one(&request.file)?;
    let trust = Trust::of_home(&request.home);
    if let Some(daemon) = daemon {
        if Fingerprint::of(&der) != request.fingerprint {
            return Err(ServiceError::FingerprintMismatch {
                path: request.file.clone(),
            });
        }
        daemon.import_anchor(&Anchor::new(request.role, der))?;
        return Ok(shown(&trust, request.role, request.fingerprint));
    }
    trust
        .import(request.role, &der, &request.fingerprint)
        .map_err(|error| match error {
            TrustError::FingerprintDiffers { .. } => ServiceError::FingerprintMismatch {
                path: request.file.clone(),
            },
            TrustError::NotACertificate => ServiceError::NotUnderstood {
                path: request.file.clone(),
                expected: Expected::OneCertificate,
            },
            error => failed(&request.home, error),
        })?;
    Ok(shown(&trust, request.role, request.fingerprint))
}

/// Lists the anchors of a home, by role and then by fingerprint.
///
/// # Errors
///
/// [`ServiceError::HomeMissing`], [`ServiceError::Read`]; [`ServiceError::Damaged`] where a file is
/// not what its name says.
pub fn list(home: &Path) -> Result<Vec<AnchorShown>, ServiceError> {
    let trust = Trust::of_home(home);
    Ok(load(home)?
        .iter()
        .map(|anchor| shown(&trust, anchor.role, anchor.fingerprint))
        .collect())
}

/// Reads the anchors of a home, by role and then by fingerprint; from the daemon where one holds it.
///
/// # Errors
///
/// As [`list`].
pub fn load(home: &Path) -> Result<Vec<Anchor>, ServiceError> {
    match daemon_of(home)? {
        Some(daemon) => daemon.anchors(),
        None => load_files(home),
    }
}

/// Reads the anchors of a home from its files.
pub(super) fn load_files(home: &Path) -> Result<Vec<Anchor>, ServiceError> {
    Trust::of_home(home)
        .list()
        .map_err(|error| failed(home, error))
}

/// Reads the anchors of a home that this process holds, ready for judging.
///
/// # Errors
///
/// [`ServiceError::Read`]; [`ServiceError::Damaged`] where a file is not what its name says or is no
/// certificate.
pub fn anchors(home: &Path) -> Result<Vec<yinxin_core::x509::TrustAnchor>, ServiceError> {
    load_files(home)?
        .into_iter()
        .map(|anchor| {
            let certificate = yinxin_core::x509::Certificate::parse(&anchor.der).map_err(|_| {
                ServiceError::Damaged {
                    what: "trust anchors",
                }
            })?;
            Ok(yinxin_core::x509::TrustAnchor {
                certificate,
                role: anchor.role.into(),
            })
        })
        .collect()
}

/// Removes the anchor with that fingerprint, from one role or from every role. Returns what was
/// removed.
///
/// # Errors
///
/// [`ServiceError::NotFound`] where there is none; [`ServiceError::HomeMissing`],
/// [`ServiceError::Read`] and [`ServiceError::Write`].
pub fn remove(
    home: &Path,
    fingerprint: Fingerprint,
    role: Option<Role>,
) -> Result<Vec<AnchorShown>, ServiceError> {
    let daemon = daemon_of(home)?;
    let trust = Trust::of_home(home);
    let mut removed = Vec::new();
    for of in Role::ALL
        .into_iter()
        .filter(|of| role.is_none_or(|role| role == *of))
    {
        let was_there = match &daemon {
            Some(daemon) => daemon.remove_anchor(of, &fingerprint)?,
            None => trust
                .remove(of, &fingerprint)
                .map_err(|error| failed(home, error))?,
        };
        if was_there {
            removed.push(shown(&trust, of, fingerprint));
        }
    }
    if removed.is_empty() {
        return Err(ServiceError::NotFound {
            what: Sought::Anchor,
            id: fingerprint.to_string(),
        });
    }
    Ok(removed)
}

/// Returns the daemon that holds a home. A folder of anchors alone is enough where there is none.
pub(super) fn daemon_of(home: &Path) -> Result<Option<Daemon>, ServiceError> {
    match Daemon::holding(home) {
        Err(ServiceError::HomeMissing { .. }) if home.is_dir() => Ok(None),
        found => found,
    }
}

fn shown(trust: &Trust, role: Role, fingerprint: Fingerprint) -> AnchorShown {
    AnchorShown {
        role: role.name(),
        fingerprint: fingerprint.to_string(),
        file: trust.file(role, &fingerprint).display().to_string(),
    }
}

fn failed(home: &Path, error: TrustError) -> ServiceError {
    match error {
        TrustError::Io(source) => ServiceError::Read {
            path: home.join("trust"),
            source,
        },
        _ => ServiceError::Damaged {
            what: "trust anchors",
        },
    }
}

#[cfg(test)]
mod tests;
