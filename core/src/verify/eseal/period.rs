//! Periods, and times that nobody but their writer vouches for.

use time::{Duration, OffsetDateTime};

/// What local time in China is ahead of UTC by: makers of seals are met who write it with a `Z`.
pub(super) const LOCAL: Duration = Duration::hours(8);

/// How a time lies to a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lies {
    Within,
    Before,
    After,
    /// Within it as is claimed, and the period is over by what is known.
    Unproved,
}

/// Tells how the use of something lies to its period, both ends included: `claimed` is when its user
/// says that it was, `known` until when it is known to have been at the latest.
///
/// A claim is outside only where it is as UTC and as local time.
pub(super) fn lies(
    (from, until): (OffsetDateTime, OffsetDateTime),
    claimed: Option<OffsetDateTime>,
    known: OffsetDateTime,
) -> Lies {
    match claimed {
        Some(claimed) if claimed < from => Lies::Before,
        Some(claimed) if claimed - LOCAL > until => Lies::After,
        _ if known < from => Lies::Before,
        Some(_) if known > until => Lies::Unproved,
        None if known > until => Lies::After,
        _ => Lies::Within,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_claim_can_only_speak_against_a_use_and_never_for_it() {
        let period = (
            datetime!(2024-01-01 0:00 UTC),
            datetime!(2026-01-01 0:00 UTC),
        );
        let (early, within) = (
            datetime!(2023-12-31 0:00 UTC),
            datetime!(2025-01-01 0:00 UTC),
        );
        let (local, late) = (
            datetime!(2026-01-01 7:00 UTC),
            datetime!(2026-01-02 0:00 UTC),
        );
        for (claimed, known, expected) in [
            (None, within, Lies::Within),
            (None, early, Lies::Before),
            (None, late, Lies::After),
            (Some(within), within, Lies::Within),
            (Some(within), late, Lies::Unproved),
            (Some(within), early, Lies::Before),
            (Some(early), within, Lies::Before),
            (Some(early), late, Lies::Before),
            (Some(late), within, Lies::After),
            (Some(late), late, Lies::After),
            (Some(local), late, Lies::Unproved),
        ] {
            assert_eq!(
                lies(period, claimed, known),
                expected,
                "{claimed:?} {known}"
            );
        }
    }
}
