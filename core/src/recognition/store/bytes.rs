//! A store as bytes, and back: every signature is verified again.

use super::import::At;
use super::{Floor, ImportRefused, Pin, Store};
use crate::json::instant;
use crate::licence::{JsonError, read_json};
use crate::recognition::{Domain, ObjectKey, Octets, Sha256};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use time::OffsetDateTime;

/// What `format` says.
const FORMAT: &str = "yinxin-recognition-store/1";

/// Octets that a store may have.
const MOST: usize = 256 * 1024 * 1024;

/// Why bytes are not a store that may be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// Not JSON of that shape.
    Json(JsonError),
    /// Another format or version.
    Format,
    /// An object that the store itself would not take.
    Object {
        /// Its place, from 0.
        place: usize,
        /// Why.
        source: Box<ImportRefused>,
    },
    /// An object is not the one that the floor beside it names: somebody went back in time.
    Regressed {
        /// Which.
        key: Box<ObjectKey>,
    },
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => write!(f, "not a recognition store: {error}"),
            Self::Format => write!(f, "not a recognition store of format {FORMAT}"),
            Self::Object { place, source } => write!(f, "object {place} of the store: {source}"),
            Self::Regressed { key } => {
                write!(
                    f,
                    "the store holds an older {key} than it has seen: restore a newer copy"
                )
            }
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Json(error) => Some(error),
            Self::Object { source, .. } => Some(source),
            Self::Format | Self::Regressed { .. } => None,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: String,
    pins: BTreeMap<Domain, Pin>,
    floors: Vec<WrittenFloor>,
    #[serde(with = "instant::optional")]
    time_floor: Option<OffsetDateTime>,
    /// Roots first, oldest first.
    envelopes: Vec<Octets>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFloor {
    key: ObjectKey,
    floor: Floor,
}

impl Store {
    /// Returns the store as bytes; the same store gives the same bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let roots = self
            .roots
            .values()
            .flatten()
            .map(|object| object.envelope());
        let lists = self.lists.values().map(|list| list.object.envelope());
        let agreements = self.agreements.values().map(|object| object.envelope());
        let statuses = self.statuses.values().map(|object| object.envelope());
        let written = Written {
            format: FORMAT.to_owned(),
            pins: self.pins.clone(),
            floors: self
                .floors
                .iter()
                .map(|(key, floor)| WrittenFloor {
                    key: key.clone(),
                    floor: *floor,
                })
                .collect(),
            time_floor: self.time_floor,
            envelopes: roots
                .chain(lists)
                .chain(agreements)
                .chain(statuses)
                .map(|envelope| Octets(envelope.to_vec()))
                .collect(),
        };
        // Text, numbers and lists only: nothing that JSON could not hold.
        serde_json::to_vec(&written).unwrap_or_default()
    }

    /// Returns the SHA-256 of [`Self::to_bytes`]: what a record of a decision names.
    #[must_use]
    pub fn digest(&self) -> Sha256 {
        Sha256::of(&self.to_bytes())
    }

    /// Reads a store back, verifying every signature and chain again.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the bytes are no store, an object does not verify, or an object is
    /// not the one its floor names.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        let written: Written = read_json(bytes, MOST).map_err(StoreError::Json)?;
        if written.format != FORMAT {
            return Err(StoreError::Format);
        }
        let mut store = Self {
            pins: written.pins,
            ..Self::default()
        };
        for (place, envelope) in written.envelopes.iter().enumerate() {
            store
                .take(&envelope.0, At::Reading)
                .map_err(|source| StoreError::Object {
                    place,
                    source: Box::new(source),
                })?;
        }
        let floors: BTreeMap<ObjectKey, Floor> = written
            .floors
            .into_iter()
            .map(|written| (written.key, written.floor))
            .collect();
        for (key, read) in &store.floors {
            if floors.get(key) != Some(read) {
                return Err(StoreError::Regressed {
                    key: Box::new(key.clone()),
                });
            }
        }
        store.floors = floors;
        store.time_floor = store.time_floor.max(written.time_floor);
        Ok(store)
    }
}
