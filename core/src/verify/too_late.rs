//! Signatures that are proved to be younger than the end or the revocation of their certificate.

use super::SubIndication;
use super::conclude::TrustFinding;
use super::timestamps::SKEW;
use super::trust::{CERTIFICATE_HOLD, Maker};
use crate::reason::{Reason, signature as reasons};
use crate::x509::{PathFailureKind, PathOutcome};

/// Tells whether the maker is proved to have signed when its certificate had run out or been revoked
/// (EN 319 102-1, 5.1.3: EXPIRED and REVOKED; from memory).
pub(super) fn too_late(
    maker: &Maker<'_>,
    judged: &PathOutcome,
    present: TrustFinding,
) -> Option<(SubIndication, Reason)> {
    let after = maker.made_after?;
    let not_after = maker.certificate.not_after();
    match present.sub_indication? {
        SubIndication::RevokedNoPoe if !is_on_hold(judged) => {
            let since = judged
                .failures
                .iter()
                .find_map(|failure| match failure.kind {
                    PathFailureKind::Revoked { since, .. } if failure.index == 0 => Some(since),
                    _ => None,
                })?;
            let reason = Reason::new(&reasons::SIGNED_AFTER_REVOCATION)
                .at("time", after)
                .at("since", since);
            (since + SKEW < after).then_some((SubIndication::Revoked, reason))
        }
        SubIndication::OutOfBoundsNoPoe | SubIndication::OutOfBoundsNotRevoked => {
            let reason = Reason::new(&reasons::SIGNED_AFTER_EXPIRY)
                .at("time", after)
                .at("until", not_after);
            (not_after + SKEW < after).then_some((SubIndication::Expired, reason))
        }
        _ => None,
    }
}

/// Whether the maker's certificate is suspended and not revoked for good (RFC 5280, 5.3.1).
pub(super) fn is_on_hold(judged: &PathOutcome) -> bool {
    let mut revoked = judged
        .failures
        .iter()
        .filter_map(|failure| match failure.kind {
            PathFailureKind::Revoked { reason, .. } if failure.index == 0 => Some(reason),
            _ => None,
        });
    revoked.next() == Some(Some(CERTIFICATE_HOLD))
}
