use super::extension::{authority_key_identifier, distribution_point_name};
use super::{BundleError, Extension, GeneralName, Name, Reasons, bundle, oids};
use crate::der::{DerError, DerErrorKind, Element, Oid, Reader, tag};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use time::OffsetDateTime;

/// Greatest CRL that is read, octets.
const MAX_LENGTH: usize = 64 << 20;
/// What the lists that a document or message carries may hold together, octets with their index.
const CARRIED: usize = 32 << 20;
/// What an entry holds in the index, octets.
const ENTRY: usize = size_of::<(Range<usize>, Range<usize>)>();

/// A certificate revocation list: the octets as received, and the facts in them, read once. Cheap
/// to clone.
#[derive(Clone)]
pub struct Crl(Arc<Facts>);

struct Facts {
    der: Box<[u8]>,
    fingerprint: [u8; 32],
    tbs: Range<usize>,
    signature_algorithm: Range<usize>,
    signature: Range<usize>,
    algorithms_agree: bool,
    issuer: Name,
    this_update: OffsetDateTime,
    next_update: Option<OffsetDateTime>,
    /// Serial number and whole entry, sorted by the octets of the serial number.
    entries: Vec<(Range<usize>, Range<usize>)>,
    authority_key_identifier: Option<Vec<u8>>,
    number: Option<Vec<u8>>,
    has_number_as_due: bool,
    is_delta: bool,
    scope: Option<IssuingDistributionPoint>,
    unknown_critical: Option<Oid>,
}

/// What a CRL covers (RFC 5280, 5.2.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuingDistributionPoint {
    /// Names of the distribution point; a relative one is completed with the name of the issuer.
    pub names: Option<Vec<GeneralName>>,
    /// End-entity certificates only.
    pub only_user: bool,
    /// Certificates of authorities only.
    pub only_ca: bool,
    /// Attribute certificates only.
    pub only_attribute: bool,
    /// The reasons that are covered.
    pub reasons: Reasons,
    /// Certificates of other issuers too.
    pub indirect: bool,
}

/// One entry of a CRL (RFC 5280, 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revocation {
    /// When the certificate was revoked.
    pub date: OffsetDateTime,
    /// CRLReason, where one is given: 1 key compromise, 6 certificate hold, 8 remove from CRL.
    pub reason: Option<u8>,
    /// Since when the key is suspected (RFC 5280, 5.3.2).
    pub invalidity_date: Option<OffsetDateTime>,
}

impl Revocation {
    /// Returns the earlier of the two dates.
    #[must_use]
    pub fn since(&self) -> OffsetDateTime {
        self.invalidity_date
            .map_or(self.date, |suspected| suspected.min(self.date))
    }
}

/// Why octets could not be read as a CRL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CrlError {
    /// Not DER of a CertificateList.
    Der(DerError),
    /// Longer than 64 MiB.
    TooLong,
    /// The same extension twice.
    Extensions,
    /// Longer, or with more entries, than what carries it may hold.
    NoRoom,
}

impl From<DerError> for CrlError {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

impl fmt::Display for CrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Der(error) => write!(f, "the revocation list cannot be read: {error}"),
            Self::TooLong => f.write_str("the revocation list is longer than 64 MiB"),
            Self::NoRoom => f.write_str("the revocation list is too long to be carried"),
            Self::Extensions => f.write_str("the revocation list repeats an extension"),
        }
    }
}

impl std::error::Error for CrlError {}

/// Reads every CRL of a PEM file (`X509 CRL` blocks) or of concatenated DER, in its order.
///
/// # Errors
///
/// [`BundleError`] where the file cannot be split; each CRL has its own result.
pub fn read_all_crls(data: &[u8]) -> Result<Vec<Result<Crl, CrlError>>, BundleError> {
    let blocks = if data.first() == Some(&tag::SEQUENCE) {
        bundle::split_der(data)?
    } else {
        bundle::pem_blocks(data, "X509 CRL")?
    };
    if blocks.is_empty() {
        return Err(BundleError::Empty);
    }
    Ok(blocks.iter().map(|der| Crl::parse(der)).collect())
}

impl Crl {
    /// What those that a document or message carries may hold together, octets.
    pub(crate) const CARRIED: usize = CARRIED;

    /// Reads the DER of one CertificateList (RFC 5280, 5.1), version 1 or 2, with nothing after it.
    ///
    /// # Errors
    ///
    /// [`CrlError`].
    pub fn parse(der: &[u8]) -> Result<Self, CrlError> {
        Self::parse_within(der, &mut usize::MAX.clone())
    }

    /// As [`Crl::parse`]; takes the octets that the list will hold from `room`, before it holds them.
    pub(crate) fn parse_within(der: &[u8], room: &mut usize) -> Result<Self, CrlError> {
        let mut left = room.checked_sub(der.len()).ok_or(CrlError::NoRoom)?;
        if der.len() > MAX_LENGTH {
            return Err(CrlError::TooLong);
        }
        let mut outer = Reader::new(der);
        let mut list = outer.sequence()?;
        outer.finish()?;
        let tbs = list.expect(tag::SEQUENCE)?;
        let signature_algorithm = list.expect(tag::SEQUENCE)?;
        let signature = list.expect(tag::BIT_STRING)?;
        signature.whole_bits()?;
        list.finish()?;

        let mut fields = tbs.reader()?;
        let version = fields.optional(tag::INTEGER)?;
        if let Some(version) = version.filter(|version| version.value() != [1]) {
            return Err(version.error(DerErrorKind::Value).into());
        }
        let inner_algorithm = fields.expect(tag::SEQUENCE)?;
        let issuer = Name::from_element(&fields.expect(tag::SEQUENCE)?)?;
        let this_update = fields.element()?.time()?;
        let next_update = match fields.peek() {
            Some(tag::UTC_TIME | tag::GENERALIZED_TIME) => Some(fields.element()?.time()?),
            _ => None,
        };
        let mut facts = Facts {
            tbs: span(&tbs),
            signature_algorithm: span(&signature_algorithm),
            signature: signature.value_offset() + 1
                ..signature.value_offset() + signature.value().len(),
            algorithms_agree: inner_algorithm.raw() == signature_algorithm.raw(),
            issuer,
            this_update,
            next_update,
            entries: Vec::new(),
            authority_key_identifier: None,
            number: None,
            has_number_as_due: version.is_none(),
            is_delta: false,
            scope: None,
            unknown_critical: None,
            fingerprint: super::certificate::fingerprint(der),
            der: der.into(),
        };
        if let Some(entries) = fields.optional(tag::SEQUENCE)? {
            facts.read_entries(entries.reader()?, &mut left)?;
        }
        if let Some(outer) = fields.optional(tag::context(0))? {
            facts.read_extensions(outer.reader()?.sequence()?)?;
        }
        fields.finish()?;
        facts
            .entries
            .sort_by(|(one, _), (other, _)| der.get(one.clone()).cmp(&der.get(other.clone())));
        *room = left;
        Ok(Self(Arc::new(facts)))
    }

    /// Reads those of the lists that can be read and for which there is room.
    pub(crate) fn carried<'a>(lists: impl Iterator<Item = &'a [u8]>) -> Vec<Self> {
        let mut room = CARRIED;
        lists
            .filter_map(|der| Self::parse_within(der, &mut room).ok())
            .collect()
    }

    /// SHA-256 of the DER.
    pub(crate) fn fingerprint(&self) -> &[u8; 32] {
        &self.0.fingerprint
    }

    /// Returns the DER as received.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Returns the octets that the issuer signed (TBSCertList).
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

    /// Tells whether the algorithm inside the signed part is the one outside.
    #[must_use]
    pub fn algorithms_agree(&self) -> bool {
        self.0.algorithms_agree
    }

    /// Returns the name of the issuer.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// Returns when the list was issued.
    #[must_use]
    pub fn this_update(&self) -> OffsetDateTime {
        self.0.this_update
    }

    /// Returns by when the next list is issued.
    #[must_use]
    pub fn next_update(&self) -> Option<OffsetDateTime> {
        self.0.next_update
    }

    /// Returns how many certificates are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    /// Tells whether no certificate is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// Returns the keyIdentifier of the authority key identifier.
    #[must_use]
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.0.authority_key_identifier.as_deref()
    }

    /// Returns the CRL number: content octets of the INTEGER.
    #[must_use]
    pub fn number(&self) -> Option<&[u8]> {
        self.0.number.as_deref()
    }

    /// Tells whether the list has a CRL number that is not critical, as version 2 has to
    /// (RFC 5280, 5.2.3).
    #[must_use]
    pub fn has_number_as_due(&self) -> bool {
        self.0.has_number_as_due
    }

    /// Tells whether only changes to another list are listed (RFC 5280, 5.2.4).
    #[must_use]
    pub fn is_delta(&self) -> bool {
        self.0.is_delta
    }

    /// Returns what the list covers; `None` for every certificate of the issuer.
    #[must_use]
    pub fn scope(&self) -> Option<&IssuingDistributionPoint> {
        self.0.scope.as_ref()
    }

    /// Returns a critical extension, of the list or of an entry, that this crate does not process:
    /// the list says nothing then (RFC 5280, 5.2 and 5.3).
    #[must_use]
    pub fn unknown_critical_extension(&self) -> Option<&Oid> {
        self.0.unknown_critical.as_ref()
    }

    /// Looks for the serial number (content octets). Where it is listed twice, the earliest
    /// revocation counts.
    #[must_use]
    pub fn find(&self, serial: &[u8]) -> Option<Revocation> {
        let entries = &self.0.entries;
        let from = entries.partition_point(|(listed, _)| self.at(listed) < serial);
        entries
            .iter()
            .skip(from)
            .take_while(|(listed, _)| self.at(listed) == serial)
            .filter_map(|(_, entry)| {
                let mut fields = Reader::new(self.at(entry)).sequence().ok()?;
                // The entry was read once already, when the list was.
                read_entry(&mut fields)
                    .ok()
                    .map(|(_, revocation, _)| revocation)
            })
            .min_by_key(Revocation::since)
    }

    fn at(&self, range: &Range<usize>) -> &[u8] {
        self.0.der.get(range.clone()).unwrap_or_default()
    }
}

impl Facts {
    fn read_entries(&mut self, mut entries: Reader<'_>, room: &mut usize) -> Result<(), CrlError> {
        while !entries.is_empty() {
            *room = room.checked_sub(ENTRY).ok_or(CrlError::NoRoom)?;
            let entry = entries.expect(tag::SEQUENCE)?;
            let (serial, _, unknown) = read_entry(&mut entry.reader()?)?;
            self.unknown_critical = self.unknown_critical.or(unknown);
            let position = serial.value_offset()..serial.value_offset() + serial.value().len();
            self.entries.push((position, span(&entry)));
        }
        Ok(())
    }

    fn read_extensions(&mut self, mut extensions: Reader<'_>) -> Result<(), CrlError> {
        let mut seen = Vec::new();
        while !extensions.is_empty() {
            let extension = Extension::read(&mut extensions)?;
            if seen.contains(&extension.oid) || seen.len() > 64 {
                return Err(CrlError::Extensions);
            }
            seen.push(extension.oid);
            match extension.oid {
                oids::AUTHORITY_KEY_IDENTIFIER => {
                    self.authority_key_identifier = authority_key_identifier(extension.value)?;
                }
                oids::CRL_NUMBER => {
                    let number = Reader::new(extension.value).expect(tag::INTEGER)?;
                    self.number = Some(number.value().to_vec());
                    self.has_number_as_due = !extension.critical;
                }
                oids::DELTA_CRL_INDICATOR => self.is_delta = true,
                oids::ISSUING_DISTRIBUTION_POINT => {
                    self.scope = Some(IssuingDistributionPoint::parse(
                        extension.value,
                        &self.issuer,
                    )?);
                }
                oids::ISSUER_ALT_NAME => {}
                other if extension.critical => {
                    self.unknown_critical = self.unknown_critical.or(Some(other));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Reads an entry: the serial number, what is said of it, and a critical extension not processed.
fn read_entry<'a>(
    fields: &mut Reader<'a>,
) -> Result<(Element<'a>, Revocation, Option<Oid>), DerError> {
    let serial = fields.expect(tag::INTEGER)?;
    let date = fields.element()?.time()?;
    let mut revocation = Revocation {
        date,
        reason: None,
        invalidity_date: None,
    };
    let mut unknown = None;
    if let Some(extensions) = fields.optional(tag::SEQUENCE)? {
        let mut extensions = extensions.reader()?;
        while !extensions.is_empty() {
            let extension = Extension::read(&mut extensions)?;
            let value = Reader::new(extension.value).element();
            match extension.oid {
                oids::REASON_CODE => {
                    let code = value?.expect(tag::ENUMERATED)?;
                    let [reason] = code.value() else {
                        return Err(code.error(DerErrorKind::Value));
                    };
                    revocation.reason = Some(*reason);
                }
                oids::INVALIDITY_DATE => revocation.invalidity_date = Some(value?.time()?),
                other if extension.critical => unknown = unknown.or(Some(other)),
                _ => {}
            }
        }
    }
    Ok((serial, revocation, unknown))
}

impl IssuingDistributionPoint {
    fn parse(value: &[u8], issuer: &Name) -> Result<Self, DerError> {
        let mut outer = Reader::new(value);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let names = fields
            .optional(tag::context(0))?
            .map(|name| distribution_point_name(&name, issuer))
            .transpose()?;
        let flag = |fields: &mut Reader<'_>, number| {
            fields
                .optional(tag::context_primitive(number))?
                .map_or(Ok(false), |element| element.boolean())
        };
        let only_user = flag(&mut fields, 1)?;
        let only_ca = flag(&mut fields, 2)?;
        let reasons = fields
            .optional(tag::context_primitive(3))?
            .map_or(Ok(Reasons::ALL), |element| Reasons::from_element(&element))?;
        let indirect = flag(&mut fields, 4)?;
        let only_attribute = flag(&mut fields, 5)?;
        fields.finish()?;
        Ok(Self {
            names,
            only_user,
            only_ca,
            only_attribute,
            reasons,
            indirect,
        })
    }
}

fn span(element: &Element<'_>) -> Range<usize> {
    element.offset()..element.offset() + element.raw().len()
}

impl PartialEq for Crl {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for Crl {}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Crl")
            .field("issuer", &self.0.issuer)
            .field("this_update", &self.0.this_update)
            .field("entries", &self.len())
            .finish_non_exhaustive()
    }
}
