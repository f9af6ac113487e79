use super::cert_list::{CertList, text};
use super::extension::{self, Extension};
use super::{Edition, SesError};
use crate::der::{Element, tag};
use time::OffsetDateTime;

/// `SES_Header`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// The number of the edition, as it is written.
    pub version: u32,
    /// The maker of the software (`Vid`).
    pub vendor: &'a str,
}

/// `SES_ESPictureInfo`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture<'a> {
    /// The format as it is spelt.
    pub kind: &'a str,
    /// The octets of the picture.
    pub data: &'a [u8],
    /// Millimetres.
    pub width: u32,
    /// Millimetres.
    pub height: u32,
}

/// `SES_SealInfo`: what a seal says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EsealInfo<'a> {
    pub(super) raw: &'a [u8],
    /// The header.
    pub header: Header<'a>,
    /// The seal's identifier (`esID`); opaque.
    pub id: &'a str,
    /// The kind of seal; each deployment gives the numbers their meaning.
    pub kind: u32,
    /// Its name.
    pub name: &'a str,
    /// Who may use it.
    pub certificates: CertList<'a>,
    /// When it was made.
    pub created: OffsetDateTime,
    /// From when on it may be used.
    pub valid_from: OffsetDateTime,
    /// Until when it may be used.
    pub valid_until: OffsetDateTime,
    /// What it shows.
    pub picture: Picture<'a>,
    /// What its maker added.
    pub extensions: Vec<Extension<'a>>,
}

impl<'a> EsealInfo<'a> {
    /// Returns the octets as they were received: what is signed by the editions since 2020.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Reads the number of the edition alone.
    pub(super) fn version(info: &Element<'a>) -> Result<u32, SesError> {
        let mut fields = info.expect(tag::SEQUENCE)?.reader()?;
        Ok(header(&fields.element()?)?.version)
    }

    pub(super) fn read(info: &Element<'a>, edition: Edition) -> Result<Self, SesError> {
        let mut fields = info.expect(tag::SEQUENCE)?.reader()?;
        let header = header(&fields.element()?)?;
        let id = text(&fields.element()?)?;
        let mut property = fields.sequence()?;
        let kind = property.expect(tag::INTEGER)?.unsigned()?;
        let name = text(&property.element()?)?;
        let is_listed_by_digest = match edition {
            Edition::Gmt0031Of2014 => false,
            Edition::Gbt38540Of2020 | Edition::Gmt0031Of2025 => {
                let kind = property.expect(tag::INTEGER)?;
                match kind.unsigned()? {
                    1 => false,
                    2 => true,
                    _ => return Err(kind.error(crate::der::DerErrorKind::Value).into()),
                }
            }
        };
        let list = property.element()?;
        let certificates = match is_listed_by_digest {
            false => CertList::certificates(&list)?,
            true => CertList::digests(&list)?,
        };
        let mut time = || property.element().and_then(|time| time.time());
        let (created, valid_from, valid_until) = (time()?, time()?, time()?);
        property.finish()?;
        let mut shown = fields.sequence()?;
        let picture = Picture {
            kind: text(&shown.element()?)?,
            data: shown.expect(tag::OCTET_STRING)?.value(),
            width: shown.expect(tag::INTEGER)?.unsigned()?,
            height: shown.expect(tag::INTEGER)?.unsigned()?,
        };
        shown.finish()?;
        let extensions = extension::optional(&mut fields)?;
        fields.finish()?;
        Ok(Self {
            raw: info.raw(),
            header,
            id,
            kind,
            name,
            certificates,
            created,
            valid_from,
            valid_until,
            picture,
            extensions,
        })
    }
}

fn header<'a>(header: &Element<'a>) -> Result<Header<'a>, SesError> {
    let mut fields = header.expect(tag::SEQUENCE)?.reader()?;
    let id = fields.expect(tag::IA5_STRING)?;
    if id.value() != b"ES" {
        return Err(SesError::NotASeal {
            offset: id.offset(),
        });
    }
    let version = fields.expect(tag::INTEGER)?.unsigned()?;
    let vendor = text(&fields.element()?)?;
    fields.finish()?;
    Ok(Header { version, vendor })
}
