//! Electronic licences (电子证照): identifiers, catalogue, data, states.
//!
//! GB/T 36901–36906-2018 could not be read; names and rules are those seen in deployed systems.

mod catalogue;
mod face_layout;
mod record;

pub use catalogue::{
    AuthorityLevel, AuthorityName, CatalogueEntry, CatalogueKind, FieldDefinition, FieldKind,
    HolderKind, ServiceItem, ValidityRule,
};
pub use face_layout::{
    Colour, ColourError, FaceLayout, FaceRow, FaceStyle, FrameStyle, GroundStyle, PointMm, RectMm,
    RowWidth, TableStyle,
};
pub use record::{Holder, HolderCodeType, Licence, LicenceField, Photo};
