use crate::der::{DerError, DerErrorKind, Element, tag};

/// Most certificates or digests that are read.
const MOST: usize = 1024;

/// Who may use a seal (`SES_CertList`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertList<'a> {
    /// Certificates (`certListType` 1, and the edition of 2014): DER, or what stands there instead.
    Certificates(Vec<&'a [u8]>),
    /// Digests of certificates (`certListType` 2).
    Digests(Vec<DigestEntry<'a>>),
}

/// A digest of a certificate (`CertDigestObj`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestEntry<'a> {
    /// Free text; which digest it means is not established.
    pub kind: &'a str,
    /// The digest.
    pub value: &'a [u8],
}

impl<'a> CertList<'a> {
    /// Reads certificates: OCTET STRINGs, and what makers of 2014 put in their place.
    pub(super) fn certificates(list: &Element<'a>) -> Result<Self, DerError> {
        let mut found = Vec::new();
        let mut fields = list.expect(tag::SEQUENCE)?.reader()?;
        while !fields.is_empty() {
            let one = fields.element()?;
            let value = match one.tag() {
                tag::OCTET_STRING | tag::IA5_STRING => one.value(),
                // A certificate as it is.
                tag::SEQUENCE => one.raw(),
                _ => one.expect(tag::OCTET_STRING)?.value(),
            };
            push(&mut found, value, &one)?;
        }
        Ok(Self::Certificates(found))
    }

    pub(super) fn digests(list: &Element<'a>) -> Result<Self, DerError> {
        let mut found = Vec::new();
        let mut fields = list.expect(tag::SEQUENCE)?.reader()?;
        while !fields.is_empty() {
            let one = fields.element()?;
            let mut inner = one.expect(tag::SEQUENCE)?.reader()?;
            let kind = text(&inner.element()?)?;
            let value = inner.expect(tag::OCTET_STRING)?.value();
            inner.finish()?;
            push(&mut found, DigestEntry { kind, value }, &one)?;
        }
        Ok(Self::Digests(found))
    }
}

fn push<T>(found: &mut Vec<T>, value: T, at: &Element<'_>) -> Result<(), DerError> {
    if found.len() == MOST {
        return Err(at.error(DerErrorKind::Value));
    }
    found.push(value);
    Ok(())
}

/// Reads text of any of the types whose octets are UTF-8.
pub(super) fn text<'a>(element: &Element<'a>) -> Result<&'a str, DerError> {
    let is_text = matches!(
        element.tag(),
        tag::UTF8_STRING | tag::IA5_STRING | tag::PRINTABLE_STRING | tag::VISIBLE_STRING
    );
    let expected = if is_text {
        element.tag()
    } else {
        tag::UTF8_STRING
    };
    let element = element.expect(expected)?;
    std::str::from_utf8(element.value()).map_err(|_| element.error(DerErrorKind::Value))
}
