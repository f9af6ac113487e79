//! What a seal looks like, and drawing it.

use super::arc::name_sweep_degrees;
use super::drawing::{OFFICIAL_RED, SealDrawing};
use super::error::SealDesignError;
use super::oval::Oval;
use super::over_date::OverDate;
use super::round::Round;
use super::square::Square;
use crate::font::FontChain;

/// Borders, millimetres.
const BORDERS: std::ops::RangeInclusive<f64> = 0.3..=3.0;
/// Widest angle of the name that leaves the lower part to the date, degrees.
const LOWER_PART_FREE: f64 = 230.0;
/// What marks an electronic seal (《电子印章管理办法》 permits a marking; the words are our choice).
const MARKING: &str = "电子";

/// Centre of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Centre {
    /// Nothing.
    Empty,
    /// A five-pointed star, a third of the diameter across.
    Star,
    /// Room for an emblem, which is not drawn: it may only be reproduced from the official model.
    Emblem,
}

/// Outline of a seal.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// A circle.
    Round {
        /// Millimetres.
        diameter_mm: f64,
    },
    /// An ellipse, wider than high.
    Oval {
        /// Millimetres.
        width_mm: f64,
        /// Millimetres.
        height_mm: f64,
    },
    /// A square.
    Square {
        /// Millimetres.
        side_mm: f64,
    },
}

impl Shape {
    /// Returns width and height, millimetres.
    #[must_use]
    pub fn size_mm(&self) -> (f64, f64) {
        match *self {
            Self::Round { diameter_mm } => (diameter_mm, diameter_mm),
            Self::Oval {
                width_mm,
                height_mm,
            } => (width_mm, height_mm),
            Self::Square { side_mm } => (side_mm, side_mm),
        }
    }
}

/// Design of a seal: outline, border, name, centre, and what else is asked for. [`Preset`](super::Preset)
/// has those in use.
#[derive(Debug, Clone, PartialEq)]
pub struct SealDesign {
    pub(super) name: String,
    pub(super) shape: Shape,
    pub(super) border_mm: f64,
    pub(super) second_border_mm: Option<(f64, f64)>,
    pub(super) centre: Centre,
    pub(super) line: Option<String>,
    pub(super) number: Option<String>,
    pub(super) is_marked: bool,
    pub(super) colour: [u8; 3],
}

impl SealDesign {
    /// Returns a design with a border and nothing in its centre.
    #[must_use]
    pub fn new(name: impl Into<String>, shape: Shape, border_mm: f64) -> Self {
        Self {
            name: name.into(),
            shape,
            border_mm,
            second_border_mm: None,
            centre: Centre::Empty,
            line: None,
            number: None,
            is_marked: false,
            colour: OFFICIAL_RED,
        }
    }

    /// Returns a round design with a star.
    #[must_use]
    pub fn round(name: impl Into<String>, diameter_mm: f64, border_mm: f64) -> Self {
        Self::new(name, Shape::Round { diameter_mm }, border_mm).with_centre(Centre::Star)
    }

    /// Chooses another outline or size.
    #[must_use]
    pub fn with_shape(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    /// Chooses the centre, of a round seal.
    #[must_use]
    pub fn with_centre(mut self, centre: Centre) -> Self {
        self.centre = centre;
        self
    }

    /// Adds a straight line below the centre, such as the kind of the seal.
    #[must_use]
    pub fn with_line(mut self, line: impl Into<String>) -> Self {
        self.line = Some(line.into());
        self
    }

    /// Adds a number: of a round seal 13 or 14 digits on the lower arc (印章编码; its check rule is not
    /// public), of an oval one that of a taxpayer across its middle.
    #[must_use]
    pub fn with_number(mut self, number: impl Into<String>) -> Self {
        self.number = Some(number.into());
        self
    }

    /// Adds a second border inside of the first: the gap between them, and its width, millimetres; of a
    /// round seal.
    #[must_use]
    pub fn with_second_border(mut self, gap_mm: f64, width_mm: f64) -> Self {
        self.second_border_mm = Some((gap_mm, width_mm));
        self
    }

    /// Marks the seal as an electronic one, with small characters at its lower edge.
    #[must_use]
    pub fn with_electronic_marking(mut self) -> Self {
        self.is_marked = true;
        self
    }

    /// Chooses the ink: red, green, blue (sRGB).
    #[must_use]
    pub fn with_colour(mut self, colour: [u8; 3]) -> Self {
        self.colour = colour;
        self
    }

    /// Returns the outline.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Returns the centre.
    #[must_use]
    pub fn centre(&self) -> Centre {
        self.centre
    }

    /// Returns which part should lie on the date: the lower one where neither a straight line nor the ends
    /// of the name stand.
    #[must_use]
    pub fn over_date(&self) -> OverDate {
        let ems = self.name.chars().take(64).count();
        let ems = f64::from(u8::try_from(ems).unwrap_or(u8::MAX));
        let is_free = self.line.is_none() && name_sweep_degrees(ems) <= LOWER_PART_FREE;
        match self.shape {
            Shape::Round { .. } if is_free => OverDate::LowerPart,
            _ => OverDate::Middle,
        }
    }

    /// Draws the seal with outlines of `fonts`.
    ///
    /// # Errors
    ///
    /// [`SealDesignError`] where the design is out of bounds or no font has a character.
    pub fn draw(&self, fonts: &FontChain) -> Result<SealDrawing, SealDesignError> {
        let second = self.second_border_mm;
        let is_second_plain = second.is_none_or(|(gap, width)| {
            matches!(self.shape, Shape::Round { .. })
                && BORDERS.contains(&gap)
                && (0.1..=1.0).contains(&width)
        });
        if !BORDERS.contains(&self.border_mm) || !is_second_plain {
            return Err(SealDesignError::Border);
        }
        if self.centre != Centre::Empty && !matches!(self.shape, Shape::Round { .. }) {
            return Err(SealDesignError::NoRoom);
        }
        let chain = fonts.open().map_err(SealDesignError::Font)?;
        let (design, chain) = (self, &chain);
        let paths = match self.shape {
            Shape::Round { diameter_mm } => Round {
                design,
                chain,
                diameter: diameter_mm,
            }
            .draw(),
            Shape::Oval {
                width_mm,
                height_mm,
            } => Oval {
                design,
                chain,
                width: width_mm,
                height: height_mm,
            }
            .draw(),
            Shape::Square { side_mm } => Square {
                design,
                chain,
                side: side_mm,
            }
            .draw(),
        }?;
        let (width_mm, height_mm) = self.shape.size_mm();
        Ok(SealDrawing {
            width_mm,
            height_mm,
            paths,
            colour: self.colour,
        })
    }

    /// Returns the characters that mark an electronic seal, if it is marked.
    pub(super) fn marking(&self) -> Option<&'static str> {
        self.is_marked.then_some(MARKING)
    }
}
