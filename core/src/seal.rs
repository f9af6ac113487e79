//! Electronic seals (电子印章): the data of GB/T 38540-2020 in the trade's words, and the picture.
//!
//! A picture of a seal is not a seal. [`Seal`] is the maker's signed statement; [`SealDesign`] draws
//! what people see (feature `face`).

#[cfg(feature = "face")]
mod arc;
#[cfg(feature = "face")]
mod design;
#[cfg(feature = "face")]
mod drawing;
#[cfg(feature = "face")]
mod error;
mod info;
#[cfg(feature = "face")]
mod lettering;
#[cfg(feature = "gm")]
mod making;
#[cfg(feature = "face")]
mod outline;
#[cfg(feature = "face")]
mod oval;
#[cfg(feature = "face")]
mod over_date;
#[cfg(feature = "face")]
mod picture;
#[cfg(feature = "face")]
mod png;
#[cfg(feature = "face")]
mod preset;
pub mod register;
pub mod request;
#[cfg(feature = "face")]
mod round;
mod slices;
#[cfg(feature = "face")]
mod square;
mod state;
#[cfg(test)]
#[cfg(feature = "fonts")]
mod tests;

#[cfg(feature = "face")]
pub use design::{Centre, SealDesign, Shape};
#[cfg(feature = "face")]
pub use drawing::{Fill, OFFICIAL_RED, SealDrawing, SealPart, SealPath, Segment};
#[cfg(feature = "face")]
pub use error::SealDesignError;
pub use info::{
    CertificateDigest, PictureFormat, Seal, SealCertificates, SealExtension, SealInfo,
    SealInfoError, SealPicture, SealVersion,
};
#[cfg(feature = "gm")]
pub use making::{SealMakingError, SealToMake};
#[cfg(feature = "face")]
pub use over_date::OverDate;
#[cfg(feature = "face")]
pub use picture::{SealFace, SealPictureError, SealRaster};
#[cfg(feature = "face")]
pub use png::RESOLUTIONS;
#[cfg(feature = "face")]
pub use preset::{PRESETS, Preset};
pub use slices::{SealSlice, StraddledEdge};
pub use state::SealState;
