use super::{PathFailureKind, PathRequest};
use crate::suite::{PublicKey, SignatureAlgorithm, Sunsets, VerifyFailure, verify};
use crate::x509::{Certificate, Crl};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use time::OffsetDateTime;

type Key = ([u8; 32], [u8; 32]);

/// What judging paths may cost in all, octets that are digested and the like.
const WORK: usize = 256 << 20;
/// What a signature costs beside the octets that are digested.
const SIGNATURE: usize = 64 << 10;
/// What a step of the search costs.
const STEP: usize = 16 << 10;
/// What comparing two names or lists costs.
const COMPARISON: usize = 64;

/// What is known and what is left for several judgements of paths: those of one document.
#[derive(Debug)]
pub(crate) struct PathWork {
    left: Cell<usize>,
    links: RefCell<HashMap<Key, Result<(), PathFailureKind>>>,
    /// Lists and answers, by their own fingerprint and that of the signer.
    lists: RefCell<HashMap<Key, Result<(), PathFailureKind>>>,
}

impl PathWork {
    /// Begins with 256 MiB, and as much more as the lists of one's own are long.
    pub(crate) fn new(own: &[Crl]) -> Self {
        let own = own.iter().map(|crl| crl.der().len());
        Self::of(own.fold(WORK, usize::saturating_add))
    }

    pub(crate) fn of(octets: usize) -> Self {
        Self {
            left: Cell::new(octets),
            links: RefCell::default(),
            lists: RefCell::default(),
        }
    }

    /// Takes a step of the search; false where nothing is left.
    pub(super) fn step(&self) -> bool {
        self.spend(STEP)
    }

    /// Takes what `count` comparisons cost; false where not as much is left.
    pub(super) fn compare(&self, count: usize) -> bool {
        self.spend(count.saturating_mul(COMPARISON))
    }

    fn spend(&self, octets: usize) -> bool {
        let left = self.left.get().checked_sub(octets);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// Signatures judged once, within the budget of one path and of all.
pub(super) struct Signatures<'w> {
    left: usize,
    work: &'w PathWork,
    sunsets: Sunsets,
    judged_at: OffsetDateTime,
}

impl<'w> Signatures<'w> {
    /// What is weak counts as `request` says.
    pub(super) const fn new(budget: usize, work: &'w PathWork, request: &PathRequest<'_>) -> Self {
        Self {
            left: budget,
            work,
            sunsets: request.sunsets,
            judged_at: request.judged_at,
        }
    }

    /// Holds what was found of a signature against the time of the judgement.
    fn counted(&self, found: Result<(), PathFailureKind>) -> Result<(), PathFailureKind> {
        match found {
            Err(PathFailureKind::WeakAlgorithm(weaknesses))
                if (weaknesses.iter())
                    .all(|weakness| self.sunsets.allow(*weakness, self.judged_at)) =>
            {
                Ok(())
            }
            found => found,
        }
    }

    pub(super) const fn left(&self) -> usize {
        self.left
    }

    pub(super) const fn work(&self) -> &'w PathWork {
        self.work
    }

    /// Judges whether the key of `issuer` signed `certificate`.
    pub(super) fn link(
        &mut self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<(), PathFailureKind> {
        let key = (*certificate.fingerprint(), *issuer.fingerprint());
        if let Some(known) = self.work.links.borrow().get(&key) {
            return self.counted(known.clone());
        }
        let found = self.judge(
            issuer,
            certificate.signature_algorithm(),
            certificate.tbs(),
            certificate.signature(),
        );
        remember(&self.work.links, key, &found);
        self.counted(found)
    }

    /// Judges whether the key of `issuer` signed `crl`.
    pub(super) fn list(&mut self, crl: &Crl, issuer: &Certificate) -> Result<(), PathFailureKind> {
        let key = (*crl.fingerprint(), *issuer.fingerprint());
        if let Some(known) = self.work.lists.borrow().get(&key) {
            return self.counted(known.clone());
        }
        let found = self.judge(
            issuer,
            crl.signature_algorithm(),
            crl.tbs(),
            crl.signature(),
        );
        remember(&self.work.lists, key, &found);
        self.counted(found)
    }

    /// Judges whether the key of `signer` signed the answer that has `fingerprint`.
    pub(super) fn answer(
        &mut self,
        signer: &Certificate,
        fingerprint: &[u8; 32],
        algorithm: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), PathFailureKind> {
        let key = (*fingerprint, *signer.fingerprint());
        if let Some(known) = self.work.lists.borrow().get(&key) {
            return self.counted(known.clone());
        }
        let found = self.judge(signer, algorithm, message, signature);
        remember(&self.work.lists, key, &found);
        self.counted(found)
    }

    fn judge(
        &mut self,
        issuer: &Certificate,
        identifier: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), PathFailureKind> {
        self.left = self
            .left
            .checked_sub(1)
            .ok_or(PathFailureKind::SearchExhausted)?;
        if !self.work.spend(message.len().saturating_add(SIGNATURE)) {
            return Err(PathFailureKind::SearchExhausted);
        }
        let info = issuer.subject_public_key_info();
        let algorithm = PublicKey::parse(info)
            .and_then(|key| SignatureAlgorithm::from_identifier(identifier, &key, None))
            .map_err(PathFailureKind::Algorithm)?;
        match verify(info, algorithm, message, signature) {
            Ok(()) => Ok(()),
            Err(VerifyFailure::Weak(weaknesses)) => Err(PathFailureKind::WeakAlgorithm(weaknesses)),
            Err(VerifyFailure::SignatureWrong) => Err(PathFailureKind::SignatureWrong),
            Err(VerifyFailure::Unsupported(error)) => Err(PathFailureKind::Algorithm(error)),
        }
    }
}

/// What was not judged for want of budget is not known.
fn remember(
    known: &RefCell<HashMap<Key, Result<(), PathFailureKind>>>,
    key: Key,
    found: &Result<(), PathFailureKind>,
) {
    if *found != Err(PathFailureKind::SearchExhausted) {
        known.borrow_mut().insert(key, found.clone());
    }
}
