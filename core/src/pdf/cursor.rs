//! A position in PDF source, and the lexical rules of ISO 32000-2, 7.2 (from memory).

use super::parse_error::ParseError;

/// A position in PDF source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'d> {
    pub(crate) bytes: &'d [u8],
    pub(crate) at: usize,
}

pub(crate) const fn is_whitespace(octet: u8) -> bool {
    matches!(octet, 0 | 9 | 10 | 12 | 13 | 32)
}

pub(crate) const fn is_delimiter(octet: u8) -> bool {
    matches!(
        octet,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

pub(crate) fn is_regular(octet: u8) -> bool {
    // Every octet of a document that is not data is asked this. An index out of bounds would not compile.
    #[allow(clippy::indexing_slicing)]
    const REGULAR: [bool; 256] = {
        let mut regular = [true; 256];
        let mut octet = u8::MAX;
        while octet > 0 {
            regular[octet as usize] = !is_whitespace(octet) && !is_delimiter(octet);
            octet -= 1;
        }
        regular[0] = false;
        regular
    };
    REGULAR
        .get(usize::from(octet))
        .is_some_and(|regular| *regular)
}

/// Longest number that is read: some readers cut longer words, and read another number.
pub(crate) const LONGEST_NUMBER: usize = 64;

impl<'d> Cursor<'d> {
    pub(crate) fn new(bytes: &'d [u8], at: usize) -> Self {
        Cursor { bytes, at }
    }

    /// Returns a cursor that sees no more than `most` octets.
    pub(crate) fn within(bytes: &'d [u8], at: usize, most: usize) -> Self {
        Cursor {
            bytes: bytes.get(..at.saturating_add(most)).unwrap_or(bytes),
            at,
        }
    }

    pub(crate) fn rest(&self) -> &'d [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(crate) fn skip_while(&mut self, test: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&test) {
            self.at += 1;
        }
    }

    /// Skips white space and comments.
    pub(crate) fn skip_space(&mut self) {
        loop {
            self.skip_while(is_whitespace);
            if self.peek() != Some(b'%') {
                return;
            }
            self.skip_while(|octet| octet != b'\n' && octet != b'\r');
        }
    }

    /// Moves past `text` if it stands here.
    pub(crate) fn eat(&mut self, text: &[u8]) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Moves past a keyword if it stands here and ends here.
    pub(crate) fn eat_keyword(&mut self, word: &[u8]) -> bool {
        let mut ahead = *self;
        if ahead.eat(word) && !ahead.peek().is_some_and(is_regular) {
            *self = ahead;
            return true;
        }
        false
    }

    /// Reads decimal digits; nothing is consumed when there are none or too many.
    pub(crate) fn unsigned(&mut self) -> Option<u64> {
        let mut value: u64 = 0;
        let mut ahead = *self;
        while let Some(digit @ b'0'..=b'9') = ahead.peek() {
            value = value
                .checked_mul(10)?
                .checked_add(u64::from(digit - b'0'))?;
            ahead.at += 1;
        }
        let digits = ahead.at - self.at;
        if digits == 0 || digits > LONGEST_NUMBER {
            return None;
        }
        *self = ahead;
        Some(value)
    }

    /// Skips space, then reads decimal digits.
    pub(crate) fn number(&mut self) -> Option<u64> {
        self.skip_space();
        self.unsigned()
    }

    pub(crate) fn expected(&self, expected: &'static str) -> ParseError {
        ParseError::Syntax {
            at: self.at,
            expected,
        }
    }
}

/// Returns where `needle` first stands in `hay`.
pub(crate) fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(hay, needle)
}

/// Returns where `needle` last stands in `hay`.
pub(crate) fn find_last(hay: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(hay, needle)
}
