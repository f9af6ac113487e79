//! Signing in two phases, for a key that is elsewhere: prepare, have the octets signed, assemble.

use super::stamp::ROOM;
use super::{ISO_TS_32002, SignError, Stamp, needs_extension};
use crate::cms::{SIGNATURE_TIME_STAMP, SignOptions, SignedData, Signer, add_unsigned_attribute};
use crate::der::{DerError, DerErrorKind, Element, Reader, tag, writer};
use crate::pdf::{Document, Prepared, SignatureRequest, SignatureRevision};
use crate::suite::{
    AlgorithmError, DigestAlgorithm, Digester, PublicKey, SignatureAlgorithm, digest,
};
use crate::x509::{Certificate, CertificateError};
use std::fmt;

/// Whether room is kept for a signature timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// For the signature alone.
    Signature,
    /// For the signature and its timestamp: at least 32 KiB.
    Timestamp,
}

/// A signature that lacks only its value: everything that [`assemble`] needs beside the document.
///
/// It can be kept as octets ([`PendingSignature::to_bytes`]). They carry a digest of themselves, and
/// [`assemble`] digests the document and the new revision anew, compares the result with what was
/// given out to be signed, and verifies the signature over that: whatever was changed in between is
/// noticed, and no argument has to be repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingSignature {
    prepared: Prepared,
    document_length: usize,
    algorithm: SignatureAlgorithm,
    chain: Vec<Certificate>,
    attributes: Vec<u8>,
}

/// First element of the state.
const LABEL: &str = "yinxin pending signature";
/// Version of the state.
const VERSION: u64 = 1;
/// Most certificates in a state.
const MOST_CERTIFICATES: usize = 64;

/// Prepares a signature by the key in the first certificate of `chain`, which is not at hand and
/// signs with `algorithm`.
///
/// # Errors
///
/// [`SignError`].
pub fn prepare(
    document: &Document<'_>,
    chain: &[Certificate],
    algorithm: SignatureAlgorithm,
    request: SignatureRequest<'_>,
    room: Room,
) -> Result<PendingSignature, SignError> {
    let signer = Signer::new(chain).map_err(SignError::Cms)?;
    let (prepared, attributes) = begin(document, &signer, algorithm, request, room)?;
    Ok(PendingSignature {
        prepared,
        document_length: document.bytes().len(),
        algorithm,
        chain: chain.to_vec(),
        attributes,
    })
}

/// Makes the revision without the value of its signature, and what is to be signed.
pub(super) fn begin(
    document: &Document<'_>,
    signer: &Signer,
    algorithm: SignatureAlgorithm,
    mut request: SignatureRequest<'_>,
    room: Room,
) -> Result<(Prepared, Vec<u8>), SignError> {
    let options = SignOptions::default();
    request.reserve = signer
        .maximum_size(algorithm, &options)
        .map_err(SignError::Cms)?;
    if room == Room::Timestamp {
        request.reserve = request.reserve.saturating_add(ROOM);
    }
    if needs_extension(algorithm) {
        request.extensions.push(ISO_TS_32002);
    }
    let prepared = SignatureRevision::prepare(document, &request).map_err(SignError::Append)?;
    let digest = content_digest(document.bytes(), &prepared, algorithm.digest());
    let attributes = signer
        .to_be_signed(&digest, algorithm, &options)
        .map_err(SignError::Cms)?;
    Ok((prepared, attributes))
}

fn content_digest(document: &[u8], prepared: &Prepared, algorithm: DigestAlgorithm) -> Vec<u8> {
    let mut digester = Digester::new(algorithm);
    digester.update(document);
    digester.update(prepared.before_contents());
    digester.update(prepared.after_contents());
    digester.finish()
}

/// Puts the value of the signature, and a timestamp where one is asked for, into its place.
pub(super) fn end(
    prepared: Prepared,
    cms: Vec<u8>,
    stamp: Option<&Stamp<'_>>,
) -> Result<Vec<u8>, SignError> {
    let cms = match stamp {
        None => cms,
        Some(stamp) => stamped(&cms, stamp)?,
    };
    prepared.embed(&cms).map_err(SignError::Append)
}

/// Adds a signature timestamp to a message that was just made.
fn stamped(cms: &[u8], stamp: &Stamp<'_>) -> Result<Vec<u8>, SignError> {
    let message = SignedData::parse(cms).map_err(|_| SignError::Internal("the message"))?;
    let [signer] = message.signers() else {
        return Err(SignError::Internal("the signer of the message"));
    };
    let token = stamp
        .of_signature(signer.signature())
        .map_err(SignError::Stamp)?;
    add_unsigned_attribute(cms, &SIGNATURE_TIME_STAMP, &token).map_err(SignError::Cms)
}

/// Completes a signature: `state` is what [`PendingSignature::to_bytes`] returned, `signature` what
/// the key made of [`PendingSignature::to_be_signed`]. Returns the octets to be written after the
/// last one of `document`. With `stamp`, the signature gets a timestamp.
///
/// # Errors
///
/// [`AssembleError`]; nothing is embedded that the signing certificate does not verify.
pub fn assemble(
    document: &[u8],
    state: &[u8],
    signature: &[u8],
    stamp: Option<&Stamp<'_>>,
) -> Result<Vec<u8>, AssembleError> {
    let pending = PendingSignature::from_bytes(state)?;
    if document.len() != pending.document_length {
        return Err(AssembleError::DocumentChanged);
    }
    let options = SignOptions::default();
    let fail = |error| AssembleError::Sign(SignError::Cms(error));
    let signer = Signer::new(&pending.chain).map_err(fail)?;
    let digest = content_digest(document, &pending.prepared, pending.algorithm.digest());
    let attributes = signer
        .to_be_signed(&digest, pending.algorithm, &options)
        .map_err(fail)?;
    if attributes != pending.attributes {
        return Err(AssembleError::DocumentChanged);
    }
    let cms = signer
        .with_signature(attributes, pending.algorithm, signature, &options)
        .map_err(fail)?;
    end(pending.prepared, cms, stamp).map_err(AssembleError::Sign)
}

impl PendingSignature {
    /// Returns the octets that the key has to sign: the message, not its digest.
    #[must_use]
    pub fn to_be_signed(&self) -> &[u8] {
        &self.attributes
    }

    /// Returns the algorithm that the key has to use.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Returns the state as octets: DER with a version and a SHA-256 digest of itself.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let number = |number: usize| writer::unsigned(&number.to_be_bytes());
        let certificates: Vec<&[u8]> = self.chain.iter().map(Certificate::der).collect();
        let (contents, contents_end) = self.prepared.gap();
        let (signature, field) = (self.prepared.signature, self.prepared.field);
        let fields = [
            writer::utf8_string(LABEL),
            writer::integer(VERSION),
            self.algorithm.identifier(),
            writer::sequence(&certificates),
            number(self.document_length),
            number(contents),
            number(contents_end),
            writer::integer(signature.number.into()),
            writer::integer(signature.generation.into()),
            writer::integer(field.number.into()),
            writer::integer(field.generation.into()),
            writer::octet_string(self.prepared.delta()),
            writer::octet_string(&self.attributes),
        ]
        .concat();
        let own = digest(DigestAlgorithm::Sha256, &fields);
        writer::sequence(&[&fields, &writer::octet_string(&own)])
    }

    /// Reads a state.
    ///
    /// # Errors
    ///
    /// [`AssembleError`] where it is of another version, was changed or is no state.
    pub fn from_bytes(state: &[u8]) -> Result<Self, AssembleError> {
        let mut outer = Reader::new(state);
        let whole = outer.expect(tag::SEQUENCE)?;
        outer.finish()?;
        let mut fields = whole.reader()?;
        let label = fields.expect(tag::UTF8_STRING)?;
        if label.value() != LABEL.as_bytes() {
            return Err(AssembleError::NotAState);
        }
        let version = fields.expect(tag::INTEGER)?.unsigned()?;
        if u64::from(version) != VERSION {
            return Err(AssembleError::Version(version));
        }
        let algorithm = fields.expect(tag::SEQUENCE)?;
        let mut certificates = fields.sequence()?;
        let mut chain = Vec::new();
        while !certificates.is_empty() {
            if chain.len() == MOST_CERTIFICATES {
                return Err(AssembleError::NotAState);
            }
            let der = certificates.element()?.raw();
            chain.push(Certificate::parse(der).map_err(AssembleError::Certificate)?);
        }
        let document_length = number(&fields.expect(tag::INTEGER)?)?;
        let contents = number(&fields.expect(tag::INTEGER)?)?;
        let contents_end = number(&fields.expect(tag::INTEGER)?)?;
        let mut ids = [0_u32; 4];
        for id in &mut ids {
            *id = fields.expect(tag::INTEGER)?.unsigned()?;
        }
        let delta = fields.expect(tag::OCTET_STRING)?.value();
        let attributes = fields.expect(tag::OCTET_STRING)?.value();
        let read = whole
            .value()
            .get(..fields.offset().saturating_sub(whole.value_offset()))
            .unwrap_or_default();
        let own = fields.expect(tag::OCTET_STRING)?.value();
        fields.finish()?;
        if digest(DigestAlgorithm::Sha256, read) != own {
            return Err(AssembleError::Changed);
        }
        let leaf = chain.first().ok_or(AssembleError::NotAState)?;
        let key = PublicKey::parse(leaf.subject_public_key_info())?;
        let algorithm = SignatureAlgorithm::from_identifier(algorithm.raw(), &key, None)?;
        let prepared = Prepared::restore(document_length, delta, (contents, contents_end), ids)
            .ok_or(AssembleError::NotAState)?;
        Ok(Self {
            prepared,
            document_length,
            algorithm,
            chain,
            attributes: attributes.to_vec(),
        })
    }
}

fn number(element: &Element<'_>) -> Result<usize, DerError> {
    let octets = element.integer()?;
    let magnitude = octets.strip_prefix(&[0]).unwrap_or(octets);
    let negative = octets.first().is_some_and(|first| *first >= 0x80);
    if negative || magnitude.len() > 8 {
        return Err(element.error(DerErrorKind::Value));
    }
    let sum = magnitude
        .iter()
        .fold(0_u64, |sum, octet| (sum << 8) | u64::from(*octet));
    usize::try_from(sum).map_err(|_| element.error(DerErrorKind::Value))
}

/// Why a signature made elsewhere was not put into its document.
#[derive(Debug)]
#[non_exhaustive]
pub enum AssembleError {
    /// The state is no DER.
    Malformed(DerError),
    /// The octets are no state of a pending signature.
    NotAState,
    /// The state is of a version that this release does not read.
    Version(u32),
    /// The state was changed since it was made.
    Changed,
    /// A certificate in the state cannot be read.
    Certificate(CertificateError),
    /// The key in the certificate, or the algorithm, is not served.
    Algorithm(AlgorithmError),
    /// The document, or the revision in the state, is not the one that was prepared.
    DocumentChanged,
    /// The signature is not by the signing certificate over what was given out, does not fit, or got
    /// no timestamp.
    Sign(SignError),
}

impl From<DerError> for AssembleError {
    fn from(error: DerError) -> Self {
        Self::Malformed(error)
    }
}

impl From<AlgorithmError> for AssembleError {
    fn from(error: AlgorithmError) -> Self {
        Self::Algorithm(error)
    }
}

impl fmt::Display for AssembleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => write!(f, "the state cannot be read: {error}"),
            Self::NotAState => f.write_str("the octets are no state of a pending signature"),
            Self::Version(version) => write!(f, "the state is of version {version}, not 1"),
            Self::Changed => f.write_str("the state was changed since the signature was prepared"),
            Self::Certificate(error) => error.fmt(f),
            Self::Algorithm(error) => write!(f, "the signing certificate cannot be used: {error}"),
            Self::DocumentChanged => {
                f.write_str("the document is not the one that the signature was prepared for")
            }
            Self::Sign(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AssembleError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Malformed(error) => Some(error),
            Self::Certificate(error) => Some(error),
            Self::Algorithm(error) => Some(error),
            Self::Sign(error) => Some(error),
            _ => None,
        }
    }
}
