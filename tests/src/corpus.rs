//! Files made by others, with what is known of them.
//!
//! They are kept outside the repository; see [`crate::workspace::shared`].

mod exceptions;
mod measure;

pub use exceptions::{Exceptions, Expectation};
pub use measure::{Measured, measure};

use std::path::PathBuf;

/// Where a file of the corpus comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Unsigned, or not yet signed.
    Inputs,
    /// Signed by others.
    Signed,
    /// Tampered with, malicious, or against policy.
    Attacks,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Inputs, Self::Signed, Self::Attacks];

    /// Returns the name of the folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inputs => "inputs",
            Self::Signed => "signed",
            Self::Attacks => "attacks",
        }
    }
}

/// One row of an index.
#[derive(Debug, Clone)]
pub struct Row {
    /// Part that the file belongs to.
    pub part: Part,
    /// Name of the file.
    pub name: String,
    /// Path of the file.
    pub path: PathBuf,
    /// `reject`, `intact`, `unknown`, or nothing for inputs.
    pub label: String,
    /// What the source's own tests expect, in words.
    pub expected: String,
}

/// Returns every row of these parts; `None` where the corpora are absent.
///
/// # Panics
///
/// If an index names a file that is not there.
pub fn rows(parts: &[Part]) -> Option<Vec<Row>> {
    let folder = crate::workspace::shared()?.join("corpus/pdf");
    let mut rows = Vec::new();
    for part in parts {
        let index = folder.join(part.name()).join("index.tsv");
        let text = std::fs::read_to_string(&index).expect("the corpus has an index");
        for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
            let cell = |number: usize| line.split('\t').nth(number).unwrap_or_default().to_owned();
            let path = folder.join(part.name()).join(cell(0));
            assert!(
                path.is_file(),
                "the index names a file that is not there: {}",
                path.display()
            );
            rows.push(Row {
                part: *part,
                name: cell(0),
                path,
                label: cell(5),
                expected: cell(6),
            });
        }
    }
    Some(rows)
}

/// Returns the folder with anchors and chains of the corpus; `None` where it is absent.
pub fn certificates() -> Option<PathBuf> {
    Some(crate::workspace::shared()?.join("corpus/pdf/certs"))
}
