//! JPEG files (ITU-T T.81, Annex B): what a PDF viewer can show, without what a photo says of its
//! maker.

use super::error::PhotoError;

const MOST_OCTETS: usize = 2 << 20;
const SIDE: std::ops::RangeInclusive<u16> = 100..=6000;

/// A JPEG file that can be embedded as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Jpeg {
    pub(super) width: u16,
    pub(super) height: u16,
    /// 1 (grey) or 3.
    pub(super) components: u8,
    /// The file without application data (where and with what a photo was taken) and comments; the
    /// picture itself is untouched. `APP0` and `APP14` stay: they say how colours are coded.
    pub(super) data: Vec<u8>,
}

impl Jpeg {
    pub(super) fn read(media_type: &str, data: &[u8]) -> Result<Self, PhotoError> {
        if media_type != "image/jpeg" {
            return Err(PhotoError::MediaType);
        }
        if data.len() > MOST_OCTETS {
            return Err(PhotoError::TooLarge {
                octets: data.len(),
                most: MOST_OCTETS,
            });
        }
        if data.get(..2) != Some(&[0xFF, 0xD8]) {
            return Err(PhotoError::Malformed { at: 0 });
        }
        let mut kept = vec![0xFF, 0xD8];
        let (mut at, mut frame, mut scans) = (2_usize, None, 0_u32);
        loop {
            let malformed = PhotoError::Malformed { at };
            let marker = match data.get(at..at + 2) {
                Some([0xFF, 0xFF]) => {
                    at += 1;
                    continue;
                }
                Some([0xFF, marker]) => *marker,
                _ => return Err(malformed),
            };
            if marker == 0xD9 {
                kept.extend([0xFF, 0xD9]);
                break;
            }
            if matches!(marker, 0x00 | 0x01 | 0xD0..=0xD8) {
                return Err(malformed);
            }
            let length = match data.get(at + 2..at + 4) {
                Some([high, low]) => usize::from(u16::from_be_bytes([*high, *low])),
                _ => return Err(malformed),
            };
            let segment = data
                .get(at..at + 2 + length)
                .filter(|_| length >= 2)
                .ok_or(malformed)?;
            match marker {
                0xC0..=0xC2 if frame.is_none() => frame = Some(Self::frame(segment, at)?),
                // A second frame, lossless, hierarchical or arithmetic coding.
                0xC0..=0xC3 | 0xC5..=0xC7 | 0xC8..=0xCB | 0xCC..=0xCF | 0xDC => {
                    return Err(PhotoError::Unsupported { at });
                }
                _ => {}
            }
            let personal = matches!(marker, 0xE1..=0xED | 0xEF | 0xFE);
            if !personal {
                kept.extend(segment);
            }
            at += segment.len();
            if marker == 0xDA {
                scans += 1;
                let end = Self::end_of_scan(data, at).ok_or(PhotoError::Malformed { at })?;
                kept.extend(data.get(at..end).unwrap_or_default());
                at = end;
            }
        }
        let Some((width, height, components)) = frame.filter(|_| scans > 0) else {
            return Err(PhotoError::Malformed { at });
        };
        if !SIDE.contains(&width) || !SIDE.contains(&height) {
            return Err(PhotoError::Dimensions { width, height });
        }
        Ok(Self {
            width,
            height,
            components,
            data: kept,
        })
    }

    /// Reads a frame header (B.2.2): precision, height, width, components.
    fn frame(segment: &[u8], at: usize) -> Result<(u16, u16, u8), PhotoError> {
        let Some([8, y1, y0, x1, x0, components @ (1 | 3)]) = segment.get(4..10) else {
            return Err(PhotoError::Unsupported { at });
        };
        if segment.len() != 10 + 3 * usize::from(*components) {
            return Err(PhotoError::Malformed { at });
        }
        Ok((
            u16::from_be_bytes([*x1, *x0]),
            u16::from_be_bytes([*y1, *y0]),
            *components,
        ))
    }

    /// Returns where the entropy-coded data from `from` ends: at a marker other than a restart.
    fn end_of_scan(data: &[u8], from: usize) -> Option<usize> {
        let rest = data.get(from..)?;
        rest.windows(2)
            .position(|pair| matches!(pair, [0xFF, marker] if !matches!(marker, 0x00 | 0xD0..=0xD7 | 0xFF)))
            .map(|offset| from + offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PORTRAIT: &[u8] = include_bytes!("tests/portrait.jpg");

    proptest! {
        #[test]
        fn a_spoilt_photo_is_read_or_refused(
            at in 0..PORTRAIT.len(), value: u8, cut in 0..PORTRAIT.len()
        ) {
            let mut data = PORTRAIT.to_vec();
            data[at] = value;
            if let Ok(jpeg) = Jpeg::read("image/jpeg", &data) {
                prop_assert!(jpeg.data.len() <= data.len());
            }
            data.truncate(cut);
            prop_assert!(Jpeg::read("image/jpeg", &data).is_err() || value == 0xD9);
        }
    }
}
