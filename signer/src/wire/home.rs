//! Homes as JSON.

use serde::Serialize;

/// A home or a demonstration that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HomeCreated {
    /// The home, as the caller named it.
    pub home: String,
    /// SHA-256 of the home's root certificate, lower-case hexadecimal: what others import.
    pub root_fingerprint: String,
    /// Files that were made, in the order in which a person reads them.
    pub files: Vec<FileCreated>,
}

/// One file that was made, with what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileCreated {
    /// The file.
    pub file: String,
    /// What it shows, in Chinese.
    pub zh: String,
    /// What it shows, in English.
    pub en: String,
}
