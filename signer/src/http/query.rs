//! What stands behind the `?`. A parameter that is not known is refused: nothing is ignored.

use super::Problem;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// Returns the parameters.
pub(super) fn parameters<T>(query: Result<Query<T>, QueryRejection>) -> Result<T, Problem> {
    query
        .map(|Query(parameters)| parameters)
        .map_err(|_| Problem::BadRequest)
}

/// Reads a time that may be left out, RFC 3339.
pub(super) fn instant(text: Option<&str>) -> Result<Option<OffsetDateTime>, Problem> {
    text.map(|text| {
        OffsetDateTime::parse(text, &Rfc3339)
            .ok()
            .and_then(|instant| instant.checked_to_offset(UtcOffset::UTC))
            .ok_or(Problem::BadRequest)
    })
    .transpose()
}
