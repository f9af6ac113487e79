use super::signatures::Signatures;
use super::{CrlProblem, PathFailureKind, PathRequest, RevocationPolicy, RevocationStatus};
use crate::x509::{Certificate, Crl, DistributionPoint, GeneralName, Reasons};
use time::OffsetDateTime;

/// Reason code of an entry that takes a certificate off a list; only lists of changes may have it.
pub(super) const REMOVE_FROM_CRL: u8 = 8;

/// Finds the status of the certificates of one path in revocation lists (RFC 5280, 6.3).
///
/// Every list that applies is looked at, and none ends the search. Lists of changes are not
/// combined with whole lists: what they revoke is revoked, and they clear nothing.
pub(super) struct Revocations<'r, 's, 'w> {
    request: &'r PathRequest<'r>,
    chain: &'r [&'r Certificate],
    signatures: &'s mut Signatures<'w>,
}

/// A certificate whose status is asked for, and where its issuer stands in the path.
#[derive(Clone, Copy)]
struct Asked<'r> {
    certificate: &'r Certificate,
    issuer: usize,
    /// Whether it is asked because it signed a list about another: that goes one step and no further.
    nested: bool,
}

impl<'r, 's, 'w> Revocations<'r, 's, 'w> {
    pub(super) fn new(
        request: &'r PathRequest<'r>,
        chain: &'r [&'r Certificate],
        signatures: &'s mut Signatures<'w>,
    ) -> Self {
        Self {
            request,
            chain,
            signatures,
        }
    }

    /// Returns the status of the certificate at `index` of the path.
    pub(super) fn status(&mut self, index: usize) -> RevocationStatus {
        match self.chain.get(index) {
            Some(certificate) => self.status_of(Asked {
                certificate,
                issuer: index + 1,
                nested: false,
            }),
            None => RevocationStatus::Unknown(Vec::new()),
        }
    }

    fn status_of(&mut self, asked: Asked<'r>) -> RevocationStatus {
        let mut covered = Reasons::NONE;
        let mut oldest: Option<OffsetDateTime> = None;
        let mut problems = Vec::new();
        let mut revoked: Option<(OffsetDateTime, Option<u8>)> = None;
        let crls = self.request.crls;
        for crl in crls {
            if crl.issuer() != asked.certificate.issuer() {
                continue;
            }
            let reasons = match scope(crl, asked.certificate) {
                Ok(reasons) => reasons,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            if let Err(problem) = self.signed(crl, asked) {
                problems.push(problem);
                continue;
            }
            // A revocation counts even on a list that is old or only lists changes.
            if let Some(entry) = crl.find(asked.certificate.serial()) {
                let removed = crl.is_delta() && entry.reason == Some(REMOVE_FROM_CRL);
                let since = entry.since();
                if since <= self.request.at && !removed {
                    if revoked.is_none_or(|(known, _)| since < known) {
                        revoked = Some((since, entry.reason));
                    }
                    continue;
                }
            }
            if crl.is_delta() {
                problems.push(CrlProblem::Delta);
                continue;
            }
            match self.fresh(crl, asked.certificate) {
                Ok(()) => {
                    covered = covered.union(reasons);
                    let issued = crl.this_update();
                    oldest = Some(oldest.map_or(issued, |known| known.min(issued)));
                }
                Err(problem) => problems.push(problem),
            }
        }
        match (revoked, oldest) {
            (Some((since, reason)), _) => RevocationStatus::Revoked { since, reason },
            // A list that was not looked at may revoke.
            (None, _) if problems.contains(&CrlProblem::Exhausted) => {
                RevocationStatus::Unknown(problems)
            }
            (None, Some(this_update)) if covered == Reasons::ALL => {
                RevocationStatus::Good { this_update }
            }
            (None, Some(_)) => {
                problems.push(CrlProblem::Scope);
                RevocationStatus::Unknown(problems)
            }
            (None, None) => RevocationStatus::Unknown(problems),
        }
    }

    /// Checks that the list speaks about the time asked for.
    fn fresh(&self, crl: &Crl, certificate: &Certificate) -> Result<(), CrlProblem> {
        let this_update = crl.this_update();
        let next_update = crl.next_update();
        if this_update > self.request.at {
            // A later list still names the certificate if that had not run out by then.
            let speaks =
                this_update <= self.request.judged_at && this_update <= certificate.not_after();
            if !speaks {
                return Err(CrlProblem::NotYetValid { this_update });
            }
        }
        if next_update.is_none_or(|next| next < self.request.at) {
            return Err(CrlProblem::Stale { next_update });
        }
        Ok(())
    }

    /// Checks that a key of the issuer, which may sign lists, signed this one.
    fn signed(&mut self, crl: &Crl, asked: Asked<'r>) -> Result<(), CrlProblem> {
        if !crl.algorithms_agree() {
            return Err(CrlProblem::Algorithm);
        }
        let mut problem = CrlProblem::SignatureWrong;
        for signer in self.list_signers(asked) {
            match self.signatures.list(crl, signer) {
                Ok(()) if !may_sign_lists(signer) => problem = CrlProblem::KeyUsage,
                Ok(()) if self.is_authorised(signer, asked) => return Ok(()),
                Ok(()) | Err(PathFailureKind::SignatureWrong) => {}
                Err(PathFailureKind::SearchExhausted) => return Err(CrlProblem::Exhausted),
                Err(_) => problem = CrlProblem::Algorithm,
            }
        }
        Err(problem)
    }

    /// Certificates of the name of the issuer: its own first, then those of its other keys.
    fn list_signers(&self, asked: Asked<'r>) -> Vec<&'r Certificate> {
        let name = asked.certificate.issuer();
        let own = self.chain.get(asked.issuer).copied();
        let others = self.chain.iter().copied().chain(self.request.intermediates);
        let mut all: Vec<&'r Certificate> = own.into_iter().collect();
        for other in others.filter(|other| other.subject() == name) {
            if !all.contains(&other) && all.len() < 8 {
                all.push(other);
            }
        }
        all
    }

    /// Checks that `signer` has its name from the same authority as the issuer (RFC 5280, 6.3.3 f):
    /// it is the issuer, or its key was certified by the issuer's own key or by the issuer's issuer,
    /// and has not been revoked. The name alone proves nothing: an authority below can be given the
    /// name of one above.
    fn is_authorised(&mut self, signer: &'r Certificate, asked: Asked<'r>) -> bool {
        if self.chain.get(asked.issuer) == Some(&signer) {
            return true;
        }
        if asked.certificate == signer {
            return false;
        }
        if let Some(position) = self.chain.iter().position(|other| *other == signer) {
            // Another key of the same authority: every step between the two is self-issued.
            let (from, to) = (position.min(asked.issuer), position.max(asked.issuer));
            let mut between = self.chain.iter().take(to).skip(from);
            return between.all(|step| step.is_self_issued());
        }
        if asked.nested || !self.is_sound(signer) {
            return false;
        }
        for issuer in [asked.issuer, asked.issuer + 1] {
            let Some(above) = self.chain.get(issuer).copied() else {
                continue;
            };
            if above.subject() != signer.issuer() || self.signatures.link(signer, above).is_err() {
                continue;
            }
            let status = self.status_of(Asked {
                certificate: signer,
                issuer,
                nested: true,
            });
            return match status {
                RevocationStatus::Good { .. } => true,
                RevocationStatus::Revoked { .. } | RevocationStatus::NotChecked => false,
                RevocationStatus::Unknown(problems) => {
                    !problems.contains(&CrlProblem::Exhausted)
                        && self.request.revocation != RevocationPolicy::Require
                }
            };
        }
        false
    }

    fn is_sound(&self, signer: &Certificate) -> bool {
        let at = self.request.at;
        signer.not_before() <= at
            && at <= signer.not_after()
            && signer.algorithms_agree()
            && signer.unknown_critical_extensions().is_empty()
            && signer.malformed_extensions().is_empty()
            && signer
                .key_usage()
                .is_some_and(super::super::KeyUsage::crl_sign)
    }
}

fn may_sign_lists(signer: &Certificate) -> bool {
    signer
        .key_usage()
        .is_none_or(super::super::KeyUsage::crl_sign)
}

/// The reasons for which the list speaks about the certificate (RFC 5280, 6.3.3 b and d).
fn scope(crl: &Crl, certificate: &Certificate) -> Result<Reasons, CrlProblem> {
    if let Some(oid) = crl.unknown_critical_extension() {
        return Err(CrlProblem::CriticalExtension(*oid));
    }
    if !crl.has_number_as_due() {
        return Err(CrlProblem::Number);
    }
    let Some(scope) = crl.scope() else {
        return Ok(Reasons::ALL);
    };
    if scope.indirect {
        return Err(CrlProblem::Indirect);
    }
    let is_ca = certificate
        .basic_constraints()
        .is_some_and(|constraints| constraints.ca);
    if scope.only_attribute || (scope.only_user && is_ca) || (scope.only_ca && !is_ca) {
        return Err(CrlProblem::Scope);
    }
    let Some(names) = &scope.names else {
        return Ok(scope.reasons);
    };
    // The point that is assumed where none is named bears the name of the issuer.
    let issuer = GeneralName::Directory(certificate.issuer().clone());
    if names.contains(&issuer) {
        return Ok(scope.reasons);
    }
    let own = |point: &DistributionPoint| {
        point
            .crl_issuer
            .as_ref()
            .is_none_or(|names| names.contains(&issuer))
    };
    let covered = certificate
        .distribution_points()
        .unwrap_or_default()
        .iter()
        .filter(|point| {
            own(point)
                && point
                    .names
                    .iter()
                    .flatten()
                    .any(|name| names.contains(name))
        })
        .fold(Reasons::NONE, |sum, point| sum.union(point.reasons));
    match covered.intersection(scope.reasons) {
        Reasons::NONE => Err(CrlProblem::Scope),
        some => Ok(some),
    }
}
