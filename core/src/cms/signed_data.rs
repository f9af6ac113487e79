use super::{SignerInfo, oids};
use crate::der::{DerError, Element, Oid, Reader, tag};
use crate::x509::Certificate;
use std::fmt;

/// Greatest number of certificates, CRLs or signers that is read.
const MAX_MEMBERS: usize = 256;

/// Why octets could not be read as SignedData.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CmsError {
    /// Not DER where it has to be; BER of indefinite length is told apart in the kind.
    Der(DerError),
    /// Another content type than SignedData.
    NotSignedData(Oid),
    /// More than 256 certificates, CRLs or signers.
    TooMany,
}

impl From<DerError> for CmsError {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

impl fmt::Display for CmsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Der(error) => write!(f, "the CMS message cannot be read: {error}"),
            Self::NotSignedData(oid) => {
                write!(f, "the CMS message is of type {oid}, not SignedData")
            }
            Self::TooMany => {
                f.write_str("the CMS message has more than 256 certificates, CRLs or signers")
            }
        }
    }
}

impl std::error::Error for CmsError {}

/// A SignedData message (RFC 5652, 5.1), borrowed; nothing in it has been verified.
#[derive(Debug, Clone)]
pub struct SignedData<'a> {
    pub(super) der_length: usize,
    pub(super) digest_algorithms: Vec<Element<'a>>,
    pub(super) content_type: Oid,
    pub(super) encapsulated: Option<&'a [u8]>,
    pub(super) certificates: Vec<Certificate>,
    pub(super) unreadable_certificates: usize,
    pub(super) crls: Vec<&'a [u8]>,
    pub(super) ocsp_responses: Vec<&'a [u8]>,
    pub(super) signers: Vec<SignerInfo<'a>>,
}

impl<'a> SignedData<'a> {
    /// Reads the DER of a ContentInfo with SignedData, of RFC 5652 or of GM/T 0010. Octets after it are not looked at: see
    /// [`SignedData::der_length`].
    ///
    /// A certificate that cannot be read is counted and left out; it may not hide the others.
    ///
    /// # Errors
    ///
    /// [`CmsError`].
    pub fn parse(input: &'a [u8]) -> Result<Self, CmsError> {
        let whole = Reader::new(input).expect(tag::SEQUENCE)?;
        let mut content_info = whole.reader()?;
        let kind = content_info.oid()?;
        if ![oids::SIGNED_DATA, oids::GM_SIGNED_DATA].contains(&kind) {
            return Err(CmsError::NotSignedData(kind));
        }
        let mut explicit = content_info.expect(tag::context(0))?.reader()?;
        content_info.finish()?;
        let mut fields = explicit.sequence()?;
        explicit.finish()?;

        fields.expect(tag::INTEGER)?.unsigned()?;
        let digest_algorithms = members(&fields.expect(tag::SET)?)?;
        let mut content = fields.sequence()?;
        let content_type = content.oid()?;
        let encapsulated = match content.optional(tag::context(0))? {
            Some(outer) => {
                let mut inner = outer.reader()?;
                let octets = inner.expect(tag::OCTET_STRING)?.value();
                inner.finish()?;
                Some(octets)
            }
            None => None,
        };
        content.finish()?;

        let mut certificates = Vec::new();
        let mut unreadable_certificates = 0;
        if let Some(set) = fields.optional(tag::context(0))? {
            for member in members(&set)? {
                match Certificate::parse(member.raw()) {
                    Ok(certificate) => certificates.push(certificate),
                    Err(_) => unreadable_certificates += 1,
                }
            }
        }
        let mut crls = Vec::new();
        let mut ocsp_responses = Vec::new();
        if let Some(set) = fields.optional(tag::context(1))? {
            for member in members(&set)? {
                match member.tag() {
                    tag::SEQUENCE => crls.push(member.raw()),
                    OTHER_REVOCATION_INFO => ocsp_responses.extend(ocsp_response(&member)),
                    _ => {}
                }
            }
        }
        let mut set = fields.expect(tag::SET)?.reader()?;
        fields.finish()?;
        let mut signers = Vec::new();
        while !set.is_empty() {
            if signers.len() == MAX_MEMBERS {
                return Err(CmsError::TooMany);
            }
            signers.push(SignerInfo::read(&mut set)?);
        }
        Ok(Self {
            der_length: whole.raw().len(),
            digest_algorithms,
            content_type,
            encapsulated,
            certificates,
            unreadable_certificates,
            crls,
            ocsp_responses,
            signers,
        })
    }

    /// Returns the length of the message, octets; what follows in the input is padding, and the
    /// caller's to judge.
    #[must_use]
    pub fn der_length(&self) -> usize {
        self.der_length
    }

    /// Returns the type of the content.
    #[must_use]
    pub fn content_type(&self) -> &Oid {
        &self.content_type
    }

    /// Returns the content where it travels inside; `None` for a detached signature.
    #[must_use]
    pub fn encapsulated(&self) -> Option<&'a [u8]> {
        self.encapsulated
    }

    /// Returns the certificates, in the order of the encoding. They are not signed.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Returns how many certificates could not be read.
    #[must_use]
    pub fn unreadable_certificates(&self) -> usize {
        self.unreadable_certificates
    }

    /// Returns the DER of each CRL. They are not signed by the signer.
    #[must_use]
    pub fn crls(&self) -> &[&'a [u8]] {
        &self.crls
    }

    /// Returns the DER of each OCSP response (RFC 5940, 2.1). They are not signed by the signer.
    #[must_use]
    pub fn ocsp_responses(&self) -> &[&'a [u8]] {
        &self.ocsp_responses
    }

    /// Returns the signers.
    #[must_use]
    pub fn signers(&self) -> &[SignerInfo<'a>] {
        &self.signers
    }
}

/// OtherRevocationInfoFormat, the context tag `[1]` (RFC 5652, 10.2.1).
const OTHER_REVOCATION_INFO: u8 = tag::context(1);

/// The OCSPResponse in an OtherRevocationInfoFormat; `None` for another format and what cannot be
/// read: material that is missing.
fn ocsp_response<'a>(info: &Element<'a>) -> Option<&'a [u8]> {
    let mut fields = info.reader().ok()?;
    let format = fields.oid().ok()?;
    let response = fields.element().ok()?;
    (format == oids::OCSP_RESPONSE && fields.is_empty()).then(|| response.raw())
}

fn members<'a>(set: &Element<'a>) -> Result<Vec<Element<'a>>, CmsError> {
    let mut reader = set.reader()?;
    let mut members = Vec::new();
    while !reader.is_empty() {
        if members.len() == MAX_MEMBERS {
            return Err(CmsError::TooMany);
        }
        members.push(reader.element()?);
    }
    Ok(members)
}
