use super::emsa_pss;
use super::hash::with_digest;
use crate::suite::public_key::rsa_numbers;
use crate::suite::{AlgorithmError, DigestAlgorithm, PssParameters, SignatureAlgorithm};
use rsa::pss::{Signature, VerifyingKey};
use rsa::signature::hazmat::PrehashVerifier;
use rsa::{BoxedUint, Pkcs1v15Sign, PublicKey, hazmat, traits::PublicKeyParts};

/// Tells whether `signature` fits the digest of the message and the RSAPublicKey.
///
/// Moduli and exponents that `rsa` refuses (even ones, exponents of more than 33 bits) fit nothing.
pub(super) fn verify(
    key: &[u8],
    algorithm: SignatureAlgorithm,
    message_digest: &[u8],
    signature: &[u8],
) -> Result<bool, AlgorithmError> {
    let (modulus, exponent) = rsa_numbers(key)?;
    let number = BoxedUint::from_be_slice_vartime;
    let Ok(key) = PublicKey::new(number(modulus), number(exponent)) else {
        return Ok(false);
    };
    Ok(match algorithm {
        SignatureAlgorithm::RsaPkcs1(digest) => pkcs1(&key, digest, message_digest, signature),
        SignatureAlgorithm::RsaPss(digest) => pss(
            &key,
            PssParameters::usual(digest),
            message_digest,
            signature,
        ),
        SignatureAlgorithm::RsaPssWith(parameters) => {
            pss(&key, parameters, message_digest, signature)
        }
        other => return Err(AlgorithmError::Combination(other)),
    })
}

/// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2).
fn pkcs1(
    key: &PublicKey,
    digest: DigestAlgorithm,
    message_digest: &[u8],
    signature: &[u8],
) -> bool {
    let scheme = with_digest!(digest, Made => Pkcs1v15Sign::new::<Made>());
    key.verify(scheme, message_digest, signature).is_ok()
}

/// RSASSA-PSS (RFC 8017, 8.1.2).
pub(super) fn pss(
    key: &PublicKey,
    parameters: PssParameters,
    message_digest: &[u8],
    signature: &[u8],
) -> bool {
    let Ok(salt_len) = usize::try_from(parameters.salt_len) else {
        return false;
    };
    if parameters.digest != parameters.mask_digest {
        return other_mask(key, parameters, message_digest, signature);
    }
    let Ok(signature) = Signature::try_from(signature) else {
        return false;
    };
    with_digest!(parameters.digest, Made => {
        let key = VerifyingKey::<Made>::new_with_salt_len(key.clone(), salt_len);
        key.verify_prehash(message_digest, &signature).is_ok()
    })
}

/// RSASSA-PSS with another digest inside MGF1, which `rsa` leaves to its callers: its public operation,
/// and [`emsa_pss`].
pub(super) fn other_mask(
    key: &PublicKey,
    parameters: PssParameters,
    message_digest: &[u8],
    signature: &[u8],
) -> bool {
    if signature.len() != key.size() {
        return false;
    }
    let Ok(value) = BoxedUint::from_be_slice(signature, key.n_bits_precision()) else {
        return false;
    };
    if value >= *key.n().as_ref() {
        return false;
    }
    let Ok(encoded) = hazmat::rsa_encrypt(key, &value) else {
        return false;
    };
    let Ok(bits) = usize::try_from(key.n().bit_width_vartime()) else {
        return false;
    };
    emsa_pss::verify(
        parameters,
        message_digest,
        &encoded.to_be_bytes(),
        bits.saturating_sub(1),
    )
}
