//! Instants as text.

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

/// An instant that may be unknown; `null` also where RFC 3339 has no spelling for it.
pub(super) mod or_null {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};
    use time::OffsetDateTime;
    use time::format_description::well_known::Rfc3339;

    pub(in crate::wire) fn serialize<S: Serializer>(
        instant: &Option<OffsetDateTime>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match instant.and_then(super::rfc3339) {
            Some(text) => serializer.serialize_some(&text),
            None => serializer.serialize_none(),
        }
    }

    pub(in crate::wire) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<OffsetDateTime>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| OffsetDateTime::parse(&text, &Rfc3339).map_err(D::Error::custom))
            .transpose()
    }
}

/// A civil date, `YYYY-MM-DD`.
pub(super) mod date {
    use serde::{Deserialize as _, Deserializer, Serializer};
    use time::Date;

    pub(in crate::wire) fn serialize<S: Serializer>(
        date: &Date,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub(in crate::wire) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Date, D::Error> {
        parse(&String::deserialize(deserializer)?)
    }

    pub(super) fn parse<E: serde::de::Error>(text: &str) -> Result<Date, E> {
        let form = time::macros::format_description!("[year]-[month]-[day]");
        Date::parse(text, form).map_err(E::custom)
    }
}

/// A civil date that may be open.
pub(super) mod date_or_null {
    use serde::{Deserialize as _, Deserializer, Serializer};
    use time::Date;

    pub(in crate::wire) fn serialize<S: Serializer>(
        date: &Option<Date>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.serialize_some(&date.to_string()),
            None => serializer.serialize_none(),
        }
    }

    pub(in crate::wire) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| super::date::parse(&text)).transpose()
    }
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
