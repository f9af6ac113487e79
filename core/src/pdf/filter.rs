//! Decoding streams: FlateDecode (RFC 1950) with PNG predictors, under a limit.

use std::borrow::Cow;

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::limits::Budget;
use super::object::{Dictionary, Object};
use super::parse_error::ParseError;

/// Decodes the data of a stream that has no filter or a single FlateDecode. A crypt filter before it
/// names what the data were decrypted with, and is left out.
///
/// `at` is the offset of the data, for errors. Values that the dictionary gives by reference are
/// not supported. Inflates to `most` octets at most.
pub(crate) fn decode<'d>(
    dictionary: &Dictionary<'_>,
    data: &'d [u8],
    at: usize,
    budget: &Budget,
    most: usize,
) -> Result<Cow<'d, [u8]>, ParseError> {
    let unsupported = ParseError::UnsupportedFilter { at };
    let mut place = 0;
    let filter = match dictionary.get("Filter") {
        None | Some(Object::Null) => return Ok(Cow::Borrowed(data)),
        Some(Object::Array(array)) => match array.items.as_slice() {
            [] => return Ok(Cow::Borrowed(data)),
            [only] => &only.value,
            [first, second] if is_crypt(&first.value) => {
                place = 1;
                &second.value
            }
            _ => return Err(unsupported),
        },
        Some(filter) => filter,
    };
    if place == 0 && is_crypt(filter) {
        return Ok(Cow::Borrowed(data));
    }
    if !filter
        .as_name()
        .is_some_and(|name| name.is("FlateDecode") || name.is("Fl"))
    {
        return Err(unsupported);
    }
    let inflated = inflate(data, at, budget, most)?;
    let parameters = match dictionary.get("DecodeParms") {
        Some(Object::Array(array)) => array.items.get(place).map(|item| &item.value),
        other => other.filter(|_| place == 0),
    };
    match parameters {
        None | Some(Object::Null) => Ok(Cow::Owned(inflated)),
        Some(Object::Dictionary(parameters)) => predict(parameters, inflated, at).map(Cow::Owned),
        Some(_) => Err(unsupported),
    }
}

fn is_crypt(filter: &Object<'_>) -> bool {
    filter.as_name().is_some_and(|name| name.is("Crypt"))
}

fn inflate(data: &[u8], at: usize, budget: &Budget, most: usize) -> Result<Vec<u8>, ParseError> {
    let limit = budget
        .limits
        .inflated
        .min(most)
        .min(budget.memory_left())
        .min(budget.work_left());
    match decompress_to_vec_zlib_with_limit(data, limit) {
        Ok(inflated) => {
            budget.spend(inflated.len())?;
            Ok(inflated)
        }
        Err(error) => {
            budget.spend(error.output.len())?;
            Err(match error.status {
                TINFLStatus::HasMoreOutput => ParseError::TooMuch {
                    what: "octets in an inflated stream",
                    limit,
                },
                _ => ParseError::DamagedStream { at },
            })
        }
    }
}

/// Undoes a PNG predictor (ISO 32000-2, 7.4.4.4; from memory; PNG specification, 9.2).
fn predict(
    parameters: &Dictionary<'_>,
    mut data: Vec<u8>,
    at: usize,
) -> Result<Vec<u8>, ParseError> {
    let unsupported = ParseError::UnsupportedFilter { at };
    let value = |key: &str, default: usize| match parameters.get(key) {
        None | Some(Object::Null) => Ok(default),
        Some(Object::Integer(value)) => usize::try_from(*value).map_err(|_| unsupported.clone()),
        Some(_) => Err(unsupported.clone()),
    };
    let predictor = value("Predictor", 1)?;
    if predictor <= 1 {
        return Ok(data);
    }
    let (colors, bits, columns) = (
        value("Colors", 1)?,
        value("BitsPerComponent", 8)?,
        value("Columns", 1)?,
    );
    if predictor < 10 || colors == 0 || colors > 32 || ![1, 2, 4, 8, 16].contains(&bits) {
        return Err(unsupported);
    }
    let sample = (colors * bits).div_ceil(8);
    let row = columns
        .checked_mul(colors * bits)
        .map(|bits| bits.div_ceil(8))
        .filter(|&row| row > 0 && row <= data.len())
        .ok_or(ParseError::DamagedStream { at })?;
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0_u8; row];
    for line in data.chunks_mut(row + 1) {
        let Some((kind, line)) = line.split_first_mut() else {
            break;
        };
        undo(*kind, line, &above, sample).ok_or(ParseError::DamagedStream { at })?;
        if let Some(above) = above.get_mut(..line.len()) {
            above.copy_from_slice(line);
        }
        out.extend_from_slice(line);
    }
    Ok(out)
}

fn undo(kind: u8, line: &mut [u8], above: &[u8], sample: usize) -> Option<()> {
    if kind == 0 {
        return Some(());
    }
    for index in 0..line.len() {
        let back = index.checked_sub(sample);
        let left = back.and_then(|back| line.get(back)).copied().unwrap_or(0);
        let up = above.get(index).copied().unwrap_or(0);
        let corner = back.and_then(|back| above.get(back)).copied().unwrap_or(0);
        let guess = match kind {
            1 => left,
            2 => up,
            3 => left.midpoint(up),
            4 => paeth(left, up, corner),
            _ => return None,
        };
        let octet = line.get_mut(index)?;
        *octet = octet.wrapping_add(guess);
    }
    Some(())
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let estimate = a + b - c;
    let (da, db, dc) = (
        (estimate - a).abs(),
        (estimate - b).abs(),
        (estimate - c).abs(),
    );
    if da <= db && da <= dc {
        left
    } else if db <= dc {
        up
    } else {
        corner
    }
}
