//! JSON as it comes from outside: size, depth, doubled names and fractions are looked at first.

use serde::de::{DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;

/// Levels of arrays and objects that any JSON of this project may have.
const DEEPEST: usize = 16;

/// Why a JSON text was not taken.
#[derive(Debug)]
#[non_exhaustive]
pub enum JsonError {
    /// More octets than the caller allows.
    TooLong {
        /// Octets found.
        found: usize,
        /// Octets allowed.
        most: usize,
    },
    /// More than 16 levels.
    TooDeep {
        /// Octets from the start.
        at: usize,
    },
    /// A name that stands twice in one object: two readers could see two documents.
    DoubledName {
        /// Octets from the start.
        at: usize,
    },
    /// A number that is not a whole number of 64 bits.
    Fraction {
        /// Octets from the start.
        at: usize,
    },
    /// Not JSON (RFC 8259).
    Syntax {
        /// Octets from the start.
        at: usize,
        /// What the reader said.
        source: serde_json::Error,
    },
    /// JSON of another shape: a name missing, unknown, or with a value that does not fit.
    Shape {
        /// Octets from the start.
        at: usize,
        /// What the reader said.
        source: serde_json::Error,
    },
}

impl JsonError {
    /// Returns where the text stopped being acceptable, octets from the start.
    #[must_use]
    pub fn position(&self) -> usize {
        match self {
            Self::TooLong { most, .. } => *most,
            Self::TooDeep { at }
            | Self::DoubledName { at }
            | Self::Fraction { at }
            | Self::Syntax { at, .. }
            | Self::Shape { at, .. } => *at,
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { found, most } => write!(f, "{found} octets of json, {most} allowed"),
            Self::TooDeep { at } => write!(f, "at octet {at}: more than {DEEPEST} levels of json"),
            Self::DoubledName { at } => {
                write!(f, "at octet {at}: a name stands twice in one json object")
            }
            Self::Fraction { at } => {
                write!(
                    f,
                    "at octet {at}: a number that is not a whole number of 64 bits"
                )
            }
            Self::Syntax { at, source } => write!(f, "at octet {at}: not json: {source}"),
            Self::Shape { at, source } => write!(f, "at octet {at}: {source}"),
        }
    }
}

impl std::error::Error for JsonError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Syntax { source, .. } | Self::Shape { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Reads a value from JSON that a stranger may have written.
///
/// Nothing is read twice differently: names stand once, numbers are whole, text is UTF-8 without
/// lone surrogates, and nothing follows the value. The type says which names are known.
///
/// # Errors
///
/// [`JsonError`] with the place and the rule.
pub fn read_json<T: DeserializeOwned>(text: &[u8], most: usize) -> Result<T, JsonError> {
    if text.len() > most {
        return Err(JsonError::TooLong {
            found: text.len(),
            most,
        });
    }
    let fault = Cell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let walk = Walk {
        levels_left: DEEPEST,
        fault: &fault,
    };
    if let Err(source) = walk.deserialize(&mut reader).and_then(|()| reader.end()) {
        let at = offset(text, &source);
        return Err(match fault.get() {
            Some(Fault::TooDeep) => JsonError::TooDeep { at },
            Some(Fault::DoubledName) => JsonError::DoubledName { at },
            Some(Fault::Fraction) => JsonError::Fraction { at },
            None => JsonError::Syntax { at, source },
        });
    }
    serde_json::from_slice(text).map_err(|source| JsonError::Shape {
        at: offset(text, &source),
        source,
    })
}

/// `serde_json` counts lines from 1 and octets in the line from 0 or 1; the place is near enough
/// for a person, and never past the end.
fn offset(text: &[u8], error: &serde_json::Error) -> usize {
    let lines_before = error.line().saturating_sub(1);
    let start = text
        .split_inclusive(|&octet| octet == b'\n')
        .take(lines_before)
        .map(<[u8]>::len)
        .sum::<usize>();
    (start + error.column().saturating_sub(1)).min(text.len())
}

#[derive(Clone, Copy)]
enum Fault {
    TooDeep,
    DoubledName,
    Fraction,
}

#[derive(Clone, Copy)]
struct Walk<'a> {
    levels_left: usize,
    fault: &'a Cell<Option<Fault>>,
}

impl Walk<'_> {
    fn stop<E: serde::de::Error>(self, fault: Fault) -> E {
        self.fault.set(Some(fault));
        E::custom("refused")
    }

    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        match self.levels_left.checked_sub(1) {
            Some(levels_left) => Ok(Self {
                levels_left,
                ..self
            }),
            None => Err(self.stop(Fault::TooDeep)),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("json")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        Err(self.stop(Fault::Fraction))
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let deeper = self.deeper()?;
        while items.next_element_seed(deeper)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let deeper = self.deeper()?;
        let mut seen = BTreeSet::new();
        while let Some(name) = entries.next_key::<String>()? {
            if !seen.insert(name) {
                return Err(self.stop(Fault::DoubledName));
            }
            entries.next_value_seed(deeper)?;
        }
        Ok(())
    }
}

/// Makes the error of a value that has the shape and not the form.
pub(crate) fn unfit<E: serde::de::Error>(what: &'static str) -> E {
    E::custom(what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn check(text: &str, expected: &str) {
        let found = match read_json::<Value>(text.as_bytes(), 1_000) {
            Ok(_) => "taken",
            Err(JsonError::TooLong { .. }) => "too long",
            Err(JsonError::TooDeep { .. }) => "too deep",
            Err(JsonError::DoubledName { .. }) => "doubled name",
            Err(JsonError::Fraction { .. }) => "fraction",
            Err(JsonError::Syntax { .. }) => "syntax",
            Err(JsonError::Shape { .. }) => "shape",
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
        for (text, expected) in [
            (r#"{"a":1,"b":[null,true,"x",-3]}"#, "taken"),
            (r#"{"a":1,"a":2}"#, "doubled name"),
            (r#"{"a":1,"\u0061":1}"#, "doubled name"),
            (r#"[{"b":{"c":1,"c":1}}]"#, "doubled name"),
            (r#"{"a":{"a":1}}"#, "taken"),
            ("1.0", "fraction"),
            ("18446744073709551615", "taken"),
            ("18446744073709551616", "fraction"),
            ("1e2", "fraction"),
            ("1e400", "syntax"),
            ("NaN", "syntax"),
            ("1 2", "syntax"),
            ("\u{feff}1", "syntax"),
            (r#""\ud800""#, "syntax"),
            ("", "syntax"),
            (&" ".repeat(1_001), "too long"),
            (&format!("{}{}", "[".repeat(16), "]".repeat(16)), "taken"),
            (&format!("{}{}", "[".repeat(17), "]".repeat(17)), "too deep"),
            (&"[".repeat(900), "too deep"),
        ] {
            check(text, expected);
        }
        assert!(matches!(
            read_json::<Value>(b"\"\xff\"", 9),
            Err(JsonError::Syntax { .. })
        ));
    }

    proptest! {
        #[test]
        fn any_octets_are_read_without_panic(octets: Vec<u8>) {
            let _ = read_json::<Value>(&octets, 4_096);
        }
    }
}
