//! Object identifiers of CMS, its attributes and the content types met (RFC 5652, RFC 5035,
//! RFC 3161; ISO 32000-2, 12.8.3.3.2 from memory).

use crate::der::Oid;

pub(crate) const DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.1");
pub(crate) const SIGNED_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.2");
/// `data` and `signedData` of GM/T 0010 (GB/T 35275; seen in messages of several makers).
pub(crate) const GM_DATA: Oid = Oid::new_unwrap("1.2.156.10197.6.1.4.2.1");
pub(crate) const GM_SIGNED_DATA: Oid = Oid::new_unwrap("1.2.156.10197.6.1.4.2.2");
/// SM2 signatures, as messages of GM/T 0010 name them.
#[cfg(feature = "gm")]
pub(crate) const SM2_SIGNATURE: Oid = Oid::new_unwrap("1.2.156.10197.1.301.1");
pub(crate) const CONTENT_TYPE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.3");
pub(crate) const MESSAGE_DIGEST: Oid = Oid::new_unwrap("1.2.840.113549.1.9.4");
pub(crate) const SIGNING_TIME: Oid = Oid::new_unwrap("1.2.840.113549.1.9.5");
pub(crate) const SIGNING_CERTIFICATE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.12");
pub(crate) const SIGNING_CERTIFICATE_V2: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.47");
/// id-aa-ets-contentTimestamp (ETSI EN 319 122-1, 5.2.8; RFC 5126, 5.11.4; from memory).
pub(crate) const CONTENT_TIME_STAMP: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.20");
pub(crate) const SIGNATURE_TIME_STAMP: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.14");
pub(crate) const TST_INFO: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// id-ri-ocsp-response (RFC 5940, 2.1).
pub(crate) const OCSP_RESPONSE: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.16.2");
pub(crate) const REVOCATION_INFO_ARCHIVAL: Oid = Oid::new_unwrap("1.2.840.113583.1.1.8");
/// signer-attributes-v2 and signature-policy-identifier (ETSI EN 319 122-1, from memory). Signed files
/// of several countries have other attributes with two values, so the list names what it forbids.
pub(crate) const SINGLE_VALUED: [Oid; 2] = [
    Oid::new_unwrap("0.4.0.19122.1.1"),
    Oid::new_unwrap("1.2.840.113549.1.9.16.2.15"),
];
