//! Errors of the rooms below, as those of a service.

use super::ServiceError;
use crate::audit::AuditError;
use crate::installation::InstallationError;
use crate::keys::KeyError;
use crate::pki::PkiError;
use crate::store::StoreError;
use yinxin_core::font::FontError;
use yinxin_core::seal::SealDesignError;

impl From<InstallationError> for ServiceError {
    fn from(error: InstallationError) -> Self {
        match error {
            InstallationError::Store(error) => Self::Store(error),
            InstallationError::Keys(error) => Self::Key(error),
        }
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<KeyError> for ServiceError {
    fn from(error: KeyError) -> Self {
        Self::Key(error)
    }
}

impl From<PkiError> for ServiceError {
    fn from(error: PkiError) -> Self {
        Self::Pki(error)
    }
}

impl From<AuditError> for ServiceError {
    fn from(error: AuditError) -> Self {
        Self::Audit(error)
    }
}

impl From<SealDesignError> for ServiceError {
    fn from(error: SealDesignError) -> Self {
        Self::SealPicture(error)
    }
}

impl From<FontError> for ServiceError {
    fn from(error: FontError) -> Self {
        Self::Font(error)
    }
}
