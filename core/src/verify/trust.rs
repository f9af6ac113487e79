//! Fourth result: does an anchor of the right role vouch for the signer?

use super::carried::{Carried, Material, Source, Store};
use super::conclude::TrustFinding;
use super::digests::Digests;
use super::existence::Existence;
use super::registered::Registers;
use super::too_late::{is_on_hold, too_late};
use super::{SubIndication, Trust, ValidationPolicy, freshness, past};
use crate::pdf::Document;
use crate::reason::{Reason, certificate as reasons};
use crate::status::{OcspAnswers, OcspResponse};
use crate::suite::{Sunsets, Weakness};
use crate::x509::{
    Certificate, Crl, CrlProblem, KeyPurpose, OcspProblem, PathFailure, PathFailureKind,
    PathOutcome, PathRequest, PathWork, RevocationPolicy, RevocationStatus, Role, TrustAnchor,
    validate_within,
};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use time::OffsetDateTime;

/// Reason code of a certificate that is suspended (RFC 5280, 5.3.1).
pub(super) const CERTIFICATE_HOLD: u8 = 6;

/// What every signature of a document is judged with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) digests: &'a Digests<'a>,
    pub(super) anchors: &'a [TrustAnchor],
    pub(super) at: OffsetDateTime,
    pub(super) crls: &'a [Crl],
    pub(super) ocsp_responses: &'a [OcspResponse],
    pub(super) certificates: &'a [Certificate],
    pub(super) known: &'a Known<'a>,
    pub(super) revocation: RevocationPolicy,
    pub(super) policy: &'a ValidationPolicy,
    /// What the document timestamps of the file prove, as far as they have been judged.
    pub(super) existence: &'a Existence,
    pub(super) registers: Registers<'a>,
}

/// What is found out once for all signatures of a document.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// None where what is judged stands by itself.
    document: Option<&'a Document<'a>>,
    /// The document security store, read when a signer is judged.
    store: OnceCell<Store>,
    work: PathWork,
    /// By all that differs between the judgements of one document.
    outcomes: RefCell<HashMap<Question, PathOutcome>>,
}

/// The certificate, what its message carries, and how it is judged.
type Question = ([u8; 32], Vec<u8>, Option<OffsetDateTime>, Judgement);

impl<'a> Known<'a> {
    pub(super) fn of(document: Option<&'a Document<'a>>, crls: &[Crl]) -> Self {
        Self {
            document,
            store: OnceCell::new(),
            work: PathWork::new(crls),
            outcomes: RefCell::default(),
        }
    }

    pub(super) fn store(&self) -> &Store {
        self.store
            .get_or_init(|| self.document.map(Store::of).unwrap_or_default())
    }
}

/// Who made a signature or timestamp.
#[derive(Debug, Clone, Copy)]
pub(super) struct Maker<'a> {
    pub(super) certificate: &'a Certificate,
    /// What the message carries.
    pub(super) carried: &'a Carried,
    /// [`Role::Signer`] or [`Role::Tsa`].
    pub(super) role: Role,
    /// Whether what was signed names the certificate, so that nobody can put another in its place.
    pub(super) is_named: bool,
    /// When the message, with all that it carries, is proved to have existed.
    pub(super) contained_at: Option<OffsetDateTime>,
    /// When the signature value is proved to have existed.
    pub(super) proved: Option<OffsetDateTime>,
    /// When it is proved not to have existed: a timestamp of then is signed by it.
    pub(super) made_after: Option<OffsetDateTime>,
}

/// How a path is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Judgement {
    /// The instant that the judgement is about.
    pub(super) at: OffsetDateTime,
    /// The instant at which it is made.
    pub(super) as_of: OffsetDateTime,
    pub(super) source: Source,
    pub(super) revocation: RevocationPolicy,
    pub(super) role: Role,
    /// Whether the certificate is an authority above the maker, not the maker.
    pub(super) is_authority: bool,
    /// Until when what is weak today counts: where its age is proved, and else never.
    pub(super) sunsets: Sunsets,
}

/// Looks for a path from a maker's certificate to an anchor and says what is wrong with it.
///
/// Where the maker is proved to have been good when the signature existed, that is good for this
/// signature, whatever came later: `proved_in_time` says so.
pub(super) fn judge(
    maker: &Maker<'_>,
    context: &Context<'_>,
    proved_in_time: &'static crate::reason::Entry,
    found: &mut Vec<Reason>,
) -> TrustFinding {
    let mut now = Vec::new();
    let today = present(maker, context);
    let judged = outcome(maker, today, context);
    let mut present = finding(
        &judged,
        |certificate, issuer| freshness::too_old(maker, today, context, certificate, issuer),
        &mut now,
    );
    if let Some((sub, reason)) = too_late(maker, &judged, present) {
        found.push(reason);
        found.extend(now);
        return TrustFinding {
            trust: Trust::Untrusted,
            sub_indication: Some(sub),
        };
    }
    if let Some(time) = maker.proved
        && may_have_been_better(present)
    {
        match past::judge(maker, time, present.sub_indication, context) {
            past::Known::Good => {
                found.push(Reason::new(proved_in_time).at("time", time));
                return TrustFinding {
                    trust: Trust::Trusted,
                    sub_indication: None,
                };
            }
            past::Known::NotProved => {
                now.push(Reason::new(&reasons::EVIDENCE_NOT_PROVED).at("time", time));
            }
            past::Known::Nothing => {}
        }
    }
    found.extend(now);
    // What is on hold may be taken off it (EN 319 102-1, 5.2.6.4; from memory).
    if present.sub_indication == Some(SubIndication::RevokedNoPoe) && is_on_hold(&judged) {
        present.sub_indication = Some(SubIndication::TryLater);
    }
    present
}

/// The judgement of the present.
fn present(maker: &Maker<'_>, context: &Context<'_>) -> Judgement {
    Judgement {
        at: context.at,
        as_of: context.at,
        source: Source::Everything,
        revocation: context.revocation,
        role: maker.role,
        is_authority: false,
        sunsets: Sunsets::NEVER,
    }
}

/// What runs out, was revoked or is not heard of any more may have been good when the signature was
/// made (EN 319 102-1, 5.6.3; from memory).
fn may_have_been_better(finding: TrustFinding) -> bool {
    matches!(
        finding.sub_indication,
        Some(
            SubIndication::OutOfBoundsNoPoe
                | SubIndication::OutOfBoundsNotRevoked
                | SubIndication::RevokedNoPoe
                | SubIndication::RevokedCaNoPoe
                | SubIndication::CryptoConstraintsFailureNoPoe
                | SubIndication::RevocationOutOfBoundsNoPoe
                | SubIndication::TryLater
        )
    )
}

/// Judges a path, once.
pub(super) fn outcome(
    maker: &Maker<'_>,
    judgement: Judgement,
    context: &Context<'_>,
) -> PathOutcome {
    let question = (
        *maker.certificate.fingerprint(),
        maker.carried.fingerprint(),
        maker.contained_at,
        judgement,
    );
    if let Some(known) = context.known.outcomes.borrow().get(&question) {
        return known.clone();
    }
    let mut outcome = ask(maker, None, judgement, context);
    // Data that are too old to say that somebody is good may still say that somebody is not.
    let is_young_only = Material::is_young_only(judgement.revocation, context);
    if is_young_only && outcome.is_valid() {
        let revocation = RevocationPolicy::Prefer;
        let of_every_age = Judgement {
            revocation,
            ..judgement
        };
        let all = ask(maker, None, of_every_age, context);
        if !all.is_valid() {
            outcome = all;
        }
    }
    let mut outcomes = context.known.outcomes.borrow_mut();
    outcomes.insert(question, outcome.clone());
    outcome
}

/// Judges the path that goes along `chain` and no other.
pub(super) fn along(
    maker: &Maker<'_>,
    chain: &[Certificate],
    judgement: Judgement,
    context: &Context<'_>,
) -> PathOutcome {
    ask(maker, Some(chain), judgement, context)
}

fn ask(
    maker: &Maker<'_>,
    chain: Option<&[Certificate]>,
    judgement: Judgement,
    context: &Context<'_>,
) -> PathOutcome {
    let Judgement { at, as_of, .. } = judgement;
    let (carried, contained_at) = (maker.carried, maker.contained_at);
    let material = Material::of(carried, contained_at, context, judgement);
    let answers = OcspAnswers(&material.ocsp_responses);
    let role = judgement.role;
    let request = PathRequest {
        intermediates: chain.unwrap_or(&material.certificates),
        judged_at: as_of,
        crls: &material.crls,
        statuses: Some(&answers),
        revocation: judgement.revocation,
        sunsets: judgement.sunsets,
        purpose: match role {
            _ if judgement.is_authority => KeyPurpose::Any,
            Role::Tsa => KeyPurpose::TimeStamping,
            Role::Maker => KeyPurpose::Sealing,
            _ => KeyPurpose::Signing,
        },
        ..PathRequest::new(maker.certificate, context.anchors, role, at)
    };
    validate_within(&request, &context.known.work)
}

/// Puts the outcome of a path into a result and reasons, most decisive first. `too_old` is asked where
/// there are no data about a certificate, whose issuer is the second.
fn finding(
    outcome: &PathOutcome,
    too_old: impl Fn(&Certificate, Option<&Certificate>) -> Option<Reason>,
    found: &mut Vec<Reason>,
) -> TrustFinding {
    if outcome.is_valid() {
        found.extend(passed_over(outcome));
        return TrustFinding {
            trust: Trust::Trusted,
            sub_indication: None,
        };
    }
    let mut failures: Vec<&PathFailure> = outcome.failures.iter().collect();
    failures.sort_by_key(|failure| rank(&failure.kind));
    for failure in &failures {
        let certificate = outcome.chain.get(failure.index);
        let issuer = outcome.chain.get(failure.index.saturating_add(1));
        let old = certificate
            .filter(|_| matches!(failure.kind, PathFailureKind::CrlMissing))
            .and_then(|certificate| too_old(certificate, issuer));
        found.push(old.unwrap_or_else(|| reason(&failure.kind, failure.index, certificate)));
    }
    let (trust, mut sub) = failures.first().map_or(
        (Trust::Unknown, SubIndication::NoCertificateChainFound),
        |failure| weigh(failure),
    );
    if sub == SubIndication::OutOfBoundsNoPoe && is_known_not_revoked(outcome) {
        sub = SubIndication::OutOfBoundsNotRevoked;
    }
    TrustFinding {
        trust,
        sub_indication: Some(sub),
    }
}

/// Whether the leaf ran out and nothing else, and what is said of its status was said before that: later
/// lists need not name it any more.
fn is_known_not_revoked(outcome: &PathOutcome) -> bool {
    let Some(leaf) = outcome.chain.first() else {
        return false;
    };
    let ran_out =
        |failure: &PathFailure| failure.index == 0 && failure.kind == PathFailureKind::Expired;
    let is_good = matches!(outcome.statuses.first(),
        Some(RevocationStatus::Good { this_update }) if *this_update <= leaf.not_after());
    is_good && outcome.failures.iter().all(ran_out)
}

/// Data about the path that were there and of no use, where a policy does without them: whoever gave
/// them would believe that they were used.
fn passed_over(outcome: &PathOutcome) -> impl Iterator<Item = Reason> {
    let statuses = outcome.statuses.iter().zip(&outcome.chain).enumerate();
    statuses.filter_map(|(index, (status, certificate))| match status {
        RevocationStatus::Unknown(problems) => {
            let kind = PathFailureKind::Crl(problems.first()?.clone());
            Some(reason(&kind, index, Some(certificate)))
        }
        _ => None,
    })
}

/// The most decisive failure comes first.
fn rank(kind: &PathFailureKind) -> u8 {
    match kind {
        PathFailureKind::Revoked { .. } => 0,
        PathFailureKind::SignatureWrong | PathFailureKind::Algorithm(_) => 1,
        PathFailureKind::IssuerNotFound
        | PathFailureKind::AnchorOfOtherRole(_)
        | PathFailureKind::SearchExhausted
        | PathFailureKind::TooLong => 3,
        PathFailureKind::Expired | PathFailureKind::NotYetValid => 4,
        PathFailureKind::WeakAlgorithm(_)
        | PathFailureKind::Key(_)
        | PathFailureKind::WeakKey(_) => 5,
        PathFailureKind::CrlMissing | PathFailureKind::Crl(_) => 6,
        _ => 2,
    }
}

fn weigh(failure: &PathFailure) -> (Trust, SubIndication) {
    use PathFailureKind as Kind;
    match failure.kind {
        Kind::Revoked { .. } if failure.index == 0 => {
            (Trust::Untrusted, SubIndication::RevokedNoPoe)
        }
        Kind::Revoked { .. } => (Trust::Untrusted, SubIndication::RevokedCaNoPoe),
        Kind::SignatureWrong | Kind::Algorithm(_) => (
            Trust::Untrusted,
            SubIndication::CertificateChainGeneralFailure,
        ),
        Kind::IssuerNotFound | Kind::SearchExhausted | Kind::TooLong => {
            (Trust::Unknown, SubIndication::NoCertificateChainFound)
        }
        Kind::AnchorOfOtherRole(_) => (Trust::Untrusted, SubIndication::NoCertificateChainFound),
        Kind::Expired | Kind::NotYetValid => (Trust::Untrusted, SubIndication::OutOfBoundsNoPoe),
        Kind::WeakAlgorithm(_) | Kind::WeakKey(_) => {
            (Trust::Unknown, SubIndication::CryptoConstraintsFailureNoPoe)
        }
        Kind::Key(_) => (Trust::Unknown, SubIndication::CryptoConstraintsFailure),
        Kind::Crl(CrlProblem::Ocsp(OcspProblem::ResponderOutOfBounds { .. })) => {
            (Trust::Unknown, SubIndication::RevocationOutOfBoundsNoPoe)
        }
        Kind::CrlMissing | Kind::Crl(_) => (Trust::Unknown, SubIndication::TryLater),
        _ => (Trust::Untrusted, SubIndication::ChainConstraintsFailure),
    }
}

/// Puts a failure into words; `certificate` is the one it is about.
fn reason(kind: &PathFailureKind, index: usize, certificate: Option<&Certificate>) -> Reason {
    use PathFailureKind as Kind;
    let entry = match kind {
        Kind::IssuerNotFound => &reasons::CERT_CHAIN_NOT_FOUND,
        Kind::AnchorOfOtherRole(_) => &reasons::CERT_ANCHOR_ROLE,
        Kind::SearchExhausted | Kind::TooLong => &reasons::CERT_SEARCH_EXHAUSTED,
        Kind::SignatureWrong => &reasons::CERT_SIGNATURE_WRONG,
        Kind::Algorithm(_) | Kind::Key(_) | Kind::AlgorithmsDisagree => {
            &reasons::CERT_ALGORITHM_NOT_SERVED
        }
        Kind::WeakKey(_) => &reasons::CERT_WEAK_KEY,
        Kind::WeakAlgorithm(_) => &reasons::CERT_WEAK_ALGORITHM,
        Kind::NotYetValid => &reasons::CERT_NOT_YET_VALID,
        Kind::Expired => &reasons::CERT_EXPIRED,
        Kind::NotCa => &reasons::CERT_NOT_CA,
        Kind::PathLength => &reasons::CERT_PATH_LENGTH,
        Kind::KeyCertSign | Kind::KeyUsage => &reasons::CERT_KEY_USAGE,
        Kind::ExtendedKeyUsage => &reasons::CERT_EXTENDED_KEY_USAGE,
        Kind::CriticalExtension(_) => &reasons::CERT_CRITICAL_EXTENSION,
        Kind::NameConstraints | Kind::NameConstraintsNotServed => &reasons::CERT_NAME_CONSTRAINTS,
        Kind::Policy => &reasons::CERT_POLICY,
        Kind::Profile(_) => &reasons::CERT_PROFILE,
        Kind::Revoked {
            reason: Some(CERTIFICATE_HOLD),
            ..
        } if index == 0 => &reasons::CERT_SUSPENDED,
        Kind::Revoked { .. } if index == 0 => &reasons::CERT_REVOKED,
        Kind::Revoked { .. } => &reasons::CA_REVOKED,
        Kind::CrlMissing => &reasons::CRL_MISSING,
        Kind::Crl(CrlProblem::Stale { .. }) => &reasons::CRL_STALE,
        Kind::Crl(CrlProblem::NotYetValid { .. }) => &reasons::CRL_NOT_YET_VALID,
        Kind::Crl(CrlProblem::SignatureWrong) => &reasons::CRL_SIGNATURE_WRONG,
        Kind::Crl(CrlProblem::Ocsp(_)) => &reasons::OCSP_UNUSABLE,
        Kind::Crl(_) => &reasons::CRL_UNUSABLE,
        _ => &reasons::CERT_MALFORMED_EXTENSION,
    };
    let name = |name: &dyn std::fmt::Display| name.to_string();
    let subject = certificate.map_or_else(String::new, |c| name(c.subject()));
    let issuer = certificate.map_or_else(String::new, |c| name(c.issuer()));
    let algorithm = match kind {
        Kind::WeakAlgorithm(weaknesses) => Weakness::listed(weaknesses),
        _ => kind.to_string(),
    };
    let mut reason = Reason::new(entry)
        .with("subject", subject)
        .with("issuer", issuer)
        .with("detail", kind)
        .with("algorithm", algorithm);
    if let Kind::Crl(CrlProblem::NotYetValid { this_update }) = kind {
        reason = reason.at("from", *this_update);
    }
    if let Some(certificate) = certificate {
        reason = reason
            .at("from", certificate.not_before())
            .at("until", certificate.not_after());
    }
    match kind {
        Kind::AnchorOfOtherRole(role) => reason.with("role", format!("{role:?}")),
        Kind::Revoked { since, .. } => reason.at("since", *since),
        Kind::CriticalExtension(oid) | Kind::MalformedExtension(oid) => reason.with("oid", oid),
        Kind::Crl(CrlProblem::Stale {
            next_update: Some(time),
        }) => reason.at("next", *time),
        _ => reason,
    }
}
