//! Lends keys of this project to `rcgen`.

use super::PkiError;
use pkcs8::spki::SubjectPublicKeyInfoRef;
use rcgen::{PublicKeyData, SignatureAlgorithm as RcgenAlgorithm};
use std::cell::Cell;
use yinxin_core::suite::{DigestAlgorithm, SignatureAlgorithm, SigningError, SigningKey};

/// A subject's public key.
pub(super) struct PublicKey {
    octets: Vec<u8>,
    algorithm: &'static RcgenAlgorithm,
}

impl PublicKey {
    pub(super) fn from_spki(spki: &[u8]) -> Result<Self, PkiError> {
        let info = SubjectPublicKeyInfoRef::try_from(spki).map_err(|_| PkiError::SubjectKey)?;
        let octets = info
            .subject_public_key
            .as_bytes()
            .ok_or(PkiError::SubjectKey)?
            .to_vec();
        let candidates = [
            &rcgen::PKCS_ECDSA_P256_SHA256,
            &rcgen::PKCS_ECDSA_P384_SHA384,
            &rcgen::PKCS_ED25519,
            &rcgen::PKCS_RSA_SHA256,
        ];
        // The right one is that which writes the same SubjectPublicKeyInfo octet by octet.
        candidates
            .into_iter()
            .map(|algorithm| Self {
                octets: octets.clone(),
                algorithm,
            })
            .find(|key| key.subject_public_key_info() == spki)
            .ok_or(PkiError::UnsupportedAlgorithm)
    }
}

impl PublicKeyData for PublicKey {
    fn der_bytes(&self) -> &[u8] {
        &self.octets
    }

    fn algorithm(&self) -> &'static RcgenAlgorithm {
        self.algorithm
    }
}

/// An authority's key. Remembers why it did not sign, since `rcgen` has no place for it.
pub(super) struct Signer<'k> {
    key: &'k dyn SigningKey,
    public: PublicKey,
    failed: Cell<Option<PkiError>>,
}

impl<'k> Signer<'k> {
    pub(super) fn new(key: &'k dyn SigningKey) -> Result<Self, PkiError> {
        let mut public = PublicKey::from_spki(key.subject_public_key_info())?;
        public.algorithm = match key.algorithm() {
            SignatureAlgorithm::EcdsaP256(DigestAlgorithm::Sha256) => {
                &rcgen::PKCS_ECDSA_P256_SHA256
            }
            SignatureAlgorithm::EcdsaP384(DigestAlgorithm::Sha384) => {
                &rcgen::PKCS_ECDSA_P384_SHA384
            }
            SignatureAlgorithm::Ed25519 => &rcgen::PKCS_ED25519,
            SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256) => &rcgen::PKCS_RSA_SHA256,
            _ => return Err(PkiError::UnsupportedAlgorithm),
        };
        Ok(Self {
            key,
            public,
            failed: Cell::new(None),
        })
    }

    /// Says in this crate's words why `rcgen` gave up.
    pub(super) fn explain(&self) -> PkiError {
        self.failed.take().unwrap_or(PkiError::Text)
    }
}

impl PublicKeyData for Signer<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.public.der_bytes()
    }

    fn algorithm(&self) -> &'static RcgenAlgorithm {
        self.public.algorithm()
    }
}

impl rcgen::SigningKey for Signer<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.key.sign(message).map_err(|error: SigningError| {
            self.failed.set(Some(PkiError::Key(error)));
            rcgen::Error::RemoteKeyError
        })
    }
}
