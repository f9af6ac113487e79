//! Which level a document reached, as `verify` finds it.

use super::ServiceError;
use super::open;
use crate::wire::ReasonText;
use std::path::Path;
use time::{Duration, OffsetDateTime};
use yinxin_core::pdf::{Password, SecurityStore};
use yinxin_core::reason::signature::LEVEL_NOT_CLAIMED;
use yinxin_core::verify::{SignatureKind, Verifier};
use yinxin_core::x509::{Certificate, Role, TrustAnchor};

/// The baseline levels, the lowest first.
const LEVELS: [&str; 4] = ["B-B", "B-T", "B-LT", "B-LTA"];
/// How far the clock of an authority may be ahead of the caller's.
const SKEW: Duration = Duration::minutes(5);

/// What a document came to.
pub(super) struct Reached {
    /// The lowest level of its signatures; `None` where one claims no level.
    pub(super) level: Option<&'static str>,
    /// Why a signature has no level.
    pub(super) problems: Vec<ReasonText>,
}

/// Asks the verifier for the level, under the anchors that validation data were gathered for: those
/// given, and for a role without any the certificates of the file that are issued by themselves. Whether
/// anybody trusts them is not asked here.
pub(super) fn reached(
    octets: &[u8],
    path: &Path,
    password: Option<&Password>,
    given: &[TrustAnchor],
    at: OffsetDateTime,
) -> Result<Reached, ServiceError> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| ServiceError::Document {
        path: path.into(),
        source,
    };
    let document = open(octets, path, password)?;
    let store = SecurityStore::read(&document.latest());
    let store = store.map_err(|error| failed(Box::new(error)))?;
    let certificates = store.certificates.iter();
    let own: Vec<Certificate> = certificates
        .filter_map(|der| Certificate::parse(der).ok())
        .filter(Certificate::is_self_issued)
        .collect();
    let mut anchors = given.to_vec();
    for role in [Role::Signer, Role::Tsa] {
        if given.iter().all(|anchor| anchor.role != role) {
            anchors.extend(own.iter().map(|certificate| TrustAnchor {
                certificate: certificate.clone(),
                role,
            }));
        }
    }
    let report = Verifier::new(&anchors, at + SKEW)
        .password(password)
        .run(octets)
        .map_err(|error| failed(Box::new(error)))?;
    let of_signatures = report
        .signatures
        .iter()
        .filter(|one| one.kind != SignatureKind::DocumentTimestamp);
    let rank = |level: Option<&str>| LEVELS.iter().position(|known| Some(*known) == level);
    let mut lowest = None;
    let mut problems = Vec::new();
    for (index, signature) in of_signatures.enumerate() {
        let own = rank(signature.level);
        lowest = match index {
            0 => own,
            _ => lowest.min(own),
        };
        let why = signature.reasons.iter();
        let why = why.filter(|reason| reason.code() == LEVEL_NOT_CLAIMED.code);
        problems.extend(why.map(ReasonText::from));
    }
    problems.dedup();
    Ok(Reached {
        level: lowest.and_then(|rank| LEVELS.get(rank).copied()),
        problems,
    })
}
