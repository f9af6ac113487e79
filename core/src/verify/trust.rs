//! Fourth result: does an imported anchor of the right role vouch for the signer?

use super::conclude::TrustFinding;
use super::digests::Digests;
use super::{SubIndication, Trust};
use crate::cms::SignedData;
use crate::pdf::{Document, Object, View};
use crate::reason::{Reason, certificate as reasons, signature as signature_reasons};
use crate::x509::{
    Certificate, Crl, CrlProblem, KeyPurpose, PathFailure, PathFailureKind, PathOutcome,
    PathRequest, RevocationPolicy, Role, TrustAnchor, validate,
};
use time::OffsetDateTime;

/// What every signature of a document is judged with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) digests: &'a Digests<'a>,
    pub(super) anchors: &'a [TrustAnchor],
    pub(super) at: OffsetDateTime,
    pub(super) crls: &'a [Crl],
    pub(super) certificates: &'a [Certificate],
    /// From the document security store.
    pub(super) carried: &'a Carried,
    pub(super) revocation: RevocationPolicy,
    /// What the document timestamps of the file prove.
    pub(super) proofs: &'a [Proof],
}

/// A document timestamp that is trusted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proof {
    /// The revision that it covers, from 0.
    pub(super) revision: usize,
    /// When that existed.
    pub(super) time: OffsetDateTime,
}

/// Certificates and CRLs that a document or message carries; trusted in nothing.
#[derive(Debug, Default)]
pub(super) struct Carried {
    certificates: Vec<Certificate>,
    crls: Vec<Crl>,
}

/// Most certificates and CRLs that are taken from a document security store.
const MOST: usize = 256;

impl Carried {
    /// Takes what a message carries, signed archive of CRLs included.
    pub(super) fn of(data: &SignedData<'_>) -> Self {
        let archived = data
            .signers()
            .iter()
            .flat_map(|signer| signer.archived_crls());
        let crls = data.crls().iter().copied().chain(archived);
        Self {
            certificates: data.certificates().to_vec(),
            crls: crls
                .take(MOST)
                .filter_map(|der| Crl::parse(der).ok())
                .collect(),
        }
    }

    /// Takes what the document security store of the newest revision holds (ISO 32000-2, 12.8.4.3;
    /// from memory). What cannot be read adds nothing.
    pub(super) fn of_document(document: &Document<'_>) -> Self {
        let view = document.latest();
        let mut carried = Self::default();
        for octets in streams(&view, "Certs") {
            carried
                .certificates
                .extend(Certificate::parse(&octets).ok());
        }
        for octets in streams(&view, "CRLs") {
            carried.crls.extend(Crl::parse(&octets).ok());
        }
        carried
    }
}

fn streams(view: &View<'_>, key: &str) -> Vec<Vec<u8>> {
    let list = || -> Option<Object<'_>> {
        let catalog = view.catalog().ok()?;
        let store = view.value(catalog.dictionary()?, "DSS").ok()?;
        view.value(store.as_dictionary()?, key).ok()
    };
    let Some(Object::Array(list)) = list() else {
        return Vec::new();
    };
    list.values()
        .take(MOST)
        .filter_map(|item| {
            let stream = view.follow(item.as_reference()?).ok()??;
            Some(view.decode(&stream).ok()?.into_owned())
        })
        .collect()
}

/// Certificates and CRLs that may be used for what carries `carried`.
pub(super) fn material(carried: &Carried, context: &Context<'_>) -> (Vec<Certificate>, Vec<Crl>) {
    let certificates = carried
        .certificates
        .iter()
        .chain(&context.carried.certificates)
        .chain(context.certificates);
    let crls = context
        .crls
        .iter()
        .chain(&carried.crls)
        .chain(&context.carried.crls);
    (certificates.cloned().collect(), crls.cloned().collect())
}

/// Looks for a path from a signer's certificate to an anchor and says what is wrong with it.
///
/// `proved` is a time at which the signature existed, if a timestamp that is trusted says so: a
/// certificate that was good then is good for this signature, whatever came later.
pub(super) fn judge(
    certificate: &Certificate,
    carried: &Carried,
    context: &Context<'_>,
    proved: Option<OffsetDateTime>,
    found: &mut Vec<Reason>,
) -> TrustFinding {
    let mut now = Vec::new();
    let present = judge_at(certificate, carried, context, context.at, &mut now);
    let Some(time) = proved.filter(|_| may_have_been_better(present)) else {
        found.extend(now);
        return present;
    };
    let past = judge_at(certificate, carried, context, time, &mut Vec::new());
    if past.trust == Trust::Trusted {
        found.push(Reason::new(&signature_reasons::PROVED_IN_TIME).with("time", time));
        return past;
    }
    found.extend(now);
    present
}

/// What runs out or was revoked may have been good when the signature was made (EN 319 102-1, 5.6.2.2;
/// from memory).
fn may_have_been_better(finding: TrustFinding) -> bool {
    matches!(
        finding.sub_indication,
        Some(
            SubIndication::OutOfBoundsNoPoe
                | SubIndication::RevokedNoPoe
                | SubIndication::RevokedCaNoPoe
        )
    )
}

fn judge_at(
    certificate: &Certificate,
    carried: &Carried,
    context: &Context<'_>,
    at: OffsetDateTime,
    found: &mut Vec<Reason>,
) -> TrustFinding {
    let (intermediates, crls) = material(carried, context);
    let outcome = validate(&PathRequest {
        leaf: certificate,
        intermediates: &intermediates,
        anchors: context.anchors,
        role: Role::Signer,
        at,
        judged_at: context.at,
        crls: &crls,
        revocation: context.revocation,
        purpose: KeyPurpose::Signing,
    });
    finding(&outcome, found)
}

/// Puts the outcome of a path into a result and reasons, most decisive first.
pub(super) fn finding(outcome: &PathOutcome, found: &mut Vec<Reason>) -> TrustFinding {
    if outcome.is_valid() {
        return TrustFinding {
            trust: Trust::Trusted,
            sub_indication: None,
        };
    }
    let mut failures: Vec<&PathFailure> = outcome.failures.iter().collect();
    failures.sort_by_key(|failure| rank(&failure.kind));
    for failure in &failures {
        found.push(reason(
            &failure.kind,
            failure.index,
            outcome.chain.get(failure.index),
        ));
    }
    let (trust, sub) = failures.first().map_or(
        (Trust::Unknown, SubIndication::NoCertificateChainFound),
        |failure| weigh(failure),
    );
    TrustFinding {
        trust,
        sub_indication: Some(sub),
    }
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
        PathFailureKind::WeakAlgorithm => 5,
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
        Kind::WeakAlgorithm => (Trust::Unknown, SubIndication::CryptoConstraintsFailureNoPoe),
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
        Kind::Algorithm(_) | Kind::AlgorithmsDisagree => &reasons::CERT_ALGORITHM_NOT_SERVED,
        Kind::WeakAlgorithm => &reasons::CERT_WEAK_ALGORITHM,
        Kind::NotYetValid => &reasons::CERT_NOT_YET_VALID,
        Kind::Expired => &reasons::CERT_EXPIRED,
        Kind::NotCa => &reasons::CERT_NOT_CA,
        Kind::PathLength => &reasons::CERT_PATH_LENGTH,
        Kind::KeyCertSign | Kind::KeyUsage => &reasons::CERT_KEY_USAGE,
        Kind::ExtendedKeyUsage => &reasons::CERT_EXTENDED_KEY_USAGE,
        Kind::CriticalExtension(_) => &reasons::CERT_CRITICAL_EXTENSION,
        Kind::NameConstraints | Kind::NameConstraintsNotServed => &reasons::CERT_NAME_CONSTRAINTS,
        Kind::Policy => &reasons::CERT_POLICY,
        Kind::Revoked { .. } if index == 0 => &reasons::CERT_REVOKED,
        Kind::Revoked { .. } => &reasons::CA_REVOKED,
        Kind::CrlMissing => &reasons::CRL_MISSING,
        Kind::Crl(CrlProblem::Stale { .. }) => &reasons::CRL_STALE,
        Kind::Crl(CrlProblem::NotYetValid { .. }) => &reasons::CRL_NOT_YET_VALID,
        Kind::Crl(CrlProblem::SignatureWrong) => &reasons::CRL_SIGNATURE_WRONG,
        Kind::Crl(_) => &reasons::CRL_UNUSABLE,
        _ => &reasons::CERT_MALFORMED_EXTENSION,
    };
    let name = |name: &dyn std::fmt::Display| name.to_string();
    let subject = certificate.map_or_else(String::new, |c| name(c.subject()));
    let issuer = certificate.map_or_else(String::new, |c| name(c.issuer()));
    let mut reason = Reason::new(entry)
        .with("subject", subject)
        .with("issuer", issuer)
        .with("detail", kind)
        .with("algorithm", kind);
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
