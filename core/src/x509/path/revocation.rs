//! The status of certificates in revocation lists (RFC 5280, 6.3), and what OCSP adds.
//!
//! Every list that applies is looked at, none ends the search, and their order does not matter.

mod answers;
mod issuer;
mod lists;
mod scope;

use super::signatures::Signatures;
use super::{CrlProblem, PathRequest, RevocationStatus};
use crate::x509::{Certificate, Crl};
use lists::Speaking;

pub(super) use lists::REMOVE_FROM_CRL;

/// Finds the status of the certificates of one path.
pub(super) struct Revocations<'r, 's, 'w> {
    request: &'r PathRequest<'r>,
    chain: &'r [&'r Certificate],
    signatures: &'s mut Signatures<'w>,
    /// For how many paths of signers of lists this one is judged.
    nesting: u8,
    /// What is known of those who sign lists about others' certificates.
    known: Vec<(&'r Certificate, Result<bool, CrlProblem>)>,
}

/// A certificate whose status is asked for, and where its issuer stands in the path.
#[derive(Clone, Copy)]
struct Asked<'r> {
    certificate: &'r Certificate,
    issuer: usize,
}

impl<'r, 's, 'w> Revocations<'r, 's, 'w> {
    pub(super) const fn new(
        request: &'r PathRequest<'r>,
        chain: &'r [&'r Certificate],
        signatures: &'s mut Signatures<'w>,
        nesting: u8,
    ) -> Self {
        Self {
            request,
            chain,
            signatures,
            nesting,
            known: Vec::new(),
        }
    }

    /// Returns the status of the certificate at `index` of the path.
    pub(super) fn status(&mut self, index: usize) -> RevocationStatus {
        match self.chain.get(index) {
            Some(certificate) => {
                let asked = Asked {
                    certificate,
                    issuer: index + 1,
                };
                // One of the two is enough for good, and any revocation wins.
                let listed = self.in_lists(asked);
                answers::combine(listed, self.in_answers(asked))
            }
            None => RevocationStatus::Unknown(Vec::new()),
        }
    }

    /// Returns what all lists together say.
    fn in_lists(&mut self, asked: Asked<'r>) -> RevocationStatus {
        let (mut lists, mut problems) = (Vec::new(), Vec::new());
        for crl in self.request.crls {
            match self.listen(crl, asked) {
                Ok(Some(speaking)) => lists.push(speaking),
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        let work = self.signatures.work();
        lists::conclude(&lists, asked.certificate, self.request, work, problems)
    }

    /// Returns what the list says of the certificate; `None` where it is about others.
    fn listen(
        &mut self,
        crl: &'r Crl,
        asked: Asked<'r>,
    ) -> Result<Option<Speaking<'r>>, CrlProblem> {
        let certificate = asked.certificate;
        let is_direct = crl.issuer() == certificate.issuer();
        if !is_direct && !crl.scope().is_some_and(|scope| scope.indirect) {
            return Ok(None);
        }
        if !self
            .signatures
            .work()
            .compare(scope::comparisons(crl, certificate))
        {
            return Err(CrlProblem::Exhausted);
        }
        if !is_direct && !scope::is_designated(crl, certificate) {
            return Ok(None);
        }
        let reasons = scope::reasons(crl, certificate)?;
        let (signer, is_weak) = self.signer(crl, asked)?;
        Ok(Some(Speaking {
            crl,
            signer,
            is_weak,
            reasons,
            entry: crl.find_of(certificate.issuer(), certificate.serial()),
        }))
    }
}

#[cfg(test)]
mod tests;
