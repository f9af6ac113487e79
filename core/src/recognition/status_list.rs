//! Signed status lists: two bits a licence.

use super::object::{Body, BodyError, Header, ObjectKey, ObjectType};
use crate::json::{Octets, instant};
use crate::licence::{Status, TypeCode};
use serde::{Deserialize, Serialize};
use std::fmt;
use time::OffsetDateTime;

/// Indices that one list may cover.
const MOST: u64 = 1 << 24;

/// Which types a status list covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Every type of the domain.
    All,
    /// One type.
    Type(TypeCode),
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Type(code) => write!(f, "{code}"),
        }
    }
}

/// The states of a range of indices at one time.
///
/// Four indices an octet, the lowest index in the lowest bits, as in the IETF Token Status List;
/// not compressed. An index outside the range is not covered, which is not the same as valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusList {
    scope: Scope,
    first: u64,
    count: u64,
    #[serde(with = "instant")]
    as_of: OffsetDateTime,
    bits: Octets,
}

impl StatusList {
    /// Makes a list of the states of `first`, `first + 1` and so on.
    ///
    /// # Errors
    ///
    /// [`BodyError::TooMany`] for more than 2^24 states or an index beyond 64 bits.
    pub fn new(
        scope: Scope,
        first: u64,
        states: impl IntoIterator<Item = Status>,
        as_of: OffsetDateTime,
    ) -> Result<Self, BodyError> {
        let mut bits = Vec::new();
        let mut count = 0_u64;
        for status in states {
            if count == MOST {
                return Err(BodyError::TooMany);
            }
            let shift = 2 * (count % 4);
            if shift == 0 {
                bits.push(0_u8);
            }
            if let Some(last) = bits.last_mut() {
                *last |= status.bits() << shift;
            }
            count += 1;
        }
        first.checked_add(count).ok_or(BodyError::TooMany)?;
        Ok(Self {
            scope,
            first,
            count,
            as_of,
            bits: Octets(bits),
        })
    }

    /// Returns which types the list covers.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Returns the time at which the states held.
    #[must_use]
    pub fn as_of(&self) -> OffsetDateTime {
        self.as_of
    }

    /// Returns the indices that are covered.
    #[must_use]
    pub fn covered(&self) -> std::ops::Range<u64> {
        self.first..self.first.saturating_add(self.count)
    }

    /// Returns the state of an index; `None` where it is not covered.
    #[must_use]
    pub fn status(&self, index: u64) -> Option<Status> {
        let place = index
            .checked_sub(self.first)
            .filter(|place| *place < self.count)?;
        let octet = self.bits.0.get(usize::try_from(place / 4).ok()?)?;
        Some(Status::from_bits(octet >> (2 * (place % 4))))
    }

    /// Returns an index that was REVOKED before and is not in `next`: nothing comes back to life.
    pub(crate) fn revived_in(&self, next: &Self) -> Option<u64> {
        // An octet of zeros has no revoked index, and most octets are zeros.
        self.bits
            .0
            .iter()
            .zip((self.first..).step_by(4))
            .filter(|(octet, _)| **octet != 0)
            .flat_map(|(_, start)| start..start.saturating_add(4))
            .filter(|index| self.status(*index) == Some(Status::Revoked))
            .find(|index| next.status(*index) != Some(Status::Revoked))
    }
}

impl Body for StatusList {
    const TYPE: ObjectType = ObjectType::Status;

    fn key(&self, header: &Header) -> ObjectKey {
        ObjectKey::Status {
            domain: header.domain.clone(),
            scope: self.scope.clone(),
        }
    }

    fn check(&self, header: &Header) -> Result<(), BodyError> {
        if self.count > MOST || self.first.checked_add(self.count).is_none() {
            return Err(BodyError::TooMany);
        }
        if usize::try_from(self.count.div_ceil(4)) != Ok(self.bits.0.len()) {
            return Err(BodyError::Coverage);
        }
        let spare = 8 - 2 * (self.count % 4);
        let last = self.bits.0.last().copied().unwrap_or_default();
        if spare < 8 && last.leading_zeros() < u32::try_from(spare).unwrap_or(8) {
            return Err(BodyError::Coverage);
        }
        if self.as_of > header.issued_at {
            return Err(BodyError::TimeOrder);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::datetime;

    const AS_OF: OffsetDateTime = datetime!(2026-11-22 00:00 UTC);

    fn list(first: u64, states: &[Status]) -> StatusList {
        StatusList::new(Scope::All, first, states.iter().copied(), AS_OF).unwrap()
    }

    proptest! {
        #[test]
        fn each_index_has_the_state_it_was_given(
            first in 0u64..1_000, bits in proptest::collection::vec(0u8..4, 0..40),
        ) {
            let states: Vec<Status> = bits.iter().map(|b| Status::from_bits(*b)).collect();
            let list = list(first, &states);
            for (place, status) in states.iter().enumerate() {
                prop_assert_eq!(list.status(first + place as u64), Some(*status));
            }
            prop_assert_eq!(list.status(first + states.len() as u64), None);
            prop_assert_eq!(first.checked_sub(1).and_then(|before| list.status(before)), None);
        }
    }

    #[test]
    fn a_revoked_index_must_stay_revoked_and_covered() {
        use Status::{Revoked, Suspended, Valid};
        let before = list(10, &[Valid, Revoked, Suspended, Valid, Valid, Revoked]);
        for (first, next, revived) in [
            (10, vec![Valid, Revoked, Valid, Valid, Valid, Revoked], None),
            (10, vec![Revoked; 6], None),
            (
                10,
                vec![Valid, Valid, Valid, Valid, Valid, Revoked],
                Some(11),
            ),
            (
                10,
                vec![Valid, Revoked, Valid, Valid, Valid, Suspended],
                Some(15),
            ),
            (10, vec![Valid, Revoked], Some(15)),
            (12, vec![Valid, Valid, Valid, Revoked], Some(11)),
            (0, vec![Revoked; 16], None),
        ] {
            assert_eq!(
                before.revived_in(&list(first, &next)),
                revived,
                "{first} {next:?}"
            );
        }
    }
}
