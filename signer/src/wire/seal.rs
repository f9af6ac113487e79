//! Seals as JSON.

use super::ReasonText;
use super::instant;
use super::licence::Authority;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use time::OffsetDateTime;
use yinxin_core::seal::register::RegisteredSeal;
use yinxin_core::seal::{Centre, PRESETS, Preset, SealDesign, Shape};

/// A seal of a home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealShown {
    /// Identifier of the seal in its home.
    pub id: String,
    /// Words on the ring of the picture: the unit's name.
    pub name: String,
    /// The unit.
    pub unit: Authority,
    /// `legal-person` or `gbt38540`.
    pub form: Cow<'static, str>,
    /// `applied`, `approved`, `made`, `issued` (in use), `suspended`, `cancelled` or `revoked`.
    pub state: Cow<'static, str>,
    /// SHA-256 of the unit's certificate, lower-case hexadecimal; `null` where it has none here.
    pub certificate_sha256: Option<String>,
    /// Start of the certificate's validity.
    #[serde(with = "instant::or_null")]
    pub not_before: Option<OffsetDateTime>,
    /// End of the certificate's validity.
    #[serde(with = "instant::or_null")]
    pub not_after: Option<OffsetDateTime>,
    /// Its second half, where it seals in both suites.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<SecondShown>,
    /// Identifier in the seal of GB/T 38540 (`esID`), where it is one that was taken in or seals in both
    /// suites.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub es_id: Option<String>,
    /// What was applied for to be drawn; not of a seal that was taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face: Option<FaceShown>,
    /// Identifier of the seal in whose place it comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remakes: Option<String>,
    /// Every change of it, the oldest first; of one seal only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<SealChanged>,
}

/// What a round seal looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaceShown {
    /// `star` or `empty`.
    pub centre: Cow<'static, str>,
    /// Straight line below the centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// Number at the lower edge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Diameter in tenths of a millimetre.
    pub diameter: u16,
}

impl FaceShown {
    /// Returns the design of the picture with a unit's name on the ring.
    #[must_use]
    pub fn design(&self, name: &str) -> SealDesign {
        let centre = match self.centre.as_ref() {
            "star" => Centre::Star,
            _ => Centre::Empty,
        };
        let millimetres = f64::from(self.diameter) / 10.0;
        let mut design = SealDesign::round(name, millimetres, 1.2).with_centre(centre);
        if let Some(line) = &self.line {
            design = design.with_line(line);
        }
        if let Some(number) = &self.number {
            design = design.with_number(number);
        }
        design
    }
}

/// A request for a seal that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SealRequestWritten {
    /// The file, as the caller named it.
    pub file: String,
    /// Identifier of the application.
    pub application: String,
    /// Name of the seal.
    pub name: String,
    /// SHA-256 of the file, lower-case hexadecimal, to be told to the maker by another way.
    pub sha256: String,
}

/// What a seal signs with in the Chinese suite, and whom others trust for it: SHA-256 of certificates,
/// lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondShown {
    /// The unit's.
    pub certificate_sha256: String,
    /// The home's root of SM2, an anchor for signers.
    pub root_sha256: String,
    /// The home's maker of seals, an anchor for makers.
    pub maker_sha256: String,
}

/// A change of a seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealChanged {
    /// The state from then on.
    pub state: Cow<'static, str>,
    /// Since when.
    #[serde(with = "instant::or_null")]
    pub at: Option<OffsetDateTime>,
    /// Who asked, for example `uid:1000`.
    pub who: String,
    /// Who decided, in words.
    pub by: Option<String>,
    /// Why, in words.
    pub why: String,
}

impl SealChanged {
    /// Returns the changes of a registered seal.
    #[must_use]
    pub fn all_of(seal: &RegisteredSeal) -> Vec<Self> {
        let entries = seal.entries().iter();
        entries
            .map(|entry| Self {
                state: entry.change.state().name().into(),
                at: Some(entry.at),
                who: entry.who.clone(),
                by: entry.by.clone(),
                why: entry.why.clone(),
            })
            .collect()
    }
}

/// A seal file that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SealFileMade {
    /// The file, as the caller named it.
    pub file: String,
    /// Identifier of the seal (`esID`).
    pub id: String,
    /// Its name.
    pub name: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// From when on it may be used.
    #[serde(with = "instant::or_null")]
    pub valid_from: Option<OffsetDateTime>,
    /// Until when.
    #[serde(with = "instant::or_null")]
    pub valid_until: Option<OffsetDateTime>,
    /// SHA-256 of the request that it was made for, lower-case hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_sha256: Option<String>,
}

/// A register of seals that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegisterWritten {
    /// The file, as the caller named it.
    pub file: String,
    /// How many seals it has.
    pub seals: usize,
    /// SHA-256 of the certificate of the key that signed it, lower-case hexadecimal.
    pub keeper_sha256: String,
    /// Up to when it tells everything.
    #[serde(with = "instant::or_null")]
    pub as_of: Option<OffsetDateTime>,
    /// Until when it may be asked.
    #[serde(with = "instant::or_null")]
    pub fresh_until: Option<OffsetDateTime>,
}

/// Who may use a seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealUsers {
    /// Identifier of the seal.
    pub id: String,
    /// The users, as `uid:1000`.
    pub users: Vec<String>,
}

/// A picture that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureWritten {
    /// The file, as the caller named it.
    pub file: String,
    /// Width of the picture in tenths of a millimetre.
    pub width: u16,
    /// Height of the picture in tenths of a millimetre.
    pub height: u16,
    /// What to know of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<ReasonText>,
}

/// Kinds of seals that are drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SealPresets {
    /// The kinds, those by rule first.
    pub presets: Vec<SealPreset>,
}

/// A kind of seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SealPreset {
    /// Name of the kind.
    pub id: &'static str,
    /// Who has such a seal, in Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// `round`, `oval` or `square`.
    pub shape: &'static str,
    /// `star`, `emblem` or `empty`.
    pub centre: &'static str,
    /// Width in tenths of a millimetre.
    pub width: u16,
    /// Height in tenths of a millimetre.
    pub height: u16,
}

impl SealPresets {
    /// Returns all kinds.
    #[must_use]
    pub fn all() -> Self {
        let preset = |preset: &Preset| {
            let design = preset.design("");
            let (width, height) = preset.size();
            SealPreset {
                id: preset.id,
                zh: preset.chinese,
                en: preset.english,
                shape: match design.shape() {
                    Shape::Oval { .. } => "oval",
                    Shape::Square { .. } => "square",
                    _ => "round",
                },
                centre: match design.centre() {
                    Centre::Star => "star",
                    Centre::Emblem => "emblem",
                    _ => "empty",
                },
                width,
                height,
            }
        };
        Self {
            presets: PRESETS.iter().map(preset).collect(),
        }
    }
}
