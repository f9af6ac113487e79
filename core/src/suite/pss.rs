//! Parameters of RSASSA-PSS (RFC 8017, A.2.3; RFC 4055, 3.1).

use super::{AlgorithmError, DigestAlgorithm, SignatureAlgorithm, oids};
use crate::der::{Element, Reader, tag, writer};
use std::fmt;

/// Parameters of RSASSA-PSS; the mask generation function is always MGF1, the trailer field 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PssParameters {
    /// Digest of the message.
    pub digest: DigestAlgorithm,
    /// Digest inside MGF1.
    pub mask_digest: DigestAlgorithm,
    /// Length of the salt, octets.
    pub salt_len: u32,
}

/// The RSASSA-PSS parameter that is not served (RFC 8017, A.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PssParameter {
    /// The mask generation function is not MGF1.
    MaskGeneration,
    /// The trailer field is not 1.
    Trailer,
}

impl fmt::Display for PssParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MaskGeneration => "RSASSA-PSS is served only with MGF1",
            Self::Trailer => "the RSASSA-PSS trailer field is not 1",
        })
    }
}

impl PssParameters {
    /// Returns the usual parameters: MGF1 with the same digest, a salt as long as the digest.
    #[must_use]
    pub fn usual(digest: DigestAlgorithm) -> Self {
        Self {
            digest,
            mask_digest: digest,
            // No digest is longer than 64 octets.
            salt_len: u32::try_from(digest.output_len()).unwrap_or_default(),
        }
    }

    /// Returns the signature algorithm with these parameters.
    #[must_use]
    pub fn algorithm(self) -> SignatureAlgorithm {
        if self == Self::usual(self.digest) {
            SignatureAlgorithm::RsaPss(self.digest)
        } else {
            SignatureAlgorithm::RsaPssWith(self)
        }
    }

    /// Tells whether a key that says `self` of itself may make signatures with `other`: the digests
    /// are the same and the salt is not shorter (RFC 4055, 3.3).
    #[must_use]
    pub fn allows(&self, other: &Self) -> bool {
        (self.digest, self.mask_digest) == (other.digest, other.mask_digest)
            && self.salt_len <= other.salt_len
    }

    /// Returns the DER of RSASSA-PSS-params, everything written out.
    pub(super) fn to_der(self) -> Vec<u8> {
        // NULL inside, as OpenSSL writes it (RFC 4055, 2.1 wants both forms accepted).
        let hash = |digest: DigestAlgorithm| {
            writer::sequence(&[&writer::oid(&digest.oid()), &writer::null()])
        };
        let mgf = writer::sequence(&[&writer::oid(&oids::MGF1), &hash(self.mask_digest)]);
        let salt = writer::unsigned(&self.salt_len.to_be_bytes());
        writer::sequence(&[
            &writer::explicit(0, &hash(self.digest)),
            &writer::explicit(1, &mgf),
            &writer::explicit(2, &salt),
        ])
    }

    /// Reads RSASSA-PSS-params, whose defaults are SHA-1 and a salt of 20 octets; nothing may follow.
    pub(super) fn read(mut fields: Reader<'_>) -> Result<Self, AlgorithmError> {
        let mut parameters = fields.sequence()?;
        fields.finish()?;
        let digest = match context(&mut parameters, 0)? {
            Some(identifier) => DigestAlgorithm::from_identifier(&identifier)?,
            None => DigestAlgorithm::Sha1,
        };
        let mask_digest = match context(&mut parameters, 1)? {
            Some(identifier) => {
                let mut mask = identifier.expect(tag::SEQUENCE)?.reader()?;
                if mask.oid()? != oids::MGF1 {
                    return Err(AlgorithmError::Pss(PssParameter::MaskGeneration));
                }
                let digest = DigestAlgorithm::from_identifier(&mask.element()?)?;
                mask.finish()?;
                digest
            }
            None => DigestAlgorithm::Sha1,
        };
        let salt_len = match context(&mut parameters, 2)? {
            Some(length) => length.expect(tag::INTEGER)?.unsigned()?,
            None => 20,
        };
        let trailer = match context(&mut parameters, 3)? {
            Some(trailer) => trailer.expect(tag::INTEGER)?.unsigned()?,
            None => 1,
        };
        parameters.finish()?;
        if trailer != 1 {
            return Err(AlgorithmError::Pss(PssParameter::Trailer));
        }
        Ok(Self {
            digest,
            mask_digest,
            salt_len,
        })
    }
}

/// Reads the element inside the optional explicit tag `[number]`.
fn context<'a>(
    parameters: &mut Reader<'a>,
    number: u8,
) -> Result<Option<Element<'a>>, AlgorithmError> {
    let Some(outer) = parameters.optional(tag::context(number))? else {
        return Ok(None);
    };
    let mut inner = outer.reader()?;
    let element = inner.element()?;
    inner.finish()?;
    Ok(Some(element))
}
