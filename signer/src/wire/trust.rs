//! Trust anchors as JSON.

use serde::Serialize;

/// An imported trust anchor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnchorShown {
    /// `signer`, `maker`, `tsa`, `status` or `recognition`.
    pub role: &'static str,
    /// SHA-256 of the certificate, lower-case hexadecimal.
    pub fingerprint: String,
    /// The file in the home.
    pub file: String,
}
