//! Signatures of the Chinese suite in PDF that are no CAdES: seal signatures (GB/T 38540), and messages
//! of GM/T 0010. No standard says how they stand in a PDF; this is as deployed readers have it.

use super::stamp::ROOM;
use super::{SignError, Stamp};
use crate::cms::Signer;
use crate::der::Oid;
use crate::json::instant;
use crate::pdf::{Document, Prepared, SignatureRequest, SignatureRevision};
use crate::ses::{Edition, SesError, SesSeal, build};
use crate::suite::{
    DigestAlgorithm, Digester, SignatureAlgorithm, SigningKey, VerifyFailure, verify,
};
use crate::x509::Certificate;
use std::fmt;
use time::OffsetDateTime;

/// `/Filter`: others end in `GMPkiLite` too.
const FILTER: &str = "Yinxin.GMPkiLite";
/// A seal signature.
const SEALED: &str = "GM.sm2seal";
/// A message over the digest of the ranges, which it holds.
const DIGEST: &str = "GM.sm2cms.detached";
/// SM3 with SM2 (GM/T 0006-2012; from memory).
const SM2_WITH_SM3: Oid = Oid::new_unwrap("1.2.156.10197.1.501");
/// What a seal signature needs beside the seal and the certificate, octets.
const FRAME: usize = 512;

/// Seals `document` and returns the octets to be written after its last one: a seal signature of the
/// seal's edition (`GM.sm2seal`), by the key of `signer`, which has to be in the seal's list. `time`
/// is the time that the signer claims, and signs.
///
/// # Errors
///
/// [`SealingError`]; nothing is signed with a seal that could not be used (GM/T 0031-2014, 6.2.2).
pub fn seal(
    document: &Document<'_>,
    seal: &[u8],
    (signer, key): (&Certificate, &dyn SigningKey),
    mut request: SignatureRequest<'_>,
    time: OffsetDateTime,
    stamp: Option<&Stamp<'_>>,
) -> Result<Vec<u8>, SealingError> {
    let seal = usable(seal, signer, time)?;
    if key.algorithm() != SignatureAlgorithm::Sm2
        || key.subject_public_key_info() != signer.subject_public_key_info()
    {
        return Err(SealingError::Key);
    }
    request.filter = FILTER;
    request.sub_filter = SEALED;
    request.claimed_time = Some(time);
    let own = seal.raw().len().saturating_add(signer.der().len());
    request.reserve = own.saturating_add(FRAME).saturating_add(room(stamp));
    let prepared = prepare(document, &request)?;
    let range = prepared.byte_range();
    let property = format!(
        "/ByteRange[0 {} {} {}]",
        range.first_length, range.second_start, range.second_length
    );
    let digest = digest(document.bytes(), &prepared);
    let to_sign = build::to_sign(seal.edition, seal.raw(), time, &digest, &property);
    let value = key
        .sign(&to_sign)
        .map_err(|error| SignError::Cms(crate::cms::BuildError::Signing(error)))?;
    let token = stamp.map(|stamp| stamp.of_signature(&value)).transpose();
    let token = token.map_err(SignError::Stamp)?;
    let made = build::signature(
        &to_sign,
        signer.der(),
        &SM2_WITH_SM3,
        &value,
        token.as_deref(),
    );
    Ok(prepared.embed(&made).map_err(SignError::Append)?)
}

/// Signs `document` at level B-B, or B-T with a `stamp`, and puts the seal into the revision that is
/// signed: the signature is the one that [`super::sign`] makes, with any key that is served. The
/// certificate of `signer` has to be in the seal's list.
///
/// # Errors
///
/// [`SealingError`]; nothing is signed with a seal that could not be used.
pub fn sign_with_seal<'r>(
    document: &Document<'_>,
    seal: &'r [u8],
    (signer, key): (&Signer, &dyn SigningKey),
    mut request: SignatureRequest<'r>,
    time: OffsetDateTime,
    stamp: Option<&Stamp<'_>>,
) -> Result<Vec<u8>, SealingError> {
    let certificate = signer.certificate();
    let seal = usable(seal, certificate, time)?;
    if key.subject_public_key_info() != certificate.subject_public_key_info() {
        return Err(SealingError::Key);
    }
    request.claimed_time = Some(time);
    // Without the padding that a seal in a file may have.
    request.seal = Some(seal.raw());
    Ok(super::sign_with(document, signer, key, request, stamp)?)
}

/// Signs `document` with a message of GM/T 0010 that holds the digest of the ranges
/// (`GM.sm2cms.detached`), and returns the octets to be written after its last one.
///
/// # Errors
///
/// [`SignError`].
pub fn sign_gm(
    document: &Document<'_>,
    signer: &Signer,
    key: &dyn SigningKey,
    mut request: SignatureRequest<'_>,
) -> Result<Vec<u8>, SignError> {
    request.filter = FILTER;
    request.sub_filter = DIGEST;
    let chain = signer.certificates_len();
    request.reserve = chain.saturating_add(FRAME).saturating_add(FRAME);
    let prepared = SignatureRevision::prepare(document, &request).map_err(SignError::Append)?;
    let digest = digest(document.bytes(), &prepared);
    let made = signer.sign_gm(&digest, key).map_err(SignError::Cms)?;
    prepared.embed(&made).map_err(SignError::Append)
}

fn prepare(document: &Document<'_>, request: &SignatureRequest<'_>) -> Result<Prepared, SignError> {
    SignatureRevision::prepare(document, request).map_err(SignError::Append)
}

fn room(stamp: Option<&Stamp<'_>>) -> usize {
    stamp.map_or(0, |_| ROOM)
}

fn digest(document: &[u8], prepared: &Prepared) -> Vec<u8> {
    let mut digester = Digester::new(DigestAlgorithm::Sm3);
    digester.update(document);
    digester.update(prepared.before_contents());
    digester.update(prepared.after_contents());
    digester.finish()
}

/// Checks what has to be right before a seal is used.
fn usable<'s>(
    octets: &'s [u8],
    signer: &Certificate,
    time: OffsetDateTime,
) -> Result<SesSeal<'s>, SealingError> {
    let seal = SesSeal::parse(octets).map_err(SealingError::Seal)?;
    if seal.edition == Edition::Gmt0031Of2014 {
        return Err(SealingError::Edition);
    }
    let maker = Certificate::parse(seal.maker).map_err(|_| SealingError::Maker)?;
    let signed = seal.signed();
    verify(
        maker.subject_public_key_info(),
        SignatureAlgorithm::Sm2,
        &signed,
        seal.signature,
    )
    .map_err(SealingError::Broken)?;
    if !seal.info.certificates.names(signer.der()) {
        return Err(SealingError::NotListed);
    }
    let is_within = |from, until| from <= time && time <= until;
    if !is_within(seal.info.valid_from, seal.info.valid_until) {
        return Err(SealingError::SealPeriod {
            from: seal.info.valid_from,
            until: seal.info.valid_until,
        });
    }
    if !is_within(signer.not_before(), signer.not_after()) {
        return Err(SealingError::CertificatePeriod {
            from: signer.not_before(),
            until: signer.not_after(),
        });
    }
    Ok(seal)
}

/// Why a document was not sealed.
#[derive(Debug)]
#[non_exhaustive]
pub enum SealingError {
    /// The seal cannot be read.
    Seal(SesError),
    /// The seal is of the edition of 2014, with which no more is sealed.
    Edition,
    /// The maker's certificate cannot be read.
    Maker,
    /// The maker's signature does not fit the seal.
    Broken(VerifyFailure),
    /// The signer's certificate is not in the seal's list.
    NotListed,
    /// The time is not in the period of the seal.
    SealPeriod {
        /// Its beginning.
        from: OffsetDateTime,
        /// Its end.
        until: OffsetDateTime,
    },
    /// The time is not in the period of the signer's certificate.
    CertificatePeriod {
        /// Its beginning.
        from: OffsetDateTime,
        /// Its end.
        until: OffsetDateTime,
    },
    /// The key is not the one of the certificate, or none of SM2.
    Key,
    /// The signature could not be made or put into its place.
    Sign(SignError),
}

impl From<SignError> for SealingError {
    fn from(error: SignError) -> Self {
        Self::Sign(error)
    }
}

impl fmt::Display for SealingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seal(error) => error.fmt(f),
            Self::Edition => f.write_str(
                "the seal is of the edition of 2014, with which no more is sealed; have it made again",
            ),
            Self::Maker => f.write_str("the maker's certificate in the seal cannot be read"),
            Self::Broken(error) => write!(f, "the seal is not what its maker signed: {error}"),
            Self::NotListed => f.write_str(
                "the certificate is not in the seal's list; a renewed certificate needs a seal that is made anew",
            ),
            Self::SealPeriod { from, until } => {
                let [from, until] = [*from, *until].map(instant::shown);
                write!(f, "the seal may be used from {from} until {until} only")
            }
            Self::CertificatePeriod { from, until } => {
                let [from, until] = [*from, *until].map(instant::shown);
                write!(f, "the certificate is valid from {from} until {until} only")
            }
            Self::Key => f.write_str(
                "the key is not the certificate's, or not for SM2 where a seal signature is made",
            ),
            Self::Sign(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SealingError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Seal(error) => Some(error),
            Self::Broken(error) => Some(error),
            Self::Sign(error) => Some(error),
            _ => None,
        }
    }
}
