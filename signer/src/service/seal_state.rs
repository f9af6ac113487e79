//! The life of a seal after and before it is made: applied for, approved, handed out, suspended, closed,
//! revoked, made again. Every change stands in the register.

use super::bureau::Bureau;
use super::roots::HomeRoot;
use super::seal::{self, Face, SEALS, SealRecord, find, new_record, shown};
use super::seal_register::{self, Decision};
use super::{ServiceError, output, revocation};
use crate::client::Daemon;
use crate::store::Batch;
use crate::wire::seal::{RegisterWritten, SealShown};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::licence::AuthorityName;
use yinxin_core::seal::SealState;
use yinxin_core::seal::register::SealChange;

/// Asks for a change of a home's seals.
#[derive(Debug, Clone)]
pub struct StateRequest {
    /// The home.
    pub home: PathBuf,
    /// What is to change.
    pub change: StateChange,
    /// Who decided, when and why.
    pub decision: Decision,
    /// File with the password of the home's keys; one line.
    pub key_password_file: Option<PathBuf>,
}

/// What is to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateChange {
    /// A seal is applied for.
    Apply {
        /// Identifier; `None` for the next free one.
        id: Option<String>,
        /// Whose it is to be.
        unit: AuthorityName,
        /// What it is to look like.
        face: Face,
    },
    /// A seal changes.
    Of {
        /// Its identifier.
        id: String,
        /// How.
        step: Step,
    },
    /// A seal is applied for in the place of another, for the same unit with the same face.
    Remake {
        /// Identifier of the one that is there.
        id: String,
        /// Identifier of the new one; `None` for the next free one.
        new: Option<String>,
    },
}

/// A step in the life of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Its making is approved.
    Approve,
    /// It is handed out. The seal in whose place it comes is closed with that.
    Issue,
    /// It is out of use for a time.
    Suspend,
    /// It is in use again.
    Resume,
    /// It is closed in order.
    Cancel,
    /// It is not to be relied on; so is its certificate.
    Revoke,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 6] = [
        Self::Approve,
        Self::Issue,
        Self::Suspend,
        Self::Resume,
        Self::Cancel,
        Self::Revoke,
    ];

    /// Returns its stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Issue => "issue",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Cancel => "cancel",
            Self::Revoke => "revoke",
        }
    }

    fn change(self) -> SealChange {
        match self {
            Self::Approve => SealChange::Approved,
            Self::Issue => SealChange::Issued,
            Self::Suspend => SealChange::Suspended,
            Self::Resume => SealChange::Resumed,
            Self::Cancel => SealChange::Cancelled { successor: None },
            Self::Revoke => SealChange::Revoked,
        }
    }
}

/// Changes a seal of a home and shows it as it is then.
///
/// # Errors
///
/// [`ServiceError::SealState`] where the present state does not allow it; [`ServiceError::NotFound`],
/// [`ServiceError::Taken`]; [`ServiceError::PasswordMissing`] and errors of the store.
pub fn change(request: &StateRequest) -> Result<SealShown, ServiceError> {
    match Daemon::holding(&request.home)? {
        Some(daemon) => daemon.change_seal(request),
        None => {
            let password = request.key_password_file.as_deref();
            change_in(
                &Bureau::open(&request.home, password)?,
                &request.change,
                &request.decision,
            )
        }
    }
}

/// As [`change`], in a home that is open.
///
/// # Errors
///
/// As [`change`].
pub fn change_in(
    bureau: &Bureau,
    change: &StateChange,
    decision: &Decision,
) -> Result<SealShown, ServiceError> {
    match change {
        StateChange::Apply { id, unit, face } => {
            let record = new_record(bureau, id.as_deref(), unit, face)?;
            apply(bureau, &record, decision)
        }
        StateChange::Remake { id, new } => {
            let old = find(bureau, id)?;
            // What was revoked, as when its key was lost, is made again like what is in use.
            if old.state != SealState::Revoked {
                check(&old, SealState::Cancelled)?;
            }
            let face = Face {
                centre: match old.star {
                    true => seal::Centre::Star,
                    false => seal::Centre::Empty,
                },
                line: old.line.clone(),
                number: old.number.clone(),
                diameter: old.diameter,
            };
            let mut record = new_record(bureau, new.as_deref(), &old.unit(), &face)?;
            record.remakes = Some(old.id);
            apply(bureau, &record, decision)
        }
        StateChange::Of { id, step } => {
            let before = find(bureau, id)?;
            take(bureau, &before, *step, decision)
        }
    }
}

fn apply(
    bureau: &Bureau,
    record: &SealRecord,
    decision: &Decision,
) -> Result<SealShown, ServiceError> {
    let key = record.id.as_bytes();
    let batch = SEALS.expect_new(Batch::new(), key);
    let batch = SEALS.put(batch, key, record)?;
    let changes = [(record.id.as_str(), record.applied())];
    seal_register::enter(bureau, batch, &changes, decision)?;
    shown(bureau, record)
}

fn take(
    bureau: &Bureau,
    before: &SealRecord,
    step: Step,
    decision: &Decision,
) -> Result<SealShown, ServiceError> {
    let change = step.change();
    if step == Step::Revoke && before.state == SealState::Revoked && before.file.is_none() {
        // As after a crash between register and list.
        publish_of(bureau, before, decision.at)?;
        return shown(bureau, before);
    }
    if !change.may_follow(Some(before.state)) {
        return Err(refused(before, change.state()));
    }
    let (batch, after) = changed(Batch::new(), before, change.state())?;
    let mut changes = vec![(before.id.as_str(), change)];
    let mut batch = batch;
    let old = match (step, &before.remakes) {
        (Step::Issue, Some(old)) => Some(find(bureau, old)?),
        _ => None,
    };
    if let Some(old) = old.as_ref().filter(|old| !old.state.is_final()) {
        let successor = Some(before.id.clone());
        batch = changed(batch, old, SealState::Cancelled)?.0;
        changes.push((&old.id, SealChange::Cancelled { successor }));
    }
    if step != Step::Revoke || before.file.is_some() {
        seal_register::enter(bureau, batch, &changes, decision)?;
        return shown(bureau, &after);
    }
    // Opened before anything is changed: the list is signed at the end.
    bureau.key(HomeRoot::International.id())?;
    for (root, name) in seal::certificates(before) {
        let chain = bureau.chain(&name)?;
        let certificate = chain.first().ok_or(ServiceError::Damaged {
            what: "certificates",
        })?;
        batch = revocation::revoked(batch, root, certificate, decision.at)?;
    }
    seal_register::enter(bureau, batch, &changes, decision)?;
    publish_of(bureau, before, decision.at)?;
    shown(bureau, &after)
}

/// Publishes the lists in which the certificates of a seal stand.
fn publish_of(bureau: &Bureau, seal: &SealRecord, at: OffsetDateTime) -> Result<(), ServiceError> {
    for (root, _) in seal::certificates(seal) {
        revocation::publish(bureau, root, at)?;
    }
    Ok(())
}

/// Adds to a batch that a seal is in another state, if it is still as it was.
fn changed(
    batch: Batch,
    before: &SealRecord,
    state: SealState,
) -> Result<(Batch, SealRecord), ServiceError> {
    let key = before.id.as_bytes();
    let after = SealRecord {
        state,
        ..before.clone()
    };
    let batch = SEALS.expect_same(batch, key, before)?;
    Ok((SEALS.put(batch, key, &after)?, after))
}

/// Refuses a change that the present state does not allow.
pub(super) fn check(record: &SealRecord, next: SealState) -> Result<(), ServiceError> {
    match record.state.may_become(next) {
        true => Ok(()),
        false => Err(refused(record, next)),
    }
}

fn refused(record: &SealRecord, to: SealState) -> ServiceError {
    ServiceError::SealState {
        seal: record.id.clone(),
        from: record.state,
        to,
    }
}

/// Writes the register of a home, closed, to be handed to others.
///
/// # Errors
///
/// [`ServiceError::PasswordMissing`]; [`ServiceError::AlreadyThere`]; errors of the home.
pub fn write_register(
    home: &Path,
    password_file: Option<&Path>,
    output: &Path,
    at: OffsetDateTime,
) -> Result<RegisterWritten, ServiceError> {
    let octets = match Daemon::holding(home)? {
        Some(daemon) => daemon.closed_seal_register()?,
        None => seal_register::closed(&Bureau::open(home, password_file)?, at)?,
    };
    // Nothing is handed out that others could not read.
    let register = seal_register::parsed(&octets)?;
    let register = register.ok_or(ServiceError::Internal("an empty register"))?;
    output::write_new(output, &octets)?;
    let head = register.head();
    Ok(RegisterWritten {
        file: output.display().to_string(),
        seals: register.seals().count(),
        keeper_sha256: register.keeper().fingerprint_hex(),
        as_of: head.map(|(as_of, _)| as_of),
        fresh_until: head.map(|(_, until)| until),
    })
}
