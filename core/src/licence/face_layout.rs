//! Layout of a licence face, as data.
//!
//! Lengths of [`RectMm`] are tenths of a millimetre from the top left of the page. Whatever a layout
//! does not place follows from it: the table fills the room between the title and the foot, and the
//! foot holds the QR code on the left and the issuer, the date and the seal on the right.

use serde::{Deserialize, Serialize};

/// Layout of one face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceLayout {
    /// Page width and height, whole millimetres: 100 to 420 each.
    pub page: (u16, u16),
    /// Title, as a rule the type's name.
    pub title: String,
    /// Rows of the table, from top to bottom.
    pub rows: Vec<FaceRow>,
    /// Place of the holder's photo, where the type has one.
    #[serde(default)]
    pub photo: Option<RectMm>,
    /// Small print below the table.
    #[serde(default)]
    pub remark: String,
    /// Looks.
    #[serde(default)]
    pub style: FaceStyle,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceRow {
    /// Label on the left.
    pub label: String,
    /// Element whose value stands on the right: a common element (`CZZT`, `ZZYXQ`, …) or a field.
    pub element: String,
    /// How many text lines the row has room for.
    #[serde(default = "one_line")]
    pub lines: u8,
    /// How much of the table's width it takes.
    #[serde(default)]
    pub width: RowWidth,
}

fn one_line() -> u8 {
    1
}

impl FaceRow {
    /// Returns a row of the whole width.
    #[must_use]
    pub fn full(label: impl Into<String>, element: impl Into<String>, lines: u8) -> Self {
        Self {
            label: label.into(),
            element: element.into(),
            lines,
            width: RowWidth::Full,
        }
    }

    /// Returns a row of half the width; two that follow each other stand side by side.
    #[must_use]
    pub fn half(label: impl Into<String>, element: impl Into<String>, lines: u8) -> Self {
        Self {
            label: label.into(),
            element: element.into(),
            lines,
            width: RowWidth::Half,
        }
    }
}

/// How much of the table's width a row takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RowWidth {
    /// All of it.
    #[default]
    Full,
    /// Half; two halves that follow each other stand side by side.
    Half,
}

/// Looks of a face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FaceStyle {
    /// Line above the title; empty for none.
    pub heading: String,
    /// Line below the title, such as （副本）; empty for none.
    pub subtitle: String,
    /// Label of the licence number below the title; empty where a row shows the number.
    pub number_label: String,
    /// Label of the issuer above the seal.
    pub issuer_label: String,
    /// Border.
    pub frame: FrameStyle,
    /// What lies below the text.
    pub ground: GroundStyle,
    /// Lines of the table.
    pub table: TableStyle,
    /// Colour of border, title and labels.
    pub ink: Colour,
    /// Colour of the page.
    pub paper: Colour,
    /// Size of the title, tenths of a point.
    pub title_size: u16,
    /// Size of labels and values, tenths of a point. Values that do not fit are set smaller, down
    /// to 7 points.
    pub text_size: u16,
    /// Diameter kept free for the issuer's seal, tenths of a millimetre.
    pub seal_diameter: u16,
    /// Side of the QR code with its quiet zone, tenths of a millimetre.
    pub qr_size: u16,
}

impl Default for FaceStyle {
    fn default() -> Self {
        Self {
            heading: String::new(),
            subtitle: String::new(),
            number_label: "编号".to_owned(),
            issuer_label: "发证机关".to_owned(),
            frame: FrameStyle::Guilloche,
            ground: GroundStyle::Plain,
            table: TableStyle::Grid,
            ink: Colour(0x8C, 0x1D, 0x18),
            paper: Colour(0xFF, 0xFF, 0xFF),
            title_size: 300,
            text_size: 130,
            seal_diameter: 420,
            qr_size: 280,
        }
    }
}

/// Border of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FrameStyle {
    /// Two interlaced strands.
    Braid,
    /// A thick and a thin line with stepped corners.
    DoubleRule,
    /// A band of fine waves.
    #[default]
    Guilloche,
    /// 回纹: a key pattern.
    Meander,
}

/// What lies below the text of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum GroundStyle {
    /// The paper's colour alone.
    #[default]
    Plain,
    /// A pale rosette of fine lines in the middle.
    Rosette,
}

/// Lines of a face's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TableStyle {
    /// Every cell ruled, labels on a tint.
    #[default]
    Grid,
    /// No lines.
    Open,
    /// A line below each value.
    Underlined,
}

/// Red, green, blue (sRGB); as text `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(pub u8, pub u8, pub u8);

impl From<Colour> for String {
    fn from(Colour(r, g, b): Colour) -> Self {
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

impl TryFrom<String> for Colour {
    type Error = ColourError;

    fn try_from(text: String) -> Result<Self, ColourError> {
        let digits = text.strip_prefix('#').ok_or(ColourError)?;
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(ColourError);
        }
        let part = |range| {
            digits
                .get(range)
                .and_then(|d| u8::from_str_radix(d, 16).ok())
                .ok_or(ColourError)
        };
        Ok(Self(part(0..2)?, part(2..4)?, part(4..6)?))
    }
}

/// A colour is not written as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColourError;

impl std::fmt::Display for ColourError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a colour is written as #rrggbb")
    }
}

impl std::error::Error for ColourError {}

/// A point, tenths of a millimetre from the top left of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointMm {
    /// From the left edge.
    pub x: u16,
    /// From the top edge.
    pub y: u16,
}

/// A rectangle, tenths of a millimetre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RectMm {
    /// Top left corner.
    pub at: PointMm,
    /// Width.
    pub width: u16,
    /// Height.
    pub height: u16,
}
