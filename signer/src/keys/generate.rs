//! Making private keys.

use super::KeyError;
use pkcs8::der::{Encode, asn1::OctetStringRef};
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier, PrivateKeyInfoRef};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm,
};
use yinxin_core::suite::MemoryKey;
use zeroize::Zeroizing;

/// id-Ed25519 (RFC 8410, 3).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// id-ecPublicKey (RFC 5480, 2.1.1).
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// The curve of SM2 (GM/T 0006-2012; from memory).
const SM2_CURVE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.1.301");

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
    /// SM2 with SM3.
    Sm2,
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
        KeyKind::Sm2 => sm2(),
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

/// The private key is a number below the order less one (GB/T 32918.1-2016, 6.1; from memory), drawn again
/// where it is not, which is as good as never.
fn sm2() -> Result<Zeroizing<Vec<u8>>, KeyError> {
    for _ in 0..8 {
        let mut scalar = Zeroizing::new([0_u8; 32]);
        SystemRandom::new()
            .fill(scalar.as_mut())
            .map_err(|_| KeyError::Cryptography)?;
        let document = sm2_document(&scalar)?;
        if MemoryKey::from_pkcs8(&document, None).is_ok() {
            return Ok(document);
        }
    }
    Err(KeyError::Cryptography)
}

/// Returns the PKCS#8 PrivateKeyInfo of a private key of SM2, in the structure of RFC 5915. Whether it is one
/// is not asked.
pub(super) fn sm2_document(scalar: &[u8; 32]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let head = [0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20].as_slice();
    let inner = Zeroizing::new([head, scalar.as_slice()].concat());
    let algorithm = AlgorithmIdentifierRef {
        oid: EC_PUBLIC_KEY,
        parameters: Some((&SM2_CURVE).into()),
    };
    let private_key = OctetStringRef::new(&inner).map_err(|_| KeyError::Cryptography)?;
    let document = PrivateKeyInfoRef::new(algorithm, private_key)
        .to_der()
        .map_err(|_| KeyError::Cryptography)?;
    Ok(Zeroizing::new(document))
}
