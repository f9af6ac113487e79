use super::super::{KeyError, SigningError, oids};
use super::{DEFAULT_ID, signature::to_der};
use crate::der::{Reader, tag, writer};
use sm2::dsa::SigningKey;
use sm2::dsa::signature::Signer;
use sm2::elliptic_curve::sec1::ToSec1Point;
use std::hint::black_box;

/// A private SM2 key in memory.
pub(in super::super) struct Sm2Key(Box<SigningKey>);

impl Sm2Key {
    /// Takes the DER of a PKCS#8 PrivateKeyInfo whose key is an ECPrivateKey (RFC 5915). A public
    /// point that is written beside it has to be that of the key.
    pub(in super::super) fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let mut fields = Reader::new(der).sequence()?;
        fields.expect(tag::INTEGER)?;
        fields.sequence()?;
        let inner = fields.expect(tag::OCTET_STRING)?;
        let mut fields = Reader::new(inner.value()).sequence()?;
        fields.expect(tag::INTEGER)?;
        let scalar = fields.expect(tag::OCTET_STRING)?;
        fields.optional(tag::context(0))?;
        let public = fields.optional(tag::context(1))?;
        let key = Self::from_scalar(scalar.value())?;
        if let Some(public) = public {
            let bits = public.reader()?.expect(tag::BIT_STRING)?.whole_bits()?;
            if bits != key.point() {
                return Err(KeyError::Inconsistent);
            }
        }
        Ok(key)
    }

    /// Takes a scalar, big-endian, of at most 32 octets that count.
    pub(in super::super) fn from_scalar(scalar: &[u8]) -> Result<Self, KeyError> {
        let mut octets = zeroize::Zeroizing::new([0; 32]);
        let zeros = scalar.iter().take_while(|octet| **octet == 0).count();
        let scalar = scalar.get(zeros..).unwrap_or_default();
        let spare = octets.len().checked_sub(scalar.len());
        let room = spare.and_then(|spare| octets.get_mut(spare..));
        room.ok_or(KeyError::NotAKey)?.copy_from_slice(scalar);
        let key = SigningKey::from_slice(DEFAULT_ID, octets.as_slice());
        Ok(Self(Box::new(key.map_err(|_| KeyError::NotAKey)?)))
    }

    fn point(&self) -> Vec<u8> {
        let point = self.0.verifying_key().to_sec1_point(false);
        point.as_bytes().to_vec()
    }

    pub(in super::super) fn subject_public_key_info(&self) -> Vec<u8> {
        let identifier =
            writer::sequence(&[&writer::oid(&oids::EC_PUBLIC_KEY), &writer::oid(&oids::SM2)]);
        writer::sequence(&[&identifier, &writer::bit_string(&self.point())])
    }

    /// Signs with [`DEFAULT_ID`]; DER.
    pub(in super::super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        let made = self.0.try_sign(message);
        let made = made.map_err(|_| SigningError::Refused)?;
        Ok(to_der(&made.to_bytes()))
    }
}

impl Drop for Sm2Key {
    /// The crate does not wipe its key, and the scalar cannot be reached: another takes its place.
    fn drop(&mut self) {
        let mut one = [0; 32];
        one[31] = 1;
        if let Ok(other) = SigningKey::from_slice(DEFAULT_ID, &one) {
            *self.0 = other;
            black_box(&self.0);
        }
    }
}
