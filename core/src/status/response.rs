use super::{SingleResponse, oids};
use crate::der::{DerError, DerErrorKind, Element, Oid, Reader, tag};
use crate::suite::{DigestAlgorithm, digest};
use crate::x509::{Certificate, Extension, Name};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use time::OffsetDateTime;

/// Longest response that is read, octets.
const MAX_LENGTH: usize = 1 << 20;
/// Most single responses and certificates of a response.
const MAX_MEMBERS: usize = 64;
/// Octets that the responses which a document or message carries may have together.
const CARRIED: usize = 8 << 20;

/// A successful OCSP response of the basic type (RFC 6960, 4.2.1): the octets as received, and the
/// facts in them, read once. Cheap to clone; nothing in it has been verified.
#[derive(Clone)]
pub struct OcspResponse(Arc<Facts>);

struct Facts {
    der: Box<[u8]>,
    fingerprint: [u8; 32],
    tbs: Range<usize>,
    signature_algorithm: Range<usize>,
    signature: Range<usize>,
    responder: ResponderId,
    produced_at: OffsetDateTime,
    singles: Vec<SingleResponse>,
    certificates: Vec<Certificate>,
    nonce: Option<Vec<u8>>,
    critical_extension: Option<Oid>,
}

/// How a response names its responder (RFC 6960, 4.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponderId {
    /// By the subject of its certificate.
    Name(Name),
    /// By the SHA-1 of its key.
    Key(Vec<u8>),
}

impl ResponderId {
    /// Tells whether this names the responder that has `certificate`.
    #[must_use]
    pub fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Self::Name(name) => certificate.subject() == name,
            Self::Key(key) => super::certificate_id::key_octets(certificate)
                .is_ok_and(|octets| digest(DigestAlgorithm::Sha1, octets) == *key),
        }
    }
}

/// Why octets could not be read as a response that says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OcspError {
    /// Not DER of an OCSPResponse.
    Der(DerError),
    /// The responder gave no answer, with its responseStatus: 1 malformed request, 2 internal error,
    /// 3 try later, 5 signature required, 6 unauthorised.
    NotSuccessful(u8),
    /// A response of another type than the basic one.
    Type(Oid),
    /// Longer than 1 MiB, or with more than 64 answers or certificates.
    TooLong,
    /// The same extension twice.
    Extensions,
    /// Longer than what carries it may hold.
    NoRoom,
}

impl From<DerError> for OcspError {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

impl fmt::Display for OcspError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Der(error) => write!(f, "the OCSP response cannot be read: {error}"),
            Self::NotSuccessful(status) => {
                let meaning = match status {
                    1 => "the request was malformed",
                    2 => "internal error",
                    3 => "try later",
                    5 => "the request has to be signed",
                    6 => "not authorised",
                    _ => "no meaning known",
                };
                write!(f, "the OCSP responder gave no answer ({status}: {meaning})")
            }
            Self::Type(oid) => write!(f, "OCSP responses of type {oid} are not served"),
            Self::TooLong => f.write_str("the OCSP response is longer than is read"),
            Self::Extensions => f.write_str("the OCSP response repeats an extension"),
            Self::NoRoom => f.write_str("the OCSP response is too long to be carried"),
        }
    }
}

impl std::error::Error for OcspError {}

impl OcspResponse {
    /// What those that a document or message carries may hold together, octets.
    pub(crate) const CARRIED: usize = CARRIED;

    /// Reads the DER of one OCSPResponse with nothing after it.
    ///
    /// A certificate in it that cannot be read is left out.
    ///
    /// # Errors
    ///
    /// [`OcspError`]; a response without an answer is an error too.
    pub fn parse(der: &[u8]) -> Result<Self, OcspError> {
        if der.len() > MAX_LENGTH {
            return Err(OcspError::TooLong);
        }
        let mut outer = Reader::new(der);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let status = fields.expect(tag::ENUMERATED)?;
        match status.value() {
            [0] => {}
            [other] => return Err(OcspError::NotSuccessful(*other)),
            _ => return Err(status.error(DerErrorKind::Value).into()),
        }
        let mut explicit = fields.expect(tag::context(0))?.reader()?;
        fields.finish()?;
        let mut bytes = explicit.sequence()?;
        explicit.finish()?;
        let kind = bytes.oid()?;
        if kind != oids::BASIC {
            return Err(OcspError::Type(kind));
        }
        let octets = bytes.expect(tag::OCTET_STRING)?;
        bytes.finish()?;
        // Offsets inside count from the first content octet of the OCTET STRING.
        let base = octets.value_offset();
        let span = |element: &Element<'_>| {
            base + element.offset()..base + element.offset() + element.raw().len()
        };
        let mut inner = Reader::new(octets.value());
        let mut basic = inner.sequence()?;
        inner.finish()?;
        let tbs = basic.expect(tag::SEQUENCE)?;
        let signature_algorithm = basic.expect(tag::SEQUENCE)?;
        let signature = basic.expect(tag::BIT_STRING)?;
        signature.whole_bits()?;
        let mut certificates = Vec::new();
        if let Some(explicit) = basic.optional(tag::context(0))? {
            let mut explicit = explicit.reader()?;
            let mut listed = explicit.sequence()?;
            explicit.finish()?;
            let mut count = 0;
            while !listed.is_empty() {
                count += 1;
                if count > MAX_MEMBERS {
                    return Err(OcspError::TooLong);
                }
                certificates.extend(Certificate::parse(listed.element()?.raw()).ok());
            }
        }
        basic.finish()?;
        let fingerprint = digest(DigestAlgorithm::Sha256, der)
            .try_into()
            .unwrap_or_default();
        let mut facts = Facts {
            tbs: span(&tbs),
            signature_algorithm: span(&signature_algorithm),
            // Without the octet that counts unused bits, which is zero.
            signature: span(&signature).end - (signature.value().len() - 1)..span(&signature).end,
            responder: ResponderId::Key(Vec::new()),
            produced_at: OffsetDateTime::UNIX_EPOCH,
            singles: Vec::new(),
            certificates,
            nonce: None,
            critical_extension: None,
            fingerprint,
            der: der.into(),
        };
        facts.read(tbs.reader()?)?;
        Ok(Self(Arc::new(facts)))
    }

    /// As [`OcspResponse::parse`]; takes the octets that it will hold from `room`.
    pub(crate) fn parse_within(der: &[u8], room: &mut usize) -> Result<Self, OcspError> {
        let left = room.checked_sub(der.len()).ok_or(OcspError::NoRoom)?;
        let parsed = Self::parse(der)?;
        *room = left;
        Ok(parsed)
    }

    /// Reads those of the responses that can be read and for which there is room.
    pub(crate) fn carried<'a>(responses: impl Iterator<Item = &'a [u8]>) -> Vec<Self> {
        let mut room = CARRIED;
        responses
            .filter_map(|der| Self::parse_within(der, &mut room).ok())
            .collect()
    }

    /// Returns the DER as received.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Returns the SHA-256 of the DER.
    #[must_use]
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.0.fingerprint
    }

    /// Returns the octets that the responder signed (ResponseData).
    #[must_use]
    pub fn tbs(&self) -> &[u8] {
        self.at(&self.0.tbs)
    }

    /// Returns the DER of the signatureAlgorithm.
    #[must_use]
    pub fn signature_algorithm(&self) -> &[u8] {
        self.at(&self.0.signature_algorithm)
    }

    /// Returns the signature value.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.at(&self.0.signature)
    }

    /// Returns how the response names its responder.
    #[must_use]
    pub fn responder(&self) -> &ResponderId {
        &self.0.responder
    }

    /// Returns when the response was signed, as it says.
    #[must_use]
    pub fn produced_at(&self) -> OffsetDateTime {
        self.0.produced_at
    }

    /// Returns what is said of each certificate, in the order of the response.
    #[must_use]
    pub fn singles(&self) -> &[SingleResponse] {
        &self.0.singles
    }

    /// Returns the certificates that the response carries. They are not signed.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.0.certificates
    }

    /// Returns the nonce.
    #[must_use]
    pub fn nonce(&self) -> Option<&[u8]> {
        self.0.nonce.as_deref()
    }

    /// Returns a critical extension of the whole response that is not processed.
    #[must_use]
    pub fn critical_extension(&self) -> Option<&Oid> {
        self.0.critical_extension.as_ref()
    }

    fn at(&self, range: &Range<usize>) -> &[u8] {
        self.0.der.get(range.clone()).unwrap_or_default()
    }
}

impl Facts {
    /// Reads the ResponseData.
    fn read(&mut self, mut fields: Reader<'_>) -> Result<(), OcspError> {
        if let Some(version) = fields.optional(tag::context(0))? {
            let mut inner = version.reader()?;
            let number = inner.expect(tag::INTEGER)?;
            inner.finish()?;
            if number.value() != [0] {
                return Err(number.error(DerErrorKind::Value).into());
            }
        }
        let choice = fields.element()?;
        let mut inner = choice.reader()?;
        self.responder = match choice.tag() {
            0xa1 => ResponderId::Name(Name::from_element(&inner.expect(tag::SEQUENCE)?)?),
            0xa2 => ResponderId::Key(inner.expect(tag::OCTET_STRING)?.value().to_vec()),
            _ => return Err(choice.error(DerErrorKind::Value).into()),
        };
        inner.finish()?;
        self.produced_at = fields.expect(tag::GENERALIZED_TIME)?.time()?;
        let mut responses = fields.sequence()?;
        while !responses.is_empty() {
            if self.singles.len() == MAX_MEMBERS {
                return Err(OcspError::TooLong);
            }
            self.singles.push(SingleResponse::read(&mut responses)?);
        }
        if let Some(outer) = fields.optional(tag::context(1))? {
            let mut explicit = outer.reader()?;
            let mut extensions = explicit.sequence()?;
            explicit.finish()?;
            let mut seen = Vec::new();
            while !extensions.is_empty() {
                let extension = Extension::read(&mut extensions)?;
                if seen.contains(&extension.oid) || seen.len() > 16 {
                    return Err(OcspError::Extensions);
                }
                seen.push(extension.oid);
                match extension.oid {
                    oids::NONCE => {
                        let mut value = Reader::new(extension.value);
                        self.nonce = Some(value.expect(tag::OCTET_STRING)?.value().to_vec());
                        value.finish()?;
                    }
                    oids::EXTENDED_REVOKE => {}
                    other if extension.critical => self.critical_extension = Some(other),
                    _ => {}
                }
            }
        }
        fields.finish()?;
        Ok(())
    }
}

impl PartialEq for OcspResponse {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for OcspResponse {}

impl fmt::Debug for OcspResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OcspResponse")
            .field("responder", &self.0.responder)
            .field("produced_at", &self.0.produced_at)
            .field("singles", &self.0.singles.len())
            .finish_non_exhaustive()
    }
}
