mod entries;
mod scope;

pub use entries::Revocation;
pub use scope::IssuingDistributionPoint;

use super::extension::authority_key_identifier;
use super::{BundleError, Extension, Name, bundle, oids};
use crate::der::{DerError, DerErrorKind, Element, Oid, Reader, tag};
use crate::suite::{PublicKey, SignatureAlgorithm, verify};
use crate::x509::Certificate;
use entries::Entries;
use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use time::OffsetDateTime;

/// Greatest CRL that is read, octets.
const MAX_LENGTH: usize = 64 << 20;
/// What the lists that a document or message carries may hold together, octets with their index.
const CARRIED: usize = 32 << 20;

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
    entries: Entries,
    authority_key_identifier: Option<Vec<u8>>,
    number: Option<Vec<u8>>,
    has_number_as_due: bool,
    base: Option<Vec<u8>>,
    scope: Option<IssuingDistributionPoint>,
    unknown_critical: Option<Oid>,
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
            entries: Entries::default(),
            authority_key_identifier: None,
            number: None,
            has_number_as_due: version.is_none(),
            base: None,
            scope: None,
            unknown_critical: None,
            fingerprint: super::certificate::fingerprint(der),
            der: der.into(),
        };
        if let Some(entries) = fields.optional(tag::SEQUENCE)? {
            facts.entries = Entries::read(entries.reader()?, der, &mut left)?;
            facts.unknown_critical = facts.entries.unknown_critical;
        }
        if let Some(outer) = fields.optional(tag::context(0))? {
            facts.read_extensions(outer.reader()?.sequence()?)?;
        }
        fields.finish()?;
        // Entries about other issuers stand in indirect lists alone (RFC 5280, 5.2.5 and 5.3.3).
        let is_indirect = facts.scope.as_ref().is_some_and(|scope| scope.indirect);
        if facts.entries.names_issuers() && !is_indirect {
            facts.unknown_critical = facts.unknown_critical.or(Some(oids::CERTIFICATE_ISSUER));
        }
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

    /// Returns whether the key in the certificate made the signature. Nothing is said about who may
    /// sign lists, nor about the certificate.
    #[must_use]
    pub fn is_signed_by(&self, certificate: &Certificate) -> bool {
        let info = certificate.subject_public_key_info();
        let algorithm = PublicKey::parse(info).and_then(|key| {
            SignatureAlgorithm::from_identifier(self.signature_algorithm(), &key, None)
        });
        algorithm
            .is_ok_and(|algorithm| verify(info, algorithm, self.tbs(), self.signature()).is_ok())
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
        self.len() == 0
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
        self.0.base.is_some()
    }

    /// Returns the number of the list that the changes begin from: content octets of BaseCRLNumber.
    #[must_use]
    pub fn base(&self) -> Option<&[u8]> {
        self.0.base.as_deref()
    }

    /// Tells whether these changes, put on the whole list `complete`, give a newer whole list
    /// (RFC 5280, 5.2.4): same issuer, scope and key, and numbers that meet. Who signed is not
    /// looked at.
    #[must_use]
    pub fn continues(&self, complete: &Self) -> bool {
        let (Some(base), Some(number), Some(from)) =
            (self.base(), self.number(), complete.number())
        else {
            return false;
        };
        let meets = |low, high| compare_numbers(low, high).is_some_and(|order| order.is_le());
        !complete.is_delta()
            && self.issuer() == complete.issuer()
            && self.scope() == complete.scope()
            && self.authority_key_identifier() == complete.authority_key_identifier()
            && meets(base, from)
            && compare_numbers(from, number).is_some_and(|order| order.is_lt())
            && complete.this_update() <= self.this_update()
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

    /// Looks for a certificate of the list's own issuer by its serial number (content octets). Where
    /// it is listed twice, the earliest revocation counts.
    #[must_use]
    pub fn find(&self, serial: &[u8]) -> Option<Revocation> {
        self.find_of(self.issuer(), serial)
    }

    /// Looks for a certificate of `issuer`, which may be another in an indirect list.
    #[must_use]
    pub fn find_of(&self, issuer: &Name, serial: &[u8]) -> Option<Revocation> {
        let facts = &*self.0;
        facts
            .entries
            .find(&facts.der, &facts.issuer, issuer, serial)
    }

    /// Tells whether these changes are newer ones of the same issuer, scope and key as `older`.
    pub(super) fn follows(&self, older: &Self) -> bool {
        let newer =
            |number, other| compare_numbers(other, number).is_some_and(|order| order.is_lt());
        self.is_delta()
            && older.is_delta()
            && self.issuer() == older.issuer()
            && self.scope() == older.scope()
            && self.authority_key_identifier() == older.authority_key_identifier()
            && self
                .number()
                .zip(older.number())
                .is_some_and(|(n, o)| newer(n, o))
    }

    fn at(&self, range: &Range<usize>) -> &[u8] {
        self.0.der.get(range.clone()).unwrap_or_default()
    }
}

impl Facts {
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
                oids::DELTA_CRL_INDICATOR => {
                    let base = Reader::new(extension.value).expect(tag::INTEGER)?;
                    self.base = Some(base.value().to_vec());
                }
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

/// Compares two positive numbers by the content octets of their INTEGER; `None` where one is not.
pub(super) fn compare_numbers(one: &[u8], other: &[u8]) -> Option<Ordering> {
    let positive = |octets: &[u8]| octets.first().is_some_and(|first| first & 0x80 == 0);
    let digits = |octets: &[u8]| {
        octets
            .iter()
            .skip_while(|octet| **octet == 0)
            .copied()
            .collect()
    };
    if !positive(one) || !positive(other) {
        return None;
    }
    let (one, other): (Vec<u8>, Vec<u8>) = (digits(one), digits(other));
    Some(one.len().cmp(&other.len()).then_with(|| one.cmp(&other)))
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
