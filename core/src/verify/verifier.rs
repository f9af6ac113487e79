//! Asking for a report.

use super::changes::{ChangeLimits, History};
use super::trust::{self, Context};
use super::{
    Answer, DocumentFormat, Indication, Policy, Report, conclude, licence_file, signature,
};
use crate::pdf::{Document, Finding, Limits, ParseError};
use crate::reason::{Reason, signature as reasons};
use crate::x509::{Certificate, Crl, RevocationPolicy, TrustAnchor};
use std::fmt;
use time::OffsetDateTime;

/// Judges documents: anchors, time, revocation data and policy are its arguments, and the same
/// arguments give the same report.
///
/// ```
/// use yinxin_core::verify::{Indication, Verifier};
/// # fn judge(file: &[u8], anchors: &[yinxin_core::x509::TrustAnchor], crls: &[yinxin_core::x509::Crl], now: time::OffsetDateTime) -> Result<(), Box<dyn std::error::Error>> {
/// let report = Verifier::new(anchors, now).revocation_lists(crls).run(file)?;
/// if report.indication == Indication::TotalPassed {
///     println!("passed");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Verifier<'a> {
    anchors: &'a [TrustAnchor],
    at: OffsetDateTime,
    crls: &'a [Crl],
    certificates: &'a [Certificate],
    revocation: RevocationPolicy,
    policy: Policy,
    limits: Limits,
}

impl<'a> Verifier<'a> {
    /// Returns a verifier that trusts `anchors` and judges as of `at`. Revocation data are
    /// required unless [`Verifier::revocation`] says otherwise.
    #[must_use]
    pub fn new(anchors: &'a [TrustAnchor], at: OffsetDateTime) -> Self {
        Self {
            anchors,
            at,
            crls: &[],
            certificates: &[],
            revocation: RevocationPolicy::Require,
            policy: Policy::All,
            limits: Limits::default(),
        }
    }

    /// Gives CRLs that may be used beside those in the document.
    #[must_use]
    pub fn revocation_lists(mut self, crls: &'a [Crl]) -> Self {
        self.crls = crls;
        self
    }

    /// Gives certificates for building paths beside those in the document; none is trusted.
    #[must_use]
    pub fn certificates(mut self, certificates: &'a [Certificate]) -> Self {
        self.certificates = certificates;
        self
    }

    /// Says what missing revocation data mean.
    #[must_use]
    pub fn revocation(mut self, revocation: RevocationPolicy) -> Self {
        self.revocation = revocation;
        self
    }

    /// Says which signatures the answer rests on.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets what reading the document may cost.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Judges `file`, a PDF. A bad signature is in the report, not an error.
    ///
    /// # Errors
    ///
    /// [`VerifyError`] where no judgement is possible.
    pub fn run(&self, file: &[u8]) -> Result<Report, VerifyError> {
        let document = Document::open_with(file, &self.limits).map_err(VerifyError::NotRead)?;
        let mut report = Report {
            format: DocumentFormat::Pdf,
            indication: Indication::Indeterminate,
            answer: Answer::Unknown,
            problems: problems(&document),
            signatures: Vec::new(),
            licence: None,
        };
        let found = document
            .latest()
            .signatures()
            .map_err(VerifyError::NotRead)?;
        let unread = found.unreadable.first().map(ToString::to_string);
        let carried = trust::Carried::of_document(&document);
        let context = Context {
            anchors: self.anchors,
            at: self.at,
            crls: self.crls,
            certificates: self.certificates,
            carried: &carried,
            revocation: self.revocation,
        };
        let first = found
            .found
            .iter()
            .filter_map(|found| found.signature.as_ref().ok()?.coverage.revision(&document))
            .min();
        let history = History::read(
            &document,
            first.unwrap_or(usize::MAX),
            &ChangeLimits::default(),
        );
        let mut gm = Vec::new();
        let mut protected: Option<usize> = None;
        let mut certifications = 0;
        for one in &found.found {
            let judged = signature::judge(&document, &found.found, one, &history, &context);
            if judged.protects {
                protected = protected.max(judged.revision);
            }
            certifications +=
                usize::from(judged.report.kind == super::SignatureKind::Certification);
            gm.push(judged.is_gm);
            report.signatures.push(judged.report);
        }
        if certifications > 1 {
            report
                .problems
                .push(Reason::new(&reasons::SEVERAL_CERTIFICATIONS));
        }
        conclude::file(&mut report, self.policy, &gm);
        if let Some(why) = unread {
            report
                .problems
                .push(Reason::new(&reasons::FIELDS_UNREADABLE).with("why", why));
            if report.indication == Indication::TotalPassed {
                report.indication = Indication::Indeterminate;
                report.answer = Answer::Unknown;
            }
        }
        if certifications > 1 && report.indication == Indication::TotalPassed {
            report.indication = Indication::Indeterminate;
            report.answer = Answer::Unknown;
        }
        // The licence is read from what an intact signature protects; without one, from the file
        // as it lies there, and said to be unprotected.
        let view = match protected {
            Some(revision) => document.view(revision).map_err(VerifyError::NotRead)?,
            None => document.latest(),
        };
        report.licence = licence_file::report(&view, protected.is_some(), self.at);
        Ok(report)
    }
}

/// Findings about the structure that every reader of the report should see.
fn problems(document: &Document<'_>) -> Vec<Reason> {
    let mut problems = Vec::new();
    if document.recovered() {
        problems.push(Reason::new(&reasons::XREF_REBUILT));
    }
    if document.is_encrypted() {
        problems.push(Reason::new(&reasons::ENCRYPTED));
    }
    for finding in document.findings().iter().take(16) {
        match finding {
            Finding::Rebuilt { .. } => {}
            Finding::Tail { span } => problems.push(
                Reason::new(&reasons::TAIL_NOT_COVERED)
                    .with("count", span.end.saturating_sub(span.start)),
            ),
            other => problems.push(
                Reason::new(&reasons::STRUCTURE_AMBIGUOUS).with("what", format!("{other:?}")),
            ),
        }
    }
    problems
}

/// Why no judgement was possible.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The document could not be read.
    NotRead(ParseError),
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRead(error) => write!(f, "the document could not be read: {error}"),
        }
    }
}

impl std::error::Error for VerifyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotRead(error) => Some(error),
        }
    }
}
