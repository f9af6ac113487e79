//! placeholder
use super::SignatureReport;
use super::conclude::{Failure, TrustFinding};
use super::trust::Context;
use crate::cms::SignedData;
use crate::pdf::Signature;
pub(super) fn of_signature(_: &SignedData<'_>, _: &mut SignatureReport, _: &Context<'_>) {}
pub(super) fn document(
    _: &Signature<'_>,
    _: &[u8],
    report: &mut SignatureReport,
    failure: &mut Failure,
    _: &Context<'_>,
) -> TrustFinding {
    report.integrity = super::Integrity::Unsupported;
    *failure = Failure::Constraint(super::SubIndication::CryptoConstraintsFailure);
    TrustFinding {
        trust: super::Trust::Unknown,
        sub_indication: None,
    }
}
