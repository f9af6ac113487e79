//! Certificate requests (PKCS#10, RFC 2986): the key stays with its holder, the authority gets its public half.

use super::{Name, PkiError};
use yinxin_core::der::{DerError, Reader, tag, writer};
use yinxin_core::suite::{PublicKey, SignatureAlgorithm, SigningKey, verify};

/// What a request asks for. That the asker holds the private key was proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested {
    /// DER of the subject's Name, as received.
    pub subject: Vec<u8>,
    /// DER of the SubjectPublicKeyInfo, as received.
    pub subject_public_key_info: Vec<u8>,
}

/// Makes a request of a subject, DER, without attributes.
///
/// # Errors
///
/// [`PkiError::Text`], [`PkiError::Key`].
pub fn request(subject: &Name, key: &dyn SigningKey) -> Result<Vec<u8>, PkiError> {
    let info = writer::sequence(&[
        &writer::integer(0),
        &subject.to_der()?,
        key.subject_public_key_info(),
        &writer::constructed(tag::context(0), &[]),
    ]);
    let value = key.sign(&info).map_err(PkiError::Key)?;
    let identifier = key.algorithm().identifier();
    Ok(writer::sequence(&[
        &info,
        &identifier,
        &writer::bit_string(&value),
    ]))
}

/// Reads a request and verifies the proof of possession; what its attributes wish for is not read.
///
/// # Errors
///
/// [`PkiError::Request`] where it is none, [`PkiError::Text`] where it has no subject,
/// [`PkiError::Possession`] where the private key of the public key in it did not sign it.
pub fn read(der: &[u8]) -> Result<Requested, PkiError> {
    let parts = parts(der).map_err(|_| PkiError::Request)?;
    let name = yinxin_core::x509::Name::parse(parts.subject).map_err(|_| PkiError::Request)?;
    if name.is_empty() {
        return Err(PkiError::Text);
    }
    let key = PublicKey::parse(parts.public).map_err(|_| PkiError::SubjectKey)?;
    let algorithm = SignatureAlgorithm::from_identifier(parts.identifier, &key, None)
        .map_err(|_| PkiError::Possession)?;
    verify(parts.public, algorithm, parts.info, parts.value).map_err(|_| PkiError::Possession)?;
    Ok(Requested {
        subject: parts.subject.to_vec(),
        subject_public_key_info: parts.public.to_vec(),
    })
}

/// The parts of a request, as received.
struct Parts<'a> {
    info: &'a [u8],
    subject: &'a [u8],
    public: &'a [u8],
    identifier: &'a [u8],
    value: &'a [u8],
}

/// `CertificationRequest { CertificationRequestInfo { version 0, subject, subjectPKInfo, attributes [0] },
/// signatureAlgorithm, signature }`.
fn parts(der: &[u8]) -> Result<Parts<'_>, DerError> {
    let mut outer = Reader::new(der);
    let mut fields = outer.sequence()?;
    outer.finish()?;
    let info = fields.expect(tag::SEQUENCE)?;
    let identifier = fields.expect(tag::SEQUENCE)?.raw();
    let value = fields.expect(tag::BIT_STRING)?.whole_bits()?;
    fields.finish()?;
    let mut inner = info.reader()?;
    inner.expect(tag::INTEGER)?;
    let subject = inner.expect(tag::SEQUENCE)?.raw();
    let public = inner.expect(tag::SEQUENCE)?.raw();
    inner.optional(tag::context(0))?;
    inner.finish()?;
    Ok(Parts {
        info: info.raw(),
        subject,
        public,
        identifier,
        value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::KeyKind;
    use crate::keys::generate::generate;
    use yinxin_core::suite::MemoryKey;

    fn made(kind: KeyKind) -> (MemoryKey, Vec<u8>) {
        let key = MemoryKey::from_pkcs8(&generate(kind).unwrap(), None).unwrap();
        let name = Name {
            country: "CN".into(),
            organisation: "示例机关".into(),
            organisation_identifier: None,
            common_name: "示例".into(),
        };
        let der = request(&name, &key).unwrap();
        (key, der)
    }

    #[test]
    fn a_request_is_read_as_it_was_made() {
        for kind in [KeyKind::Sm2, KeyKind::EcdsaP256] {
            let (key, der) = made(kind);
            let found = read(&der).unwrap();
            assert_eq!(found.subject_public_key_info, key.subject_public_key_info());
            let subject = yinxin_core::x509::Name::parse(&found.subject).unwrap();
            assert_eq!(subject.to_string(), "CN=示例,O=示例机关,C=CN");
        }
    }

    #[test]
    fn somebody_elses_public_key_cannot_be_asked_for() {
        for kind in [KeyKind::Sm2, KeyKind::EcdsaP256] {
            let (key, der) = made(kind);
            let (other, _) = made(kind);
            let (own, others) = (
                key.subject_public_key_info(),
                other.subject_public_key_info(),
            );
            let at = der.windows(own.len()).position(|window| window == own);
            let mut swapped = der.clone();
            let at = at.unwrap();
            swapped.splice(at..at + own.len(), others.iter().copied());
            assert_eq!(read(&swapped).unwrap_err(), PkiError::Possession);
        }
    }

    #[test]
    fn an_altered_request_is_never_read_as_another() {
        let (_, der) = made(KeyKind::Sm2);
        let whole = read(&der).unwrap();
        for at in 0..der.len() {
            let mut altered = der.clone();
            *altered.get_mut(at).unwrap() ^= 1;
            assert!(
                read(&altered).is_err() || read(&altered).unwrap() == whole,
                "{at}"
            );
            assert_eq!(read(der.get(..at).unwrap()).unwrap_err(), PkiError::Request);
        }
    }
}
