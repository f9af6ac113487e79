//! Trust anchors of a home. Nothing is trusted that was not imported by fingerprint.
//!
//! An anchor is a file `trust/ROLE/FINGERPRINT.der` of the home. The name is checked against the
//! content whenever it is read, so a file that was put there by hand under a wrong name is refused.

use super::certificate::{self, Fingerprint};
use super::error::Sought;
use super::{ServiceError, input};
use crate::wire::trust::AnchorShown;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What an anchor may vouch for, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Signers of documents.
    Signer,
    /// Makers of seals.
    Maker,
    /// Timestamp authorities.
    Tsa,
    /// Publishers of revocation and licence status.
    Status,
    /// Roots of recognition domains.
    Recognition,
}

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

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Signer,
        Self::Maker,
        Self::Tsa,
        Self::Status,
        Self::Recognition,
    ];

    /// Returns the name, as it stands in arguments and folders.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Signer => "signer",
            Self::Maker => "maker",
            Self::Tsa => "tsa",
            Self::Status => "status",
            Self::Recognition => "recognition",
        }
    }

    /// Returns the role of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// A certificate with the role it was imported for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// What it may vouch for.
    pub role: Role,
    /// DER of the certificate.
    pub certificate: Vec<u8>,
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
/// [`ServiceError::HomeMissing`], [`ServiceError::NotUnderstood`], [`ServiceError::Read`] and
/// [`ServiceError::Write`] otherwise.
pub fn import(request: &ImportRequest) -> Result<AnchorShown, ServiceError> {
    check_home(&request.home)?;
    let der = certificate::read_one(&request.file)?;
    let fingerprint = Fingerprint::of(&der);
    if fingerprint != request.fingerprint {
        return Err(ServiceError::FingerprintMismatch {
            path: request.file.clone(),
        });
    }
    let folder = folder(&request.home, request.role);
    let path = folder.join(format!("{fingerprint}.der"));
    let failed = |source| ServiceError::Write {
        path: path.clone(),
        source,
    };
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let mut file = tempfile::Builder::new()
        .prefix(".new-")
        .tempfile_in(&folder)
        .map_err(failed)?;
    file.write_all(&der).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&path).map_err(|error| failed(error.error))?;
    // Stored before answered: the name is on disk as well.
    std::fs::File::open(&folder)
        .and_then(|folder| folder.sync_all())
        .map_err(failed)?;
    Ok(shown(request.role, fingerprint, &path))
}

/// Lists the anchors of a home, by role and then by fingerprint.
///
/// # Errors
///
/// [`ServiceError::HomeMissing`] and [`ServiceError::Read`].
pub fn list(home: &Path) -> Result<Vec<AnchorShown>, ServiceError> {
    check_home(home)?;
    let mut anchors = Vec::new();
    for role in Role::ALL {
        for (fingerprint, path) in files(home, role)? {
            anchors.push(shown(role, fingerprint, &path));
        }
    }
    Ok(anchors)
}

/// Reads the anchors of a home, by role and then by fingerprint.
///
/// # Errors
///
/// As [`list`]; [`ServiceError::FingerprintMismatch`] where a file is not what its name says.
pub fn load(home: &Path) -> Result<Vec<Anchor>, ServiceError> {
    check_home(home)?;
    let mut anchors = Vec::new();
    for role in Role::ALL {
        for (fingerprint, path) in files(home, role)? {
            let certificate = input::read(&path, input::SMALL)?;
            if Fingerprint::of(&certificate) != fingerprint {
                return Err(ServiceError::FingerprintMismatch { path });
            }
            anchors.push(Anchor { role, certificate });
        }
    }
    Ok(anchors)
}

/// Reads the anchors of a home, ready for judging.
///
/// # Errors
///
/// As [`load`]; [`ServiceError::Damaged`] where one is no certificate.
pub fn anchors(home: &Path) -> Result<Vec<yinxin_core::x509::TrustAnchor>, ServiceError> {
    load(home)?
        .into_iter()
        .map(|anchor| {
            let certificate =
                yinxin_core::x509::Certificate::parse(&anchor.certificate).map_err(|_| {
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
    check_home(home)?;
    let mut removed = Vec::new();
    for of in Role::ALL
        .into_iter()
        .filter(|of| role.is_none_or(|role| role == *of))
    {
        for (found, path) in files(home, of)? {
            if found == fingerprint {
                let folder = folder(home, of);
                std::fs::remove_file(&path)
                    .and_then(|()| std::fs::File::open(&folder)?.sync_all())
                    .map_err(|source| ServiceError::Write {
                        path: path.clone(),
                        source,
                    })?;
                removed.push(shown(of, found, &path));
            }
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

fn check_home(home: &Path) -> Result<(), ServiceError> {
    if home.is_dir() {
        Ok(())
    } else {
        Err(ServiceError::HomeMissing { path: home.into() })
    }
}

fn folder(home: &Path, role: Role) -> PathBuf {
    home.join("trust").join(role.name())
}

fn shown(role: Role, fingerprint: Fingerprint, path: &Path) -> AnchorShown {
    AnchorShown {
        role: role.name(),
        fingerprint: fingerprint.to_string(),
        file: path.display().to_string(),
    }
}

/// The files of one role that are named as anchors are; what else lies there is left alone.
fn files(home: &Path, role: Role) -> Result<Vec<(Fingerprint, PathBuf)>, ServiceError> {
    let folder = folder(home, role);
    let failed = |source| ServiceError::Read {
        path: folder.clone(),
        source,
    };
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        if path.extension().is_some_and(|extension| extension == "der")
            && let Ok(fingerprint) = Fingerprint::parse(stem)
        {
            found.push((fingerprint, path));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests;
