//! PFX in BER (X.690, 8.1.3), as Bouncy Castle and NSS write them: lengths that are not said, and strings
//! in pieces. `p12-keystore` reads DER only.

use super::mac;
use crate::keys::Password;
use crate::keys::read::ReadError;
use yinxin_core::der::{DerError, Oid, Reader, definite_lengths, tag, writer};
use zeroize::Zeroizing;

const DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.6");
/// Most contents of one file.
const MOST_CONTENTS: usize = 100;

/// Returns the PFX in DER, without its MAC, which was checked over the octets as received; `None` where
/// `bytes` are in DER already, or nothing that can be read.
///
/// # Errors
///
/// As [`read`](super::read): what the MAC says.
pub(super) fn in_der(
    bytes: &[u8],
    password: &Password,
) -> Result<Option<Zeroizing<Vec<u8>>>, ReadError> {
    let Ok(whole) = definite_lengths(bytes).map(Zeroizing::new) else {
        return Ok(None);
    };
    let Ok((content, mac)) = parts(&whole) else {
        return Ok(None);
    };
    let Ok(safe) = authenticated_safe(content).map(Zeroizing::new) else {
        return Ok(None);
    };
    if whole.as_slice() == bytes && safe.as_slice() == content {
        return Ok(None);
    }
    if let Some(mac) = mac {
        mac::check(mac, content, password)?;
    }
    let safe = Zeroizing::new(content_info(&DATA, &writer::octet_string(&safe)));
    let pfx = writer::sequence(&[&writer::integer(3), &safe]);
    Ok(Some(Zeroizing::new(pfx)))
}

/// `PFX { version 3, authSafe ContentInfo { data, [0] OCTET STRING }, macData OPTIONAL }` (RFC 7292, 4):
/// what the string holds, and the content of the MAC.
fn parts(pfx: &[u8]) -> Result<(&[u8], Option<Reader<'_>>), DerError> {
    let mut outer = Reader::new(pfx);
    let mut fields = outer.sequence()?;
    outer.finish()?;
    fields.expect(tag::INTEGER)?;
    let mut safe = fields.sequence()?;
    safe.expect(tag::OID)?;
    let content = safe.expect(tag::context(0))?.reader()?;
    let content = { content }.expect(tag::OCTET_STRING)?.value();
    let mac = fields.optional(tag::SEQUENCE)?;
    Ok((content, mac.map(|mac| mac.reader()).transpose()?))
}

/// `AuthenticatedSafe ::= SEQUENCE OF ContentInfo` in DER, and in it what is not encrypted.
fn authenticated_safe(content: &[u8]) -> Result<Vec<u8>, DerError> {
    let whole = Zeroizing::new(definite_lengths(content)?);
    let mut infos = Reader::new(&whole).sequence()?;
    let mut made: Vec<Zeroizing<Vec<u8>>> = Vec::new();
    while !infos.is_empty() && made.len() < MOST_CONTENTS {
        let info = infos.expect(tag::SEQUENCE)?;
        let mut fields = info.reader()?;
        let kind = fields.oid()?;
        let inner = fields.expect(tag::context(0))?;
        let inner = match kind {
            DATA => {
                let bags = inner.reader()?.expect(tag::OCTET_STRING)?;
                writer::octet_string(&Zeroizing::new(definite_lengths(bags.value())?))
            }
            ENCRYPTED_DATA => encrypted_data(inner.reader()?)?,
            _ => inner.value().to_vec(),
        };
        let inner = Zeroizing::new(inner);
        made.push(Zeroizing::new(content_info(&kind, &inner)));
    }
    infos.finish()?;
    let made: Vec<&[u8]> = made.iter().map(|info| info.as_slice()).collect();
    Ok(writer::sequence(&made))
}

/// `EncryptedData { version, { contentType, algorithm, encryptedContent [0] IMPLICIT OCTET STRING } }`
/// (RFC 5652, 8): the string may be in pieces, which its tag hides from [`definite_lengths`].
fn encrypted_data(mut data: Reader<'_>) -> Result<Vec<u8>, DerError> {
    let mut fields = data.sequence()?;
    let version = fields.expect(tag::INTEGER)?;
    let mut info = fields.sequence()?;
    let kind = info.expect(tag::OID)?;
    let algorithm = info.expect(tag::SEQUENCE)?;
    let mut encrypted = Vec::new();
    match info.optional(tag::context(0))? {
        None => encrypted.extend_from_slice(info.expect(tag::context_primitive(0))?.value()),
        Some(pieces) => {
            let mut pieces = pieces.reader()?;
            while !pieces.is_empty() {
                encrypted.extend_from_slice(pieces.expect(tag::OCTET_STRING)?.value());
            }
        }
    }
    let encrypted = writer::element(tag::context_primitive(0), &encrypted);
    let info = writer::sequence(&[kind.raw(), algorithm.raw(), &encrypted]);
    Ok(writer::sequence(&[version.raw(), &info]))
}

fn content_info(kind: &Oid, inner: &[u8]) -> Vec<u8> {
    writer::sequence(&[&writer::oid(kind), &writer::explicit(0, inner)])
}

#[cfg(test)]
mod tests;
