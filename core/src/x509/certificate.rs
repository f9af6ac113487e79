use super::extension::authority_key_identifier;
use super::{
    BasicConstraints, DistributionPoint, ExtendedKeyUsage, Extension, GeneralName, KeyUsage, Name,
    oids,
};
use crate::der::{DerError, Element, Oid, Reader, tag};
use crate::suite::{DigestAlgorithm, digest};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;
use time::OffsetDateTime;

/// Greatest certificate that is read, octets.
const MAX_LENGTH: usize = 1 << 20;
/// Greatest number of extensions.
const MAX_EXTENSIONS: usize = 128;
/// The greatest version, v3 (RFC 5280, 4.1.2.1).
const VERSION_3: u32 = 2;
/// `issuerUniqueID` and `subjectUniqueID`, implicit BIT STRINGs.
const UNIQUE_IDENTIFIERS: [u8; 2] = [0x81, 0x82];

/// A certificate: the octets as received, and the facts in them, read once. Cheap to clone.
#[derive(Clone)]
pub struct Certificate(Arc<Facts>);

struct Facts {
    der: Box<[u8]>,
    tbs: Range<usize>,
    signature_algorithm: Range<usize>,
    signature: Range<usize>,
    algorithms_agree: bool,
    serial: Box<[u8]>,
    issuer: Name,
    subject: Name,
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
    subject_public_key_info: Range<usize>,
    extensions: Vec<(Oid, bool, Range<usize>)>,
    basic_constraints: Option<BasicConstraints>,
    key_usage: Option<KeyUsage>,
    extended_key_usage: Option<ExtendedKeyUsage>,
    subject_key_identifier: Option<Vec<u8>>,
    authority_key_identifier: Option<Vec<u8>>,
    subject_alt_names: Vec<GeneralName>,
    distribution_points: Option<Vec<DistributionPoint>>,
    unknown_critical: Vec<Oid>,
    malformed: Vec<Oid>,
    fingerprint: [u8; 32],
}

/// Why octets could not be read as a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CertificateError {
    /// Not DER where it has to be.
    Der(DerError),
    /// DER, and no certificate of RFC 5280.
    Structure,
    /// Longer than 1 MiB.
    TooLong,
    /// The same extension twice, more than 128, or extensions before version 3.
    Extensions,
}

impl From<DerError> for CertificateError {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Der(error) => write!(f, "the certificate cannot be read: {error}"),
            Self::Structure => f.write_str("the data are no certificate of RFC 5280"),
            Self::TooLong => f.write_str("the certificate is longer than 1 MiB"),
            Self::Extensions => f.write_str(
                "the certificate repeats an extension, has more than 128, or is not of version 3",
            ),
        }
    }
}

impl std::error::Error for CertificateError {}

impl Certificate {
    /// Reads the DER of one certificate, with nothing after it.
    ///
    /// An extension of a known kind that cannot be read does not stop the reading: it is listed in
    /// [`Certificate::malformed_extensions`] and no path through the certificate is valid.
    ///
    /// # Errors
    ///
    /// [`CertificateError`].
    pub fn parse(der: &[u8]) -> Result<Self, CertificateError> {
        if der.len() > MAX_LENGTH {
            return Err(CertificateError::TooLong);
        }
        let mut outer = Reader::new(der);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let tbs = fields.expect(tag::SEQUENCE)?;
        let signature_algorithm = fields.expect(tag::SEQUENCE)?;
        let signature = fields.expect(tag::BIT_STRING)?;
        signature.whole_bits()?;
        fields.finish()?;

        let mut body = tbs.reader()?;
        let version = match body.optional(tag::context(0))? {
            Some(outer) => {
                let mut outer = outer.reader()?;
                let version = outer.expect(tag::INTEGER)?.unsigned()?;
                outer.finish()?;
                version
            }
            None => 0,
        };
        if version > VERSION_3 {
            return Err(CertificateError::Structure);
        }
        let serial = body.expect(tag::INTEGER)?.integer()?;
        let inner_algorithm = body.expect(tag::SEQUENCE)?;
        let issuer = Name::from_element(&body.expect(tag::SEQUENCE)?)?;
        let mut validity = body.sequence()?;
        let not_before = validity.element()?.time()?;
        let not_after = validity.element()?.time()?;
        validity.finish()?;
        let subject = Name::from_element(&body.expect(tag::SEQUENCE)?)?;
        let key = body.expect(tag::SEQUENCE)?;
        // Whoever has the key and the identifier: the first is a SEQUENCE, the second a BIT STRING.
        let mut parts = key.reader()?;
        parts.expect(tag::SEQUENCE)?;
        parts.expect(tag::BIT_STRING)?;
        parts.finish()?;
        for unique_identifier in UNIQUE_IDENTIFIERS {
            body.optional(unique_identifier)?;
        }
        let listed = extensions(&mut body)?;
        body.finish()?;
        if !(version == VERSION_3 || listed.is_empty()) {
            return Err(CertificateError::Extensions);
        }
        let mut facts = Facts {
            tbs: span(&tbs),
            signature_algorithm: span(&signature_algorithm),
            // Without the octet that counts unused bits, which is zero.
            signature: signature.value_offset() + 1
                ..signature.value_offset() + signature.value().len(),
            algorithms_agree: inner_algorithm.raw() == signature_algorithm.raw(),
            serial: serial.into(),
            issuer,
            subject,
            not_before,
            not_after,
            subject_public_key_info: span(&key),
            extensions: Vec::with_capacity(listed.len()),
            basic_constraints: None,
            key_usage: None,
            extended_key_usage: None,
            subject_key_identifier: None,
            authority_key_identifier: None,
            subject_alt_names: Vec::new(),
            distribution_points: None,
            unknown_critical: Vec::new(),
            malformed: Vec::new(),
            fingerprint: fingerprint(der),
            der: der.into(),
        };
        for (oid, critical, value) in listed {
            if facts.extensions.iter().any(|(seen, ..)| *seen == oid) {
                return Err(CertificateError::Extensions);
            }
            let position = value.value_offset()..value.value_offset() + value.value().len();
            facts.extensions.push((oid, critical, position));
            match facts.read_extension(&oid, critical, value.value()) {
                Ok(true) => {}
                Ok(false) if critical => facts.unknown_critical.push(oid),
                Ok(false) => {}
                Err(_) => facts.malformed.push(oid),
            }
        }
        Ok(Self(Arc::new(facts)))
    }

    /// Returns the DER as received.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Returns the octets that the issuer signed (TBSCertificate).
    #[must_use]
    pub fn tbs(&self) -> &[u8] {
        self.at(&self.0.tbs)
    }

    /// Returns the DER of the signatureAlgorithm.
    #[must_use]
    pub fn signature_algorithm(&self) -> &[u8] {
        self.at(&self.0.signature_algorithm)
    }

    /// Tells whether the algorithm inside the signed part is the one outside (RFC 5280, 4.1.1.2).
    #[must_use]
    pub fn algorithms_agree(&self) -> bool {
        self.0.algorithms_agree
    }

    /// Returns the signature value.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.at(&self.0.signature)
    }

    /// Returns the serial number: content octets of the INTEGER.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        &self.0.serial
    }

    /// Returns the serial number in upper-case hexadecimal without leading zero octets.
    #[must_use]
    pub fn serial_hex(&self) -> String {
        let serial = match self.serial() {
            [0, rest @ ..] if !rest.is_empty() => rest,
            all => all,
        };
        let mut hexadecimal = hexadecimal(serial);
        hexadecimal.make_ascii_uppercase();
        hexadecimal
    }

    /// Returns the name of the issuer.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// Returns the name of the subject.
    #[must_use]
    pub fn subject(&self) -> &Name {
        &self.0.subject
    }

    /// Tells whether issuer and subject are the same name.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.0.issuer == self.0.subject
    }

    /// Returns the first instant of validity.
    #[must_use]
    pub fn not_before(&self) -> OffsetDateTime {
        self.0.not_before
    }

    /// Returns the last second of validity, which belongs to it.
    #[must_use]
    pub fn not_after(&self) -> OffsetDateTime {
        self.0.not_after
    }

    /// Returns the DER of the SubjectPublicKeyInfo.
    #[must_use]
    pub fn subject_public_key_info(&self) -> &[u8] {
        self.at(&self.0.subject_public_key_info)
    }

    /// Returns the basic constraints.
    #[must_use]
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.0.basic_constraints
    }

    /// Returns the key usage.
    #[must_use]
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.0.key_usage
    }

    /// Returns the extended key usage.
    #[must_use]
    pub fn extended_key_usage(&self) -> Option<&ExtendedKeyUsage> {
        self.0.extended_key_usage.as_ref()
    }

    /// Returns the subject key identifier.
    #[must_use]
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.0.subject_key_identifier.as_deref()
    }

    /// Returns the keyIdentifier of the authority key identifier.
    #[must_use]
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.0.authority_key_identifier.as_deref()
    }

    /// Returns the subject's alternative names.
    #[must_use]
    pub fn subject_alt_names(&self) -> &[GeneralName] {
        &self.0.subject_alt_names
    }

    /// Returns the CRL distribution points; `None` where the extension is absent.
    #[must_use]
    pub fn distribution_points(&self) -> Option<&[DistributionPoint]> {
        self.0.distribution_points.as_deref()
    }

    /// Returns the critical extensions that this crate does not process.
    #[must_use]
    pub fn unknown_critical_extensions(&self) -> &[Oid] {
        &self.0.unknown_critical
    }

    /// Returns the extensions of a known kind that could not be read.
    #[must_use]
    pub fn malformed_extensions(&self) -> &[Oid] {
        &self.0.malformed
    }

    /// Returns the extension `oid` as it stands in the certificate.
    #[must_use]
    pub fn extension(&self, oid: &Oid) -> Option<Extension<'_>> {
        self.0
            .extensions
            .iter()
            .find(|(found, ..)| found == oid)
            .map(|(oid, critical, at)| Extension {
                oid: *oid,
                critical: *critical,
                value: self.at(at),
            })
    }

    /// Returns the SHA-256 of the DER: what decisions compare.
    #[must_use]
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.0.fingerprint
    }

    /// Returns the SHA-256 of the DER in lower-case hexadecimal.
    #[must_use]
    pub fn fingerprint_hex(&self) -> String {
        hexadecimal(self.fingerprint())
    }

    fn at(&self, range: &Range<usize>) -> &[u8] {
        self.0.der.get(range.clone()).unwrap_or_default()
    }
}

impl Facts {
    /// Reads an extension of a known kind; `false` where the kind is not processed.
    fn read_extension(
        &mut self,
        oid: &Oid,
        critical: bool,
        value: &[u8],
    ) -> Result<bool, DerError> {
        match *oid {
            oids::BASIC_CONSTRAINTS => {
                self.basic_constraints = Some(BasicConstraints::parse(value)?);
            }
            oids::KEY_USAGE => self.key_usage = Some(KeyUsage::parse(value)?),
            oids::EXTENDED_KEY_USAGE => {
                self.extended_key_usage = Some(ExtendedKeyUsage::parse(critical, value)?);
            }
            // RFC 5280, 4.2.1.1 and 4.2.1.2: never critical.
            oids::SUBJECT_KEY_IDENTIFIER | oids::AUTHORITY_KEY_IDENTIFIER if critical => {
                return Ok(false);
            }
            oids::SUBJECT_KEY_IDENTIFIER => {
                let mut outer = Reader::new(value);
                let identifier = outer.expect(tag::OCTET_STRING)?.value().to_vec();
                outer.finish()?;
                self.subject_key_identifier = Some(identifier);
            }
            oids::AUTHORITY_KEY_IDENTIFIER => {
                self.authority_key_identifier = authority_key_identifier(value)?;
            }
            oids::SUBJECT_ALT_NAME => {
                let mut outer = Reader::new(value);
                self.subject_alt_names = GeneralName::read_each(outer.sequence()?)?;
                outer.finish()?;
            }
            oids::CRL_DISTRIBUTION_POINTS => {
                self.distribution_points = Some(DistributionPoint::parse_all(value, &self.issuer)?);
            }
            // Read where a path is judged.
            oids::NAME_CONSTRAINTS
            | oids::CERTIFICATE_POLICIES
            | oids::POLICY_MAPPINGS
            | oids::POLICY_CONSTRAINTS
            | oids::INHIBIT_ANY_POLICY
            | oids::ISSUER_ALT_NAME => {}
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn hexadecimal(octets: &[u8]) -> String {
    let digits = octets.iter().flat_map(|octet| [octet >> 4, octet & 0xf]);
    let digits = digits.map(|digit| char::from_digit(digit.into(), 16).unwrap_or_default());
    digits.collect()
}

fn span(element: &Element<'_>) -> Range<usize> {
    element.offset()..element.offset() + element.raw().len()
}

/// Reads the extensions: identifier, whether critical, and the OCTET STRING with the value.
fn extensions<'a>(
    body: &mut Reader<'a>,
) -> Result<Vec<(Oid, bool, Element<'a>)>, CertificateError> {
    let mut found = Vec::new();
    let Some(outer) = body.optional(tag::context(3))? else {
        return Ok(found);
    };
    let mut outer = outer.reader()?;
    let mut listed = outer.sequence()?;
    outer.finish()?;
    while !listed.is_empty() {
        if found.len() == MAX_EXTENSIONS {
            return Err(CertificateError::Extensions);
        }
        let mut fields = listed.sequence()?;
        let oid = fields.oid()?;
        // Some authorities write another TRUE than DER has.
        let critical = fields.optional(tag::BOOLEAN)?;
        let critical = critical.is_some_and(|critical| critical.value() != [0]);
        let value = fields.expect(tag::OCTET_STRING)?;
        fields.finish()?;
        found.push((oid, critical, value));
    }
    Ok(found)
}

pub(super) fn fingerprint(der: &[u8]) -> [u8; 32] {
    digest(DigestAlgorithm::Sha256, der)
        .try_into()
        .unwrap_or_default()
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl Hash for Certificate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fingerprint.hash(state);
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("subject", &self.0.subject)
            .field("issuer", &self.0.issuer)
            .field("serial", &self.serial_hex())
            .finish_non_exhaustive()
    }
}
