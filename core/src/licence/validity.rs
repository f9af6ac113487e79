//! Terms of validity (有效期限), reckoned in civil dates at UTC+8.

use super::ValidityRule;
use std::fmt;
use time::{Date, Duration, Month, OffsetDateTime, Time, UtcOffset};

/// Why a term has no last day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TermError {
    /// A term of no days, months or years.
    Empty,
    /// The last day lies beyond the year 9999.
    TooLong,
}

impl fmt::Display for TermError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "a term of validity must be at least one day",
            Self::TooLong => "the term of validity ends after the year 9999",
        })
    }
}

impl std::error::Error for TermError {}

impl ValidityRule {
    /// Returns the last valid day of a term that begins on `from`; `None` for 长期.
    ///
    /// The first day counts. Months and years end on the day before the same day of the month;
    /// where the month is too short for that day, on its last day (as Civil Code art. 203 reckons
    /// periods, from memory).
    ///
    /// ```
    /// use time::macros::date;
    /// use yinxin_core::licence::ValidityRule;
    /// let last = ValidityRule::Years(5).last_day(date!(2026 - 11 - 22));
    /// assert_eq!(last, Ok(Some(date!(2031 - 11 - 21))));
    /// ```
    ///
    /// # Errors
    ///
    /// [`TermError`] where the term is empty or ends after the year 9999.
    pub fn last_day(self, from: Date) -> Result<Option<Date>, TermError> {
        match self {
            Self::Days(0) | Self::Months(0) | Self::Years(0) => Err(TermError::Empty),
            Self::Days(days) => from
                .checked_add(Duration::days(i64::from(days) - 1))
                .map(Some)
                .ok_or(TermError::TooLong),
            Self::Months(months) => after_months(from, i32::from(months)).map(Some),
            Self::Years(years) => after_months(from, i32::from(years) * 12).map(Some),
            Self::Permanent => Ok(None),
        }
    }
}

fn after_months(from: Date, months: i32) -> Result<Date, TermError> {
    let count = from.year() * 12 + i32::from(u8::from(from.month())) - 1 + months;
    let year = count.div_euclid(12);
    let month = u8::try_from(count.rem_euclid(12) + 1)
        .ok()
        .and_then(|month| Month::try_from(month).ok())
        .ok_or(TermError::TooLong)?;
    match Date::from_calendar_date(year, month, from.day()) {
        Ok(same_day) => same_day.previous_day().ok_or(TermError::TooLong),
        Err(_) => Date::from_calendar_date(year, month, month.length(year))
            .map_err(|_| TermError::TooLong),
    }
}

fn china() -> UtcOffset {
    // Eight hours are within range; UTC would only be taken were they not.
    UtcOffset::from_hms(8, 0, 0).unwrap_or(UtcOffset::UTC)
}

/// Returns the civil date at UTC+8 of an instant; a date at the edge of the calendar stays.
#[must_use]
pub fn civil_date(at: OffsetDateTime) -> Date {
    at.checked_to_offset(china()).unwrap_or(at).date()
}

/// Returns the first instant of a civil date at UTC+8.
#[must_use]
pub fn first_instant(day: Date) -> OffsetDateTime {
    OffsetDateTime::new_in_offset(day, Time::MIDNIGHT, china())
}

/// Returns the last second of a civil date at UTC+8.
#[must_use]
pub fn last_instant(day: Date) -> OffsetDateTime {
    first_instant(day).saturating_add(Duration::seconds(86_399))
}

/// Returns `YYYY-MM-DD`, with as many digits as the year has where it has more than four.
#[must_use]
pub(crate) fn iso_date(day: Date) -> String {
    format!(
        "{:04}-{:02}-{:02}",
        day.year(),
        u8::from(day.month()),
        day.day()
    )
}

/// Reads `YYYY-MM-DD`, years 0001 to 9999.
#[must_use]
pub(crate) fn parse_iso_date(text: &str) -> Option<Date> {
    let form = text.len() == 10
        && text.bytes().enumerate().all(|(at, octet)| match at {
            4 | 7 => octet == b'-',
            _ => octet.is_ascii_digit(),
        });
    if !form {
        return None;
    }
    let year: i32 = text.get(..4)?.parse().ok()?;
    let month = Month::try_from(text.get(5..7)?.parse::<u8>().ok()?).ok()?;
    if year == 0 {
        return None;
    }
    Date::from_calendar_date(year, month, text.get(8..)?.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn the_last_day_is_reckoned_in_civil_dates() {
        for (rule, from, last) in [
            (
                ValidityRule::Years(5),
                date!(2026 - 11 - 22),
                date!(2031 - 11 - 21),
            ),
            (
                ValidityRule::Years(1),
                date!(2024 - 02 - 29),
                date!(2025 - 02 - 28),
            ),
            (
                ValidityRule::Years(4),
                date!(2024 - 02 - 29),
                date!(2028 - 02 - 28),
            ),
            (
                ValidityRule::Years(1),
                date!(2024 - 03 - 01),
                date!(2025 - 02 - 28),
            ),
            (
                ValidityRule::Years(1),
                date!(2026 - 01 - 01),
                date!(2026 - 12 - 31),
            ),
            (
                ValidityRule::Months(1),
                date!(2024 - 01 - 31),
                date!(2024 - 02 - 29),
            ),
            (
                ValidityRule::Months(1),
                date!(2024 - 01 - 30),
                date!(2024 - 02 - 29),
            ),
            (
                ValidityRule::Months(1),
                date!(2024 - 01 - 29),
                date!(2024 - 02 - 28),
            ),
            (
                ValidityRule::Months(1),
                date!(2024 - 12 - 15),
                date!(2025 - 01 - 14),
            ),
            (
                ValidityRule::Months(18),
                date!(2024 - 03 - 31),
                date!(2025 - 09 - 30),
            ),
            (
                ValidityRule::Days(1),
                date!(2024 - 02 - 28),
                date!(2024 - 02 - 28),
            ),
            (
                ValidityRule::Days(30),
                date!(2026 - 12 - 15),
                date!(2027 - 01 - 13),
            ),
        ] {
            assert_eq!(rule.last_day(from), Ok(Some(last)), "{rule:?} from {from}");
        }
        assert_eq!(
            ValidityRule::Permanent.last_day(date!(2026 - 01 - 01)),
            Ok(None)
        );
        assert_eq!(
            ValidityRule::Days(0).last_day(date!(2026 - 01 - 01)),
            Err(TermError::Empty)
        );
        assert_eq!(
            ValidityRule::Years(u16::MAX).last_day(date!(2026 - 01 - 01)),
            Err(TermError::TooLong)
        );
    }

    #[test]
    fn the_civil_day_begins_at_sixteen_hours_utc() {
        assert_eq!(
            civil_date(datetime!(2026-11-22 15:59:59 UTC)),
            date!(2026 - 11 - 22)
        );
        assert_eq!(
            civil_date(datetime!(2026-11-22 16:00 UTC)),
            date!(2026 - 11 - 23)
        );
        assert_eq!(
            last_instant(date!(2026 - 11 - 22)),
            datetime!(2026-11-22 15:59:59 UTC)
        );
        assert_eq!(civil_date(Date::MAX.midnight().assume_utc()), Date::MAX);
        assert_eq!(civil_date(Date::MIN.midnight().assume_utc()), Date::MIN);
    }
}
