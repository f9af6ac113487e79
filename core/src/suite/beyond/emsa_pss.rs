//! EMSA-PSS-VERIFY (RFC 8017, 9.1.2) with a digest of its own inside MGF1, as software on Java writes by
//! default (SHA-256, and MGF1 with SHA-1). Everything it works on is public.

use crate::suite::{Digester, PssParameters, digest};

/// Octet that ends an encoded message.
const TRAILER: u8 = 0xbc;

/// Tells whether `encoded`, a number in any count of octets, is an encoding of the digest of a message in
/// `bits` bits. The steps are numbered as in the standard.
pub(super) fn verify(
    parameters: PssParameters,
    message_digest: &[u8],
    encoded: &[u8],
    bits: usize,
) -> bool {
    consistent(parameters, message_digest, encoded, bits).unwrap_or(false)
}

fn consistent(
    parameters: PssParameters,
    message_digest: &[u8],
    encoded: &[u8],
    bits: usize,
) -> Option<bool> {
    let hash_len = parameters.digest.output_len();
    let salt_len = usize::try_from(parameters.salt_len).ok()?;
    let length = bits.div_ceil(8);
    if message_digest.len() != hash_len {
        return None;
    }
    // The number fits `length` octets; what stands before them is zero.
    let before = encoded.len().checked_sub(length)?;
    let (before, encoded) = encoded.split_at_checked(before)?;
    if before.iter().any(|octet| *octet != 0) {
        return None;
    }
    // 3: the padding is what is left over.
    let masked_len = length.checked_sub(hash_len)?.checked_sub(1)?;
    let padding_len = masked_len.checked_sub(salt_len)?.checked_sub(1)?;
    // 4, 5
    let (masked, rest) = encoded.split_at_checked(masked_len)?;
    let (hash, trailer) = rest.split_at_checked(hash_len)?;
    if trailer != [TRAILER] {
        return None;
    }
    // 6
    let spare = length.checked_mul(8)?.checked_sub(bits)?;
    let allowed = 0xff_u8.checked_shr(u32::try_from(spare).ok()?)?;
    if masked.first()? & !allowed != 0 {
        return None;
    }
    // 7, 8, 9
    let mask = mgf1(parameters, hash, masked_len);
    let mut block: Vec<u8> = masked.iter().zip(&mask).map(|(a, b)| a ^ b).collect();
    *block.first_mut()? &= allowed;
    // 10
    let (padding, rest) = block.split_at_checked(padding_len)?;
    let (separator, salt) = rest.split_first()?;
    if padding.iter().any(|octet| *octet != 0) || *separator != 1 {
        return None;
    }
    // 11 to 14
    let mut digester = Digester::new(parameters.digest);
    digester.update(&[0; 8]);
    digester.update(message_digest);
    digester.update(salt);
    Some(digester.finish() == hash)
}

/// MGF1 (RFC 8017, B.2.1).
fn mgf1(parameters: PssParameters, seed: &[u8], length: usize) -> Vec<u8> {
    let algorithm = parameters.mask_digest;
    let blocks = length.div_ceil(algorithm.output_len());
    let mut mask = Vec::with_capacity(blocks.saturating_mul(algorithm.output_len()));
    for counter in (0_u32..).take(blocks) {
        mask.extend(digest(algorithm, &[seed, &counter.to_be_bytes()].concat()));
    }
    mask.truncate(length);
    mask
}
