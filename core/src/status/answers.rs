use super::{OcspResponse, statements_at};
use crate::x509::{OcspProblem, Statement, StatusDesk, StatusQuestion, StatusSource};

/// OCSP responses from anywhere, for [`crate::x509::PathRequest::statuses`].
///
/// Nothing is taken to prove that a response is older than the judgement: the certificate of its
/// responder has to be valid then.
#[derive(Debug, Clone, Copy)]
pub struct OcspAnswers<'a>(pub &'a [OcspResponse]);

impl StatusSource for OcspAnswers<'_> {
    fn statements(
        &self,
        question: &StatusQuestion<'_>,
        desk: &mut dyn StatusDesk,
    ) -> Vec<Result<Statement, OcspProblem>> {
        self.0
            .iter()
            .flat_map(|response| statements_at(response, question, question.judged_at, desk))
            .collect()
    }
}
