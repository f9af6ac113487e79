use crate::der::{DerError, DerErrorKind, Oid, Reader, tag, writer};
use crate::suite::{AlgorithmError, DigestAlgorithm};

/// Greatest nonce that is read, octets.
const MAX_NONCE: usize = 64;

/// What is asked of a time-stamping authority (RFC 3161, 2.4.1, TimeStampReq).
///
/// ```text
/// TimeStampReq ::= SEQUENCE {
///   version        INTEGER { v1(1) },
///   messageImprint MessageImprint,
///   reqPolicy      TSAPolicyId OPTIONAL,
///   nonce          INTEGER OPTIONAL,
///   certReq        BOOLEAN DEFAULT FALSE,
///   extensions     [0] IMPLICIT Extensions OPTIONAL }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampRequest {
    /// Digest algorithm of the imprint; an error where it is not served.
    pub digest: Result<DigestAlgorithm, AlgorithmError>,
    /// Digest of what is to be stamped.
    pub imprint: Vec<u8>,
    /// Policy that the token is to be made under.
    pub policy: Option<Oid>,
    /// Content octets of the INTEGER that the token has to repeat.
    pub nonce: Option<Vec<u8>>,
    /// Whether the token is to carry the authority's certificate.
    pub certificate: CertificateWish,
    /// Whether there are extensions; none is served.
    pub has_extensions: bool,
}

/// Whether a token is to carry the authority's certificate (RFC 3161, 2.4.1, certReq).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateWish {
    /// It must.
    Wanted,
    /// It must not.
    Unwanted,
}

impl TimestampRequest {
    /// Returns a request for a token about data with this digest, with the authority's certificate.
    ///
    /// `nonce` is a number without sign, high octet first; it should be random and never used twice.
    #[must_use]
    pub fn new(digest: DigestAlgorithm, imprint: Vec<u8>, nonce: &[u8]) -> Self {
        let number = writer::unsigned(nonce);
        Self {
            digest: Ok(digest),
            imprint,
            policy: None,
            nonce: Reader::new(&number)
                .element()
                .ok()
                .map(|number| number.value().to_vec()),
            certificate: CertificateWish::Wanted,
            has_extensions: false,
        }
    }

    /// Returns the DER. Where the digest algorithm is not served there is none.
    ///
    /// # Errors
    ///
    /// The error in [`TimestampRequest::digest`].
    pub fn to_der(&self) -> Result<Vec<u8>, AlgorithmError> {
        let algorithm = self.digest.clone()?;
        let imprint = writer::sequence(&[
            &algorithm.identifier(),
            &writer::octet_string(&self.imprint),
        ]);
        let policy = self.policy.as_ref().map(writer::oid).unwrap_or_default();
        let nonce = self.nonce.as_deref();
        let nonce = nonce.map(|nonce| writer::element(tag::INTEGER, nonce));
        let wish = match self.certificate {
            CertificateWish::Wanted => writer::boolean(true),
            CertificateWish::Unwanted => Vec::new(),
        };
        Ok(writer::sequence(&[
            &writer::integer(1),
            &imprint,
            &policy,
            &nonce.unwrap_or_default(),
            &wish,
        ]))
    }

    /// Reads the DER of a TimeStampReq, with nothing after it.
    ///
    /// # Errors
    ///
    /// [`DerError`].
    pub fn parse(der: &[u8]) -> Result<Self, DerError> {
        let mut outer = Reader::new(der);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let version = fields.expect(tag::INTEGER)?;
        if version.value() != [1] {
            return Err(version.error(DerErrorKind::Value));
        }
        let mut imprint = fields.sequence()?;
        let digest = DigestAlgorithm::from_identifier(&imprint.expect(tag::SEQUENCE)?);
        let octets = imprint.expect(tag::OCTET_STRING)?.value().to_vec();
        imprint.finish()?;
        let policy = fields.optional(tag::OID)?;
        let policy = policy.map(|policy| policy.oid()).transpose()?;
        let nonce = match fields.optional(tag::INTEGER)? {
            Some(nonce) if nonce.value().len() > MAX_NONCE => {
                return Err(nonce.error(DerErrorKind::Value));
            }
            Some(nonce) => Some(nonce.integer()?.to_vec()),
            None => None,
        };
        let certificate = if fields.boolean_or_false()? {
            CertificateWish::Wanted
        } else {
            CertificateWish::Unwanted
        };
        let has_extensions = fields.optional(tag::context(0))?.is_some();
        fields.finish()?;
        Ok(Self {
            digest,
            imprint: octets,
            policy,
            nonce,
            certificate,
            has_extensions,
        })
    }
}
