//! BMP: rows of points behind a header, without compression. The libraries that read it take missing rows
//! for black, or bring a colour engine along.

use super::SealPictureError;
use super::raster::{Points, count, unreadable};

/// Octets before the second header.
const FILE_HEADER: usize = 14;
/// Least octets of the second header: `BITMAPINFOHEADER`.
const HEADER: usize = 40;

/// A number in the header, with the lowest octet first.
fn number(octets: &[u8], at: usize) -> Result<i32, SealPictureError> {
    let found = octets.get(at..).and_then(<[u8]>::first_chunk::<4>);
    let found = found.ok_or_else(|| unreadable("its header is cut off"))?;
    Ok(i32::from_le_bytes(*found))
}

fn place(number: i32) -> Result<usize, SealPictureError> {
    usize::try_from(number).map_err(|_| unreadable("a length in its header is negative"))
}

/// Reads points of 1, 4 or 8 bits with a palette, and of 24 or 32 bits.
pub(super) fn read(octets: &[u8]) -> Result<Points, SealPictureError> {
    let start = place(number(octets, 10)?)?;
    let header = place(number(octets, FILE_HEADER)?)?;
    let (width, height) = (number(octets, 18)?, number(octets, 22)?);
    let depth = number(octets, 26)? >> 16;
    let compression = number(octets, 30)?;
    if header < HEADER || compression != 0 || ![1, 4, 8, 24, 32].contains(&depth) {
        return Err(unreadable(
            "it is compressed, or of a kind that is not read",
        ));
    }
    let wide = u32::try_from(width).map_err(|_| unreadable("its width is negative"))?;
    let high = height.unsigned_abs();
    count(wide, high)?;
    let (across, depth) = (place(width)?, place(depth)?);
    let palette: Vec<[u8; 4]> = match depth {
        24 | 32 => Vec::new(),
        _ => {
            let from = FILE_HEADER.saturating_add(header);
            let octets = octets.get(from..start.min(octets.len()));
            let (colours, _) = octets.unwrap_or_default().as_chunks::<4>();
            let colours = colours.iter().take(256);
            colours.map(|[b, g, r, _]| [*r, *g, *b, 255]).collect()
        }
    };
    // Rows end at multiples of four octets.
    let row = (across * depth).div_ceil(32) * 4;
    let rows = octets.get(start..).unwrap_or_default();
    let mut rows: Vec<&[u8]> = rows.chunks_exact(row).take(place_of(high)).collect();
    if rows.len() != place_of(high) {
        return Err(unreadable("rows are missing"));
    }
    // From the bottom up, but where the height is negative.
    if height > 0 {
        rows.reverse();
    }
    let mut rgba = Vec::with_capacity(4 * across * rows.len());
    for row in rows {
        match depth {
            24 => {
                let (points, _) = row.as_chunks::<3>();
                let points = points.iter().take(across);
                rgba.extend(points.flat_map(|[b, g, r]| [*r, *g, *b, 255]));
            }
            // The fourth octet means nothing here, and is often 0.
            32 => {
                let (points, _) = row.as_chunks::<4>();
                rgba.extend(points.iter().flat_map(|[b, g, r, _]| [*r, *g, *b, 255]));
            }
            _ => {
                let each = 8 / depth;
                let mask = (1_usize << depth) - 1;
                for point in 0..across {
                    let octet = row.get(point / each).copied().unwrap_or_default();
                    let shift = 8 - depth * (point % each + 1);
                    let colour = palette.get(usize::from(octet) >> shift & mask);
                    let colour = colour.ok_or_else(|| unreadable("a colour is not there"))?;
                    rgba.extend(colour);
                }
            }
        }
    }
    Ok(Points {
        width: wide,
        height: high,
        rgba,
    })
}

fn place_of(length: u32) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}
