//! EncryptedPrivateKeyInfo (RFC 5958, 3) with PBES2 (RFC 8018, 6.2).

use super::ReadError;
use crate::keys::{Password, sm4};
use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::pkcs5::pbes2::Kdf;
use zeroize::Zeroizing;

/// Most PBKDF2 iterations: about 5 s on one core.
pub(in crate::keys) const MOST_ITERATIONS: u32 = 10_000_000;
/// Most memory that scrypt may take, in octets.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// Most scrypt lanes, which are computed one after another.
const MOST_LANES: u16 = 16;

/// Decrypts a key.
pub(super) fn decrypt(
    der: &[u8],
    password: Option<&Password>,
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    if let Some(read) = sm4::decrypt(der, password) {
        return super::plain::pkcs8(&read?).map_err(|_| ReadError::WrongPassword);
    }
    let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| {
        // The structure is judged by its form alone; what is inside may just be unknown here.
        match super::first_tags(der) {
            Some((pkcs8::der::Tag::Sequence, pkcs8::der::Tag::OctetString, _)) => {
                ReadError::UnsupportedAlgorithm
            }
            _ => ReadError::NotPkcs8,
        }
    })?;
    let parameters = info
        .encryption_algorithm
        .pbes2()
        .ok_or(ReadError::UnsupportedAlgorithm)?;
    bound(&parameters.kdf)?;
    let password = password.ok_or(ReadError::PasswordNeeded)?;
    let document = info
        .decrypt(password.as_bytes())
        .map_err(|error| match error {
            pkcs8::Error::EncryptedPrivateKey(pkcs8::pkcs5::Error::UnsupportedAlgorithm {
                ..
            }) => ReadError::UnsupportedAlgorithm,
            // A wrong password shows as bad padding or as bytes that are no PrivateKeyInfo.
            _ => ReadError::WrongPassword,
        })?;
    super::plain::pkcs8(document.as_bytes()).map_err(|_| ReadError::WrongPassword)
}

fn bound(kdf: &Kdf) -> Result<(), ReadError> {
    let within = match kdf {
        Kdf::Pbkdf2(parameters) => parameters.iteration_count <= MOST_ITERATIONS,
        Kdf::Scrypt(parameters) => {
            let memory = 128_u64
                .saturating_mul(u64::from(parameters.block_size))
                .saturating_mul(parameters.cost_parameter);
            memory <= MOST_MEMORY && parameters.parallelization <= MOST_LANES
        }
        _ => return Err(ReadError::UnsupportedAlgorithm),
    };
    if within {
        Ok(())
    } else {
        Err(ReadError::ExcessiveWork)
    }
}
