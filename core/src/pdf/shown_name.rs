//! Names in what is shown that some readers take for others.

use super::object::{Dictionary, Name};
use super::plainly::LONGEST_NAME;

/// Whether some readers end a name sooner: at a zero, at an octet that one takes for white space, or
/// where it is long; or differ in what an escape means.
pub(super) fn is_cut(name: Name<'_>) -> bool {
    if is_word(name) && name.raw.len() <= LONGEST_NAME {
        return false;
    }
    let decoded = name.decoded();
    is_ended_sooner(name) || decoded.len() > LONGEST_NAME || has_half_escape(name.raw)
}

/// Whether a name is of letters and digits, as nearly all are.
fn is_word(name: Name<'_>) -> bool {
    name.raw.iter().all(u8::is_ascii_alphanumeric)
}

/// Whether some readers end a name at an octet that they take for white space: behind ASCII letters, where nobody
/// else would have one.
pub(super) fn is_ended_sooner(name: Name<'_>) -> bool {
    if is_word(name) {
        return false;
    }
    let decoded = name.decoded();
    let end = decoded
        .iter()
        .position(|octet| !octet.is_ascii_alphanumeric());
    let after = decoded.get(end.unwrap_or(decoded.len())..);
    end.is_some_and(|end| end > 0) && matches!(after, Some([0 | 0x80 | 0xff, ..]))
        || decoded.contains(&0)
}

/// Whether two keys are one to a reader that ends a name at an octet which it takes for white space.
pub(super) fn is_one_cut(dictionary: &Dictionary<'_>) -> bool {
    let end = |key: Name<'_>| {
        let mut octets = key.raw.iter();
        octets.position(|octet| matches!(octet, 0 | 0x80 | 0xff))
    };
    let keys = || dictionary.entries.iter().map(|entry| entry.key);
    if !keys().any(|key| end(key).is_some()) {
        return false;
    }
    let mut cut: Vec<&[u8]> = keys()
        .map(|key| {
            key.raw
                .get(..end(key).unwrap_or(key.raw.len()))
                .unwrap_or_default()
        })
        .collect();
    cut.sort_unstable();
    cut.windows(2)
        .any(|pair| matches!(pair, [one, next] if one == next))
}

/// Whether a number sign stands in a name without two hexadecimal digits after it.
fn has_half_escape(raw: &[u8]) -> bool {
    memchr::memchr_iter(b'#', raw).any(|at| {
        let digits = raw.get(at.saturating_add(1)..at.saturating_add(3));
        !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}
