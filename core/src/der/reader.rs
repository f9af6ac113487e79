use super::{DerError, DerErrorKind, Oid, tag};
use time::OffsetDateTime;

/// Deepest nesting that is followed.
pub const MAX_DEPTH: u8 = 32;

/// A cursor over the elements of one value.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
    depth: u8,
}

/// One tag-length-value, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    tag: u8,
    raw: &'a [u8],
    value: &'a [u8],
    offset: usize,
    depth: u8,
}

impl<'a> Element<'a> {
    /// Returns the identifier octet.
    #[must_use]
    pub const fn tag(&self) -> u8 {
        self.tag
    }

    /// Returns the whole element, header included, as received.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Returns the content octets.
    #[must_use]
    pub const fn value(&self) -> &'a [u8] {
        self.value
    }

    /// Returns the offset of the identifier octet in the outermost input.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Returns the offset of the first content octet in the outermost input.
    #[must_use]
    pub const fn value_offset(&self) -> usize {
        self.offset + (self.raw.len() - self.value.len())
    }

    /// Returns a reader of the content octets.
    ///
    /// # Errors
    ///
    /// [`DerErrorKind::TooDeep`] below [`MAX_DEPTH`] levels.
    pub fn reader(&self) -> Result<Reader<'a>, DerError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.error(DerErrorKind::TooDeep));
        }
        Ok(Reader {
            rest: self.value,
            offset: self.value_offset(),
            depth: self.depth + 1,
        })
    }

    /// Returns this element if its identifier octet is `expected`.
    ///
    /// # Errors
    ///
    /// [`DerErrorKind::UnexpectedTag`].
    pub fn expect(self, expected: u8) -> Result<Self, DerError> {
        if self.tag == expected {
            Ok(self)
        } else {
            Err(self.error(DerErrorKind::UnexpectedTag {
                expected,
                found: Some(self.tag),
            }))
        }
    }

    /// Reads the content as an OBJECT IDENTIFIER, whatever the tag.
    ///
    /// # Errors
    ///
    /// [`DerErrorKind::Value`], also for one longer than 39 octets.
    pub fn oid(&self) -> Result<Oid, DerError> {
        Oid::from_bytes(self.value).map_err(|_| self.error(DerErrorKind::Value))
    }

    /// Reads the content as a BOOLEAN, whatever the tag.
    ///
    /// # Errors
    ///
    /// [`DerErrorKind::Value`] for anything but 00 and FF.
    pub fn boolean(&self) -> Result<bool, DerError> {
        match self.value {
            [0x00] => Ok(false),
            [0xff] => Ok(true),
            _ => Err(self.error(DerErrorKind::Value)),
        }
    }

    /// Reads the content as an INTEGER that is not negative and fits 32 bits, whatever the tag.
    ///
    /// # Errors
    ///
    /// [`DerErrorKind::Value`].
    pub fn unsigned(&self) -> Result<u32, DerError> {
        let value = self.integer()?;
        let magnitude = match value {
            [0x00, rest @ ..] => rest,
            [first, ..] if *first >= 0x80 => return Err(self.error(DerErrorKind::Value)),
            all => all,
        };
        if magnitude.len() > 4 {
            return Err(self.error(DerErrorKind::Value));
        }
        Ok(magnitude
            .iter()
            .fold(0_u32, |sum, octet| (sum << 8) | u32::from(*octet)))
    }

    /// Returns the content octets of an INTEGER in its shortest form (two's complement).
    ///
    /// # Errors
    ///
    /// [`DerErrorKind::Value`] where it is empty or padded.
    pub fn integer(&self) -> Result<&'a [u8], DerError> {
        match self.value {
            [] => Err(self.error(DerErrorKind::Value)),
            [0x00, next, ..] if *next < 0x80 => Err(self.error(DerErrorKind::Value)),
            [0xff, next, ..] if *next >= 0x80 => Err(self.error(DerErrorKind::Value)),
            value => Ok(value),
        }
    }

    /// Returns the octets of a BIT STRING that has no unused bits, whatever the tag.
    ///
    /// # Errors
    ///
    /// [`DerErrorKind::Value`].
    pub fn whole_bits(&self) -> Result<&'a [u8], DerError> {
        match self.value {
            [0, bits @ ..] => Ok(bits),
            _ => Err(self.error(DerErrorKind::Value)),
        }
    }

    /// Reads a BIT STRING of named bits: bit 0 of the standard is bit 0 of the result. Bits above
    /// 31 are dropped.
    ///
    /// # Errors
    ///
    /// [`DerErrorKind::Value`] where the count of unused bits is impossible or an unused bit is set.
    pub fn named_bits(&self) -> Result<u32, DerError> {
        let (unused, bits) = match self.value {
            [unused @ 0..=7, bits @ ..] if *unused == 0 || !bits.is_empty() => (*unused, bits),
            _ => return Err(self.error(DerErrorKind::Value)),
        };
        if bits
            .last()
            .is_some_and(|last| last.trailing_zeros() < u32::from(unused))
        {
            return Err(self.error(DerErrorKind::Value));
        }
        let mut named = 0_u32;
        for (index, octet) in bits.iter().take(4).enumerate() {
            named |= u32::from(octet.reverse_bits()) << (8 * index);
        }
        Ok(named)
    }

    /// Reads a UTCTime (years 1950 to 2049) or GeneralizedTime in UTC.
    ///
    /// # Errors
    ///
    /// [`DerErrorKind::UnexpectedTag`] for other types, [`DerErrorKind::Value`] for anything that
    /// RFC 5280, 4.1.2.5 or RFC 3161, 2.4.2 does not allow.
    pub fn time(&self) -> Result<OffsetDateTime, DerError> {
        super::time::read(self.tag, self.value).map_err(|kind| self.error(kind))
    }

    /// Returns the error `kind` at this element.
    pub(crate) const fn error(&self, kind: DerErrorKind) -> DerError {
        DerError::new(self.offset, kind)
    }
}

impl<'a> Reader<'a> {
    /// Returns a reader of the elements in `input`; offsets count from its start.
    #[must_use]
    pub const fn new(input: &'a [u8]) -> Self {
        Self {
            rest: input,
            offset: 0,
            depth: 0,
        }
    }

    /// Returns the offset of the next octet in the outermost input.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Tells whether everything has been read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Returns the identifier octet of the next element.
    #[must_use]
    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Reads the next element, whatever it is.
    ///
    /// # Errors
    ///
    /// [`DerError`] where no whole element of definite, shortest length stands there.
    pub fn element(&mut self) -> Result<Element<'a>, DerError> {
        let fail = |kind| DerError::new(self.offset, kind);
        let (&identifier, after_tag) = self
            .rest
            .split_first()
            .ok_or(fail(DerErrorKind::Truncated))?;
        if identifier & 0x1f == 0x1f {
            return Err(fail(DerErrorKind::HighTag));
        }
        let (&first, after) = after_tag
            .split_first()
            .ok_or(fail(DerErrorKind::Truncated))?;
        let (length, after) = match first {
            0x00..=0x7f => (usize::from(first), after),
            0x80 => return Err(fail(DerErrorKind::IndefiniteLength)),
            0x81..=0x84 => {
                let (octets, after) = after
                    .split_at_checked(usize::from(first & 0x7f))
                    .ok_or(fail(DerErrorKind::Truncated))?;
                let length = octets
                    .iter()
                    .fold(0_usize, |sum, o| (sum << 8) | usize::from(*o));
                if octets.first() == Some(&0) || length < 0x80 {
                    return Err(fail(DerErrorKind::Length));
                }
                (length, after)
            }
            _ => return Err(fail(DerErrorKind::Length)),
        };
        let (value, rest) = after
            .split_at_checked(length)
            .ok_or(fail(DerErrorKind::Truncated))?;
        let size = self.rest.len() - rest.len();
        let (raw, _) = self
            .rest
            .split_at_checked(size)
            .ok_or(fail(DerErrorKind::Truncated))?;
        let element = Element {
            tag: identifier,
            raw,
            value,
            offset: self.offset,
            depth: self.depth,
        };
        self.rest = rest;
        self.offset += size;
        Ok(element)
    }

    /// Reads the next element, which has the identifier octet `expected`.
    ///
    /// # Errors
    ///
    /// As [`Reader::element`], and [`DerErrorKind::UnexpectedTag`].
    pub fn expect(&mut self, expected: u8) -> Result<Element<'a>, DerError> {
        match self.peek() {
            Some(found) if found == expected => self.element(),
            found => Err(DerError::new(
                self.offset,
                DerErrorKind::UnexpectedTag { expected, found },
            )),
        }
    }

    /// Reads the next element if it has the identifier octet `expected`.
    ///
    /// # Errors
    ///
    /// As [`Reader::element`].
    pub fn optional(&mut self, expected: u8) -> Result<Option<Element<'a>>, DerError> {
        if self.peek() == Some(expected) {
            self.element().map(Some)
        } else {
            Ok(None)
        }
    }

    /// Reads a SEQUENCE and returns a reader of its content.
    ///
    /// # Errors
    ///
    /// As [`Reader::expect`] and [`Element::reader`].
    pub fn sequence(&mut self) -> Result<Reader<'a>, DerError> {
        self.expect(tag::SEQUENCE)?.reader()
    }

    /// Reads an OBJECT IDENTIFIER.
    ///
    /// # Errors
    ///
    /// As [`Reader::expect`] and [`Element::oid`].
    pub fn oid(&mut self) -> Result<Oid, DerError> {
        self.expect(tag::OID)?.oid()
    }

    /// Reads an optional BOOLEAN whose default is FALSE; an explicit FALSE is accepted, since it is
    /// met in the wild.
    ///
    /// # Errors
    ///
    /// As [`Reader::element`] and [`Element::boolean`].
    pub fn boolean_or_false(&mut self) -> Result<bool, DerError> {
        self.optional(tag::BOOLEAN)?
            .map_or(Ok(false), |element| element.boolean())
    }

    /// Checks that everything has been read.
    ///
    /// # Errors
    ///
    /// [`DerErrorKind::TrailingData`].
    pub fn finish(self) -> Result<(), DerError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(DerError::new(self.offset, DerErrorKind::TrailingData))
        }
    }
}
