//! Records of one type, as JSON.

use super::{Batch, Collection, Store, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// The records of one collection, all of one type.
///
/// Holds no store, so that one constant names the collection and its type together.
#[derive(Debug)]
pub struct Records<T> {
    collection: Collection,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize + DeserializeOwned> Records<T> {
    /// Names a collection and its type.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            collection: Collection::new(name),
            of: PhantomData,
        }
    }

    /// Returns the collection.
    #[must_use]
    pub fn collection(&self) -> Collection {
        self.collection
    }

    /// Returns the record of a key; `None` where there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongType`] where the record is not a `T`, and the store's own errors.
    pub fn get(&self, store: &dyn Store, key: &[u8]) -> Result<Option<T>, StoreError> {
        store
            .get(self.collection, key)?
            .map(|value| decode(&value))
            .transpose()
    }

    /// Returns keys and records as [`Store::scan`] does.
    ///
    /// # Errors
    ///
    /// As [`Records::get`].
    pub fn scan(
        &self,
        store: &dyn Store,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, T)>, StoreError> {
        let page = store.scan(self.collection, prefix, after, limit)?;
        page.into_iter()
            .map(|record| Ok((record.key, decode(&record.value)?)))
            .collect()
    }

    /// Adds to a batch that the key gets this record.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongType`] where the value has no JSON form.
    pub fn put(&self, batch: Batch, key: &[u8], record: &T) -> Result<Batch, StoreError> {
        Ok(batch.put(self.collection, key, encode(record)?))
    }

    /// Adds to a batch the condition that there is no such key yet.
    #[must_use]
    pub fn expect_new(&self, batch: Batch, key: &[u8]) -> Batch {
        batch.expect(self.collection, key, None)
    }

    /// Adds to a batch the condition that the record is this one still.
    ///
    /// # Errors
    ///
    /// [`StoreError::WrongType`] where the value has no JSON form.
    pub fn expect_same(&self, batch: Batch, key: &[u8], record: &T) -> Result<Batch, StoreError> {
        Ok(batch.expect(self.collection, key, Some(&encode(record)?)))
    }
}

fn encode(record: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(record).map_err(|_| StoreError::WrongType)
}

fn decode<T: DeserializeOwned>(value: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(value).map_err(|_| StoreError::WrongType)
}
