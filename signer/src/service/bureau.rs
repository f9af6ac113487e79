//! A home that is open for work: what every service on a home shares.

use super::ServiceError;
use crate::home::Home;
use crate::keys::{FileKeyStore, KeyId, KeyStore as _, Password};
use crate::store::{Records, SledStore};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;
use yinxin_core::licence::AuthorityName;
use yinxin_core::suite::SigningKey;
use yinxin_core::x509::Certificate;

/// How long a command waits for another process to let go of the home.
const PATIENCE: Duration = Duration::from_secs(5);

/// The root key of a home.
pub const ROOT_KEY: &str = "root";

const PROFILE: Records<Profile> = Records::new("profile");
const SELF: &[u8] = b"self";

/// Whose home it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Credit code of the body.
    pub code: String,
    /// Name of the body.
    pub name: String,
    /// 行政区划代码, six digits: also the home's recognition domain.
    pub area_code: String,
    /// Where the QR codes of licences lead.
    pub verification_address: String,
}

impl Profile {
    /// Returns the body.
    #[must_use]
    pub fn authority(&self) -> AuthorityName {
        AuthorityName { code: self.code.clone(), name: self.name.clone() }
    }
}

/// An open home with its store.
#[derive(Debug)]
pub struct Bureau {
    home: Home,
    store: SledStore,
    profile: Profile,
}

impl Bureau {
    /// Makes a home for `profile`.
    ///
    /// # Errors
    ///
    /// [`ServiceError::AlreadyThere`], or what the system says.
    pub fn create(folder: &Path, profile: Profile) -> Result<Self, ServiceError> {
        let home = Home::create(folder).map_err(|error| ServiceError::home(folder, error))?;
        let store = SledStore::open(&home.store_folder())?;
        let batch = PROFILE.put(crate::store::Batch::new(), SELF, &profile)?;
        crate::store::Store::apply(&store, batch)?;
        Ok(Self { home, store, profile })
    }

    /// Opens a home, waiting a little for another process to let go of it.
    ///
    /// # Errors
    ///
    /// [`ServiceError::HomeMissing`], [`ServiceError::HomeHeld`], or what the system says.
    pub fn open(folder: &Path) -> Result<Self, ServiceError> {
        let home = Home::open(folder, PATIENCE).map_err(|error| ServiceError::home(folder, error))?;
        let store = SledStore::open(&home.store_folder())?;
        let profile = PROFILE
            .get(&store, SELF)?
            .ok_or_else(|| ServiceError::HomeMissing { path: folder.into() })?;
        Ok(Self { home, store, profile })
    }

    /// Returns the folder and what lies in it.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Returns the folder, for a daemon that makes its socket known.
    pub fn home_mut(&mut self) -> &mut Home {
        &mut self.home
    }

    /// Returns the records.
    #[must_use]
    pub fn store(&self) -> &SledStore {
        &self.store
    }

    /// Returns whose home it is.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Opens the keys under the password in `file`.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Read`] for the file; errors of the key folder.
    pub fn keys(&self, file: Option<&PathBuf>) -> Result<FileKeyStore, ServiceError> {
        let Some(file) = file else {
            return Err(ServiceError::PasswordMissing);
        };
        let password = Password::from_file(file)
            .map_err(|source| ServiceError::Read { path: file.clone(), source })?;
        Ok(FileKeyStore::open(&self.home.key_folder(), password)?)
    }

    /// Opens one key.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Key`].
    pub fn key(&self, keys: &FileKeyStore, id: &str) -> Result<Box<dyn SigningKey>, ServiceError> {
        Ok(keys.open(&KeyId::new(id)?)?)
    }

    /// Reads a certificate chain of the home, the named one first.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Damaged`] where it is missing or cannot be read.
    pub fn chain(&self, id: &str) -> Result<Vec<Certificate>, ServiceError> {
        let damaged = || ServiceError::Damaged { what: "certificates" };
        let octets = self
            .home
            .certificates()
            .get(&format!("{id}.pem"), 1 << 20)
            .map_err(|source| self.read_failed("certificates", source))?
            .ok_or_else(damaged)?;
        yinxin_core::x509::read_all(&octets).map_err(|_| damaged())
    }

    /// An error of reading below the home.
    pub(super) fn read_failed(&self, below: &str, source: std::io::Error) -> ServiceError {
        ServiceError::Read { path: self.home.path().join(below), source }
    }

    /// An error of writing below the home.
    pub(super) fn write_failed(&self, below: &str, source: std::io::Error) -> ServiceError {
        ServiceError::Write { path: self.home.path().join(below), source }
    }
}
