//! One encrypted file a key.
//!
//! `ID.pem` holds two PEM blocks: `ENCRYPTED PRIVATE KEY` (PKCS#8, PBES2 with scrypt and
//! AES-256-CBC; RFC 5958, RFC 8018, RFC 7914), and `PUBLIC KEY`, so that keys can be listed without
//! their password. `openssl pkey -in ID.pem` reads it. Files have mode 0600 in a folder of mode
//! 0700 and appear whole or not at all.

use super::generate::{KeyKind, generate};
use super::read::{self, ReadError};
use super::{KeyError, KeyId, KeyInfo, KeyStore, Password};
use crate::durable;
use pkcs8::der::pem::{LineEnding, PemLabel};
use pkcs8::der::{Decode, Document, SecretDocument};
use pkcs8::spki::SubjectPublicKeyInfoRef;
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef};
use std::io;
use std::path::{Path, PathBuf};
use yinxin_core::suite::{MemoryKey, SigningKey};

const EXTENSION: &str = ".pem";
/// Longest key file that is read; an RSA-16384 key is about 13 kB.
const LIMIT: u64 = 64 * 1024;
/// Most files that a listing looks at.
const MOST_KEYS: usize = 100_000;

/// Keys in a folder, all under one password.
#[derive(Debug)]
pub struct FileKeyStore {
    folder: PathBuf,
    password: Password,
}

impl FileKeyStore {
    /// Opens the folder, making it with mode 0700 where it is missing.
    ///
    /// # Errors
    ///
    /// [`KeyError::Io`] where it cannot be made, belongs to somebody else, or is open to others.
    pub fn open(folder: &Path, password: Password) -> Result<Self, KeyError> {
        durable::private_folder(folder)?;
        Ok(Self {
            folder: folder.to_path_buf(),
            password,
        })
    }

    /// Stores a key that was made elsewhere: PKCS#8 in DER, as [`read::read`] gives it.
    ///
    /// # Errors
    ///
    /// [`KeyError::Exists`], or what makes the key unusable.
    pub fn import(&self, id: &KeyId, pkcs8: &[u8]) -> Result<KeyInfo, KeyError> {
        let spki = memory_key(pkcs8)?.subject_public_key_info().to_vec();
        let private = encrypt(pkcs8, &self.password)?
            .to_pem(EncryptedPrivateKeyInfoRef::PEM_LABEL, LineEnding::LF)
            .map_err(|_| KeyError::Cryptography)?;
        let public = Document::from_der(&spki)
            .and_then(|d| d.to_pem(SubjectPublicKeyInfoRef::PEM_LABEL, LineEnding::LF))
            .map_err(|_| KeyError::Cryptography)?;
        let text = format!("{}{public}", private.as_str());
        durable::write_new(&self.folder, &file_name(id), text.as_bytes()).map_err(|error| {
            match error.kind() {
                io::ErrorKind::AlreadyExists => KeyError::Exists,
                _ => KeyError::Io(error),
            }
        })?;
        Ok(KeyInfo {
            id: id.clone(),
            subject_public_key_info: spki,
        })
    }

    fn load(&self, id: &KeyId) -> Result<Vec<u8>, KeyError> {
        durable::read_bounded(&self.folder.join(file_name(id)), LIMIT).map_err(|error| match error
            .kind()
        {
            io::ErrorKind::NotFound => KeyError::Unknown,
            _ => KeyError::Io(error),
        })
    }
}

impl KeyStore for FileKeyStore {
    fn list(&self) -> Result<Vec<KeyInfo>, KeyError> {
        let mut keys = Vec::new();
        for entry in std::fs::read_dir(&self.folder)?.take(MOST_KEYS) {
            let name = entry?.file_name();
            let Some(id) = name.to_str().and_then(|name| name.strip_suffix(EXTENSION)) else {
                continue;
            };
            let Ok(id) = KeyId::new(id) else { continue };
            let spki = public_half(&self.load(&id)?)?;
            keys.push(KeyInfo {
                id,
                subject_public_key_info: spki,
            });
        }
        keys.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(keys)
    }

    fn open(&self, id: &KeyId) -> Result<Box<dyn SigningKey>, KeyError> {
        let text = self.load(id)?;
        let material = read::read(&text, Some(&self.password)).map_err(|error| match error {
            ReadError::WrongPassword => KeyError::WrongPassword,
            other => KeyError::Malformed(other),
        })?;
        let key = memory_key(&material.pkcs8)?;
        if key.subject_public_key_info() != public_half(&text)? {
            return Err(KeyError::PublicHalfDiffers);
        }
        Ok(Box::new(key))
    }

    fn create(&self, id: &KeyId, kind: KeyKind) -> Result<KeyInfo, KeyError> {
        self.import(id, &generate(kind)?)
    }
}

/// Encrypts a key, PKCS#8 in DER: PBES2 with scrypt and AES-256-CBC. Returns an EncryptedPrivateKeyInfo.
pub(crate) fn encrypt(pkcs8: &[u8], password: &Password) -> Result<SecretDocument, KeyError> {
    let info =
        PrivateKeyInfoRef::try_from(pkcs8).map_err(|_| KeyError::Malformed(ReadError::NotPkcs8))?;
    info.encrypt(password.as_bytes())
        .map_err(|_| KeyError::Cryptography)
}

fn memory_key(pkcs8: &[u8]) -> Result<MemoryKey, KeyError> {
    MemoryKey::from_pkcs8(pkcs8, None).map_err(|error| match error {
        yinxin_core::suite::KeyError::Unknown(_) => KeyError::Unsupported,
        yinxin_core::suite::KeyError::Refused(_) => KeyError::Cryptography,
        _ => KeyError::Malformed(ReadError::NotPkcs8),
    })
}

fn file_name(id: &KeyId) -> String {
    format!("{id}{EXTENSION}")
}

fn public_half(text: &[u8]) -> Result<Vec<u8>, KeyError> {
    let blocks = read::pem::blocks(text).map_err(KeyError::Malformed)?;
    let label = SubjectPublicKeyInfoRef::PEM_LABEL;
    let block = blocks
        .into_iter()
        .find(|block| block.label == label)
        .ok_or(KeyError::Malformed(ReadError::NoKey))?;
    Ok(block.der.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use zeroize::Zeroizing;

    fn store(folder: &Path, password: &str) -> FileKeyStore {
        let password = Password::new(Zeroizing::new(password.as_bytes().to_vec()));
        FileKeyStore::open(folder, password).unwrap()
    }

    #[test]
    fn a_key_comes_back_only_with_its_password() {
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("keys");
        for kind in [KeyKind::EcdsaP256, KeyKind::EcdsaP384, KeyKind::Ed25519] {
            let id = KeyId::new(&format!("{kind:?}").to_lowercase()).unwrap();
            let info = store(&keys, "正确").create(&id, kind).unwrap();
            let key = store(&keys, "正确").open(&id).unwrap();
            assert_eq!(key.subject_public_key_info(), info.subject_public_key_info);
            assert!(!key.sign(b"m").unwrap().is_empty());
            let wrong = store(&keys, "wrong").open(&id).err().unwrap();
            assert!(matches!(wrong, KeyError::WrongPassword), "{wrong}");
            let again = store(&keys, "正确").create(&id, kind).unwrap_err();
            assert!(matches!(again, KeyError::Exists), "{again}");
        }
        let names: Vec<_> = store(&keys, "other")
            .list()
            .unwrap()
            .into_iter()
            .map(|k| k.id.to_string())
            .collect();
        assert_eq!(
            names,
            ["ecdsap256", "ecdsap384", "ed25519"],
            "listing needs no password"
        );
        let file = std::fs::metadata(keys.join("ed25519.pem")).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
        assert_eq!(
            std::fs::metadata(&keys).unwrap().permissions().mode() & 0o777,
            0o700
        );
    }

    #[test]
    fn a_swapped_public_half_is_found_on_opening() {
        let folder = tempfile::tempdir().unwrap();
        let keys = store(&folder.path().join("k"), "p");
        let (a, b) = (KeyId::new("a").unwrap(), KeyId::new("b").unwrap());
        keys.create(&a, KeyKind::Ed25519).unwrap();
        keys.create(&b, KeyKind::Ed25519).unwrap();
        let text = |id: &KeyId| String::from_utf8(keys.load(id).unwrap()).unwrap();
        let cut = |text: &str| text.find("-----BEGIN PUBLIC").unwrap();
        let (ta, tb) = (text(&a), text(&b));
        let mixed = format!("{}{}", &ta[..cut(&ta)], &tb[cut(&tb)..]);
        std::fs::write(keys.folder.join("a.pem"), mixed).unwrap();
        assert!(matches!(
            keys.open(&a).err().unwrap(),
            KeyError::PublicHalfDiffers
        ));
    }

    #[test]
    fn openssl_reads_the_key_file() {
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("keys");
        for kind in [KeyKind::EcdsaP256, KeyKind::EcdsaP384, KeyKind::Ed25519] {
            let id = KeyId::new(&format!("{kind:?}").to_lowercase()).unwrap();
            let info = store(&keys, "s3cret").create(&id, kind).unwrap();
            let ran = std::process::Command::new("openssl")
                .args([
                    "pkey",
                    "-passin",
                    "pass:s3cret",
                    "-pubout",
                    "-outform",
                    "DER",
                    "-in",
                ])
                .arg(keys.join(format!("{id}.pem")))
                .output();
            let Ok(output) = ran else {
                println!("skipped: openssl is not installed");
                return;
            };
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            assert_eq!(output.stdout, info.subject_public_key_info, "{id}");
        }
    }
}
