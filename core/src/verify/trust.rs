//! Fourth result: does an imported anchor of the right role vouch for the signer?

use super::conclude::TrustFinding;
use super::digests::Digests;
use super::{SubIndication, Trust, ValidationPolicy};
use crate::cms::SignedData;
use crate::pdf::{Document, Object, ParseError, View};
use crate::reason::{Reason, certificate as reasons, signature as signature_reasons};
use crate::status::{OcspAnswers, OcspResponse};
use crate::suite::{DigestAlgorithm, digest};
use crate::x509::{
    Certificate, Crl, CrlProblem, KeyPurpose, PathFailure, PathFailureKind, PathOutcome,
    PathRequest, PathWork, RevocationPolicy, Role, TrustAnchor, validate_within,
};
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use time::OffsetDateTime;

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
    /// What the document timestamps of the file prove.
    pub(super) proofs: &'a [Proof],
}

/// What is found out once for all signatures of a document.
#[derive(Debug)]
pub(super) struct Known<'a> {
    document: &'a Document<'a>,
    /// The document security store, read when a signer is judged.
    store: OnceCell<Carried>,
    pub(super) work: PathWork,
    /// By certificate, time and what its message carries: all that differs between signatures.
    outcomes: RefCell<HashMap<Question, PathOutcome>>,
}

type Question = ([u8; 32], OffsetDateTime, Vec<u8>);

impl<'a> Known<'a> {
    pub(super) fn of(document: &'a Document<'a>, crls: &[Crl]) -> Self {
        Self {
            document,
            store: OnceCell::new(),
            work: PathWork::new(crls),
            outcomes: RefCell::default(),
        }
    }

    fn store(&self) -> &Carried {
        self.store
            .get_or_init(|| Carried::of_document(self.document))
    }
}

/// A document timestamp that is trusted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proof {
    /// The revision that it covers, from 0.
    pub(super) revision: usize,
    /// When that existed.
    pub(super) time: OffsetDateTime,
}

/// Certificates, CRLs and OCSP responses that a document or message carries; trusted in nothing.
#[derive(Debug, Default)]
pub(super) struct Carried {
    certificates: Vec<Certificate>,
    crls: Vec<Crl>,
    ocsp_responses: Vec<OcspResponse>,
}

/// What may be used for one judgement.
#[derive(Debug, Default)]
pub(super) struct Material {
    pub(super) certificates: Vec<Certificate>,
    pub(super) crls: Vec<Crl>,
    pub(super) ocsp_responses: Vec<OcspResponse>,
}

/// Most certificates and CRLs that are taken from a document security store.
const MOST: usize = 256;
/// Octets of all certificates that are taken from it.
const MOST_CERTIFICATES: usize = 2 << 20;

impl Carried {
    /// Takes what a message carries, signed archive of revocation data included.
    pub(super) fn of(data: &SignedData<'_>) -> Self {
        let archived = data
            .signers()
            .iter()
            .flat_map(|signer| signer.archived_crls());
        let crls = data.crls().iter().copied().chain(archived);
        let archived = data
            .signers()
            .iter()
            .flat_map(|signer| signer.archived_ocsp_responses());
        let responses = data.ocsp_responses().iter().copied().chain(archived);
        Self {
            certificates: data.certificates().to_vec(),
            crls: Crl::carried(crls.take(MOST)),
            ocsp_responses: OcspResponse::carried(responses.take(MOST)),
        }
    }

    /// Takes what the document security store of the newest revision holds (ISO 32000-2, 12.8.4.3;
    /// from memory). What cannot be read adds nothing.
    fn of_document(document: &Document<'_>) -> Self {
        let view = document.latest();
        let mut carried = Self::default();
        let mut room = MOST_CERTIFICATES;
        streams(&view, "Certs", &mut room, |octets, room| {
            let found = Certificate::parse(octets).ok();
            *room = room.saturating_sub(octets.len());
            carried.certificates.extend(found);
        });
        let mut room = Crl::CARRIED;
        streams(&view, "CRLs", &mut room, |octets, room| {
            carried.crls.extend(Crl::parse_within(octets, room).ok());
        });
        let mut room = OcspResponse::CARRIED;
        streams(&view, "OCSPs", &mut room, |octets, room| {
            let found = OcspResponse::parse_within(octets, room).ok();
            carried.ocsp_responses.extend(found);
        });
        carried
    }

    /// Tells apart what is carried: SHA-256 of all fingerprints.
    fn fingerprint(&self) -> Vec<u8> {
        let certificates = self.certificates.iter().map(Certificate::fingerprint);
        let crls = self.crls.iter().map(Crl::fingerprint);
        let responses = self.ocsp_responses.iter().map(OcspResponse::fingerprint);
        let all = certificates.chain(crls).chain(responses);
        let all: Vec<&[u8]> = all.map(<[u8; 32]>::as_slice).collect();
        digest(DigestAlgorithm::Sha256, &all.concat())
    }
}

/// Gives each stream of a list to `take`, decoded, one after the other and while there is room.
fn streams(view: &View<'_>, key: &str, room: &mut usize, mut take: impl FnMut(&[u8], &mut usize)) {
    let list = || -> Option<Object<'_>> {
        let catalog = view.catalog().ok()?;
        let store = view.value(catalog.dictionary()?, "DSS").ok()?;
        view.value(store.as_dictionary()?, key).ok()
    };
    let Some(Object::Array(list)) = list() else {
        return;
    };
    for item in list.values().take(MOST).filter_map(Object::as_reference) {
        let Ok(Some(stream)) = view.follow(item) else {
            continue;
        };
        match view.decode_within(&stream, *room) {
            Ok(octets) => take(&octets, room),
            // Its work has been done, and could be asked for again and again.
            Err(ParseError::TooMuch { .. } | ParseError::DamagedStream { .. }) => return,
            Err(_) => {}
        }
    }
}

/// What may be used for the judgement of what carries `carried`.
pub(super) fn material(carried: &Carried, context: &Context<'_>) -> Material {
    let store = context.known.store();
    let certificates = carried
        .certificates
        .iter()
        .chain(&store.certificates)
        .chain(context.certificates);
    let crls = context.crls.iter().chain(&carried.crls).chain(&store.crls);
    let responses = context
        .ocsp_responses
        .iter()
        .chain(&carried.ocsp_responses)
        .chain(&store.ocsp_responses);
    Material {
        certificates: certificates.cloned().collect(),
        crls: crls.cloned().collect(),
        ocsp_responses: responses.cloned().collect(),
    }
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
    let question = (*certificate.fingerprint(), at, carried.fingerprint());
    if let Some(known) = context.known.outcomes.borrow().get(&question) {
        return finding(known, found);
    }
    let material = material(carried, context);
    let answers = OcspAnswers(&material.ocsp_responses);
    let request = PathRequest {
        intermediates: &material.certificates,
        judged_at: context.at,
        crls: &material.crls,
        statuses: Some(&answers),
        revocation: context.revocation,
        purpose: KeyPurpose::Signing,
        ..PathRequest::new(certificate, context.anchors, Role::Signer, at)
    };
    let outcome = validate_within(&request, &context.known.work);
    let finding = finding(&outcome, found);
    context
        .known
        .outcomes
        .borrow_mut()
        .insert(question, outcome);
    finding
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
        Kind::Profile(_) => &reasons::CERT_PROFILE,
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
