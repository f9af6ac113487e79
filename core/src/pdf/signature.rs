//! Signature dictionaries (ISO 32000-2, 12.8.1; from memory), each judged by itself.

mod byte_range;
mod coverage;
mod field;
mod seal;
mod transform;

use std::fmt;

use time::OffsetDateTime;

use super::hexadecimal;
use super::indirect::{IndirectObject, Source};
use super::object::{Dictionary, Object, ObjectId, Span};
use super::parse_error::ParseError;
use super::view::View;

pub use byte_range::ByteRange;
pub use coverage::Coverage;
pub(crate) use field::Values;
pub use field::{EmptyField, FieldPlace, Signatures, WidgetPlace};
pub(crate) use seal::{EMBEDDED_SEAL, EmbeddedSealError, LONGEST_SEAL};
pub use transform::{DocMdp, FieldLock, LockAction};

/// A signature that was found, readable or not.
#[derive(Debug, Clone)]
pub struct FoundSignature<'d> {
    /// The object of the signature dictionary; `None` where it is a direct object.
    pub id: Option<ObjectId>,
    /// The fields that have it as their value; none means that it is only referred to by the
    /// catalog's `/Perms`.
    pub places: Vec<FieldPlace<'d>>,
    /// Whether its signer saw all these places: where there are several, the revision that is covered
    /// had each of them with this value, and no earlier revision had one that waited for it.
    pub places_covered: bool,
    /// Keys of the catalog's `/Perms` that refer to it, such as `DocMDP`.
    pub perms: Vec<String>,
    /// The signature, or why it is none. A signature that cannot be read is still a signature.
    pub signature: Result<Signature<'d>, SignatureError>,
}

/// What a signature dictionary is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureType {
    /// `/Sig`, also when `/Type` is absent.
    Signature,
    /// `/DocTimeStamp`.
    DocTimeStamp,
}

/// A readable signature dictionary.
#[derive(Debug, Clone)]
pub struct Signature<'d> {
    /// Its object, with the spans in the file.
    pub object: IndirectObject<'d>,
    /// Signature or document timestamp.
    pub kind: SignatureType,
    /// `/Filter`.
    pub filter: Option<String>,
    /// `/SubFilter`.
    pub sub_filter: Option<String>,
    /// The ranges that it covers.
    pub byte_range: ByteRange,
    /// `/Contents` decoded, with its padding.
    pub contents: Vec<u8>,
    /// The token of `/Contents` in the file.
    pub contents_span: Span,
    /// What follows the one SEQUENCE in the contents.
    pub padding: Padding,
    /// `/Contents` has other octets than hexadecimal digits, or an odd number of them: not covered
    /// by the digest, and written by nobody.
    pub contents_irregular: bool,
    /// What the ranges cover.
    pub coverage: Coverage,
    /// Whether the revision that it covers had the same dictionary as the value of a signature
    /// field. Without that, the signer did not see this signature there.
    pub consistent: bool,
    /// `/M` as a time: a claim of the signer.
    pub claimed_time: Option<OffsetDateTime>,
    /// `/M` is there and is not a date.
    pub claimed_time_unreadable: bool,
    /// `/Name`: a claim of the signer.
    pub name: Option<String>,
    /// `/Reason`.
    pub reason: Option<String>,
    /// `/Location`.
    pub location: Option<String>,
    /// `/ContactInfo`.
    pub contact_info: Option<String>,
    /// The DocMDP transform among `/Reference`.
    pub doc_mdp: Option<DocMdp>,
    /// The FieldMDP transforms among `/Reference`.
    pub field_mdp: Vec<FieldLock>,
    /// `/Reference` or one of its members could not be read: deny what it may have restricted.
    pub reference_unreadable: bool,
    file: &'d [u8],
}

impl<'d> Signature<'d> {
    /// Returns the octets that the signature covers, in file order.
    #[must_use]
    pub fn covered(&self) -> [&'d [u8]; 2] {
        self.byte_range.slices(self.file)
    }

    /// Returns the signature dictionary.
    #[must_use]
    pub fn dictionary(&self) -> Option<&Dictionary<'d>> {
        self.object.dictionary()
    }

    /// Returns the one SEQUENCE in the contents, without padding. It may be BER of indefinite length.
    #[must_use]
    pub fn value(&self) -> Option<&[u8]> {
        self.contents.get(..sequence_length(&self.contents)?)
    }
}

/// What follows the one SEQUENCE in `/Contents`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Padding {
    /// Nothing, or zeros only.
    Zeros(usize),
    /// Octets of which at least one is not zero.
    NonZero(usize),
    /// The contents do not begin with a SEQUENCE that ends inside them.
    NoSequence,
}

/// Why a signature dictionary is no usable signature. Offsets count from the first octet of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// An object that leads to the signature could not be read.
    Unreadable(ParseError),
    /// The value of the field is not a dictionary.
    NotADictionary,
    /// The dictionary is not an indirect object of the file itself, so its `/Contents` cannot be
    /// located.
    NotInFile,
    /// The dictionary, or one inside it, has a key twice.
    DuplicateKeys {
        /// Offset of the dictionary.
        at: usize,
    },
    /// `/ByteRange` is absent or not four direct integers that describe the file.
    ByteRange {
        /// Offset of the dictionary or of the value.
        at: usize,
        /// What is wrong.
        problem: &'static str,
    },
    /// `/Contents` is absent, not a direct hexadecimal string, or empty.
    Contents {
        /// Offset of the dictionary or of the value.
        at: usize,
        /// What is wrong.
        problem: &'static str,
    },
    /// What `/ByteRange` leaves out is not exactly the token of `/Contents`.
    Gap {
        /// What is left out.
        gap: Span,
        /// Where the token stands.
        contents: Span,
    },
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(_) => f.write_str("the signature cannot be read"),
            Self::NotADictionary => {
                f.write_str("the value of the signature field is not a dictionary")
            }
            Self::NotInFile => {
                f.write_str("the signature dictionary is not an indirect object of the file itself")
            }
            Self::DuplicateKeys { at } => {
                write!(f, "the signature dictionary at octet {at} has a key twice")
            }
            Self::ByteRange { at, problem } => write!(f, "/ByteRange at octet {at}: {problem}"),
            Self::Contents { at, problem } => write!(f, "/Contents at octet {at}: {problem}"),
            Self::Gap { gap, contents } => write!(
                f,
                "/ByteRange leaves out octets {} to {}, but /Contents stands at {} to {}",
                gap.start, gap.end, contents.start, contents.end
            ),
        }
    }
}

impl std::error::Error for SignatureError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::Unreadable(error) = self {
            Some(error)
        } else {
            None
        }
    }
}

impl From<ParseError> for SignatureError {
    fn from(error: ParseError) -> Self {
        Self::Unreadable(error)
    }
}

/// Longest `/Contents`, in octets of the file.
const LONGEST_CONTENTS: usize = 8 << 20;

impl<'d> Signature<'d> {
    /// Reads a signature dictionary. Coverage and consistency are filled in by the caller.
    fn read(view: &View<'d>, object: IndirectObject<'d>) -> Result<Self, SignatureError> {
        let Source::File(file) = object.source else {
            return Err(SignatureError::NotInFile);
        };
        let dictionary = object.dictionary().ok_or(SignatureError::NotADictionary)?;
        let at = dictionary.span.start;
        if object.value.has_duplicate_keys() {
            return Err(SignatureError::DuplicateKeys { at });
        }
        let byte_range = ByteRange::read(dictionary, file.len())?;
        let contents_span = contents(dictionary)?;
        if byte_range.gap() != contents_span {
            return Err(SignatureError::Gap {
                gap: byte_range.gap(),
                contents: contents_span,
            });
        }
        let token = contents_span.of(file);
        let inner = token
            .get(1..token.len().saturating_sub(1))
            .unwrap_or_default();
        let mut decoded = hexadecimal::pairs(inner);
        let irregular = decoded.len() * 2 != inner.len();
        if irregular {
            decoded = hexadecimal::decode(inner);
        }
        if decoded.iter().all(|&octet| octet == 0) {
            let problem = "there is nothing but zeros";
            return Err(SignatureError::Contents {
                at: contents_span.start,
                problem,
            });
        }
        let name = |key: &str| {
            let name = view.value(dictionary, key).ok()?.as_name()?;
            Some(String::from_utf8_lossy(&name.decoded()).into_owned())
        };
        let text = |key: &str| Some(view.value(dictionary, key).ok()?.as_string()?.to_text());
        let kind = match dictionary.is_name("Type", "DocTimeStamp") {
            true => SignatureType::DocTimeStamp,
            false => SignatureType::Signature,
        };
        let claimed_time = text("M").and_then(|text| super::date::parse(&text));
        let transforms = transform::read(view, dictionary);
        Ok(Signature {
            kind,
            filter: name("Filter"),
            sub_filter: name("SubFilter"),
            byte_range,
            padding: padding(&decoded),
            contents: decoded,
            contents_span,
            contents_irregular: irregular,
            coverage: Coverage::Partial,
            consistent: false,
            claimed_time,
            claimed_time_unreadable: claimed_time.is_none() && dictionary.get("M").is_some(),
            name: text("Name"),
            reason: text("Reason"),
            location: text("Location"),
            contact_info: text("ContactInfo"),
            reference_unreadable: transforms.is_err(),
            doc_mdp: transforms
                .as_ref()
                .ok()
                .and_then(|transforms| transforms.doc_mdp),
            field_mdp: transforms
                .map(|transforms| transforms.field_mdp)
                .unwrap_or_default(),
            file,
            object,
        })
    }
}

/// Returns the span of the token of `/Contents`.
fn contents(dictionary: &Dictionary<'_>) -> Result<Span, SignatureError> {
    let refuse = |at, problem| Err(SignatureError::Contents { at, problem });
    let Some(entry) = dictionary.entry("Contents") else {
        return refuse(dictionary.span.start, "it is missing");
    };
    let at = entry.span.start;
    match &entry.value {
        Object::String(token) if !token.is_hexadecimal() => {
            refuse(at, "it is not written in hexadecimal")
        }
        Object::String(_) if entry.span.len() <= 2 => refuse(at, "it is empty"),
        Object::String(_) if entry.span.len() > LONGEST_CONTENTS => refuse(at, "it is too long"),
        Object::String(_) => Ok(entry.span),
        _ => refuse(at, "it is not a direct string"),
    }
}

fn padding(contents: &[u8]) -> Padding {
    let Some(length) = sequence_length(contents) else {
        return Padding::NoSequence;
    };
    let rest = contents.get(length..).unwrap_or_default();
    // All of them at once: padding is long, and almost always zeros.
    if rest.iter().fold(0, |sum, octet| sum | octet) == 0 {
        Padding::Zeros(rest.len())
    } else {
        Padding::NonZero(rest.len())
    }
}

/// Returns the length of the SEQUENCE that `contents` begins with: of definite length as DER demands
/// (X.690, 10.1), or of indefinite length as BER allows and old signers write (X.690, 8.1.3.6).
fn sequence_length(contents: &[u8]) -> Option<usize> {
    const DEEPEST: usize = 64;
    if contents.first() != Some(&0x30) {
        return None;
    }
    let mut at = 0_usize;
    let mut open = 0_usize;
    loop {
        let rest = contents.get(at..)?;
        if open > 0 && rest.starts_with(&[0, 0]) {
            at += 2;
            open -= 1;
        } else {
            let (&tag, after) = rest.split_first()?;
            // CMS has no tag numbers above 30.
            let (&first, after) = after.split_first()?;
            if tag & 0x1f == 0x1f {
                return None;
            }
            at += 2;
            if first == 0x80 {
                open += 1;
                if open > DEEPEST {
                    return None;
                }
            } else if first < 0x80 {
                at += usize::from(first);
            } else {
                let count = usize::from(first & 0x7f);
                let octets = after.get(..count).filter(|_| (1..=4).contains(&count))?;
                let length = octets
                    .iter()
                    .fold(0_usize, |sum, &next| sum << 8 | usize::from(next));
                at = at.checked_add(count)?.checked_add(length)?;
            }
        }
        if open == 0 {
            return (at <= contents.len()).then_some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_sequence_is_found_without_its_padding() {
        let check = |contents: &[u8], expected: Option<usize>| {
            assert_eq!(sequence_length(contents), expected, "{contents:02x?}");
        };
        check(&[0x30, 0x01, 0x00, 0x00], Some(3));
        check(&[0x30, 0x81, 0x01, 0x00, 0x00], Some(4));
        check(&[0x30, 0x80, 0x02, 0x01, 0x05, 0x00, 0x00, 0x00], Some(7));
        check(&[0x30, 0x80, 0x30, 0x80, 0x00, 0x00, 0x00, 0x00], Some(8));
        check(&[0x30, 0x05, 0x00], None);
        check(&[0x30, 0x80, 0x02, 0x01, 0x05], None);
        check(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], None);
        check(&[0x30, 0x80, 0x1f, 0x01], None);
        check(&[0x04, 0x00], None);
        check(&[], None);
        check(&[0x30, 0x80].repeat(1000), None);
    }
}
