use super::extension::{self, Extension};
use super::seal::{first, timestamp};
use super::{Edition, SesError, SesSeal};
use crate::der::{DerErrorKind, Element, Oid, Reader, tag};
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

/// When somebody says that a seal was used: unauthenticated but for the signature over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedTime<'a> {
    /// An instant.
    Instant(OffsetDateTime),
    /// A timestamp token (edition of 2014).
    Token(&'a [u8]),
    /// Text that is no instant of a known form (edition of 2014).
    Text(&'a [u8]),
}

/// `TBS_Sign`: what the signer signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToSign<'a> {
    raw: &'a [u8],
    /// The number of the edition, as it is written.
    pub version: u32,
    /// It has the shape of 2014; the editions since have another.
    pub is_of_2014: bool,
    /// The seal that was used.
    pub seal: SesSeal<'a>,
    /// When.
    pub time: SignedTime<'a>,
    /// Digest of what was sealed.
    pub data_hash: &'a [u8],
    /// What was sealed: free text, in OFD the path of `Signature.xml`.
    pub property: &'a str,
    /// What the software added.
    pub extensions: Vec<Extension<'a>>,
}

impl<'a> ToSign<'a> {
    /// Returns the octets as they were received: what is signed.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }
}

/// `SES_Signature`: a seal put on something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SesSignature<'a> {
    /// What is signed.
    pub to_sign: ToSign<'a>,
    /// Certificate of the signer (签章人), DER.
    pub signer: &'a [u8],
    /// Algorithm of the signature.
    pub algorithm: Oid,
    /// The signature value.
    pub signature: &'a [u8],
    /// Timestamp on the signature value, as it stands.
    pub timestamp: Option<&'a [u8]>,
}

impl<'a> SesSignature<'a> {
    /// Reads a seal signature. Zeros may follow: in a PDF it has a fixed room.
    ///
    /// # Errors
    ///
    /// [`SesError`] with the place.
    pub fn parse(octets: &'a [u8]) -> Result<Self, SesError> {
        let element = first(octets)?;
        let mut fields = element.expect(tag::SEQUENCE)?.reader()?;
        let to_sign = fields.element()?;
        // In 2014 the signer's certificate and algorithm are among what is signed.
        if fields.peek() == Some(tag::BIT_STRING) {
            let signature = fields.expect(tag::BIT_STRING)?.whole_bits()?;
            fields.finish()?;
            let (to_sign, signer, algorithm) = of_2014(&to_sign)?;
            return Ok(Self {
                to_sign,
                signer,
                algorithm,
                signature,
                timestamp: None,
            });
        }
        let signer = fields.expect(tag::OCTET_STRING)?.value();
        let algorithm = fields.oid()?;
        let signature = fields.expect(tag::BIT_STRING)?.whole_bits()?;
        let timestamp = timestamp(&mut fields)?;
        fields.finish()?;
        Ok(Self {
            to_sign: since_2020(&to_sign)?,
            signer,
            algorithm,
            signature,
            timestamp,
        })
    }

    /// Returns the edition, that of the seal.
    #[must_use]
    pub const fn edition(&self) -> Edition {
        self.to_sign.seal.edition
    }
}

type Of2014<'a> = (ToSign<'a>, &'a [u8], Oid);

fn of_2014<'a>(element: &Element<'a>) -> Result<Of2014<'a>, SesError> {
    let mut fields = element.expect(tag::SEQUENCE)?.reader()?;
    let version = fields.expect(tag::INTEGER)?.unsigned()?;
    let seal = SesSeal::read(&fields.element()?)?;
    let time = time_of_2014(fields.expect(tag::BIT_STRING)?.whole_bits()?);
    let data_hash = fields.expect(tag::BIT_STRING)?.whole_bits()?;
    let property = property(&fields.element()?)?;
    let signer = fields.expect(tag::OCTET_STRING)?.value();
    let algorithm = fields.oid()?;
    fields.finish()?;
    let to_sign = ToSign {
        raw: element.raw(),
        version,
        is_of_2014: true,
        seal,
        time,
        data_hash,
        property,
        extensions: Vec::new(),
    };
    Ok((to_sign, signer, algorithm))
}

fn since_2020<'a>(element: &Element<'a>) -> Result<ToSign<'a>, SesError> {
    let mut fields = element.expect(tag::SEQUENCE)?.reader()?;
    let version = fields.expect(tag::INTEGER)?.unsigned()?;
    let seal = SesSeal::read(&fields.element()?)?;
    let time = fields.element()?.time()?;
    let data_hash = fields.expect(tag::BIT_STRING)?.whole_bits()?;
    let property = property(&fields.element()?)?;
    let extensions = extension::optional(&mut fields)?;
    fields.finish()?;
    Ok(ToSign {
        raw: element.raw(),
        version,
        is_of_2014: false,
        seal,
        time: SignedTime::Instant(time),
        data_hash,
        property,
        extensions,
    })
}

fn property<'a>(element: &Element<'a>) -> Result<&'a str, SesError> {
    let is_text = matches!(element.tag(), tag::IA5_STRING | tag::UTF8_STRING);
    let expected = if is_text {
        element.tag()
    } else {
        tag::IA5_STRING
    };
    let element = element.expect(expected)?;
    let text = std::str::from_utf8(element.value());
    Ok(text.map_err(|_| element.error(DerErrorKind::Value))?)
}

/// Reads what stands in the BIT STRING `timeInfo`: a token, a time of ASN.1, or text.
fn time_of_2014(octets: &[u8]) -> SignedTime<'_> {
    let mut reader = Reader::new(octets);
    match reader.element() {
        Ok(element) if element.tag() == tag::SEQUENCE => SignedTime::Token(octets),
        Ok(element) => element
            .time()
            .map_or_else(|_| time_in_words(octets), SignedTime::Instant),
        Err(_) => time_in_words(octets),
    }
}

/// Reads the texts that makers write: `2026-03-01 08:00:00`, by the clock of China, and `2026-03-01T00:00:00Z`, with or
/// without separators and parts of a second.
fn time_in_words(octets: &[u8]) -> SignedTime<'_> {
    let read = || {
        let text = std::str::from_utf8(octets).ok()?.trim();
        let (text, offset) = match text.strip_suffix('Z') {
            Some(rest) => (rest, UtcOffset::UTC),
            None => (text, UtcOffset::from_hms(8, 0, 0).ok()?),
        };
        let whole = text.split('.').next()?;
        let is_known =
            |letter: char| letter.is_ascii_digit() || matches!(letter, '-' | ':' | ' ' | 'T');
        let digits: Vec<u8> = whole.bytes().filter(u8::is_ascii_digit).collect();
        let is_plain = whole.chars().all(is_known) && whole.len() <= 19 && digits.len() == 14;
        let number = |at: usize, length: usize| {
            let digits = digits.get(at..at.checked_add(length)?)?;
            std::str::from_utf8(digits).ok()?.parse::<u16>().ok()
        };
        let short = |at: usize| u8::try_from(number(at, 2)?).ok();
        let month = Month::try_from(short(4)?).ok()?;
        let date = Date::from_calendar_date(number(0, 4)?.into(), month, short(6)?).ok()?;
        let time = Time::from_hms(short(8)?, short(10)?, short(12)?).ok()?;
        is_plain.then(|| date.with_time(time).assume_offset(offset))
    };
    read().map_or(SignedTime::Text(octets), SignedTime::Instant)
}
