//! What is shown.

use super::{POINTS_PER_MM, PlacementError};
use yinxin_core::licence::PointMm;
use yinxin_core::pdf::{Appearance, Points, ShownPage};
use yinxin_core::seal::{SealDrawing, SealFace, SealRaster};

/// What is shown: a seal at its true size, or an empty frame for a signature without a picture.
pub(in super::super) struct Picture {
    content: Vec<u8>,
    /// Width and height, points.
    size: (f64, f64),
    resources: Option<&'static [u8]>,
    raster: Option<SealRaster>,
}

/// Size of the frame of a signature without a picture, points: 50 mm by 20 mm.
const FRAME: (f64, f64) = (50.0 * POINTS_PER_MM, 20.0 * POINTS_PER_MM);

/// How far a place may reach beyond the page, points: numbers are rounded.
const ROUNDING: f64 = 0.01;

impl Picture {
    /// Returns what the seal shows, else a frame: of the `room` that a field offers, where it does.
    pub(in super::super) fn of(face: Option<SealFace>, room: Option<(f64, f64)>) -> Self {
        match face {
            Some(SealFace::Drawing(drawing)) => Self {
                content: drawing.to_pdf_content_multiplied(),
                size: drawing.size_points(),
                resources: Some(SealDrawing::MULTIPLY_RESOURCES),
                raster: None,
            },
            Some(SealFace::Raster {
                raster,
                width_mm,
                height_mm,
            }) => {
                let (width, height) = (width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM);
                Self {
                    content: format!("q /Ink gs {width:.3} 0 0 {height:.3} 0 0 cm /Points Do Q")
                        .into_bytes(),
                    size: (width, height),
                    resources: Some(SealDrawing::MULTIPLY_RESOURCES),
                    raster: Some(raster),
                }
            }
            _ => {
                let size = room.unwrap_or(FRAME);
                Self {
                    content: frame(size),
                    size,
                    resources: None,
                    raster: None,
                }
            }
        }
    }

    pub(super) fn size(&self) -> (f64, f64) {
        self.size
    }

    /// Shows a part of the picture, points, in a rectangle of a page.
    pub(super) fn appearance(
        &self,
        page: usize,
        rectangle: [f64; 4],
        part: [f64; 4],
    ) -> Appearance<'_> {
        Appearance {
            page,
            rectangle,
            content: &self.content,
            bounding_box: part,
            resources: self.resources,
            points: self.raster.as_ref().map(|raster| Points {
                width: raster.width(),
                height: raster.height(),
                colours: raster.colours(),
                opacity: raster.opacity(),
            }),
        }
    }

    /// Shows the picture with its top left corner so far from that of the page as it is seen.
    pub(super) fn with_corner(
        &self,
        index: usize,
        page: &ShownPage,
        at: PointMm,
    ) -> Result<Appearance<'_>, PlacementError> {
        let units = |tenths: u16| f64::from(tenths) / 10.0 * POINTS_PER_MM / page.user_unit;
        let (width, height) = self.size_on(page);
        let (left, top) = (units(at.x), page.size().1 - units(at.y));
        self.whole(index, page, [left, top - height, left + width, top])
    }

    /// Shows the picture with its centre at a place of the page as it is seen, units.
    pub(super) fn with_centre(
        &self,
        index: usize,
        page: &ShownPage,
        (x, y): (f64, f64),
    ) -> Result<Appearance<'_>, PlacementError> {
        let (width, height) = self.size_on(page);
        let (left, bottom) = (x - width / 2.0, y - height / 2.0);
        self.whole(index, page, [left, bottom, left + width, bottom + height])
    }

    fn size_on(&self, page: &ShownPage) -> (f64, f64) {
        let (width, height) = self.size;
        (width / page.user_unit, height / page.user_unit)
    }

    fn whole(
        &self,
        index: usize,
        page: &ShownPage,
        rectangle: [f64; 4],
    ) -> Result<Appearance<'_>, PlacementError> {
        on_page(index, page, rectangle)?;
        let (width, height) = self.size;
        Ok(self.appearance(index, rectangle, [0.0, 0.0, width, height]))
    }
}

/// Refuses a rectangle that is not wholly on the page.
pub(super) fn on_page(
    index: usize,
    page: &ShownPage,
    [left, bottom, right, top]: [f64; 4],
) -> Result<(), PlacementError> {
    let (width, height) = page.size();
    let inside = left >= -ROUNDING
        && bottom >= -ROUNDING
        && right <= width + ROUNDING
        && top <= height + ROUNDING;
    if inside {
        return Ok(());
    }
    let millimetres = |units: f64| units * page.user_unit / POINTS_PER_MM;
    Err(PlacementError::OffPage {
        page: index + 1,
        width: millimetres(width),
        height: millimetres(height),
    })
}

/// A thin frame: it says where somebody signed and pretends to nothing.
fn frame((width, height): (f64, f64)) -> Vec<u8> {
    let (width, height) = ((width - 2.0).max(0.0), (height - 2.0).max(0.0));
    format!("q 0.6 0 0 RG 0.8 w 1 1 {width:.2} {height:.2} re S Q").into_bytes()
}
