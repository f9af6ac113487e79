//! Decoding streams: FlateDecode (RFC 1950) with PNG predictors, under a limit.

use std::borrow::Cow;

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

use super::limits::Budget;
use super::object::{Dictionary, Object};
use super::parse_error::ParseError;

/// Keys by which a stream names filters or its data beside `/Filter` and `/DecodeParms`: the short ones
/// are for images in contents, which some readers take anywhere, the others for data in another file
/// (ISO 32000-2, tables 5 and 91; from memory).
const BESIDE: [&str; 4] = ["F", "DP", "FFilter", "FDecodeParms"];

/// Whether the file is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encrypted {
    /// A crypt filter before the others names what the data were decrypted with, and is left out.
    Yes,
    /// There is nothing that a crypt filter could have done.
    No,
}

/// Decodes the data of a stream that has no filter or a single FlateDecode.
///
/// `at` is the offset of the data, for errors. Values that the dictionary gives by reference are not
/// supported, nor is what readers unpack differently: parameters that are a list where the filter is
/// none or the other way round, and the keys of [`BESIDE`]. Inflates to `most` octets at most.
pub(crate) fn decode<'d>(
    dictionary: &Dictionary<'_>,
    data: &'d [u8],
    at: usize,
    (budget, encrypted): (&Budget, Encrypted),
    most: usize,
) -> Result<Cow<'d, [u8]>, ParseError> {
    let unsupported = ParseError::UnsupportedFilter { at };
    if names_filters_beside(dictionary) {
        return Err(unsupported);
    }
    let is_crypt = |filter: &Object<'_>| {
        encrypted == Encrypted::Yes && filter.as_name().is_some_and(|name| name.is("Crypt"))
    };
    let parameters = dictionary.get("DecodeParms").unwrap_or(&Object::Null);
    let (filter, parameters) = match dictionary.get("Filter") {
        None | Some(Object::Null) => return Ok(Cow::Borrowed(data)),
        Some(Object::Array(filters)) => {
            let parameters: Vec<_> = match parameters {
                Object::Null => vec![&Object::Null; filters.items.len()],
                Object::Array(parameters) => parameters.values().collect(),
                _ => return Err(unsupported),
            };
            let filters: Vec<_> = filters.values().collect();
            match (filters.as_slice(), parameters.as_slice()) {
                ([], []) => return Ok(Cow::Borrowed(data)),
                ([crypt], [_]) if is_crypt(crypt) => return Ok(Cow::Borrowed(data)),
                ([only], [parameters]) => (*only, *parameters),
                ([crypt, second], [_, parameters]) if is_crypt(crypt) => (*second, *parameters),
                _ => return Err(unsupported),
            }
        }
        Some(filter) if is_crypt(filter) => return Ok(Cow::Borrowed(data)),
        Some(filter) => (filter, parameters),
    };
    if !filter.as_name().is_some_and(|name| name.is("FlateDecode")) {
        return Err(unsupported);
    }
    let inflated = inflate(data, at, budget, most)?;
    match parameters {
        Object::Null => Ok(Cow::Owned(inflated)),
        Object::Dictionary(parameters) => predict(parameters, inflated, at).map(Cow::Owned),
        _ => Err(unsupported),
    }
}

/// Tells whether a stream has any of the keys of [`BESIDE`].
pub(super) fn names_filters_beside(stream: &Dictionary<'_>) -> bool {
    let has = |key: &&str| stream.get(key).is_some_and(|value| !value.is_null());
    BESIDE.iter().any(has)
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
    match value("Predictor", 1)? {
        1 => return Ok(data),
        10..=15 => {}
        _ => return Err(unsupported),
    }
    let (colors, bits, columns) = (
        value("Colors", 1)?,
        value("BitsPerComponent", 8)?,
        value("Columns", 1)?,
    );
    if colors == 0 || colors > 32 || ![1, 2, 4, 8, 16].contains(&bits) {
        return Err(unsupported);
    }
    let sample = (colors * bits).div_ceil(8);
    let row = columns
        .checked_mul(colors * bits)
        .map(|bits| bits.div_ceil(8))
        .filter(|&row| row > 0 && row < data.len() && data.len().is_multiple_of(row + 1))
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
