//! Everything found so far, trusted in nothing, and the way to more of it.

use super::super::addresses;
use super::Gathering;
use crate::cms::SignedData;
use crate::pdf::SecurityStore;
use crate::status::{CertificateId, NonceEcho, OcspRequest, OcspResponse, statements_at};
use crate::suite::{DigestAlgorithm, digest};
use crate::x509::{
    Certificate, Crl, OcspProblem, PathFailureKind, Statement, StatusDesk, StatusQuestion,
    StatusSource, read_all, read_all_crls,
};
use std::collections::HashSet;
use time::OffsetDateTime;

/// Most addresses that are asked for one document.
const MOST_FETCHES: usize = 64;

/// Where an OCSP response came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// It stands in the document: what covers the signature covers it, or a verifier will say so.
    Document,
    /// It was given or fetched: nothing shows that it is older than now.
    Elsewhere,
}

/// OCSP responses for path validation.
#[derive(Debug)]
pub(super) struct Answers<'a> {
    pub(super) responses: &'a [(OcspResponse, Origin)],
    /// For when the certificates are judged.
    pub(super) covered: OffsetDateTime,
    pub(super) now: OffsetDateTime,
}

impl StatusSource for Answers<'_> {
    fn statements(
        &self,
        question: &StatusQuestion<'_>,
        desk: &mut dyn StatusDesk,
    ) -> Vec<Result<Statement, OcspProblem>> {
        let mut all = Vec::new();
        for (response, origin) in self.responses {
            let exists_at = match origin {
                Origin::Document => self.covered,
                Origin::Elsewhere => self.now,
            };
            all.extend(statements_at(response, question, exists_at, desk));
        }
        all
    }
}

/// Everything found so far.
#[derive(Default)]
pub(super) struct Pool {
    pub(super) certificates: Vec<Certificate>,
    pub(super) crls: Vec<Crl>,
    pub(super) responses: Vec<(OcspResponse, Origin)>,
    /// What was tried in vain.
    pub(super) failed: Vec<String>,
    asked: HashSet<String>,
    requests: u64,
}

impl Pool {
    /// Begins with what the document has and what is at hand.
    pub(super) fn of(gathering: &Gathering<'_>, there: &SecurityStore) -> Self {
        let mut pool = Self::default();
        let stored = there.certificates.iter();
        pool.certificates = stored
            .filter_map(|der| Certificate::parse(der).ok())
            .collect();
        pool.certificates.extend_from_slice(gathering.certificates);
        let anchors = gathering.anchors.iter().map(|anchor| &anchor.certificate);
        pool.certificates.extend(anchors.cloned());
        let stored = there.revocation_lists.iter();
        pool.crls = stored.filter_map(|der| Crl::parse(der).ok()).collect();
        pool.crls.extend_from_slice(gathering.crls);
        let stored = there.ocsp_responses.iter();
        pool.responses = stored
            .filter_map(|der| OcspResponse::parse(der).ok())
            .map(|response| (response, Origin::Document))
            .collect();
        let given = gathering.ocsp_responses.iter().cloned();
        pool.responses
            .extend(given.map(|response| (response, Origin::Elsewhere)));
        pool
    }

    /// Fetches what is missing of a certificate; tells whether anything came.
    ///
    /// The status is asked of a responder first, since its answer is small and fresh; a list is
    /// fetched where no responder is named or its answer is of no use.
    pub(super) fn fetch(
        &mut self,
        gathering: &Gathering<'_>,
        certificate: &Certificate,
        issuer: Option<&Certificate>,
        missing: &PathFailureKind,
    ) -> bool {
        if matches!(
            missing,
            PathFailureKind::IssuerNotFound | PathFailureKind::AnchorOfOtherRole(_)
        ) {
            return self.fetch_issuer(gathering, certificate);
        }
        issuer.is_some_and(|issuer| self.ask_responder(gathering, certificate, issuer))
            || self.fetch_lists(gathering, certificate)
    }

    fn fetch_issuer(&mut self, gathering: &Gathering<'_>, certificate: &Certificate) -> bool {
        let mut found = false;
        for address in addresses::of_issuer(certificate) {
            let Some(octets) = self.get(gathering, &address) else {
                continue;
            };
            let read = certificates(&octets);
            if read.is_empty() {
                self.unexpected(&address);
            }
            found |= !read.is_empty();
            self.certificates.extend(read);
        }
        found
    }

    fn fetch_lists(&mut self, gathering: &Gathering<'_>, certificate: &Certificate) -> bool {
        let mut found = false;
        for address in addresses::of_revocation_lists(certificate) {
            let Some(octets) = self.get(gathering, &address) else {
                continue;
            };
            let read = read_all_crls(&octets).unwrap_or_default();
            let before = self.crls.len();
            self.crls.extend(read.into_iter().filter_map(Result::ok));
            if self.crls.len() == before {
                self.unexpected(&address);
            }
            found |= self.crls.len() > before;
        }
        found
    }

    fn ask_responder(
        &mut self,
        gathering: &Gathering<'_>,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> bool {
        // SHA-1 names the certificate to the responder, who may know no other; nothing rests on it.
        let Ok(name) = CertificateId::new(certificate, issuer, DigestAlgorithm::Sha1) else {
            return false;
        };
        for address in addresses::of_responders(certificate) {
            let about = format!("{address} {}", certificate.serial_hex());
            if !self.may_ask(about) {
                continue;
            }
            self.requests = self.requests.saturating_add(1);
            let seed = [gathering.nonce, &self.requests.to_be_bytes()].concat();
            let nonce = digest(DigestAlgorithm::Sha256, &seed);
            let request = OcspRequest::new(name.clone(), Some(nonce));
            let answer = match gathering.fetcher.ocsp(&address, &request.encode()) {
                Ok(answer) => answer,
                Err(error) => {
                    self.failed.push(error.to_string());
                    continue;
                }
            };
            match OcspResponse::parse(&answer) {
                // Without a nonce it was made in advance; path validation looks at its dates.
                Ok(response) if request.nonce_echo(&response) != NonceEcho::Wrong => {
                    self.responses.push((response, Origin::Elsewhere));
                    return true;
                }
                Ok(_) => self
                    .failed
                    .push(format!("{address}: the answer to another request")),
                Err(error) => self.failed.push(format!("{address}: {error}")),
            }
        }
        false
    }

    fn get(&mut self, gathering: &Gathering<'_>, address: &str) -> Option<Vec<u8>> {
        if !self.may_ask(address.to_owned()) {
            return None;
        }
        match gathering.fetcher.fetch(address) {
            Ok(octets) => Some(octets),
            Err(error) => {
                self.failed.push(error.to_string());
                None
            }
        }
    }

    /// Nothing is asked twice, and not too much.
    fn may_ask(&mut self, question: String) -> bool {
        self.asked.len() < MOST_FETCHES && self.asked.insert(question)
    }

    fn unexpected(&mut self, address: &str) {
        self.failed
            .push(format!("{address}: not what was expected"));
    }
}

/// Certificates as they are published: DER, PEM, or a message that holds nothing else (RFC 5280,
/// 4.2.2.1).
fn certificates(octets: &[u8]) -> Vec<Certificate> {
    match SignedData::parse(octets) {
        Ok(message) => message.certificates().to_vec(),
        Err(_) => read_all(octets).unwrap_or_default(),
    }
}
