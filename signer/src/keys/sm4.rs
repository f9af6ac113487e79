//! Keys that are encrypted with SM4: PBES2 (RFC 8018, 6.2) with SM4-CBC, and the same under the object
//! identifiers of GM/T 0091 (from secondary sources; the text was not read).

use super::read::{MOST_ITERATIONS, ReadError};
use super::{KeyError, Password};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _};
use pbkdf2::pbkdf2_hmac;
use ring::rand::{SecureRandom as _, SystemRandom};
use sm3::Sm3;
use sm4::Sm4;
use yinxin_core::der::{Oid, Reader, tag, writer};
use zeroize::Zeroizing;

/// What a key is encrypted with: PKCS#5 and GM/T 0091.
const SCHEMES: [Oid; 2] = [
    Oid::new_unwrap("1.2.840.113549.1.5.13"),
    Oid::new_unwrap("1.2.156.10197.6.4.1.5.2"),
];
/// How a password becomes a key: PKCS#5.
const PBKDF2: Oid = Oid::new_unwrap("1.2.840.113549.1.5.12");
/// The same of GM/T 0091, with SM3 where nothing is said.
const SM_PBKDF: Oid = Oid::new_unwrap("1.2.156.10197.6.4.1.5.1");
const SM4_CBC: Oid = Oid::new_unwrap("1.2.156.10197.1.104.2");
/// HMAC with SM3, as most write it and as OpenSSL does.
const HMAC_SM3: [Oid; 2] = [
    Oid::new_unwrap("1.2.156.10197.1.401.2"),
    Oid::new_unwrap("1.2.156.10197.1.401.3.1"),
];
const HMAC_SHA256: Oid = Oid::new_unwrap("1.2.840.113549.2.9");
const HMAC_SHA1: Oid = Oid::new_unwrap("1.2.840.113549.2.7");
/// How often a password that is new goes through the function.
const ITERATIONS: u32 = 200_000;
/// Longest salt, octets.
const LONGEST_SALT: usize = 1024;

/// The function that a password goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prf {
    Sm3,
    Sha256,
    Sha1,
}

/// How a key is encrypted.
struct Parameters<'a> {
    salt: &'a [u8],
    iterations: u32,
    prf: Prf,
    iv: [u8; 16],
    encrypted: &'a [u8],
}

/// Encrypts a key, PKCS#8 in DER: PBES2 with PBKDF2, HMAC-SM3 and SM4-CBC. Returns an
/// EncryptedPrivateKeyInfo (RFC 5958, 3).
///
/// # Errors
///
/// [`KeyError::Cryptography`] where the operating system gives no randomness.
pub fn encrypt(pkcs8: &[u8], password: &Password) -> Result<Vec<u8>, KeyError> {
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    for octets in [&mut salt, &mut iv] {
        SystemRandom::new()
            .fill(octets)
            .map_err(|_| KeyError::Cryptography)?;
    }
    let mut key = Zeroizing::new([0; 16]);
    pbkdf2_hmac::<Sm3>(password.as_bytes(), &salt, ITERATIONS, &mut *key);
    let mut octets = Zeroizing::new(vec![0; pkcs8.len() + 16]);
    if let Some(place) = octets.get_mut(..pkcs8.len()) {
        place.copy_from_slice(pkcs8);
    }
    let encrypted = cbc::Encryptor::<Sm4>::new((&*key).into(), (&iv).into())
        .encrypt_padded::<Pkcs7>(&mut octets, pkcs8.len())
        .map_err(|_| KeyError::Cryptography)?;
    let [scheme, _] = &SCHEMES;
    let [prf, _] = &HMAC_SM3;
    let kdf = writer::sequence(&[
        &writer::oid(&PBKDF2),
        &writer::sequence(&[
            &writer::octet_string(&salt),
            &writer::integer(u64::from(ITERATIONS)),
            &writer::integer(16),
            &writer::sequence(&[&writer::oid(prf), &writer::null()]),
        ]),
    ]);
    let cipher = writer::sequence(&[&writer::oid(&SM4_CBC), &writer::octet_string(&iv)]);
    let parameters = writer::sequence(&[&kdf, &cipher]);
    let algorithm = writer::sequence(&[&writer::oid(scheme), &parameters]);
    Ok(writer::sequence(&[
        &algorithm,
        &writer::octet_string(encrypted),
    ]))
}

/// Decrypts a key that is encrypted with SM4; `None` where it is encrypted with something else.
///
/// # Errors
///
/// As [`read`](super::read::read).
pub(super) fn decrypt(
    der: &[u8],
    password: Option<&Password>,
) -> Option<Result<Zeroizing<Vec<u8>>, ReadError>> {
    let found = match parameters(der)? {
        Ok(found) => found,
        Err(error) => return Some(Err(error)),
    };
    Some(opened(&found, password))
}

fn opened(
    found: &Parameters<'_>,
    password: Option<&Password>,
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    if found.iterations == 0 || found.iterations > MOST_ITERATIONS {
        return Err(ReadError::ExcessiveWork);
    }
    let password = password.ok_or(ReadError::PasswordNeeded)?;
    let mut key = Zeroizing::new([0; 16]);
    let (secret, salt, rounds) = (password.as_bytes(), found.salt, found.iterations);
    match found.prf {
        Prf::Sm3 => pbkdf2_hmac::<Sm3>(secret, salt, rounds, &mut *key),
        Prf::Sha256 => pbkdf2_hmac::<sha2::Sha256>(secret, salt, rounds, &mut *key),
        Prf::Sha1 => pbkdf2_hmac::<sha1::Sha1>(secret, salt, rounds, &mut *key),
    }
    let cipher = cbc::Decryptor::<Sm4>::new((&*key).into(), (&found.iv).into());
    let mut octets = Zeroizing::new(found.encrypted.to_vec());
    // A wrong password shows as bad padding or as octets that are no key.
    let length = cipher
        .decrypt_padded::<Pkcs7>(&mut octets)
        .map_err(|_| ReadError::WrongPassword)?
        .len();
    octets.truncate(length);
    Ok(octets)
}

/// Reads how a key is encrypted; `None` where it is not with SM4, or nothing that can be read.
fn parameters(der: &[u8]) -> Option<Result<Parameters<'_>, ReadError>> {
    let mut outer = Reader::new(der);
    let mut info = outer.sequence().ok()?;
    let mut algorithm = info.sequence().ok()?;
    let encrypted = info.expect(tag::OCTET_STRING).ok()?.value();
    let scheme = algorithm.oid().ok()?;
    if !SCHEMES.contains(&scheme) {
        return None;
    }
    let mut parts = algorithm.sequence().ok()?;
    let mut kdf = parts.sequence().ok()?;
    let mut cipher = parts.sequence().ok()?;
    if cipher.oid().ok()? != SM4_CBC {
        return None;
    }
    let iv = cipher
        .expect(tag::OCTET_STRING)
        .ok()?
        .value()
        .try_into()
        .ok()?;
    let kind = kdf.oid().ok()?;
    let mut kdf = kdf.sequence().ok()?;
    let salt = kdf.expect(tag::OCTET_STRING).ok()?.value();
    let iterations = kdf.expect(tag::INTEGER).ok()?.unsigned().ok()?;
    let length = kdf.optional(tag::INTEGER).ok()?;
    let prf = match kdf.optional(tag::SEQUENCE).ok()? {
        Some(prf) => match prf.reader().ok()?.oid().ok()? {
            oid if HMAC_SM3.contains(&oid) => Some(Prf::Sm3),
            HMAC_SHA256 => Some(Prf::Sha256),
            HMAC_SHA1 => Some(Prf::Sha1),
            _ => None,
        },
        None if kind == SM_PBKDF => Some(Prf::Sm3),
        None => Some(Prf::Sha1),
    };
    let is_usual = [PBKDF2, SM_PBKDF].contains(&kind)
        && salt.len() <= LONGEST_SALT
        && length.is_none_or(|length| length.unsigned() == Ok(16));
    let Some(prf) = prf.filter(|_| is_usual) else {
        return Some(Err(ReadError::UnsupportedAlgorithm));
    };
    Some(Ok(Parameters {
        salt,
        iterations,
        prf,
        iv,
        encrypted,
    }))
}
