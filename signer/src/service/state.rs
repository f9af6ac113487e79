//! Changing the state of a licence: only its issuer may, and there is no way back from a final one.

use super::ServiceError;
use super::bureau::Bureau;
use super::issue::{self, LICENCES};
use crate::store::Batch;
use crate::wire::licence::{LicenceShown, Names};
use std::path::Path;
use time::OffsetDateTime;
use yinxin_core::licence::State;

/// Changes the state of a licence of a home and shows it as it is then. The home must be free: a
/// daemon does not serve this.
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
    let bureau = Bureau::open(home, None)?;
    change(&bureau, identifier, next, at)?;
    issue::show_in(&bureau, identifier, Names::Masked, at)
}

/// Changes the state of an issued licence.
///
/// # Errors
///
/// [`ServiceError::NotFound`]; [`ServiceError::StateFinal`] where the present state does not allow
/// it; errors of the store.
pub fn change(
    bureau: &Bureau,
    identifier: &str,
    next: State,
    at: OffsetDateTime,
) -> Result<(), ServiceError> {
    let before = issue::record(bureau, identifier)?;
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
