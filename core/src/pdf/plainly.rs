//! Whether an object is written so that all readers find the same in it.
//!
//! Asked of what an update writes: the same value can be written so that readers differ in what it says, and
//! then what was signed is shown otherwise although nothing changed. What nobody has a reason to write is not
//! plain, whatever the standard allows.

use super::cursor::{is_delimiter, is_regular};
use super::indirect::{IndirectObject, Source};
use super::object::Name;

/// Longest name, as it is written, that all readers read whole and tell from others (ISO 32000-1, annex C; from
/// memory).
pub(crate) const LONGEST_NAME: usize = 127;
/// Longest number. What is made of a binary number has up to 17 digits behind its zeros.
const LONGEST_NUMBER: usize = 24;
/// Most digits before its point: some readers keep 32 bits of them.
const MOST_DIGITS: usize = 10;
/// Most white space between the parts of a reference.
const WIDEST: usize = 2;

/// Tells whether an object is written plainly: its head, its value, and the dictionary of its stream. Carriage
/// returns are white space outside of strings, and in them if `returns` says so.
pub(crate) fn is_written_plainly(object: &IndirectObject<'_>, returns: bool) -> bool {
    let value = object.value_bytes();
    let is_read_alike = is_plain(value) || returns && is_plain(&without_returns(value));
    is_read_alike && is_framed(object)
}

fn without_returns(value: &[u8]) -> Vec<u8> {
    let octets = value.iter();
    octets
        .map(|octet| if *octet == b'\r' { b' ' } else { *octet })
        .collect()
}

/// `number generation obj` with single spaces, white space or a delimiter after it, and nothing but white space
/// before the value and before `endobj` or `stream`; after that keyword a line end, the data and `endstream`.
fn is_framed(object: &IndirectObject<'_>) -> bool {
    let Source::File(bytes) = object.source else {
        return true;
    };
    let head = bytes.get(object.span.start..object.value_span.start);
    let (number, generation) = (object.id.number, object.id.generation);
    let after = head.and_then(|head| {
        let rest = head.strip_prefix(number.to_string().as_bytes())?;
        let rest = rest.strip_prefix(b" ")?;
        let rest = rest.strip_prefix(generation.to_string().as_bytes())?;
        rest.strip_prefix(b" obj")
    });
    let Some(after) = after else { return false };
    let first = object.value_bytes().first().copied();
    let is_apart = !after.is_empty() || first.is_some_and(is_delimiter);
    let end = object.value_span.end;
    let rest = bytes.get(end..).unwrap_or_default();
    let gap = rest.iter().take_while(|octet| is_space(**octet)).count();
    let next = rest.get(gap..).unwrap_or_default();
    let last = object.value_bytes().last().copied();
    let is_ended = gap > 0 || last.is_some_and(is_delimiter);
    let is_closed = match object.stream {
        None => is_keyword(next, b"endobj"),
        Some(data) => {
            let line = next.strip_prefix(b"stream").unwrap_or_default();
            let rest = bytes.get(data.span.end..).unwrap_or_default();
            let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
            let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            let behind = rest.strip_prefix(b"endstream").unwrap_or_default();
            let gap = behind.iter().take_while(|octet| is_space(**octet)).count();
            let end = behind.get(gap..).unwrap_or_default();
            (line.starts_with(b"\n") || line.starts_with(b"\r\n"))
                && gap > 0
                && is_keyword(end, b"endobj")
        }
    };
    after.iter().all(|octet| is_space(*octet)) && is_apart && is_ended && is_closed
}

/// Whether a keyword stands there by itself.
fn is_keyword(octets: &[u8], keyword: &[u8]) -> bool {
    let behind = octets.strip_prefix(keyword);
    behind.is_some_and(|behind| behind.first().is_none_or(|next| is_space(*next)))
}

/// Tells whether a name is written in printable ASCII and not long: no reader ends it sooner.
pub(crate) fn is_plain_name(name: Name<'_>) -> bool {
    name.raw.len() <= LONGEST_NAME && name.raw.iter().all(u8::is_ascii_graphic)
}

/// White space to all readers.
fn is_space(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\r' | b'\n')
}

/// Tells whether a value that was parsed is written plainly: names of printable ASCII, numbers of a few digits,
/// strings without what ends a line and without octal numbers above 377, references that stand together, no
/// comments, no zeros.
pub(crate) fn is_plain(octets: &[u8]) -> bool {
    let mut rest = octets;
    // The last two words, of which a reference is made, and how far apart they and what follows stand.
    let (mut words, mut gap): ([Option<usize>; 2], usize) = ([None; 2], 0);
    while let Some(first) = rest.first().copied() {
        let length = match first {
            _ if is_space(first) => {
                gap = rest.iter().take_while(|octet| is_space(**octet)).count();
                rest = rest.get(gap..).unwrap_or_default();
                continue;
            }
            b'/' => name(rest),
            b'(' => literal(rest),
            b'<' if rest.starts_with(b"<<") => Some(2),
            b'<' => hexadecimal(rest),
            b'>' if rest.starts_with(b">>") => Some(2),
            b'[' | b']' => Some(1),
            _ if is_regular(first) => word(rest),
            _ => None,
        };
        let Some((token, after)) = length.and_then(|length| rest.split_at_checked(length)) else {
            return false;
        };
        if token == b"R" {
            let [Some(_), Some(second)] = words else {
                return false;
            };
            // White space stands before the second number and before the keyword.
            if second > WIDEST || gap > WIDEST {
                return false;
            }
        }
        let is_word = token.iter().all(u8::is_ascii_digit);
        words = [words[1], is_word.then_some(gap)];
        gap = 0;
        rest = after;
    }
    true
}

fn name(text: &[u8]) -> Option<usize> {
    let raw = text.get(1..)?;
    let length = raw.iter().take_while(|octet| is_regular(**octet)).count();
    let raw = raw.get(..length)?;
    is_plain_name(Name { raw }).then(|| length.saturating_add(1))
}

fn literal(text: &[u8]) -> Option<usize> {
    let mut octets = text.iter().enumerate();
    let mut open = 0_usize;
    while let Some((at, octet)) = octets.next() {
        match octet {
            b'(' => open = open.saturating_add(1),
            b')' if open <= 1 => return Some(at.saturating_add(1)),
            b')' => open = open.saturating_sub(1),
            // Some readers make a line feed of it, some leave it.
            b'\r' => return None,
            b'\\' => match octets.next()?.1 {
                b'\r' => return None,
                b'4'..=b'7' => {
                    let next = text.get(at.saturating_add(2)..at.saturating_add(4));
                    let is_octal = |octet: &u8| (b'0'..=b'7').contains(octet);
                    if next.is_some_and(|next| next.iter().all(is_octal)) {
                        return None;
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    None
}

fn hexadecimal(text: &[u8]) -> Option<usize> {
    let end = text.iter().position(|octet| *octet == b'>')?;
    let digits = text.get(1..end)?;
    let is_digit = |octet: &u8| octet.is_ascii_hexdigit() || is_space(*octet);
    digits.iter().all(is_digit).then(|| end.saturating_add(1))
}

fn word(text: &[u8]) -> Option<usize> {
    let length = text.iter().take_while(|octet| is_regular(**octet)).count();
    let word = text.get(..length)?;
    let is_known = matches!(word, b"R" | b"true" | b"false" | b"null");
    (is_known || is_plain_number(word)).then_some(length)
}

/// Tells whether a number is a sign or none, digits with a point or without, and short.
pub(crate) fn is_plain_number(word: &[u8]) -> bool {
    let unsigned = word.strip_prefix(b"-").or_else(|| word.strip_prefix(b"+"));
    let unsigned = unsigned.unwrap_or(word);
    let points = unsigned.iter().filter(|octet| **octet == b'.').count();
    let digits = unsigned
        .iter()
        .filter(|octet| octet.is_ascii_digit())
        .count();
    let whole = unsigned.split(|octet| *octet == b'.').next();
    points <= 1
        && digits > 0
        && digits + points == unsigned.len()
        && word.len() <= LONGEST_NUMBER
        && whole.is_some_and(|whole| whole.len() <= MOST_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_writer_writes_is_plain() {
        for value in [
            "<</Type/Page/Kids[3 0 R 4 0 R]/A-B_c+d#20 (a\\(b\\)c(d)\\051\\377\\\\)/F<00 aF>>>",
            "[-.5 +3 2. 0.25 true false null/N<</A[]>>(\n)]",
            "12\n0\r\nR",
            "[1 2 3 0 R 5]",
            "[50 250.30000000000004 -0.00000000000000000001]",
        ] {
            assert!(is_plain(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn what_readers_read_otherwise_is_not_plain() {
        for value in [
            &b"/a\x80"[..],
            b"/\xe9\x80\x89",
            b"/a\0",
            b"(\r)",
            b"(\r\n)",
            b"(a\\\r)",
            b"(\\400)",
            b"(\\541)",
            b"900   0 R",
            b"900 0   R",
            b"900%c\n0 R",
            b"[1 %\n]",
            b"[1\x002]",
            b"[1\x0c2]",
            b"9223372036854775808.0",
            b"12345678901",
            b"0.12345678901234567890123",
            b"--5",
            b"5-3",
            b"1.2.3",
            b"<0g>",
            b"[{]",
            b"[0x1]",
        ] {
            assert!(!is_plain(value), "{}", value.escape_ascii());
        }
        let long = [b"/", &[b'a'; 128][..]].concat();
        assert!(!is_plain(&long));
        assert!(is_plain(long.get(..128).unwrap()));
    }
}
