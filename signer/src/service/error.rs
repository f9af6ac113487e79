//! Why a service could not do what was asked.

mod text;

use crate::wire::ReasonText;
use std::path::PathBuf;
pub use text::Bilingual;

/// Why a service could not do what was asked. A bad document is not an error: it is a report.
#[derive(Debug)]
#[non_exhaustive]
pub enum ServiceError {
    /// This build does not hold the service.
    Unavailable {
        /// Name of the service.
        what: &'static str,
    },
    /// The option is part of the interface and not served by this release.
    NotServed {
        /// The option as it is written, such as `--tsa`.
        option: &'static str,
    },
    /// A password-protected document, which this release does not read.
    EncryptedNotServed {
        /// The document.
        path: PathBuf,
    },
    /// A file or folder could not be read.
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file or folder could not be written.
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is larger than what is read of its kind.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Most octets.
        most: u64,
    },
    /// A file does not hold what was expected.
    NotUnderstood {
        /// The file.
        path: PathBuf,
        /// What was expected.
        expected: Expected,
    },
    /// The document could not be judged or changed.
    Document {
        /// The document.
        path: PathBuf,
        /// What the core said, with the octet position where there is one.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// An output is there already; nothing is overwritten.
    AlreadyThere {
        /// The file or folder.
        path: PathBuf,
    },
    /// There is no home here.
    HomeMissing {
        /// The folder.
        path: PathBuf,
    },
    /// The home has no such thing.
    NotFound {
        /// What was looked for.
        what: Sought,
        /// The identifier that was given.
        id: String,
    },
    /// A fingerprint is not 64 hexadecimal digits.
    FingerprintMalformed,
    /// A certificate has another fingerprint than the one given.
    FingerprintMismatch {
        /// The certificate's file.
        path: PathBuf,
    },
    /// A password does not open the key, or is missing.
    PasswordWrong {
        /// The key's file.
        path: PathBuf,
    },
    /// Something that cannot happen happened.
    Internal(&'static str),
}

/// What a file was expected to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// One certificate, DER or PEM.
    OneCertificate,
    /// At least one certificate, DER or PEM.
    Certificates,
    /// At least one CRL, DER or PEM.
    RevocationList,
    /// A folder with at least one certificate.
    FolderOfCertificates,
    /// A private key.
    PrivateKey,
    /// Licence data, CSV or JSON.
    LicenceData,
}

/// What was looked for in a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// A licence, by identifier.
    Licence,
    /// A licence type, by code.
    LicenceType,
    /// A seal, by identifier.
    Seal,
    /// A trust anchor, by fingerprint.
    Anchor,
}

/// Kind of an error; the command line makes an exit code of it, the daemon a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request cannot be served as it stands.
    Usage,
    /// Refused: what was shown is not what was claimed.
    Refused,
    /// A file or a folder is in the way.
    InputOutput,
    /// The program is at fault.
    Internal,
}

impl ServiceError {
    /// Returns the kind.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NotServed { .. } | Self::FingerprintMalformed => ErrorKind::Usage,
            Self::FingerprintMismatch { .. } => ErrorKind::Refused,
            Self::EncryptedNotServed { .. }
            | Self::Read { .. }
            | Self::Write { .. }
            | Self::TooLarge { .. }
            | Self::NotUnderstood { .. }
            | Self::Document { .. }
            | Self::AlreadyThere { .. }
            | Self::HomeMissing { .. }
            | Self::NotFound { .. }
            | Self::PasswordWrong { .. } => ErrorKind::InputOutput,
            Self::Unavailable { .. } | Self::Internal(_) => ErrorKind::Internal,
        }
    }

    /// Returns the stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unavailable { .. } => "UNAVAILABLE",
            Self::NotServed { .. } => "NOT_SERVED",
            Self::EncryptedNotServed { .. } => "ENCRYPTED_NOT_SERVED",
            Self::Read { .. } => "READ_FAILED",
            Self::Write { .. } => "WRITE_FAILED",
            Self::TooLarge { .. } => "TOO_LARGE",
            Self::NotUnderstood { .. } => "NOT_UNDERSTOOD",
            Self::Document { .. } => "DOCUMENT_NOT_JUDGED",
            Self::AlreadyThere { .. } => "ALREADY_THERE",
            Self::HomeMissing { .. } => "HOME_MISSING",
            Self::NotFound { .. } => "NOT_FOUND",
            Self::FingerprintMalformed => "FINGERPRINT_MALFORMED",
            Self::FingerprintMismatch { .. } => "FINGERPRINT_MISMATCH",
            Self::PasswordWrong { .. } => "PASSWORD_WRONG",
            Self::Internal(_) => "INTERNAL",
        }
    }

    /// Returns code and texts as an entry of `problems`. The texts name files of this machine: the
    /// command line may print them, the daemon must not.
    #[must_use]
    pub fn problem(&self) -> ReasonText {
        let Bilingual { zh, en } = self.text();
        ReasonText {
            code: self.code(),
            zh,
            en,
            clause: "",
        }
    }
}

impl std::fmt::Display for ServiceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for ServiceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } | Self::Write { source, .. } => Some(source),
            Self::Document { source, .. } => Some(source.as_ref()),
            _ => None,
        }
    }
}
