//! The values that can be shown alike by every reader.

/// Most signs of a value that is shown.
const LONGEST: usize = 1000;

/// Returns the value of a text string that is plain: printable signs of ASCII, not too many, with single spaces
/// between them and none at the ends. Others are shown otherwise by some readers, or not whole.
pub(in super::super) fn plain_value(octets: &[u8]) -> Option<String> {
    let text: Vec<u8> = match octets.strip_prefix(b"\xfe\xff") {
        Some(units) => {
            let units = units.chunks(2).map(|pair| match pair {
                [0, octet] => Some(*octet),
                _ => None,
            });
            units.take(LONGEST + 1).collect::<Option<_>>()?
        }
        None => octets.iter().copied().take(LONGEST + 1).collect(),
    };
    let is_printable = text.iter().all(|octet| (0x20..=0x7e).contains(octet));
    let is_apart = text
        .split(|octet| *octet == b' ')
        .all(|word| !word.is_empty());
    let is_plain = text.len() <= LONGEST && is_printable && (is_apart || text.is_empty());
    String::from_utf8(text).ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_printable_ascii_with_single_spaces_is_a_plain_value() {
        for (octets, value) in [
            (&b""[..], Some("")),
            (b"900", Some("900")),
            (b"one (two) ~", Some("one (two) ~")),
            (b"\xfe\xff\x009\x000", Some("90")),
            (b" 900", None),
            (b"900 ", None),
            (b"9  00", None),
            (b" ", None),
            (b"9\n00", None),
            (b"9\t00", None),
            (b"9\xad0", None),
            (b"\xff\xfe9\0", None),
            (b"\xef\xbb\xbf900", None),
            (b"\xfe\xff\x009\x00", None),
            (b"\xfe\xff\x4e\x00", None),
        ] {
            assert_eq!(plain_value(octets).as_deref(), value, "{octets:?}");
        }
        assert!(plain_value(&[b'9'; LONGEST]).is_some());
        assert_eq!(plain_value(&[b'9'; LONGEST + 1]), None);
    }
}
