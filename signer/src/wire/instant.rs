//! Instants as text.

use serde::Serializer;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// Returns `instant` as RFC 3339 in UTC, such as `2026-03-01T08:00:00Z`.
///
/// `None` where RFC 3339 has no spelling for it: years before 0 or after 9999 in UTC. A document
/// may claim such a time.
#[must_use]
pub fn rfc3339(instant: OffsetDateTime) -> Option<String> {
    instant
        .checked_to_offset(UtcOffset::UTC)?
        .format(&Rfc3339)
        .ok()
}

/// Writes an instant that may be unknown; `null` also where RFC 3339 has no spelling for it.
pub(super) fn or_null<S: Serializer>(
    instant: &Option<OffsetDateTime>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match instant.and_then(rfc3339) {
        Some(text) => serializer.serialize_some(&text),
        None => serializer.serialize_none(),
    }
}

/// Writes a civil date that may be open, `YYYY-MM-DD`.
pub(super) fn date_or_null<S: Serializer>(
    date: &Option<time::Date>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => serializer.serialize_some(&date.to_string()),
        None => serializer.serialize_none(),
    }
}

/// Writes a civil date, `YYYY-MM-DD`.
pub(super) fn date<S: Serializer>(date: &time::Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn instants_are_written_in_utc() {
        assert_eq!(
            rfc3339(datetime!(2026-03-01 08:00 +8)).as_deref(),
            Some("2026-03-01T00:00:00Z")
        );
    }

    #[test]
    fn an_instant_outside_the_years_of_rfc_3339_has_no_text() {
        assert_eq!(rfc3339(datetime!(9999-12-31 23:59:59 -1)), None);
        assert_eq!(rfc3339(datetime!(-0001-01-01 00:00 UTC)), None);
    }

    #[test]
    fn a_civil_date_has_four_two_and_two_digits() {
        assert_eq!(date!(0985 - 01 - 02).to_string(), "0985-01-02");
    }
}
