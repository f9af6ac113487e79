//! Streams of encrypted files that could be enciphered for some readers and plain for others.

use super::Unanalysable;
use super::walk::Walk;
use crate::pdf::{Object, ObjectId};

impl<'d> Walk<'_, 'd> {
    /// Returns whether an object is what the catalog has for metadata: what else says to be that may be
    /// enciphered for some readers and plain for others.
    pub(super) fn is_catalogs_metadata(&self, id: ObjectId) -> Result<bool, Unanalysable> {
        let catalog = self.new.catalog()?;
        let metadata = catalog
            .dictionary()
            .and_then(|catalog| catalog.get("Metadata"));
        Ok(metadata.and_then(Object::as_reference) == Some(id))
    }

    /// Returns whether a stream of an encrypted file says that it is encrypted in another way: with a
    /// crypt filter of its own, or not at all. Whoever has no password can write such a stream.
    pub(super) fn evades_encryption(&self, stream: &Object<'d>) -> bool {
        self.new.document().is_encrypted()
            && stream.as_dictionary().is_some_and(|dictionary| {
                let is_crypt = |filter: &Object<'d>| {
                    let name = self.new.resolve(filter).ok();
                    name.is_none_or(|name| name.as_name().is_some_and(|name| name.is("Crypt")))
                };
                let filter = self.new.value(dictionary, "Filter");
                dictionary.is_name("Type", "XRef")
                    || match &filter {
                        Ok(Object::Array(filters)) => filters.values().any(is_crypt),
                        Ok(filter) => is_crypt(filter),
                        Err(_) => true,
                    }
            })
    }
}
