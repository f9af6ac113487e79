//! What a home knows of the state of a licence in a document: by the status lists that were imported,
//! and by its own records where it issued the licence itself.

use super::bureau::Bureau;
use super::certificate::Fingerprint;
use super::{ServiceError, exchange, state};
use crate::client::Daemon;
use crate::home::{Folder, Home};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use time::OffsetDateTime;
use yinxin_core::licence::Status;
use yinxin_core::reason::{Reason, licence as reasons};
use yinxin_core::recognition::{Store, add_known_state};
use yinxin_core::verify::{LicenceCheck, Report};

/// Where the knowledge is. Nothing is read before a document carries a licence.
#[derive(Debug, Default)]
pub(super) struct KnownStates {
    home: Option<Knowing>,
    objects: OnceLock<Store>,
    own_certificates: OnceLock<BTreeSet<String>>,
    /// The home, opened for its records; `None` where another process holds it.
    opened: OnceLock<Option<Bureau>>,
}

#[derive(Debug)]
enum Knowing {
    /// A folder that is no home of its own: anchors, and perhaps imported objects.
    Folder(PathBuf),
    /// A home that no daemon holds.
    Home(PathBuf),
    Daemon(Daemon),
    Open(Bureau),
}

enum OwnRecord {
    Says(Option<Status>),
    InUse,
}

impl KnownStates {
    /// Takes a home by its path, with the daemon that holds it, if one does.
    pub(super) fn of_path(home: &Path, daemon: Option<Daemon>) -> Self {
        Self::of(match daemon {
            Some(daemon) => Knowing::Daemon(daemon),
            None if Home::daemon_socket(home).is_ok() => Knowing::Home(home.into()),
            None => Knowing::Folder(home.into()),
        })
    }

    /// Takes a home that this process holds.
    pub(super) fn of_bureau(bureau: &Bureau) -> Self {
        Self::of(Knowing::Open(bureau.clone()))
    }

    fn of(knowing: Knowing) -> Self {
        Self {
            home: Some(knowing),
            ..Self::default()
        }
    }

    /// Adds to the licence of a report what is known of its state at `at`.
    ///
    /// # Errors
    ///
    /// Errors of reading the home; what its daemon answers.
    pub(super) fn add_to(
        &self,
        report: &mut Report,
        at: OffsetDateTime,
    ) -> Result<(), ServiceError> {
        let licence = report.licence.as_ref();
        let record = licence.and_then(|licence| licence.record.as_deref());
        let (Some(knowing), Some(record)) = (&self.home, record) else {
            return Ok(());
        };
        let (own, in_use) = match self.own_record(knowing, report, &record.identifier, at)? {
            OwnRecord::Says(status) => (status, false),
            OwnRecord::InUse => (None, true),
        };
        let objects = kept(&self.objects, || match knowing {
            Knowing::Folder(home) | Knowing::Home(home) => exchange::store_of(home),
            Knowing::Daemon(daemon) => daemon.recognition_objects(),
            Knowing::Open(bureau) => exchange::store(bureau),
        })?;
        add_known_state(report, objects, own, at);
        if let Some(licence) = report.licence.as_mut().filter(|_| in_use) {
            licence.checks.push(LicenceCheck {
                name: "own-record",
                passed: false,
                reason: Some(Reason::new(&reasons::OWN_RECORD_IN_USE)),
            });
        }
        Ok(())
    }

    fn own_record(
        &self,
        knowing: &Knowing,
        report: &Report,
        identifier: &str,
        at: OffsetDateTime,
    ) -> Result<OwnRecord, ServiceError> {
        Ok(OwnRecord::Says(match knowing {
            Knowing::Folder(_) => None,
            Knowing::Daemon(daemon) => daemon.own_record(identifier, at)?,
            Knowing::Open(bureau) => state::known(bureau, identifier, at)?,
            Knowing::Home(home) => {
                // A home is not locked for the sake of other people's licences.
                let own = kept(&self.own_certificates, || own_certificates(home))?;
                let signers = report
                    .signatures
                    .iter()
                    .filter_map(|one| one.signer.as_ref());
                if !signers
                    .map(|signer| &signer.certificate_sha256)
                    .any(|sha256| own.contains(sha256))
                {
                    return Ok(OwnRecord::Says(None));
                }
                let opened = kept(&self.opened, || match Bureau::open(home, None) {
                    Ok(bureau) => Ok(Some(bureau)),
                    Err(ServiceError::HomeHeld { .. }) => Ok(None),
                    Err(error) => Err(error),
                })?;
                match opened {
                    Some(bureau) => state::known(bureau, identifier, at)?,
                    None => return Ok(OwnRecord::InUse),
                }
            }
        }))
    }
}

/// Returns what is kept, made at the first time.
fn kept<T>(
    cell: &OnceLock<T>,
    make: impl FnOnce() -> Result<T, ServiceError>,
) -> Result<&T, ServiceError> {
    match cell.get() {
        Some(made) => Ok(made),
        None => {
            let made = make()?;
            Ok(cell.get_or_init(|| made))
        }
    }
}

/// The SHA-256 of every certificate of the home's own keys.
fn own_certificates(home: &Path) -> Result<BTreeSet<String>, ServiceError> {
    let folder = Folder::new(home.join("certificates"));
    let failed = |source| ServiceError::Read {
        path: folder.path().into(),
        source,
    };
    let damaged = || ServiceError::Damaged {
        what: "certificates",
    };
    let mut own = BTreeSet::new();
    let names = folder.names().map_err(failed)?;
    for name in names.into_iter().filter(|name| name.ends_with(".pem")) {
        let octets = folder
            .get(&name, super::input::SMALL)
            .map_err(failed)?
            .ok_or_else(damaged)?;
        let chain = yinxin_core::x509::read_all(&octets).map_err(|_| damaged())?;
        own.extend(
            chain
                .iter()
                .map(|certificate| Fingerprint::of(certificate.der()).to_string()),
        );
    }
    Ok(own)
}
