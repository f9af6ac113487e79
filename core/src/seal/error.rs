//! Why a seal was not drawn.

use super::drawing::SealPart;
use crate::font::FontError;

/// Why a seal cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealDesignError {
    /// The size is out of bounds: round 20 to 60 mm, oval 20 to 60 mm wide and half as high at least, square
    /// 10 to 30 mm.
    Size,
    /// A border is not 0.3 to 3 mm, or a second one does not fit.
    Border,
    /// A text has too few or too many characters.
    Length {
        /// Which text.
        part: SealPart,
        /// Fewest characters.
        least: usize,
        /// Most characters.
        most: usize,
    },
    /// The number has something that does not belong there.
    NotDigits,
    /// The name would have to be squeezed beyond reading.
    NameTooLong,
    /// A seal of this outline has no room for what is asked for.
    NoRoom,
    /// The straight line would have to be squeezed beyond reading.
    LineTooLong,
    /// No font of the chain has a character.
    MissingGlyph {
        /// Which text.
        part: SealPart,
        /// The character.
        character: char,
    },
    /// A font of the chain cannot be used.
    Font(FontError),
}

impl std::fmt::Display for SealDesignError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part_name = |part: &SealPart| match part {
            SealPart::Name => "name",
            SealPart::Line => "straight line",
            SealPart::Number => "number",
            SealPart::Marking => "marking",
            SealPart::Ring | SealPart::Star | SealPart::Foreign => "shape",
        };
        match self {
            Self::Size => f.write_str(
                "the size of the seal is out of bounds: a diameter of 20 to 60 mm, an oval 20 to 60 mm wide and half as high at least, a square of 10 to 30 mm",
            ),
            Self::Border => f.write_str("a border of the seal is not 0.3 to 3 mm, or a second one does not fit"),
            Self::Length { part, least, most } => {
                write!(
                    f,
                    "the {} of the seal needs {least} to {most} characters",
                    part_name(part)
                )
            }
            Self::NotDigits => f.write_str("the number of the seal has something that is neither digit nor, in an oval, capital"),
            Self::NameTooLong => {
                f.write_str("the name of the seal is too long to be read: take a larger seal")
            }
            Self::NoRoom => f.write_str(
                "a seal of this outline has no room for what is asked for (centre, straight line or number)",
            ),
            Self::LineTooLong => {
                f.write_str("the straight line of the seal is too long to be read: shorten it")
            }
            Self::MissingGlyph { part, character } => write!(
                f,
                "no font has the character {character:?} (U+{:04X}) of the seal's {}: leave it out or write it otherwise, or give a picture that was drawn elsewhere (--picture)",
                u32::from(*character),
                part_name(part)
            ),
            Self::Font(error) => write!(f, "the seal's font cannot be used: {error}"),
        }
    }
}

impl std::error::Error for SealDesignError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Font(error) => Some(error),
            _ => None,
        }
    }
}
