//! Who issued the licence, and was it allowed to.

use super::findings::Findings;
use super::{Case, FoundIssuer};
use crate::licence::{AreaCode, Licence, TypeCode, last_instant};
use crate::reason::{Reason, recognition as reasons};
use crate::recognition::{
    Authority, IssuingDomain, List, ListedCertificate, Object, Sha256, Standing, Store,
};
use crate::verify::{
    Coverage, Indication, Integrity, Report, SignatureKind, SignatureReport, SubIndication, Trust,
};
use time::OffsetDateTime;

/// Finds the authority whose certificate signed the document, and checks that it is the one the
/// licence names and that it may issue this type, here, then.
pub(super) fn find<'a>(
    case: &mut Case<'a>,
    licence: &Licence,
    findings: &mut Findings,
) -> Option<FoundIssuer<'a>> {
    let listed: Vec<Signed<'a, 'a>> = case
        .input
        .report
        .signatures
        .iter()
        .filter(|signature| vouches(signature))
        .filter_map(|signature| Signed::of(case.input.store, signature))
        .collect();
    let (mut named, others): (Vec<_>, Vec<_>) = listed
        .into_iter()
        .partition(|signed| signed.authority.id.as_str() == licence.issuer.code);
    if named.iter().any(Signed::certifies) {
        named.retain(Signed::certifies);
    }
    // What one signature lacks another one does not make up for: those that passed are asked
    // first, and the others only where the clause puts up with them.
    if named.iter().any(Signed::passed) {
        named.retain(Signed::passed);
    }
    let Some(first) = named.first() else {
        let other = others.first();
        // A listed certificate that must not be relied on is another thing than one that is not
        // listed; a signature by somebody else is told of all the same.
        if distrusted(case, licence, findings) && other.is_none() {
            return None;
        }
        not_named(case, licence, other, findings);
        return None;
    };
    // Anybody may bring a document to a counter and have it stamped. Only the signature that made
    // the document, a certification that comes first, says who issued it.
    if !named.iter().any(Signed::certifies) {
        findings.undecided(Reason::new(&reasons::ISSUER_ONLY_STAMPED));
        return None;
    }
    let (list, authority) = (first.list, first.authority);
    let domain = IssuingDomain(list.header.domain.clone());
    case.root(&domain.0, findings);
    case.rest_on(list, findings);
    let fresh = list.is_fresh(case.input.now);
    may_issue(licence, authority, fresh, findings);
    // Any one signature of the authority is enough; the best of them speaks.
    let trials = named
        .iter()
        .map(|signed| signed.time_and_standing(case, licence));
    if let Some(best) = trials.min_by_key(Findings::weight) {
        findings.append(best);
    }
    let signatures = named.iter().map(|signed| signed.signature).collect();
    Some(FoundIssuer {
        domain,
        list,
        authority,
        signatures,
    })
}

/// Returns the list in which the certificate stands that issued the licence: one of the authority
/// that the licence names, on a certification that is whole.
pub(super) fn issuing_list<'s>(
    report: &Report,
    store: &'s Store,
    licence: &Licence,
) -> Option<&'s Object<List>> {
    let signed = report.signatures.iter();
    let mut signed = signed.filter(|one| vouches(one));
    signed.find_map(|signature| {
        let signed = Signed::of(store, signature)?;
        let is_issuer = signed.authority.id.as_str() == licence.issuer.code;
        (is_issuer && signed.certifies()).then_some(signed.list)
    })
}

/// A signature can say who issued, if it is whole; whether it passed is for the document to say.
fn vouches(signature: &SignatureReport) -> bool {
    is_whole(signature) && signature.trust != Trust::Untrusted
}

fn is_whole(signature: &SignatureReport) -> bool {
    signature.kind != SignatureKind::DocumentTimestamp
        && signature.integrity == Integrity::Intact
        && !matches!(signature.coverage, Coverage::Partial | Coverage::SomeFiles)
        && signature.modification_allowed
}

/// Tells of a signature by a certificate that is listed for the authority the licence names, and that
/// must not be relied on; false where there is none.
fn distrusted(case: &mut Case<'_>, licence: &Licence, findings: &mut Findings) -> bool {
    let mut signatures = case.input.report.signatures.iter();
    let found = signatures.find_map(|signature| {
        let is_it = is_whole(signature) && signature.trust == Trust::Untrusted;
        let signed = is_it.then(|| Signed::of(case.input.store, signature))??;
        (signed.authority.id.as_str() == licence.issuer.code).then_some(signed)
    });
    let Some(signed) = found else { return false };
    case.rest_on(signed.list, findings);
    use SubIndication as Sub;
    match signed.signature.sub_indication {
        // A certificate that is suspended is not known to be good either.
        Some(Sub::Revoked | Sub::RevokedNoPoe | Sub::RevokedCaNoPoe | Sub::TryLater) => {
            findings.refusal(Reason::new(&reasons::SIGNER_REVOKED));
        }
        // It may have been good when it was used, or the clock may be wrong.
        Some(
            Sub::OutOfBoundsNoPoe | Sub::OutOfBoundsNotRevoked | Sub::Expired | Sub::NotYetValid,
        ) => {
            findings.cause(Reason::new(&reasons::SIGNER_OUT_OF_BOUNDS));
        }
        _ => findings.refusal(Reason::new(&reasons::SIGNER_UNTRUSTED)),
    }
    true
}

/// A signature by a listed certificate.
struct Signed<'a, 'r> {
    signature: &'r SignatureReport,
    list: &'a Object<List>,
    authority: &'a Authority,
    certificate: &'a ListedCertificate,
}

impl<'a, 'r> Signed<'a, 'r> {
    fn of(store: &'a Store, signature: &'r SignatureReport) -> Option<Self> {
        let fingerprint = Sha256::parse(&signature.signer.as_ref()?.certificate_sha256)?;
        let (list, authority, place) = store.find_certificate(&fingerprint)?;
        let authority = list.body.authorities.get(authority)?;
        let certificate = authority.certificates.get(place)?;
        Some(Self {
            signature,
            list,
            authority,
            certificate,
        })
    }

    fn certifies(&self) -> bool {
        self.signature.kind == SignatureKind::Certification
    }

    fn passed(&self) -> bool {
        self.signature.indication == Indication::TotalPassed
    }

    /// Was the authority in good standing all the time in which it may have signed?
    fn time_and_standing(&self, case: &Case<'_>, licence: &Licence) -> Findings {
        let mut findings = Findings::default();
        let now = case.input.now;
        // Without a proof of when it was signed, it may have been signed just now.
        let proof = self
            .signature
            .best_signature_time
            .filter(|time| *time <= now);
        let latest = proof.unwrap_or(now);
        let issued = last_instant(licence.issued).min(latest);
        self.check_certificate(latest, &mut findings);
        let begun = self.authority.standing_at(issued);
        let Some(begun) = begun else {
            let reason = Reason::new(&reasons::AUTHORITY_NOT_THEN)
                .with("authority", &self.authority.name_zh);
            findings.refusal(reason);
            return findings;
        };
        if begun.standing != Standing::Granted {
            findings.refusal(self.lost(begun.standing, begun.from));
            return findings;
        }
        let lost = self.authority.standing.iter().find(|change| {
            issued < change.from && change.from <= latest && change.standing != Standing::Granted
        });
        if let Some(lost) = lost {
            let still = self
                .authority
                .standing_at(latest)
                .is_some_and(|change| change.standing != Standing::Granted);
            if still {
                findings.refusal(self.lost(lost.standing, lost.from));
            } else {
                let reason = Reason::new(&reasons::AUTHORITY_TIME_UNPROVED)
                    .with("authority", &self.authority.name_zh)
                    .at("time", lost.from);
                findings.undecided(reason);
            }
        }
        let since = self.authority.standing_at(now);
        let later = since.filter(|c| c.standing != Standing::Granted && c.from > latest);
        if let Some(since) = later {
            let reason = Reason::new(&reasons::AUTHORITY_LOST_LATER)
                .with("authority", &self.authority.name_zh)
                .at("time", since.from);
            findings.note(reason);
        }
        findings
    }

    fn check_certificate(&self, latest: OffsetDateTime, findings: &mut Findings) {
        let ListedCertificate {
            from,
            until,
            compromised_from,
            ..
        } = self.certificate;
        if let Some(time) = compromised_from.filter(|time| *time <= latest) {
            findings.refusal(Reason::new(&reasons::SIGNER_COMPROMISED).at("time", time));
        }
        if latest < *from || until.is_some_and(|until| until < latest) {
            findings.refusal(Reason::new(&reasons::SIGNER_NOT_LISTED_THEN));
        }
    }

    fn lost(&self, standing: Standing, from: OffsetDateTime) -> Reason {
        let entry = match standing {
            Standing::Suspended => &reasons::AUTHORITY_SUSPENDED,
            _ => &reasons::AUTHORITY_WITHDRAWN,
        };
        Reason::new(entry)
            .with("authority", &self.authority.name_zh)
            .at("time", from)
    }
}

fn may_issue(licence: &Licence, authority: &Authority, fresh: bool, findings: &mut Findings) {
    let allowed =
        TypeCode::parse(&licence.type_code).is_ok_and(|code| authority.types.contains(&code));
    if !allowed {
        let reason = Reason::new(&reasons::TYPE_NOT_ALLOWED)
            .with("authority", &authority.name_zh)
            .with("type", &licence.type_code);
        findings.absence(fresh, reason);
    }
    let inside =
        AreaCode::parse(&licence.area_code).is_ok_and(|area| authority.jurisdiction.covers(&area));
    if !inside {
        let reason = Reason::new(&reasons::OUT_OF_JURISDICTION)
            .with("authority", &authority.name_zh)
            .with("area", &licence.area_code);
        findings.absence(fresh, reason);
    }
}

/// No signature is by the authority that the licence names: why?
fn not_named(
    case: &mut Case<'_>,
    licence: &Licence,
    other: Option<&Signed<'_, '_>>,
    findings: &mut Findings,
) {
    let store = case.input.store;
    let now = case.input.now;
    if let Some(other) = other {
        case.rest_on(other.list, findings);
        let reason =
            Reason::new(&reasons::ISSUER_DIFFERS).with("authority", &other.authority.name_zh);
        return findings.refusal(reason);
    }
    let lists_it = |list: &&Object<List>| {
        list.body
            .authorities
            .iter()
            .any(|a| a.id.as_str() == licence.issuer.code)
    };
    if let Some(list) = store.lists().find(lists_it) {
        case.rest_on(list, findings);
        let fresh = list.is_fresh(now);
        return findings.absence(fresh, Reason::new(&reasons::SIGNER_NOT_LISTED));
    }
    // The domain is then known by the area alone.
    let area = AreaCode::parse(&licence.area_code).ok();
    let mut domains = store.roots().filter(|root| {
        let covers = |area| root.body.jurisdiction.iter().any(|own| own.covers(area));
        root.is_valid(now) && area.as_ref().is_some_and(covers)
    });
    let Some(root) = domains.next() else {
        return findings.undecided(Reason::new(&reasons::DOMAIN_UNKNOWN));
    };
    let domain = &root.header.domain;
    match store.list(domain) {
        // With several domains of that area, another one's list may be the one that is missing.
        Some(list) if domains.next().is_none() => {
            case.rest_on(list, findings);
            let reason = Reason::new(&reasons::ISSUER_NOT_LISTED).with("domain", domain);
            findings.absence(list.is_fresh(now), reason);
        }
        Some(_) => findings.undecided(Reason::new(&reasons::DOMAIN_UNKNOWN)),
        None => {
            findings.undecided(Reason::new(&reasons::LIST_MISSING).with("domain", domain));
        }
    }
}
