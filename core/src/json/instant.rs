//! Instants in JSON: RFC 3339 in UTC, whole seconds.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

pub(crate) fn serialize<S: Serializer>(at: &OffsetDateTime, writer: S) -> Result<S::Ok, S::Error> {
    at.checked_to_offset(UtcOffset::UTC)
        .and_then(|at| at.format(&Rfc3339).ok())
        .ok_or_else(|| serde::ser::Error::custom("an instant outside the years 0 to 9999"))?
        .serialize(writer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    reader: D,
) -> Result<OffsetDateTime, D::Error> {
    let text = String::deserialize(reader)?;
    OffsetDateTime::parse(&text, &Rfc3339)
        .ok()
        .and_then(|at| at.checked_to_offset(UtcOffset::UTC))
        .ok_or_else(|| serde::de::Error::custom("not an RFC 3339 instant"))
}

/// Returns an instant as it stands in JSON, for people.
#[cfg(feature = "gm")]
pub(crate) fn shown(at: OffsetDateTime) -> String {
    let utc = at.checked_to_offset(UtcOffset::UTC);
    utc.and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_else(|| at.to_string())
}

pub(crate) mod optional {
    use super::{OffsetDateTime, Serialize};
    use serde::{Deserialize, Deserializer, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Wrapped(#[serde(with = "super")] OffsetDateTime);

    pub(crate) fn serialize<S: Serializer>(
        at: &Option<OffsetDateTime>,
        writer: S,
    ) -> Result<S::Ok, S::Error> {
        at.map(Wrapped).serialize(writer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        reader: D,
    ) -> Result<Option<OffsetDateTime>, D::Error> {
        Ok(Option::<Wrapped>::deserialize(reader)?.map(|wrapped| wrapped.0))
    }
}
