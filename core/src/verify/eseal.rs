//! Judging seals and seal signatures of GM/T 0031 and GB/T 38540, step by step.
//!
//! A seal is used at a time that its user writes down and signs. That is no proof, and it is an
//! admission: a time outside the period of the seal or of a certificate speaks against the signature,
//! and one inside them counts for nothing where they have run out since. Then only a timestamp proves
//! that the seal was used in time.

mod embedded;
mod period;
mod seal;
mod signature;
mod value;

pub(super) use embedded::judge as embedded;
pub(super) use seal::{Use, judge as seal};
pub(super) use signature::{Original, Sealing, extensions, judge as signature};
