//! What a seal says of itself.

use crate::ses::{SesError, SesSeal};
use time::OffsetDateTime;

/// A seal: what it says, and the maker's signature over it.
///
/// GB/T 38540-2020 `SES_Seal` (layout from deployed seals; the text was not read). The octets that
/// were signed stay with the codec; this is the reading of them.
#[doc(alias = "SES_Seal")]
#[doc(alias = "SESeal")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// 印章信息.
    pub info: SealInfo,
    /// 制章人证书, DER.
    pub maker_certificate: Vec<u8>,
    /// 签名算法标识 in dotted form, such as `1.2.156.10197.1.501`.
    pub signature_algorithm: String,
    /// 签名值.
    pub signature: Vec<u8>,
}

/// What a seal says of itself: the part that the maker signs.
#[doc(alias = "SES_SealInfo")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealInfo {
    /// Edition of the structure.
    pub version: SealVersion,
    /// 厂商ID (`Vid`), ASCII.
    pub vendor: String,
    /// 印章标识 (`esID`), ASCII; opaque, compared as it stands.
    pub id: String,
    /// 印章类型: a number that each deployment gives its own meaning.
    pub kind: i64,
    /// 印章名称, as filed.
    pub name: String,
    /// 签章人证书列表: who may use the seal.
    pub certificates: SealCertificates,
    /// 印章制作日期.
    pub created: OffsetDateTime,
    /// 印章有效起始日期.
    pub valid_from: OffsetDateTime,
    /// 印章有效终止日期.
    pub valid_until: OffsetDateTime,
    /// 印章图像.
    pub picture: SealPicture,
    /// 自定义数据.
    pub extensions: Vec<SealExtension>,
}

/// Edition of the seal structure (`version` in the header).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealVersion {
    /// GM/T 0031-2014. Its header number differs between makers.
    Gmt0031Of2014,
    /// GB/T 38540-2020, number 4.
    Gbt38540Of2020,
    /// GM/T 0031-2025, number 5.
    Gmt0031Of2025,
}

/// The certificates that may use a seal.
#[doc(alias = "SES_CertList")]
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealCertificates {
    /// Whole certificates, DER each (`certListType` 1).
    Certificates(Vec<Vec<u8>>),
    /// Digests of certificates (`certListType` 2).
    Digests(Vec<CertificateDigest>),
}

impl SealCertificates {
    /// Returns how many certificates the list names.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Certificates(list) => list.len(),
            Self::Digests(list) => list.len(),
        }
    }

    /// Returns whether the list names none: such a seal can be used by nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Digest of a certificate.
#[doc(alias = "CertDigestObj")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateDigest {
    /// 类型: free text in the standard; which digest it names is not established.
    pub kind: String,
    /// 值.
    pub value: Vec<u8>,
}

/// The picture in a seal.
#[doc(alias = "SES_ESPictureInfo")]
#[doc(alias = "SES_ESPictrueInfo")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealPicture {
    /// 图像类型.
    pub format: PictureFormat,
    /// 图像数据.
    pub data: Vec<u8>,
    /// 图像显示宽度, millimetres.
    pub width_mm: u32,
    /// 图像显示高度, millimetres.
    pub height_mm: u32,
}

/// Format of a seal's picture. Spelling of the type differs between makers (`png`, `PNG`, `.png`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PictureFormat {
    /// BMP.
    Bmp,
    /// GIF.
    Gif,
    /// JPEG.
    Jpeg,
    /// A one-page OFD package, as tax seals carry.
    Ofd,
    /// PNG.
    Png,
    /// SVG.
    Svg,
    /// Anything else, as it is spelt.
    Other(String),
}

impl SealPicture {
    /// Returns the picture in a seal, DER.
    ///
    /// # Errors
    ///
    /// [`SesError`] where it is no seal.
    pub fn of_seal(octets: &[u8]) -> Result<Self, SesError> {
        let picture = SesSeal::parse(octets)?.info.picture;
        Ok(Self {
            format: PictureFormat::from_kind(picture.kind),
            data: picture.data.to_vec(),
            width_mm: picture.width,
            height_mm: picture.height,
        })
    }
}

impl PictureFormat {
    /// Returns the format that `kind` spells; case and a leading point do not matter.
    #[must_use]
    pub fn from_kind(kind: &str) -> Self {
        match kind.trim_start_matches('.').to_ascii_lowercase().as_str() {
            "bmp" => Self::Bmp,
            "gif" => Self::Gif,
            "jpg" | "jpeg" => Self::Jpeg,
            "ofd" => Self::Ofd,
            "png" => Self::Png,
            "svg" => Self::Svg,
            _ => Self::Other(kind.to_owned()),
        }
    }

    /// Returns the format of a picture by its first octets.
    #[must_use]
    pub fn of_octets(picture: &[u8]) -> Option<Self> {
        let known: [(&[u8], Self); 6] = [
            (b"\x89PNG\r\n\x1a\n", Self::Png),
            (b"\xff\xd8\xff", Self::Jpeg),
            (b"BM", Self::Bmp),
            (b"GIF87a", Self::Gif),
            (b"GIF89a", Self::Gif),
            (b"PK\x03\x04", Self::Ofd),
        ];
        let mut known = known.into_iter();
        known.find_map(|(start, format)| picture.starts_with(start).then_some(format))
    }

    /// Returns the type as a seal that is made here spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Bmp => "bmp",
            Self::Gif => "gif",
            Self::Jpeg => "jpg",
            Self::Ofd => "ofd",
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Other(kind) => kind,
        }
    }
}

/// A field that a maker added.
#[doc(alias = "ExtData")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealExtension {
    /// Object identifier in dotted form.
    pub identifier: String,
    /// 是否关键. Unknown critical extensions occur in practice and are a remark, not a failure.
    pub critical: bool,
    /// The octets.
    pub value: Vec<u8>,
}

impl SealInfo {
    /// Checks what a maker must get right before signing.
    ///
    /// Reading is wider than making: seals in the field are judged step by step, never by this.
    ///
    /// # Errors
    ///
    /// The first [`SealInfoError`] found.
    pub fn check_for_making(&self) -> Result<(), SealInfoError> {
        let ascii =
            |text: &str| !text.is_empty() && text.bytes().all(|b| (0x20..0x7F).contains(&b));
        if !ascii(&self.id) {
            return Err(SealInfoError::Id);
        }
        if !ascii(&self.vendor) {
            return Err(SealInfoError::Vendor);
        }
        if self.name.trim().is_empty() || self.name.chars().any(char::is_control) {
            return Err(SealInfoError::Name);
        }
        if self.certificates.is_empty() {
            return Err(SealInfoError::NoCertificate);
        }
        if self.valid_until <= self.valid_from {
            return Err(SealInfoError::Period);
        }
        if self.picture.data.is_empty() || self.picture.width_mm == 0 || self.picture.height_mm == 0
        {
            return Err(SealInfoError::Picture);
        }
        Ok(())
    }
}

/// Why a seal cannot be made of this information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealInfoError {
    /// The seal's identifier is empty or not printable ASCII.
    Id,
    /// The vendor is empty or not printable ASCII.
    Vendor,
    /// The name is empty or has control characters.
    Name,
    /// No certificate may use the seal.
    NoCertificate,
    /// The period ends before it begins.
    Period,
    /// The picture is empty or has no size.
    Picture,
}

impl std::fmt::Display for SealInfoError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Id => "the seal identifier is empty or not printable ASCII",
            Self::Vendor => "the vendor of the seal is empty or not printable ASCII",
            Self::Name => "the seal name is empty or has control characters",
            Self::NoCertificate => "the seal names no certificate, so nobody could use it",
            Self::Period => "the seal's period ends before it begins",
            Self::Picture => "the seal's picture is empty or has no size",
        })
    }
}

impl std::error::Error for SealInfoError {}
