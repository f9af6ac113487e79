//! Whether the data of a stream are packed in a way that every reader unpacks alike (ISO 32000-2, 7.4;
//! from memory).
//!
//! Where one reader draws and another shows nothing, they show different documents.

use super::filter::names_filters_beside;
use super::object::{Dictionary, Object};
use super::view::View;

/// Filters of data that are not an image; the short names are for images in contents only.
const FILTERS: [&str; 5] = [
    "ASCII85Decode",
    "ASCIIHexDecode",
    "FlateDecode",
    "LZWDecode",
    "RunLengthDecode",
];

/// Keys for where filters and their parameters stand.
const FILTER: &str = "Filter";
const PARAMETERS: &str = "DecodeParms";

/// Tells whether the dictionary of a stream names only filters that every reader knows, each with
/// parameters that are a dictionary or none.
pub(super) fn is_unpacked_alike(view: View<'_>, stream: &Dictionary<'_>) -> bool {
    let (Ok(filters), Ok(parameters)) =
        (list(view, stream, FILTER), list(view, stream, PARAMETERS))
    else {
        return false;
    };
    // One filter with a list of parameters, or the other way round, some readers take for no parameters.
    let is_alike = parameters.is_empty()
        || is_list(view, stream, FILTER) == is_list(view, stream, PARAMETERS)
            && parameters.len() == filters.len();
    let is_known = |filter: &Object<'_>| {
        let name = filter.as_name();
        name.is_some_and(|name| FILTERS.iter().any(|known| name.is(known)))
    };
    let is_plain = |parameters: &Object<'_>| match parameters {
        Object::Null => true,
        Object::Dictionary(parameters) => is_served(view, parameters),
        _ => false,
    };
    filters.iter().all(is_known)
        && parameters.iter().all(is_plain)
        && is_alike
        && !names_filters_beside(stream)
}

fn is_list(view: View<'_>, stream: &Dictionary<'_>, key: &str) -> bool {
    view.value(stream, key)
        .is_ok_and(|value| value.as_array().is_some())
}

/// Tells whether the parameters of a filter are integers in their range (tables 8 and 10).
fn is_served(view: View<'_>, parameters: &Dictionary<'_>) -> bool {
    let is = |key: &str, test: fn(i64) -> bool| match view.value(parameters, key) {
        Ok(Object::Null) => true,
        Ok(Object::Integer(value)) => test(value),
        _ => false,
    };
    is("Predictor", |value| matches!(value, 1 | 2 | 10..=15))
        && is("Colors", |value| (1..=32).contains(&value))
        && is("BitsPerComponent", |value| {
            matches!(value, 1 | 2 | 4 | 8 | 16)
        })
        && is("Columns", |value| (1..=1 << 24).contains(&value))
        && is("EarlyChange", |value| matches!(value, 0 | 1))
}

/// What is neither a value nor a list of values.
struct Unread;

/// Returns one value or the values of a list; nothing for null.
fn list<'d>(view: View<'d>, stream: &Dictionary<'d>, key: &str) -> Result<Vec<Object<'d>>, Unread> {
    match view.value(stream, key).map_err(|_| Unread)? {
        Object::Null => Ok(Vec::new()),
        Object::Array(list) if list.items.len() <= FILTERS.len() => list
            .values()
            .map(|value| view.resolve(value).map_err(|_| Unread))
            .collect(),
        Object::Array(_) => Err(Unread),
        one => Ok(vec![one]),
    }
}
