//! The picture that a seal carries, made ready to be shown at its true size: raster pictures with their
//! white taken away, `ofd` pictures as paths.

mod bmp;
mod error;
mod ofd;
mod raster;

pub use error::SealPictureError;
pub use raster::SealRaster;

use super::drawing::SealDrawing;
use super::{PictureFormat, SealPicture};
use crate::font::FontChain;

/// Largest side of a seal, millimetres.
const LARGEST_MM: u32 = 200;

/// What a seal shows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SealFace {
    /// Paths at true size.
    Drawing(SealDrawing),
    /// Points, and the size at which they are shown.
    Raster {
        /// The points.
        raster: SealRaster,
        /// Width, millimetres.
        width_mm: f64,
        /// Height, millimetres.
        height_mm: f64,
    },
}

impl SealFace {
    /// Reads the picture of a seal. Its aspect is kept: a picture whose points have another than the size
    /// that the seal states is as large as fits into that size.
    ///
    /// Text of an `ofd` picture is drawn with `fonts` where the package has no font of its own.
    ///
    /// # Errors
    ///
    /// [`SealPictureError`]: what is wrong, or what is not drawn here.
    pub fn read(picture: &SealPicture, fonts: &FontChain) -> Result<Self, SealPictureError> {
        let (width, height) = (picture.width_mm, picture.height_mm);
        if !(1..=LARGEST_MM).contains(&width) || !(1..=LARGEST_MM).contains(&height) {
            return Err(SealPictureError::Size { width, height });
        }
        let stated = (f64::from(width), f64::from(height));
        // Makers spell the format in many ways, and now and then another than it is.
        let format = PictureFormat::of_octets(&picture.data);
        let format = format.unwrap_or_else(|| picture.format.clone());
        if format == PictureFormat::Ofd {
            return ofd::draw(&picture.data, stated, fonts).map(Self::Drawing);
        }
        let raster = SealRaster::read(&format, &picture.data)?;
        let points = (f64::from(raster.width()), f64::from(raster.height()));
        let scale = (stated.0 / points.0).min(stated.1 / points.1);
        Ok(Self::Raster {
            raster,
            width_mm: points.0 * scale,
            height_mm: points.1 * scale,
        })
    }

    /// Returns width and height, millimetres.
    #[must_use]
    pub fn size_mm(&self) -> (f64, f64) {
        match self {
            Self::Drawing(drawing) => (drawing.width_mm, drawing.height_mm),
            Self::Raster {
                width_mm,
                height_mm,
                ..
            } => (*width_mm, *height_mm),
        }
    }
}

#[cfg(test)]
#[cfg(feature = "fonts")]
mod tests;
