//! Seals of GB/T 38540 as files: made by whoever holds a maker's key, with or without a home.

use super::augment::Sources;
use super::error::Expected;
use super::seal_picture::{Format, drawn};
use super::{ServiceError, certificate, input, key_file, output, random, seal_request};
use crate::wire::seal::SealFileMade;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use yinxin_core::font::FontChain;
use yinxin_core::seal::{
    PictureFormat, SealCertificates, SealDesign, SealFace, SealInfo, SealMakingError, SealPicture,
    SealToMake, SealVersion,
};
use yinxin_core::sign::Stamp;
use yinxin_core::suite::{DigestAlgorithm, MemoryKey, SigningKey, digest};

/// What the software that makes seals calls itself (`Vid`).
pub(super) const VENDOR: &str = "yinxin";

/// Asks for a seal of GB/T 38540.
#[derive(Debug, Clone)]
pub struct MakeFileRequest {
    /// The maker's key.
    pub maker_key: PathBuf,
    /// The maker's certificate.
    pub maker_certificate: PathBuf,
    /// File with the password of the maker's key; one line.
    pub key_password_file: Option<PathBuf>,
    /// Identifier of the seal (`esID`), ASCII.
    pub id: String,
    /// What it is to say.
    pub content: Content,
    /// Whether the edition of 2025 is made, which is provisional.
    pub is_of_2025: bool,
    /// Where a timestamp on the seal comes from; of the edition of 2025 only.
    pub sources: Sources,
    /// Where the seal goes.
    pub output: PathBuf,
    /// The caller's clock.
    pub at: OffsetDateTime,
}

/// What a seal is to say.
#[derive(Debug, Clone)]
pub enum Content {
    /// As another organisation asked for it, in a file of `yinxin seal request`.
    Requested(PathBuf),
    /// As told.
    Told {
        /// Certificates of those who may use the seal.
        users: Vec<PathBuf>,
        /// Number of its kind.
        kind: u32,
        /// Name, as filed.
        name: String,
        /// The picture.
        picture: Pictured,
        /// From when on it may be used.
        valid_from: OffsetDateTime,
        /// Until when.
        valid_until: OffsetDateTime,
    },
}

impl Content {
    /// Returns what is to be signed, and the SHA-256 of the request where there is one.
    fn read(&self, request: &MakeFileRequest) -> Result<(SealInfo, Option<String>), ServiceError> {
        match self {
            Self::Requested(path) => {
                let (asked, octets) = seal_request::read(path)?;
                let info = asked.info(&request.id, VENDOR, request.at);
                let info = info.ok_or_else(|| ServiceError::NotUnderstood {
                    path: path.clone(),
                    expected: Expected::SealRequest,
                })?;
                shown(&info.picture, path)?;
                Ok((info, Some(crate::audit::hex_sha256(&octets))))
            }
            Self::Told {
                users,
                kind,
                name,
                picture,
                valid_from,
                valid_until,
            } => {
                let users = users.iter().map(|path| one_certificate(path));
                let info = SealInfo {
                    version: SealVersion::Gbt38540Of2020,
                    vendor: VENDOR.to_owned(),
                    id: request.id.clone(),
                    kind: (*kind).into(),
                    name: name.clone(),
                    certificates: SealCertificates::Certificates(users.collect::<Result<_, _>>()?),
                    created: request.at,
                    valid_from: *valid_from,
                    valid_until: *valid_until,
                    picture: picture.read()?,
                    extensions: Vec::new(),
                };
                Ok((info, None))
            }
        }
    }
}

/// Refuses what could not be shown: it is no picture of a seal.
fn shown(picture: &SealPicture, path: &Path) -> Result<(), ServiceError> {
    let fonts = FontChain::built_in()?;
    let face = SealFace::read(picture, &fonts);
    face.map(drop).map_err(|source| ServiceError::SealNotShown {
        path: path.into(),
        source,
    })
}

/// The picture of a seal that is made.
#[derive(Debug, Clone, PartialEq)]
pub enum Pictured {
    /// A file: PNG, JPEG, BMP, GIF or OFD, known by its octets.
    File {
        /// The file.
        path: PathBuf,
        /// Width and height, millimetres.
        size: (u32, u32),
    },
    /// Drawn here, as PNG.
    Design(Box<SealDesign>),
}

/// Points an inch of a picture that is drawn for a seal.
const RESOLUTION: u16 = 600;

impl Pictured {
    pub(super) fn read(&self) -> Result<SealPicture, ServiceError> {
        match self {
            Self::File { path, size } => {
                let data = input::read(path, input::SMALL)?;
                let format = PictureFormat::of_octets(&data);
                let format = format.ok_or_else(|| ServiceError::NotUnderstood {
                    path: path.clone(),
                    expected: Expected::SealPicture,
                })?;
                let (width_mm, height_mm) = *size;
                let picture = SealPicture {
                    format,
                    data,
                    width_mm,
                    height_mm,
                };
                shown(&picture, path)?;
                Ok(picture)
            }
            Self::Design(design) => {
                let drawing = design.draw(&FontChain::built_in()?)?;
                let made = drawn(&drawing, Format::Png(RESOLUTION))?;
                Ok(SealPicture {
                    format: PictureFormat::Png,
                    data: made.octets,
                    width_mm: u32::from(made.width.div_ceil(10)),
                    height_mm: u32::from(made.height.div_ceil(10)),
                })
            }
        }
    }
}

/// Makes a seal file.
///
/// # Errors
///
/// [`ServiceError::SealNotMade`] for what may not be made; [`ServiceError::NoTimestamp`];
/// [`ServiceError::AlreadyThere`] and errors of reading and writing.
pub fn make(request: &MakeFileRequest) -> Result<SealFileMade, ServiceError> {
    let wants_timestamp = request.sources.tsa.is_some();
    if wants_timestamp && !request.is_of_2025 {
        return Err(ServiceError::SealNotMade(SealMakingError::TimestampEdition));
    }
    let maker = one_certificate(&request.maker_certificate)?;
    let (mut info, request_sha256) = request.content.read(request)?;
    if request.is_of_2025 {
        info.version = SealVersion::Gmt0031Of2025;
    }
    let to_make = SealToMake::new(&info, &maker).map_err(ServiceError::SealNotMade)?;
    let key = key_of(&request.maker_key, request.key_password_file.as_deref())?;
    // The maker's signature is verified before anybody is asked about it.
    let (value, mut seal) = signed(&to_make, &key)?;
    if wants_timestamp {
        let token = timestamp(&value, request)?;
        seal = to_make
            .assemble_with_timestamp(&value, &token)
            .map_err(ServiceError::SealNotMade)?;
    }
    output::write_new(&request.output, &seal)?;
    Ok(SealFileMade {
        file: request.output.display().to_string(),
        id: request.id.clone(),
        name: info.name,
        sha256: crate::audit::hex_sha256(&seal),
        valid_from: Some(info.valid_from),
        valid_until: Some(info.valid_until),
        request_sha256,
    })
}

/// Has a maker's key sign a seal; returns the signature value and the seal.
///
/// # Errors
///
/// [`ServiceError::SealNotMade`].
pub(super) fn signed(
    to_make: &SealToMake,
    key: &dyn SigningKey,
) -> Result<(Vec<u8>, Vec<u8>), ServiceError> {
    let value = key
        .sign(to_make.to_be_signed())
        .map_err(|_| ServiceError::SealNotMade(SealMakingError::Signature))?;
    let seal = to_make.assemble(&value);
    Ok((value, seal.map_err(ServiceError::SealNotMade)?))
}

/// Asks for a timestamp on the maker's signature value. The imprint is of SM3, as the standard of seals
/// has it for the value of a seal signature.
fn timestamp(value: &[u8], request: &MakeFileRequest) -> Result<Vec<u8>, ServiceError> {
    let (network, nonce) = (request.sources.network()?, random::nonce()?);
    let stamp = Stamp {
        fetcher: &network,
        digest: DigestAlgorithm::Sm3,
        nonce: &nonce,
    };
    let token = stamp.obtain(digest(DigestAlgorithm::Sm3, value));
    token.map_err(|source| ServiceError::NoTimestamp {
        path: request.output.clone(),
        source: Box::new(source),
    })
}

/// Reads the first certificate of a file.
pub(super) fn one_certificate(path: &Path) -> Result<Vec<u8>, ServiceError> {
    let found = certificate::read_all(path)?.into_iter().next();
    found.ok_or_else(|| ServiceError::NotUnderstood {
        path: path.into(),
        expected: Expected::Certificates,
    })
}

fn key_of(path: &Path, password: Option<&Path>) -> Result<MemoryKey, ServiceError> {
    let material = key_file::read(path, password)?;
    MemoryKey::from_pkcs8(&material.pkcs8, None).map_err(|_| ServiceError::NotUnderstood {
        path: path.into(),
        expected: Expected::ServedKey,
    })
}
