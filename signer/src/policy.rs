//! Who may use which seal. What is not allowed is refused.

use crate::store::{Batch, Records, Store, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

const SEALS: Records<SealPolicy> = Records::new("seal-policy");

/// A person or program that asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct User(String);

impl User {
    /// A user of this machine, as the system names the peer of a Unix socket.
    #[must_use]
    pub fn local(uid: u32) -> Self {
        Self(format!("uid:{uid}"))
    }

    /// Returns the identifier, for example `uid:1000`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The policy of one seal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealPolicy {
    /// Who may use it.
    pub users: BTreeSet<User>,
}

/// Whether a use is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a use that is not allowed must not happen"]
pub enum Decision {
    /// The user is listed.
    Allowed,
    /// The user is not listed, or the seal has no policy.
    Refused,
}

/// Decides whether `user` may use `seal`. A seal without a policy is used by nobody.
///
/// # Errors
///
/// [`StoreError`]; the use must not happen then.
pub fn may_use(store: &dyn Store, seal: &str, user: &User) -> Result<Decision, StoreError> {
    let listed = SEALS
        .get(store, seal.as_bytes())?
        .is_some_and(|policy| policy.users.contains(user));
    Ok(if listed {
        Decision::Allowed
    } else {
        Decision::Refused
    })
}

/// Returns the policy of a seal; `None` where it has none.
///
/// # Errors
///
/// [`StoreError`].
pub fn of_seal(store: &dyn Store, seal: &str) -> Result<Option<SealPolicy>, StoreError> {
    SEALS.get(store, seal.as_bytes())
}

/// Adds to a batch that the seal has this policy, if it still has the policy `old`.
///
/// # Errors
///
/// [`StoreError::WrongType`] where the policy has no JSON form.
pub fn set(
    batch: Batch,
    seal: &str,
    old: Option<&SealPolicy>,
    new: &SealPolicy,
) -> Result<Batch, StoreError> {
    let key = seal.as_bytes();
    let batch = match old {
        Some(old) => SEALS.expect_same(batch, key, old)?,
        None => SEALS.expect_new(batch, key),
    };
    SEALS.put(batch, key, new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::SledStore;

    #[test]
    fn only_a_listed_user_may_use_a_seal_and_nobody_one_without_a_policy() {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::open(&folder.path().join("s")).unwrap();
        let (own, other) = (User::local(1000), User::local(1001));
        assert_eq!(may_use(&store, "seal", &own).unwrap(), Decision::Refused);
        let policy = SealPolicy {
            users: [own.clone()].into(),
        };
        store
            .apply(set(Batch::new(), "seal", None, &policy).unwrap())
            .unwrap();
        assert_eq!(may_use(&store, "seal", &own).unwrap(), Decision::Allowed);
        assert_eq!(may_use(&store, "seal", &other).unwrap(), Decision::Refused);
        assert_eq!(may_use(&store, "sea", &own).unwrap(), Decision::Refused);
        let empty = SealPolicy::default();
        let stale = set(Batch::new(), "seal", Some(&empty), &empty).unwrap();
        assert!(matches!(
            store.apply(stale),
            Err(StoreError::Conflict { .. })
        ));
        store
            .apply(set(Batch::new(), "seal", Some(&policy), &empty).unwrap())
            .unwrap();
        assert_eq!(may_use(&store, "seal", &own).unwrap(), Decision::Refused);
    }
}
