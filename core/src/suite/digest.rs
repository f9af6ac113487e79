use super::{AlgorithmError, DigestAlgorithm, oids};
use crate::der::{Element, Oid, tag, writer};
use ring::digest as primitive;

impl DigestAlgorithm {
    pub(super) fn primitive(self) -> &'static primitive::Algorithm {
        match self {
            Self::Sha1 => &primitive::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &primitive::SHA256,
            Self::Sha384 => &primitive::SHA384,
            Self::Sha512 => &primitive::SHA512,
        }
    }

    /// Returns the length of the digest, octets.
    #[must_use]
    pub fn output_len(self) -> usize {
        self.primitive().output_len()
    }

    /// Returns the object identifier (RFC 5754, 2).
    #[must_use]
    pub const fn oid(self) -> Oid {
        match self {
            Self::Sha1 => oids::SHA1,
            Self::Sha256 => oids::SHA256,
            Self::Sha384 => oids::SHA384,
            Self::Sha512 => oids::SHA512,
        }
    }

    /// Returns the algorithm of this object identifier.
    #[must_use]
    pub fn from_oid(oid: &Oid) -> Option<Self> {
        [Self::Sha256, Self::Sha384, Self::Sha512, Self::Sha1]
            .into_iter()
            .find(|algorithm| algorithm.oid() == *oid)
    }

    /// Returns the AlgorithmIdentifier with absent parameters, as RFC 5754, 2 wants it written.
    #[must_use]
    pub fn identifier(self) -> Vec<u8> {
        writer::sequence(&[&writer::oid(&self.oid())])
    }

    /// Reads an AlgorithmIdentifier; parameters are absent or NULL (RFC 5754, 2).
    ///
    /// # Errors
    ///
    /// [`AlgorithmError::Unknown`] with the object identifier where it is not served.
    pub fn from_identifier(identifier: &Element<'_>) -> Result<Self, AlgorithmError> {
        let mut fields = identifier.expect(tag::SEQUENCE)?.reader()?;
        let oid = fields.oid()?;
        let algorithm = Self::from_oid(&oid).ok_or(AlgorithmError::Unknown(oid))?;
        super::identifier::absent_or_null(fields, oid)?;
        Ok(algorithm)
    }

    /// Tells whether collisions can be made, so that the algorithm proves nothing today.
    #[must_use]
    pub const fn weak(self) -> bool {
        matches!(self, Self::Sha1)
    }

    /// Returns the name for people, such as `SHA-256`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }
}

/// Returns the digest of `data`.
#[must_use]
pub fn digest(algorithm: DigestAlgorithm, data: &[u8]) -> Vec<u8> {
    primitive::digest(algorithm.primitive(), data)
        .as_ref()
        .to_vec()
}

/// A digest that is fed piece by piece.
#[derive(Clone)]
pub struct Digester {
    algorithm: DigestAlgorithm,
    context: primitive::Context,
}

impl Digester {
    /// Returns a digester that has seen nothing.
    #[must_use]
    pub fn new(algorithm: DigestAlgorithm) -> Self {
        Self {
            algorithm,
            context: primitive::Context::new(algorithm.primitive()),
        }
    }

    /// Returns the algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Adds `data` to what is digested.
    pub fn update(&mut self, data: &[u8]) {
        self.context.update(data);
    }

    /// Returns the digest of everything that was added.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.context.finish().as_ref().to_vec()
    }
}

impl std::fmt::Debug for Digester {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Digester")
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
