use super::super::{AlgorithmError, PublicKey, VerifyFailure};
use crate::der::{DerError, Reader, tag, writer};
use sm2::dsa::signature::Verifier;
use sm2::dsa::{Signature, VerifyingKey};

/// Octets of r and of s.
const NUMBER: usize = 32;

/// How a signature value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureForm {
    /// SEQUENCE of two INTEGERs (GB/T 35276): what the standards want. Read as numbers without a sign.
    Der,
    /// The 64 octets of r and s: met in seals.
    Raw,
}

/// Verifies an SM2 signature over `message` by a signer of the identifier `id`, with the key in the DER
/// of a SubjectPublicKeyInfo. Returns how the value is written: DER and the 64 octets of r‖s are read.
///
/// # Errors
///
/// [`VerifyFailure`]; an identifier of 8 KiB or more is [`VerifyFailure::SignatureWrong`], as nobody
/// can have signed with it.
pub fn verify_with_id(
    subject_public_key_info: &[u8],
    id: &str,
    message: &[u8],
    signature: &[u8],
) -> Result<SignatureForm, VerifyFailure> {
    match PublicKey::parse(subject_public_key_info)? {
        PublicKey::Sm2(point) => {
            fits(point, id, message, signature).ok_or(VerifyFailure::SignatureWrong)
        }
        _ => Err(AlgorithmError::KeyMismatch.into()),
    }
}

/// Returns how the value is written if it fits the point, the identifier and the message.
pub(in super::super) fn fits(
    point: &[u8],
    id: &str,
    message: &[u8],
    signature: &[u8],
) -> Option<SignatureForm> {
    // Only the uncompressed form is allowed (GB/T 35276; from memory).
    let key = match point {
        [0x04, ..] => VerifyingKey::from_sec1_bytes(id, point).ok()?,
        _ => return None,
    };
    let (form, numbers) = read(signature)?;
    let signature = Signature::from_slice(&numbers).ok()?;
    key.verify(message, &signature).ok()?;
    Some(form)
}

/// Returns r‖s. A value of 64 octets is DER where it can be.
fn read(signature: &[u8]) -> Option<(SignatureForm, [u8; 2 * NUMBER])> {
    if let Ok(numbers) = from_der(signature) {
        return Some((SignatureForm::Der, numbers?));
    }
    let numbers = signature.try_into().ok()?;
    Some((SignatureForm::Raw, numbers))
}

/// Reads two INTEGERs; `None` where one has no room in 32 octets.
fn from_der(signature: &[u8]) -> Result<Option<[u8; 2 * NUMBER]>, DerError> {
    let mut outer = Reader::new(signature);
    let mut fields = outer.sequence()?;
    outer.finish()?;
    let mut numbers = [0; 2 * NUMBER];
    let mut fit = true;
    for place in numbers.chunks_exact_mut(NUMBER) {
        // Some makers of seals leave out the zero before a first octet of 0x80 and more, some always write it.
        let number = match fields.expect(tag::INTEGER)?.value() {
            [0, rest @ ..] => rest,
            all => all,
        };
        match place.len().checked_sub(number.len()) {
            Some(spare) => {
                let room = place.get_mut(spare..).unwrap_or_default();
                room.copy_from_slice(number);
            }
            None => fit = false,
        }
    }
    fields.finish()?;
    Ok(fit.then_some(numbers))
}

/// Writes r‖s as DER.
pub(super) fn to_der(numbers: &[u8]) -> Vec<u8> {
    let (r, s) = numbers.split_at(numbers.len().min(NUMBER));
    writer::sequence(&[&writer::unsigned(r), &writer::unsigned(s)])
}
