//! Keys of SM2 that somebody else made and enciphered for their holder (SM2EnvelopedKey of GM/T 0009; from
//! secondary sources, the text was not read): so the encryption key of a pair comes from its authority.
//!
//! ```text
//! SM2EnvelopedKey ::= SEQUENCE {
//!     symAlgID            AlgorithmIdentifier,  -- SM4 in ECB
//!     symEncryptedKey     SM2Cipher,            -- a key of SM4
//!     sm2PublicKey        BIT STRING,           -- 04 and the two coordinates
//!     encryptedPrivateKey BIT STRING }          -- 32 octets
//! SM2Cipher ::= SEQUENCE { x INTEGER, y INTEGER, hash OCTET STRING, cipherText OCTET STRING }
//! ```

use super::generate::sm2_document;
use ::sm2::pke::DecryptingKey;
use ::sm4::Sm4;
use ::sm4::cipher::{Block, BlockCipherDecrypt as _, KeyInit as _};
use std::fmt;
use std::hint::black_box;
use yinxin_core::der::{DerError, Oid, Reader, tag};
use yinxin_core::suite::{MemoryKey, SigningKey as _};
use zeroize::Zeroizing;

/// SM4 as such, which stands for ECB here, and SM4 in ECB.
const SM4: [Oid; 2] = [
    Oid::new_unwrap("1.2.156.10197.1.104"),
    Oid::new_unwrap("1.2.156.10197.1.104.1"),
];
/// Octets of a coordinate, of a digest, and of a private key.
const NUMBER: usize = 32;
/// Octets of a key and of a block of SM4.
const BLOCK: usize = 16;

/// Why no key came out of an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EnvelopeError {
    /// It is not of that form.
    Malformed,
    /// The key is enciphered in another way than with SM4 in ECB.
    Algorithm,
    /// The key that is to open it is none of SM2.
    NotSm2,
    /// It was made for another key.
    ForAnother,
    /// What it holds is not the private half of the public key that it names.
    PublicHalfDiffers,
    /// The key was refused by the cryptographic library.
    Cryptography,
}

impl fmt::Display for EnvelopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "it is no SM2EnvelopedKey (GM/T 0009)",
            Self::Algorithm => {
                "its key is not enciphered with SM4 in ECB, which GM/T 0009 asks for"
            }
            Self::NotSm2 => "the key that is to open it is none of SM2",
            Self::ForAnother => "it was made for another key, or altered",
            Self::PublicHalfDiffers => {
                "the private key in it is not that of the public key that it names"
            }
            Self::Cryptography => "the cryptographic library refused the key",
        })
    }
}

impl std::error::Error for EnvelopeError {}

impl From<DerError> for EnvelopeError {
    fn from(_: DerError) -> Self {
        Self::Malformed
    }
}

/// Opens an envelope, DER, with the private key, PKCS#8, that it was made for. Returns the key in it as PKCS#8.
///
/// # Errors
///
/// [`EnvelopeError`].
pub fn open(envelope: &[u8], pkcs8: &[u8]) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let mut outer = Reader::new(envelope);
    let mut fields = outer.sequence()?;
    outer.finish()?;
    let mut algorithm = fields.sequence()?;
    let kind = algorithm.oid()?;
    algorithm.optional(tag::NULL)?;
    algorithm.finish()?;
    if !SM4.contains(&kind) {
        return Err(EnvelopeError::Algorithm);
    }
    let cipher = flat_cipher(fields.sequence()?)?;
    let point = fields.expect(tag::BIT_STRING)?.whole_bits()?;
    let encrypted = fields.expect(tag::BIT_STRING)?.whole_bits()?;
    fields.finish()?;
    let mut scalar = Zeroizing::new([0; NUMBER]);
    if encrypted.len() != scalar.len() {
        return Err(EnvelopeError::Malformed);
    }
    scalar.copy_from_slice(encrypted);
    let key = Decryption::of(pkcs8)?.decrypt(&cipher)?;
    let sm4 = Sm4::new_from_slice(&key).map_err(|_| EnvelopeError::Cryptography)?;
    for block in scalar.chunks_exact_mut(BLOCK) {
        let block: &mut Block<Sm4> = block.try_into().map_err(|_| EnvelopeError::Cryptography)?;
        sm4.decrypt_block(block);
    }
    let made = sm2_document(&scalar).map_err(|_| EnvelopeError::Cryptography)?;
    let opened =
        MemoryKey::from_pkcs8(&made, None).map_err(|_| EnvelopeError::PublicHalfDiffers)?;
    let mut info = Reader::new(opened.subject_public_key_info()).sequence()?;
    info.sequence()?;
    if info.expect(tag::BIT_STRING)?.whole_bits()? != point {
        return Err(EnvelopeError::PublicHalfDiffers);
    }
    Ok(made)
}

/// An SM2Cipher over a key of SM4 as the library wants it: `04 ‖ x ‖ y ‖ hash ‖ cipherText`.
fn flat_cipher(mut fields: Reader<'_>) -> Result<Vec<u8>, EnvelopeError> {
    let mut flat = vec![0x04];
    for _ in 0..2 {
        let number = fields.expect(tag::INTEGER)?.integer()?;
        let number = match number {
            [0, rest @ ..] => rest,
            [first, ..] if *first >= 0x80 => return Err(EnvelopeError::Malformed),
            all => all,
        };
        let zeros = NUMBER.checked_sub(number.len());
        flat.resize(flat.len() + zeros.ok_or(EnvelopeError::Malformed)?, 0);
        flat.extend_from_slice(number);
    }
    for length in [NUMBER, BLOCK] {
        let octets = fields.expect(tag::OCTET_STRING)?.value();
        if octets.len() != length {
            return Err(EnvelopeError::Malformed);
        }
        flat.extend_from_slice(octets);
    }
    fields.finish()?;
    Ok(flat)
}

/// A private key that opens envelopes.
struct Decryption(Box<DecryptingKey>);

impl Decryption {
    /// Takes the scalar out of a PKCS#8 PrivateKeyInfo with an ECPrivateKey (RFC 5915).
    fn of(pkcs8: &[u8]) -> Result<Self, EnvelopeError> {
        let checked = MemoryKey::from_pkcs8(pkcs8, None).map_err(|_| EnvelopeError::NotSm2)?;
        if checked.algorithm() != yinxin_core::suite::SignatureAlgorithm::Sm2 {
            return Err(EnvelopeError::NotSm2);
        }
        let mut fields = Reader::new(pkcs8).sequence()?;
        fields.expect(tag::INTEGER)?;
        fields.sequence()?;
        let inner = fields.expect(tag::OCTET_STRING)?;
        let mut fields = Reader::new(inner.value()).sequence()?;
        fields.expect(tag::INTEGER)?;
        let scalar = fields.expect(tag::OCTET_STRING)?.value();
        let mut octets = Zeroizing::new([0; NUMBER]);
        // What stands before the last 32 octets are zeros, or the key would not have been taken.
        for (to, from) in octets.iter_mut().rev().zip(scalar.iter().rev()) {
            *to = *from;
        }
        let key = DecryptingKey::from_slice(octets.as_slice());
        Ok(Self(Box::new(
            key.map_err(|_| EnvelopeError::Cryptography)?,
        )))
    }

    fn decrypt(&self, cipher: &[u8]) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
        let plain = self.0.decrypt(cipher).map(Zeroizing::new);
        plain.map_err(|_| EnvelopeError::ForAnother)
    }
}

impl Drop for Decryption {
    /// The crate does not wipe its key, and the scalar cannot be reached: another takes its place.
    fn drop(&mut self) {
        let mut one = [0; NUMBER];
        if let Some(last) = one.last_mut() {
            *last = 1;
        }
        if let Ok(other) = DecryptingKey::from_slice(&one) {
            *self.0 = other;
            black_box(&self.0);
        }
    }
}

#[cfg(test)]
mod tests;
