//! What reading one document may cost.

use std::cell::Cell;

use super::parse_error::ParseError;

/// What reading one document may cost; checked before anything is allocated.
///
/// The default suits files from strangers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Cross-reference sections of one file.
    pub sections: usize,
    /// Nesting of arrays and dictionaries.
    pub depth: usize,
    /// Cross-reference entries of all sections together.
    pub entries: usize,
    /// Octets that one stream may inflate to.
    pub inflated: usize,
    /// Objects in one object stream.
    pub stream_objects: usize,
    /// Octets of memory that the document may hold or that one parsed object may take.
    pub memory: usize,
    /// Octets that may be parsed, searched or inflated in all. Stream data that `/Length` leads past
    /// are not counted.
    pub work: u64,
    /// Nodes of a page tree or of a field tree that are visited.
    pub nodes: usize,
    /// Signature fields of one revision, with or without a value.
    pub signature_fields: usize,
    /// Levels of a page tree or of a field tree.
    pub levels: usize,
    /// References followed to reach one value.
    pub references: usize,
    /// Octets at the end of the file in which `startxref` is searched.
    pub tail: usize,
    /// Length of the longest file whose cross-reference table is rebuilt.
    pub recovery: usize,
    /// Unbounded retries while a cross-reference table is rebuilt.
    pub retries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            sections: 512,
            depth: 64,
            entries: 4_000_000,
            inflated: 64 << 20,
            stream_objects: 200_000,
            memory: 128 << 20,
            work: 256 << 20,
            nodes: 1_000_000,
            signature_fields: 20_000,
            levels: 256,
            references: 32,
            tail: 64 << 10,
            recovery: 64 << 20,
            retries: 64,
        }
    }
}

/// What is left of the limits of one document.
#[derive(Debug)]
pub(crate) struct Budget {
    pub(crate) limits: Limits,
    memory: Cell<usize>,
    work: Cell<u64>,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Budget {
            limits: limits.clone(),
            memory: Cell::new(limits.memory),
            work: Cell::new(limits.work),
        }
    }

    /// Takes memory that is held as long as the document.
    pub(crate) fn hold(&self, octets: usize) -> Result<(), ParseError> {
        let left = self.memory.get().checked_sub(octets);
        self.memory.set(left.ok_or(ParseError::TooMuch {
            what: "octets of memory",
            limit: self.limits.memory,
        })?);
        Ok(())
    }

    /// Gives memory back that was only needed for a while.
    pub(crate) fn release(&self, octets: usize) {
        self.memory.set(
            self.memory
                .get()
                .saturating_add(octets)
                .min(self.limits.memory),
        );
    }

    pub(crate) fn memory_left(&self) -> usize {
        self.memory.get()
    }

    /// Counts octets that were parsed, searched or inflated.
    pub(crate) fn spend(&self, octets: usize) -> Result<(), ParseError> {
        let octets = u64::try_from(octets).unwrap_or(u64::MAX);
        match self.work.get().checked_sub(octets) {
            Some(left) => {
                self.work.set(left);
                Ok(())
            }
            None => {
                self.work.set(0);
                Err(ParseError::TooMuch {
                    what: "octets of work",
                    limit: usize::try_from(self.limits.work).unwrap_or(usize::MAX),
                })
            }
        }
    }

    pub(crate) fn work_left(&self) -> usize {
        usize::try_from(self.work.get()).unwrap_or(usize::MAX)
    }
}
