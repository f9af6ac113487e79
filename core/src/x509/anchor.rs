use super::Certificate;

/// What an anchor may vouch for. An authority of one role never vouches for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Role {
    /// Signers of documents.
    Signer,
    /// Makers of seals.
    Maker,
    /// Time-stamping authorities.
    Tsa,
    /// Issuers of licence status.
    Status,
    /// Roots of recognition agreements.
    RecognitionRoot,
}

/// A certificate that was imported, by fingerprint, to vouch in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustAnchor {
    /// The certificate.
    pub certificate: Certificate,
    /// What it may vouch for.
    pub role: Role,
}
