//! What has to be unpredictable.

use super::ServiceError;
use crate::pki::Serial;

/// Returns a serial number of 16 random octets.
pub(super) fn serial() -> Result<Serial, ServiceError> {
    let mut octets = [0_u8; 16];
    fill(&mut octets)?;
    octets[0] = octets[0] & 0x3f | 0x40;
    Ok(Serial::new(&octets)?)
}

/// Returns a number below `bound`, a power of two.
pub(super) fn below(bound: u64) -> Result<u64, ServiceError> {
    let mut octets = [0_u8; 8];
    fill(&mut octets)?;
    Ok(u64::from_be_bytes(octets) & bound.saturating_sub(1))
}

/// Returns a boundary of a form: 32 hexadecimal digits.
pub(crate) fn boundary() -> Result<String, ServiceError> {
    let mut octets = [0_u8; 16];
    fill(&mut octets)?;
    Ok(format!("{:032x}", u128::from_be_bytes(octets)))
}

/// Returns 32 random octets to be used once.
pub(super) fn nonce() -> Result<[u8; 32], ServiceError> {
    let mut octets = [0_u8; 32];
    fill(&mut octets)?;
    Ok(octets)
}

fn fill(octets: &mut [u8]) -> Result<(), ServiceError> {
    getrandom::fill(octets).map_err(|_| ServiceError::Internal("the system gave no random octets"))
}
