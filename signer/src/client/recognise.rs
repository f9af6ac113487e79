//! `POST /v1/recognise`.

use super::connection::Question;
use super::{Daemon, Target};
use crate::service::ServiceError;
use crate::service::recognise::RecogniseRequest;
use crate::wire::recognition::Verdict;
use crate::wire::rfc3339;

impl Daemon {
    /// Has the daemon decide about a document, which was read from the file of `request`.
    ///
    /// # Errors
    ///
    /// [`ServiceError::NotServed`] for what cannot be asked this way; what the daemon answers;
    /// [`ServiceError::DaemonUnreachable`].
    pub fn recognise(
        &self,
        request: &RecogniseRequest,
        octets: &[u8],
    ) -> Result<Verdict, ServiceError> {
        let refused = [
            (
                request.status.is_some(),
                "--status, where a daemon holds the home,",
            ),
            (request.password_file.is_some(), "--password-file"),
        ];
        if let Some((_, option)) = refused.into_iter().find(|(asked, _)| *asked) {
            return Err(ServiceError::NotServed { option });
        }
        let target = Target::new("/v1/recognise")
            .with("as", &request.relying_domain)
            .with("item", &request.item)
            .with_some("at", rfc3339(request.at).as_deref());
        let answer = self.ask(&Question::post(&target.0, "application/pdf", octets))?;
        let mut verdict: Verdict = self.json(answer)?;
        verdict.file = request.file.display().to_string();
        Ok(verdict)
    }
}
