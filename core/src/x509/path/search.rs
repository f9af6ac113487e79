use super::signatures::Signatures;
use super::{PathFailure, PathFailureKind, PathOutcome, PathRequest, PolicySets, chain};
use crate::x509::{Certificate, RevocationStatus};

/// Greatest number of certificates of a path.
const MAX_CHAIN: usize = 12;
/// Signatures that have to be left for checking when building goes on.
const RESERVED_SIGNATURES: usize = 128;
/// Whole paths that are checked.
const MAX_PATHS: usize = 16;
/// Steps of the search.
const MAX_STEPS: usize = 512;

/// The depth-first search for a valid path.
pub(super) struct Search<'a, 's, 'w> {
    request: &'a PathRequest<'a>,
    signatures: &'s mut Signatures<'w>,
    /// Signatures that are left for checking when building stops.
    reserved: usize,
    /// How many paths of signers of lists this one is judged for.
    nesting: u8,
    steps: usize,
    paths: usize,
    exhausted: bool,
    best: Option<PathOutcome>,
}

impl<'a, 's, 'w> Search<'a, 's, 'w> {
    pub(super) const fn new(
        request: &'a PathRequest<'a>,
        signatures: &'s mut Signatures<'w>,
    ) -> Self {
        Self {
            request,
            signatures,
            reserved: RESERVED_SIGNATURES,
            nesting: 0,
            steps: 0,
            paths: 0,
            exhausted: false,
            best: None,
        }
    }

    /// The search for the path of a signer of lists, within a judgement that is `nesting` deep.
    pub(super) const fn nested(
        request: &'a PathRequest<'a>,
        signatures: &'s mut Signatures<'w>,
        nesting: u8,
    ) -> Self {
        let mut search = Self::new(request, signatures);
        search.nesting = nesting;
        search.reserved = 0;
        search
    }

    pub(super) fn run(mut self) -> PathOutcome {
        let mut chain = vec![self.request.leaf];
        self.extend(&mut chain);
        let mut outcome = self.best.unwrap_or_else(|| PathOutcome {
            chain: vec![self.request.leaf.clone()],
            failures: vec![PathFailure {
                index: 0,
                kind: PathFailureKind::IssuerNotFound,
            }],
            statuses: vec![RevocationStatus::NotChecked],
            policies: PolicySets::default(),
        });
        if self.exhausted && !outcome.is_valid() {
            let index = outcome.chain.len().saturating_sub(1);
            outcome.failures.push(PathFailure {
                index,
                kind: PathFailureKind::SearchExhausted,
            });
        }
        outcome
    }

    /// Tries every way on from the last certificate of `chain`; true when a valid path was found.
    fn extend(&mut self, chain: &mut Vec<&'a Certificate>) -> bool {
        let Some(last) = chain.last().copied() else {
            return false;
        };
        let request = self.request;
        let of_role = |certificate: &Certificate| {
            request
                .anchors
                .iter()
                .any(|a| a.role == request.role && a.certificate == *certificate)
        };
        if of_role(last) {
            return self.finish(chain);
        }
        self.steps += 1;
        let is_affordable = self.signatures.work().step();
        if !is_affordable || self.steps > MAX_STEPS || self.paths >= MAX_PATHS {
            self.exhausted = true;
            return false;
        }
        if chain.len() >= MAX_CHAIN {
            self.give_up(chain, PathFailureKind::TooLong);
            return false;
        }
        let anchors = request
            .anchors
            .iter()
            .filter(|a| a.role == request.role)
            .map(|a| &a.certificate);
        let mut candidates: Vec<&Certificate> = anchors
            .chain(request.intermediates)
            .filter(|c| c.subject() == last.issuer() && !c.subject().is_empty())
            .filter(|c| !chain.iter().any(|seen| same_authority(seen, c)))
            .collect();
        // Those that the authority key identifier names come first; the sort is stable.
        candidates.sort_by_key(|c| {
            last.authority_key_identifier().is_none_or(|wanted| {
                c.subject_key_identifier()
                    .is_some_and(|found| found != wanted)
            })
        });
        candidates.dedup();

        let mut linked = false;
        let mut refused = None;
        for candidate in candidates {
            if self.signatures.left() <= self.reserved {
                self.exhausted = true;
                return false;
            }
            match self.signatures.link(last, candidate) {
                Ok(()) => {
                    linked = true;
                    chain.push(candidate);
                    let found = self.extend(chain);
                    chain.pop();
                    if found {
                        return true;
                    }
                }
                Err(PathFailureKind::SearchExhausted) => {
                    self.exhausted = true;
                    return false;
                }
                Err(kind) => refused = refused.or(Some(kind)),
            }
        }
        if !linked {
            let other = request
                .anchors
                .iter()
                .find(|a| a.certificate.subject() == last.issuer() || a.certificate == *last);
            let kind = match (refused, other) {
                (Some(kind), _) => kind,
                (None, Some(anchor)) if anchor.role != request.role => {
                    PathFailureKind::AnchorOfOtherRole(anchor.role)
                }
                (None, _) => PathFailureKind::IssuerNotFound,
            };
            self.give_up(chain, kind);
        }
        false
    }

    /// Checks a path that leads to an anchor.
    fn finish(&mut self, chain: &[&Certificate]) -> bool {
        self.paths += 1;
        let found = chain::check(self.request, chain, self.signatures, self.nesting);
        let chain = chain.iter().map(|c| (*c).clone()).collect();
        let valid = found.failures.is_empty();
        self.offer(PathOutcome {
            chain,
            failures: found.failures,
            statuses: found.statuses,
            policies: found.policies,
        });
        valid
    }

    /// Keeps a path that leads nowhere, with what is wrong with its certificates by themselves.
    fn give_up(&mut self, chain: &[&Certificate], kind: PathFailureKind) {
        let index = chain.len().saturating_sub(1);
        let mut failures = vec![PathFailure { index, kind }];
        chain::check_each(self.request, chain, &mut failures);
        let statuses = vec![RevocationStatus::NotChecked; chain.len()];
        let chain = chain.iter().map(|c| (*c).clone()).collect();
        self.offer(PathOutcome {
            chain,
            failures,
            statuses,
            policies: PolicySets::default(),
        });
    }

    fn offer(&mut self, outcome: PathOutcome) {
        let rank = |outcome: &PathOutcome| {
            let worst = outcome
                .failures
                .iter()
                .map(|failure| failure.kind.severity())
                .max();
            (worst, outcome.failures.len())
        };
        if self
            .best
            .as_ref()
            .is_none_or(|best| rank(&outcome) < rank(best))
        {
            self.best = Some(outcome);
        }
    }
}

/// Tells whether two certificates are of one authority with one key: a path that has one of them
/// gains nothing by the other.
fn same_authority(one: &Certificate, other: &Certificate) -> bool {
    one.subject() == other.subject()
        && one.subject_public_key_info() == other.subject_public_key_info()
}
