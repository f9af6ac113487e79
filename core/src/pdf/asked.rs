//! Which objects a piece of work asked for.
//!
//! What is read of a document depends on its octets, which never change, and on where the entries of the
//! numbers lead that were asked for: every way to an object goes through [`View::entry`], the one to
//! the stream that it lies in and to a `/Length` included. Work that asked for no number that
//! revisions in between list therefore gives the same again: numbers that are free, that were used
//! again, or that an object stream was replaced under, are all listed by the revision that did it.
//!
//! [`View::entry`]: super::View::entry

use std::cell::RefCell;
use std::collections::BTreeSet;

/// The numbers that were asked for, while anybody wants to know.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    numbers: Vec<u32>,
    depth: usize,
}

/// Where a piece of work began.
#[derive(Debug)]
#[must_use]
pub(crate) struct Mark(usize);

impl Asked {
    /// Returns whether anybody wants to know.
    pub(crate) fn is_noting(&self) -> bool {
        self.state.borrow().depth > 0
    }

    /// Notes a number.
    pub(crate) fn note(&self, number: u32) {
        let mut state = self.state.borrow_mut();
        if state.depth > 0 && state.numbers.last() != Some(&number) {
            state.numbers.push(number);
        }
    }

    /// Begins a piece of work, which may be part of another.
    pub(crate) fn begin(&self) -> Mark {
        let mut state = self.state.borrow_mut();
        state.depth += 1;
        // What comes first inside is noted, also where the work around it asked for it last.
        let at = state.numbers.len().saturating_sub(1);
        Mark(at)
    }

    /// Ends a piece of work: what it asked for, at least.
    pub(crate) fn end(&self, mark: &Mark) -> Vec<u32> {
        let mut state = self.state.borrow_mut();
        let mut asked = state.numbers.get(mark.0..).unwrap_or_default().to_vec();
        asked.sort_unstable();
        asked.dedup();
        state.depth = state.depth.saturating_sub(1);
        if state.depth == 0 {
            state.numbers.clear();
        }
        asked
    }
}

/// Pieces of work by the numbers that they asked for.
#[derive(Debug, Default)]
pub(crate) struct Readers {
    known: BTreeSet<(u32, u32)>,
}

impl Readers {
    /// Notes what a piece of work asked for.
    pub(crate) fn note(&mut self, asked: &[u32], work: u32) {
        self.known
            .extend(asked.iter().map(|number| (*number, work)));
    }

    /// Returns the pieces of work that asked for a number, now or before.
    pub(crate) fn of(&self, number: u32) -> impl Iterator<Item = u32> {
        let range = self.known.range((number, 0)..=(number, u32::MAX));
        range.map(|(_, work)| *work)
    }

    /// Returns how many there are.
    pub(crate) fn len(&self) -> usize {
        self.known.len()
    }
}
