//! Algorithm suites: digests, signature algorithms, keys.
//!
//! Primitives are `ring`'s; what other people's signatures use beyond it is verified by `rsa` and the
//! curve crates of RustCrypto (feature `legacy-algorithms`), which never see a private key. SM2 and SM3 are
//! those of RustCrypto too (feature `gm`), and there a private key is at home. A key is
//! opaque: what stands behind [`SigningKey`] may be memory, a separate process, a PKCS#11 token or a
//! remote service.

mod algorithm_error;
#[cfg(feature = "legacy-algorithms")]
mod beyond;
mod digest;
mod identifier;
mod memory_key;
mod named;
pub(crate) mod oids;
mod pss;
mod public_key;
#[cfg(feature = "gm")]
pub mod sm;
mod sunset;
mod verify;
mod weakness;

pub use algorithm_error::AlgorithmError;
pub use digest::{Digester, digest, sha256_hex};
pub use memory_key::{KeyError, MemoryKey};
pub use pss::{PssParameter, PssParameters};
pub use public_key::PublicKey;
pub use sunset::Sunsets;
pub use verify::{VerifyFailure, verify};
pub use weakness::Weakness;

/// A digest algorithm of CMS and X.509.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DigestAlgorithm {
    /// SHA-1: read in old files only, never made.
    Sha1,
    /// SHA-224 (FIPS 180-4).
    #[cfg(feature = "legacy-algorithms")]
    Sha224,
    /// SHA-256 (FIPS 180-4).
    Sha256,
    /// SHA-384 (FIPS 180-4).
    Sha384,
    /// SHA-512 (FIPS 180-4).
    Sha512,
    /// SHA3-224 (FIPS 202).
    #[cfg(feature = "legacy-algorithms")]
    Sha3_224,
    /// SHA3-256 (FIPS 202).
    #[cfg(feature = "legacy-algorithms")]
    Sha3_256,
    /// SHA3-384 (FIPS 202).
    #[cfg(feature = "legacy-algorithms")]
    Sha3_384,
    /// SHA3-512 (FIPS 202).
    #[cfg(feature = "legacy-algorithms")]
    Sha3_512,
    /// SM3 (GB/T 32905).
    #[cfg(feature = "gm")]
    Sm3,
}

/// A signature algorithm with its digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS with MGF1 of the same digest and salt length = digest length (RFC 8017, 8.1).
    RsaPss(DigestAlgorithm),
    /// RSASSA-PSS with any other parameters (RFC 8017, 8.1): verified, never made.
    RsaPssWith(PssParameters),
    /// ECDSA on P-256 (FIPS 186-5), DER encoded.
    EcdsaP256(DigestAlgorithm),
    /// ECDSA on P-384 (FIPS 186-5), DER encoded.
    EcdsaP384(DigestAlgorithm),
    /// ECDSA on P-521 (FIPS 186-5), DER encoded: verified, never made.
    EcdsaP521(DigestAlgorithm),
    /// ECDSA on brainpoolP256r1 (RFC 5639), DER encoded: verified, never made.
    EcdsaBrainpoolP256(DigestAlgorithm),
    /// ECDSA on brainpoolP384r1 (RFC 5639), DER encoded: verified, never made.
    EcdsaBrainpoolP384(DigestAlgorithm),
    /// Ed25519 (RFC 8032), pure.
    Ed25519,
    /// SM2 with SM3 and the usual identifier (GB/T 32918.2), DER encoded.
    #[cfg(feature = "gm")]
    Sm2,
}

/// A private key that can sign, wherever it lives.
pub trait SigningKey: Send + Sync {
    /// Returns the algorithm that [`SigningKey::sign`] uses.
    fn algorithm(&self) -> SignatureAlgorithm;

    /// Returns the DER of the SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
    fn subject_public_key_info(&self) -> &[u8];

    /// Signs `message` (the message, not its digest) and returns the signature as CMS and X.509
    /// carry it: DER for ECDSA, the raw value for RSA and Ed25519.
    ///
    /// # Errors
    ///
    /// [`SigningError`] where the key is out of reach or refuses.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningError>;
}

/// Why a key did not sign.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningError {
    /// The algorithm does not fit the key.
    AlgorithmMismatch,
    /// The key is out of reach: a token removed, a service down.
    Unreachable,
    /// The key or its keeper refused.
    Refused,
}

impl std::fmt::Display for SigningError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::AlgorithmMismatch => "the signature algorithm does not fit the key",
            Self::Unreachable => "the signing key is out of reach",
            Self::Refused => "the signing key refused",
        })
    }
}

impl std::error::Error for SigningError {}

#[cfg(test)]
mod tests;
