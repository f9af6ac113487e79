//! PDF objects (ISO 32000-2, 7.3; from memory), each with its place in the source.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::encryption::Cipher;
use super::hexadecimal;
use super::plainly::is_plain;

/// A range of octets: `start` is the first, `end` is one past the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// Offset of the first octet.
    pub start: usize,
    /// Offset after the last octet.
    pub end: usize,
}

impl Span {
    /// Returns the octets of the span in its source; empty when the span lies outside.
    #[must_use]
    pub fn of<'s>(&self, source: &'s [u8]) -> &'s [u8] {
        source.get(self.start..self.end).unwrap_or_default()
    }

    /// Returns the length in octets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Returns whether the span has no octets.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Object number and generation of an indirect object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId {
    /// Object number.
    pub number: u32,
    /// Generation number.
    pub generation: u16,
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.generation)
    }
}

/// A PDF object. Names, strings and reals keep their source octets.
#[derive(Debug, Clone, PartialEq)]
pub enum Object<'d> {
    /// `null`, and anything that is not defined.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// An integer that fits 64 bits.
    Integer(i64),
    /// Any other number, as written.
    Real(&'d [u8]),
    /// A string, as written.
    String(StringToken<'d>),
    /// A name.
    Name(Name<'d>),
    /// An array.
    Array(Array<'d>),
    /// A dictionary.
    Dictionary(Dictionary<'d>),
    /// A reference to an indirect object.
    Reference(ObjectId),
}

impl<'d> Object<'d> {
    /// Returns the integer, if this is one.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        if let Object::Integer(value) = self {
            Some(*value)
        } else {
            None
        }
    }

    /// Returns the number, if this is an integer or a real.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            // Page geometry; exact up to 2^53.
            #[allow(clippy::cast_precision_loss)]
            Object::Integer(value) => Some(*value as f64),
            Object::Real(text) => std::str::from_utf8(text).ok()?.parse().ok(),
            _ => None,
        }
    }

    /// Returns the boolean, if this is one.
    #[must_use]
    pub fn as_boolean(&self) -> Option<bool> {
        if let Object::Boolean(value) = self {
            Some(*value)
        } else {
            None
        }
    }

    /// Returns the name, if this is one.
    #[must_use]
    pub fn as_name(&self) -> Option<Name<'d>> {
        if let Object::Name(name) = self {
            Some(*name)
        } else {
            None
        }
    }

    /// Returns the string, if this is one.
    #[must_use]
    pub fn as_string(&self) -> Option<StringToken<'d>> {
        if let Object::String(token) = self {
            Some(*token)
        } else {
            None
        }
    }

    /// Returns the array, if this is one.
    #[must_use]
    pub fn as_array(&self) -> Option<&Array<'d>> {
        if let Object::Array(array) = self {
            Some(array)
        } else {
            None
        }
    }

    /// Returns the dictionary, if this is one (also that of a stream).
    #[must_use]
    pub fn as_dictionary(&self) -> Option<&Dictionary<'d>> {
        if let Object::Dictionary(dictionary) = self {
            Some(dictionary)
        } else {
            None
        }
    }

    /// Returns the reference, if this is one.
    #[must_use]
    pub fn as_reference(&self) -> Option<ObjectId> {
        if let Object::Reference(id) = self {
            Some(*id)
        } else {
            None
        }
    }

    /// Appends the references in the value. Nesting is limited by the parser.
    pub(crate) fn references(&self, found: &mut Vec<ObjectId>) {
        match self {
            Object::Reference(id) => found.push(*id),
            Object::Array(array) => array.values().for_each(|value| value.references(found)),
            Object::Dictionary(dictionary) => {
                let entries = dictionary.entries.iter();
                entries.for_each(|entry| entry.value.references(found));
            }
            _ => {}
        }
    }

    /// Returns whether a dictionary anywhere in the value has a key twice.
    pub(crate) fn has_duplicate_keys(&self) -> bool {
        match self {
            Object::Array(array) => array.values().any(Object::has_duplicate_keys),
            Object::Dictionary(dictionary) => {
                let mut values = dictionary.entries.iter().map(|entry| &entry.value);
                dictionary.has_duplicate_keys() || values.any(Object::has_duplicate_keys)
            }
            _ => false,
        }
    }

    /// Returns whether this is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Object::Null)
    }
}

/// A name, as written after its `/`.
#[derive(Clone, Copy)]
pub struct Name<'d> {
    /// The octets between `/` and the next delimiter, `#xx` not decoded.
    pub raw: &'d [u8],
}

impl<'d> Name<'d> {
    /// Returns the octets of the name with `#xx` decoded.
    #[must_use]
    pub fn decoded(&self) -> Cow<'d, [u8]> {
        if !self.raw.contains(&b'#') {
            return Cow::Borrowed(self.raw);
        }
        let mut octets = Vec::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let Some((&first, tail)) = rest.split_first() {
            let escaped = match (first, tail.first(), tail.get(1)) {
                (b'#', Some(&high), Some(&low)) => {
                    hexadecimal::digit(high).zip(hexadecimal::digit(low))
                }
                _ => None,
            };
            if let Some((high, low)) = escaped {
                octets.push(high << 4 | low);
                rest = tail.get(2..).unwrap_or_default();
            } else {
                octets.push(first);
                rest = tail;
            }
        }
        Cow::Owned(octets)
    }

    /// Returns whether the decoded name is `name`.
    #[must_use]
    #[inline]
    pub fn is(&self, name: &str) -> bool {
        let (first, wanted) = (self.raw.first(), name.as_bytes().first());
        // As a rule the first octet tells two names apart.
        if first != wanted && first != Some(&b'#') {
            return false;
        }
        self.raw == name.as_bytes()
            // An escape takes more octets than what it stands for.
            || self.raw.len() > name.len()
                && self.raw.contains(&b'#')
                && self.decoded().as_ref() == name.as_bytes()
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw || self.decoded() == other.decoded()
    }
}

impl Eq for Name<'_> {}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", String::from_utf8_lossy(self.raw))
    }
}

/// A string, as written, with its delimiters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StringToken<'d> {
    /// `( ... )` or `< ... >`.
    pub raw: &'d [u8],
    /// What decrypts it, in a file that was opened.
    pub(crate) cipher: Option<Cipher<'d>>,
}

impl<'d> StringToken<'d> {
    /// Takes a string that is not encrypted.
    pub(crate) fn plain(raw: &'d [u8]) -> Self {
        StringToken { raw, cipher: None }
    }

    /// Returns whether the string is written in hexadecimal.
    #[must_use]
    pub fn is_hexadecimal(&self) -> bool {
        self.raw.first() == Some(&b'<')
    }

    /// Returns the octets of the string, decrypted. Never longer than the token.
    #[must_use]
    pub fn decode(&self) -> Vec<u8> {
        let octets = self.decode_escapes();
        match self.cipher {
            // That it decrypts was made sure of when its object was read.
            Some(cipher) => cipher.string(&octets).unwrap_or_default(),
            None => octets,
        }
    }

    fn decode_escapes(&self) -> Vec<u8> {
        let inner = self
            .raw
            .get(1..self.raw.len().saturating_sub(1))
            .unwrap_or_default();
        if self.is_hexadecimal() {
            hexadecimal::decode(inner)
        } else {
            decode_literal(inner)
        }
    }

    /// Returns whether two strings are the same octets, however they are written.
    #[must_use]
    pub fn says_the_same(&self, other: &StringToken<'_>) -> bool {
        // Encrypted octets alone say nothing: they mean something else in another object.
        let same_cipher = match (self.cipher, other.cipher) {
            (None, None) => true,
            (Some(own), Some(other)) => own == other,
            _ => false,
        };
        if same_cipher && self.raw == other.raw {
            return true;
        }
        // Readers differ in what such a string says.
        is_plain(self.raw) && is_plain(other.raw) && self.decode() == other.decode()
    }

    /// Returns the string as text: UTF-16BE or UTF-8 by its mark, else PDFDocEncoding
    /// (ISO 32000-2, 7.9.2.2; from memory). What has no character becomes U+FFFD.
    #[must_use]
    pub fn to_text(&self) -> String {
        super::text_string::decode(&self.decode())
    }
}

fn decode_literal(inner: &[u8]) -> Vec<u8> {
    let mut octets = Vec::with_capacity(inner.len());
    let mut input = inner.iter().copied().peekable();
    while let Some(octet) = input.next() {
        match octet {
            b'\\' => match input.next() {
                Some(b'n') => octets.push(b'\n'),
                Some(b'r') => octets.push(b'\r'),
                Some(b't') => octets.push(b'\t'),
                Some(b'b') => octets.push(8),
                Some(b'f') => octets.push(12),
                Some(b'\r') => {
                    input.next_if_eq(&b'\n');
                }
                Some(b'\n') | None => {}
                Some(digit @ b'0'..=b'7') => {
                    let mut value = u32::from(digit - b'0');
                    for _ in 0..2 {
                        if let Some(next) = input.next_if(|next| (b'0'..=b'7').contains(next)) {
                            value = value << 3 | u32::from(next - b'0');
                        }
                    }
                    // High-order overflow is ignored (ISO 32000-2, 7.3.4.2; from memory).
                    octets.push(u8::try_from(value & 0xff).unwrap_or_default());
                }
                Some(other) => octets.push(other),
            },
            b'\r' => {
                input.next_if_eq(&b'\n');
                octets.push(b'\n');
            }
            other => octets.push(other),
        }
    }
    octets
}

/// An element of an array.
#[derive(Debug, Clone, PartialEq)]
pub struct Item<'d> {
    /// The element.
    pub value: Object<'d>,
    /// Where it stands.
    pub span: Span,
}

/// An array.
#[derive(Debug, Clone, PartialEq)]
pub struct Array<'d> {
    /// The elements; shared, so that a copy of a long array costs nothing.
    pub items: Arc<[Item<'d>]>,
    /// From `[` to after `]`.
    pub span: Span,
}

impl<'d> Array<'d> {
    /// Returns the elements without their places.
    #[must_use]
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Object<'d>> {
        self.items.iter().map(|item| &item.value)
    }
}

/// A key of a dictionary with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct DictionaryEntry<'d> {
    /// The key.
    pub key: Name<'d>,
    /// Offset of the `/` of the key.
    pub key_start: usize,
    /// The value.
    pub value: Object<'d>,
    /// Where the value stands.
    pub span: Span,
}

/// A dictionary: its entries in the order of the source, duplicates included.
#[derive(Debug, Clone, PartialEq)]
pub struct Dictionary<'d> {
    /// The entries; shared, as those of an array.
    pub entries: Arc<[DictionaryEntry<'d>]>,
    /// From `<<` to after `>>`.
    pub span: Span,
}

/// Up to this many keys are compared one by one.
const FEW: usize = 16;

impl<'d> Dictionary<'d> {
    /// Returns the value of a key: the last one where the key is there twice.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Object<'d>> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Returns the entry of a key: the last one where the key is there twice.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&DictionaryEntry<'d>> {
        self.entries.iter().rev().find(|entry| entry.key.is(key))
    }

    /// Returns whether the value of `key` is the name `name`.
    #[must_use]
    pub fn is_name(&self, key: &str, name: &str) -> bool {
        self.get(key)
            .and_then(Object::as_name)
            .is_some_and(|value| value.is(name))
    }

    /// Returns the offset of the closing `>>`.
    #[must_use]
    pub fn close(&self) -> usize {
        self.span.end.saturating_sub(2)
    }

    /// Returns whether a key is there twice, compared with `#xx` decoded.
    #[must_use]
    pub fn has_duplicate_keys(&self) -> bool {
        let is_plain = |key: &Name<'_>| !key.raw.contains(&b'#');
        if self.entries.len() <= FEW && self.entries.iter().all(|entry| is_plain(&entry.key)) {
            let earlier = |at: usize| self.entries.get(..at).unwrap_or_default();
            return self.entries.iter().enumerate().any(|(at, entry)| {
                let mut earlier = earlier(at).iter();
                earlier.any(|other| other.key.raw == entry.key.raw)
            });
        }
        let mut keys: Vec<_> = self
            .entries
            .iter()
            .map(|entry| entry.key.decoded())
            .collect();
        keys.sort_unstable();
        keys.windows(2).any(|pair| pair.first() == pair.last())
    }
}
