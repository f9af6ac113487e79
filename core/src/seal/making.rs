//! Making a seal: what its maker signs, and the seal with the maker's signature in it.

use super::{SealCertificates, SealInfo, SealInfoError, SealVersion};
use crate::der::Oid;
use crate::json::instant;
use crate::ses::build::{self, InfoToMake};
use crate::ses::{CertList, DigestEntry, Edition, Extension};
use crate::suite::{PublicKey, SignatureAlgorithm, digest, verify};
use crate::timestamp::TimestampToken;
use crate::x509::Certificate;
use std::fmt;
use time::{Duration, OffsetDateTime};

/// SM3 with SM2 (GM/T 0006-2012; from memory).
const SM2_WITH_SM3: Oid = Oid::new_unwrap("1.2.156.10197.1.501");

/// How far the clocks of a maker and of a timestamp authority may be apart.
const SKEW: Duration = Duration::minutes(5);

/// A seal that lacks only its maker's signature. The maker's key may be anywhere.
#[derive(Debug, Clone)]
pub struct SealToMake {
    to_be_signed: Vec<u8>,
    maker: Certificate,
    edition: Edition,
    created: OffsetDateTime,
}

impl SealToMake {
    /// Checks what the seal is to say against the certificates of its maker (制章人) and of those who
    /// may use it, DER: the maker's is for signing with SM2, and the seal's period lies in the period of
    /// each of them, since a seal that outlives one of them fails when it is verified.
    ///
    /// The edition of 2020 is made, and that of 2025, which is provisional.
    ///
    /// # Errors
    ///
    /// [`SealMakingError`].
    pub fn new(info: &SealInfo, maker: &[u8]) -> Result<Self, SealMakingError> {
        info.check_for_making().map_err(SealMakingError::Info)?;
        let edition = match info.version {
            SealVersion::Gbt38540Of2020 => Edition::Gbt38540Of2020,
            SealVersion::Gmt0031Of2025 => Edition::Gmt0031Of2025,
            SealVersion::Gmt0031Of2014 => return Err(SealMakingError::Edition),
        };
        let maker = Certificate::parse(maker).map_err(|_| SealMakingError::MakerCertificate)?;
        let is_sm2 = matches!(
            PublicKey::parse(maker.subject_public_key_info()),
            Ok(PublicKey::Sm2(_))
        );
        let may_sign = maker
            .key_usage()
            .is_none_or(|usage| usage.digital_signature() || usage.non_repudiation());
        if !is_sm2 || !may_sign {
            return Err(SealMakingError::MakerCertificate);
        }
        within(info, &maker)?;
        if !holds(&maker, info.created, info.created) {
            return Err(SealMakingError::Created);
        }
        let (mut whole, mut digests) = (Vec::new(), Vec::new());
        let certificates = match &info.certificates {
            SealCertificates::Certificates(all) => {
                for der in all {
                    let user =
                        Certificate::parse(der).map_err(|_| SealMakingError::UserCertificate)?;
                    within(info, &user)?;
                    whole.push(der.as_slice());
                }
                CertList::Certificates(whole)
            }
            SealCertificates::Digests(all) => {
                digests.extend(all.iter().map(|one| DigestEntry {
                    kind: &one.kind,
                    value: &one.value,
                }));
                CertList::Digests(digests)
            }
        };
        let mut extensions = Vec::new();
        for extension in &info.extensions {
            extensions.push(Extension {
                oid: Oid::new(&extension.identifier).map_err(|_| SealMakingError::Extension)?,
                critical: extension.critical,
                value: &extension.value,
            });
        }
        let kind = u32::try_from(info.kind).map_err(|_| SealMakingError::Kind)?;
        let to_be_signed = InfoToMake {
            edition,
            vendor: &info.vendor,
            id: &info.id,
            kind,
            name: &info.name,
            certificates,
            created: info.created,
            valid_from: info.valid_from,
            valid_until: info.valid_until,
            picture_kind: info.picture.format.as_str(),
            picture: &info.picture.data,
            width: info.picture.width_mm,
            height: info.picture.height_mm,
            extensions: &extensions,
        }
        .to_der();
        Ok(Self {
            to_be_signed,
            maker,
            edition,
            created: info.created,
        })
    }

    /// Returns the octets that the maker's key has to sign: the message, not its digest.
    #[must_use]
    pub fn to_be_signed(&self) -> &[u8] {
        &self.to_be_signed
    }

    /// Returns the seal, DER, with the maker's signature value, once it was verified with the maker's
    /// certificate.
    ///
    /// # Errors
    ///
    /// [`SealMakingError::Signature`] where it is not by that key or not over that.
    pub fn assemble(&self, signature: &[u8]) -> Result<Vec<u8>, SealMakingError> {
        self.put_together(signature, None)
    }

    /// As [`SealToMake::assemble`], with a timestamp on the maker's signature value: the DER of a token
    /// of RFC 3161 whose imprint is a digest of `signature` ([`crate::sign::Stamp::obtain`] asks for
    /// one). Of the edition of 2025 only, and provisional as that is.
    ///
    /// # Errors
    ///
    /// [`SealMakingError`] where the edition has no timestamp, the token is about something else, or it
    /// is older than the seal says to be. Whether its authority may be believed is a verifier's to say.
    pub fn assemble_with_timestamp(
        &self,
        signature: &[u8],
        token: &[u8],
    ) -> Result<Vec<u8>, SealMakingError> {
        if self.edition != Edition::Gmt0031Of2025 {
            return Err(SealMakingError::TimestampEdition);
        }
        let read = TimestampToken::parse(token).map_err(|_| SealMakingError::Timestamp)?;
        let imprint = read.info().digest.as_ref().ok().copied();
        if imprint.is_none_or(|algorithm| digest(algorithm, signature) != read.info().imprint) {
            return Err(SealMakingError::Timestamp);
        }
        if read.info().time + SKEW < self.created {
            return Err(SealMakingError::TimestampTooOld);
        }
        self.put_together(signature, Some(token))
    }

    fn put_together(
        &self,
        signature: &[u8],
        token: Option<&[u8]>,
    ) -> Result<Vec<u8>, SealMakingError> {
        let key = self.maker.subject_public_key_info();
        verify(key, SignatureAlgorithm::Sm2, &self.to_be_signed, signature)
            .map_err(|_| SealMakingError::Signature)?;
        let (info, maker) = (&self.to_be_signed, self.maker.der());
        Ok(build::seal(info, maker, &SM2_WITH_SM3, signature, token))
    }
}

fn holds(certificate: &Certificate, from: OffsetDateTime, until: OffsetDateTime) -> bool {
    certificate.not_before() <= from && until <= certificate.not_after()
}

fn within(info: &SealInfo, certificate: &Certificate) -> Result<(), SealMakingError> {
    match holds(certificate, info.valid_from, info.valid_until) {
        true => Ok(()),
        false => Err(SealMakingError::Period {
            from: certificate.not_before(),
            until: certificate.not_after(),
        }),
    }
}

/// Why a seal cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealMakingError {
    /// What it is to say is not complete.
    Info(SealInfoError),
    /// The edition of 2014 is not made.
    Edition,
    /// The number of its kind is negative or too large.
    Kind,
    /// The maker's certificate cannot be read, or is not for signing with SM2.
    MakerCertificate,
    /// The certificate of a user cannot be read.
    UserCertificate,
    /// The seal's period is not in that of a certificate.
    Period {
        /// Beginning of the certificate's period.
        from: OffsetDateTime,
        /// Its end.
        until: OffsetDateTime,
    },
    /// It is made outside of the period of the maker's certificate.
    Created,
    /// An object identifier of what is added cannot be read.
    Extension,
    /// The signature value is not the maker's over this.
    Signature,
    /// A timestamp is for a seal of an edition that has none.
    TimestampEdition,
    /// The timestamp cannot be read, or is not about the maker's signature value.
    Timestamp,
    /// The timestamp is older than the seal says to be.
    TimestampTooOld,
}

impl fmt::Display for SealMakingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Info(error) => error.fmt(f),
            Self::Edition => f.write_str("seals of the edition of 2014 are not made any more"),
            Self::Kind => f.write_str("the number of the seal's kind is out of range"),
            Self::MakerCertificate => f.write_str(
                "the maker's certificate cannot be read, or is not for signing with SM2",
            ),
            Self::UserCertificate => f.write_str("the certificate of a user cannot be read"),
            Self::Period { from, until } => write!(
                f,
                "the seal's period is not inside that of a certificate ({} to {})",
                instant::shown(*from),
                instant::shown(*until)
            ),
            Self::Created => {
                f.write_str("the maker's certificate is not valid when the seal is made")
            }
            Self::Extension => f.write_str("an object identifier cannot be read"),
            Self::Signature => {
                f.write_str("the signature is not by the maker's key over this seal")
            }
            Self::TimestampEdition => {
                f.write_str("only seals of the edition of 2025 have a timestamp")
            }
            Self::Timestamp => {
                f.write_str("the timestamp cannot be read, or is not about this seal")
            }
            Self::TimestampTooOld => {
                f.write_str("the timestamp is older than the seal says to be; check the clock")
            }
        }
    }
}

impl std::error::Error for SealMakingError {}
