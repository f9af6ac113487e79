use super::Name;
use crate::der::{DerError, DerErrorKind, Element, Reader, tag};

/// One name of a GeneralNames (RFC 5280, 4.2.1.6).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum GeneralName {
    /// An electronic mail address.
    Email(String),
    /// A DNS name.
    Dns(String),
    /// A distinguished name.
    Directory(Name),
    /// A uniform resource identifier.
    Uri(String),
    /// An IP address, or an address and a mask in name constraints.
    Ip(Vec<u8>),
    /// Any other form.
    Other {
        /// Its context tag number.
        number: u8,
        /// Its element as received.
        raw: Vec<u8>,
    },
}

impl GeneralName {
    pub(crate) fn from_element(element: &Element<'_>) -> Result<Self, DerError> {
        let ia5 = || {
            std::str::from_utf8(element.value())
                .ok()
                .filter(|text| text.is_ascii())
                .map(str::to_owned)
                .ok_or(element.error(DerErrorKind::Value))
        };
        match element.tag() {
            0x81 => ia5().map(Self::Email),
            0x82 => ia5().map(Self::Dns),
            0x86 => ia5().map(Self::Uri),
            0x87 => Ok(Self::Ip(element.value().to_vec())),
            0xa4 => {
                let mut inner = element.reader()?;
                let name = Name::from_element(&inner.expect(tag::SEQUENCE)?)?;
                inner.finish()?;
                Ok(Self::Directory(name))
            }
            0xa0 | 0xa3 | 0xa5 | 0x88 => Ok(Self::Other {
                number: element.tag() & 0x1f,
                raw: element.raw().to_vec(),
            }),
            _ => Err(element.error(DerErrorKind::Value)),
        }
    }

    /// Reads every element of `names` as a GeneralName.
    pub(crate) fn read_each(mut names: Reader<'_>) -> Result<Vec<Self>, DerError> {
        let mut all = Vec::new();
        while !names.is_empty() {
            all.push(Self::from_element(&names.element()?)?);
        }
        Ok(all)
    }
}
