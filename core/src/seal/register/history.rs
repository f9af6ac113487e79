//! What became of one seal.

use super::super::SealState;
use super::record::{Entry, Owner, SealChange, SealMarks};
use crate::json::Sha256;
use time::OffsetDateTime;

/// A seal of a register, with every change of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredSeal {
    entries: Vec<Entry>,
    owner: Owner,
    name: String,
    remakes: Option<String>,
    marks: Option<SealMarks>,
}

/// By what a seal is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealMark<'m> {
    /// The octets of a seal of GB/T 38540, and its identifier (`esID`).
    File {
        /// SHA-256 of the octets.
        sha256: Sha256,
        /// Identifier.
        es_id: &'m str,
    },
    /// SHA-256 of the certificate that signed, of a seal that is that certificate and no file.
    Certificate(Sha256),
}

/// How the state of a seal lies to its use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It could be used then, and as far as is known it still can.
    InUse,
    /// It could not be used when its user says.
    OutOfUse {
        /// The state.
        state: SealState,
        /// Since when.
        since: OffsetDateTime,
    },
    /// It was not there yet when its user says.
    Before {
        /// From when on it could be used; `None` for never.
        from: Option<OffsetDateTime>,
    },
    /// It could be used when its user says, and was closed in order since.
    ClosedSince {
        /// Since when.
        since: OffsetDateTime,
    },
    /// It could be used when its user says, which nobody proves, and it cannot any more.
    StoppedSince {
        /// The state.
        state: SealState,
        /// Since when.
        since: OffsetDateTime,
    },
}

impl RegisteredSeal {
    /// Begins the history of a seal; `None` where the change is no beginning.
    pub(super) fn applied(entry: Entry) -> Option<Self> {
        let SealChange::Applied {
            owner,
            name,
            remakes,
        } = &entry.change
        else {
            return None;
        };
        Some(Self {
            owner: owner.clone(),
            name: name.clone(),
            remakes: remakes.clone(),
            marks: None,
            entries: vec![entry],
        })
    }

    /// Adds a change; `None` where it cannot be.
    pub(super) fn change(&mut self, entry: Entry) -> Option<()> {
        let last = self.entries.last()?;
        let may = entry.change.may_follow(Some(last.change.state())) && last.at <= entry.at;
        if let (true, SealChange::Made(marks)) = (may, &entry.change) {
            self.marks = Some(marks.clone());
        }
        may.then(|| self.entries.push(entry))
    }

    /// Returns its identifier in the register.
    #[must_use]
    pub fn id(&self) -> &str {
        self.entries.first().map_or("", |first| &first.seal)
    }

    /// Returns whose it is.
    #[must_use]
    pub fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the identifier of the seal in whose place it came.
    #[must_use]
    pub fn remakes(&self) -> Option<&str> {
        self.remakes.as_deref()
    }

    /// Returns by what it is known; `None` until it is made.
    #[must_use]
    pub fn marks(&self) -> Option<&SealMarks> {
        self.marks.as_ref()
    }

    /// Returns every change, the oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns its present state.
    #[must_use]
    pub fn state(&self) -> SealState {
        let last = self.entries.last();
        last.map_or(SealState::Applied, |last| last.change.state())
    }

    /// Tells whether it is the seal that is looked for.
    #[must_use]
    pub fn is(&self, mark: SealMark<'_>) -> bool {
        self.marks.as_ref().is_some_and(|marks| match mark {
            SealMark::File { sha256, .. } => marks.file == Some(sha256),
            SealMark::Certificate(sha256) => {
                marks.file.is_none() && marks.certificates.contains(&sha256)
            }
        })
    }

    /// Tells whether it has the identifier of the seal that is looked for, and is another.
    #[must_use]
    pub fn is_other_of_same_number(&self, mark: SealMark<'_>) -> bool {
        let SealMark::File { sha256, es_id } = mark else {
            return false;
        };
        self.marks.as_ref().is_some_and(|marks| {
            marks.es_id.as_deref() == Some(es_id) && marks.file != Some(sha256)
        })
    }

    /// Returns the state at a time with since when it was in it; `None` before the first change.
    #[must_use]
    pub fn state_at(&self, at: OffsetDateTime) -> Option<(SealState, OffsetDateTime)> {
        let entry = self.entries.iter().rev().find(|entry| entry.at <= at)?;
        Some((entry.change.state(), entry.at))
    }

    /// Tells how a use of the seal lies to its states. `claimed` is when its user says that it was,
    /// `known` until when it is known to have been at the latest.
    ///
    /// A claim can only speak against a use. A seal that was resumed counts as if it had not been suspended,
    /// but for uses that say they fell into that time. What was closed in order leaves earlier uses alone.
    #[must_use]
    pub fn standing(&self, claimed: Option<OffsetDateTime>, known: OffsetDateTime) -> Standing {
        let then = claimed.unwrap_or(known).min(known);
        // What is claimed is told in whole seconds, as changes are: within one nobody knows the order.
        let is_within = claimed == Some(then) && self.was_in_use_within(then);
        match self.state_at(then) {
            _ if is_within => {}
            Some((state, _)) if state.may_be_used() => {}
            Some((state, since)) if self.was_issued_by(then) => {
                return Standing::OutOfUse { state, since };
            }
            _ => {
                let issued = |entry: &&Entry| entry.change == SealChange::Issued;
                let from = self.entries.iter().find(issued).map(|entry| entry.at);
                return Standing::Before { from };
            }
        }
        match self.state_at(known) {
            Some((SealState::Cancelled, since)) => Standing::ClosedSince { since },
            Some((state, since)) if !state.may_be_used() => Standing::StoppedSince { state, since },
            _ => Standing::InUse,
        }
    }

    /// Tells whether it could be used at any time of a second that begins then.
    fn was_in_use_within(&self, then: OffsetDateTime) -> bool {
        let before = self.entries.iter().rev().find(|entry| entry.at < then);
        let within = self.entries.iter().filter(|entry| entry.at == then);
        let mut all = before.into_iter().chain(within);
        all.any(|entry| entry.change.state().may_be_used())
    }

    /// Tells whether it was handed out or closed at a time.
    fn was_issued_by(&self, at: OffsetDateTime) -> bool {
        let past = self.entries.iter().take_while(|entry| entry.at <= at);
        past.into_iter()
            .any(|entry| entry.change == SealChange::Issued || entry.change.state().is_final())
    }
}
