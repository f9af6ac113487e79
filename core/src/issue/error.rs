//! Why a licence file was not made.

use crate::font::FontError;

/// Why a licence file was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IssueError {
    /// The licence is of another type than the catalogue entry.
    OtherType,
    /// The page of the layout is not 100 to 420 mm on each side.
    PageSize,
    /// A size of the layout's style is out of bounds.
    StyleSize {
        /// Name of the size in the style.
        name: &'static str,
    },
    /// A row of the layout shows an element that neither the licence nor its type has.
    UnknownElement {
        /// The element.
        element: String,
    },
    /// A required value is missing.
    MissingValue {
        /// Label of the field.
        field: String,
    },
    /// A value that should be a date `YYYY-MM-DD` is none.
    InvalidDate {
        /// Label of the field.
        field: String,
    },
    /// No font has a character.
    MissingGlyph {
        /// Label of the field.
        field: String,
        /// The character.
        character: char,
    },
    /// A text has a control or invisible character.
    ForbiddenCharacter {
        /// Label of the field.
        field: String,
        /// The character.
        character: char,
    },
    /// A text has more characters than any face has room for.
    TextTooLong {
        /// Label of the field.
        field: String,
        /// Most characters.
        most: usize,
    },
    /// A text does not fit its place even in the smallest size.
    DoesNotFit {
        /// Label of the field.
        field: String,
    },
    /// The rows of the layout need more height than the page leaves them.
    RowsDoNotFit {
        /// Millimetres needed.
        needed_mm: u16,
        /// Millimetres there are.
        available_mm: u16,
    },
    /// The type's face has a place for a photo and the licence has none.
    PhotoMissing,
    /// The licence has a photo and the type's face has no place for it.
    PhotoWithoutPlace,
    /// The place of the photo does not lie between the title and the foot of the page.
    PhotoPlace,
    /// The photo cannot be embedded.
    Photo(PhotoError),
    /// The verification address is not `https://` with a host, in 1 to 200 printable ASCII characters
    /// without `#`.
    VerificationAddress,
    /// The identifier is empty, too long or not printable ASCII.
    Identifier,
    /// The address and the identifier are too much for a QR code of this size.
    QrCapacity,
    /// The data is larger than the limit.
    DataTooLarge {
        /// Octets of the data.
        octets: usize,
        /// Most octets.
        most: usize,
    },
    /// The data is not JSON.
    DataNotJson {
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
    },
    /// A date lies outside the years 1 to 9999.
    Date,
    /// A font cannot be used.
    Font(FontError),
    /// A font could not be cut down to the glyphs in use.
    Subset {
        /// PostScript name of the font.
        font: String,
    },
    /// A state that cannot be reached was reached.
    Internal(&'static str),
}

impl std::fmt::Display for IssueError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OtherType => {
                f.write_str("the licence is of another type than the catalogue entry")
            }
            Self::PageSize => f.write_str("the page of the layout is not 100 to 420 mm a side"),
            Self::StyleSize { name } => write!(f, "{name} of the layout is out of bounds"),
            Self::UnknownElement { element } => write!(
                f,
                "the layout shows the element {element:?}, which neither the licence nor its type has"
            ),
            Self::MissingValue { field } => write!(f, "the required value of {field:?} is missing"),
            Self::InvalidDate { field } => {
                write!(
                    f,
                    "the value of {field:?} is no date: write it as YYYY-MM-DD"
                )
            }
            Self::MissingGlyph { field, character } => write!(
                f,
                "no font has the character {character:?} (U+{:04X}) of {field:?}: add a font that has it",
                u32::from(*character)
            ),
            Self::ForbiddenCharacter { field, character } => write!(
                f,
                "{field:?} has the control or invisible character U+{:04X}: remove it",
                u32::from(*character)
            ),
            Self::TextTooLong { field, most } => {
                write!(f, "{field:?} has more than {most} characters")
            }
            Self::DoesNotFit { field } => write!(
                f,
                "{field:?} does not fit its place even in the smallest size: shorten it or give its row more lines"
            ),
            Self::RowsDoNotFit {
                needed_mm,
                available_mm,
            } => write!(
                f,
                "the rows of the layout need {needed_mm} mm and the page leaves them {available_mm} mm"
            ),
            Self::PhotoMissing => f.write_str("the type needs a photo and the licence has none"),
            Self::PhotoWithoutPlace => {
                f.write_str("the licence has a photo and its type has no place for one")
            }
            Self::PhotoPlace => f.write_str(
                "the place of the photo does not lie between the title and the foot of the page",
            ),
            Self::Photo(error) => write!(f, "the photo cannot be embedded: {error}"),
            Self::VerificationAddress => f.write_str(
                "the verification address is not one that begins with https:// (http:// for this machine only), in \
                 1 to 200 printable ASCII characters without #",
            ),
            Self::Identifier => {
                f.write_str("the identifier is not 1 to 200 printable ASCII characters")
            }
            Self::QrCapacity => f.write_str(
                "the address and the identifier are too long for the size of the QR code",
            ),
            Self::DataTooLarge { octets, most } => {
                write!(f, "the licence data has {octets} octets, more than {most}")
            }
            Self::DataNotJson { line, column } => {
                write!(
                    f,
                    "the licence data is no JSON at line {line}, column {column}"
                )
            }
            Self::Date => f.write_str("a date lies outside the years 1 to 9999"),
            Self::Font(error) => write!(f, "a font cannot be used: {error}"),
            Self::Subset { font } => {
                write!(
                    f,
                    "the font {font} could not be cut down to the glyphs in use"
                )
            }
            Self::Internal(what) => write!(f, "internal error: {what}"),
        }
    }
}

impl std::error::Error for IssueError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Font(error) => Some(error),
            Self::Photo(error) => Some(error),
            _ => None,
        }
    }
}

/// Why a photo cannot be embedded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhotoError {
    /// The media type is not `image/jpeg`.
    MediaType,
    /// The photo has too many octets.
    TooLarge {
        /// Octets of the photo.
        octets: usize,
        /// Most octets.
        most: usize,
    },
    /// The octets are no JPEG file, or it is cut off.
    Malformed {
        /// Where, octets from the start.
        at: usize,
    },
    /// A kind of JPEG that PDF viewers do not show: only baseline and progressive Huffman coding
    /// with 8 bits in grey or three colours are taken.
    Unsupported {
        /// Where, octets from the start.
        at: usize,
    },
    /// The picture is smaller than 100 or larger than 6,000 pixels on a side.
    Dimensions {
        /// Pixels across.
        width: u16,
        /// Pixels down.
        height: u16,
    },
}

impl std::fmt::Display for PhotoError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::MediaType => f.write_str("only image/jpeg is taken: convert the photo"),
            Self::TooLarge { octets, most } => {
                write!(f, "it has {octets} octets, more than {most}")
            }
            Self::Malformed { at } => write!(f, "no whole JPEG file, at octet {at}"),
            Self::Unsupported { at } => {
                write!(f, "a kind of JPEG that is not supported, at octet {at}")
            }
            Self::Dimensions { width, height } => {
                write!(f, "{width} by {height} pixels, not 100 to 6000 a side")
            }
        }
    }
}

impl std::error::Error for PhotoError {}
