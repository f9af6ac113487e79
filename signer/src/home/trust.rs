//! Trust anchors: certificates that were imported by fingerprint, each for one role.
//!
//! `trust/ROLE/SHA256.der`. The folder is the list: an anchor is there or it is not. A file whose
//! name is not its own fingerprint makes the whole list unusable, since somebody else wrote there.

use crate::durable;
use ring::digest::{SHA256, digest};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use x509_parser::prelude::{FromDer, X509Certificate};

/// Longest certificate that is imported.
pub(crate) const LIMIT: u64 = 64 * 1024;
/// Most anchors of one role.
const MOST: usize = 10_000;
const EXTENSION: &str = ".der";

/// What an anchor may vouch for. One role never vouches for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Role {
    /// Signers of documents and seals in use.
    Signer,
    /// Makers of seals (制章人).
    Maker,
    /// Time-stamping authorities.
    Tsa,
    /// Publishers of status lists.
    Status,
    /// Roots of recognition agreements.
    Recognition,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Signer,
        Self::Maker,
        Self::Tsa,
        Self::Status,
        Self::Recognition,
    ];

    /// Returns the name of the role, as `--trust ROLE=FILE` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Signer => "signer",
            Self::Maker => "maker",
            Self::Tsa => "tsa",
            Self::Status => "status",
            Self::Recognition => "recognition",
        }
    }

    /// Returns the role of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// SHA-256 of a certificate's DER.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Computes the fingerprint of a certificate.
    #[must_use]
    pub fn of(der: &[u8]) -> Self {
        let mut octets = [0; 32];
        octets.copy_from_slice(digest(&SHA256, der).as_ref());
        Self(octets)
    }

    /// Reads 64 hexadecimal digits; colons and white space between them are passed over.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 256 {
            return None;
        }
        let digits: Option<Vec<u8>> = text
            .chars()
            .filter(|c| *c != ':' && !c.is_whitespace())
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        let octets: Vec<u8> = digits?
            .chunks(2)
            .map(|pair| match pair {
                [high, low] => Some(high << 4 | low),
                _ => None,
            })
            .collect::<Option<_>>()?;
        octets.try_into().ok().map(Self)
    }

    /// Returns the octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

/// A trust anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// What it may vouch for.
    pub role: Role,
    /// SHA-256 of `der`.
    pub fingerprint: Fingerprint,
    /// The certificate.
    pub der: Vec<u8>,
}

impl Anchor {
    /// Makes the anchor of a certificate.
    #[must_use]
    pub fn new(role: Role, der: Vec<u8>) -> Self {
        Self {
            role,
            fingerprint: Fingerprint::of(&der),
            der,
        }
    }
}

/// The trust anchors of a home.
///
/// Anchors are whole files that come and go at once, so they are read and changed without the
/// home's lock, also while a daemon holds it.
#[derive(Debug, Clone)]
pub struct Trust {
    folder: PathBuf,
}

impl Trust {
    /// Takes the anchors of the home in `folder`.
    #[must_use]
    pub fn of_home(folder: &Path) -> Self {
        Self {
            folder: folder.join("trust"),
        }
    }

    /// Returns the file that holds an anchor, or would.
    #[must_use]
    pub fn file(&self, role: Role, fingerprint: &Fingerprint) -> PathBuf {
        self.folder.join(role.name()).join(file_name(fingerprint))
    }

    /// Returns the anchors, sorted by role and fingerprint.
    ///
    /// # Errors
    ///
    /// [`TrustError::Damaged`] where a file does not bear its own fingerprint.
    pub fn list(&self) -> Result<Vec<Anchor>, TrustError> {
        let mut anchors = Vec::new();
        for role in Role::ALL {
            let folder = self.folder.join(role.name());
            let entries = match std::fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error.into()),
            };
            for entry in entries {
                let name = entry?.file_name();
                let name = name.to_str().unwrap_or_default();
                if name.starts_with(durable::TEMPORARY_PREFIX) {
                    continue;
                }
                let damaged = TrustError::Damaged { role };
                let named = name.strip_suffix(EXTENSION).and_then(Fingerprint::parse);
                let Some(fingerprint) = named else {
                    return Err(damaged);
                };
                let der = durable::read_bounded(&folder.join(name), LIMIT)?;
                if Fingerprint::of(&der) != fingerprint || anchors.len() >= MOST * Role::ALL.len() {
                    return Err(damaged);
                }
                anchors.push(Anchor {
                    role,
                    fingerprint,
                    der,
                });
            }
        }
        anchors.sort_by_key(|anchor| (anchor.role, anchor.fingerprint));
        Ok(anchors)
    }

    /// Imports a certificate in DER as an anchor. `expected` is its fingerprint as it was learnt by
    /// another way than the certificate itself. Tells whether it is new.
    ///
    /// # Errors
    ///
    /// [`TrustError::FingerprintDiffers`], [`TrustError::NotACertificate`].
    pub fn import(
        &self,
        role: Role,
        der: &[u8],
        expected: &Fingerprint,
    ) -> Result<bool, TrustError> {
        let found = Fingerprint::of(der);
        if found != *expected {
            return Err(TrustError::FingerprintDiffers { found });
        }
        let too_long = u64::try_from(der.len()).unwrap_or(u64::MAX) > LIMIT;
        match X509Certificate::from_der(der) {
            Ok((rest, _)) if rest.is_empty() && !too_long => {}
            _ => return Err(TrustError::NotACertificate),
        }
        let folder = self.folder.join(role.name());
        durable::private_folder(&self.folder)?;
        durable::private_folder(&folder)?;
        match durable::write_new(&folder, &file_name(&found), der) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes an anchor; tells whether it was there.
    ///
    /// # Errors
    ///
    /// [`TrustError::Io`].
    pub fn remove(&self, role: Role, fingerprint: &Fingerprint) -> Result<bool, TrustError> {
        let folder = self.folder.join(role.name());
        Ok(durable::remove(&folder, &file_name(fingerprint))?)
    }
}

fn file_name(fingerprint: &Fingerprint) -> String {
    format!("{fingerprint}{EXTENSION}")
}

/// Why the trust anchors could not be read or changed.
#[derive(Debug)]
#[non_exhaustive]
pub enum TrustError {
    /// The certificate is not the one that was meant.
    FingerprintDiffers {
        /// The fingerprint of the certificate that was given.
        found: Fingerprint,
    },
    /// The bytes are not one X.509 certificate.
    NotACertificate,
    /// A file among the anchors does not bear its own fingerprint.
    Damaged {
        /// The role whose folder holds it.
        role: Role,
    },
    /// The system refused.
    Io(io::Error),
}

impl fmt::Display for TrustError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FingerprintDiffers { found } => write!(
                f,
                "the certificate has the fingerprint {found}, which is not the one given; \
                 ask its owner again by another way"
            ),
            Self::NotACertificate => f.write_str("the file is not one X.509 certificate in DER"),
            Self::Damaged { role } => write!(
                f,
                "a file in trust/{} does not bear its own fingerprint; find out who put it there, \
                 then remove it",
                role.name()
            ),
            Self::Io(error) => write!(f, "the trust anchors cannot be read or written: {error}"),
        }
    }
}

impl std::error::Error for TrustError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for TrustError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
