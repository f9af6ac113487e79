use super::super::search::Search;
use super::super::{
    CrlProblem, KeyPurpose, PathFailure, PathFailureKind, PathRequest, PolicyInputs, chain,
};
use super::{Asked, Revocations};
use crate::x509::{Certificate, Crl, KeyUsage, TrustAnchor};

/// How deep paths of signers of lists are judged for each other.
const MAX_NESTING: u8 = 2;
/// Certificates of one name that are tried as signers of a list.
const MAX_SIGNERS: usize = 8;

impl<'r> Revocations<'r, '_, '_> {
    /// Returns who signed the list, if that one may (RFC 5280, 6.3.3 f and g), and whether the
    /// signature proves nothing today: such a list may revoke and no more.
    pub(super) fn signer(
        &mut self,
        crl: &'r Crl,
        asked: Asked<'r>,
    ) -> Result<(&'r Certificate, bool), CrlProblem> {
        if !crl.algorithms_agree() {
            return Err(CrlProblem::Algorithm);
        }
        let mut problem = CrlProblem::SignatureWrong;
        for signer in self.candidates(crl, asked) {
            let is_weak = match self.signatures.list(crl, signer) {
                Ok(()) => false,
                Err(PathFailureKind::WeakAlgorithm(_)) => true,
                Err(PathFailureKind::SignatureWrong) => continue,
                Err(PathFailureKind::SearchExhausted) => return Err(CrlProblem::Exhausted),
                Err(_) => {
                    problem = CrlProblem::Algorithm;
                    continue;
                }
            };
            if !may_sign_lists(signer) {
                problem = CrlProblem::KeyUsage;
                continue;
            }
            match self.authorise(crl, signer, asked) {
                Ok(also_weak) => return Ok((signer, is_weak || also_weak)),
                Err(CrlProblem::Exhausted) => return Err(CrlProblem::Exhausted),
                Err(refused) => problem = refused,
            }
        }
        Err(problem)
    }

    /// Certificates of the name of the list's issuer: that of the path first, then others.
    fn candidates(&self, crl: &Crl, asked: Asked<'r>) -> Vec<&'r Certificate> {
        let own = self.chain.get(asked.issuer).copied();
        let all = own.into_iter().chain(self.chain.iter().copied());
        let mut found: Vec<&'r Certificate> = Vec::new();
        for candidate in all.chain(self.request.intermediates) {
            if candidate.subject() == crl.issuer()
                && !found.contains(&candidate)
                && found.len() < MAX_SIGNERS
            {
                found.push(candidate);
            }
        }
        found
    }

    /// Checks that the signer may speak; returns whether what that rests on proves nothing today.
    fn authorise(
        &mut self,
        crl: &Crl,
        signer: &'r Certificate,
        asked: Asked<'r>,
    ) -> Result<bool, CrlProblem> {
        if self.chain.get(asked.issuer) == Some(&signer) {
            return Ok(false);
        }
        if crl.issuer() == asked.certificate.issuer() {
            self.authorise_other_key(signer, asked)
        } else {
            self.authorise_other_issuer(signer)
        }
    }

    /// Checks that `signer` has its name from the same authority as the issuer: its key was
    /// certified by the issuer's own key or by the issuer's issuer, and it has not been revoked. The
    /// name alone proves nothing: an authority below can be given the name of one above.
    fn authorise_other_key(
        &mut self,
        signer: &'r Certificate,
        asked: Asked<'r>,
    ) -> Result<bool, CrlProblem> {
        let refused = Err(CrlProblem::SignatureWrong);
        if asked.certificate == signer {
            return refused;
        }
        if let Some(position) = self.chain.iter().position(|other| *other == signer) {
            // Another key of the same authority: every step between the two is self-issued.
            let (from, to) = (position.min(asked.issuer), position.max(asked.issuer));
            let mut between = self.chain.iter().take(to).skip(from);
            return match between.all(|step| step.is_self_issued()) {
                true => Ok(false),
                false => refused,
            };
        }
        if self.nesting >= MAX_NESTING {
            return refused;
        }
        for issuer in [asked.issuer, asked.issuer + 1] {
            let Some(above) = self.chain.get(issuer).copied() else {
                continue;
            };
            if above.subject() != signer.issuer() {
                continue;
            }
            let is_weak = match self.signatures.link(signer, above) {
                Ok(()) => false,
                Err(PathFailureKind::WeakAlgorithm(_)) => true,
                Err(_) => continue,
            };
            let rest = self.chain.iter().skip(issuer).copied();
            let path: Vec<&Certificate> = std::iter::once(signer).chain(rest).collect();
            let request = self.for_signer(signer);
            let nesting = self.nesting + 1;
            let failures = chain::check_below(&request, &path, self.signatures, nesting);
            let found = outcome(&failures, CrlProblem::SignatureWrong);
            return found.map(|also_weak| is_weak || also_weak);
        }
        refused
    }

    /// Checks that a valid path leads from `signer`, whom the certificate names as the issuer of its
    /// lists, to the anchor of this path.
    fn authorise_other_issuer(&mut self, signer: &'r Certificate) -> Result<bool, CrlProblem> {
        // It is judged with the path; the authority that names it may have it vouch for itself.
        if self.chain.contains(&signer) {
            return Ok(false);
        }
        if let Some((_, known)) = self.known.iter().find(|(known, _)| *known == signer) {
            return known.clone();
        }
        let Some(anchor) = self.chain.last().filter(|_| self.nesting < MAX_NESTING) else {
            return Err(CrlProblem::Issuer);
        };
        let anchors = [TrustAnchor {
            certificate: (*anchor).clone(),
            role: self.request.role,
        }];
        let request = PathRequest {
            anchors: &anchors,
            ..self.for_signer(signer)
        };
        let search = Search::nested(&request, self.signatures, self.nesting + 1);
        let found = outcome(&search.run().failures, CrlProblem::Issuer);
        self.known.push((signer, found.clone()));
        found
    }

    /// The signer of a list has to be good when the judgement is made: what its key signed may have
    /// been made until then.
    fn for_signer(&self, signer: &'r Certificate) -> PathRequest<'r> {
        PathRequest {
            leaf: signer,
            at: self.request.judged_at,
            purpose: KeyPurpose::CrlSigning,
            policies: PolicyInputs::default(),
            max_intermediates: None,
            ..*self.request
        }
    }
}

/// Returns whether the signer of a list can no more than revoke: its certificate ran out, is weak, or
/// nothing is known of its status.
fn outcome(failures: &[PathFailure], refused: CrlProblem) -> Result<bool, CrlProblem> {
    use PathFailureKind as Kind;
    let exhausted = Kind::SearchExhausted;
    let is_aged = |kind: &Kind| {
        matches!(
            kind,
            Kind::Expired
                | Kind::WeakAlgorithm(_)
                | Kind::WeakKey(_)
                | Kind::CrlMissing
                | Kind::Crl(_)
        )
    };
    if failures.iter().any(|failure| failure.kind == exhausted) {
        Err(CrlProblem::Exhausted)
    } else if failures.iter().all(|failure| is_aged(&failure.kind)) {
        Ok(!failures.is_empty())
    } else {
        Err(refused)
    }
}

fn may_sign_lists(signer: &Certificate) -> bool {
    signer.key_usage().is_none_or(KeyUsage::crl_sign)
}
