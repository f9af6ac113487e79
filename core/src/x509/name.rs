use crate::der::{DerError, DerErrorKind, Element, Oid, Reader, tag, writer};
use std::fmt;
use std::sync::OnceLock;

/// A distinguished name (RFC 5280, 4.1.2.4).
///
/// Two names are equal where they differ only in string type, letter case and runs of white space
/// (RFC 5280, 7.1). [`fmt::Display`] writes RFC 4514.
#[derive(Clone)]
pub struct Name {
    raw: Box<[u8]>,
    /// One folded SET a relative distinguished name, in the order of the encoding; made when it is first needed, since
    /// most names that are compared are the same octet by octet.
    folded: OnceLock<Vec<Vec<u8>>>,
}

impl Name {
    /// Reads the DER of a Name.
    ///
    /// # Errors
    ///
    /// [`DerError`].
    pub fn parse(der: &[u8]) -> Result<Self, DerError> {
        let mut outer = Reader::new(der);
        let element = outer.expect(tag::SEQUENCE)?;
        outer.finish()?;
        Self::from_element(&element)
    }

    pub(crate) fn from_element(element: &Element<'_>) -> Result<Self, DerError> {
        let mut names = element.expect(tag::SEQUENCE)?.reader()?;
        while !names.is_empty() {
            check(&names.expect(tag::SET)?)?;
        }
        Ok(Self {
            raw: element.raw().into(),
            folded: OnceLock::new(),
        })
    }

    fn folded(&self) -> &[Vec<u8>] {
        let fold_all = || -> Result<_, DerError> {
            let mut folded = Vec::new();
            let mut names = Reader::new(&self.raw).sequence()?;
            while !names.is_empty() {
                folded.push(fold(&names.expect(tag::SET)?)?);
            }
            Ok(folded)
        };
        // The name was read once already, when it was made.
        self.folded.get_or_init(|| fold_all().unwrap_or_default())
    }

    /// Returns the name that is `relative`, the content of a SET of attributes, below this one
    /// (RFC 5280, 4.2.1.13, nameRelativeToCRLIssuer).
    pub(super) fn child(&self, relative: &[u8]) -> Result<Self, DerError> {
        let set = writer::element(tag::SET, relative);
        let mut reader = Reader::new(&self.raw);
        let own = reader.expect(tag::SEQUENCE)?;
        let raw = writer::sequence(&[own.value(), &set]);
        Self::parse(&raw)
    }

    /// Returns the DER as received.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Tells whether the name has no part.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let names = Reader::new(&self.raw).sequence();
        names.is_ok_and(|names| names.is_empty())
    }

    /// Tells whether this name is `base` or lies below it (RFC 5280, 4.2.1.10).
    #[must_use]
    pub fn is_within(&self, base: &Self) -> bool {
        self.folded().starts_with(base.folded())
    }

    /// Returns the values of the attribute `kind` that are text, in the order of the encoding.
    #[must_use]
    pub fn values(&self, kind: &Oid) -> Vec<String> {
        self.attributes()
            .into_iter()
            .flatten()
            .filter(|(oid, _)| oid == kind)
            .filter_map(|(_, value)| text(&value))
            .collect()
    }

    /// Returns how many attributes of `kind` the name has.
    pub(super) fn count(&self, kind: &Oid) -> usize {
        let attributes = self.attributes().into_iter().flatten();
        attributes.filter(|(oid, _)| oid == kind).count()
    }

    /// Every attribute, grouped by relative distinguished name.
    fn attributes(&self) -> Vec<Vec<(Oid, Element<'_>)>> {
        let read = || -> Result<_, DerError> {
            let mut names = Reader::new(&self.raw).sequence()?;
            let mut all = Vec::new();
            while !names.is_empty() {
                let mut set = names.expect(tag::SET)?.reader()?;
                let mut one = Vec::new();
                while !set.is_empty() {
                    let mut attribute = set.sequence()?;
                    one.push((attribute.oid()?, attribute.element()?));
                }
                all.push(one);
            }
            Ok(all)
        };
        // The name was read once already, when it was made.
        read().unwrap_or_default()
    }
}

/// Checks a relative distinguished name: one attribute at least, each an identifier and a value.
fn check(set: &Element<'_>) -> Result<(), DerError> {
    let mut reader = set.reader()?;
    if reader.is_empty() {
        return Err(set.error(DerErrorKind::Value));
    }
    while !reader.is_empty() {
        let mut attribute = reader.sequence()?;
        attribute.oid()?;
        attribute.element()?;
        attribute.finish()?;
    }
    Ok(())
}

fn fold(set: &Element<'_>) -> Result<Vec<u8>, DerError> {
    let mut attributes = Vec::new();
    let mut reader = set.reader()?;
    while !reader.is_empty() {
        let mut attribute = reader.sequence()?;
        let kind = attribute.expect(tag::OID)?;
        let value = attribute.element()?;
        let folded = match text(&value) {
            // A TeletexString beyond ASCII has no certain meaning, so it only equals itself.
            Some(text) if value.tag() != tag::TELETEX_STRING || text.is_ascii() => {
                writer::utf8_string(&fold_text(&text))
            }
            _ => value.raw().to_vec(),
        };
        attributes.push(writer::sequence(&[kind.raw(), &folded]));
    }
    let parts: Vec<&[u8]> = attributes.iter().map(Vec::as_slice).collect();
    Ok(writer::set_of(&parts))
}

/// Lower case, without white space at the ends and with one space for each run of it.
fn fold_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

/// The text of a string type; `None` for other types and for octets that are no text of theirs.
pub(super) fn text(value: &Element<'_>) -> Option<String> {
    let octets = value.value();
    match value.tag() {
        tag::UTF8_STRING => std::str::from_utf8(octets).ok().map(str::to_owned),
        tag::PRINTABLE_STRING | tag::IA5_STRING | tag::VISIBLE_STRING => octets
            .is_ascii()
            .then(|| octets.iter().map(|o| char::from(*o)).collect()),
        tag::TELETEX_STRING => Some(octets.iter().map(|o| char::from(*o)).collect()),
        tag::BMP_STRING => {
            let (pairs, []) = octets.as_chunks::<2>() else {
                return None;
            };
            char::decode_utf16(pairs.iter().map(|pair| u16::from_be_bytes(*pair)))
                .collect::<Result<_, _>>()
                .ok()
        }
        tag::UNIVERSAL_STRING => {
            let (quads, []) = octets.as_chunks::<4>() else {
                return None;
            };
            quads
                .iter()
                .map(|quad| char::from_u32(u32::from_be_bytes(*quad)))
                .collect()
        }
        _ => None,
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw || self.folded() == other.folded()
    }
}

impl Eq for Name {}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

/// Short names of RFC 4514, 3, and three that every tool writes beside them.
const SHORT_NAMES: [(Oid, &str); 13] = [
    (Oid::new_unwrap("2.5.4.3"), "CN"),
    (Oid::new_unwrap("2.5.4.7"), "L"),
    (Oid::new_unwrap("2.5.4.8"), "ST"),
    (Oid::new_unwrap("2.5.4.10"), "O"),
    (Oid::new_unwrap("2.5.4.11"), "OU"),
    (Oid::new_unwrap("2.5.4.6"), "C"),
    (Oid::new_unwrap("2.5.4.9"), "STREET"),
    (Oid::new_unwrap("0.9.2342.19200300.100.1.25"), "DC"),
    (Oid::new_unwrap("0.9.2342.19200300.100.1.1"), "UID"),
    (Oid::new_unwrap("2.5.4.5"), "serialNumber"),
    (Oid::new_unwrap("2.5.4.97"), "organizationIdentifier"),
    (Oid::new_unwrap("1.2.840.113549.1.9.1"), "emailAddress"),
    (Oid::new_unwrap("2.5.4.4"), "SN"),
];

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, relative) in self.attributes().iter().rev().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            for (index, (kind, value)) in relative.iter().enumerate() {
                if index > 0 {
                    f.write_str("+")?;
                }
                let short = SHORT_NAMES.iter().find(|(oid, _)| oid == kind);
                match (short, text(value)) {
                    (Some((_, short)), Some(text)) => {
                        write!(f, "{short}=")?;
                        write_escaped(f, &text)?;
                    }
                    (short, _) => {
                        match short {
                            Some((_, short)) => f.write_str(short)?,
                            None => write!(f, "{kind}")?,
                        }
                        f.write_str("=#")?;
                        for octet in value.raw() {
                            write!(f, "{octet:02x}")?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// Escapes as RFC 4514, 2.4; control characters and invisible direction marks in hexadecimal, so
/// that a name cannot pretend to be another on a screen.
fn write_escaped(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let last = text.chars().count().saturating_sub(1);
    for (index, c) in text.chars().enumerate() {
        let hidden = c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        match c {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => write!(f, "\\{c}")?,
            ' ' if index == 0 || index == last => f.write_str("\\ ")?,
            '#' if index == 0 => f.write_str("\\#")?,
            c if hidden => {
                for octet in c.encode_utf8(&mut [0; 4]).bytes() {
                    write!(f, "\\{octet:02x}")?;
                }
            }
            c => fmt::Write::write_char(f, c)?,
        }
    }
    Ok(())
}
