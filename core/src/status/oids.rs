//! Object identifiers of OCSP (RFC 6960, appendix B).

use crate::der::Oid;

pub(super) const AD_OCSP: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.48.1");
pub(super) const BASIC: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.48.1.1");
pub(super) const NONCE: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.48.1.2");
pub(super) const NO_CHECK: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.48.1.5");
pub(super) const ARCHIVE_CUTOFF: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.48.1.6");
pub(super) const EXTENDED_REVOKE: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.48.1.9");
