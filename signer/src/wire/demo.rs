//! A demonstration as JSON.

use super::home::FileCreated;
use super::recognition::Verdict;
use serde::Serialize;

/// What a demonstration made and what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DemoMade {
    /// The folder, as the caller named it.
    pub folder: String,
    /// Files that were made, in the order in which a person looks at them.
    pub files: Vec<FileCreated>,
    /// What the relying authority decided, licence by licence and item by item.
    pub decisions: Vec<Decision>,
}

/// One decision with the story of its licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The licence in Chinese.
    pub licence_zh: String,
    /// The licence in English.
    pub licence_en: String,
    /// Code of the service item.
    pub item: String,
    /// Its name in Chinese.
    pub item_zh: String,
    /// Its name in English.
    pub item_en: String,
    /// The decision.
    pub verdict: Verdict,
}
