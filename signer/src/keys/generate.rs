//! Making private keys.

use super::KeyError;
use pkcs8::der::{Encode, asn1::OctetStringRef};
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier, PrivateKeyInfoRef};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm,
};
use zeroize::Zeroizing;

/// id-Ed25519 (RFC 8410, 3).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Kinds of keys that can be made. RSA keys are made by other programs and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyKind {
    /// ECDSA on P-256 with SHA-256.
    EcdsaP256,
    /// ECDSA on P-384 with SHA-384.
    EcdsaP384,
    /// Ed25519.
    Ed25519,
}

/// Makes a key and returns its PKCS#8 PrivateKeyInfo (RFC 5958), version 1, in DER.
///
/// # Errors
///
/// [`KeyError::Cryptography`] where the operating system gives no randomness.
pub fn generate(kind: KeyKind) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    match kind {
        KeyKind::EcdsaP256 => ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING),
        KeyKind::EcdsaP384 => ecdsa(&ECDSA_P384_SHA384_ASN1_SIGNING),
        KeyKind::Ed25519 => ed25519(),
    }
}

fn ecdsa(algorithm: &'static EcdsaSigningAlgorithm) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let document = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new())
        .map_err(|_| KeyError::Cryptography)?;
    Ok(Zeroizing::new(document.as_ref().to_vec()))
}

/// The private key is 32 random octets (RFC 8032, 5.1.5). Version 1 is written because OpenSSL 3.0
/// does not read the version 2 that `ring` writes.
fn ed25519() -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut inner = Zeroizing::new(vec![0_u8; 34]);
    inner.splice(..2, [0x04, 0x20]);
    let seed = inner.get_mut(2..).ok_or(KeyError::Cryptography)?;
    SystemRandom::new()
        .fill(seed)
        .map_err(|_| KeyError::Cryptography)?;
    let algorithm = AlgorithmIdentifierRef {
        oid: ED25519,
        parameters: None,
    };
    let private_key = OctetStringRef::new(&inner).map_err(|_| KeyError::Cryptography)?;
    let document = PrivateKeyInfoRef::new(algorithm, private_key)
        .to_der()
        .map_err(|_| KeyError::Cryptography)?;
    Ok(Zeroizing::new(document))
}
