//! Password-protected files: the standard security handler, revision 2 to 6 (ISO 32000-2, 7.6; from
//! memory), with RC4, AESV2, AESV3 and identity.
//!
//! The state of a file is one of three: not encrypted; opened with a password (the empty one is
//! tried first); or locked, with the reason. In a file that was opened, strings are decrypted when
//! they are decoded and streams when they are; places always count in the file as it lies there,
//! since that is what signatures cover. What does not decrypt is an error of its object, never
//! passed over.
//!
//! What is encrypted and what is not is one rule for reading and writing ([`Cipher::mark`]): not the
//! encryption dictionary, not cross-reference streams, not strings inside object streams (their
//! stream is), and not `/Contents` of a dictionary with `/ByteRange`.
//!
//! A file whose revisions disagree on `/Encrypt` or on the first half of `/ID` is locked: there is no
//! one key with which all of it could be read as its signers saw it.
//!
//! What the owner does not permit is reported and not enforced. RC4 and MD5 are used because the
//! files demand it; nothing rests on them.

#[cfg(feature = "encrypted")]
mod cipher;
#[cfg(not(feature = "encrypted"))]
#[path = "encryption/absent.rs"]
mod cipher;
#[cfg(feature = "encrypted")]
mod hash;
mod locked;
mod parameters;
mod password;
mod permissions;
#[cfg(feature = "encrypted")]
mod standard;
mod unlock;

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::limits::Budget;
use super::object::{Dictionary, Object, ObjectId, StringToken};
use super::parse_error::ParseError;

pub use locked::Locked;
pub(crate) use parameters::Method;
pub(crate) use parameters::Parameters;
pub use password::Password;
pub use permissions::{Operation, Permissions};
pub(crate) use unlock::unlock;

/// With which password a file was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenedWith {
    /// The empty one: everybody can read the file.
    Nothing,
    /// The user password.
    User,
    /// The owner password.
    Owner,
}

/// Whether a document is encrypted, and whether it could be opened.
#[derive(Debug)]
pub(crate) enum Protection {
    None,
    Open(Box<Encryption>),
    Locked(Locked),
}

/// The encryption of a document that was opened.
pub struct Encryption {
    parameters: Parameters,
    key: Zeroizing<Vec<u8>>,
    opened_with: OpenedWith,
    /// The encryption dictionary, where it is an indirect object.
    dictionary: Option<ObjectId>,
}

impl fmt::Debug for Encryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encryption")
            .field("parameters", &self.parameters)
            .field("opened_with", &self.opened_with)
            .finish_non_exhaustive()
    }
}

impl Encryption {
    /// Returns with which password the file was opened.
    #[must_use]
    pub fn opened_with(&self) -> OpenedWith {
        self.opened_with
    }

    /// Returns what the owner permits. The owner password permits everything.
    #[must_use]
    pub fn permissions(&self) -> Permissions {
        self.parameters.permissions()
    }

    /// Returns how streams are encrypted, such as `AES-256`.
    #[must_use]
    pub fn method(&self) -> String {
        let bits = self.key.len() * 8;
        match self.parameters.streams {
            Method::Identity => "identity".into(),
            Method::Rc4 => format!("RC4-{bits}"),
            Method::AesV2 => "AES-128".into(),
            Method::AesV3 => "AES-256".into(),
        }
    }

    pub(crate) fn is_dictionary(&self, id: ObjectId) -> bool {
        self.dictionary == Some(id)
    }
}

/// The encryption of one object.
#[derive(Clone, Copy)]
pub(crate) struct Cipher<'d> {
    encryption: &'d Encryption,
    id: ObjectId,
}

impl fmt::Debug for Cipher<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cipher({})", self.id)
    }
}

impl PartialEq for Cipher<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.encryption, other.encryption)
    }
}

impl Eq for Cipher<'_> {}

impl<'d> Cipher<'d> {
    /// Returns the cipher of an object; `None` for the encryption dictionary itself.
    pub(crate) fn of(encryption: &'d Encryption, id: ObjectId) -> Option<Self> {
        (!encryption.is_dictionary(id)).then_some(Cipher { encryption, id })
    }

    /// Gives the strings of an object to this cipher, and makes sure that they decrypt.
    pub(crate) fn mark(self, object: &mut Object<'d>, budget: &Budget) -> Result<(), ParseError> {
        each_string(object, &mut |token, at| {
            budget.spend(token.raw.len().saturating_mul(2))?;
            self.string(&token.decode())
                .ok_or(ParseError::Undecipherable { at })?;
            token.cipher = Some(self);
            Ok(())
        })
    }

    /// Decrypts a string.
    pub(crate) fn string(self, octets: &[u8]) -> Option<Vec<u8>> {
        self.decrypt(self.encryption.parameters.strings, octets)
    }

    /// Decrypts the data of a stream.
    pub(crate) fn stream(
        self,
        dictionary: &Dictionary<'_>,
        data: &[u8],
        at: usize,
    ) -> Result<Option<Vec<u8>>, ParseError> {
        match self.encryption.parameters.method_of(dictionary) {
            Some(Method::Identity) => Ok(None),
            Some(method) => match self.decrypt(method, data) {
                Some(plain) => Ok(Some(plain)),
                None => Err(ParseError::Undecipherable { at }),
            },
            None => Err(ParseError::UnsupportedFilter { at }),
        }
    }

    fn decrypt(self, method: Method, data: &[u8]) -> Option<Vec<u8>> {
        cipher::decrypt(method, &self.encryption.key, self.id, data)
    }

    /// Encrypts a new string; `salt` is different for each string and stream of a revision.
    pub(crate) fn encrypt_string(self, octets: &[u8], salt: Salt) -> Option<Vec<u8>> {
        self.encrypt(self.encryption.parameters.strings, octets, salt)
    }

    /// Encrypts the data of a new stream that has no crypt filter of its own.
    pub(crate) fn encrypt_stream(
        self,
        dictionary: &Dictionary<'_>,
        data: &[u8],
        salt: Salt,
    ) -> Option<Vec<u8>> {
        let method = self.encryption.parameters.method_of(dictionary)?;
        self.encrypt(method, data, salt)
    }

    fn encrypt(self, method: Method, data: &[u8], salt: Salt) -> Option<Vec<u8>> {
        cipher::encrypt(method, &self.encryption.key, self.id, data, salt)
    }
}

/// What makes the initialisation vector of a new string or stream its own.
#[cfg_attr(
    not(feature = "encrypted"),
    expect(dead_code, reason = "read by the ciphers of the feature alone")
)]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Salt {
    /// Length of the file that is appended to.
    pub(crate) base: usize,
    /// Counts the strings and streams of a revision.
    pub(crate) ordinal: u64,
}

type OnString<'f, 'd> = dyn FnMut(&mut StringToken<'d>, usize) -> Result<(), ParseError> + 'f;

/// Calls a function for each string in a value that is encrypted, with its offset. Nesting is limited
/// by the parser.
pub(crate) fn each_string<'d>(
    object: &mut Object<'d>,
    found: &mut OnString<'_, 'd>,
) -> Result<(), ParseError> {
    fn walk<'d>(
        object: &mut Object<'d>,
        at: usize,
        found: &mut OnString<'_, 'd>,
    ) -> Result<(), ParseError> {
        match object {
            Object::String(token) => found(token, at),
            Object::Array(array) => Arc::make_mut(&mut array.items)
                .iter_mut()
                .try_for_each(|item| walk(&mut item.value, item.span.start, found)),
            Object::Dictionary(dictionary) => {
                let signature = dictionary.get("ByteRange").is_some();
                let mut entries = Arc::make_mut(&mut dictionary.entries).iter_mut();
                entries.try_for_each(|entry| {
                    // The value of a signature, which its own octets do not cover.
                    if signature && entry.key.is("Contents") {
                        return Ok(());
                    }
                    walk(&mut entry.value, entry.span.start, found)
                })
            }
            _ => Ok(()),
        }
    }
    walk(object, 0, found)
}
