use super::request::nonce_extension;
use super::{CertificateId, certificate_id, oids};
use crate::cms::BuildError;
use crate::der::{tag, writer};
use crate::suite::{DigestAlgorithm, SigningKey, digest};
use crate::x509::Certificate;
use time::OffsetDateTime;

/// What a responder says of a certificate (RFC 6960, 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateStatus {
    /// Not revoked.
    Good,
    /// Revoked.
    Revoked {
        /// Since when.
        since: OffsetDateTime,
        /// CRLReason, where one is given.
        reason: Option<u8>,
    },
    /// The responder does not know it.
    Unknown,
}

/// Makes a response (RFC 6960, 4.2.1), signed by the issuer itself or by a responder that it named.
#[derive(Debug)]
pub struct ResponseBuilder<'a> {
    responder: &'a Certificate,
    produced_at: OffsetDateTime,
    singles: Vec<Vec<u8>>,
    nonce: Option<&'a [u8]>,
    by_name: bool,
    extensions: Vec<Vec<u8>>,
}

impl<'a> ResponseBuilder<'a> {
    /// Begins a response that says nothing yet, by the responder that has this certificate.
    #[must_use]
    pub fn new(responder: &'a Certificate, produced_at: OffsetDateTime) -> Self {
        Self {
            responder,
            produced_at,
            singles: Vec::new(),
            nonce: None,
            by_name: false,
            extensions: Vec::new(),
        }
    }

    /// Repeats the nonce of the request.
    #[must_use]
    pub fn nonce(mut self, nonce: Option<&'a [u8]>) -> Self {
        self.nonce = nonce;
        self
    }

    /// Names the responder by its subject instead of its key.
    #[must_use]
    pub fn by_name(mut self) -> Self {
        self.by_name = true;
        self
    }

    /// Adds an extension of the whole response: the DER of an Extension.
    #[must_use]
    pub fn extension(mut self, extension: Vec<u8>) -> Self {
        self.extensions.push(extension);
        self
    }

    /// Says what is known of one certificate; `next_update` is when more will be known.
    #[must_use]
    pub fn say(
        mut self,
        certificate: &CertificateId,
        status: CertificateStatus,
        this_update: OffsetDateTime,
        next_update: Option<OffsetDateTime>,
    ) -> Self {
        let status = match status {
            CertificateStatus::Good => writer::element(tag::context_primitive(0), &[]),
            CertificateStatus::Unknown => writer::element(tag::context_primitive(2), &[]),
            CertificateStatus::Revoked { since, reason } => {
                let reason = reason
                    .map(|code| writer::explicit(0, &writer::element(tag::ENUMERATED, &[code])));
                writer::implicit(
                    1,
                    writer::sequence(&[
                        &writer::generalized_time(since),
                        &reason.unwrap_or_default(),
                    ]),
                )
            }
        };
        let next = next_update.map(|next| writer::explicit(0, &writer::generalized_time(next)));
        self.singles.push(writer::sequence(&[
            certificate.der(),
            &status,
            &writer::generalized_time(this_update),
            &next.unwrap_or_default(),
        ]));
        self
    }

    /// Signs and returns the DER of the OCSPResponse; `certificates` are put beside the signature: the
    /// responder's own, where the issuer named it.
    ///
    /// # Errors
    ///
    /// [`BuildError::Signing`] where the key did not sign; [`BuildError::Malformed`] where the key in
    /// the certificate is no BIT STRING of whole octets.
    pub fn sign(
        self,
        key: &dyn SigningKey,
        certificates: &[Certificate],
    ) -> Result<Vec<u8>, BuildError> {
        let responder = if self.by_name {
            writer::explicit(1, self.responder.subject().raw())
        } else {
            let octets = certificate_id::key_octets(self.responder)?;
            let digest = digest(DigestAlgorithm::Sha1, octets);
            writer::explicit(2, &writer::octet_string(&digest))
        };
        let parts = |all: &[Vec<u8>]| {
            let parts: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
            writer::sequence(&parts)
        };
        let mut extensions = self.extensions;
        extensions.extend(self.nonce.map(nonce_extension));
        let extensions = if extensions.is_empty() {
            Vec::new()
        } else {
            writer::explicit(1, &parts(&extensions))
        };
        let tbs = writer::sequence(&[
            &responder,
            &writer::generalized_time(self.produced_at),
            &parts(&self.singles),
            &extensions,
        ]);
        let signature = key.sign(&tbs).map_err(BuildError::Signing)?;
        let carried: Vec<Vec<u8>> = certificates.iter().map(|c| c.der().to_vec()).collect();
        let carried = if carried.is_empty() {
            Vec::new()
        } else {
            writer::explicit(0, &parts(&carried))
        };
        let basic = writer::sequence(&[
            &tbs,
            &key.algorithm().identifier(),
            &writer::bit_string(&signature),
            &carried,
        ]);
        let bytes = writer::sequence(&[&writer::oid(&oids::BASIC), &writer::octet_string(&basic)]);
        Ok(writer::sequence(&[
            &writer::element(tag::ENUMERATED, &[0]),
            &writer::explicit(0, &bytes),
        ]))
    }
}
