//! References out of objects, remembered from one revision to the next, and what is left of the
//! limits.

use std::collections::HashMap;
use std::rc::Rc;

use super::{ChangeLimits, Unanalysable};
use crate::pdf::{Entry, ObjectId};

/// References out of unchanged objects, and what is left of the limits.
#[derive(Debug)]
pub(super) struct Edges {
    limits: ChangeLimits,
    visits: usize,
    changes: usize,
    room: usize,
    /// Octets of appearances that may still be read.
    pub(super) appearances: usize,
    known: HashMap<ObjectId, (Entry, Rc<[ObjectId]>)>,
}

impl Edges {
    pub(super) fn new(limits: &ChangeLimits) -> Self {
        Edges {
            limits: limits.clone(),
            visits: limits.visits,
            changes: limits.changes,
            room: limits.remembered,
            appearances: super::shown::MOST,
            known: HashMap::new(),
        }
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
    pub(super) fn get(&self, id: ObjectId, entry: Entry) -> Option<Rc<[ObjectId]>> {
        let (at, edges) = self.known.get(&id)?;
        (*at == entry).then(|| Rc::clone(edges))
    }

    /// Remembers references while there is room.
    pub(super) fn remember(&mut self, id: ObjectId, entry: Entry, edges: &Rc<[ObjectId]>) {
        if let Some(room) = self.room.checked_sub(edges.len() + 8) {
            self.room = room;
            self.known.insert(id, (entry, Rc::clone(edges)));
        }
    }
}
