//! The hash of passwords in revision 6 (ISO 32000-2, algorithm 2.B; from memory).

use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use zeroize::Zeroizing;

use crate::suite::{DigestAlgorithm, digest};

/// Hashes a password with its salt and, for the owner, the user's entry.
///
/// Revision 5 takes one SHA-256. Revision 6 goes on for 64 rounds and then until the last octet of a
/// round allows it to stop, after 288 rounds at most.
pub(super) fn hash(password: &[u8], salt: &[u8], user: &[u8], revision: i64) -> Zeroizing<Vec<u8>> {
    let first = Zeroizing::new([password, salt, user].concat());
    let mut key = Zeroizing::new(digest(DigestAlgorithm::Sha256, &first));
    if revision == 5 {
        return key;
    }
    for round in 1_u16.. {
        let once = Zeroizing::new([password, &key, user].concat());
        let input = Zeroizing::new(once.repeat(64));
        let (Some(aes_key), Some(iv)) = (key.get(..16), key.get(16..32)) else {
            break;
        };
        // 64 times anything is a whole number of blocks of 16.
        let Ok(cipher) = cbc::Encryptor::<aes::Aes128>::new_from_slices(aes_key, iv) else {
            break;
        };
        let encrypted = Zeroizing::new(cipher.encrypt_padded_vec::<NoPadding>(&input));
        let start = encrypted.get(..16).unwrap_or_default();
        // The first 16 octets as a number, modulo 3: 256 is 1 modulo 3.
        let sum: u16 = start.iter().map(|&octet| u16::from(octet)).sum();
        let algorithm = match sum % 3 {
            0 => DigestAlgorithm::Sha256,
            1 => DigestAlgorithm::Sha384,
            _ => DigestAlgorithm::Sha512,
        };
        key = Zeroizing::new(digest(algorithm, &encrypted));
        let last = encrypted.last().copied().map_or(0, u16::from);
        if round >= 64 && last <= round - 32 {
            break;
        }
    }
    key.truncate(32);
    key
}
