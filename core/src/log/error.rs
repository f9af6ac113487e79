use std::fmt;

/// Why a part of a log cannot be read, or does not fit another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogError {
    /// Text that is not in its format.
    Malformed {
        /// The line, counted from 1.
        line: usize,
        /// What belongs there.
        expected: &'static str,
    },
    /// More than is read.
    TooMuch {
        /// What is limited.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// No known key has signed, or one has signed something else.
    Unsigned {
        /// Name of the key.
        name: String,
    },
    /// A proof does not lead from what it is about to the root.
    ProofWrong,
    /// A key that cannot be used.
    Key(&'static str),
    /// Tiles that are needed are not there.
    TileMissing {
        /// Level of the tile.
        level: u8,
        /// Its index in the level.
        index: u64,
    },
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { line, expected } => {
                write!(f, "line {line}: {expected} belongs there")
            }
            Self::TooMuch { what, limit } => write!(f, "more {what} than the limit of {limit}"),
            Self::Unsigned { name } => write!(f, "no signature by \"{name}\" fits the text"),
            Self::ProofWrong => f.write_str("the proof does not lead to the root"),
            Self::Key(why) => write!(f, "the key cannot be used: {why}"),
            Self::TileMissing { level, index } => {
                write!(
                    f,
                    "tile {index} of level {level} is missing, or not as long as it has to be"
                )
            }
        }
    }
}

impl std::error::Error for LogError {}
