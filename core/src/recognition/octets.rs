//! Octets and digests as JSON text.

use crate::suite::{self, DigestAlgorithm};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Octets, in JSON as base64 (RFC 4648, 4).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Octets(pub Vec<u8>);

/// A text is not base64 or not a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotOctets(&'static str);

impl fmt::Display for NotOctets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl TryFrom<String> for Octets {
    type Error = NotOctets;

    /// Reads either alphabet, as DSSE asks, with padding.
    fn try_from(text: String) -> Result<Self, NotOctets> {
        STANDARD
            .decode(&text)
            .or_else(|_| URL_SAFE.decode(&text))
            .map(Self)
            .map_err(|_| NotOctets("not base64 with padding"))
    }
}

impl From<Octets> for String {
    fn from(octets: Octets) -> Self {
        STANDARD.encode(octets.0)
    }
}

/// A SHA-256 value, in JSON as lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    /// Returns the SHA-256 of `octets`.
    #[must_use]
    pub fn of(octets: &[u8]) -> Self {
        let mut value = [0; 32];
        let digest = suite::digest(DigestAlgorithm::Sha256, octets);
        for (to, from) in value.iter_mut().zip(digest) {
            *to = from;
        }
        Self(value)
    }

    /// Reads 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut value = [0; 32];
        if text.len() != 64 {
            return None;
        }
        for (to, pair) in value.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let &[high, low] = pair else { return None };
            *to = nibble(high)? << 4 | nibble(low)?;
        }
        Some(Self(value))
    }
}

fn nibble(octet: u8) -> Option<u8> {
    match octet {
        b'0'..=b'9' => Some(octet - b'0'),
        b'a'..=b'f' => Some(octet - b'a' + 10),
        _ => None,
    }
}

impl TryFrom<String> for Sha256 {
    type Error = NotOctets;

    fn try_from(text: String) -> Result<Self, NotOctets> {
        Self::parse(&text).ok_or(NotOctets("not 64 lower-case hexadecimal digits"))
    }
}

impl From<Sha256> for String {
    fn from(digest: Sha256) -> Self {
        digest.to_string()
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256({self})")
    }
}

/// Instants in JSON: RFC 3339 in UTC, whole seconds.
pub(crate) mod instant {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use time::format_description::well_known::Rfc3339;
    use time::{OffsetDateTime, UtcOffset};

    pub(crate) fn serialize<S: Serializer>(
        at: &OffsetDateTime,
        writer: S,
    ) -> Result<S::Ok, S::Error> {
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
}

/// Civil dates in JSON: `YYYY-MM-DD`.
pub(crate) mod civil {
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
}
