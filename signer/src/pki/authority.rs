//! An authority: its certificate and its key.

use super::PkiError;
use super::certificate::Request;
use super::signer::{PublicKey, Signer};
use rcgen::Issuer;
use rcgen::{KeyUsagePurpose, PublicKeyData};
use time::OffsetDateTime;
use x509_parser::prelude::{FromDer, X509Certificate};
use yinxin_core::suite::SigningKey;

/// An authority that issues certificates.
pub struct Authority<'k> {
    issuer: Issuer<'static, Signer<'k>>,
    subject: Vec<u8>,
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
}

impl<'k> Authority<'k> {
    /// Takes an authority's certificate in DER and its key.
    ///
    /// # Errors
    ///
    /// [`PkiError::AuthorityCertificate`] where it is malformed, no CA, or may not sign
    /// certificates; [`PkiError::KeyDiffers`] where the key belongs to another.
    pub fn new(certificate: &[u8], key: &'k dyn SigningKey) -> Result<Self, PkiError> {
        let (rest, parsed) =
            X509Certificate::from_der(certificate).map_err(|_| PkiError::AuthorityCertificate)?;
        if !rest.is_empty() || !parsed.is_ca() {
            return Err(PkiError::AuthorityCertificate);
        }
        if parsed.public_key().raw != key.subject_public_key_info() {
            return Err(PkiError::KeyDiffers);
        }
        let issuer = Issuer::from_ca_cert_der(&certificate.into(), Signer::new(key)?)
            .map_err(|_| PkiError::AuthorityCertificate)?;
        if !issuer.key_usages().contains(&KeyUsagePurpose::KeyCertSign) {
            return Err(PkiError::AuthorityCertificate);
        }
        Ok(Self {
            issuer,
            subject: parsed.subject().as_raw().to_vec(),
            not_before: parsed.validity().not_before.to_datetime(),
            not_after: parsed.validity().not_after.to_datetime(),
        })
    }

    /// Issues a certificate and returns its DER.
    ///
    /// # Errors
    ///
    /// [`PkiError`]; [`PkiError::OutlivesAuthority`] where the period is not within the
    /// authority's own.
    pub fn issue(&self, request: &Request) -> Result<Vec<u8>, PkiError> {
        if request.not_before < self.not_before || request.not_after > self.not_after {
            return Err(PkiError::OutlivesAuthority);
        }
        let subject_key = PublicKey::from_spki(&request.subject_public_key_info)?;
        debug_assert_eq!(
            subject_key.subject_public_key_info(),
            request.subject_public_key_info
        );
        let issued = request
            .to_params()?
            .signed_by(&subject_key, &self.issuer)
            .map_err(|_| self.issuer.key().explain())?;
        let (_, parsed) =
            X509Certificate::from_der(issued.der()).map_err(|_| PkiError::NameDiffers)?;
        if parsed.issuer().as_raw() != self.subject {
            return Err(PkiError::NameDiffers);
        }
        Ok(issued.der().to_vec())
    }
}

impl std::fmt::Debug for Authority<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority")
            .field("not_after", &self.not_after)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
