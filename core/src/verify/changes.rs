//! What later revisions did to a document since the revision that a signature covers.
//!
//! The analysis denies by default. Each later revision is compared with the one before it: both
//! object graphs are walked together from the trailer, along every reference, and each difference
//! must fall under one of the few rules of ISO 32000-2, 12.8.2.2 (from memory) and of the published
//! attacks on it (insecure incremental saving, shadow, evil annotation and sneaky signature
//! attacks; Ruhr University Bochum, 2018 to 2021). An object that is reached along several paths
//! must be allowed on each of them. Every object number that a revision lists must be explained by
//! such a path; what no path explains is [`Modification::Other`].
//!
//! Comparing neighbours, and not only the first with the last, shows a change that a later revision
//! takes back, and tells each change its revision.
//!
//! What a revision may do, and as what it counts:
//!
//! | level | what |
//! |---|---|
//! | LTA updates | `/DSS` of the expected shape, growing only; `/Extensions` and a higher `/Version`; an invisible document timestamp with its form entries; dates and programs in XMP metadata (not under P=1), and `/ModDate` and `/Producer` of the information dictionary; three kinds of inert object that software leaves unused when it signs or adds to `/DSS` (not under P=1) |
//! | form filling | `/V`, `/AP`, `/AS`, `/I`, `/RV`, `/M` of a field whose value changes; signing an empty field; a new signature field; `/NeedAppearances`, additions to `/DR`, a first `/DA` |
//! | annotations | annotations other than widgets: added, changed, deleted |
//! | other | everything else |
//!
//! In an encrypted file, strings are compared decrypted, and streams of the same object as they stand.
//! A revision that changes the encryption is not looked at further, and what could not be opened is
//! never called unmodified: encrypted object streams make a file unanalysable.

mod acroform;
mod ambiguity;
mod annotation;
mod appearance;
mod catalog;
mod compare;
mod containers;
mod edges;
mod enciphered;
mod entries;
mod field;
mod fields;
mod filling;
mod gaps;
mod kind;
mod looks;
mod metadata;
mod new_field;
mod options;
mod page;
mod permissions;
mod role;
mod security_store;
mod shown;
mod side;
mod survey;
mod unlisted;
mod unused;
mod walk;
mod xmp;

#[cfg(test)]
mod tests;

pub use ambiguity::Unanalysable;
pub use kind::ChangeKind;
pub use permissions::{Permissions, Rule, Violation, allowed};

use super::Modification;
use crate::pdf::{Document, ObjectId};
use edges::Edges;

/// What the analysis of one document may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeLimits {
    /// References followed, in all revisions together.
    pub visits: usize,
    /// Changes that are listed, in all revisions together.
    pub changes: usize,
    /// References that are remembered from one revision to the next.
    pub remembered: usize,
}

impl Default for ChangeLimits {
    fn default() -> Self {
        ChangeLimits {
            visits: 20_000_000,
            changes: 10_000,
            remembered: 4_000_000,
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// Index of the revision that made it, from 0.
    pub revision: usize,
    /// What was changed.
    pub kind: ChangeKind,
    /// The object, where it is an indirect one.
    pub object: Option<ObjectId>,
    /// Index of the page, from 0, where one is concerned and known.
    pub page: Option<usize>,
    /// `/Rect` of the annotation or widget: left, bottom, right, top in points.
    pub rectangle: Option<[f64; 4]>,
    /// Full name of the form field, if one is concerned.
    pub field: Option<String>,
}

/// What later revisions did to a document.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ChangeReport {
    /// The worst level among the changes; [`Modification::Unanalysable`] where the analysis did not
    /// come to an end.
    pub level: Modification,
    /// The changes by revision; incomplete where the analysis did not come to an end.
    pub changes: Vec<Change>,
    /// Why the analysis did not come to an end.
    pub unanalysable: Option<Unanalysable>,
}

impl ChangeReport {
    fn of(changes: Vec<Change>, unanalysable: Option<Unanalysable>) -> Self {
        let level = changes.iter().map(|change| change.kind.level()).max();
        let level = match unanalysable {
            Some(_) => Modification::Unanalysable,
            None => level.unwrap_or(Modification::None),
        };
        ChangeReport {
            level,
            changes,
            unanalysable,
        }
    }
}

/// What each revision from one on did. Made once for a document, it answers for each signature.
#[derive(Debug)]
pub struct History {
    first: usize,
    revisions: usize,
    /// Why no report can be given at all.
    ambiguous: Option<Unanalysable>,
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    changes: Vec<Change>,
    unanalysable: Option<Unanalysable>,
}

impl History {
    /// Compares each revision after `first` with the one before it.
    #[must_use]
    pub fn read(document: &Document<'_>, first: usize, limits: &ChangeLimits) -> Self {
        let revisions = document.revisions().len();
        let ambiguous = ambiguity::whole(document);
        let mut history = History {
            first,
            revisions,
            ambiguous,
            steps: Vec::new(),
        };
        if history.ambiguous.is_some() {
            return history;
        }
        let entries = document
            .sections()
            .iter()
            .map(|found| found.entries().len());
        let mut edges = Edges::new(limits, entries.sum(), document.bytes().len());
        for revision in 0..=first.min(revisions.saturating_sub(1)) {
            containers::note(document, revision, &mut edges);
        }
        for revision in first.saturating_add(1)..revisions {
            let mut changes = Vec::new();
            let result = match ambiguity::update(document, revision) {
                Some(why) => Err(why),
                None => entries::step(document, revision, &mut edges, &mut changes),
            };
            // What such a revision did is not known, so nothing that was found before it holds after it;
            // and an object stream that is another brings objects that nothing lists.
            let has_moved = |change: &Change| {
                let kinds = [ChangeKind::ObjectStream, ChangeKind::Encryption];
                kinds.contains(&change.kind)
            };
            if result.is_err() || changes.iter().any(has_moved) {
                edges.forget();
            }
            containers::note(document, revision, &mut edges);
            if changes
                .iter()
                .any(|change| change.kind.level() > Modification::Annotations)
            {
                edges.refuse();
            }
            history.steps.push(Step {
                changes,
                unanalysable: result.err(),
            });
        }
        history
    }

    /// Returns what was done after the revision of an index.
    #[must_use]
    pub fn since(&self, covered: usize) -> ChangeReport {
        if let Some(why) = &self.ambiguous {
            return ChangeReport::of(Vec::new(), Some(why.clone()));
        }
        let Some(skip) = covered
            .checked_sub(self.first)
            .filter(|_| covered < self.revisions)
        else {
            return ChangeReport::of(Vec::new(), Some(Unanalysable::NoSuchRevision));
        };
        let steps = || self.steps.iter().skip(skip);
        let changes = steps()
            .flat_map(|step| step.changes.iter().cloned())
            .collect();
        ChangeReport::of(changes, steps().find_map(|step| step.unanalysable.clone()))
    }
}

impl History {
    /// Returns what one revision did to the one before it, by index from 0.
    #[must_use]
    pub fn step(&self, revision: usize) -> ChangeReport {
        if let Some(why) = &self.ambiguous {
            return ChangeReport::of(Vec::new(), Some(why.clone()));
        }
        let before = revision.checked_sub(self.first.saturating_add(1));
        match before.and_then(|index| self.steps.get(index)) {
            Some(step) => ChangeReport::of(step.changes.clone(), step.unanalysable.clone()),
            None => ChangeReport::of(Vec::new(), Some(Unanalysable::NoSuchRevision)),
        }
    }
}

/// Returns what was done to a document after the revision that a signature covers, counted from 0.
///
/// For several signatures of one document, [`History`] does the work once.
#[must_use]
pub fn analyse(
    document: &Document<'_>,
    covered_revision: usize,
    limits: &ChangeLimits,
) -> ChangeReport {
    History::read(document, covered_revision, limits).since(covered_revision)
}
