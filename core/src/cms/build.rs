use super::oids;
use crate::der::{DerError, Oid, Reader, tag, writer};
#[cfg(feature = "gm")]
use crate::suite::DigestAlgorithm;
use crate::suite::{
    AlgorithmError, PublicKey, SignatureAlgorithm, SigningError, SigningKey, VerifyFailure, verify,
};
use crate::x509::Certificate;
use std::fmt;

/// What a signature says beside the digest of its content.
///
/// There is no signing-time attribute: PAdES has the time in `/M` (ETSI EN 319 142-1, from memory).
#[derive(Debug, Clone, Copy)]
pub struct SignOptions<'a> {
    /// Type of the content; id-data unless the content is another structure.
    pub content_type: Oid,
    /// The content itself, where it travels inside the message.
    pub encapsulated: Option<&'a [u8]>,
    /// Further signed attributes, each the DER of an Attribute.
    pub signed_attributes: &'a [Vec<u8>],
}

impl Default for SignOptions<'_> {
    fn default() -> Self {
        Self {
            content_type: oids::DATA,
            encapsulated: None,
            signed_attributes: &[],
        }
    }
}

/// Why no signature was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// No certificate was given.
    NoCertificate,
    /// The key is not the one in the first certificate.
    KeyMismatch,
    /// The digest has another length than the key's digest algorithm gives.
    DigestLength {
        /// Octets wanted.
        wanted: usize,
        /// Octets given.
        given: usize,
    },
    /// The key in the certificate is not served.
    Algorithm(AlgorithmError),
    /// The key did not sign.
    Signing(SigningError),
    /// The message to be added to cannot be read.
    Malformed(DerError),
    /// A signature made elsewhere is not by the key in the certificate, or not over what was asked.
    SignatureWrong(VerifyFailure),
}

impl From<DerError> for BuildError {
    fn from(error: DerError) -> Self {
        Self::Malformed(error)
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCertificate => f.write_str("no signing certificate was given"),
            Self::KeyMismatch => f.write_str(
                "the private key does not belong to the first certificate; put the signer's first",
            ),
            Self::DigestLength { wanted, given } => {
                write!(
                    f,
                    "the content digest has {given} octets instead of {wanted}"
                )
            }
            Self::Algorithm(error) => write!(f, "the signing certificate cannot be used: {error}"),
            Self::Signing(error) => write!(f, "no signature was made: {error}"),
            Self::Malformed(error) => write!(f, "the message cannot be added to: {error}"),
            Self::SignatureWrong(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BuildError {}

/// A signer's certificates with everything about them that every signature repeats, made once.
#[derive(Debug, Clone)]
pub struct Signer {
    leaf: Certificate,
    certificates: Vec<u8>,
    issuer_and_serial: Vec<u8>,
    signing_certificate: Vec<u8>,
}

/// Signs once; see [`Signer`] for many times.
///
/// # Errors
///
/// [`BuildError`].
pub fn sign_detached(
    content_digest: &[u8],
    key: &dyn SigningKey,
    chain: &[Certificate],
    options: &SignOptions<'_>,
) -> Result<Vec<u8>, BuildError> {
    Signer::new(chain)?.sign(content_digest, key, options)
}

impl Signer {
    /// Returns a signer with `chain`, the signing certificate first; every certificate given is put
    /// into the message.
    ///
    /// # Errors
    ///
    /// [`BuildError::NoCertificate`].
    pub fn new(chain: &[Certificate]) -> Result<Self, BuildError> {
        let leaf = chain.first().ok_or(BuildError::NoCertificate)?.clone();
        let certificates: Vec<&[u8]> = chain.iter().map(Certificate::der).collect();
        let serial = writer::element(tag::INTEGER, leaf.serial());
        // ESSCertIDv2 with SHA-256, which is its default and so left out (RFC 5035, 4).
        let id = writer::sequence(&[&writer::octet_string(leaf.fingerprint())]);
        let value = writer::sequence(&[&writer::sequence(&[&id])]);
        Ok(Self {
            certificates: writer::implicit(0, writer::set_of(&certificates)),
            issuer_and_serial: writer::sequence(&[leaf.issuer().raw(), &serial]),
            signing_certificate: attribute(&oids::SIGNING_CERTIFICATE_V2, &value),
            leaf,
        })
    }

    /// Returns the signing certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.leaf
    }

    /// Returns how many octets the certificates take in a message.
    #[must_use]
    pub fn certificates_len(&self) -> usize {
        self.certificates.len()
    }

    /// Leaves the certificates out of the messages that are made.
    #[must_use]
    pub fn without_certificates(mut self) -> Self {
        self.certificates = Vec::new();
        self
    }

    /// Signs `content_digest`, made with the digest of the key's algorithm
    /// ([`SignatureAlgorithm::digest`]; SHA-512 for Ed25519), and returns the DER of a ContentInfo.
    ///
    /// # Errors
    ///
    /// [`BuildError`].
    pub fn sign(
        &self,
        content_digest: &[u8],
        key: &dyn SigningKey,
        options: &SignOptions<'_>,
    ) -> Result<Vec<u8>, BuildError> {
        let attributes = self.to_be_signed(content_digest, key.algorithm(), options)?;
        self.sign_attributes(attributes, key, options)
    }

    /// Has `key` sign what [`Signer::to_be_signed`] returned.
    ///
    /// # Errors
    ///
    /// [`BuildError`].
    pub fn sign_attributes(
        &self,
        attributes: Vec<u8>,
        key: &dyn SigningKey,
        options: &SignOptions<'_>,
    ) -> Result<Vec<u8>, BuildError> {
        if !same_key(
            self.leaf.subject_public_key_info(),
            key.subject_public_key_info(),
        ) {
            return Err(BuildError::KeyMismatch);
        }
        let signature = key.sign(&attributes).map_err(BuildError::Signing)?;
        Ok(self.assemble(key.algorithm(), attributes, &signature, options))
    }

    /// Returns what [`Signer::sign`] has a key of `algorithm` sign: the DER of the signed attributes.
    ///
    /// # Errors
    ///
    /// [`BuildError::DigestLength`].
    pub fn to_be_signed(
        &self,
        content_digest: &[u8],
        algorithm: SignatureAlgorithm,
        options: &SignOptions<'_>,
    ) -> Result<Vec<u8>, BuildError> {
        let wanted = algorithm.digest().output_len();
        if content_digest.len() != wanted {
            return Err(BuildError::DigestLength {
                wanted,
                given: content_digest.len(),
            });
        }
        Ok(self.signed_attributes(content_digest, options))
    }

    /// Returns the message with a signature that a key elsewhere made over what
    /// [`Signer::to_be_signed`] returned, once it was verified with the signing certificate.
    ///
    /// # Errors
    ///
    /// [`BuildError::SignatureWrong`] where it is not by that key or not over that.
    pub fn with_signature(
        &self,
        attributes: Vec<u8>,
        algorithm: SignatureAlgorithm,
        signature: &[u8],
        options: &SignOptions<'_>,
    ) -> Result<Vec<u8>, BuildError> {
        let key = self.leaf.subject_public_key_info();
        verify(key, algorithm, &attributes, signature).map_err(BuildError::SignatureWrong)?;
        Ok(self.assemble(algorithm, attributes, signature, options))
    }

    /// Returns a message of GM/T 0010 (GB/T 35275) with `content` inside and no signed attributes, as
    /// they are met in deployed files: DER.
    ///
    /// # Errors
    ///
    /// [`BuildError::KeyMismatch`], [`BuildError::Signing`]; [`BuildError::Algorithm`] where the key is
    /// not one of SM2.
    #[cfg(feature = "gm")]
    pub fn sign_gm(&self, content: &[u8], key: &dyn SigningKey) -> Result<Vec<u8>, BuildError> {
        if key.algorithm() != SignatureAlgorithm::Sm2 {
            return Err(BuildError::Algorithm(AlgorithmError::KeyMismatch));
        }
        if !same_key(
            self.leaf.subject_public_key_info(),
            key.subject_public_key_info(),
        ) {
            return Err(BuildError::KeyMismatch);
        }
        let value = key.sign(content).map_err(BuildError::Signing)?;
        let with_null = |oid: &Oid| writer::sequence(&[&writer::oid(oid), &writer::null()]);
        let sm3 = with_null(&DigestAlgorithm::Sm3.oid());
        let signer_info = writer::sequence(&[
            &writer::integer(1),
            &self.issuer_and_serial,
            &sm3,
            &with_null(&oids::SM2_SIGNATURE),
            &writer::octet_string(&value),
        ]);
        let content = writer::explicit(0, &writer::octet_string(content));
        let signed_data = writer::sequence(&[
            &writer::integer(1),
            &writer::set_of(&[&sm3]),
            &writer::sequence(&[&writer::oid(&oids::GM_DATA), &content]),
            &self.certificates,
            &writer::set_of(&[&signer_info]),
        ]);
        Ok(writer::sequence(&[
            &writer::oid(&oids::GM_SIGNED_DATA),
            &writer::explicit(0, &signed_data),
        ]))
    }

    /// Returns the greatest length that [`Signer::sign`] can return with a key of `algorithm`,
    /// octets: what a placeholder has to hold. Nothing is added for unsigned attributes.
    ///
    /// # Errors
    ///
    /// [`BuildError::Algorithm`] where the key in the certificate is not served.
    pub fn maximum_size(
        &self,
        algorithm: SignatureAlgorithm,
        options: &SignOptions<'_>,
    ) -> Result<usize, BuildError> {
        let key =
            PublicKey::parse(self.leaf.subject_public_key_info()).map_err(BuildError::Algorithm)?;
        let digest = vec![0; algorithm.digest().output_len()];
        let signature = vec![0; key.maximum_signature_len()];
        let attributes = self.signed_attributes(&digest, options);
        Ok(self
            .assemble(algorithm, attributes, &signature, options)
            .len())
    }

    /// The SET OF that is signed.
    fn signed_attributes(&self, content_digest: &[u8], options: &SignOptions<'_>) -> Vec<u8> {
        let content_type = attribute(&oids::CONTENT_TYPE, &writer::oid(&options.content_type));
        let digest = attribute(&oids::MESSAGE_DIGEST, &writer::octet_string(content_digest));
        let mut all: Vec<&[u8]> = vec![&content_type, &digest, &self.signing_certificate];
        all.extend(options.signed_attributes.iter().map(Vec::as_slice));
        writer::set_of(&all)
    }

    fn assemble(
        &self,
        algorithm: SignatureAlgorithm,
        attributes: Vec<u8>,
        signature: &[u8],
        options: &SignOptions<'_>,
    ) -> Vec<u8> {
        let digest_algorithm = algorithm.digest().identifier();
        let signer_info = writer::sequence(&[
            &writer::integer(1),
            &self.issuer_and_serial,
            &digest_algorithm,
            &writer::implicit(0, attributes),
            &algorithm.identifier(),
            &writer::octet_string(signature),
        ]);
        let content_type = writer::oid(&options.content_type);
        let content = options
            .encapsulated
            .map(|content| writer::explicit(0, &writer::octet_string(content)))
            .unwrap_or_default();
        // RFC 5652, 5.1: 3 where the content is not id-data.
        let version = if options.content_type == oids::DATA {
            1
        } else {
            3
        };
        let signed_data = writer::sequence(&[
            &writer::integer(version),
            &writer::set_of(&[&digest_algorithm]),
            &writer::sequence(&[&content_type, &content]),
            &self.certificates,
            &writer::set_of(&[&signer_info]),
        ]);
        writer::sequence(&[
            &writer::oid(&oids::SIGNED_DATA),
            &writer::explicit(0, &signed_data),
        ])
    }
}

/// An Attribute with one value.
fn attribute(oid: &Oid, value: &[u8]) -> Vec<u8> {
    writer::sequence(&[&writer::oid(oid), &writer::set_of(&[value])])
}

/// Tells whether two SubjectPublicKeyInfo hold the same key; the algorithm may be written in two
/// ways (RSA in general, RSASSA-PSS alone).
fn same_key(one: &[u8], other: &[u8]) -> bool {
    let octets = |info| match PublicKey::parse(info) {
        Ok(PublicKey::Rsa { key, .. }) => Some(key),
        _ => None,
    };
    one == other || octets(one).is_some_and(|key| octets(other) == Some(key))
}

/// Returns the ContentInfo `message` with an unsigned attribute added to its only signer; what is
/// signed keeps its octets. This is how a signature timestamp joins a signature.
///
/// # Errors
///
/// [`BuildError::Malformed`] where `message` is no SignedData with one signer.
pub fn add_unsigned_attribute(
    message: &[u8],
    oid: &Oid,
    value: &[u8],
) -> Result<Vec<u8>, BuildError> {
    let mut content_info = Reader::new(message).sequence()?;
    let content_type = content_info.expect(tag::OID)?;
    let mut fields = content_info.expect(tag::context(0))?.reader()?.sequence()?;
    let mut before = Vec::new();
    let signer_infos = loop {
        let element = fields.element()?;
        // digestAlgorithms is a SET too, and stands second.
        if element.tag() == tag::SET && before.len() > 1 {
            break element;
        }
        before.push(element.raw());
    };
    let mut signers = signer_infos.reader()?;
    let mut signer = signers.sequence()?;
    signers.finish()?;
    let mut kept = Vec::new();
    let mut unsigned = vec![attribute(oid, value)];
    let mut seen_signature = false;
    while !signer.is_empty() {
        let element = signer.element()?;
        if seen_signature && element.tag() == tag::context(1) {
            let mut existing = element.reader()?;
            while !existing.is_empty() {
                unsigned.push(existing.element()?.raw().to_vec());
            }
        } else {
            seen_signature |= element.tag() == tag::OCTET_STRING;
            kept.push(element.raw());
        }
    }
    let unsigned: Vec<&[u8]> = unsigned.iter().map(Vec::as_slice).collect();
    let unsigned = writer::implicit(1, writer::set_of(&unsigned));
    kept.push(&unsigned);
    let signer_infos = writer::set_of(&[&writer::sequence(&kept)]);
    before.push(&signer_infos);
    let signed_data = writer::sequence(&before);
    Ok(writer::sequence(&[
        content_type.raw(),
        &writer::explicit(0, &signed_data),
    ]))
}
