//! The ciphers (ISO 32000-2, algorithms 1 and 1.A; from memory), over the kept crates.

use cbc::cipher::block_padding::{NoPadding, Pkcs7};
use cbc::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _};
use md5::{Digest as _, Md5};
use rc4::{KeyInit as _, Rc4, StreamCipher as _};
use ring::hmac;
use zeroize::Zeroizing;

use super::super::object::ObjectId;
use super::{Method, Salt};

const BLOCK: usize = 16;

/// Decrypts a string or the data of a stream.
pub(super) fn decrypt(method: Method, key: &[u8], id: ObjectId, data: &[u8]) -> Option<Vec<u8>> {
    match method {
        Method::Identity => Some(data.to_vec()),
        Method::Rc4 => rc4(&object_key(key, id, b""), data),
        Method::AesV2 | Method::AesV3 => {
            // Writers leave nothing as nothing.
            if data.is_empty() {
                return Some(Vec::new());
            }
            let (iv, data) = data.split_at_checked(BLOCK)?;
            if data.is_empty() {
                return Some(Vec::new());
            }
            match method {
                Method::AesV2 => {
                    let key = object_key(key, id, b"sAlT");
                    let cipher = cbc::Decryptor::<aes::Aes128>::new_from_slices(&key, iv).ok()?;
                    cipher.decrypt_padded_vec::<Pkcs7>(data).ok()
                }
                _ => {
                    let cipher = cbc::Decryptor::<aes::Aes256>::new_from_slices(key, iv).ok()?;
                    cipher.decrypt_padded_vec::<Pkcs7>(data).ok()
                }
            }
        }
    }
}

/// Encrypts a string or the data of a stream.
pub(super) fn encrypt(
    method: Method,
    key: &[u8],
    id: ObjectId,
    data: &[u8],
    salt: Salt,
) -> Option<Vec<u8>> {
    let iv = vector(key, id, data, salt);
    let encrypted = match method {
        Method::Identity => return Some(data.to_vec()),
        Method::Rc4 => return rc4(&object_key(key, id, b""), data),
        Method::AesV2 => {
            let key = object_key(key, id, b"sAlT");
            let cipher = cbc::Encryptor::<aes::Aes128>::new_from_slices(&key, &iv).ok()?;
            cipher.encrypt_padded_vec::<Pkcs7>(data)
        }
        Method::AesV3 => {
            let cipher = cbc::Encryptor::<aes::Aes256>::new_from_slices(key, &iv).ok()?;
            cipher.encrypt_padded_vec::<Pkcs7>(data)
        }
    };
    Some([iv.as_slice(), &encrypted].concat())
}

/// Returns an initialisation vector that nobody without the key can foresee: this crate has no
/// randomness of its own, so it is an HMAC of what is encrypted and where.
fn vector(key: &[u8], id: ObjectId, data: &[u8], salt: Salt) -> Vec<u8> {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    context.update(b"initialisation vector");
    context.update(&id.number.to_be_bytes());
    context.update(&id.generation.to_be_bytes());
    context.update(&salt.base.to_be_bytes());
    context.update(&salt.ordinal.to_be_bytes());
    context.update(data);
    let tag = context.sign();
    tag.as_ref().iter().copied().take(BLOCK).collect()
}

/// Returns the key of one object: 5 octets longer than that of the file, 16 at most.
fn object_key(key: &[u8], id: ObjectId, salt: &[u8]) -> Zeroizing<Vec<u8>> {
    let [a, b, c, _] = id.number.to_le_bytes();
    let [d, e] = id.generation.to_le_bytes();
    let mut hash = Md5::new();
    hash.update(key);
    hash.update([a, b, c, d, e]);
    hash.update(salt);
    let mut own = Zeroizing::new(hash.finalize().to_vec());
    own.truncate(key.len().saturating_add(5));
    own
}

/// Applies RC4, which is its own inverse.
pub(super) fn rc4(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let mut out = data.to_vec();
    Rc4::new_from_slice(key).ok()?.apply_keystream(&mut out);
    Some(out)
}

/// Decrypts whole blocks with AES-256, no initialisation vector and no padding.
pub(super) fn unwrap(key: &[u8], data: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = cbc::Decryptor::<aes::Aes256>::new_from_slices(key, &[0; BLOCK]).ok()?;
    cipher
        .decrypt_padded_vec::<NoPadding>(data)
        .ok()
        .map(Zeroizing::new)
}

/// Returns the MD5 of some parts.
pub(super) fn md5(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let mut hash = Md5::new();
    parts.iter().for_each(|part| hash.update(part));
    Zeroizing::new(hash.finalize().to_vec())
}
