//! Electronic licences (电子证照): identifiers, catalogue, data, states.
//!
//! GB/T 36901–36906-2018 could not be read; names and rules are those seen in deployed systems.
//!
//! | file | what it holds |
//! |---|---|
//! | `identifier`, `check_character` | 电子证照标识 and its ISO/IEC 7064 check character |
//! | `credit_code`, `organisation_code`, `citizen_number`, `area_code`, `type_code` | codes that only a check can make |
//! | `catalogue`, `face_layout` | what a licence type is, as data |
//! | `record`, `check` | one licence, and whether it fits its type |
//! | `metadata_36903`, `metadata_guangdong` | the two vocabularies of licence data |
//! | `validity`, `state` | terms in civil dates; states and their causes |
//! | `strict_json` | JSON from strangers |

mod area_code;
mod catalogue;
mod check;
mod check_character;
mod citizen_number;
mod code;
mod credit_code;
mod face_layout;
mod identifier;
pub mod metadata_36903;
pub mod metadata_guangdong;
mod organisation_code;
mod record;
#[cfg(test)]
pub(crate) mod samples;
mod search_key;
mod state;
mod strict_json;
mod type_code;
mod validity;

pub use area_code::AreaCode;
pub use catalogue::{
    AuthorityLevel, AuthorityName, CatalogueEntry, CatalogueKind, FieldDefinition, FieldKind,
    HolderKind, ServiceItem, ValidityRule,
};
pub use check::{Finding, Severity};
pub use check_character::CheckCharacter;
pub use citizen_number::{Areas, CitizenNumber};
pub use code::CodeError;
pub use credit_code::CreditCode;
pub use face_layout::{
    Colour, ColourError, FaceLayout, FaceRow, FaceStyle, FrameStyle, GroundStyle, PointMm, RectMm,
    RowWidth, TableStyle,
};
pub use identifier::{IdentifierAsRead, LICENCE_ROOT, LicenceIdentifier};
pub use organisation_code::OrganisationCode;
pub use record::{Holder, HolderCodeType, Licence, LicenceField, Photo};
pub use search_key::search_key;
pub use state::{Cause, State, Status};
pub use strict_json::{JsonError, read_json};
pub use type_code::TypeCode;
pub use validity::{TermError, civil_date, first_instant, last_instant};
pub(crate) use validity::{iso_date, parse_iso_date};
