//! The check character of a licence identifier.

use super::code::value;

const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What the check character of an identifier says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckCharacter {
    /// As ISO/IEC 7064 asks.
    Correct,
    /// As the faulty routine of one vendor gives it: not forged, and not right.
    FaultyDialect,
    /// Neither: the identifier was mistyped or made up.
    Wrong,
}

/// Returns the ISO/IEC 7064 hybrid MOD 37,36 character of `body`, digits and capitals.
///
/// `None` where `body` has another character.
#[must_use]
pub(crate) fn mod_37_36(body: &[u8]) -> Option<char> {
    let mut p = 36;
    for &octet in body {
        p = (p + value(octet)?) % 36;
        if p == 0 {
            p = 36;
        }
        p = 2 * p % 37;
    }
    character((37 - p) % 36)
}

/// Returns what the faulty routine seen in deployed code gives for `body`.
///
/// It counts letters from 11 instead of 10, reduces by 37 after a letter and by 36 after a digit,
/// and only where the sum is too large.
#[must_use]
pub(crate) fn faulty_dialect(body: &[u8]) -> Option<char> {
    let mut p = 36;
    for &octet in body {
        let value = value(octet)?;
        let letter = octet.is_ascii_uppercase();
        let mut sum = p + value + u32::from(letter);
        if letter && sum > 37 {
            sum %= 37;
        } else if !letter && sum > 36 {
            sum %= 36;
        }
        sum %= 36;
        if sum == 0 {
            sum = 36;
        }
        p = 2 * sum % 37;
    }
    character(36 - p)
}

fn character(value: u32) -> Option<char> {
    ALPHABET
        .get(usize::try_from(value).ok()?)
        .map(|&octet| char::from(octet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_grid_example_has_check_character_m() {
        assert_eq!(mod_37_36(b"A12425GABC1234002"), Some('M'));
    }

    #[test]
    fn the_two_routines_differ_as_seen_in_the_field() {
        for (body, right, faulty) in [
            (
                "11990101TE5T00016T00111990101TE5T00016T2026000001001",
                '5',
                'T',
            ),
            (
                "11100000MB0143028R00111990101TE5T00016TA0B1C2D3E4F5G6H7J8K9001",
                'Q',
                'G',
            ),
            (
                "11100000000019713D00811990101TE5T00016T990101000001001",
                'S',
                '6',
            ),
        ] {
            assert_eq!(mod_37_36(body.as_bytes()), Some(right), "{body}");
            assert_eq!(faulty_dialect(body.as_bytes()), Some(faulty), "{body}");
        }
    }
}
