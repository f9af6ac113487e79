//! Seals as PNG at a chosen resolution.

use super::drawing::{Fill, SealDrawing, SealPath, Segment};
use super::picture::SealRaster;
use tiny_skia::{Color, FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};

/// Least and greatest resolution, points an inch.
pub const RESOLUTIONS: std::ops::RangeInclusive<u16> = 50..=2400;

/// Most points.
const MOST: u32 = 40_000_000;

const MM_PER_INCH: f64 = 25.4;

impl SealDrawing {
    /// Returns the drawing as points, transparent where nothing covers, at a resolution in points an inch;
    /// `None` where that is not in [`RESOLUTIONS`] or the drawing has no size, or more than 40 million points.
    #[must_use]
    pub fn to_raster(&self, resolution: u16) -> Option<SealRaster> {
        if !RESOLUTIONS.contains(&resolution) {
            return None;
        }
        let scale = f64::from(resolution) / MM_PER_INCH;
        let (width, height) = (side(self.width_mm * scale)?, side(self.height_mm * scale)?);
        // A seal of 60 mm at 2400 points an inch has 32 million.
        if width.checked_mul(height)? > MOST {
            return None;
        }
        let mut points = Pixmap::new(width, height)?;
        for path in &self.paths {
            draw(&mut points, path, path.colour.unwrap_or(self.colour), scale);
        }
        let straight = points.pixels().iter().flat_map(|point| {
            let point = point.demultiply();
            [point.red(), point.green(), point.blue(), point.alpha()]
        });
        Some(SealRaster::of(width, height, &straight.collect::<Vec<_>>()))
    }
}

impl SealRaster {
    /// Returns the points as a PNG file that says how large they are: `width_mm` across.
    #[must_use]
    pub fn to_png(&self, width_mm: f64) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width(), self.height());
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_source_srgb(png::SrgbRenderingIntent::RelativeColorimetric);
        let per_metre = f64::from(self.width()) / width_mm * 1000.0;
        if let Some(each) = side(per_metre) {
            encoder.set_pixel_dims(Some(png::PixelDimensions {
                xppu: each,
                yppu: each,
                unit: png::Unit::Meter,
            }));
        }
        let (colours, _) = self.colours().as_chunks::<3>();
        let points = colours.iter().zip(self.opacity());
        let samples: Vec<u8> = points.flat_map(|([r, g, b], a)| [*r, *g, *b, *a]).collect();
        let written = encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&samples));
        // Memory is written to, and the sizes agree.
        debug_assert!(written.is_ok(), "{written:?}");
        file
    }
}

/// Returns a length as a whole number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 1 and a million"
)]
fn side(length: f64) -> Option<u32> {
    (0.5..1e6).contains(&length).then(|| length.round() as u32)
}

fn draw(points: &mut Pixmap, path: &SealPath, [r, g, b]: [u8; 3], scale: f64) {
    let Some(outline) = outline(&path.segments, scale) else {
        return;
    };
    let mut paint = Paint::default();
    paint.set_color(Color::from_rgba8(r, g, b, 255));
    let still = Transform::identity();
    if let Some(fill) = path.fill {
        let rule = match fill {
            Fill::NonZero => FillRule::Winding,
            Fill::EvenOdd => FillRule::EvenOdd,
        };
        points.fill_path(&outline, &paint, rule, still, None);
    }
    if path.stroke_mm > 0.0 {
        let stroke = Stroke {
            width: narrow(path.stroke_mm * scale),
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        points.stroke_path(&outline, &paint, &stroke, still, None);
    }
}

fn outline(segments: &[Segment], scale: f64) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let at = |[x, y]: [f64; 2]| (narrow(x * scale), narrow(y * scale));
    for segment in segments {
        match segment {
            Segment::Move(p) => {
                let (x, y) = at(*p);
                builder.move_to(x, y);
            }
            Segment::Line(p) => {
                let (x, y) = at(*p);
                builder.line_to(x, y);
            }
            Segment::Curve(a, b, p) => {
                let ((ax, ay), (bx, by), (x, y)) = (at(*a), at(*b), at(*p));
                builder.cubic_to(ax, ay, bx, by, x, y);
            }
            Segment::Close => builder.close(),
        }
    }
    builder.finish()
}

#[expect(clippy::cast_possible_truncation, reason = "points of a picture")]
fn narrow(value: f64) -> f32 {
    value as f32
}
