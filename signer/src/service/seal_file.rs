//! Seals of GB/T 38540 as files: made by whoever holds a maker's key, with or without a home.

use super::augment::Sources;
use super::error::Expected;
use super::seal_picture::{Format, drawn};
use super::{ServiceError, certificate, input, key_file, output, random};
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
    /// Certificates of those who may use the seal.
    pub users: Vec<PathBuf>,
    /// Identifier of the seal (`esID`), ASCII.
    pub id: String,
    /// Number of its kind.
    pub kind: i64,
    /// Name, as filed.
    pub name: String,
    /// The picture.
    pub picture: Pictured,
    /// From when on it may be used.
    pub valid_from: OffsetDateTime,
    /// Until when.
    pub valid_until: OffsetDateTime,
    /// Whether the edition of 2025 is made, which is provisional.
    pub is_of_2025: bool,
    /// Where a timestamp on the seal comes from; of the edition of 2025 only.
    pub sources: Sources,
    /// Where the seal goes.
    pub output: PathBuf,
    /// The caller's clock.
    pub at: OffsetDateTime,
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
                // What could not be shown is no picture of a seal.
                let fonts = FontChain::built_in()?;
                let shown = SealFace::read(&picture, &fonts);
                shown.map_err(|source| ServiceError::SealNotShown {
                    path: path.clone(),
                    source,
                })?;
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
    let users = request.users.iter().map(|path| one_certificate(path));
    let users = users.collect::<Result<Vec<_>, _>>()?;
    let info = SealInfo {
        version: match request.is_of_2025 {
            true => SealVersion::Gmt0031Of2025,
            false => SealVersion::Gbt38540Of2020,
        },
        vendor: VENDOR.to_owned(),
        id: request.id.clone(),
        kind: request.kind,
        name: request.name.clone(),
        certificates: SealCertificates::Certificates(users),
        created: request.at,
        valid_from: request.valid_from,
        valid_until: request.valid_until,
        picture: request.picture.read()?,
        extensions: Vec::new(),
    };
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
        name: request.name.clone(),
        sha256: crate::audit::hex_sha256(&seal),
        valid_from: Some(request.valid_from),
        valid_until: Some(request.valid_until),
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
fn one_certificate(path: &Path) -> Result<Vec<u8>, ServiceError> {
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
