//! Seals and seal signatures as octets: GM/T 0031-2014, GB/T 38540-2020 and GM/T 0031-2025.
//!
//! Everything is read from the octets as they stand and keeps them: what was signed is a slice of what
//! was received. Seals in the field are not strict DER (`critical` FALSE is written out, zeros follow,
//! times have other types), so reading is wider than making; whether a seal is good is for
//! [`crate::seal`] to say.
//!
//! The editions by the number in their header: 4 is GB/T 38540-2020, 5 is GM/T 0031-2025; the edition
//! of 2014 has another shape, and any number. The layouts are from deployed seals; of the standards
//! only that of 2014 was read, and that of 2025 is provisional.

pub mod build;
mod cert_list;
mod edition;
mod error;
mod extension;
mod info;
mod seal;
mod signature;

pub use cert_list::{CertList, DigestEntry};
pub use edition::Edition;
pub use error::SesError;
pub use extension::Extension;
pub use info::{EsealInfo, Header, Picture};
pub use seal::SesSeal;
pub use signature::{SesSignature, SignedTime, ToSign};

#[cfg(test)]
mod tests;
