//! Pictures of points: PNG, JPEG, BMP and GIF.

use super::super::PictureFormat;
use super::{SealPictureError, bmp};
use std::io::Cursor;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// Longest side, points.
const LONGEST: u32 = 8192;
/// Most points: a seal of 60 mm at 1200 points an inch has 8 million.
const MOST: usize = 16_000_000;
/// What covers less is white that a scanner or JPEG left not quite so.
const FAINT: u8 = 16;
/// Most octets that a reader may take beside the points.
const ROOM: usize = 128 << 20;

/// Points of colour, and how much each covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealRaster {
    width: u32,
    height: u32,
    colours: Vec<u8>,
    opacity: Vec<u8>,
}

impl SealRaster {
    /// Reads a picture and takes its white away: each point covers as much as it is not white, in the colour
    /// that looks on white as it did before. What is nearly white is taken for white.
    pub(super) fn read(format: &PictureFormat, octets: &[u8]) -> Result<Self, SealPictureError> {
        let points = match format {
            PictureFormat::Png => png(octets),
            PictureFormat::Jpeg => jpeg(octets),
            PictureFormat::Bmp => bmp::read(octets),
            PictureFormat::Gif => gif(octets),
            other => {
                return Err(SealPictureError::Format {
                    kind: other.as_str().to_owned(),
                });
            }
        }?;
        let whole = count(points.width, points.height)?;
        if points.rgba.len() != 4 * whole {
            return Err(unreadable("points are missing"));
        }
        let mut raster = Self {
            width: points.width,
            height: points.height,
            colours: Vec::with_capacity(3 * whole),
            opacity: Vec::with_capacity(whole),
        };
        let (pixels, _) = points.rgba.as_chunks::<4>();
        for [red, green, blue, alpha] in pixels {
            let (colour, covers) = without_white([*red, *green, *blue]);
            raster.colours.extend(colour);
            let covers = u16::from(covers) * u16::from(*alpha) / 255;
            let covers = u8::try_from(covers).unwrap_or(u8::MAX);
            raster.opacity.push(if covers < FAINT { 0 } else { covers });
        }
        match raster.opacity.iter().all(|covers| *covers == 0) {
            true => Err(SealPictureError::Blank),
            false => Ok(raster.with_ink_below()),
        }
    }

    /// Gives points that cover nothing the colour that others have on average: where readers draw a picture
    /// smaller, they mix the colours of neighbours first.
    fn with_ink_below(mut self) -> Self {
        let (colours, _) = self.colours.as_chunks_mut::<3>();
        let mut sums = [0_u64; 3];
        let mut whole = 0_u64;
        for (colour, covers) in colours.iter().zip(&self.opacity) {
            whole += u64::from(*covers);
            for (sum, part) in sums.iter_mut().zip(colour) {
                *sum += u64::from(*part) * u64::from(*covers);
            }
        }
        let ink = sums.map(|sum| u8::try_from(sum / whole.max(1)).unwrap_or(u8::MAX));
        for (colour, covers) in colours.iter_mut().zip(&self.opacity) {
            if *covers == 0 {
                *colour = ink;
            }
        }
        self
    }

    /// Makes one of points whose colours stand for themselves.
    pub(in super::super) fn of(width: u32, height: u32, rgba: &[u8]) -> Self {
        let (pixels, _) = rgba.as_chunks::<4>();
        Self {
            width,
            height,
            colours: pixels
                .iter()
                .flat_map(|[r, g, b, _]| [*r, *g, *b])
                .collect(),
            opacity: pixels.iter().map(|[.., alpha]| *alpha).collect(),
        }
        .with_ink_below()
    }

    /// Width, points.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height, points.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Red, green and blue (sRGB) of each point, row by row from the top left.
    #[must_use]
    pub fn colours(&self) -> &[u8] {
        &self.colours
    }

    /// How much each point covers, 0 for nothing to 255, in the same order.
    #[must_use]
    pub fn opacity(&self) -> &[u8] {
        &self.opacity
    }
}

/// Points as they were read: red, green, blue and how much they cover.
pub(super) struct Points {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) rgba: Vec<u8>,
}

/// Returns the colour with least white in it that looks the same on white, and how much it covers.
fn without_white(colour: [u8; 3]) -> ([u8; 3], u8) {
    let covers = colour.iter().map(|part| 255 - part).max().unwrap_or(0);
    if covers == 0 {
        return (colour, 0);
    }
    let pure = colour.map(|part| {
        let lacks = u32::from(255 - part) * 255 + u32::from(covers) / 2;
        255 - u8::try_from(lacks / u32::from(covers)).unwrap_or(u8::MAX)
    });
    (pure, covers)
}

/// Returns how many points there are, within bounds.
pub(super) fn count(width: u32, height: u32) -> Result<usize, SealPictureError> {
    if width == 0 || height == 0 {
        return Err(unreadable("it has no points"));
    }
    let sides = usize::try_from(width)
        .ok()
        .zip(usize::try_from(height).ok());
    let count = sides.and_then(|(width, height)| width.checked_mul(height));
    let is_small = width <= LONGEST && height <= LONGEST;
    count
        .filter(|count| is_small && *count <= MOST)
        .ok_or(SealPictureError::TooLarge { most: MOST })
}

pub(super) fn unreadable(why: impl ToString) -> SealPictureError {
    SealPictureError::Unreadable {
        why: why.to_string(),
    }
}

fn png(octets: &[u8]) -> Result<Points, SealPictureError> {
    let mut decoder =
        png::Decoder::new_with_limits(Cursor::new(octets), png::Limits { bytes: ROOM });
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(
        png::Transformations::normalize_to_color8() | png::Transformations::ALPHA,
    );
    let mut reader = decoder.read_info().map_err(unreadable)?;
    let (width, height) = (reader.info().width, reader.info().height);
    let whole = count(width, height)?;
    if reader.info().is_animated() {
        return Err(SealPictureError::Moving);
    }
    let size = reader.output_buffer_size();
    let size = size.filter(|size| *size <= 4 * whole);
    let mut samples = vec![0; size.ok_or_else(|| unreadable("its rows do not fit its size"))?];
    reader.next_frame(&mut samples).map_err(unreadable)?;
    let rgba = match reader.output_color_type().0 {
        png::ColorType::Rgba => samples,
        png::ColorType::GrayscaleAlpha => {
            let (points, _) = samples.as_chunks::<2>();
            let each = points.iter();
            each.flat_map(|[grey, alpha]| [*grey, *grey, *grey, *alpha])
                .collect()
        }
        _ => return Err(unreadable("its colours are of no kind that is known")),
    };
    Ok(Points {
        width,
        height,
        rgba,
    })
}

/// Bounds for the reader of JPEG.
fn options() -> DecoderOptions {
    let longest = usize::try_from(LONGEST).unwrap_or(usize::MAX);
    DecoderOptions::new_safe()
        .set_max_width(longest)
        .set_max_height(longest)
        .set_strict_mode(true)
        .jpeg_set_out_colorspace(ColorSpace::RGB)
}

fn jpeg(octets: &[u8]) -> Result<Points, SealPictureError> {
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(octets), options());
    decoder.decode_headers().map_err(unreadable)?;
    let info = decoder.info().ok_or_else(|| unreadable("it has no size"))?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    count(width, height)?;
    let samples = decoder.decode().map_err(unreadable)?;
    Ok(Points {
        width,
        height,
        rgba: opaque(&samples),
    })
}

fn opaque(samples: &[u8]) -> Vec<u8> {
    let (points, _) = samples.as_chunks::<3>();
    let each = points.iter();
    each.flat_map(|[r, g, b]| [*r, *g, *b, 255]).collect()
}

fn gif(octets: &[u8]) -> Result<Points, SealPictureError> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let most = std::num::NonZeroU64::new(u64::try_from(ROOM).unwrap_or(u64::MAX));
    if let Some(most) = most {
        options.set_memory_limit(gif::MemoryLimit::Bytes(most));
    }
    let mut decoder = options.read_info(Cursor::new(octets)).map_err(unreadable)?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    let whole = count(width, height)?;
    let (left, top, across, rgba) = {
        let frame = decoder.read_next_frame().map_err(unreadable)?;
        let frame = frame.ok_or_else(|| unreadable("it has no picture"))?;
        let place = (usize::from(frame.left), usize::from(frame.top));
        (
            place.0,
            place.1,
            usize::from(frame.width),
            frame.buffer.to_vec(),
        )
    };
    if decoder.next_frame_info().map_err(unreadable)?.is_some() {
        return Err(SealPictureError::Moving);
    }
    // The picture may be smaller than the screen that it stands on.
    let mut points = vec![0; 4 * whole];
    let stride = 4 * usize::try_from(width).unwrap_or(usize::MAX);
    for (row, line) in rgba.chunks_exact((4 * across).max(1)).enumerate() {
        let start = (top + row).saturating_mul(stride).saturating_add(4 * left);
        let place = start
            .checked_add(line.len())
            .filter(|_| 4 * (left + across) <= stride)
            .and_then(|end| points.get_mut(start..end));
        let place = place.ok_or_else(|| unreadable("its picture reaches beyond its screen"))?;
        place.copy_from_slice(line);
    }
    Ok(Points {
        width,
        height,
        rgba: points,
    })
}
