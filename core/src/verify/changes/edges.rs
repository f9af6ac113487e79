//! References out of objects, remembered from one revision to the next, and what is left of the
//! limits.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::looks::PagesBelow;
use super::side::Side;
use super::survey::Survey;
use super::{ChangeLimits, Unanalysable};
use crate::pdf::{Entry, ObjectId};

/// References that are followed for each entry at most, once something was refused, and in any file.
const VISITS_AN_ENTRY: usize = 20;
const VISITS_REFUSED: usize = 4;
const VISITS: usize = 400_000;

/// Most steps that are done again.
const PATIENCE: usize = 16;

/// How many large objects are kept.
const MOST_RECENT: usize = 4;
/// Shorter ones are read again, octets.
pub(super) const LARGE: usize = 2048;

/// References out of unchanged objects, and what is left of the limits.
#[derive(Debug)]
pub(super) struct Edges<'d> {
    limits: ChangeLimits,
    visits: usize,
    /// How many of them there may be once something was refused.
    refused: usize,
    changes: usize,
    room: usize,
    /// Octets of appearances that may still be read.
    pub(super) appearances: usize,
    /// Octets of XMP packets that may still be read.
    pub(super) packets: usize,
    /// What the last step leaves for the next.
    pub(super) survey: Option<Survey>,
    /// How many more times a step may be done again because of what was left out.
    pub(super) patience: usize,
    known: HashMap<ObjectId, (Home, Rc<[ObjectId]>)>,
    /// Numbers that object streams need to be read, other than their own.
    pub(super) of_containers: HashSet<u32>,
    /// The pages of annotations below a root, and the numbers that they were read from.
    pub(super) pages: Option<(Option<ObjectId>, HashSet<u32>, Rc<PagesBelow>)>,
    /// The last large objects.
    recent: Vec<(ObjectId, Home, Rc<Side<'d>>)>,
}

/// Where an object lies: its entry, and that of its object stream.
pub(super) type Home = (Entry, Option<Entry>);

/// Octets of XMP packets that are read of one document.
const PACKETS: usize = 4 << 20;

impl<'d> Edges<'d> {
    /// What the limits leave for a file of so many octets whose cross-reference sections list so many
    /// entries: no more than grows with them.
    pub(super) fn new(limits: &ChangeLimits, entries: usize, octets: usize) -> Self {
        let visits = entries.saturating_mul(VISITS_AN_ENTRY);
        // Long arrays of references, too.
        let visits = visits.saturating_add(octets / 32);
        let visits = limits.visits.min(visits.saturating_add(VISITS));
        let limits = ChangeLimits {
            visits,
            ..limits.clone()
        };
        let refused = entries.saturating_mul(VISITS_REFUSED);
        Edges {
            visits,
            refused: refused.saturating_add(VISITS),
            changes: limits.changes,
            room: limits.remembered,
            appearances: super::shown::MOST,
            packets: PACKETS,
            survey: None,
            patience: if limits.remembered > 0 { PATIENCE } else { 0 },
            known: HashMap::new(),
            of_containers: HashSet::new(),
            pages: None,
            recent: Vec::new(),
            limits,
        }
    }

    /// Returns a large object that was read not long ago: the catalog, as a rule.
    pub(super) fn recent(&self, id: ObjectId, home: Home) -> Option<Rc<Side<'d>>> {
        let mut all = self.recent.iter();
        let found = all.find(|(of, at, _)| *of == id && *at == home)?;
        Some(Rc::clone(&found.2))
    }

    /// Keeps a large object.
    pub(super) fn keep(&mut self, id: ObjectId, home: Home, side: &Rc<Side<'d>>) {
        if self.recent.len() >= MOST_RECENT {
            self.recent.remove(0);
        }
        self.recent.push((id, home, Rc::clone(side)));
    }

    /// Forgets what earlier steps found: it may not hold any more.
    pub(super) fn forget(&mut self) {
        self.survey = None;
        self.known.clear();
        self.recent.clear();
        self.pages = None;
        self.room = self.limits.remembered;
    }

    /// Forgets the pages of annotations where a revision lists what they were read from.
    pub(super) fn age(&mut self, listed: &HashSet<u32>) {
        let is_listed = |(_, asked, _): &mut (_, HashSet<u32>, _)| !asked.is_disjoint(listed);
        self.pages.take_if(is_listed);
    }

    /// Counts a visit.
    pub(super) fn visit(&mut self) -> Result<(), Unanalysable> {
        let limit = self.limits.visits;
        let error = Unanalysable::TooMuch {
            what: "references to follow",
            limit,
        };
        self.visits = self.visits.checked_sub(1).ok_or(error)?;
        Ok(())
    }

    /// Takes note of a change that nothing permits: no later revision makes up for it, and few more
    /// references are followed to say what these did.
    pub(super) fn refuse(&mut self) {
        self.visits = self.visits.min(self.refused);
    }

    /// Forgets changes that are listed once more.
    pub(super) fn uncount(&mut self, changes: usize) {
        self.changes = self
            .changes
            .saturating_add(changes)
            .min(self.limits.changes);
    }

    /// Counts a change that is listed.
    pub(super) fn change(&mut self) -> Result<(), Unanalysable> {
        let limit = self.limits.changes;
        let error = Unanalysable::TooMuch {
            what: "changes",
            limit,
        };
        self.changes = self.changes.checked_sub(1).ok_or(error)?;
        Ok(())
    }

    /// Returns the references out of an object at an entry, if they are remembered.
    pub(super) fn get(&self, id: ObjectId, home: Home) -> Option<Rc<[ObjectId]>> {
        let (at, edges) = self.known.get(&id)?;
        (*at == home).then(|| Rc::clone(edges))
    }

    /// Remembers references while there is room.
    pub(super) fn remember(&mut self, id: ObjectId, home: Home, edges: &Rc<[ObjectId]>) {
        if let Some(room) = self.room.checked_sub(edges.len() + 8) {
            self.room = room;
            self.known.insert(id, (home, Rc::clone(edges)));
        }
    }
}
