//! What verification found, as JSON.

use super::name::{self, Named};
use super::{Basis, ReasonText, instant};
use serde::Serialize;
use time::OffsetDateTime;
use yinxin_core::pdf::OpenedWith;
use yinxin_core::reason::Reason;
use yinxin_core::verify::{
    Answer, Coverage, DocumentFormat, EncryptionReport, EvidenceReport, Indication, Integrity,
    LicenceReport, Modification, Report, SealForm, SealReport, SignatureKind, SignaturePlace,
    SignatureReport, SignedDigest, SignerName, Step, StepOutcome, StepReport, SubIndication,
    TimestampReport, Trust,
};

/// What was found about one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verification {
    /// The file, as the caller named it.
    pub file: String,
    /// Format; `None` where the file could not be judged.
    #[serde(serialize_with = "name::or_null")]
    pub format: Option<DocumentFormat>,
    /// The worst indication among the signatures that the policy requires.
    #[serde(serialize_with = "name::one")]
    pub indication: Indication,
    /// The indication in one word.
    #[serde(serialize_with = "name::one")]
    pub answer: Answer,
    /// Findings about the file as a whole; with an answer that is valid, what to know beside it, such
    /// as that the licence in it ran out.
    pub problems: Vec<ReasonText>,
    /// One entry a signature, in the order of the file.
    pub signatures: Vec<SignatureFound>,
    /// The licence in the file, if it carries one.
    pub licence: Option<LicenceFound>,
    /// What the judgement rests on beside the file; `None` where it was not judged.
    pub basis: Option<Basis>,
    /// One entry an evidence record that was given with the file; left out where none was.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceFound>,
    /// How the file is encrypted; left out where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption: Option<EncryptionFound>,
}

/// How a file is encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EncryptionFound {
    /// Such as `AES-256`; `None` where the file was not opened.
    pub method: Option<String>,
    /// `empty`, `user` or `owner`: the password that opened it.
    pub opened_with: Option<&'static str>,
    /// What the owner does not permit; reported, not enforced.
    pub denied: Vec<&'static str>,
}

impl EncryptionFound {
    fn of(report: &EncryptionReport) -> Self {
        Self {
            method: report.method.clone(),
            opened_with: report.opened_with.map(|password| match password {
                OpenedWith::Nothing => "empty",
                OpenedWith::User => "user",
                OpenedWith::Owner => "owner",
            }),
            denied: report.denied.iter().map(|one| one.as_str()).collect(),
        }
    }
}

/// What was found about one signature.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignatureFound {
    /// Full name of the field.
    pub field: String,
    /// What the signature is for.
    #[serde(serialize_with = "name::one")]
    pub kind: SignatureKind,
    /// `/SubFilter`; `None` where it could not be read.
    pub sub_filter: Option<String>,
    /// Main indication.
    #[serde(serialize_with = "name::one")]
    pub indication: Indication,
    /// Sub-indication; `None` when passed.
    #[serde(serialize_with = "name::or_null")]
    pub sub_indication: Option<SubIndication>,
    /// First result.
    #[serde(serialize_with = "name::one")]
    pub integrity: Integrity,
    /// Second result.
    #[serde(serialize_with = "name::one")]
    pub coverage: Coverage,
    /// Third result.
    #[serde(serialize_with = "name::one")]
    pub modification: Modification,
    /// Whether what was done afterwards is allowed.
    pub modification_allowed: bool,
    /// What was done afterwards, one by one; long lists are cut.
    pub changes: Vec<ChangeFound>,
    /// How many changes there are, also where the list was cut.
    pub changes_total: usize,
    /// Fourth result.
    #[serde(serialize_with = "name::one")]
    pub trust: Trust,
    /// Highest baseline level reached.
    pub level: Option<&'static str>,
    /// Names in the signing certificate.
    pub signer: Option<SignerFound>,
    /// Time that the signer claims.
    #[serde(serialize_with = "instant::or_null::serialize")]
    pub claimed_time: Option<OffsetDateTime>,
    /// Earliest time at which the signature is proved to exist.
    #[serde(serialize_with = "instant::or_null::serialize")]
    pub best_signature_time: Option<OffsetDateTime>,
    /// Timestamps that the signature carries or is.
    pub timestamps: Vec<TimestampFound>,
    /// Where it shows; empty where it is invisible.
    pub places: Vec<PlaceFound>,
    /// The seal, or a picture that looks like one.
    pub seal: Option<SealFound>,
    /// What was judged one by one, in the order of the standard; left out where there is nothing of the
    /// kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepFound>,
    /// End of the covered revision, octets from the start of the file.
    pub covered_until: Option<u64>,
    /// Digest of what is signed; in the XML report only.
    #[serde(skip)]
    pub signed_digest: Option<SignedDigest>,
    /// Everything that led to the indication, most decisive first.
    pub reasons: Vec<ReasonText>,
}

/// One thing that a later revision did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeFound {
    /// The revision that did it, counted from 1.
    pub revision: usize,
    /// What was changed.
    pub kind: &'static str,
    /// Object number.
    pub object: Option<u32>,
    /// The page, counted from 1.
    pub page: Option<usize>,
    /// Left, bottom, right, top in points.
    pub rectangle: Option<[f64; 4]>,
    /// Full name of the form field.
    pub field: Option<String>,
    /// Whether it is allowed.
    pub allowed: bool,
    /// The rule that allowed or forbade it.
    pub rule: &'static str,
}

/// Names in a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignerFound {
    /// Subject (RFC 4514).
    pub subject: String,
    /// Issuer (RFC 4514).
    pub issuer: String,
    /// Serial number, upper-case hexadecimal.
    pub serial: String,
    /// SHA-256 of the certificate, lower-case hexadecimal.
    pub certificate_sha256: String,
}

/// One timestamp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimestampFound {
    /// `signature-timestamp`, `content-timestamp`, `document-timestamp`, `seal-timestamp`, or `signing-time`: the
    /// time that a seal signature of 2014 signs, where it is a token.
    pub kind: &'static str,
    /// SHA-256 of the token, lower-case hexadecimal; `None` where there is none.
    pub sha256: Option<String>,
    /// Its indication.
    #[serde(serialize_with = "name::one")]
    pub verdict: Indication,
    /// Time in the token.
    #[serde(serialize_with = "instant::or_null::serialize")]
    pub time: Option<OffsetDateTime>,
    /// Why.
    pub reasons: Vec<ReasonText>,
}

/// One evidence record (RFC 4998).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceFound {
    /// SHA-256 of the record, lower-case hexadecimal.
    pub sha256: String,
    /// Its indication.
    #[serde(serialize_with = "name::one")]
    pub verdict: Indication,
    /// Time in its timestamp.
    #[serde(serialize_with = "instant::or_null::serialize")]
    pub time: Option<OffsetDateTime>,
    /// Why.
    pub reasons: Vec<ReasonText>,
}

impl From<&EvidenceReport> for EvidenceFound {
    fn from(found: &EvidenceReport) -> Self {
        Self {
            sha256: found.sha256.clone(),
            verdict: found.verdict,
            time: found.time,
            reasons: reasons(&found.reasons),
        }
    }
}

/// One place where a signature shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceFound {
    /// Full name of the field.
    pub field: String,
    /// The page, the first being 1; `None` where no page shows it.
    pub page: Option<usize>,
    /// Left, bottom, right and top in the page's own space, units of 1/72 inch as a rule.
    pub rectangle: [f64; 4],
}

/// Coordinates are numbers that a file can write: never NaN.
impl Eq for PlaceFound {}

/// The seal of a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SealFound {
    /// What stands behind the picture.
    #[serde(serialize_with = "name::one")]
    pub form: SealForm,
    /// Seal identifier.
    pub id: Option<String>,
    /// Name of the unit.
    pub name: Option<String>,
    /// Indication of the seal itself.
    #[serde(serialize_with = "name::one")]
    pub verdict: Indication,
}

/// One step of judging a seal, a seal signature or a message by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepFound {
    /// The step.
    #[serde(serialize_with = "name::one")]
    pub step: Step,
    /// How it ended.
    #[serde(serialize_with = "name::one")]
    pub outcome: StepOutcome,
    /// The most decisive reason, where it did not pass.
    pub reason: Option<ReasonText>,
}

impl From<&StepReport> for StepFound {
    fn from(found: &StepReport) -> Self {
        Self {
            step: found.step,
            outcome: found.outcome,
            reason: found.reason.as_ref().map(ReasonText::from),
        }
    }
}

/// The licence in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LicenceFound {
    /// 证照标识.
    pub identifier: String,
    /// `valid`, `expired`, `not-yet-valid` or `unknown`; with a home also `revoked`, `suspended` and
    /// `replaced`. The answer is about the signatures and may be valid with any of them.
    pub state: &'static str,
    /// Each check, in order.
    pub checks: Vec<LicenceCheck>,
}

/// One check of a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LicenceCheck {
    /// Stable name of the check.
    pub name: &'static str,
    /// Outcome.
    pub passed: bool,
    /// Why, where there is something to say.
    pub reason: Option<ReasonText>,
}

impl Verification {
    /// Makes the object for `file` from what the core found.
    #[must_use]
    pub fn of(file: impl Into<String>, report: &Report) -> Self {
        Self {
            file: file.into(),
            format: Some(report.format),
            indication: report.indication,
            answer: report.answer,
            problems: problems(report),
            signatures: report.signatures.iter().map(SignatureFound::from).collect(),
            licence: report.licence.as_ref().map(LicenceFound::from),
            basis: None,
            evidence: report.evidence.iter().map(EvidenceFound::from).collect(),
            encryption: report.encryption.as_ref().map(EncryptionFound::of),
        }
    }

    /// Makes the object for a file that could not be judged: INDETERMINATE, `unknown`, with
    /// `problem` as the one thing known.
    #[must_use]
    pub fn unjudged(file: impl Into<String>, problem: ReasonText) -> Self {
        Self {
            file: file.into(),
            format: None,
            indication: Indication::Indeterminate,
            answer: Answer::Unknown,
            problems: vec![problem],
            signatures: Vec::new(),
            licence: None,
            basis: None,
            evidence: Vec::new(),
            encryption: None,
        }
    }

    /// Adds what the judgement rests on.
    #[must_use]
    pub fn resting_on(mut self, basis: Basis) -> Self {
        self.basis = Some(basis);
        self
    }

    /// Tells whether the file may be relied on: TOTAL-PASSED and `valid`, nothing less.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.indication == Indication::TotalPassed && self.answer.name() == Answer::Valid.name()
    }
}

/// What is wrong with the licence stands beside what is wrong with the file: an answer that is valid is
/// about the signatures alone.
fn problems(report: &Report) -> Vec<ReasonText> {
    let checks = report.licence.iter().flat_map(|licence| &licence.checks);
    let failed = checks.filter(|check| !check.passed);
    let of_licence = failed.filter_map(|check| check.reason.as_ref());
    let all = report.problems.iter().chain(of_licence);
    all.map(ReasonText::from).collect()
}

fn reasons(reasons: &[Reason]) -> Vec<ReasonText> {
    reasons.iter().map(ReasonText::from).collect()
}

impl From<&SignatureReport> for SignatureFound {
    fn from(found: &SignatureReport) -> Self {
        Self {
            field: found.field.clone(),
            kind: found.kind,
            sub_filter: Some(found.sub_filter.clone()).filter(|name| !name.is_empty()),
            indication: found.indication,
            sub_indication: found.sub_indication,
            integrity: found.integrity,
            coverage: found.coverage,
            modification: found.modification,
            modification_allowed: found.modification_allowed,
            changes: found.changes.iter().map(ChangeFound::from).collect(),
            changes_total: found.changes_total,
            trust: found.trust,
            level: found.level,
            signer: found.signer.as_ref().map(SignerFound::from),
            claimed_time: found.claimed_time,
            best_signature_time: found.best_signature_time,
            timestamps: found.timestamps.iter().map(TimestampFound::from).collect(),
            places: found.places.iter().map(PlaceFound::from).collect(),
            seal: found.seal.as_ref().map(SealFound::from),
            steps: found.steps.iter().map(StepFound::from).collect(),
            covered_until: found.covered_until,
            signed_digest: found.signed_digest.clone(),
            reasons: reasons(&found.reasons),
        }
    }
}

impl From<&yinxin_core::verify::ChangeFound> for ChangeFound {
    fn from(found: &yinxin_core::verify::ChangeFound) -> Self {
        Self {
            revision: found.revision,
            kind: found.kind.name(),
            object: found.object.map(|object| object.number),
            page: found.page,
            rectangle: found.rectangle,
            field: found.field.clone(),
            allowed: found.allowed,
            rule: found.rule,
        }
    }
}

impl From<&SignerName> for SignerFound {
    fn from(signer: &SignerName) -> Self {
        Self {
            subject: signer.subject.clone(),
            issuer: signer.issuer.clone(),
            serial: signer.serial.clone(),
            certificate_sha256: signer.certificate_sha256.clone(),
        }
    }
}

impl From<&TimestampReport> for TimestampFound {
    fn from(found: &TimestampReport) -> Self {
        Self {
            kind: found.kind,
            sha256: found.sha256.clone(),
            verdict: found.verdict,
            time: found.time,
            reasons: reasons(&found.reasons),
        }
    }
}

impl From<&SignaturePlace> for PlaceFound {
    fn from(place: &SignaturePlace) -> Self {
        Self {
            field: place.field.clone(),
            page: place.page.map(|index| index.saturating_add(1)),
            rectangle: place.rectangle,
        }
    }
}

impl From<&SealReport> for SealFound {
    fn from(found: &SealReport) -> Self {
        Self {
            form: found.form,
            id: found.id.clone(),
            name: found.name.clone(),
            verdict: found.verdict,
        }
    }
}

impl From<&LicenceReport> for LicenceFound {
    fn from(found: &LicenceReport) -> Self {
        let check = |check: &yinxin_core::verify::LicenceCheck| LicenceCheck {
            name: check.name,
            passed: check.passed,
            reason: check.reason.as_ref().map(ReasonText::from),
        };
        Self {
            identifier: found.identifier.clone(),
            state: found.state,
            checks: found.checks.iter().map(check).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
