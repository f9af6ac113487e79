//! A home with everything that works on it, opened together: what the daemon serves.

use crate::audit::Audit;
use crate::home::Home;
use crate::keys::{FileKeyStore, KeyError, KeyStore, Password};
use crate::store::{SledStore, Store, StoreError};
use std::fmt;
use std::sync::Arc;
use time::OffsetDateTime;

/// A home, its store, its log and, unless it only verifies, its keys.
#[derive(Debug)]
pub struct Installation {
    home: Home,
    store: Arc<dyn Store>,
    audit: Audit,
    keys: Option<Arc<dyn KeyStore>>,
    clock: fn() -> OffsetDateTime,
}

impl Installation {
    /// Opens what a home holds. Without a password no key can be used: a verifier has none.
    ///
    /// # Errors
    ///
    /// [`InstallationError`].
    pub fn open(home: Home, password: Option<Password>) -> Result<Self, InstallationError> {
        let store = SledStore::open(&home.store_folder()).map_err(InstallationError::Store)?;
        let opened = store.opened();
        if opened.rebuilt {
            tracing::warn!(
                sequence = opened.sequence,
                torn = opened.torn,
                "the last exit was not clean; the index was built anew from the journal"
            );
        }
        let store: Arc<dyn Store> = Arc::new(store);
        let keys: Option<Arc<dyn KeyStore>> = match password {
            Some(password) => {
                let keys = FileKeyStore::open(&home.key_folder(), password);
                Some(Arc::new(keys.map_err(InstallationError::Keys)?))
            }
            None => None,
        };
        let audit = Audit::new(Arc::clone(&store));
        Ok(Self {
            home,
            store,
            audit,
            keys,
            clock: OffsetDateTime::now_utc,
        })
    }

    /// Returns the home.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Returns the store.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Returns the audit log.
    #[must_use]
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    /// Returns the keys; `None` where this process holds none.
    #[must_use]
    pub fn keys(&self) -> Option<&Arc<dyn KeyStore>> {
        self.keys.as_ref()
    }

    /// Returns the time. This is the one clock of the service layer.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        (self.clock)()
    }
}

/// Why a home could not be put to work.
#[derive(Debug)]
#[non_exhaustive]
pub enum InstallationError {
    /// The store.
    Store(StoreError),
    /// The keys.
    Keys(KeyError),
}

impl fmt::Display for InstallationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Keys(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for InstallationError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            Self::Keys(error) => Some(error),
        }
    }
}
