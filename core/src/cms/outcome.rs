use crate::der::{DerError, Oid};
use crate::suite::{AlgorithmError, DigestAlgorithm, SignatureAlgorithm, Weakness};
use crate::x509::Certificate;
use std::fmt;

/// What was found about a message and its one signer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CmsOutcome {
    /// Everything that is wrong, in the order in which it was looked at; empty where the
    /// cryptography is right. It says nothing about trust in the signer.
    pub failures: Vec<CmsFailure>,
    /// What a profile may forbid and CMS allows.
    pub facts: Vec<CmsFact>,
    /// The certificate that the signer names.
    pub signer: Option<Certificate>,
    /// The signature algorithm, where it is served.
    pub algorithm: Option<SignatureAlgorithm>,
    /// The digest algorithm of the content, where it is served.
    pub digest: Option<DigestAlgorithm>,
}

impl CmsOutcome {
    /// Tells whether nothing is wrong.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.failures.is_empty()
    }
}

/// What is wrong with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CmsFailure {
    /// Not exactly one signer.
    SignerCount(usize),
    /// Content inside a message that has to be detached.
    EncapsulatedContent,
    /// No content inside a message that has to carry it.
    ContentAbsent,
    /// The signed attribute is missing.
    AttributeMissing(Oid),
    /// The signed attribute stands twice, or has not exactly one value.
    AttributeDuplicate(Oid),
    /// The signed attribute cannot be read.
    AttributeMalformed(Oid, DerError),
    /// The content-type attribute names another type than the message.
    ContentTypeWrong {
        /// Type in the attribute.
        attribute: Oid,
        /// Type in the message.
        message: Oid,
    },
    /// The digest of the content is not the signed one: the content was changed.
    DigestMismatch,
    /// Signed attributes are absent, and the content itself is needed to judge the signature: see
    /// [`super::SignedData::verify_content`].
    ContentNeeded,
    /// Signed attributes are absent, and the content could itself be a set of signed attributes.
    Ambiguous,
    /// The certificate that the signer names is not there.
    SignerCertificateNotFound,
    /// The signing-certificate attribute names another certificate.
    SigningCertificateMismatch,
    /// An algorithm or key is not served, or the algorithms disagree.
    Algorithm(AlgorithmError),
    /// The signature value does not fit the key.
    SignatureWrong,
}

/// What a profile may forbid and CMS allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CmsFact {
    /// No signed attributes: allowed in `adbe.pkcs7.detached`, not in CAdES.
    SignedAttributesAbsent,
    /// Neither signing-certificate nor signing-certificate-v2: not allowed in CAdES.
    SigningCertificateAbsent,
    /// The signed attributes are not sorted as DER wants; they were verified as they stand.
    AttributesNotSorted,
    /// The message does not list the digest algorithm of its signer.
    DigestNotListed,
    /// The message or the signature value rests on something from which nothing can be concluded
    /// today. Each is there once.
    Weak(Weakness),
    /// The signing certificate is named by a SHA-1 digest.
    WeakSigningCertificate,
    /// There is a signing-time attribute, which PAdES forbids.
    SigningTime,
    /// signer-attributes-v2 or signature-policy-identifier has not exactly one value, as it must
    /// (ETSI EN 319 122-1, 5.2.6 and 5.2.9; from memory).
    SeveralValues,
}

impl From<AlgorithmError> for CmsFailure {
    fn from(error: AlgorithmError) -> Self {
        Self::Algorithm(error)
    }
}

impl fmt::Display for CmsFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignerCount(count) => write!(f, "the message has {count} signers instead of one"),
            Self::EncapsulatedContent => f.write_str("a detached signature carries content"),
            Self::ContentAbsent => f.write_str("the message carries no content"),
            Self::AttributeMissing(oid) => write!(f, "signed attribute {oid} is missing"),
            Self::AttributeDuplicate(oid) => {
                write!(f, "signed attribute {oid} has not exactly one value")
            }
            Self::AttributeMalformed(oid, error) => {
                write!(f, "signed attribute {oid} cannot be read: {error}")
            }
            Self::ContentTypeWrong { attribute, message } => {
                write!(
                    f,
                    "content type {attribute} was signed, and the message says {message}"
                )
            }
            Self::DigestMismatch => f.write_str("the digest of the content is not the signed one"),
            Self::ContentNeeded => {
                f.write_str("without signed attributes the content itself is needed")
            }
            Self::Ambiguous => {
                f.write_str("without signed attributes the content may be taken for them")
            }
            Self::SignerCertificateNotFound => f.write_str("the signer's certificate is not there"),
            Self::SigningCertificateMismatch => {
                f.write_str("the signing-certificate attribute names another certificate")
            }
            Self::Algorithm(error) => error.fmt(f),
            Self::SignatureWrong => f.write_str("the signature value does not fit the key"),
        }
    }
}
