//! Object identifiers of algorithms (RFC 8017, RFC 5480, RFC 5758, RFC 8410, RFC 5754, RFC 9688,
//! RFC 5639; those of SHA-3 from memory).

use crate::der::Oid;

const fn each(of: [&str; 3]) -> [Oid; 3] {
    let [digest, rsa, ecdsa] = of;
    [
        Oid::new_unwrap(digest),
        Oid::new_unwrap(rsa),
        Oid::new_unwrap(ecdsa),
    ]
}

/// The digest, RSA PKCS#1 v1.5 with it, ECDSA with it.
pub(super) const SHA1: [Oid; 3] =
    each(["1.3.14.3.2.26", "1.2.840.113549.1.1.5", "1.2.840.10045.4.1"]);
#[cfg(feature = "legacy-algorithms")]
pub(super) const SHA224: [Oid; 3] = each([
    "2.16.840.1.101.3.4.2.4",
    "1.2.840.113549.1.1.14",
    "1.2.840.10045.4.3.1",
]);
pub(super) const SHA256: [Oid; 3] = each([
    "2.16.840.1.101.3.4.2.1",
    "1.2.840.113549.1.1.11",
    "1.2.840.10045.4.3.2",
]);
pub(super) const SHA384: [Oid; 3] = each([
    "2.16.840.1.101.3.4.2.2",
    "1.2.840.113549.1.1.12",
    "1.2.840.10045.4.3.3",
]);
pub(super) const SHA512: [Oid; 3] = each([
    "2.16.840.1.101.3.4.2.3",
    "1.2.840.113549.1.1.13",
    "1.2.840.10045.4.3.4",
]);
#[cfg(feature = "legacy-algorithms")]
pub(super) const SHA3_224: [Oid; 3] = each([
    "2.16.840.1.101.3.4.2.7",
    "2.16.840.1.101.3.4.3.13",
    "2.16.840.1.101.3.4.3.9",
]);
#[cfg(feature = "legacy-algorithms")]
pub(super) const SHA3_256: [Oid; 3] = each([
    "2.16.840.1.101.3.4.2.8",
    "2.16.840.1.101.3.4.3.14",
    "2.16.840.1.101.3.4.3.10",
]);
#[cfg(feature = "legacy-algorithms")]
pub(super) const SHA3_384: [Oid; 3] = each([
    "2.16.840.1.101.3.4.2.9",
    "2.16.840.1.101.3.4.3.15",
    "2.16.840.1.101.3.4.3.11",
]);
#[cfg(feature = "legacy-algorithms")]
pub(super) const SHA3_512: [Oid; 3] = each([
    "2.16.840.1.101.3.4.2.10",
    "2.16.840.1.101.3.4.3.16",
    "2.16.840.1.101.3.4.3.12",
]);

pub(crate) const RSA_ENCRYPTION: Oid = Oid::new_unwrap("1.2.840.113549.1.1.1");
pub(crate) const MGF1: Oid = Oid::new_unwrap("1.2.840.113549.1.1.8");
pub(crate) const RSASSA_PSS: Oid = Oid::new_unwrap("1.2.840.113549.1.1.10");

pub(crate) const EC_PUBLIC_KEY: Oid = Oid::new_unwrap("1.2.840.10045.2.1");
pub(crate) const P256: Oid = Oid::new_unwrap("1.2.840.10045.3.1.7");
pub(crate) const P384: Oid = Oid::new_unwrap("1.3.132.0.34");
pub(crate) const P521: Oid = Oid::new_unwrap("1.3.132.0.35");
pub(crate) const BRAINPOOL_P256: Oid = Oid::new_unwrap("1.3.36.3.3.2.8.1.1.7");
pub(crate) const BRAINPOOL_P384: Oid = Oid::new_unwrap("1.3.36.3.3.2.8.1.1.11");

#[cfg(feature = "gm")]
pub(super) const SM3: Oid = Oid::new_unwrap("1.2.156.10197.1.401");
/// The curve, and "the SM2 algorithm" (GM/T 0006-2012; from memory).
#[cfg(feature = "gm")]
pub(crate) const SM2: Oid = Oid::new_unwrap("1.2.156.10197.1.301");
/// SM2 signatures without a word of the digest.
#[cfg(feature = "gm")]
pub(super) const SM2_SIGNATURE: Oid = Oid::new_unwrap("1.2.156.10197.1.301.1");
#[cfg(feature = "gm")]
pub(super) const SM2_WITH_SM3: Oid = Oid::new_unwrap("1.2.156.10197.1.501");

pub(crate) const ED25519: Oid = Oid::new_unwrap("1.3.101.112");
