//! Why the picture of a seal is not shown.

use crate::ofd::OfdError;

/// Why the picture of a seal cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealPictureError {
    /// The size that the seal states is none, or larger than any seal.
    Size {
        /// Width, millimetres.
        width: u32,
        /// Height, millimetres.
        height: u32,
    },
    /// The format is not read.
    Format {
        /// As the seal spells it.
        kind: String,
    },
    /// The picture cannot be read.
    Unreadable {
        /// What its reader says.
        why: String,
    },
    /// The picture has more points than are read.
    TooLarge {
        /// Most points.
        most: usize,
    },
    /// The picture moves: which of its states the seal is, nobody says.
    Moving,
    /// Every point is white or transparent.
    Blank,
    /// The package cannot be read.
    Package(OfdError),
    /// The page of the package has something that is not drawn here.
    NotDrawn {
        /// What it is, as the standard names it.
        what: String,
    },
    /// No font has a character of the page.
    MissingGlyph {
        /// The character.
        character: char,
    },
}

impl std::fmt::Display for SealPictureError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Size { width, height } => write!(
                f,
                "the seal says that its picture is {width} by {height} mm, which no seal is"
            ),
            Self::Format { kind } => write!(
                f,
                "the picture is of the format {kind:?}; PNG, JPEG, BMP, GIF and OFD are shown"
            ),
            Self::Unreadable { why } => write!(f, "the picture cannot be read: {why}"),
            Self::TooLarge { most } => write!(f, "the picture has more than {most} points"),
            Self::Moving => f.write_str("the picture moves; a seal stands still"),
            Self::Blank => f.write_str("the picture is blank"),
            Self::Package(error) => write!(f, "the picture's package cannot be read: {error}"),
            Self::NotDrawn { what } => {
                write!(f, "the picture's page has what is not drawn here: {what}")
            }
            Self::MissingGlyph { character } => write!(
                f,
                "no font has the character {character:?} (U+{:04X}) of the picture",
                u32::from(*character)
            ),
        }
    }
}

impl std::error::Error for SealPictureError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Package(error) => Some(error),
            _ => None,
        }
    }
}
