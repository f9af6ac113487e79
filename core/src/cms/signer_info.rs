use super::{Attribute, oids};
use crate::der::{DerError, Element, Oid, Reader, tag};
use crate::x509::{Certificate, Name};
use time::OffsetDateTime;

/// How a signer says which certificate is its own (RFC 5652, 5.3).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignerIdentifier<'a> {
    /// Issuer and serial number (content octets).
    IssuerAndSerial {
        /// Name of the issuer.
        issuer: Name,
        /// Content octets of the serial number.
        serial: &'a [u8],
    },
    /// Subject key identifier.
    SubjectKeyIdentifier(&'a [u8]),
}

impl SignerIdentifier<'_> {
    /// Tells whether this names `certificate`.
    #[must_use]
    pub fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Self::IssuerAndSerial { issuer, serial } => {
                certificate.issuer() == issuer && certificate.serial() == *serial
            }
            Self::SubjectKeyIdentifier(identifier) => {
                certificate.subject_key_identifier() == Some(identifier)
            }
        }
    }
}

/// One signer of a message (RFC 5652, 5.3), borrowed.
#[derive(Debug, Clone)]
pub struct SignerInfo<'a> {
    pub(super) identifier: SignerIdentifier<'a>,
    pub(super) digest_algorithm: Element<'a>,
    pub(super) signed: Option<Element<'a>>,
    pub(super) signed_attributes: Vec<Attribute<'a>>,
    pub(super) signature_algorithm: &'a [u8],
    pub(super) signature: &'a [u8],
    pub(super) unsigned_attributes: Vec<Attribute<'a>>,
}

impl<'a> SignerInfo<'a> {
    pub(super) fn read(signers: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut fields = signers.sequence()?;
        fields.expect(tag::INTEGER)?;
        let identifier = if let Some(key) = fields.optional(tag::context_primitive(0))? {
            SignerIdentifier::SubjectKeyIdentifier(key.value())
        } else {
            let mut inner = fields.sequence()?;
            let issuer = Name::parse(inner.expect(tag::SEQUENCE)?.raw())?;
            let serial = inner.expect(tag::INTEGER)?.value();
            inner.finish()?;
            SignerIdentifier::IssuerAndSerial { issuer, serial }
        };
        let digest_algorithm = fields.expect(tag::SEQUENCE)?;
        let signed = fields.optional(tag::context(0))?;
        let signed_attributes = match &signed {
            Some(set) => Attribute::read_all(set.reader()?)?,
            None => Vec::new(),
        };
        let signature_algorithm = fields.expect(tag::SEQUENCE)?.raw();
        let signature = fields.expect(tag::OCTET_STRING)?.value();
        let unsigned_attributes = match fields.optional(tag::context(1))? {
            Some(set) => Attribute::read_all(set.reader()?)?,
            None => Vec::new(),
        };
        fields.finish()?;
        Ok(Self {
            identifier,
            digest_algorithm,
            signed,
            signed_attributes,
            signature_algorithm,
            signature,
            unsigned_attributes,
        })
    }

    /// Returns how the signer names its certificate.
    #[must_use]
    pub fn identifier(&self) -> &SignerIdentifier<'a> {
        &self.identifier
    }

    /// Returns the signature value: what a signature timestamp is about.
    #[must_use]
    pub fn signature(&self) -> &'a [u8] {
        self.signature
    }

    /// Returns the signed attributes; empty where there are none.
    #[must_use]
    pub fn signed_attributes(&self) -> &[Attribute<'a>] {
        &self.signed_attributes
    }

    /// Returns the attributes that anybody could have added afterwards.
    #[must_use]
    pub fn unsigned_attributes(&self) -> &[Attribute<'a>] {
        &self.unsigned_attributes
    }

    /// Returns the time that the signer claims in the signing-time attribute; proves nothing.
    #[must_use]
    pub fn signing_time(&self) -> Option<OffsetDateTime> {
        self.one_signed(&oids::SIGNING_TIME)?.time().ok()
    }

    /// Returns the digest of the content that the signer signed in the message-digest attribute.
    #[must_use]
    pub fn message_digest(&self) -> Option<&'a [u8]> {
        let value = self.one_signed(&oids::MESSAGE_DIGEST)?;
        Some(value.expect(tag::OCTET_STRING).ok()?.value())
    }

    /// Returns the DER of each signature timestamp token (RFC 3161, appendix A).
    pub fn signature_timestamps(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.unsigned_attributes
            .iter()
            .filter(|attribute| attribute.oid == oids::SIGNATURE_TIME_STAMP)
            .flat_map(|attribute| attribute.values.iter().map(Element::raw))
    }

    /// Returns the DER of each content timestamp token, which the signer signed (ETSI EN 319 122-1,
    /// 5.2.8; from memory).
    pub fn content_timestamps(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.signed_attributes
            .iter()
            .filter(|attribute| attribute.oid == oids::CONTENT_TIME_STAMP)
            .flat_map(|attribute| attribute.values.iter().map(Element::raw))
    }

    /// Returns the DER of each CRL in the signed attribute adbe-revocationInfoArchival
    /// (ISO 32000-2, 12.8.3.3.2, from memory).
    #[must_use]
    pub fn archived_crls(&self) -> Vec<&'a [u8]> {
        self.archived(0)
    }

    /// Returns the DER of each OCSP response in adbe-revocationInfoArchival.
    #[must_use]
    pub fn archived_ocsp_responses(&self) -> Vec<&'a [u8]> {
        self.archived(1)
    }

    fn archived(&self, number: u8) -> Vec<&'a [u8]> {
        let read = |value: &Element<'a>| -> Result<Vec<&'a [u8]>, DerError> {
            let mut fields = value.expect(tag::SEQUENCE)?.reader()?;
            let mut found = Vec::new();
            while !fields.is_empty() {
                let field = fields.element()?;
                if field.tag() == tag::context(number) {
                    let mut list = field.reader()?.sequence()?;
                    while !list.is_empty() {
                        found.push(list.element()?.raw());
                    }
                }
            }
            Ok(found)
        };
        // Material that cannot be read is missing material, which the path judgement notices.
        self.signed_attributes
            .iter()
            .filter(|attribute| attribute.oid == oids::REVOCATION_INFO_ARCHIVAL)
            .flat_map(|attribute| &attribute.values)
            .flat_map(|value| read(value).unwrap_or_default())
            .collect()
    }

    /// The value of the signed attribute `oid`, where there is exactly one with exactly one value.
    fn one_signed(&self, oid: &Oid) -> Option<Element<'a>> {
        let mut found = self
            .signed_attributes
            .iter()
            .filter(|attribute| attribute.oid == *oid);
        match (found.next()?.values.as_slice(), found.next()) {
            ([value], None) => Some(*value),
            _ => None,
        }
    }
}
