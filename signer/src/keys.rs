//! Private keys, behind a trait that a file, another process or a PKCS#11 token can stand behind.
//!
//! [`FileKeyStore`] keeps one password-encrypted file a key. [`read`] takes keys from files that
//! other programs wrote. A key that is out of the store is a
//! [`yinxin_core::suite::SigningKey`]; nothing here hands out private bytes except [`read`], whose
//! purpose it is.

pub mod enveloped;
pub mod file;
pub mod generate;
pub mod password;
#[cfg(feature = "pkcs12")]
mod pkcs12;
pub mod read;
pub mod sm4;

pub use file::FileKeyStore;
pub use generate::KeyKind;
pub use password::Password;

use std::fmt;
use std::io;
use yinxin_core::suite::SigningKey;

/// A place that keeps private keys and signs with them.
pub trait KeyStore: Send + Sync + fmt::Debug {
    /// Returns the keys that the store holds, sorted by identifier. Needs no password.
    ///
    /// # Errors
    ///
    /// [`KeyError::Io`] where the store is out of reach.
    fn list(&self) -> Result<Vec<KeyInfo>, KeyError>;

    /// Opens a key for signing.
    ///
    /// # Errors
    ///
    /// [`KeyError::Unknown`], [`KeyError::WrongPassword`], or what keeps the store from answering.
    fn open(&self, id: &KeyId) -> Result<Box<dyn SigningKey>, KeyError>;

    /// Makes a new key inside the store.
    ///
    /// # Errors
    ///
    /// [`KeyError::Exists`] where the identifier is taken; [`KeyError::Unsupported`] where the store
    /// cannot make such keys.
    fn create(&self, id: &KeyId, kind: KeyKind) -> Result<KeyInfo, KeyError>;
}

/// What may be known of a key without its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyInfo {
    /// Identifier in its store.
    pub id: KeyId,
    /// DER of the SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
    pub subject_public_key_info: Vec<u8>,
}

/// Identifier of a key: 1 to 64 lower-case letters, digits, `-`, `_` and `.`, beginning with a
/// letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(String);

impl KeyId {
    /// Checks an identifier.
    ///
    /// # Errors
    ///
    /// [`KeyError::BadIdentifier`] where it does not have the form.
    pub fn new(text: &str) -> Result<Self, KeyError> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let starts_well = text.bytes().next().is_some_and(allowed);
        let rest = text
            .bytes()
            .all(|b| allowed(b) || matches!(b, b'-' | b'_' | b'.'));
        if starts_well && rest && text.len() <= 64 {
            Ok(Self(text.to_owned()))
        } else {
            Err(KeyError::BadIdentifier)
        }
    }

    /// Returns the identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a key could not be listed, opened or made.
#[derive(Debug)]
#[non_exhaustive]
pub enum KeyError {
    /// The identifier does not have the form.
    BadIdentifier,
    /// The store has no such key.
    Unknown,
    /// The identifier is taken.
    Exists,
    /// The password does not open the key.
    WrongPassword,
    /// The key file does not hold what it should.
    Malformed(read::ReadError),
    /// The public half beside the key is not that of the key.
    PublicHalfDiffers,
    /// The store cannot make or use keys of this kind.
    Unsupported,
    /// No randomness, or the key was refused by the cryptographic library.
    Cryptography,
    /// The store is out of reach.
    Io(io::Error),
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadIdentifier => f.write_str(
                "the key identifier must be 1 to 64 lower-case letters, digits, '-', '_' or '.', \
                 beginning with a letter or digit",
            ),
            Self::Unknown => f.write_str("there is no key of that identifier"),
            Self::Exists => {
                f.write_str("there is a key of that identifier already; choose another")
            }
            Self::WrongPassword => f.write_str("the password does not open the key"),
            Self::Malformed(error) => write!(f, "the key file is damaged: {error}"),
            Self::PublicHalfDiffers => f.write_str(
                "the public key stored beside the private key belongs to another; \
                 restore the key file from a backup",
            ),
            Self::Unsupported => f.write_str("this key store cannot make or use such a key"),
            Self::Cryptography => {
                f.write_str("the cryptographic library refused the key or had no randomness")
            }
            Self::Io(error) => write!(f, "the key store cannot be read or written: {error}"),
        }
    }
}

impl std::error::Error for KeyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Malformed(error) => Some(error),
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for KeyError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_cannot_leave_the_folder() {
        for bad in [
            "",
            "..",
            ".a",
            "-a",
            "a/b",
            "A",
            "a b",
            "章",
            "a\0",
            &"a".repeat(65),
        ] {
            assert!(KeyId::new(bad).is_err(), "{bad:?}");
        }
        for good in ["a", "0", "unit-990101.p256", "a_b", &"a".repeat(64)] {
            assert!(KeyId::new(good).is_ok(), "{good:?}");
        }
    }
}
