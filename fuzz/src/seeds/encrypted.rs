//! Files that everybody can open: encrypted with the empty user password (ISO 32000-2, 7.6.4,
//! algorithms 1, 2 and 5; from memory).

use super::base::{self, Sort};
use md5::{Digest as _, Md5};
use rc4::{KeyInit as _, Rc4, StreamCipher as _};

/// What passwords are filled up with.
const PADDING: [u8; 32] = *b"\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\
\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a";
/// `/O`: no owner password leads to it.
const OWNER: [u8; 32] = [7; 32];
/// First half of the files' `/ID`.
const IDENTIFIER: &[u8] = &[0xaa];
const PERMISSIONS: i32 = -1340;

/// Returns a file that is encrypted with RC4 and a key of 128 bits: strings and streams.
pub(super) fn rc4() -> Vec<u8> {
    let encrypt = format!(
        "/Encrypt<</Filter/Standard/V 2/R 3/Length 128{}>>",
        entries()
    );
    // Algorithm 1: the key of object 4 of generation 0.
    let key = md5(&[&key(), &[4, 0, 0, 0, 0]]);
    base::file(Sort::Table, &encrypt, |text| apply(&key, text))
}

/// Returns a file whose strings are encrypted with AES-128; its streams are not.
pub(super) fn aes() -> Vec<u8> {
    let encrypt = format!(
        "/Encrypt<</Filter/Standard/V 4/R 4/Length 128{}/CF<</StdCF<</CFM/AESV2/Length 16>>>>\
         /StrF/StdCF/StmF/Identity>>",
        entries()
    );
    base::file(Sort::Packed, &encrypt, <[u8]>::to_vec)
}

/// What `qpdf --encrypt "" owner 256` wrote about a file of its own: algorithms 8 to 10 for the empty
/// password. The key of the file is not needed to write it, since nothing in it is encrypted.
const AES_256: &str = "/Encrypt<</Filter/Standard/V 5/R 6/Length 256/P -4\
     /O<a9f4d53a8ea0c343c2ac64530c9130f8acba1418456ba8ff89011f869ebf8a6173a69c2544f228b3\
     722296a3fc4988d6>\
     /U<6e6c045cd0c96f439d87dca5556a565d0c5f899ff6b85ffc2b2cd8d3a9169d90ec672c2e5535d16d\
     84a052ce367bfb67>\
     /OE<a28fe6e0add5c7ffd175d2652cef51fca22d47625b6dfd351d87422ee27e3505>\
     /UE<0205ce508cca904ec5cca4454687b6de61ef39fe83ae19a0ae618e66fef155f4>\
     /Perms<121db99f1d593847550f7c983b0b9c79>\
     /CF<</StdCF<</CFM/AESV3/Length 32>>>>/StrF/StdCF/StmF/Identity>>";

/// Returns a file whose strings are encrypted with AES-256 (revision 6); its streams are not.
pub(super) fn aes_256() -> Vec<u8> {
    base::file(Sort::Packed, AES_256, <[u8]>::to_vec)
}

/// The entries that every revision has; `/U` is what the empty password leads to.
fn entries() -> String {
    let mut user = md5(&[&PADDING, IDENTIFIER]);
    for number in 0..20 {
        let mixed: Vec<u8> = key().iter().map(|octet| octet ^ number).collect();
        user = apply(&mixed, &user);
    }
    user.resize(32, 0);
    let hexadecimal =
        |octets: &[u8]| -> String { octets.iter().map(|octet| format!("{octet:02x}")).collect() };
    format!(
        "/P {PERMISSIONS}/O<{}>/U<{}>",
        hexadecimal(&OWNER),
        hexadecimal(&user)
    )
}

/// Algorithm 2: the key of the file.
fn key() -> Vec<u8> {
    let mut key = md5(&[&PADDING, &OWNER, &PERMISSIONS.to_le_bytes(), IDENTIFIER]);
    for _ in 0..50 {
        key = md5(&[&key]);
    }
    key
}

fn md5(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Md5::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().to_vec()
}

fn apply(key: &[u8], octets: &[u8]) -> Vec<u8> {
    let mut octets = octets.to_vec();
    let mut cipher = Rc4::new_from_slice(key).unwrap();
    cipher.apply_keystream(&mut octets);
    octets
}
