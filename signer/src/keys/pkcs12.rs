//! PKCS#12 files (RFC 7292), read by `p12-keystore`, which bounds their work factors; files in BER are put
//! into DER first.

mod ber;
mod mac;

use super::Password;
use super::read::{KeyMaterial, ReadError};
use p12_keystore::error::Error;
use p12_keystore::{CertificateBag, Pkcs12Archive};
use zeroize::Zeroizing;

/// Reads the one private key and the certificates; the key's own certificate stands first where
/// the bags are linked by a localKeyId.
pub(super) fn read(bytes: &[u8], password: Option<&Password>) -> Result<KeyMaterial, ReadError> {
    let password = password.ok_or(ReadError::PasswordNeeded)?;
    let text = std::str::from_utf8(password.as_bytes()).map_err(|_| ReadError::WrongPassword)?;
    let der = ber::in_der(bytes, password)?;
    let bytes = der.as_ref().map_or(bytes, |der| der.as_slice());
    let archive = Pkcs12Archive::from_pkcs12(bytes, text).map_err(|error| match error {
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => ReadError::WrongPassword,
        Error::InvalidParameters => ReadError::ExcessiveWork,
        Error::UnsupportedEncryptionScheme | Error::UnsupportedMacAlgorithm => {
            ReadError::UnsupportedAlgorithm
        }
        _ => ReadError::NotPkcs12,
    })?;
    let mut keys = archive.keys.into_iter();
    let key = keys.next().ok_or(ReadError::NoKey)?;
    if keys.next().is_some() {
        return Err(ReadError::SeveralKeys);
    }
    let own = |bag: &CertificateBag| match (&bag.local_key_id, &key.local_key_id) {
        (Some(certificate), Some(key)) => certificate.as_slice() == key.as_ref(),
        _ => false,
    };
    let mut bags = archive.certs;
    // A stable sort: the key's own certificate first, the others in the order of the file.
    bags.sort_by_key(|bag| !own(bag));
    let chain = bags.iter().map(|bag| bag.cert.as_der().to_vec()).collect();
    Ok(KeyMaterial {
        pkcs8: Zeroizing::new(key.key.as_der().to_vec()),
        chain,
    })
}
