//! Changing the state of a licence: only its issuer may, and there is no way back from a final one.

use super::ServiceError;
use super::bureau::Bureau;
use super::issue::{self, LICENCES};
use crate::store::Batch;
use time::OffsetDateTime;
use yinxin_core::licence::State;

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
