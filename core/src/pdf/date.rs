//! Dates as PDF strings (ISO 32000-2, 7.9.4; from memory).

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// Reads `D:YYYYMMDDHHmmSSOHH'mm'`; what is left out after the year is the first or zero, and a
/// missing offset is read as UTC.
pub(crate) fn parse(text: &str) -> Option<OffsetDateTime> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !matches!(digits, 4 | 6 | 8 | 10 | 12 | 14) {
        return None;
    }
    let (date, offset) = text.split_at_checked(digits)?;
    let part = |from: usize, default: u8| match date.get(from..from + 2) {
        Some(two) => two.parse().ok(),
        None => Some(default),
    };
    let year = date.get(..4)?.parse().ok()?;
    let month = Month::try_from(part(4, 1)?).ok()?;
    let day = Date::from_calendar_date(year, month, part(6, 1)?).ok()?;
    let time = Time::from_hms(part(8, 0)?, part(10, 0)?, part(12, 0)?).ok()?;
    let offset = parse_offset(offset)?;
    Some(PrimitiveDateTime::new(day, time).assume_offset(offset))
}

fn parse_offset(text: &str) -> Option<UtcOffset> {
    let mut chars = text.chars();
    let sign: i8 = match chars.next() {
        None | Some('Z') => return Some(UtcOffset::UTC),
        Some('+') => 1,
        Some('-') => -1,
        Some(_) => return None,
    };
    let digits: Vec<i8> = chars
        .filter(|&found| found != '\'')
        .map(|digit| {
            digit
                .to_digit(10)
                .and_then(|digit| i8::try_from(digit).ok())
        })
        .collect::<Option<_>>()?;
    let (hours, minutes) = match digits.as_slice() {
        [a, b] => (a * 10 + b, 0),
        [a, b, c, d] => (a * 10 + b, c * 10 + d),
        _ => return None,
    };
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

/// Writes a date as a PDF string with its parentheses.
pub(crate) fn format(date: OffsetDateTime) -> String {
    let (hours, minutes, _) = date.offset().as_hms();
    let sign = if hours < 0 || minutes < 0 { '-' } else { '+' };
    format!(
        "(D:{:04}{:02}{:02}{:02}{:02}{:02}{sign}{:02}'{:02}')",
        date.year(),
        u8::from(date.month()),
        date.day(),
        date.hour(),
        date.minute(),
        date.second(),
        hours.unsigned_abs(),
        minutes.unsigned_abs(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn dates_with_and_without_offset_are_read() {
        let check = |text: &str, expected: Option<OffsetDateTime>| {
            assert_eq!(parse(text), expected, "{text}");
        };
        check(
            "D:20261122183000+08'00'",
            Some(datetime!(2026-11-22 18:30 +8)),
        );
        check(
            "D:20261122183000+08'00",
            Some(datetime!(2026-11-22 18:30 +8)),
        );
        check("D:20261122183000Z", Some(datetime!(2026-11-22 18:30 UTC)));
        check("D:2026", Some(datetime!(2026-01-01 0:00 UTC)));
        check("20261122", Some(datetime!(2026-11-22 0:00 UTC)));
        check("D:20261322", None);
        check("D:2026112", None);
        check("yesterday", None);
        check("", None);
        check("D:20261122183000+9\u{221e}", None);
    }

    #[test]
    fn a_written_date_is_read_back() {
        let date = datetime!(2026-11-22 18:30:07 -3:30);
        let text = format(date);
        assert_eq!(text, "(D:20261122183007-03'30')");
        assert_eq!(parse(text.trim_matches(['(', ')'])), Some(date));
    }
}
