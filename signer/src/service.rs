//! What can be asked: one file per thing. No HTTP types and no terminal.
//!
//! Requests are plain data. The clock is the caller's: every request that needs the time carries
//! it. Secrets come from files, never as arguments. Results are the objects of [`crate::wire`].

pub mod allowed;
pub mod augment;
pub mod bureau;
pub mod catalogue;
pub mod certificate;
pub mod demo;
mod error;
pub mod evidence;
pub mod exchange;
pub mod extend;
pub mod init;
pub mod input;
pub mod inspect;
pub mod issue;
mod key_file;
mod known_state;
mod output;
mod pem;
pub mod pki;
pub(crate) mod random;
pub mod recognise;
pub mod revision;
pub mod revocation;
pub(crate) mod roots;
pub mod seal;
pub mod seal_file;
pub mod seal_import;
pub mod seal_picture;
pub mod seal_register;
pub mod seal_request;
pub mod seal_state;
pub mod sign;
pub mod state;
pub mod trust;
pub mod validation_policy;
pub mod verify;

use crate::installation::Installation;
pub use error::{Bilingual, ErrorKind, Expected, ServiceError, Sought};
#[cfg(feature = "http")]
pub(crate) use error::{
    json, locked, material, no_timestamp, not_imported, not_judged, not_signed,
};

/// Settles what a crash left half done in a home that is opened.
///
/// # Errors
///
/// Errors of the store, and of files beside it.
pub(crate) fn settle(installation: &Installation) -> Result<(), ServiceError> {
    issue::settle(installation)?;
    seal_register::settle(installation)
}

#[cfg(test)]
mod tests;
