//! Changing the state of a licence: only its issuer may, and there is no way back from a final one.

use super::ServiceError;
use super::bureau::Bureau;
use super::issue::{self, LICENCES};
use crate::client::Daemon;
use crate::store::Batch;
use crate::wire::licence::{LicenceShown, Names};
use std::path::Path;
use time::OffsetDateTime;
use yinxin_core::licence::{State, Status};

/// Returns the state of a stable name, such as `revoked`.
///
/// # Errors
///
/// [`ServiceError::StateUnknown`], which names the states.
pub fn named(name: &str) -> Result<State, ServiceError> {
    State::from_name(name).ok_or_else(|| ServiceError::StateUnknown {
        name: name.to_owned(),
    })
}

/// Changes the state of a licence of a home and shows it as it is then.
///
/// Others learn it by the next status list.
///
/// # Errors
///
/// As [`change`]; [`ServiceError::HomeHeld`], [`ServiceError::HomeMissing`].
pub fn change_at(
    home: &Path,
    identifier: &str,
    next: State,
    at: OffsetDateTime,
) -> Result<LicenceShown, ServiceError> {
    match Daemon::holding(home)? {
        Some(daemon) => daemon.change_state(identifier, next),
        None => change_in(&Bureau::open(home, None)?, identifier, next, at),
    }
}

/// As [`change_at`], in a home that is open.
///
/// # Errors
///
/// As [`change`].
pub fn change_in(
    bureau: &Bureau,
    identifier: &str,
    next: State,
    at: OffsetDateTime,
) -> Result<LicenceShown, ServiceError> {
    change(bureau, identifier, next, at)?;
    issue::show_in(bureau, identifier, Names::Masked, at)
}

/// Returns the state that a home's own records give a licence at a time; `None` for a licence of
/// others, and for a time before the last change.
///
/// # Errors
///
/// Errors of the store.
pub(super) fn known(
    bureau: &Bureau,
    identifier: &str,
    at: OffsetDateTime,
) -> Result<Option<Status>, ServiceError> {
    let record = match issue::record(bureau, identifier) {
        Ok(record) => record,
        Err(ServiceError::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let state = State::from_name(&record.state).unwrap_or(State::Revoked);
    Ok((record.since <= at.unix_timestamp()).then(|| state.status()))
}

/// Changes the state of an issued licence. Whoever may use the seal that it bears may.
///
/// # Errors
///
/// [`ServiceError::NotFound`]; [`ServiceError::SealNotAllowed`]; [`ServiceError::StateFinal`] where
/// the present state does not allow it; errors of the store.
pub fn change(
    bureau: &Bureau,
    identifier: &str,
    next: State,
    at: OffsetDateTime,
) -> Result<(), ServiceError> {
    let before = issue::record(bureau, identifier)?;
    bureau.may_use(&before.seal)?;
    let now = State::from_name(&before.state).unwrap_or(State::Revoked);
    if !now.may_become(next) {
        return Err(ServiceError::StateFinal {
            from: now,
            to: next,
        });
    }
    let mut after = before.clone();
    after.state = next.name().to_owned();
    after.since = at.unix_timestamp();
    let key = identifier.as_bytes();
    let batch = LICENCES.expect_same(Batch::new(), key, &before)?;
    Ok(bureau.store().apply(LICENCES.put(batch, key, &after)?)?)
}
