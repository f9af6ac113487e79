use super::{Edition, EsealInfo, SesError};
use crate::der::{DerErrorKind, Element, Oid, Reader, element_length, tag, writer};
use std::borrow::Cow;

/// Longest seal or seal signature that is read, octets.
pub(super) const MOST: usize = 16 << 20;

/// A seal: `SESeal` of 2014, `SES_Seal` since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SesSeal<'a> {
    raw: &'a [u8],
    /// Its edition, by shape and number.
    pub edition: Edition,
    /// What it says of itself.
    pub info: EsealInfo<'a>,
    /// Certificate of the maker (制章人), DER.
    pub maker: &'a [u8],
    /// Algorithm of the maker's signature.
    pub algorithm: Oid,
    /// The maker's signature value.
    pub signature: &'a [u8],
    /// Timestamp on the signature value (edition of 2025), as it stands.
    pub timestamp: Option<&'a [u8]>,
    /// `cert` and `signatureAlgorithm`, which the edition of 2014 signs too.
    signed_with: [&'a [u8]; 2],
}

impl<'a> SesSeal<'a> {
    /// Reads a seal. Zeros may follow: where a seal has a fixed room it is padded.
    ///
    /// # Errors
    ///
    /// [`SesError`] with the place.
    pub fn parse(octets: &'a [u8]) -> Result<Self, SesError> {
        Self::read(&first(octets)?)
    }

    /// Returns the octets of the seal as they were received, without padding.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Returns what the maker signed: the information as it stands, or in the edition of 2014 a SEQUENCE
    /// of three fields as they stand.
    #[must_use]
    pub fn signed(&self) -> Cow<'a, [u8]> {
        match self.edition {
            Edition::Gmt0031Of2014 => {
                let [certificate, algorithm] = self.signed_with;
                Cow::Owned(writer::sequence(&[self.info.raw(), certificate, algorithm]))
            }
            Edition::Gbt38540Of2020 | Edition::Gmt0031Of2025 => Cow::Borrowed(self.info.raw()),
        }
    }

    pub(super) fn read(seal: &Element<'a>) -> Result<Self, SesError> {
        let mut fields = seal.expect(tag::SEQUENCE)?.reader()?;
        let info = fields.element()?;
        // In 2014 the maker's part is a SEQUENCE of its own.
        if fields.peek() == Some(tag::SEQUENCE) {
            let by = fields.sequence()?;
            fields.finish()?;
            return Self::rest(seal, &info, Edition::Gmt0031Of2014, by);
        }
        let edition = match EsealInfo::version(&info)? {
            5 => Edition::Gmt0031Of2025,
            _ => Edition::Gbt38540Of2020,
        };
        Self::rest(seal, &info, edition, fields)
    }

    fn rest(
        seal: &Element<'a>,
        info: &Element<'a>,
        edition: Edition,
        mut fields: Reader<'a>,
    ) -> Result<Self, SesError> {
        let certificate = fields.expect(tag::OCTET_STRING)?;
        let algorithm = fields.expect(tag::OID)?;
        let signature = fields.expect(tag::BIT_STRING)?.whole_bits()?;
        // Nobody signed the timestamp: a seal of 2020 stays one, whoever adds it.
        let timestamp = match edition {
            Edition::Gmt0031Of2014 => None,
            _ => timestamp(&mut fields)?,
        };
        fields.finish()?;
        Ok(Self {
            raw: seal.raw(),
            edition,
            info: EsealInfo::read(info, edition)?,
            maker: certificate.value(),
            algorithm: algorithm.oid()?,
            signature,
            timestamp,
            signed_with: [certificate.raw(), algorithm.raw()],
        })
    }
}

/// Reads `timeStamp [0] BIT STRING OPTIONAL`: explicit as it is written here, implicit, or untagged at
/// the end; which one the standard means is not established.
pub(super) fn timestamp<'a>(fields: &mut Reader<'a>) -> Result<Option<&'a [u8]>, SesError> {
    const IMPLICIT: u8 = 0x80;
    let Some(found) = fields.peek() else {
        return Ok(None);
    };
    let element = fields.element()?;
    let bits = match found {
        IMPLICIT => element,
        tag::BIT_STRING => element,
        _ => {
            let mut inner = element.expect(tag::context(0))?.reader()?;
            let bits = inner.expect(tag::BIT_STRING)?;
            inner.finish()?;
            bits
        }
    };
    Ok(Some(bits.whole_bits()?))
}

/// Returns the first element; what follows may be zeros.
pub(super) fn first(octets: &[u8]) -> Result<Element<'_>, SesError> {
    if octets.len() > MOST {
        return Err(SesError::TooLarge {
            octets: octets.len(),
        });
    }
    let length = element_length(octets)?;
    let (own, rest) = octets.split_at_checked(length).unwrap_or((octets, &[]));
    if let Some(place) = rest.iter().position(|octet| *octet != 0) {
        return Err(SesError::TrailingData {
            offset: own.len().saturating_add(place),
        });
    }
    let mut outer = Reader::new(own);
    let element = outer.element()?;
    if !outer.is_empty() {
        return Err(element.error(DerErrorKind::TrailingData).into());
    }
    Ok(element)
}
