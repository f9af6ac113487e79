//! What `inspect` and `revision` show, as JSON.

use super::ReasonText;
use serde::Serialize;

/// A file by its revisions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// The file, as the caller named it.
    pub file: String,
    /// Its length.
    pub octets: u64,
    /// Version in the header, such as `1.7`.
    pub version: Option<String>,
    /// The cross-reference table had to be rebuilt: there are no revisions to tell apart.
    pub rebuilt: bool,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// What the structure gives to say.
    pub problems: Vec<ReasonText>,
    /// The revisions, oldest first.
    pub revisions: Vec<RevisionShown>,
    /// The signatures of the newest revision, and what each covers. Nothing is judged here.
    pub signatures: Vec<CoverageShown>,
}

/// One revision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RevisionShown {
    /// Counted from 1.
    pub number: usize,
    /// Where it ends: octets from the start of the file.
    pub end: u64,
    /// Octets that it added.
    pub octets: u64,
    /// Kinds of its cross-reference sections: `table`, `stream`, `hybrid`, `rebuilt`.
    pub sections: Vec<&'static str>,
    /// Numbers of the objects that it defines or frees; long lists are cut.
    pub objects: Vec<u32>,
    /// How many those are.
    pub objects_total: usize,
    /// How many of them it frees.
    pub freed: usize,
    /// What it did to the revision before, by level; `None` for the first.
    pub modification: Option<&'static str>,
    /// What it did, one by one; long lists are cut.
    pub changes: Vec<ChangeShown>,
    /// How many changes there are.
    pub changes_total: usize,
    /// Why that could not be found out, or not to the end.
    pub unanalysable: Option<String>,
}

/// One thing that a revision did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeShown {
    /// What was changed.
    pub kind: &'static str,
    /// Object number.
    pub object: Option<u32>,
    /// The page, counted from 1.
    pub page: Option<usize>,
    /// Left, bottom, right, top in points.
    pub rectangle: Option<[f64; 4]>,
    /// Full name of the form field.
    pub field: Option<String>,
}

/// What one signature covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverageShown {
    /// Full names of its fields.
    pub fields: Vec<String>,
    /// Object number of the signature dictionary.
    pub object: Option<u32>,
    /// `/SubFilter`.
    pub sub_filter: Option<String>,
    /// `whole-file`, `whole-revision` or `partial`.
    pub coverage: &'static str,
    /// The revision that is covered, counted from 1.
    pub revision: Option<usize>,
    /// End of what is covered, octets from the start of the file.
    pub covered_until: Option<u64>,
    /// Why it cannot be read, where it cannot.
    pub unreadable: Option<String>,
}

/// A revision that was written to a file of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RevisionWritten {
    /// The file that it was taken from.
    pub file: String,
    /// Counted from 1.
    pub revision: usize,
    /// Its length.
    pub octets: u64,
    /// Where it was written.
    pub output: String,
}
