//! Whether the data of a stream are packed in a way that every reader unpacks alike (ISO 32000-2, 7.4;
//! from memory).
//!
//! Where one reader draws and another shows nothing, they show different documents.

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
    let Ok(filters) = list(view, stream, FILTER) else {
        return false;
    };
    let Ok(parameters) = list(view, stream, PARAMETERS) else {
        return false;
    };
    let is_known = |filter: &Object<'_>| {
        let name = filter.as_name();
        name.is_some_and(|name| FILTERS.iter().any(|known| name.is(known)))
    };
    let is_plain =
        |parameters: &Object<'_>| parameters.is_null() || parameters.as_dictionary().is_some();
    filters.iter().all(is_known)
        && parameters.iter().all(is_plain)
        && parameters.len() <= filters.len()
        // Some readers take the short key of images in contents.
        && stream.get("DP").is_none()
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
