use crate::der::{DerError, DerErrorKind, Element, Reader, tag, writer};
use crate::suite::{AlgorithmError, DigestAlgorithm, digest};
use crate::x509::Certificate;

/// How OCSP names a certificate (RFC 6960, 4.1.1, CertID): digests of its issuer's name and key, and
/// its serial number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateId {
    /// Digest algorithm; an error where it is not served.
    pub digest: Result<DigestAlgorithm, AlgorithmError>,
    /// Digest of the DER of the issuer's name.
    pub issuer_name_digest: Vec<u8>,
    /// Digest of the issuer's key: the BIT STRING without tag, length and unused bits.
    pub issuer_key_digest: Vec<u8>,
    /// Content octets of the serial number.
    pub serial: Vec<u8>,
    /// The DER, as received.
    raw: Vec<u8>,
}

impl CertificateId {
    /// Names `certificate`, which `issuer` issued.
    ///
    /// SHA-1 is what most responders know; nothing rests on its strength, since a digest of the
    /// issuer is only looked up here.
    ///
    /// # Errors
    ///
    /// [`DerError`] where the issuer's key is no BIT STRING of whole octets.
    pub fn new(
        certificate: &Certificate,
        issuer: &Certificate,
        algorithm: DigestAlgorithm,
    ) -> Result<Self, DerError> {
        let issuer_name_digest = digest(algorithm, certificate.issuer().raw());
        let issuer_key_digest = digest(algorithm, key_octets(issuer)?);
        // NULL, as every responder writes it (RFC 5754, 2 wants both forms accepted).
        let identifier = writer::sequence(&[&writer::oid(&algorithm.oid()), &writer::null()]);
        let raw = writer::sequence(&[
            &identifier,
            &writer::octet_string(&issuer_name_digest),
            &writer::octet_string(&issuer_key_digest),
            &writer::element(tag::INTEGER, certificate.serial()),
        ]);
        Ok(Self {
            digest: Ok(algorithm),
            issuer_name_digest,
            issuer_key_digest,
            serial: certificate.serial().to_vec(),
            raw,
        })
    }

    pub(super) fn from_element(element: &Element<'_>) -> Result<Self, DerError> {
        let mut fields = element.expect(tag::SEQUENCE)?.reader()?;
        let algorithm = fields.expect(tag::SEQUENCE)?;
        let name = fields.expect(tag::OCTET_STRING)?.value();
        let key = fields.expect(tag::OCTET_STRING)?.value();
        let serial = fields.expect(tag::INTEGER)?.integer()?;
        fields.finish()?;
        if name.len() > 64 || key.len() > 64 || serial.len() > 64 {
            return Err(element.error(DerErrorKind::Value));
        }
        Ok(Self {
            digest: DigestAlgorithm::from_identifier(&algorithm),
            issuer_name_digest: name.to_vec(),
            issuer_key_digest: key.to_vec(),
            serial: serial.to_vec(),
            raw: element.raw().to_vec(),
        })
    }

    /// Tells whether this names `certificate`, issued by `issuer`.
    #[must_use]
    pub fn names(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        let Ok(algorithm) = self.digest else {
            return false;
        };
        self.serial == certificate.serial()
            && self.issuer_name_digest == digest(algorithm, certificate.issuer().raw())
            && key_octets(issuer).is_ok_and(|key| self.issuer_key_digest == digest(algorithm, key))
    }

    /// Returns the DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.raw
    }
}

/// The content of the subjectPublicKey BIT STRING, without the count of unused bits.
pub(super) fn key_octets(certificate: &Certificate) -> Result<&[u8], DerError> {
    let mut fields = Reader::new(certificate.subject_public_key_info()).sequence()?;
    fields.expect(tag::SEQUENCE)?;
    fields.expect(tag::BIT_STRING)?.whole_bits()
}
