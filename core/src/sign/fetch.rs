//! What is fetched from elsewhere, and how: the one way out, which the caller gives.

use std::error::Error;
use std::fmt;

/// Fetches octets for signing and augmenting. The core has no network; whoever has one gives this,
/// with limits of size, time and reach. Nothing that is fetched is trusted.
pub trait Fetcher {
    /// Sends the DER of a TimeStampReq to the time-stamping authority and returns what it answers
    /// (RFC 3161, 3.4).
    ///
    /// # Errors
    ///
    /// [`FetchError`].
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, FetchError>;

    /// Returns what is found at an `http` or `https` address that a certificate names: an issuer's
    /// certificate or a revocation list.
    ///
    /// # Errors
    ///
    /// [`FetchError`].
    fn fetch(&self, address: &str) -> Result<Vec<u8>, FetchError>;

    /// Sends the DER of an OCSPRequest to an `http` or `https` address that a certificate names and
    /// returns what it answers (RFC 6960, appendix A).
    ///
    /// # Errors
    ///
    /// [`FetchError`].
    fn ocsp(&self, address: &str, request: &[u8]) -> Result<Vec<u8>, FetchError>;
}

/// Why nothing was fetched.
#[derive(Debug)]
pub struct FetchError {
    /// The address, as it was given; empty where there is none.
    pub address: String,
    /// What went wrong.
    pub source: Box<dyn Error + Send + Sync>,
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.address.is_empty() {
            for c in self.address.chars().take(200) {
                write!(f, "{}", if c.is_control() { '?' } else { c })?;
            }
            f.write_str(": ")?;
        }
        self.source.fmt(f)
    }
}

impl Error for FetchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.source.as_ref())
    }
}

/// Fetches nothing.
#[derive(Debug, Clone, Copy)]
pub struct Offline;

impl Offline {
    fn error(address: &str) -> FetchError {
        FetchError {
            address: address.to_owned(),
            source: "the network is not used".into(),
        }
    }
}

impl Fetcher for Offline {
    fn timestamp(&self, _: &[u8]) -> Result<Vec<u8>, FetchError> {
        Err(Self::error(""))
    }

    fn fetch(&self, address: &str) -> Result<Vec<u8>, FetchError> {
        Err(Self::error(address))
    }

    fn ocsp(&self, address: &str, _: &[u8]) -> Result<Vec<u8>, FetchError> {
        Err(Self::error(address))
    }
}
