//! BER with lengths that DER does not have (X.690, 8.1.3), as old signing software writes around a
//! CMS message.

use super::{DerError, DerErrorKind, MAX_DEPTH, tag, writer};

/// Returns `input`, one element, with every length definite and shortest, and with the pieces of
/// constructed OCTET STRINGs put together.
///
/// Values and their order stay as they are. What was signed in another encoding than this does not
/// verify afterwards, so nothing becomes valid that was not (RFC 5652, 5.4: signed attributes are
/// signed in DER whatever their encoding in the message).
///
/// # Errors
///
/// [`DerError`] where `input` is not one whole element, or nested deeper than [`MAX_DEPTH`].
pub fn definite_lengths(input: &[u8]) -> Result<Vec<u8>, DerError> {
    let (out, end) = first_definite(input)?;
    if end == input.len() {
        Ok(out)
    } else {
        Err(DerError::new(end, DerErrorKind::TrailingData))
    }
}

/// As [`definite_lengths`] for the element that `input` begins with. Second result: where it ends in `input`.
///
/// # Errors
///
/// As there.
pub fn first_definite(input: &[u8]) -> Result<(Vec<u8>, usize), DerError> {
    let mut walk = Walk { input, at: 0 };
    let out = walk.element(0, input.len())?;
    Ok((out, walk.at))
}

/// Identifier octet of an OCTET STRING in pieces (X.690, 8.7.3).
const OCTET_STRING_IN_PIECES: u8 = 0x24;

/// End-of-contents octets (X.690, 8.1.5).
const END_OF_CONTENTS: [u8; 2] = [0, 0];

struct Walk<'a> {
    input: &'a [u8],
    at: usize,
}

impl Walk<'_> {
    /// Copies the element here, which ends at `end` or before.
    fn element(&mut self, depth: u8, end: usize) -> Result<Vec<u8>, DerError> {
        let start = self.at;
        if depth > MAX_DEPTH {
            return Err(DerError::new(start, DerErrorKind::TooDeep));
        }
        let (identifier, length) = self.header(end)?;
        let content_end = length.map(|length| self.at.saturating_add(length));
        if content_end.is_some_and(|content_end| content_end > end) {
            return Err(DerError::new(start, DerErrorKind::Truncated));
        }
        let is_constructed = identifier & 0x20 != 0;
        if !is_constructed {
            let content_end =
                content_end.ok_or(DerError::new(start, DerErrorKind::IndefiniteLength))?;
            let content = self.input.get(self.at..content_end).unwrap_or_default();
            self.at = content_end;
            return Ok(writer::element(identifier, content));
        }
        let mut content = Vec::new();
        loop {
            match content_end {
                Some(content_end) if self.at == content_end => break,
                None if self.rest(end).starts_with(&END_OF_CONTENTS) => {
                    self.at += END_OF_CONTENTS.len();
                    break;
                }
                _ => {}
            }
            let piece_at = self.at;
            let piece = self.element(depth + 1, content_end.unwrap_or(end))?;
            if identifier != OCTET_STRING_IN_PIECES {
                content.extend_from_slice(&piece);
                continue;
            }
            let piece = super::Reader::new(&piece).expect(tag::OCTET_STRING);
            let piece = piece.map_err(|error| DerError::new(piece_at, error.kind))?;
            content.extend_from_slice(piece.value());
        }
        let identifier = match identifier {
            OCTET_STRING_IN_PIECES => tag::OCTET_STRING,
            other => other,
        };
        Ok(writer::element(identifier, &content))
    }

    fn rest(&self, end: usize) -> &[u8] {
        self.input.get(self.at..end).unwrap_or_default()
    }

    /// Reads identifier and length; `None` for the indefinite form.
    fn header(&mut self, end: usize) -> Result<(u8, Option<usize>), DerError> {
        let at = self.at;
        let cut_short = || DerError::new(at, DerErrorKind::Truncated);
        let [identifier, first, after @ ..] = self.rest(end) else {
            return Err(cut_short());
        };
        let (identifier, first) = (*identifier, *first);
        if identifier & 0x1f == 0x1f {
            return Err(DerError::new(at, DerErrorKind::HighTag));
        }
        let (length, more) = match first {
            0x80 => (None, 0),
            0x00..0x80 => (Some(usize::from(first)), 0),
            _ => {
                let count = usize::from(first & 0x7f);
                if count > 4 {
                    return Err(DerError::new(at, DerErrorKind::Length));
                }
                let octets = after.get(..count).ok_or_else(cut_short)?;
                let length = octets
                    .iter()
                    .fold(0_usize, |sum, octet| (sum << 8) | usize::from(*octet));
                (Some(length), count)
            }
        };
        self.at = at + 2 + more;
        Ok((identifier, length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_become_definite_and_strings_whole() {
        let check = |input: &[u8], expected: Option<&[u8]>| {
            assert_eq!(
                definite_lengths(input).ok().as_deref(),
                expected,
                "{input:02x?}"
            );
        };
        check(&[0x30, 0x80, 0, 0], Some(&[0x30, 0]));
        check(&[0x30, 0x80, 2, 1, 5, 0, 0], Some(&[0x30, 3, 2, 1, 5]));
        check(&[0x30, 0x81, 3, 2, 1, 5], Some(&[0x30, 3, 2, 1, 5]));
        check(
            &[0x30, 0x84, 0, 0, 0, 3, 2, 1, 5],
            Some(&[0x30, 3, 2, 1, 5]),
        );
        check(
            &[0xa0, 0x80, 0x24, 0x80, 4, 1, 7, 4, 1, 8, 0, 0, 0, 0],
            Some(&[0xa0, 4, 4, 2, 7, 8]),
        );
        check(&[0x24, 3, 4, 1, 7], Some(&[4, 1, 7]));
        check(&[0x24, 3, 2, 1, 7], None);
        check(&[0x30, 0x80, 2, 1, 5], None);
        check(&[0x30, 0x80, 2, 1, 5, 0], None);
        check(&[0x04, 0x80, 0, 0], None);
        check(&[0x30, 3, 2, 2, 5], None);
        check(&[0x30, 0, 0], None);
        check(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], None);
        check(&[], None);
        check(&[0x30, 0x80].repeat(100_000), None);
    }

    proptest! {
        #[test]
        fn arbitrary_octets_never_panic(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = definite_lengths(&octets);
        }

        #[test]
        fn what_is_definite_already_stays_as_it_is(content in proptest::collection::vec(any::<u8>(), 0..300)) {
            let string = writer::octet_string(&content);
            let whole = writer::sequence(&[&string, &writer::sequence(&[&string])]);
            prop_assert_eq!(definite_lengths(&whole).unwrap(), whole);
        }
    }
}
