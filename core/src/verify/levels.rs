//! Which baseline level a signature reached (ETSI EN 319 142-1, 6; as esig/dss checks it).

use super::SignatureReport;
use super::carried::Source;
use super::existence::Proofs;
use super::past::proved_times;
use super::trust::{Context, Judgement, Maker, outcome};
use crate::cms::{CmsFact, CmsOutcome};
use crate::pdf::Signature;
use crate::reason::{Reason, signature as reasons};
use crate::suite::{SignatureAlgorithm, Sunsets};
use crate::x509::RevocationPolicy;
use time::OffsetDateTime;

/// SubFilter of PAdES (ETSI EN 319 142-1, 6.3; as esig/dss checks it).
pub(super) const CADES: &str = "ETSI.CAdES.detached";

/// What the file alone has to say of a maker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// Too little for a judgement.
    None,
    /// Certificates and revocation data up to an anchor.
    Complete,
    /// The same, and a document timestamp proves how old they are.
    Proved,
}

/// Returns what the file has to say of the maker at `time`, under the caller's anchors.
pub(super) fn evidence(maker: &Maker<'_>, time: OffsetDateTime, context: &Context<'_>) -> Evidence {
    let is_enough = |as_of, source, sunsets| {
        let judgement = Judgement {
            at: time,
            as_of,
            source,
            revocation: RevocationPolicy::Require,
            role: maker.role,
            is_authority: false,
            sunsets,
        };
        outcome(maker, judgement, context).is_valid()
    };
    let mut times = proved_times(maker, time, Proofs::InFile, context);
    if times.any(|as_of| is_enough(as_of, Source::ProvedBy(as_of), context.policy.sunsets)) {
        Evidence::Proved
    } else if is_enough(context.at, Source::File, Sunsets::NEVER) {
        Evidence::Complete
    } else {
        Evidence::None
    }
}

/// Returns the level; where none is claimed, what is not met is said.
///
/// `stamped` is the time that timestamps in the file prove; `evidence` is what the file has to say of the signer and the authority of the signature timestamp,
/// asked only where the level depends on it.
pub(super) fn level(
    signature: &Signature<'_>,
    outcome: &CmsOutcome,
    stamped: Option<OffsetDateTime>,
    report: &mut SignatureReport,
    evidence: impl FnOnce(OffsetDateTime) -> Evidence,
) -> Option<&'static str> {
    let has_certificate = signature
        .dictionary()
        .is_some_and(|dictionary| dictionary.get("Cert").is_some());
    let missing = if report.sub_filter != CADES {
        "SubFilter"
    } else if (outcome.algorithm).is_some_and(SignatureAlgorithm::is_chinese) {
        // The profiles of PAdES know no SM2 (ETSI TS 119 312; from memory).
        "SM2"
    } else if report.claimed_time.is_none() {
        "M"
    } else if has_certificate {
        "Cert"
    } else if outcome.facts.contains(&CmsFact::SigningCertificateAbsent) {
        "signing-certificate-v2"
    } else if outcome.facts.contains(&CmsFact::SigningTime) {
        "signing-time"
    } else {
        return Some(match stamped.map(evidence) {
            None => "B-B",
            Some(Evidence::None) => "B-T",
            Some(Evidence::Complete) => "B-LT",
            Some(Evidence::Proved) => "B-LTA",
        });
    };
    let reason = Reason::new(&reasons::LEVEL_NOT_CLAIMED).with("why", missing);
    report.reasons.push(reason);
    None
}
