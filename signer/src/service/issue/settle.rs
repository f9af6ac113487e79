//! What a crash left half done.

use super::{BEGUN, LICENCES, Stage};
use crate::installation::Installation;
use crate::service::ServiceError;
use crate::store::Batch;
use yinxin_core::licence::State;

/// Ends every licence that was begun and not finished: it was never handed out, so it is cancelled
/// and its file, which may bear the seal already, is removed. Identifier and place stay taken.
///
/// Only where nothing else issues: when a home is opened, before anything is served.
///
/// # Errors
///
/// Errors of the store; [`ServiceError::Write`].
pub(in crate::service) fn settle(installation: &Installation) -> Result<(), ServiceError> {
    let store = installation.store().as_ref();
    loop {
        let page = BEGUN.scan(store, b"", None, 1000)?;
        if page.is_empty() {
            return Ok(());
        }
        for (key, ()) in page {
            let mut batch = Batch::new();
            if let Some(before) = LICENCES.get(store, &key)?
                && before.stage == Stage::Begun
            {
                // The file first: after another crash the record still says what is to be done.
                let licences = installation.home().licences();
                licences
                    .remove(&before.file)
                    .map_err(|source| ServiceError::Write {
                        path: licences.path().join(&before.file),
                        source,
                    })?;
                let mut after = before.clone();
                after.stage = Stage::Abandoned;
                after.state = State::Cancelled.name().to_owned();
                batch = LICENCES.expect_same(batch, &key, &before)?;
                batch = LICENCES.put(batch, &key, &after)?;
                tracing::warn!(
                    "a licence was begun and not finished before the last exit; it is cancelled"
                );
            }
            store.apply(batch.delete(BEGUN.collection(), &key))?;
        }
    }
}
