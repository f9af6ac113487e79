//! Plain private keys, put into PKCS#8.

use super::{EC_PARAMETERS, ReadError};
use pkcs8::der::asn1::{AnyRef, OctetStringRef, SequenceRef, UintRef};
use pkcs8::der::{Decode, Encode, Reader, SliceReader, Tag, TagMode};
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier, PrivateKeyInfoRef};
use zeroize::Zeroizing;

/// id-ecPublicKey (RFC 5480, 2.1.1).
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// rsaEncryption (RFC 8017, A.1).
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// Checks the form of a PrivateKeyInfo and returns it unchanged.
pub(super) fn pkcs8(der: &[u8]) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    PrivateKeyInfoRef::try_from(der).map_err(|_| ReadError::NotPkcs8)?;
    Ok(Zeroizing::new(der.to_vec()))
}

/// Puts an ECPrivateKey (RFC 5915, 3) into PKCS#8.
pub(super) fn sec1(der: &[u8]) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let curve = curve(der)
        .map_err(|_| ReadError::NotSec1)?
        .ok_or(ReadError::CurveMissing)?;
    wrap(EC_PUBLIC_KEY, AnyRef::from(&curve), der).ok_or(ReadError::NotSec1)
}

/// Puts an RSAPrivateKey (RFC 8017, A.1.2) into PKCS#8.
pub(super) fn pkcs1(der: &[u8]) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    rsa_form(der).map_err(|_| ReadError::NotPkcs1)?;
    let null = AnyRef::new(Tag::Null, &[]).map_err(|_| ReadError::NotPkcs1)?;
    wrap(RSA_ENCRYPTION, null, der).ok_or(ReadError::NotPkcs1)
}

fn wrap(oid: ObjectIdentifier, parameters: AnyRef<'_>, key: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let algorithm = AlgorithmIdentifierRef {
        oid,
        parameters: Some(parameters),
    };
    let info = PrivateKeyInfoRef::new(algorithm, OctetStringRef::new(key).ok()?);
    info.to_der().ok().map(Zeroizing::new)
}

fn curve(der: &[u8]) -> pkcs8::der::Result<Option<ObjectIdentifier>> {
    let body = <&SequenceRef>::from_der(der)?;
    let mut reader = SliceReader::new(body.as_bytes())?;
    let _version = u8::decode(&mut reader)?;
    let _private_key = <&OctetStringRef>::decode(&mut reader)?;
    reader.context_specific::<ObjectIdentifier>(EC_PARAMETERS, TagMode::Explicit)
}

/// Version 0 and eight integers; a multi-prime key (version 1) is refused.
fn rsa_form(der: &[u8]) -> pkcs8::der::Result<()> {
    let body = <&SequenceRef>::from_der(der)?;
    let mut reader = SliceReader::new(body.as_bytes())?;
    if u8::decode(&mut reader)? != 0 {
        return Err(Tag::Integer.value_error().into());
    }
    for _ in 0..8 {
        UintRef::decode(&mut reader)?;
    }
    reader.finish()
}
