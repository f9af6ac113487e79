//! What one step leaves for the next, so that a small update of a large form costs little.
//!
//! Comparing two revisions walks all fields and pages, and nearly all of them are the same on both
//! sides. A *survey* remembers, for each field and each node of the tree of pages, which object numbers
//! its comparison asked for ([`Readers`]). A later step compares only those that asked for a number
//! which its revision lists, and leaves out the others. That this shows every change:
//!
//! - A comparison is a function of what it is given (where it is in the tree, and what it has from
//!   above) and of the entries that it asked for, in both revisions. If none of these numbers is listed
//!   since, all entries are what they were, and so is the answer, which was: no change. A number that
//!   is used again, freed, given another generation, or whose object stream is replaced, is listed by
//!   the revision that does it. Whether a listed object is written as before does not matter here.
//! - What a comparison requires to be the same with all that it leads to was followed when it was
//!   compared; those objects are remembered too. A revision that lists one of them is compared in full.
//! - What all comparisons gather (names, fields, homes) is kept; what depends on other parts of
//!   the document is made certain, or the revision is compared in full: see
//!   [`Walk::uncertain`](super::walk::Walk::uncertain).
//! - The trailer, the catalog and the entries of the form are compared each time.
//! - The answer of a comparison with gaps is taken only where it is a change that leaves what is
//!   remembered true: something filled, signed or added. For everything else, errors included, the step
//!   is done again without gaps. So a gap can never be the reason of a refusal, nor change its words.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::field::Above;
use super::role::Role;
use super::{Change, ChangeKind};
use crate::pdf::{ObjectId, Readers};
use crate::verify::Modification;

/// Most fields and nodes that are remembered.
pub(super) const MOST: usize = 150_000;

/// Where a field is in the tree: the indices of kids from the root on. Fields of one level come before
/// those below, as they are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path(pub(super) Rc<[u32]>);

impl Path {
    pub(super) fn root() -> Self {
        Path(Rc::from([]))
    }

    pub(super) fn kid(&self, index: usize) -> Self {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        Path(self.0.iter().copied().chain([index]).collect())
    }

    pub(super) fn is_kid_of(&self, above: &Path, index: usize) -> bool {
        let own = self.0.split_last();
        own.is_some_and(|(last, rest)| {
            usize::try_from(*last).ok() == Some(index) && *rest == *above.0
        })
    }
}

impl Ord for Path {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0.len(), &self.0).cmp(&(other.0.len(), &other.0))
    }
}

impl PartialOrd for Path {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// What fields say together: it is true of the form if it is true of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Traits {
    /// It says that it is below another field than the one that names it.
    pub(super) is_misplaced: bool,
    /// It is no signature field.
    pub(super) is_fillable: bool,
    /// It has a widget without an appearance.
    pub(super) is_drawn_by_readers: bool,
}

impl Traits {
    fn each(self) -> [bool; 3] {
        [
            self.is_misplaced,
            self.is_fillable,
            self.is_drawn_by_readers,
        ]
    }

    pub(super) fn or(self, other: Traits) -> Traits {
        Traits {
            is_misplaced: self.is_misplaced || other.is_misplaced,
            is_fillable: self.is_fillable || other.is_fillable,
            is_drawn_by_readers: self.is_drawn_by_readers || other.is_drawn_by_readers,
        }
    }
}

/// A field that was compared.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) id: ObjectId,
    pub(super) path: Path,
    pub(super) above: Rc<Above>,
    traits: Traits,
    /// Its comparison asked for nothing that was listed, and showed no change.
    pub(super) is_quiet: bool,
}

/// A node of the tree of pages that was compared.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Index of the page, if it is one.
    pub(super) page: Option<usize>,
    pub(super) kids: Rc<[ObjectId]>,
}

/// What is remembered of the fields.
#[derive(Debug, Default)]
pub(super) struct Fields {
    known: Vec<Field>,
    by_number: HashMap<u32, u32>,
    readers: Readers,
    restless: BTreeSet<u32>,
    traits: [usize; 3],
    /// Every kid of the root is known.
    pub(super) has_all_roots: bool,
}

impl Fields {
    pub(super) fn contains(&self, number: u32) -> bool {
        self.by_number.contains_key(&number)
    }

    pub(super) fn get(&self, number: u32) -> Option<&Field> {
        let at = *self.by_number.get(&number)?;
        self.known.get(usize::try_from(at).ok()?)
    }

    /// What the fields say together that are not compared again.
    pub(super) fn traits(&self) -> Traits {
        let [misplaced, fillable, drawn] = self.traits.map(|count| count > 0);
        Traits {
            is_misplaced: misplaced,
            is_fillable: fillable,
            is_drawn_by_readers: drawn,
        }
    }

    /// Takes the fields out that must be compared again.
    pub(super) fn stale(&mut self, listed: &HashSet<u32>) -> Vec<(ObjectId, Path, Rc<Above>)> {
        let mut stale = std::mem::take(&mut self.restless);
        for &number in listed {
            stale.extend(self.readers.of(number));
        }
        let mut found = Vec::with_capacity(stale.len());
        for at in stale {
            let known = usize::try_from(at).ok();
            if let Some(field) = known.and_then(|at| self.known.get_mut(at)) {
                field.is_quiet = false;
                let traits = std::mem::take(&mut field.traits);
                count(&mut self.traits, traits, usize::saturating_sub);
                found.push((field.id, field.path.clone(), Rc::clone(&field.above)));
            }
        }
        found
    }

    /// Notes a comparison.
    pub(super) fn note(
        &mut self,
        id: ObjectId,
        (path, above): (Path, Rc<Above>),
        (traits, is_quiet): (Traits, bool),
        asked: &[u32],
    ) {
        let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let at = *self.by_number.entry(id.number).or_insert(next);
        count(&mut self.traits, traits, usize::saturating_add);
        self.readers.note(asked, at);
        let field = Field {
            id,
            path,
            above,
            traits,
            is_quiet,
        };
        let place = usize::try_from(at).ok();
        match place.and_then(|at| self.known.get_mut(at)) {
            Some(known) => {
                let before = std::mem::replace(known, field);
                count(&mut self.traits, before.traits, usize::saturating_sub);
            }
            None => self.known.push(field),
        }
        if is_quiet {
            self.restless.remove(&at);
        } else {
            self.restless.insert(at);
        }
    }
}

fn count(counts: &mut [usize; 3], traits: Traits, with: fn(usize, usize) -> usize) {
    for (count, has) in counts.iter_mut().zip(traits.each()) {
        *count = with(*count, usize::from(has));
    }
}

/// What is remembered of the tree of pages.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pub(super) root: Option<ObjectId>,
    nodes: HashMap<u32, (ObjectId, Node)>,
    readers: Readers,
    /// Nodes that must be compared again whatever is listed.
    restless: BTreeSet<u32>,
    /// A widget outside the tree of fields hangs below a field.
    pub(super) has_hanging: bool,
    /// Names of widgets outside of the tree of fields.
    pub(super) loose_names: HashSet<Rc<str>>,
    pub(super) annotations: Annotations,
}

/// What is remembered of annotations that no revision since changed: the page of each.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    known: HashMap<u32, (ObjectId, Option<usize>)>,
    readers: Readers,
}

impl Annotations {
    /// Forgets those that must be compared again.
    pub(super) fn forget(&mut self, listed: &HashSet<u32>) {
        for &number in listed {
            for annotation in self.readers.of(number) {
                self.known.remove(&annotation);
            }
        }
    }

    pub(super) fn contains(&self, id: ObjectId, page: Option<usize>) -> bool {
        self.known.get(&id.number) == Some(&(id, page))
    }

    /// Notes a comparison that showed no change.
    pub(super) fn note(&mut self, id: ObjectId, page: Option<usize>, asked: &[u32]) {
        self.readers.note(asked, id.number);
        self.known.insert(id.number, (id, page));
    }
}

impl Pages {
    /// Returns the nodes that must be compared again.
    pub(super) fn stale(&self, listed: &HashSet<u32>) -> HashSet<u32> {
        let mut stale: HashSet<u32> = self.restless.iter().copied().collect();
        for &number in listed {
            stale.extend(self.readers.of(number));
        }
        stale
    }

    pub(super) fn get(&self, id: ObjectId) -> Option<&Node> {
        let (of, node) = self.nodes.get(&id.number)?;
        (*of == id).then_some(node)
    }

    pub(super) fn contains(&self, number: u32) -> bool {
        self.nodes.contains_key(&number)
    }

    /// Notes a comparison.
    pub(super) fn note(&mut self, id: ObjectId, node: Node, is_quiet: bool, asked: &[u32]) {
        self.readers.note(asked, id.number);
        self.nodes.insert(id.number, (id, node));
        if is_quiet {
            self.restless.remove(&id.number);
        } else {
            self.restless.insert(id.number);
        }
    }
}

/// What one step leaves for the next.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) fields: Fields,
    pub(super) pages: Pages,
    /// Parts that are compared as a whole: what their comparison asked for.
    pub(super) parts: HashMap<&'static str, HashSet<u32>>,
    /// Full names of fields, with the number of the field that has it.
    pub(super) names: HashMap<Rc<str>, u32>,
    /// Full names that two fields have.
    pub(super) twins: HashSet<Rc<str>>,
    /// Pages, fields, annotations and the catalog.
    pub(super) homes: HashSet<u32>,
    /// Of these, the catalog and the form.
    pub(super) tops: Vec<u32>,
    /// What must be the same and was followed.
    pub(super) followed: HashSet<(ObjectId, Role)>,
    followed_numbers: HashSet<u32>,
    /// Numbers that a revision since used, and perhaps more.
    pub(super) reached: HashSet<u32>,
    /// Pages of annotations.
    pub(super) annotation_pages: HashMap<u32, usize>,
}

impl Survey {
    /// Returns whether it says anything about a revision that lists these numbers.
    pub(super) fn stands(&self, listed: &HashSet<u32>) -> bool {
        !listed
            .iter()
            .any(|number| self.followed_numbers.contains(number))
    }

    /// Adds what was followed.
    pub(super) fn follow(&mut self, followed: Vec<(ObjectId, Role)>) {
        let numbers = followed.iter().map(|(id, _)| id.number);
        self.followed_numbers.extend(numbers);
        self.followed.extend(followed);
    }

    /// Returns whether it takes more room than it may.
    pub(super) fn is_too_large(&self) -> bool {
        let fields = &self.fields;
        fields.known.len().max(self.pages.nodes.len()) > MOST
            || fields.readers.len() + self.pages.readers.len() > 4 * MOST
            || self.pages.annotations.readers.len() > 4 * MOST
            || self.parts.values().any(|asked| asked.len() > 4 * MOST)
            || self.followed.len().max(self.reached.len()) > 4 * MOST
            || self.homes.len() > 2 * MOST
    }
}

/// Returns whether changes leave what is remembered true: no field, page or annotation is gone or has
/// moved, and nothing changed that must not.
pub(super) fn is_additive(changes: &[Change]) -> bool {
    changes.iter().all(|change| {
        change.kind.level() <= Modification::FormFilling
            || matches!(
                change.kind,
                ChangeKind::AnnotationAdded | ChangeKind::AnnotationChanged
            )
    })
}
