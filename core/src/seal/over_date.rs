//! Where the date of a document lies under a seal.

/// Which part of a seal lies on the date of the document that it seals (骑年盖月).
///
/// Practice for official documents: a seal without characters in its lower part presses the date with
/// that part (下套), one with characters there with its middle (中套), so that the date can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OverDate {
    /// The part below the centre.
    #[default]
    LowerPart,
    /// The middle, a little below the centre: on the legs of a star rather than its arms, and above a
    /// straight line.
    Middle,
}

/// Room for the date, parts of the seal's diameter; no character of the seal stands in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DateRoom {
    /// Upper edge, below the centre.
    pub(crate) top: f32,
    /// Lower edge, below the centre.
    pub(crate) bottom: f32,
    /// Width, the centre in its middle.
    pub(crate) width: f32,
}

impl OverDate {
    pub(crate) const fn room(self) -> DateRoom {
        match self {
            Self::LowerPart => DateRoom {
                top: 0.155,
                bottom: 0.265,
                width: 0.66,
            },
            Self::Middle => DateRoom {
                top: 0.005,
                bottom: 0.097,
                width: 0.58,
            },
        }
    }
}
