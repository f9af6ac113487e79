//! `POST /v1/recognise`.

use super::connection::Question;
use super::form::Form;
use super::{Daemon, Target};
use crate::service::ServiceError;
use crate::service::recognise::{RecogniseRequest, Submitted};
use crate::wire::recognition::Verdict;
use crate::wire::rfc3339;

impl Daemon {
    /// Has the daemon decide about a document, which was read from the file of `request`.
    ///
    /// # Errors
    ///
    /// What the daemon answers; [`ServiceError::DaemonUnreachable`].
    pub fn recognise(
        &self,
        request: &RecogniseRequest,
        submitted: &Submitted<'_>,
    ) -> Result<Verdict, ServiceError> {
        let target = Target::new("/v1/recognise")
            .with("as", &request.relying_domain)
            .with("item", &request.item)
            .with_some("at", rfc3339(request.at).as_deref());
        let document = submitted.document;
        let answer = match submitted.status {
            None => self.ask(&Question::post(&target.0, "application/pdf", document))?,
            Some(status) => {
                let (media, body) = Form::new()?
                    .with("status", Some("status"), status)
                    .with("document", Some("document"), document)
                    .finish();
                self.ask(&Question::post(&target.0, &media, &body))?
            }
        };
        let mut verdict: Verdict = self.json(answer)?;
        verdict.file = request.file.display().to_string();
        Ok(verdict)
    }
}
