//! Hexadecimal digits (ISO 32000-2, 7.3.4.3; from memory). Signatures are tens of thousands of them,
//! so each octet is one look into a table.

use super::cursor::is_whitespace;

/// Value of each octet as a digit; [`SPACE`] or [`OTHER`] for those that are none.
static VALUES: [u8; 256] = values();
const SPACE: u8 = 0x40;
const OTHER: u8 = 0x80;

const fn values() -> [u8; 256] {
    let mut values = [OTHER; 256];
    let mut octet = 0_u8;
    loop {
        let value = match octet {
            b'0'..=b'9' => octet - b'0',
            b'a'..=b'f' => octet - b'a' + 10,
            b'A'..=b'F' => octet - b'A' + 10,
            _ if is_whitespace(octet) => SPACE,
            _ => OTHER,
        };
        #[allow(clippy::indexing_slicing, reason = "256 values for 256 octets")]
        {
            values[octet as usize] = value;
        }
        if octet == u8::MAX {
            return values;
        }
        octet += 1;
    }
}

fn value(octet: u8) -> u8 {
    VALUES.get(usize::from(octet)).copied().unwrap_or(OTHER)
}

/// Returns the value of a digit.
pub(crate) fn digit(octet: u8) -> Option<u8> {
    Some(value(octet)).filter(|&value| value < 16)
}

/// Returns whether an octet is a digit or white space: what a string in hexadecimal is made of.
pub(crate) fn is_digit_or_space(octet: u8) -> bool {
    value(octet) < OTHER
}

/// Decodes pairs of digits up to the first octet that is none: all there is, for almost every string.
/// Two octets of `inner` stand for each octet returned.
pub(crate) fn pairs(inner: &[u8]) -> Vec<u8> {
    let mut octets = Vec::with_capacity(inner.len().div_ceil(2));
    octets.extend(inner.chunks_exact(2).map_while(|pair| match pair {
        [high, low] => {
            let (high, low) = (value(*high), value(*low));
            (high | low < 16).then_some(high << 4 | low)
        }
        _ => None,
    }));
    octets
}

/// Decodes what stands between `<` and `>`: what is no digit is passed over, and a last digit without
/// its second stands for itself and a 0.
pub(crate) fn decode(inner: &[u8]) -> Vec<u8> {
    let mut octets = pairs(inner);
    let mut high = None;
    let rest = inner.get(octets.len() * 2..).unwrap_or_default();
    for digit in rest.iter().filter_map(|&octet| digit(octet)) {
        match high.take() {
            None => high = Some(digit),
            Some(first) => octets.push(first << 4 | digit),
        }
    }
    octets.extend(high.map(|first| first << 4));
    octets
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_are_paired_and_anything_else_passed_over() {
        let check = |inner: &[u8], expected: &[u8]| assert_eq!(decode(inner), expected);
        check(b"", b"");
        check(b"4a4B", b"JK");
        check(b"4a4", b"J@");
        check(b" 4 a\n4b", b"JK");
        check(b"4a 4b4c", b"JKL");
        check(b"4ag4b", b"JK");
        check(b"4", b"@");
    }

    proptest! {
        #[test]
        fn every_octet_is_classified_as_the_standard_library_does(octet: u8) {
            let expected = char::from(octet).to_digit(16).and_then(|d| u8::try_from(d).ok());
            prop_assert_eq!(digit(octet), expected);
            prop_assert_eq!(is_digit_or_space(octet), expected.is_some() || is_whitespace(octet));
        }

        #[test]
        fn the_fast_way_decodes_what_the_slow_one_does(inner in "[0-9a-fA-F \nx]{0,40}") {
            let digits: Vec<u8> = inner.bytes().filter_map(digit).collect();
            let slow: Vec<u8> = digits
                .chunks(2)
                .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
                .collect();
            prop_assert_eq!(decode(inner.as_bytes()), slow);
            let regular = inner.len() % 2 == 0 && digits.len() == inner.len();
            prop_assert_eq!(pairs(inner.as_bytes()).len() * 2 == inner.len(), regular);
        }
    }
}
