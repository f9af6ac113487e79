//! Why an object was not imported.

use crate::licence::JsonError;
use crate::reason::{Entry, Reason, recognition as reasons};
use crate::recognition::{BodyError, EnvelopeError, ObjectKey};
use std::fmt;
use time::OffsetDateTime;

/// Why an object was not imported; the store is as it was.
#[derive(Debug)]
#[non_exhaustive]
pub enum ImportRefused {
    /// The octets are no envelope.
    Envelope(EnvelopeError),
    /// The payload is not JSON of its kind.
    Payload(JsonError),
    /// The payload contradicts itself.
    Body(BodyError),
    /// The payload type is not known.
    UnknownType,
    /// The object's time has run out.
    Expired {
        /// When.
        valid_until: OffsetDateTime,
    },
    /// The object is from the future of the clock.
    NotYetIssued {
        /// When it says it was made.
        issued_at: OffsetDateTime,
    },
    /// The clock is behind an object that was imported before.
    ClockBehind {
        /// The latest time seen.
        floor: OffsetDateTime,
    },
    /// No fingerprint of the domain's root keys is known.
    NotPinned,
    /// The first root is not signed by enough pinned keys.
    PinNotMet,
    /// There is no root of a domain whose signature is needed.
    NoRoot,
    /// Not enough right signatures of the role.
    Signatures,
    /// Older than what was imported before.
    Rollback {
        /// Highest number seen.
        floor: u64,
        /// Number of this object.
        found: u64,
    },
    /// Far ahead of what was imported before, or a root that is not the next one.
    SeqJump {
        /// Highest number seen.
        floor: u64,
        /// Number of this object.
        found: u64,
    },
    /// Another object of the same number was imported before: the domain signed two truths.
    Equivocation {
        /// The number.
        seq: u64,
    },
    /// The object does not follow the one before it.
    PrevDiffers {
        /// Number of this object.
        seq: u64,
    },
    /// A revoked licence would be valid again.
    StatusRegression {
        /// Its index.
        index: u64,
    },
    /// A certificate already stands in the list of another domain.
    ListedElsewhere {
        /// That list.
        key: ObjectKey,
    },
    /// An authority is placed outside the domain's own area.
    OutsideJurisdiction,
}

impl ImportRefused {
    /// Returns the reason for people, in both languages.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let numbers = |entry: &'static Entry, floor: &u64, found: &u64| {
            Reason::new(entry).with("floor", floor).with("found", found)
        };
        match self {
            Self::Envelope(_) | Self::Payload(_) | Self::Body(_) => {
                Reason::new(&reasons::IMPORT_FORMAT)
            }
            Self::UnknownType => Reason::new(&reasons::IMPORT_TYPE),
            Self::Expired { valid_until } => {
                Reason::new(&reasons::IMPORT_EXPIRED).at("time", *valid_until)
            }
            Self::NotYetIssued { issued_at } => {
                Reason::new(&reasons::IMPORT_NOT_YET_ISSUED).at("time", *issued_at)
            }
            Self::ClockBehind { floor } => Reason::new(&reasons::CLOCK_BEHIND).at("time", *floor),
            Self::NotPinned => Reason::new(&reasons::IMPORT_NOT_PINNED),
            Self::PinNotMet => Reason::new(&reasons::IMPORT_PIN_NOT_MET),
            Self::NoRoot => Reason::new(&reasons::IMPORT_NO_ROOT),
            Self::Signatures => Reason::new(&reasons::IMPORT_SIGNATURES),
            Self::Rollback { floor, found } => numbers(&reasons::IMPORT_ROLLBACK, floor, found),
            Self::SeqJump { floor, found } => numbers(&reasons::IMPORT_SEQ_JUMP, floor, found),
            Self::Equivocation { seq } => {
                Reason::new(&reasons::IMPORT_EQUIVOCATION).with("found", seq)
            }
            Self::PrevDiffers { seq } => {
                Reason::new(&reasons::IMPORT_PREV_DIFFERS).with("found", seq)
            }
            Self::StatusRegression { index } => {
                Reason::new(&reasons::IMPORT_STATUS_REGRESSION).with("index", index)
            }
            Self::ListedElsewhere { key } => {
                Reason::new(&reasons::IMPORT_LISTED_ELSEWHERE).with("object", key)
            }
            Self::OutsideJurisdiction => Reason::new(&reasons::IMPORT_OUTSIDE_JURISDICTION),
        }
    }
}

impl fmt::Display for ImportRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Envelope(error) => write!(f, "not imported: {error}"),
            Self::Payload(error) => write!(f, "not imported: the payload: {error}"),
            Self::Body(error) => write!(f, "not imported: {error}"),
            _ => write!(f, "not imported: {}", self.reason().en()),
        }
    }
}

impl std::error::Error for ImportRefused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Envelope(error) => Some(error),
            Self::Payload(error) => Some(error),
            Self::Body(error) => Some(error),
            _ => None,
        }
    }
}
