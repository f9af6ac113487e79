//! Reading a register, each line verified.

use super::history::RegisteredSeal;
use super::record::{Entry, Record, Says};
use super::{CONTEXT, MOST_OCTETS, Tail};
use crate::json::Sha256;
use crate::suite::{self, DigestAlgorithm, PublicKey, SignatureAlgorithm};
use crate::x509::Certificate;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::fmt;
use time::OffsetDateTime;

/// A register whose lines all follow from each other, signed by the key that its first line names.
///
/// Whether that key may be believed is another question.
#[derive(Debug, Clone)]
pub struct SealRegister {
    domain: String,
    keeper: Certificate,
    seals: BTreeMap<String, RegisteredSeal>,
    /// SHA-256 of every line but the one that closes it.
    pub(super) lines: Vec<Sha256>,
    head: Option<(OffsetDateTime, OffsetDateTime)>,
    tail: Tail,
}

/// Why octets are not a register. `line` counts from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegisterError {
    /// More octets than a register may have.
    TooLong,
    /// No line at all, or the first one does not say who keeps it.
    NoKeeper,
    /// The keeper's certificate cannot be read, or its key is for nothing that registers are signed with.
    Keeper,
    /// A line is not of the form.
    Malformed {
        /// Which.
        line: usize,
    },
    /// A line does not follow the one before: something was left out, put in between or changed.
    Broken {
        /// Which.
        line: usize,
    },
    /// The signature of a line does not fit.
    Signature {
        /// Which.
        line: usize,
    },
    /// A seal cannot change so, or earlier than before.
    Change {
        /// Which.
        line: usize,
    },
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "more than {MOST_OCTETS} octets"),
            Self::NoKeeper => f.write_str("the first line does not say who keeps the register"),
            Self::Keeper => f.write_str("the keeper's certificate cannot be used"),
            Self::Malformed { line } => write!(f, "line {line} is not of the form"),
            Self::Broken { line } => write!(f, "line {line} does not follow the line before"),
            Self::Signature { line } => write!(f, "the signature of line {line} does not fit"),
            Self::Change { line } => write!(f, "line {line} tells a change that cannot be"),
        }
    }
}

impl std::error::Error for RegisterError {}

impl SealRegister {
    /// Reads a register of at most 16 MiB and verifies every line of it.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] with the line.
    pub fn parse(octets: &[u8]) -> Result<Self, RegisterError> {
        if octets.len() > MOST_OCTETS {
            return Err(RegisterError::TooLong);
        }
        let octets = octets.strip_suffix(b"\n").unwrap_or(octets);
        let mut lines = octets.split(|octet| *octet == b'\n').zip(1..);
        let (first, _) = lines.next().ok_or(RegisterError::NoKeeper)?;
        let mut register = Self::begun(first)?;
        for (line, number) in lines {
            register.add(line, number)?;
        }
        Ok(register)
    }

    /// Tells whether octets begin as a register does: what else is true of them is not looked at.
    #[must_use]
    pub fn is_begun(octets: &[u8]) -> bool {
        let first = octets.split(|octet| *octet == b'\n').next();
        first.is_some_and(|line| parts(line, 1).is_ok())
    }

    fn begun(line: &[u8]) -> Result<Self, RegisterError> {
        let (object, value, record) = parts(line, 1)?;
        let (
            0,
            None,
            Says::Keeper {
                domain,
                certificate,
            },
        ) = (record.seq, record.prev, record.says)
        else {
            return Err(RegisterError::NoKeeper);
        };
        let keeper = Certificate::parse(&certificate.0).map_err(|_| RegisterError::Keeper)?;
        let register = Self {
            domain,
            keeper,
            seals: BTreeMap::new(),
            lines: vec![Sha256::of(line)],
            head: None,
            tail: Tail {
                seq: 0,
                sha256: Sha256::of(line),
            },
        };
        register.verify(object, &value, 1)?;
        Ok(register)
    }

    fn add(&mut self, line: &[u8], number: usize) -> Result<(), RegisterError> {
        let (object, value, record) = parts(line, number)?;
        let follows = record.prev == Some(self.tail.sha256)
            && self.tail.seq.checked_add(1) == Some(record.seq);
        if !follows || self.head.is_some() {
            return Err(RegisterError::Broken { line: number });
        }
        self.verify(object, &value, number)?;
        match record.says {
            Says::Keeper { .. } => return Err(RegisterError::Malformed { line: number }),
            Says::Change(entry) => self.change(entry, number)?,
            Says::Head { as_of, fresh_until } => self.head = Some((as_of, fresh_until)),
        }
        self.tail = Tail {
            seq: record.seq,
            sha256: Sha256::of(line),
        };
        if self.head.is_none() {
            self.lines.push(self.tail.sha256);
        }
        Ok(())
    }

    fn change(&mut self, entry: Entry, line: usize) -> Result<(), RegisterError> {
        let wrong = RegisterError::Change { line };
        match self.seals.get_mut(&entry.seal) {
            Some(seal) => seal.change(entry).ok_or(wrong),
            None => {
                let seal = RegisteredSeal::applied(entry).ok_or(wrong)?;
                self.seals.insert(seal.id().to_owned(), seal);
                Ok(())
            }
        }
    }

    fn verify(&self, object: &[u8], value: &[u8], line: usize) -> Result<(), RegisterError> {
        let key = self.keeper.subject_public_key_info();
        let algorithm = match PublicKey::parse(key) {
            Ok(PublicKey::P256(_)) => SignatureAlgorithm::EcdsaP256(DigestAlgorithm::Sha256),
            #[cfg(feature = "gm")]
            Ok(PublicKey::Sm2(_)) => SignatureAlgorithm::Sm2,
            _ => return Err(RegisterError::Keeper),
        };
        suite::verify(key, algorithm, &[CONTEXT, object].concat(), value)
            .map_err(|_| RegisterError::Signature { line })
    }

    /// Returns the area code of the domain that keeps it.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Returns the certificate of the key that signed every line.
    #[must_use]
    pub fn keeper(&self) -> &Certificate {
        &self.keeper
    }

    /// Returns up to when it tells everything and until when that may be used; `None` where it was not
    /// closed, as that of a home that goes on writing it.
    #[must_use]
    pub fn head(&self) -> Option<(OffsetDateTime, OffsetDateTime)> {
        self.head
    }

    /// Returns its last line.
    #[must_use]
    pub fn tail(&self) -> Tail {
        self.tail
    }

    /// Returns a seal by its identifier in the register.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&RegisteredSeal> {
        self.seals.get(id)
    }

    /// Returns every seal, by identifier.
    pub fn seals(&self) -> impl Iterator<Item = &RegisteredSeal> {
        self.seals.values()
    }
}

/// Takes a line apart: the object as it stands, the signature, and what the object says.
fn parts(line: &[u8], number: usize) -> Result<(&[u8], Vec<u8>, Record), RegisterError> {
    let malformed = RegisterError::Malformed { line: number };
    let tab = line.iter().position(|octet| *octet == b'\t');
    let (object, value) = tab
        .and_then(|tab| Some((line.get(..tab)?, line.get(tab + 1..)?)))
        .ok_or(malformed.clone())?;
    let value = STANDARD.decode(value).map_err(|_| malformed.clone())?;
    let record = serde_json::from_slice(object).map_err(|_| malformed)?;
    Ok((object, value, record))
}
