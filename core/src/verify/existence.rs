//! Proofs of existence: what was there, and when, by the document timestamps of the file
//! (EN 319 102-1, 5.6.2.3; from memory).
//!
//! A document timestamp that passed proves that every octet before the end of its ranges, its own
//! value apart, existed at its time. What the file does not carry, such as the caller's lists, is
//! proved by nothing to be older than the judgement.

use time::OffsetDateTime;

/// Most proved times at which one signature is judged anew.
const MOST_TIMES: usize = 16;

/// A document timestamp that passed, or an evidence record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proof {
    /// Where its ranges end, octets from the start of the file.
    pub(super) covered_until: u64,
    /// When that existed.
    pub(super) time: OffsetDateTime,
    /// Whether the file carries it.
    pub(super) is_in_file: bool,
}

impl Proof {
    /// That of an evidence record: every octet of the file existed.
    pub(super) const fn of_file(time: OffsetDateTime) -> Self {
        Self {
            covered_until: u64::MAX,
            time,
            is_in_file: false,
        }
    }
}

/// Which proofs count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proofs {
    /// All.
    All,
    /// Those that the file carries.
    InFile,
}

impl Proofs {
    fn count(self, proof: &Proof) -> bool {
        self == Self::All || proof.is_in_file
    }
}

/// What is proved so far.
#[derive(Debug, Default)]
pub(super) struct Existence(Vec<Proof>);

impl Existence {
    pub(super) fn add(&mut self, proof: Proof) {
        self.0.push(proof);
    }

    /// Returns the earliest time at which an object of the file that ends at `end` existed.
    pub(super) fn of_object(&self, end: usize) -> Option<OffsetDateTime> {
        let end = u64::try_from(end).ok()?;
        self.earliest(|proof| proof.covered_until >= end)
    }

    /// Returns the earliest time at which the value of a signature existed whose ranges end at
    /// `covered_until`: the value is in none of them.
    pub(super) fn of_value(&self, covered_until: u64, which: Proofs) -> Option<OffsetDateTime> {
        self.earliest(|proof| which.count(proof) && proof.covered_until > covered_until)
    }

    /// Returns the latest time of a document timestamp that lies, with its value, before
    /// `covered_until`: who signed that far signed it with the rest, and so not before that time.
    pub(super) fn latest_within(&self, covered_until: u64) -> Option<OffsetDateTime> {
        let within = self
            .0
            .iter()
            .filter(|proof| proof.is_in_file && proof.covered_until < covered_until);
        within.map(|proof| proof.time).max()
    }

    fn earliest(&self, covers: impl Fn(&Proof) -> bool) -> Option<OffsetDateTime> {
        let covering = self.0.iter().filter(|proof| covers(proof));
        covering.map(|proof| proof.time).min()
    }

    /// Returns the proved times from `time` on, the earliest first.
    pub(super) fn times_from(&self, time: OffsetDateTime, which: Proofs) -> Vec<OffsetDateTime> {
        let counting = self.0.iter().filter(|proof| which.count(proof));
        let mut times: Vec<_> = counting.map(|proof| proof.time).collect();
        times.retain(|proved| *proved >= time);
        times.sort_unstable();
        times.dedup();
        times.truncate(MOST_TIMES);
        times
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_value_is_not_covered_by_its_own_ranges_and_an_object_is() {
        let time = datetime!(2026-01-01 0:00 UTC);
        let mut existence = Existence::default();
        existence.add(Proof {
            covered_until: 100,
            time,
            is_in_file: true,
        });
        assert_eq!(existence.of_object(100), Some(time));
        assert_eq!(existence.of_object(101), None);
        let of_value = |until, which| existence.of_value(until, which);
        assert_eq!(of_value(99, Proofs::InFile), Some(time));
        assert_eq!(of_value(100, Proofs::All), None);
    }
}
