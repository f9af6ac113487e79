//! OFD packages (GB/T 33190-2016; layout from deployed files, the text was not read): a ZIP of XML, read
//! under limits. What readers could find different files in is told.

mod error;
mod package;
mod signatures;
pub(crate) mod xml;

pub use error::OfdError;
pub use package::{Package, PackageLimits};
pub use signatures::{OfdSignature, ROOT, Reference, Root, entries, root, signatures};

#[cfg(test)]
pub(crate) mod tests;
