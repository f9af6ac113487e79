//! Pictures of seals as files: of a seal in a home, of a seal in a file, or of a design.

use super::bureau::Bureau;
use super::{ServiceError, input, output, seal};
use crate::client::Daemon;
use crate::wire::ReasonText;
use crate::wire::seal::PictureWritten;
use std::path::{Path, PathBuf};
use yinxin_core::font::FontChain;
use yinxin_core::reason::Reason;
use yinxin_core::reason::seal::EMBLEM_LEFT_OUT;
use yinxin_core::seal::{Centre, SealDesign, SealDrawing, SealFace, SealPicture};
use yinxin_core::sign::SealingError;

/// Whose picture.
#[derive(Debug, Clone, PartialEq)]
pub enum PictureOf {
    /// A seal of a home.
    Home {
        /// The home.
        home: PathBuf,
        /// Identifier of the seal.
        id: String,
    },
    /// A seal of GB/T 38540 in a file.
    File(PathBuf),
    /// A design; nobody's seal.
    Design(Box<SealDesign>),
}

/// Asks for a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureRequest {
    /// Whose.
    pub of: PictureOf,
    /// The new file; its ending chooses the format, `svg` or `png`.
    pub output: PathBuf,
    /// Points an inch, of a PNG that is drawn; a seal whose picture is of points keeps them.
    pub resolution: u16,
}

/// A picture of a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub octets: Vec<u8>,
    /// Width in tenths of a millimetre.
    pub width: u16,
    /// Height in tenths of a millimetre.
    pub height: u16,
}

/// Format of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Paths.
    Svg,
    /// Points, so many an inch where they are drawn.
    Png(u16),
}

impl Format {
    fn of(request: &PictureRequest) -> Result<Self, ServiceError> {
        let ending = request.output.extension().unwrap_or_default();
        match ending.to_string_lossy().to_ascii_lowercase().as_str() {
            "svg" => Ok(Self::Svg),
            "png" => Ok(Self::Png(request.resolution)),
            _ => Err(ServiceError::PictureFormat {
                path: request.output.clone(),
            }),
        }
    }
}

/// Writes a picture to a new file.
///
/// A picture of a seal is not a seal.
///
/// # Errors
///
/// [`ServiceError::NotFound`], [`ServiceError::AlreadyThere`], [`ServiceError::Write`];
/// [`ServiceError::PictureFormat`] for another ending, [`ServiceError::PictureOfPoints`] for paths of a
/// picture that has none; [`ServiceError::SealPicture`] and [`ServiceError::SealNotShown`].
pub fn write(request: &PictureRequest) -> Result<PictureWritten, ServiceError> {
    let format = Format::of(request)?;
    let mut problems = Vec::new();
    let picture = match &request.of {
        PictureOf::Home { home, id } => match Daemon::holding(home)? {
            Some(daemon) => daemon.picture(id, format)?,
            None => in_home(&Bureau::open(home, None)?, id, format)?,
        },
        PictureOf::File(path) => of_face(&face_of(path)?, format, &request.output)?,
        PictureOf::Design(design) => {
            if design.centre() == Centre::Emblem {
                problems.push(ReasonText::from(&Reason::new(&EMBLEM_LEFT_OUT)));
            }
            drawn(&design.draw(&FontChain::built_in()?)?, format)?
        }
    };
    output::write_new(&request.output, &picture.octets)?;
    Ok(PictureWritten {
        file: request.output.display().to_string(),
        width: picture.width,
        height: picture.height,
        problems,
    })
}

/// Draws a seal of a home that is open.
///
/// # Errors
///
/// [`ServiceError::NotFound`], [`ServiceError::SealPicture`].
pub fn in_home(bureau: &Bureau, id: &str, format: Format) -> Result<Picture, ServiceError> {
    let record = seal::find(bureau, id)?;
    drawn(&record.draw(&FontChain::built_in()?)?, format)
}

/// Reads what a seal in a file shows.
///
/// # Errors
///
/// [`ServiceError::SealNotUsable`] where it is no seal, [`ServiceError::SealNotShown`] where its picture
/// cannot be shown.
pub(super) fn face_in(octets: &[u8], path: &Path) -> Result<SealFace, ServiceError> {
    let picture = SealPicture::of_seal(octets).map_err(|error| ServiceError::SealNotUsable {
        path: path.into(),
        source: Box::new(SealingError::Seal(error)),
    })?;
    SealFace::read(&picture, &FontChain::built_in()?).map_err(|source| ServiceError::SealNotShown {
        path: path.into(),
        source,
    })
}

fn face_of(path: &Path) -> Result<SealFace, ServiceError> {
    face_in(&input::read(path, input::SMALL)?, path)
}

fn of_face(face: &SealFace, format: Format, output: &Path) -> Result<Picture, ServiceError> {
    let (raster, (width, height)) = match face {
        SealFace::Drawing(drawing) => return drawn(drawing, format),
        SealFace::Raster { raster, .. } => (raster, face.size_mm()),
        _ => return Err(ServiceError::Internal("a picture of another kind")),
    };
    match format {
        Format::Svg => Err(ServiceError::PictureOfPoints {
            path: output.into(),
        }),
        Format::Png(_) => Ok(Picture {
            octets: raster.to_png(width),
            width: tenths(width),
            height: tenths(height),
        }),
    }
}

/// Returns a drawing as a file.
///
/// # Errors
///
/// [`ServiceError::Resolution`] for more points than are drawn.
pub(super) fn drawn(drawing: &SealDrawing, format: Format) -> Result<Picture, ServiceError> {
    let octets = match format {
        Format::Svg => drawing.to_svg().into_bytes(),
        Format::Png(resolution) => drawing
            .to_raster(resolution)
            .ok_or(ServiceError::Resolution)?
            .to_png(drawing.width_mm),
    };
    Ok(Picture {
        octets,
        width: tenths(drawing.width_mm),
        height: tenths(drawing.height_mm),
    })
}

/// Returns millimetres as tenths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "millimetres of a seal, at most 200"
)]
fn tenths(millimetres: f64) -> u16 {
    (millimetres * 10.0).round().clamp(0.0, 60_000.0) as u16
}
