//! Which signatures the answer about a file rests on.

use super::SignatureReport;

/// Which signatures must pass for the file to pass.
///
/// Under every policy a signature that is broken, or a change that is not allowed, fails the file,
/// and a file with nothing but document timestamps is unsigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Policy {
    /// All of them, document timestamps included.
    #[default]
    All,
    /// At least one signature or certification.
    Any,
    /// Those of the international suite (RSA, ECDSA, EdDSA); there must be one.
    Eu,
    /// Those of the Chinese suite (SM2); there must be one.
    Gm,
}

impl Policy {
    /// Tells whether the policy looks at the trust in `signature`.
    pub(super) fn requires(self, signature: &SignatureReport, is_gm: bool) -> bool {
        match self {
            Self::All => true,
            Self::Any => signature.kind != super::SignatureKind::DocumentTimestamp,
            Self::Eu => !is_gm && signature.kind != super::SignatureKind::DocumentTimestamp,
            Self::Gm => is_gm,
        }
    }
}
