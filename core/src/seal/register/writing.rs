//! Adding lines.

use super::CONTEXT;
use super::record::{Entry, Record, Says};
use crate::json::{Octets, Sha256};
use crate::suite::{SigningError, SigningKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use time::OffsetDateTime;

/// The last line of a register: what the next one is put behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tail {
    /// Number of the last line.
    pub seq: u64,
    /// SHA-256 of the last line, without its line end.
    pub sha256: Sha256,
}

impl Tail {
    /// Begins a register of a domain; `certificate` is the DER of the keeper's.
    ///
    /// Returns the first line, which has no line end, and the tail that it is.
    ///
    /// # Errors
    ///
    /// [`SigningError`] where the key does not sign.
    pub fn begin(
        domain: &str,
        certificate: &[u8],
        key: &dyn SigningKey,
    ) -> Result<(Vec<u8>, Self), SigningError> {
        let record = Record {
            seq: 0,
            prev: None,
            says: Says::Keeper {
                domain: domain.to_owned(),
                certificate: Octets(certificate.to_vec()),
            },
        };
        written(&record, key)
    }

    /// Makes the line of a change.
    ///
    /// Whether the seal may change so is for the caller to see; a register that holds what may not be is
    /// not read.
    ///
    /// # Errors
    ///
    /// [`SigningError`] where the key does not sign.
    pub fn enter(
        &self,
        entry: Entry,
        key: &dyn SigningKey,
    ) -> Result<(Vec<u8>, Self), SigningError> {
        written(&self.next(Says::Change(entry)), key)
    }

    /// Makes the line that closes a register which is handed to others.
    ///
    /// # Errors
    ///
    /// [`SigningError`] where the key does not sign.
    pub fn close(
        &self,
        as_of: OffsetDateTime,
        fresh_until: OffsetDateTime,
        key: &dyn SigningKey,
    ) -> Result<Vec<u8>, SigningError> {
        let head = Says::Head { as_of, fresh_until };
        written(&self.next(head), key).map(|(line, _)| line)
    }

    fn next(&self, says: Says) -> Record {
        Record {
            seq: self.seq.saturating_add(1),
            prev: Some(self.sha256),
            says,
        }
    }
}

fn written(record: &Record, key: &dyn SigningKey) -> Result<(Vec<u8>, Tail), SigningError> {
    // Text and numbers only: nothing that JSON could not hold, except for a year after 9999.
    let object = serde_json::to_vec(record).unwrap_or_default();
    let value = key.sign(&[CONTEXT, &object].concat())?;
    let mut line = object;
    line.push(b'\t');
    line.extend_from_slice(STANDARD.encode(value).as_bytes());
    let tail = Tail {
        seq: record.seq,
        sha256: Sha256::of(&line),
    };
    Ok((line, tail))
}
