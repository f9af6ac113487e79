//! The licence file: face, data and empty signature field, as one PDF.
//!
//! [`LicenceFile::render`] draws the face of a licence as its type's layout says, embeds the data as
//! `licence.json`, and leaves room for the issuer's seal. The file has the shape of PDF/A-3b
//! (ISO 19005-3) and is tagged; no validator of that standard was at hand. The same input gives the
//! same octets: there is no clock and no chance in it.

mod address;
mod embedding;
mod error;
mod face;
mod file;
mod foot;
mod frame;
mod header;
mod icc;
mod jpeg;
mod metadata;
mod photo;
mod qr;
mod sheet;
mod table;
mod tags;
#[cfg(test)]
#[cfg(feature = "fonts")]
mod tests;
mod text;
mod values;

use time::OffsetDateTime;

use crate::font::FontChain;
use crate::licence::{CatalogueEntry, Licence};
use crate::seal::OverDate;

pub use address::check_verification_address;
pub use error::{IssueError, PhotoError};

/// Name of the embedded file that carries the licence's data.
pub const DATA_FILE_NAME: &str = "licence.json";

/// Name of the empty field that a second seal may fill.
pub const SECOND_FIELD_NAME: &str = "Seal2";

/// Makes licence files.
#[derive(Debug, Clone, Copy)]
pub struct LicenceFile;

/// What a licence file needs beside the licence and its type.
#[derive(Debug, Clone, Copy)]
pub struct IssueOptions<'a> {
    /// Fonts, in the order they are asked.
    pub fonts: &'a FontChain,
    /// Where the QR code leads; the identifier follows as a fragment, which a browser does not send
    /// to the server. As [`check_verification_address`] has it.
    pub verification_address: &'a str,
    /// The data of the licence as JSON, embedded as it stands; at most 1 MiB.
    pub licence_json: &'a str,
    /// When the file is made; shown nowhere on the face.
    pub created: OffsetDateTime,
    /// Whether a second seal may be put on the file.
    pub second_field: SecondField,
    /// Which part of the issuer's seal lies on the date of issue; as [`SealDesign::over_date`] says for a
    /// seal that is drawn here.
    ///
    /// [`SealDesign::over_date`]: crate::seal::SealDesign::over_date
    pub over_date: OverDate,
}

/// Whether the file has an empty signature field for a second seal, named [`SECOND_FIELD_NAME`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SecondField {
    /// No field.
    #[default]
    None,
    /// A field without a place on the page.
    Invisible,
    /// A field with a place as large as the issuer's seal, beside it.
    Placed,
}

/// A licence file that is not signed yet.
#[derive(Clone, PartialEq)]
pub struct RenderedLicence {
    /// The file.
    pub pdf: Vec<u8>,
    /// Where the issuer's seal belongs.
    pub seal_place: SealPlace,
    /// Where a second seal belongs, with [`SecondField::Placed`].
    pub second_place: Option<SealPlace>,
}

impl std::fmt::Debug for RenderedLicence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RenderedLicence")
            .field("octets", &self.pdf.len())
            .field("seal_place", &self.seal_place)
            .field("second_place", &self.second_place)
            .finish_non_exhaustive()
    }
}

/// A place for a seal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SealPlace {
    /// Page, counted from 0.
    pub page: u32,
    /// The place.
    pub rect: RectPt,
}

impl SealPlace {
    /// Returns the rectangle of a seal of this size, millimetres, in the middle of the place.
    #[must_use]
    pub fn centred(&self, width_mm: f32, height_mm: f32) -> RectPt {
        let (x, y) = (
            (self.rect.x0 + self.rect.x1) / 2.0,
            (self.rect.y0 + self.rect.y1) / 2.0,
        );
        let (w, h) = (sheet::mm(width_mm) / 2.0, sheet::mm(height_mm) / 2.0);
        RectPt {
            x0: x - w,
            y0: y - h,
            x1: x + w,
            y1: y + h,
        }
    }
}

/// A rectangle, points of 1/72 inch from the bottom left of the page (ISO 32000-1, 7.9.5).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RectPt {
    /// Left.
    pub x0: f32,
    /// Bottom.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Top.
    pub y1: f32,
}

impl LicenceFile {
    /// Checks that [`LicenceFile::render`] can make the file of `licence`, and makes none: cheaper than
    /// rendering, before anything is used up.
    ///
    /// # Errors
    ///
    /// As [`LicenceFile::render`].
    pub fn check(
        licence: &Licence,
        entry: &CatalogueEntry,
        options: &IssueOptions<'_>,
    ) -> Result<(), IssueError> {
        let chain = options.fonts.open().map_err(IssueError::Font)?;
        let mut sheet = sheet::Sheet::new(&chain, entry.face.page)?;
        face::compose(&mut sheet, licence, entry, options)?;
        file::check(licence, options)
    }

    /// Draws the face of `licence` as `entry` lays it out and makes the file.
    ///
    /// # Errors
    ///
    /// [`IssueError`]: text that no font has or that does not fit its place, a missing required
    /// value, a photo that cannot be embedded, an address or data that cannot be carried.
    pub fn render(
        licence: &Licence,
        entry: &CatalogueEntry,
        options: &IssueOptions<'_>,
    ) -> Result<RenderedLicence, IssueError> {
        let chain = options.fonts.open().map_err(IssueError::Font)?;
        let mut sheet = sheet::Sheet::new(&chain, entry.face.page)?;
        let places = face::compose(&mut sheet, licence, entry, options)?;
        let pdf = file::write(sheet, &places, licence, options)?;
        let place = |rect| SealPlace { page: 0, rect };
        Ok(RenderedLicence {
            pdf,
            seal_place: place(places.seal),
            second_place: places.second.map(place),
        })
    }
}
