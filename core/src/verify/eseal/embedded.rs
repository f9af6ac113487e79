//! Judging the seal that a PAdES signature has in the revision that it covers.
//!
//! The signature says who signed, and the seal who may use it. Where the seal is none, or not the
//! signer's, what is shown under its name is refused: the signature fails too, although its own value is
//! right.

use super::super::conclude::{Failure, TrustFinding};
use super::super::registered::{self, Sought};
use super::super::steps::{Step, StepReport};
use super::super::trust::Context;
use super::super::{Indication, Integrity, SealForm, SealReport, SignatureReport, SubIndication};
use super::seal::{self, Use};
use super::signature::{extensions, listed};
use crate::pdf::EmbeddedSealError;
use crate::reason::{Reason, seal as reasons};
use crate::ses::SesSeal;
use crate::x509::Certificate;
use std::borrow::Cow;

/// What the signature may no longer pass for.
const REFUSED: Failure = Failure::Refused(SubIndication::SigConstraintsFailure);

/// Judges the seal whose octets are `embedded`, every step. `signer` and `trust` are who signed, and
/// what is known of that; returned is what is known of the two who have to be vouched for.
pub(in super::super) fn judge(
    embedded: Result<Cow<'_, [u8]>, EmbeddedSealError>,
    signer: Option<&Certificate>,
    trust: TrustFinding,
    report: &mut SignatureReport,
    failure: &mut Failure,
    context: &Context<'_>,
) -> TrustFinding {
    let octets = match embedded {
        Ok(octets) => octets,
        Err(error) if error.is_unknown() => {
            let reason = Reason::new(&reasons::SEAL_NOT_READ).with("why", error);
            let found = Failure::Constraint(SubIndication::SigConstraintsFailure);
            nothing(Indication::Indeterminate, found, reason, report, failure);
            return trust;
        }
        Err(error) => {
            let reason = Reason::new(&reasons::SEAL_UNREADABLE).with("why", error);
            nothing(Indication::TotalFailed, REFUSED, reason, report, failure);
            return trust;
        }
    };
    let parsed = match SesSeal::parse(&octets) {
        Ok(parsed) => parsed,
        Err(error) => {
            let reason = Reason::new(&reasons::SEAL_UNREADABLE).with("why", error);
            nothing(Indication::TotalFailed, REFUSED, reason, report, failure);
            return trust;
        }
    };
    report.steps.push(StepReport::passed(Step::SealFormat));
    let is_right = report.integrity == Integrity::Intact;
    let used = Use {
        claimed: report.claimed_time.filter(|_| is_right),
        proved: report.best_signature_time.filter(|_| is_right),
    };
    let is_listed = signer.is_some_and(|signer| listed(&parsed, signer.der(), report, failure));
    let mut found = seal::judge(&parsed, used, report, context);
    let sought = Sought::of_seal(&parsed);
    registered::judge(&sought, used, report, &mut found.failure, context);
    let verdict = found.indication();
    failure.add(match found.failure {
        // The value of the signature itself is another one.
        Failure::Format | Failure::Hash | Failure::Value => REFUSED,
        other => other,
    });
    extensions(&parsed.info.extensions, report);
    let stands = is_listed && verdict != Indication::TotalFailed;
    report.seal = Some(SealReport {
        form: match stands {
            true => SealForm::LegalPerson,
            false => SealForm::DisplayedOnly,
        },
        id: Some(parsed.info.id.to_owned()),
        name: Some(parsed.info.name.to_owned()),
        verdict,
    });
    match verdict {
        // Who made it says nothing more.
        Indication::TotalFailed => trust,
        _ => trust.worse(found.trust),
    }
}

/// There is no seal to judge.
fn nothing(
    verdict: Indication,
    found: Failure,
    reason: Reason,
    report: &mut SignatureReport,
    failure: &mut Failure,
) {
    report.steps.push(match found {
        Failure::Refused(_) => StepReport::failed(Step::SealFormat, &reason),
        _ => StepReport::undecided(Step::SealFormat, &reason),
    });
    report.reasons.push(reason);
    failure.add(found);
    report.seal = Some(SealReport {
        form: match verdict {
            Indication::TotalFailed => SealForm::DisplayedOnly,
            _ => SealForm::LegalPerson,
        },
        id: None,
        name: None,
        verdict,
    });
}
