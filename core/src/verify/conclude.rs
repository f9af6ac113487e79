//! From four results to an indication, and from all signatures to one answer.
//!
//! This is the only place where results are merged.

use super::policy::Suite;
use super::{
    Answer, Coverage, Indication, Integrity, Modification, Policy, Report, SignatureKind,
    SignatureReport, SubIndication, TimestampReport, Trust,
};
use crate::reason::{Reason, signature as reasons};

/// What the trust in a signer came to, with the indication that it alone would give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TrustFinding {
    pub(super) trust: Trust,
    pub(super) sub_indication: Option<SubIndication>,
}

impl TrustFinding {
    /// Nobody was judged.
    pub(super) const UNKNOWN: Self = Self {
        trust: Trust::Unknown,
        sub_indication: None,
    };

    /// Returns the more decisive of two who both have to be vouched for.
    pub(super) fn worse(self, other: Self) -> Self {
        use SubIndication as Sub;
        let weight = |finding: Self| match (finding.trust, finding.sub_indication) {
            (Trust::Untrusted, Some(Sub::Revoked | Sub::Expired)) => 0,
            (Trust::Untrusted, Some(Sub::RevokedNoPoe | Sub::RevokedCaNoPoe)) => 1,
            (Trust::Untrusted, _) => 2,
            (Trust::Unknown, _) => 3,
            (Trust::Trusted, _) => 4,
        };
        match weight(other) < weight(self) {
            true => other,
            false => self,
        }
    }
}

/// How the cryptography or the form of a signature failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    None,
    Format,
    Hash,
    Value,
    /// It is proved, or its own words say, that it may not count.
    Refused(SubIndication),
    /// Nothing is wrong as far as can be told, and something is odd, too weak or not served.
    Constraint(SubIndication),
}

impl Failure {
    /// Adds what was found; the more decisive of two stays.
    pub(super) fn add(&mut self, found: Self) {
        let weight = |failure: Self| match failure {
            Self::Hash => 0,
            Self::Value => 1,
            Self::Format => 2,
            Self::Refused(_) => 3,
            Self::Constraint(_) => 4,
            Self::None => 5,
        };
        if weight(found) < weight(*self) {
            *self = found;
        }
    }

    /// Tells whether nothing else can make up for it.
    pub(super) fn is_total(self) -> bool {
        !matches!(self, Self::None | Self::Constraint(_))
    }
}

/// Sets `indication` and `sub_indication` of one signature (EN 319 102-1, clause 5; from memory).
///
/// `forbidden` says that a change goes against what a signature set.
pub(super) fn signature(
    report: &mut SignatureReport,
    failure: Failure,
    forbidden: bool,
    trust: TrustFinding,
) {
    use Indication::{Indeterminate, TotalFailed, TotalPassed};
    use SubIndication as Sub;
    report.trust = trust.trust;
    let revoked = trust
        .sub_indication
        .filter(|sub| matches!(sub, Sub::RevokedNoPoe | Sub::RevokedCaNoPoe));
    let is_readable = matches!(report.integrity, Integrity::Intact | Integrity::Unsupported);
    let (indication, sub) = match failure {
        Failure::Hash => (TotalFailed, Some(Sub::HashFailure)),
        Failure::Value => (TotalFailed, Some(Sub::SigCryptoFailure)),
        Failure::Format => (TotalFailed, Some(Sub::FormatFailure)),
        Failure::Refused(sub) => (TotalFailed, Some(sub)),
        _ if !is_readable || report.coverage == Coverage::Partial => {
            (TotalFailed, Some(Sub::FormatFailure))
        }
        _ if !report.modification_allowed && forbidden => (TotalFailed, Some(Sub::FormatFailure)),
        _ if !report.modification_allowed => (Indeterminate, Some(Sub::SigConstraintsFailure)),
        // It is proved to be younger than that.
        _ if matches!(trust.sub_indication, Some(Sub::Revoked | Sub::Expired)) => {
            (TotalFailed, trust.sub_indication)
        }
        _ if revoked.is_some() => (Indeterminate, revoked),
        Failure::Constraint(sub) => (Indeterminate, Some(sub)),
        Failure::None => match trust.sub_indication {
            Some(sub) => (Indeterminate, Some(sub)),
            None if trust.trust != Trust::Trusted => {
                (Indeterminate, Some(Sub::NoCertificateChainFound))
            }
            // A timestamp that lies says that somebody tampered with what nobody signed.
            None if report.timestamps.iter().any(proves_nothing) => {
                (Indeterminate, Some(Sub::SigConstraintsFailure))
            }
            None if report.integrity == Integrity::Intact => (TotalPassed, None),
            None => (Indeterminate, Some(Sub::CryptoConstraintsFailure)),
        },
    };
    report.indication = indication;
    report.sub_indication = sub;
}

/// A timestamp that is broken or belongs elsewhere, as opposed to one that nobody vouches for.
fn proves_nothing(timestamp: &TimestampReport) -> bool {
    timestamp.verdict != Indication::TotalPassed
        && timestamp.reasons.iter().any(|reason| {
            reason.is(&reasons::TIMESTAMP_BROKEN)
                || reason.is(&reasons::TIMESTAMP_IMPRINT_MISMATCH)
                || reason.is(&reasons::TIMESTAMP_UNREADABLE)
                || reason.is(&reasons::TIMESTAMP_ORDER)
        })
}

/// What was found about the file as a whole that forbids to call it passed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Doubts {
    /// Its structure can be read in two ways.
    pub(super) ambiguous: bool,
    /// A part of it, where a signature may hide, cannot be read.
    pub(super) unread: bool,
    /// Its certifications contradict each other.
    pub(super) certifications: bool,
    /// It is encrypted and could not be opened.
    pub(super) locked: bool,
    /// That is so for want of a password or of the method, and not since an update changed the encryption.
    pub(super) closed: bool,
    /// A signature that did not pass shows something, which would be taken for that of another.
    pub(super) pictures: bool,
    /// An evidence record that was given with it did not pass.
    pub(super) evidence: bool,
}

/// Sets indication and answer of the file.
///
/// `suites` says of what suite each signature is.
pub(super) fn file(report: &mut Report, policy: Policy, suites: &[Suite], doubts: Doubts) {
    let (indication, answer) = judge(report, policy, suites, doubts);
    report.indication = indication;
    report.answer = match answer {
        // Nobody knows whether it was.
        Answer::Altered if doubts.closed && indication != Indication::TotalFailed => {
            Answer::Unknown
        }
        answer => answer,
    };
    let misleading = report
        .signatures
        .iter()
        .flat_map(|signature| &signature.timestamps)
        .any(proves_nothing);
    let doubted = doubts.ambiguous
        || doubts.unread
        || doubts.certifications
        || doubts.locked
        || doubts.evidence
        || misleading;
    if report.indication == Indication::TotalPassed && doubted {
        report.indication = Indication::Indeterminate;
        report.answer = Answer::Unknown;
    }
    let passed = report.indication == Indication::TotalPassed;
    // A picture of a stranger beside the signature that is relied on would be taken for its own.
    if passed && doubts.pictures {
        report.indication = Indication::Indeterminate;
        report.answer = Answer::Unknown;
    }
    if passed {
        let others: Vec<&str> = report
            .signatures
            .iter()
            .filter(|signature| signature.indication != Indication::TotalPassed)
            .map(|signature| signature.field.as_str())
            .collect();
        if !others.is_empty() {
            let reason = Reason::new(&reasons::OTHERS_NOT_PASSED).with("fields", listed(&others));
            report.problems.push(reason);
        }
    }
}

/// The names, in quotation marks; the first few of many.
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .take(8)
        .map(|name| format!("“{name}”"))
        .collect();
    let more = if names.len() > quoted.len() {
        " …"
    } else {
        ""
    };
    format!("{}{more}", quoted.join(" "))
}

fn judge(
    report: &mut Report,
    policy: Policy,
    suites: &[Suite],
    doubts: Doubts,
) -> (Indication, Answer) {
    let nobody = |report: &mut Report, answer, entry| {
        report.problems.insert(0, Reason::new(entry));
        (Indication::Indeterminate, answer)
    };
    if report.signatures.is_empty() {
        return if doubts.locked && doubts.unread {
            nobody(report, Answer::Unknown, &reasons::HIDDEN_BY_ENCRYPTION)
        } else {
            nobody(report, Answer::Unsigned, &reasons::NO_SIGNATURE)
        };
    }
    let fatal = report
        .signatures
        .iter()
        .filter(|signature| fails_the_file(signature, doubts.closed));
    if let Some(answer) = fatal.map(answer_of).min_by_key(|answer| rank(*answer)) {
        return (Indication::TotalFailed, answer);
    }
    // A timestamp says when, and never who: anybody can get one.
    let is_timestamp =
        |signature: &SignatureReport| signature.kind == SignatureKind::DocumentTimestamp;
    if report.signatures.iter().all(is_timestamp) {
        return nobody(report, Answer::Unsigned, &reasons::ONLY_TIMESTAMPS);
    }
    let mut is_met = false;
    let required: Vec<&SignatureReport> = report
        .signatures
        .iter()
        .zip(suites.iter().chain(std::iter::repeat(&Suite::Unclear)))
        .filter(|(signature, suite)| policy.requires(signature, **suite))
        .inspect(|(_, suite)| is_met |= policy.is_met_by(**suite))
        .map(|(signature, _)| signature)
        .collect();
    let severity = |signature: &&&SignatureReport| {
        (
            signature.indication,
            std::cmp::Reverse(rank(answer_of(signature))),
        )
    };
    let decisive = match policy {
        Policy::Any => required.iter().min_by_key(severity),
        _ => required.iter().max_by_key(severity),
    };
    match decisive {
        Some(decisive) if is_met || decisive.indication != Indication::TotalPassed => {
            (decisive.indication, answer_of(decisive))
        }
        _ => nobody(report, Answer::Unknown, &reasons::POLICY_NOT_MET),
    }
}

/// Broken integrity or a change that is not allowed fails the file under every policy. Of a file that
/// was not opened nobody knows what was changed.
fn fails_the_file(signature: &SignatureReport, is_closed: bool) -> bool {
    matches!(
        signature.integrity,
        Integrity::Broken | Integrity::Unreadable
    ) || signature.indication == Indication::TotalFailed
        || !signature.modification_allowed && !is_closed
}

fn answer_of(signature: &SignatureReport) -> Answer {
    use SubIndication as Sub;
    if signature.indication == Indication::TotalPassed {
        return Answer::Valid;
    }
    match signature.integrity {
        Integrity::Unreadable => return Answer::Broken,
        Integrity::Broken if signature.sub_indication == Some(Sub::HashFailure) => {
            return Answer::Altered;
        }
        Integrity::Broken => return Answer::Broken,
        Integrity::Intact | Integrity::Unsupported => {}
    }
    if signature.coverage == Coverage::Partial || !signature.modification_allowed {
        return Answer::Altered;
    }
    let dated = matches!(
        signature.sub_indication,
        Some(Sub::NotYetValid | Sub::Expired | Sub::Revoked)
    );
    // Who signed was not entitled to.
    let untitled = signature.sub_indication == Some(Sub::SigConstraintsFailure);
    if signature.indication == Indication::TotalFailed && !dated {
        return match untitled {
            true => Answer::Untrusted,
            false => Answer::Broken,
        };
    }
    match signature.sub_indication {
        Some(
            Sub::OutOfBoundsNoPoe | Sub::OutOfBoundsNotRevoked | Sub::Expired | Sub::NotYetValid,
        ) => Answer::Expired,
        Some(Sub::Revoked | Sub::RevokedNoPoe | Sub::RevokedCaNoPoe) => Answer::Revoked,
        // It is suspended.
        Some(Sub::TryLater) if signature.trust == Trust::Untrusted => Answer::Revoked,
        Some(
            Sub::NoCertificateChainFound
            | Sub::ChainConstraintsFailure
            | Sub::CertificateChainGeneralFailure
            | Sub::NoSigningCertificateFound,
        ) => Answer::Untrusted,
        _ => Answer::Unknown,
    }
}

/// The most decisive answer comes first.
fn rank(answer: Answer) -> u8 {
    match answer {
        Answer::Altered => 0,
        Answer::Broken => 1,
        Answer::Revoked => 2,
        Answer::Untrusted => 3,
        Answer::Expired => 4,
        Answer::Unknown => 5,
        Answer::Unsigned => 6,
        Answer::Valid => 7,
    }
}

/// Sets the results of a signature that turned out to be unreadable: what it covers, and what was done
/// since, is said by nobody.
pub(super) fn unread_results(report: &mut SignatureReport) {
    report.coverage = Coverage::Partial;
    report.modification = Modification::Unanalysable;
    report.modification_allowed = false;
    report.changes.clear();
    report.changes_total = 0;
}

/// An entry for a signature of which nothing is known yet: every result is the worst.
pub(super) fn unread(field: String) -> SignatureReport {
    SignatureReport {
        field,
        kind: SignatureKind::Signature,
        sub_filter: String::new(),
        indication: Indication::TotalFailed,
        sub_indication: Some(SubIndication::FormatFailure),
        integrity: Integrity::Unreadable,
        coverage: Coverage::Partial,
        modification: Modification::Unanalysable,
        modification_allowed: false,
        changes: Vec::new(),
        changes_total: 0,
        trust: Trust::Unknown,
        level: None,
        signer: None,
        claimed_time: None,
        best_signature_time: None,
        places: Vec::new(),
        timestamps: Vec::new(),
        seal: None,
        steps: Vec::new(),
        covered_until: None,
        signed_digest: None,
        reasons: Vec::new(),
    }
}
