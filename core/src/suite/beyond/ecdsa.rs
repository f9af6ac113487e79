use crate::der::{DerError, DerErrorKind, Element, Reader, tag};
use ecdsa::elliptic_curve::array::ArraySize;
use ecdsa::elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use ecdsa::elliptic_curve::{AffinePoint, CurveArithmetic, FieldBytesSize};
use ecdsa::signature::hazmat::PrehashVerifier;
use ecdsa::{EcdsaCurve, Signature, SignatureSize, VerifyingKey};

/// Tells whether the DER of an ECDSA-Sig-Value (RFC 3279, 2.2.3) fits the digest of the message and the
/// point (SEC 1, 2.3.3; compressed or not).
pub(super) fn verify<C>(point: &[u8], message_digest: &[u8], signature: &[u8]) -> bool
where
    C: EcdsaCurve + CurveArithmetic,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    FieldBytesSize<C>: ModulusSize,
    SignatureSize<C>: ArraySize,
{
    let Ok(key) = VerifyingKey::<C>::from_sec1_bytes(point) else {
        return false;
    };
    let octets = size_of::<ecdsa::elliptic_curve::FieldBytes<C>>();
    let Ok(fixed) = fixed_width(signature, octets) else {
        return false;
    };
    // Numbers that are zero or not below the order of the curve are refused here.
    let Ok(signature) = Signature::<C>::from_slice(&fixed) else {
        return false;
    };
    key.verify_prehash(message_digest, &signature).is_ok()
}

/// Returns both numbers of an ECDSA-Sig-Value, each in `octets` octets.
fn fixed_width(signature: &[u8], octets: usize) -> Result<Vec<u8>, DerError> {
    let mut outer = Reader::new(signature);
    let mut numbers = outer.sequence()?;
    outer.finish()?;
    let mut fixed = Vec::with_capacity(octets.saturating_mul(2));
    for _ in 0..2 {
        let element: Element<'_> = numbers.expect(tag::INTEGER)?;
        let number = match element.integer()? {
            [0, rest @ ..] => rest,
            [first, ..] if *first >= 0x80 => return Err(element.error(DerErrorKind::Value)),
            all => all,
        };
        let padding = octets
            .checked_sub(number.len())
            .ok_or(element.error(DerErrorKind::Value))?;
        fixed.extend(std::iter::repeat_n(0, padding));
        fixed.extend_from_slice(number);
    }
    numbers.finish()?;
    Ok(fixed)
}
