use crate::der::{DerError, DerErrorKind, Element, tag};
use crate::suite::{DigestAlgorithm, digest};

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
    /// Tells whether the list names a certificate, DER: octet by octet, or by its digest. A renewed
    /// certificate is another one (GM/T 0031-2014, 6.2.2).
    #[must_use]
    pub fn names(&self, certificate: &[u8]) -> bool {
        match self {
            Self::Certificates(all) => all.contains(&certificate),
            Self::Digests(all) => all.iter().any(|one| one.is_of(certificate)),
        }
    }

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

impl DigestEntry<'_> {
    /// What `type` of a digest may say is not established: the digest that it names, by name or object identifier,
    /// else SM3.
    fn is_of(&self, certificate: &[u8]) -> bool {
        let plain: String = self
            .kind
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        let algorithm = match plain.as_str() {
            "sha256" | "21684011013421" => DigestAlgorithm::Sha256,
            "sha384" | "21684011013422" => DigestAlgorithm::Sha384,
            "sha512" | "21684011013423" => DigestAlgorithm::Sha512,
            #[cfg(feature = "gm")]
            _ => DigestAlgorithm::Sm3,
            #[cfg(not(feature = "gm"))]
            _ => return false,
        };
        digest(algorithm, certificate) == self.value
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
