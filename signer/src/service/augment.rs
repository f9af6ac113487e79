//! Levels above B-B: timestamps and validation data behind a signature (ETSI EN 319 142-1).

mod sources;

pub use sources::Sources;
pub(super) use sources::{Material, read_tls_roots};

use super::sign::{free_field, open};
use super::{ServiceError, random};
use std::path::Path;
use time::OffsetDateTime;
use yinxin_core::pdf::{Document, Password, SecurityStore};
use yinxin_core::sign::{Fetcher, Gathering, SignError, Stamp, document_timestamp};
use yinxin_core::suite::DigestAlgorithm;

/// The digest of imprints.
const DIGEST: DigestAlgorithm = DigestAlgorithm::Sha256;

/// What is needed to bring a document further.
pub(super) struct Augmenter<'a> {
    /// The document, for errors only.
    pub(super) path: &'a Path,
    pub(super) password: Option<&'a Password>,
    pub(super) material: &'a Material,
    pub(super) fetcher: &'a dyn Fetcher,
    pub(super) at: OffsetDateTime,
}

/// A document with what was put behind it so far.
pub(super) struct Growing {
    octets: Vec<u8>,
    /// Length of what was there before.
    from: usize,
}

impl Growing {
    /// Begins with a document, and with what was appended to it already.
    pub(super) fn new(document: &[u8], appended: &[u8]) -> Self {
        Self {
            octets: [document, appended].concat(),
            from: document.len(),
        }
    }

    /// Returns the document with what was put behind it.
    pub(super) fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Returns what was put behind the document.
    pub(super) fn appended(mut self) -> Vec<u8> {
        self.octets.split_off(self.from)
    }
}

impl Augmenter<'_> {
    /// Puts validation data behind the document that the signatures of `field`, or all of them, are
    /// judged with: B-LT.
    pub(super) fn store(
        &self,
        growing: &mut Growing,
        field: Option<&str>,
    ) -> Result<(), ServiceError> {
        let document = self.open(&growing.octets)?;
        let nonce = random::nonce()?;
        let gathering = Gathering {
            anchors: &self.material.anchors,
            certificates: &self.material.certificates,
            crls: &self.material.crls,
            ocsp_responses: &self.material.ocsp_responses,
            nonce: &nonce,
            at: self.at,
            fetcher: self.fetcher,
        };
        let missing: SecurityStore =
            gathering
                .run(&document, field)
                .map_err(|source| ServiceError::Material {
                    path: self.path.into(),
                    source: Box::new(source),
                })?;
        if missing.is_empty() {
            return Ok(());
        }
        let appended = missing
            .append_to(&document)
            .map_err(|error| self.not_signed(SignError::Append(error)))?;
        growing.octets.extend_from_slice(&appended);
        Ok(())
    }

    /// Puts a document timestamp over everything, and returns the name of its field.
    pub(super) fn timestamp(&self, growing: &mut Growing) -> Result<String, ServiceError> {
        let document = self.open(&growing.octets)?;
        let signatures =
            document
                .latest()
                .signatures()
                .map_err(|error| ServiceError::Document {
                    path: self.path.into(),
                    source: Box::new(error),
                })?;
        let field = free_field(&signatures, "Timestamp");
        let nonce = random::nonce()?;
        let appended = document_timestamp(&document, &field, &self.stamp(&nonce))
            .map_err(|error| self.not_signed(error))?;
        growing.octets.extend_from_slice(&appended);
        Ok(field)
    }

    pub(super) fn stamp<'s>(&'s self, nonce: &'s [u8]) -> Stamp<'s> {
        Stamp {
            fetcher: self.fetcher,
            digest: DIGEST,
            nonce,
        }
    }

    fn open<'d>(&self, octets: &'d [u8]) -> Result<Document<'d>, ServiceError> {
        open(octets, self.path, self.password)
    }

    pub(super) fn not_signed(&self, error: SignError) -> ServiceError {
        let path = self.path.into();
        match error {
            SignError::Stamp(source) => ServiceError::NoTimestamp {
                path,
                source: Box::new(source),
            },
            source => ServiceError::NotSigned {
                path,
                source: Box::new(source),
            },
        }
    }
}
