//! The key of a file, from a password (ISO 32000-2, algorithms 2 to 13; from memory).

use zeroize::Zeroizing;

use super::cipher::{md5, rc4, unwrap};
use super::hash::hash;
use super::{Locked, OpenedWith, Parameters, Password};

type Key = Zeroizing<Vec<u8>>;

/// What passwords of revision 2 to 4 are filled up with.
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// Returns the key: with the empty password, else with the one that is given.
pub(super) fn key(
    parameters: &Parameters,
    password: Option<&Password>,
) -> Result<(Key, OpenedWith), Locked> {
    let modern = parameters.revision >= 5;
    let open = |octets: &[u8]| {
        if modern {
            open_modern(parameters, octets)
        } else {
            open_legacy(parameters, octets)
        }
    };
    let found = match open(b"") {
        Some((key, _)) => Some((key, OpenedWith::Nothing)),
        None => {
            let candidates = password.map(|password| match modern {
                true => password.modern(),
                false => password.legacy(),
            });
            candidates.iter().flatten().find_map(|octets| open(octets))
        }
    };
    match (found, password) {
        (Some((key, opened_with)), _) => {
            if modern {
                check_permissions(parameters, &key)?;
            }
            Ok((key, opened_with))
        }
        (None, None) => Err(Locked::PasswordNeeded),
        (None, Some(_)) => Err(Locked::PasswordWrong),
    }
}

fn open_legacy(parameters: &Parameters, password: &[u8]) -> Option<(Key, OpenedWith)> {
    parameters.key_lengths.iter().find_map(|&length| {
        if let Some(key) = user_key(parameters, password, length) {
            return Some((key, OpenedWith::User));
        }
        let user = user_password(parameters, password, length)?;
        let key = user_key(parameters, &user, length)?;
        Some((key, OpenedWith::Owner))
    })
}

/// Fills up or cuts a password to 32 octets.
fn padded(password: &[u8]) -> Key {
    let all = password.iter().chain(&PADDING).copied();
    Zeroizing::new(all.take(PADDING.len()).collect())
}

/// Algorithms 2 and 6: the key of the file, if this is the user password.
fn user_key(parameters: &Parameters, password: &[u8], length: usize) -> Option<Key> {
    let unencrypted: &[u8] = match parameters.revision >= 4 && !parameters.encrypt_metadata {
        true => &[0xff; 4],
        false => &[],
    };
    let mut key = md5(&[
        &padded(password),
        &parameters.owner,
        &parameters.permissions.to_le_bytes(),
        &parameters.id,
        unencrypted,
    ]);
    key.truncate(length);
    if parameters.revision >= 3 {
        for _ in 0..50 {
            key = md5(&[&key]);
            key.truncate(length);
        }
    }
    let (expected, compared) = if parameters.revision == 2 {
        (rc4(&key, &PADDING)?, PADDING.len())
    } else {
        let first = md5(&[&PADDING, &parameters.id]);
        (rounds(&key, &first, 0..20)?, 16)
    };
    let found = parameters.user.get(..compared)?;
    (expected.get(..compared)? == found).then_some(key)
}

/// Algorithm 7: the user password that an owner password leads to, right or wrong.
fn user_password(parameters: &Parameters, password: &[u8], length: usize) -> Option<Key> {
    let mut key = md5(&[&padded(password)]);
    if parameters.revision == 2 {
        key.truncate(length);
        return rc4(&key, &parameters.owner).map(Zeroizing::new);
    }
    for _ in 0..50 {
        key = md5(&[&key]);
    }
    key.truncate(length);
    rounds(&key, &parameters.owner, (0..20).rev()).map(Zeroizing::new)
}

/// Applies RC4 with the key mixed with each number.
fn rounds(key: &[u8], data: &[u8], numbers: impl Iterator<Item = u8>) -> Option<Vec<u8>> {
    let mut data = data.to_vec();
    for number in numbers {
        let mixed: Key = Zeroizing::new(key.iter().map(|octet| octet ^ number).collect());
        data = rc4(&mixed, &data)?;
    }
    Some(data)
}

/// Algorithm 2.A: an entry is 32 octets of hash, 8 of salt to check it and 8 of salt for the key.
fn open_modern(parameters: &Parameters, password: &[u8]) -> Option<(Key, OpenedWith)> {
    let opened = |entry: &[u8], sealed: &[u8], user: &[u8]| {
        let (expected, salts) = entry.split_at_checked(32)?;
        let (check, key) = salts.split_at_checked(8)?;
        let revision = parameters.revision;
        if hash(password, check, user, revision).as_slice() != expected {
            return None;
        }
        unwrap(&hash(password, key, user, revision), sealed.get(..32)?)
    };
    let user = &parameters.user;
    if let Some(key) = opened(user, &parameters.user_key, &[]) {
        return Some((key, OpenedWith::User));
    }
    let key = opened(&parameters.owner, &parameters.owner_key, user)?;
    Some((key, OpenedWith::Owner))
}

/// Algorithm 13: `/Perms` is `/P` and `/EncryptMetadata` again, encrypted.
fn check_permissions(parameters: &Parameters, key: &[u8]) -> Result<(), Locked> {
    let broken = Locked::Malformed { what: "Perms" };
    let sealed = parameters.sealed_permissions.get(..16);
    let Some(clear) = sealed.and_then(|sealed| unwrap(key, sealed)) else {
        return Err(broken);
    };
    let metadata = if parameters.encrypt_metadata {
        b'T'
    } else {
        b'F'
    };
    let fits = clear.get(..4) == Some(&parameters.permissions.to_le_bytes())
        && clear.get(8) == Some(&metadata)
        && clear.get(9..12) == Some(b"adb");
    if fits { Ok(()) } else { Err(broken) }
}
