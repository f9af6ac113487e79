//! Why an encrypted file could not be opened.

use std::fmt;

/// Why the content of an encrypted file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Locked {
    /// The empty password does not open it and no other was given.
    PasswordNeeded,
    /// Neither the empty password nor the one that was given opens it.
    PasswordWrong,
    /// Another security handler than the standard one, such as `Adobe.PubSec`.
    Handler {
        /// `/Filter`, shortened.
        name: String,
    },
    /// An algorithm that the standard does not define, or does not any more.
    Algorithm {
        /// Which entry says so.
        what: &'static str,
    },
    /// The encryption dictionary is not what the standard demands.
    Malformed {
        /// Which entry.
        what: &'static str,
    },
    /// Revisions disagree on the encryption dictionary or on the first half of `/ID`.
    Changed {
        /// Index of the first revision that differs from the one before it, from 0.
        revision: usize,
    },
    /// This build has no feature `encrypted`.
    NotBuilt,
}

impl fmt::Display for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PasswordNeeded => f.write_str("the file is encrypted and needs a password"),
            Self::PasswordWrong => f.write_str("the password does not open the file"),
            Self::Handler { name } => {
                write!(f, "the file is encrypted by the security handler {name:?}")
            }
            Self::Algorithm { what } => {
                write!(f, "the file is encrypted in an unknown way ({what})")
            }
            Self::Malformed { what } => write!(f, "the encryption dictionary is broken ({what})"),
            Self::Changed { revision } => {
                write!(f, "revision {revision} changes how the file is encrypted")
            }
            Self::NotBuilt => f.write_str("this build does not read encrypted files"),
        }
    }
}

impl std::error::Error for Locked {}
