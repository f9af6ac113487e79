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
#[cfg(feature = "gm")]
mod making;
#[cfg(feature = "face")]
mod outline;
#[cfg(feature = "face")]
mod over_date;
mod slices;
#[cfg(test)]
#[cfg(feature = "fonts")]
mod tests;

#[cfg(feature = "face")]
pub use design::{Centre, SealDesign};
#[cfg(feature = "face")]
pub use drawing::{OFFICIAL_RED, SealDrawing, SealPart, SealPath, Segment};
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
pub use slices::{SealSlice, StraddledEdge};
