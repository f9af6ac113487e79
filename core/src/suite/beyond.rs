//! Verification of what ring does not serve, by crates of RustCrypto: RSA with other salts, digests and
//! shorter keys, ECDSA on other curves and with other digests, SHA-224 and SHA-3.
//!
//! Nothing here makes a signature or sees a private key, so that their timing tells nobody anything.

mod ecdsa;
mod emsa_pss;
mod hash;
mod rsa;

pub(super) use hash::Hash;

use super::{AlgorithmError, PublicKey, SignatureAlgorithm, digest};

/// Tells whether `signature` fits `message`; `key` is of the kind that `algorithm` wants.
pub(super) fn verify(
    key: &PublicKey<'_>,
    algorithm: SignatureAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, AlgorithmError> {
    let message_digest = digest(algorithm.digest(), message);
    Ok(match *key {
        PublicKey::Rsa { key, .. } => rsa::verify(key, algorithm, &message_digest, signature)?,
        PublicKey::P256(point) => {
            ecdsa::verify::<p256::NistP256>(point, &message_digest, signature)
        }
        PublicKey::P384(point) => {
            ecdsa::verify::<p384::NistP384>(point, &message_digest, signature)
        }
        PublicKey::P521(point) => {
            ecdsa::verify::<p521::NistP521>(point, &message_digest, signature)
        }
        PublicKey::BrainpoolP256(point) => {
            ecdsa::verify::<bp256::BrainpoolP256r1>(point, &message_digest, signature)
        }
        PublicKey::BrainpoolP384(point) => {
            ecdsa::verify::<bp384::BrainpoolP384r1>(point, &message_digest, signature)
        }
        PublicKey::Ed25519(_) => return Err(AlgorithmError::Combination(algorithm)),
        #[cfg(feature = "gm")]
        PublicKey::Sm2(_) => return Err(AlgorithmError::Combination(algorithm)),
    })
}

#[cfg(test)]
mod tests;
