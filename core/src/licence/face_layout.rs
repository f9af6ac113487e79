//! Layout of a licence face, as data. All lengths are millimetres from the top left of the page.

/// Layout of one face.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceLayout {
    /// Page width and height, whole millimetres.
    pub page: (u16, u16),
    /// Title, as a rule the type's name.
    pub title: String,
    /// Rows of the table, from top to bottom.
    pub rows: Vec<FaceRow>,
    /// Place of the holder's photo, where the type has one.
    pub photo: Option<RectMm>,
    /// Small print below the table.
    pub remark: String,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceRow {
    /// Label on the left.
    pub label: String,
    /// Element whose value stands on the right: a common element (`CZZT`, `ZZYXQ`, …) or a field.
    pub element: String,
    /// How many text lines the row has room for.
    pub lines: u8,
}

/// A point, tenths of a millimetre from the top left of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointMm {
    /// From the left edge.
    pub x: u16,
    /// From the top edge.
    pub y: u16,
}

/// A rectangle, tenths of a millimetre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RectMm {
    /// Top left corner.
    pub at: PointMm,
    /// Width.
    pub width: u16,
    /// Height.
    pub height: u16,
}
