//! The authorities of a home, which issue the certificates of its seals.

use super::ServiceError;
use super::bureau::Bureau;
use yinxin_core::suite::SigningKey;
use yinxin_core::x509::Certificate;

/// An authority of a home, self-signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HomeRoot {
    /// ECDSA on P-384; every home has it.
    International,
    /// SM2; made with the first seal that seals in both suites.
    Chinese,
}

impl HomeRoot {
    /// Every authority.
    pub const ALL: [Self; 2] = [Self::International, Self::Chinese];

    /// Returns the identifier of its key, which its certificate and its list bear too.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::International => "root",
            Self::Chinese => "sm2-root",
        }
    }

    /// Returns its certificate.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Damaged`] where the home has none.
    pub fn certificate(self, bureau: &Bureau) -> Result<Certificate, ServiceError> {
        let chain = bureau.chain(self.id())?;
        chain.into_iter().next().ok_or(ServiceError::Damaged {
            what: "certificates",
        })
    }

    /// Returns its certificate and opens its key.
    ///
    /// # Errors
    ///
    /// As [`HomeRoot::certificate`], and errors of the key.
    pub fn open(self, bureau: &Bureau) -> Result<(Certificate, Box<dyn SigningKey>), ServiceError> {
        Ok((self.certificate(bureau)?, bureau.key(self.id())?))
    }

    /// Whether the home has it.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Read`].
    pub fn is_there(self, bureau: &Bureau) -> Result<bool, ServiceError> {
        let file = format!("{}.pem", self.id());
        let found = bureau.home().certificates().get(&file, 1 << 20);
        let found = found.map_err(|source| bureau.read_failed("certificates", source))?;
        Ok(found.is_some())
    }
}
