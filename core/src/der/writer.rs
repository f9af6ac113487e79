//! Writing DER: each function returns one whole element.

use super::{Oid, tag};
use time::OffsetDateTime;

/// Returns the element with the identifier octet `identifier` around `content`.
#[must_use]
pub fn element(identifier: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + 6);
    out.push(identifier);
    push_length(&mut out, content.len());
    out.extend_from_slice(content);
    out
}

/// Returns the element around the concatenation of `parts`.
#[must_use]
pub fn constructed(identifier: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(identifier);
    push_length(&mut out, length);
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

fn push_length(out: &mut Vec<u8>, length: usize) {
    if length < 0x80 {
        // Below 0x80, so the lowest octet is the number.
        out.push(length.to_le_bytes()[0]);
        return;
    }
    let octets = length.to_be_bytes();
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    let count = octets.len() - zeros;
    out.push(0x80 | count.to_le_bytes()[0]);
    out.extend(octets.iter().skip(zeros));
}

/// Returns a SEQUENCE of `parts`.
#[must_use]
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    constructed(tag::SEQUENCE, parts)
}

/// Returns a SET OF `parts` in DER order (X.690, 11.6).
#[must_use]
pub fn set_of(parts: &[&[u8]]) -> Vec<u8> {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    constructed(tag::SET, &sorted)
}

/// Returns the explicit context tag `[number]` around the whole element `inner`.
#[must_use]
pub fn explicit(number: u8, inner: &[u8]) -> Vec<u8> {
    element(tag::context(number), inner)
}

/// Returns `inner` with its identifier octet replaced by the implicit context tag `[number]`, whose
/// form (primitive or constructed) stays that of `inner`.
#[must_use]
pub fn implicit(number: u8, mut inner: Vec<u8>) -> Vec<u8> {
    if let Some(first) = inner.first_mut() {
        *first = (*first & 0x20) | tag::context_primitive(number);
    }
    inner
}

/// Returns the INTEGER of the unsigned magnitude `big_endian`; empty stands for zero.
#[must_use]
pub fn unsigned(big_endian: &[u8]) -> Vec<u8> {
    let zeros = big_endian.iter().take_while(|octet| **octet == 0).count();
    let magnitude = big_endian.get(zeros..).unwrap_or_default();
    match magnitude.first() {
        Some(first) if *first < 0x80 => element(tag::INTEGER, magnitude),
        _ => constructed(tag::INTEGER, &[&[0], magnitude]),
    }
}

/// Returns the INTEGER `value`.
#[must_use]
pub fn integer(value: u64) -> Vec<u8> {
    unsigned(&value.to_be_bytes())
}

/// Returns an OBJECT IDENTIFIER.
#[must_use]
pub fn oid(oid: &Oid) -> Vec<u8> {
    element(tag::OID, oid.as_bytes())
}

/// Returns an OCTET STRING.
#[must_use]
pub fn octet_string(octets: &[u8]) -> Vec<u8> {
    element(tag::OCTET_STRING, octets)
}

/// Returns a BIT STRING without unused bits.
#[must_use]
pub fn bit_string(octets: &[u8]) -> Vec<u8> {
    constructed(tag::BIT_STRING, &[&[0], octets])
}

/// Returns a BOOLEAN.
#[must_use]
pub fn boolean(value: bool) -> Vec<u8> {
    element(tag::BOOLEAN, &[if value { 0xff } else { 0 }])
}

/// Returns NULL.
#[must_use]
pub fn null() -> Vec<u8> {
    element(tag::NULL, &[])
}

/// Returns a UTF8String.
#[must_use]
pub fn utf8_string(text: &str) -> Vec<u8> {
    element(tag::UTF8_STRING, text.as_bytes())
}

/// Returns the instant in whole seconds as X.509 and CMS want it: UTCTime for the years 1950 to
/// 2049, GeneralizedTime otherwise (RFC 5280, 4.1.2.5; RFC 5652, 11.3).
#[must_use]
pub fn time(instant: OffsetDateTime) -> Vec<u8> {
    let utc = instant.to_offset(time::UtcOffset::UTC);
    if (1950..=2049).contains(&utc.year()) {
        let text = format!("{:02}{}Z", utc.year() % 100, month_to_second(utc));
        element(tag::UTC_TIME, text.as_bytes())
    } else {
        generalized_time(instant)
    }
}

/// Returns a GeneralizedTime in UTC, whole seconds.
#[must_use]
pub fn generalized_time(instant: OffsetDateTime) -> Vec<u8> {
    let utc = instant.to_offset(time::UtcOffset::UTC);
    let text = format!("{:04}{}Z", utc.year(), month_to_second(utc));
    element(tag::GENERALIZED_TIME, text.as_bytes())
}

fn month_to_second(utc: OffsetDateTime) -> String {
    let (month, day) = (u8::from(utc.month()), utc.day());
    format!(
        "{month:02}{day:02}{:02}{:02}{:02}",
        utc.hour(),
        utc.minute(),
        utc.second()
    )
}
