use crate::der::{DerError, DerErrorKind, Element, Oid, Reader, tag};
use crate::suite::{AlgorithmError, DigestAlgorithm};
use crate::x509::GeneralName;
use time::{Duration, OffsetDateTime};

/// What a time-stamping authority says (RFC 3161, 2.4.2, TSTInfo), borrowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TstInfo<'a> {
    /// Policy under which the token was made.
    pub policy: Oid,
    /// Digest algorithm of the imprint; an error where it is not served.
    pub digest: Result<DigestAlgorithm, AlgorithmError>,
    /// Digest of what was stamped.
    pub imprint: &'a [u8],
    /// Serial number: content octets of the INTEGER.
    pub serial: &'a [u8],
    /// The time.
    pub time: OffsetDateTime,
    /// How far the time may be off, either way; `None` where the token does not say.
    pub accuracy: Option<Duration>,
    /// Whether tokens of the authority are ordered by time alone.
    pub ordering: bool,
    /// Nonce of the request: content octets of the INTEGER.
    pub nonce: Option<&'a [u8]>,
    /// Name of the authority, a hint.
    pub authority: Option<GeneralName>,
    /// A critical extension: none is processed.
    pub critical_extension: Option<Oid>,
}

impl<'a> TstInfo<'a> {
    /// Reads the DER of a TSTInfo.
    ///
    /// # Errors
    ///
    /// [`DerError`].
    pub fn parse(der: &'a [u8]) -> Result<Self, DerError> {
        let mut outer = Reader::new(der);
        let mut fields = outer.sequence()?;
        outer.finish()?;
        let version = fields.expect(tag::INTEGER)?;
        if version.value() != [1] {
            return Err(version.error(DerErrorKind::Value));
        }
        let policy = fields.oid()?;
        let mut imprint = fields.sequence()?;
        let digest = DigestAlgorithm::from_identifier(&imprint.expect(tag::SEQUENCE)?);
        let digest_octets = imprint.expect(tag::OCTET_STRING)?.value();
        imprint.finish()?;
        let serial = fields.expect(tag::INTEGER)?.integer()?;
        let time = fields.expect(tag::GENERALIZED_TIME)?.time()?;
        let accuracy = fields
            .optional(tag::SEQUENCE)?
            .map(|a| accuracy(&a))
            .transpose()?;
        let ordering = fields.boolean_or_false()?;
        let nonce = match fields.optional(tag::INTEGER)? {
            Some(nonce) => Some(nonce.integer()?),
            None => None,
        };
        let authority = match fields.optional(tag::context(0))? {
            Some(outer) => {
                let mut inner = outer.reader()?;
                let name = GeneralName::from_element(&inner.element()?)?;
                inner.finish()?;
                Some(name)
            }
            None => None,
        };
        let mut critical_extension = None;
        if let Some(extensions) = fields.optional(tag::context(1))? {
            let mut extensions = extensions.reader()?;
            while !extensions.is_empty() {
                let mut extension = extensions.sequence()?;
                let oid = extension.oid()?;
                if extension.boolean_or_false()? {
                    critical_extension = Some(oid);
                }
            }
        }
        fields.finish()?;
        Ok(Self {
            policy,
            digest,
            imprint: digest_octets,
            serial,
            time,
            accuracy,
            ordering,
            nonce,
            authority,
            critical_extension,
        })
    }
}

/// Reads an Accuracy; millis and micros are 1 to 999.
fn accuracy(element: &Element<'_>) -> Result<Duration, DerError> {
    let mut fields = element.reader()?;
    let seconds = fields.optional(tag::INTEGER)?;
    let mut sum = match seconds {
        Some(seconds) => Duration::seconds(i64::from(seconds.unsigned()?)),
        None => Duration::ZERO,
    };
    for (number, unit) in [(0, Duration::MILLISECOND), (1, Duration::MICROSECOND)] {
        if let Some(part) = fields.optional(tag::context_primitive(number))? {
            let count = part.unsigned()?;
            let count = u16::try_from(count)
                .ok()
                .filter(|count| (1..=999).contains(count));
            let count = count.ok_or(part.error(DerErrorKind::Value))?;
            sum = sum.saturating_add(unit.saturating_mul(i32::from(count)));
        }
    }
    fields.finish()?;
    Ok(sum)
}
