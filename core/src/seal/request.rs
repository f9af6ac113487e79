//! What an organisation asks of whoever makes its seals (制章人): all of a seal but what is the maker's own.
//!
//! A request is JSON of our own; how provincial platforms want to be asked is not established. It is not signed: that
//! it is the asker's, the maker learns by comparing its SHA-256 by another way.

use super::register::Owner;
use super::{PictureFormat, SealCertificates, SealInfo, SealPicture, SealVersion};
use crate::json::{Octets, instant};
use crate::ses::{CertList, SesSeal};
use crate::x509::Certificate;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;
use time::OffsetDateTime;

/// Most octets of a request.
pub const MOST_OCTETS: usize = 12 << 20;

/// Most certificates that one seal is asked for.
const MOST_CERTIFICATES: usize = 256;

/// Asks for a seal of GB/T 38540.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealRequest {
    #[serde(rename = "type")]
    form: Form,
    /// Identifier of the application in the asker's register.
    pub application: String,
    /// Whose seal it is to be.
    pub unit: Owner,
    /// Its name (印章名称).
    pub name: String,
    /// Number of its kind (印章类型).
    pub kind: u32,
    /// Certificates that are to use it, DER.
    pub certificates: Vec<Octets>,
    /// From when on it is to be used; whole seconds.
    #[serde(with = "instant")]
    pub valid_from: OffsetDateTime,
    /// Until when.
    #[serde(with = "instant")]
    pub valid_until: OffsetDateTime,
    picture: Picture,
    /// When it was asked for.
    #[serde(with = "instant")]
    pub asked: OffsetDateTime,
}

/// What the octets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Form {
    #[serde(rename = "yinxin-seal-request-v1")]
    First,
}

/// The picture, as it stands in the JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Picture {
    width_mm: u32,
    height_mm: u32,
    data: Octets,
}

/// What a seal is asked for with.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Identifier of the application in the asker's register.
    pub application: String,
    /// Whose seal it is to be.
    pub unit: Owner,
    /// Number of its kind.
    pub kind: u32,
    /// Certificates that are to use it, DER.
    pub certificates: Vec<Vec<u8>>,
    /// From when on it is to be used.
    pub valid_from: OffsetDateTime,
    /// Until when.
    pub valid_until: OffsetDateTime,
    /// The picture.
    pub picture: SealPicture,
}

/// Why something is no request for a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealRequestError {
    /// It has more than [`MOST_OCTETS`].
    TooLarge,
    /// It is no JSON of this form.
    Form,
    /// It names no certificate, one twice, too many, or what is none.
    Certificates,
    /// Name, period or picture are not those of a seal.
    Content,
}

/// In what a seal is not what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differs {
    /// It was asked for under another application, or for another unit.
    Application,
    /// Its name or kind.
    Name,
    /// Those who may use it: others than were asked for, fewer or more.
    Certificates,
    /// It is used before or after the time that was asked for.
    Period,
    /// Its picture, or how large that is shown.
    Picture,
}

impl SealRequest {
    /// Asks for a seal, under the name of the unit.
    ///
    /// # Errors
    ///
    /// [`SealRequestError`] for what no seal could be made of.
    pub fn new(wanted: Wanted, at: OffsetDateTime) -> Result<Self, SealRequestError> {
        let whole = |at: OffsetDateTime| at.replace_nanosecond(0).unwrap_or(at);
        let request = Self {
            form: Form::First,
            application: wanted.application,
            name: wanted.unit.name.clone(),
            unit: wanted.unit,
            kind: wanted.kind,
            certificates: wanted.certificates.into_iter().map(Octets).collect(),
            valid_from: whole(wanted.valid_from),
            valid_until: whole(wanted.valid_until),
            picture: Picture {
                width_mm: wanted.picture.width_mm,
                height_mm: wanted.picture.height_mm,
                data: Octets(wanted.picture.data),
            },
            asked: whole(at),
        };
        request.check()?;
        Ok(request)
    }

    /// Reads a request.
    ///
    /// # Errors
    ///
    /// [`SealRequestError`].
    pub fn parse(octets: &[u8]) -> Result<Self, SealRequestError> {
        if octets.len() > MOST_OCTETS {
            return Err(SealRequestError::TooLarge);
        }
        let request: Self = serde_json::from_slice(octets).map_err(|_| SealRequestError::Form)?;
        request.check()?;
        Ok(request)
    }

    /// Returns the request as JSON, with a line end.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        // Only an instant outside the years 0 to 9999 cannot be written, and none is read.
        let mut octets = serde_json::to_vec_pretty(self).unwrap_or_default();
        octets.push(b'\n');
        octets
    }

    /// Returns what the maker is to sign, with what is the maker's own: the seal's identifier (`esID`), the
    /// vendor of the maker's software, and when it is made. `None` where the picture has no format that is known.
    #[must_use]
    pub fn info(&self, id: &str, vendor: &str, created: OffsetDateTime) -> Option<SealInfo> {
        let certificates = self.certificates.iter().map(|one| one.0.clone());
        Some(SealInfo {
            version: SealVersion::Gbt38540Of2020,
            vendor: vendor.to_owned(),
            id: id.to_owned(),
            kind: self.kind.into(),
            name: self.name.clone(),
            certificates: SealCertificates::Certificates(certificates.collect()),
            created,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            picture: SealPicture {
                format: PictureFormat::of_octets(&self.picture.data.0)?,
                data: self.picture.data.0.clone(),
                width_mm: self.picture.width_mm,
                height_mm: self.picture.height_mm,
            },
            extensions: Vec::new(),
        })
    }

    /// Tells in what a finished seal differs from what was asked for; `None` where it does not. Its period may be
    /// shorter: a maker keeps within the certificates.
    #[must_use]
    pub fn differs(&self, seal: &SesSeal<'_>) -> Option<Differs> {
        let info = &seal.info;
        if info.name != self.name || info.kind != self.kind {
            return Some(Differs::Name);
        }
        let listed = match &info.certificates {
            CertList::Certificates(all) => all.len(),
            CertList::Digests(all) => all.len(),
        };
        let mut wanted = self.certificates.iter().map(|one| one.0.as_slice());
        if listed != self.certificates.len() || !wanted.all(|one| info.certificates.names(one)) {
            return Some(Differs::Certificates);
        }
        if info.valid_from < self.valid_from || info.valid_until > self.valid_until {
            return Some(Differs::Period);
        }
        let picture = &info.picture;
        let size = (picture.width, picture.height);
        let is_same = picture.data == self.picture.data.0
            && size == (self.picture.width_mm, self.picture.height_mm);
        (!is_same).then_some(Differs::Picture)
    }

    fn check(&self) -> Result<(), SealRequestError> {
        let all = &self.certificates;
        let are_different: HashSet<_> = all.iter().map(|one| &one.0).collect();
        let is_list = (1..=MOST_CERTIFICATES).contains(&all.len())
            && are_different.len() == all.len()
            && all.iter().all(|one| Certificate::parse(&one.0).is_ok());
        if !is_list {
            return Err(SealRequestError::Certificates);
        }
        let info = self.info("-", "-", self.asked);
        let is_made = info.is_some_and(|info| info.check_for_making().is_ok());
        is_made.then_some(()).ok_or(SealRequestError::Content)
    }
}

impl fmt::Display for SealRequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the request has more than 12 MiB",
            Self::Form => "it is no JSON of the type yinxin-seal-request-v1",
            Self::Certificates => {
                "it names no certificate, one twice, more than 256, or what is none"
            }
            Self::Content => "name, period or picture are not those of a seal",
        })
    }
}

impl std::error::Error for SealRequestError {}
