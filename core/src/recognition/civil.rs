//! Civil dates in JSON: `YYYY-MM-DD`.

use crate::licence::{iso_date, parse_iso_date};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::Date;

pub(crate) fn serialize<S: Serializer>(day: &Date, writer: S) -> Result<S::Ok, S::Error> {
    iso_date(*day).serialize(writer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<Date, D::Error> {
    let text = String::deserialize(reader)?;
    parse_iso_date(&text).ok_or_else(|| serde::de::Error::custom("not a date, YYYY-MM-DD"))
}

pub(crate) mod optional {
    use super::{Date, Serialize};
    use serde::{Deserialize, Deserializer, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Wrapped(#[serde(with = "super")] Date);

    pub(crate) fn serialize<S: Serializer>(
        day: &Option<Date>,
        writer: S,
    ) -> Result<S::Ok, S::Error> {
        day.map(Wrapped).serialize(writer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        reader: D,
    ) -> Result<Option<Date>, D::Error> {
        Ok(Option::<Wrapped>::deserialize(reader)?.map(|wrapped| wrapped.0))
    }
}
