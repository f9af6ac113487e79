//! `GET /v1/seals`.

use super::connection::Question;
use super::{Daemon, Target};
use crate::service::ServiceError;
use crate::wire::seal::SealShown;
use serde::Deserialize;

#[derive(Deserialize)]
struct Seals {
    seals: Vec<SealShown>,
}

impl Daemon {
    /// Returns one seal of the daemon's home, or all of them.
    ///
    /// # Errors
    ///
    /// What the daemon answers; [`ServiceError::DaemonUnreachable`].
    pub fn seals(&self, id: Option<&str>) -> Result<Vec<SealShown>, ServiceError> {
        let target = Target::new("/v1/seals").with_some("id", id);
        let answer = self.ask(&Question::get(&target.0))?;
        self.json::<Seals>(answer).map(|found| found.seals)
    }
}
