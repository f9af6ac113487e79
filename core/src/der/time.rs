use super::{DerErrorKind, tag};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// Reads the content octets of a UTCTime or GeneralizedTime that ends in Z.
pub(super) fn read(identifier: u8, value: &[u8]) -> Result<OffsetDateTime, DerErrorKind> {
    let body = value.strip_suffix(b"Z").ok_or(DerErrorKind::Value)?;
    let (year, rest) = match identifier {
        tag::UTC_TIME if body.len() == 12 => {
            let (head, rest) = split_number(body, 2)?;
            (if head < 50 { 2000 + head } else { 1900 + head }, rest)
        }
        tag::GENERALIZED_TIME => split_number(body, 4)?,
        tag::UTC_TIME => return Err(DerErrorKind::Value),
        found => {
            return Err(DerErrorKind::UnexpectedTag {
                expected: tag::GENERALIZED_TIME,
                found: Some(found),
            });
        }
    };
    let (month, rest) = split_number(rest, 2)?;
    let (day, rest) = split_number(rest, 2)?;
    let (hour, rest) = split_number(rest, 2)?;
    let (minute, rest) = split_number(rest, 2)?;
    let (second, rest) = split_number(rest, 2)?;
    let nanosecond = match rest {
        [] => 0,
        [b'.', digits @ ..] => fraction(digits)?,
        _ => return Err(DerErrorKind::Value),
    };
    let small = |number: u32| u8::try_from(number).map_err(|_| DerErrorKind::Value);
    let month = Month::try_from(small(month)?).map_err(|_| DerErrorKind::Value)?;
    let year = i32::try_from(year).map_err(|_| DerErrorKind::Value)?;
    let date =
        Date::from_calendar_date(year, month, small(day)?).map_err(|_| DerErrorKind::Value)?;
    let time = Time::from_hms_nano(small(hour)?, small(minute)?, small(second)?, nanosecond)
        .map_err(|_| DerErrorKind::Value)?;
    Ok(PrimitiveDateTime::new(date, time).assume_utc())
}

fn split_number(text: &[u8], digits: usize) -> Result<(u32, &[u8]), DerErrorKind> {
    let (head, rest) = text.split_at_checked(digits).ok_or(DerErrorKind::Value)?;
    head.iter()
        .try_fold(0_u32, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + u32::from(digit - b'0'))
        })
        .map(|number| (number, rest))
        .ok_or(DerErrorKind::Value)
}

/// Nanoseconds of a decimal fraction that is not empty and has no trailing zero (X.690, 11.7.3);
/// digits beyond the ninth are checked and dropped.
fn fraction(digits: &[u8]) -> Result<u32, DerErrorKind> {
    if digits.last().is_none_or(|last| *last == b'0') || !digits.iter().all(u8::is_ascii_digit) {
        return Err(DerErrorKind::Value);
    }
    let padded = digits
        .iter()
        .copied()
        .chain(std::iter::repeat(b'0'))
        .take(9);
    Ok(padded.fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0')))
}
