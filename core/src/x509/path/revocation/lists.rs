use super::super::signatures::PathWork;
use super::super::{CrlProblem, PathRequest, RevocationStatus};
use crate::x509::{Certificate, Crl, Reasons, Revocation};
use time::OffsetDateTime;

/// Reason code of an entry that may be taken back (RFC 5280, 5.3.1).
pub(super) const CERTIFICATE_HOLD: u8 = 6;
/// Reason code of an entry that takes a certificate off a list; only lists of changes may have it.
pub(in super::super) const REMOVE_FROM_CRL: u8 = 8;

/// A list that speaks about the certificate, and was signed by one who may sign it.
pub(super) struct Speaking<'r> {
    pub(super) crl: &'r Crl,
    pub(super) signer: &'r Certificate,
    /// Its signature proves nothing today: it can revoke, and takes nothing back.
    pub(super) is_weak: bool,
    /// The reasons for which it speaks.
    pub(super) reasons: Reasons,
    /// What it says of the certificate.
    pub(super) entry: Option<Revocation>,
}

impl Speaking<'_> {
    /// Whether these changes can be put on the whole list `complete` (RFC 5280, 6.3.3 c and h).
    fn continues(&self, complete: &Self) -> bool {
        self.crl.continues(complete.crl)
            && self.signer.subject_public_key_info() == complete.signer.subject_public_key_info()
    }

    fn removes(&self) -> bool {
        self.crl.is_delta()
            && self
                .entry
                .is_some_and(|e| e.reason == Some(REMOVE_FROM_CRL))
    }
}

/// Says what the lists say together (RFC 5280, 6.3.3 i to l).
///
/// A revocation counts on every list, however old or weak. Only a hold can be taken back: by changes that
/// remove it, or by a later whole list of the same scope.
pub(super) fn conclude(
    lists: &[Speaking<'_>],
    certificate: &Certificate,
    request: &PathRequest<'_>,
    work: &PathWork,
    mut problems: Vec<CrlProblem>,
) -> RevocationStatus {
    let strong = || lists.iter().filter(|list| !list.is_weak);
    let changes: Vec<&Speaking<'_>> = strong().filter(|list| list.crl.is_delta()).collect();
    let holds = |list: &Speaking<'_>| {
        list.entry
            .filter(|entry| entry.since() <= request.at && !list.removes())
    };
    let pairs = lists.len().saturating_mul(
        changes
            .len()
            .saturating_add(lists.iter().filter(|list| holds(list).is_some()).count()),
    );
    if !work.compare(pairs) {
        problems.push(CrlProblem::Exhausted);
        return RevocationStatus::Unknown(problems);
    }
    let revoked = lists
        .iter()
        .filter_map(|list| holds(list).map(|entry| (list, entry)))
        .filter(|(list, entry)| {
            entry.reason != Some(CERTIFICATE_HOLD)
                || !strong().any(|other| takes_back(other, list, certificate, request))
        })
        .map(|(_, entry)| (entry.since(), entry.reason))
        // One for good comes before a hold, then the earliest.
        .min_by_key(|(since, reason)| (*reason == Some(CERTIFICATE_HOLD), *since));
    if let Some((since, reason)) = revoked {
        return RevocationStatus::Revoked { since, reason };
    }
    if lists.iter().any(|list| list.is_weak) {
        problems.push(CrlProblem::Algorithm);
    }
    let mut covered = Reasons::NONE;
    let mut oldest: Option<OffsetDateTime> = None;
    for list in strong().filter(|list| !list.crl.is_delta()) {
        // What was taken back by changes is good as of those changes.
        let is_held = holds(list).is_some();
        let own = (!is_held).then(|| fresh(list.crl, certificate, request));
        let continued = changes
            .iter()
            .filter(|change| !is_held || change.removes())
            .filter(|change| change.continues(list))
            .filter(|change| fresh(change.crl, certificate, request).is_ok())
            .map(|change| change.crl.this_update())
            .max();
        let as_of = match (own, continued) {
            (_, Some(later)) => later,
            (Some(Ok(())), None) => list.crl.this_update(),
            (Some(Err(problem)), None) => {
                problems.push(problem);
                continue;
            }
            (None, None) => continue,
        };
        covered = covered.union(list.reasons);
        oldest = Some(oldest.map_or(as_of, |known| known.min(as_of)));
    }
    let is_alone = |change: &&&Speaking<'_>| !strong().any(|list| change.continues(list));
    problems.extend(changes.iter().filter(is_alone).map(|_| CrlProblem::Delta));
    match oldest {
        // A list that was not looked at may revoke.
        _ if problems.contains(&CrlProblem::Exhausted) => RevocationStatus::Unknown(problems),
        Some(this_update) if covered == Reasons::ALL => RevocationStatus::Good { this_update },
        Some(_) => {
            problems.push(CrlProblem::Scope);
            RevocationStatus::Unknown(problems)
        }
        None => RevocationStatus::Unknown(problems),
    }
}

/// Whether `later` takes back the hold that stands on `list`.
fn takes_back(
    later: &Speaking<'_>,
    list: &Speaking<'_>,
    certificate: &Certificate,
    request: &PathRequest<'_>,
) -> bool {
    let issued = later.crl.this_update();
    if issued > request.at {
        return false;
    }
    if later.crl.is_delta() {
        return later.removes()
            && if list.crl.is_delta() {
                later.crl.follows(list.crl)
            } else {
                later.continues(list)
            };
    }
    later.entry.is_none()
        && issued > list.crl.this_update()
        // One that has run out may be left out.
        && issued <= certificate.not_after()
        && later.crl.scope() == list.crl.scope()
}

/// Checks that the list speaks about the time asked for.
fn fresh(
    crl: &Crl,
    certificate: &Certificate,
    request: &PathRequest<'_>,
) -> Result<(), CrlProblem> {
    let this_update = crl.this_update();
    let next_update = crl.next_update();
    if this_update > request.at {
        // A later list still names the certificate if that had not run out by then.
        let speaks = this_update <= request.judged_at && this_update <= certificate.not_after();
        if !speaks {
            return Err(CrlProblem::NotYetValid { this_update });
        }
    }
    if next_update.is_none_or(|next| next < request.at) {
        return Err(CrlProblem::Stale { next_update });
    }
    Ok(())
}
