//! Mutual recognition (互信互认): may this licence be accepted here, for this item, now?
//!
//! One store of signed objects, one pure function. [`decide`] takes the report of a document and a
//! [`Store`] and answers with a [`Verdict`]; it reads no clock and no network, so the same inputs
//! give the same verdict in ten years.
//!
//! | file | what it holds |
//! |---|---|
//! | `envelope` | DSSE envelopes: signatures over the payload's octets as they are |
//! | `object` | the header that every object has, and what tells one object from another |
//! | `root`, `list`, `agreement`, `status_list` | the four kinds of object |
//! | `store` | what was imported, and the floors that no import falls below |
//! | `decide`, `verdict` | the decision |
//!
//! Whether a licence of a domain may be used in that same domain is said in the same way: by an
//! agreement of the domain with itself.

mod agreement;
mod civil;
mod decide;
mod domain;
mod envelope;
mod list;
mod object;
mod root;
mod status_list;
mod store;
#[cfg(test)]
pub(crate) mod testing;
mod verdict;

pub use crate::json::{Octets, Sha256};
pub use agreement::{
    Agreement, Clause, ClauseCondition, InForceAt, LegalBasis, ServiceItems, StaleStatus, Tolerance,
};
pub use decide::{DecisionInput, DecisionPolicy, add_known_state, decide};
pub use domain::{Domain, DomainError, IssuingDomain, RelyingDomain};
pub use envelope::{Envelope, EnvelopeError};
pub use list::{Authority, List, ListedCertificate, Standing, StandingChange, StatusScope};
pub use object::{Body, BodyError, Header, ObjectKey, ObjectType, sign_object};
pub use root::{RoleKeys, Roles, Root, RootKey, RootKeyAlgorithm};
pub use status_list::{Scope, StatusList};
pub use store::{ImportRefused, Imported, Object, Pin, Store, StoreError};
pub use verdict::{Condition, ConditionKind, Evidence, Issuer, Obligation, Recognition, Verdict};
