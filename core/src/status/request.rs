use super::{CertificateId, OcspError, OcspResponse, oids};
use crate::der::{DerErrorKind, Oid, Reader, tag, writer};
use crate::x509::Extension;

/// Most certificates that one request asks about.
const MAX_MEMBERS: usize = 64;

/// A request for the status of certificates (RFC 6960, 4.1.1), not signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OcspRequest {
    /// The certificates.
    pub certificates: Vec<CertificateId>,
    /// Octets that the response has to repeat: 32 random ones, as RFC 9654, 2.1 wants.
    pub nonce: Option<Vec<u8>>,
    /// A critical extension that is not processed: a responder refuses the request.
    pub critical_extension: Option<Oid>,
}

/// Whether a response repeats the nonce of its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NonceEcho {
    /// It repeats it, or none was sent.
    Right,
    /// It has none: made in advance, as many responders do, so it may be an old one sent again.
    Absent,
    /// It has another one: it answers another request.
    Wrong,
}

impl OcspRequest {
    /// Makes a request about one certificate.
    #[must_use]
    pub fn new(certificate: CertificateId, nonce: Option<Vec<u8>>) -> Self {
        Self {
            certificates: vec![certificate],
            nonce,
            critical_extension: None,
        }
    }

    /// Returns the DER.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let requests: Vec<Vec<u8>> = self
            .certificates
            .iter()
            .map(|certificate| writer::sequence(&[certificate.der()]))
            .collect();
        let requests: Vec<&[u8]> = requests.iter().map(Vec::as_slice).collect();
        let list = writer::sequence(&requests);
        let extensions = self.nonce.as_deref().map(|nonce| {
            let extension = nonce_extension(nonce);
            writer::explicit(2, &writer::sequence(&[&extension]))
        });
        let tbs = writer::sequence(&[&list, &extensions.unwrap_or_default()]);
        writer::sequence(&[&tbs])
    }

    /// Reads the DER of an OCSPRequest. A signature on it is not looked at.
    ///
    /// # Errors
    ///
    /// [`OcspError`].
    pub fn parse(der: &[u8]) -> Result<Self, OcspError> {
        let mut outer = Reader::new(der);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let mut tbs = fields.sequence()?;
        fields.optional(tag::context(0))?;
        fields.finish()?;
        if let Some(version) = tbs.optional(tag::context(0))? {
            let number = version.reader()?.expect(tag::INTEGER)?;
            if number.value() != [0] {
                return Err(number.error(DerErrorKind::Value).into());
            }
        }
        tbs.optional(tag::context(1))?;
        let mut list = tbs.sequence()?;
        let mut request = Self {
            certificates: Vec::new(),
            nonce: None,
            critical_extension: None,
        };
        while !list.is_empty() {
            if request.certificates.len() == MAX_MEMBERS {
                return Err(OcspError::TooLong);
            }
            let mut one = list.sequence()?;
            let certificate = CertificateId::from_element(&one.expect(tag::SEQUENCE)?)?;
            request.certificates.push(certificate);
            if let Some(outer) = one.optional(tag::context(0))? {
                let mut extensions = outer.reader()?.sequence()?;
                while !extensions.is_empty() {
                    let extension = Extension::read(&mut extensions)?;
                    if extension.critical {
                        request.critical_extension = Some(extension.oid);
                    }
                }
            }
            one.finish()?;
        }
        if let Some(outer) = tbs.optional(tag::context(2))? {
            let mut extensions = outer.reader()?.sequence()?;
            while !extensions.is_empty() {
                let extension = Extension::read(&mut extensions)?;
                if extension.oid == oids::NONCE && request.nonce.is_none() {
                    let nonce = Reader::new(extension.value).expect(tag::OCTET_STRING)?;
                    request.nonce = Some(nonce.value().to_vec());
                } else if extension.oid == oids::NONCE {
                    return Err(OcspError::Extensions);
                } else if extension.critical {
                    request.critical_extension = Some(extension.oid);
                }
            }
        }
        tbs.finish()?;
        Ok(request)
    }

    /// Compares the nonce of a response with that of the request.
    #[must_use]
    pub fn nonce_echo(&self, response: &OcspResponse) -> NonceEcho {
        match (self.nonce.as_deref(), response.nonce()) {
            (None, _) => NonceEcho::Right,
            (Some(_), None) => NonceEcho::Absent,
            (Some(sent), Some(found)) if sent == found => NonceEcho::Right,
            (Some(_), Some(_)) => NonceEcho::Wrong,
        }
    }
}

/// The nonce extension, not critical (RFC 9654, 2.1).
pub(super) fn nonce_extension(nonce: &[u8]) -> Vec<u8> {
    writer::sequence(&[
        &writer::oid(&oids::NONCE),
        &writer::octet_string(&writer::octet_string(nonce)),
    ])
}
