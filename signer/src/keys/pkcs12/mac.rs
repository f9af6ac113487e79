//! The MAC of a PFX (RFC 7292, 4 and appendix B).

use crate::keys::Password;
use crate::keys::read::ReadError;
use pkcs12::kdf::{Pkcs12KeyType, derive_key_utf8};
use ring::hmac;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use yinxin_core::der::{DerError, Oid, Reader, tag};
use zeroize::Zeroizing;

const SHA1: Oid = Oid::new_unwrap("1.3.14.3.2.26");
const SHA256: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.3");
/// Most iterations, as `p12-keystore` has it.
const MOST_ITERATIONS: i32 = 1_000_000;

/// `MacData { DigestInfo { algorithm, digest }, macSalt, iterations DEFAULT 1 }`.
struct MacData<'a> {
    algorithm: Oid,
    value: &'a [u8],
    salt: &'a [u8],
    iterations: u32,
}

/// Checks the MAC over `content`.
///
/// # Errors
///
/// [`ReadError::WrongPassword`] where it is another.
pub(super) fn check(mac: Reader<'_>, content: &[u8], password: &Password) -> Result<(), ReadError> {
    let mac = fields(mac).map_err(|_| ReadError::NotPkcs12)?;
    let rounds = i32::try_from(mac.iterations).map_err(|_| ReadError::ExcessiveWork)?;
    if !(1..=MOST_ITERATIONS).contains(&rounds) {
        return Err(ReadError::ExcessiveWork);
    }
    let text = std::str::from_utf8(password.as_bytes()).map_err(|_| ReadError::WrongPassword)?;
    let (salt, kind) = (mac.salt, Pkcs12KeyType::Mac);
    let (algorithm, key) = match mac.algorithm {
        SHA1 => (
            hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            derive_key_utf8::<Sha1>(text, salt, kind, rounds, 20),
        ),
        SHA256 => (
            hmac::HMAC_SHA256,
            derive_key_utf8::<Sha256>(text, salt, kind, rounds, 32),
        ),
        SHA384 => (
            hmac::HMAC_SHA384,
            derive_key_utf8::<Sha384>(text, salt, kind, rounds, 48),
        ),
        SHA512 => (
            hmac::HMAC_SHA512,
            derive_key_utf8::<Sha512>(text, salt, kind, rounds, 64),
        ),
        _ => return Err(ReadError::UnsupportedAlgorithm),
    };
    let key = Zeroizing::new(key.map_err(|_| ReadError::WrongPassword)?);
    let key = hmac::Key::new(algorithm, &key);
    hmac::verify(&key, content, mac.value).map_err(|_| ReadError::WrongPassword)
}

fn fields(mut data: Reader<'_>) -> Result<MacData<'_>, DerError> {
    let mut digest = data.sequence()?;
    let algorithm = digest.sequence()?.oid()?;
    let value = digest.expect(tag::OCTET_STRING)?.value();
    let salt = data.expect(tag::OCTET_STRING)?.value();
    let iterations = data.optional(tag::INTEGER)?;
    let iterations = iterations.map_or(Ok(1), |count| count.unsigned())?;
    Ok(MacData {
        algorithm,
        value,
        salt,
        iterations,
    })
}
