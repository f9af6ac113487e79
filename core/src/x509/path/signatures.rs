use super::PathFailureKind;
use crate::suite::{PublicKey, SignatureAlgorithm, VerifyFailure, verify};
use crate::x509::{Certificate, Crl};
use std::collections::HashMap;

/// Signatures judged once, within a budget.
pub(super) struct Signatures {
    left: usize,
    links: HashMap<([u8; 32], [u8; 32]), Result<(), PathFailureKind>>,
    lists: HashMap<(usize, [u8; 32]), Result<(), PathFailureKind>>,
}

impl Signatures {
    pub(super) fn new(budget: usize) -> Self {
        Self {
            left: budget,
            links: HashMap::new(),
            lists: HashMap::new(),
        }
    }

    pub(super) const fn left(&self) -> usize {
        self.left
    }

    /// Judges whether the key of `issuer` signed `certificate`.
    pub(super) fn link(
        &mut self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<(), PathFailureKind> {
        let key = (*certificate.fingerprint(), *issuer.fingerprint());
        if let Some(known) = self.links.get(&key) {
            return known.clone();
        }
        let found = self.judge(
            issuer,
            certificate.signature_algorithm(),
            certificate.tbs(),
            certificate.signature(),
        );
        self.links.insert(key, found.clone());
        found
    }

    /// Judges whether the key of `issuer` signed `crl`, which is number `index` of the request.
    pub(super) fn list(
        &mut self,
        index: usize,
        crl: &Crl,
        issuer: &Certificate,
    ) -> Result<(), PathFailureKind> {
        let key = (index, *issuer.fingerprint());
        if let Some(known) = self.lists.get(&key) {
            return known.clone();
        }
        let found = self.judge(
            issuer,
            crl.signature_algorithm(),
            crl.tbs(),
            crl.signature(),
        );
        self.lists.insert(key, found.clone());
        found
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
        let info = issuer.subject_public_key_info();
        let algorithm = PublicKey::parse(info)
            .and_then(|key| SignatureAlgorithm::from_identifier(identifier, &key, None))
            .map_err(PathFailureKind::Algorithm)?;
        match verify(info, algorithm, message, signature) {
            Ok(()) if algorithm.weak() => Err(PathFailureKind::WeakAlgorithm),
            Ok(()) => Ok(()),
            Err(VerifyFailure::SignatureWrong) => Err(PathFailureKind::SignatureWrong),
            Err(VerifyFailure::Unsupported(error)) => Err(PathFailureKind::Algorithm(error)),
        }
    }
}
