//! OFD packages (GB/T 33190-2016; layout from deployed files, the text was not read): a ZIP of XML, read
//! under limits. What readers could find different files in is told.

mod canonical;
mod error;
mod names;
mod oddity;
mod package;
mod plain_xml;
mod root;
mod signatures;
pub(crate) mod xml;

pub use error::OfdError;
pub use oddity::Oddity;
pub use package::{Package, PackageLimits};
pub use root::{ROOT, Root, root};
pub use signatures::{
    OfdSignature, Reference, entries, is_list_of_files, is_plain_list, is_signature, signatures,
};

#[cfg(test)]
pub(crate) mod tests;
