//! What earlier signatures forbid (ISO 32000-2, 12.8.2; from memory).

use super::super::append::AppendError;
use super::super::signature::{DocMdp, FieldLock, FoundSignature, SignatureType, Signatures};
use super::{Purpose, SignatureRequest};

/// Refuses a signature in fields of these `names` that earlier ones forbid, or whose restrictions cannot be read.
pub(super) fn check(
    signatures: &Signatures<'_>,
    request: &SignatureRequest<'_>,
    names: &[&str],
) -> Result<(), AppendError> {
    for found in &signatures.found {
        // A placeholder that nobody has signed yet restricts nothing, but an unreadable signature
        // may restrict anything.
        let Ok(signature) = &found.signature else {
            if found.perms.iter().any(|key| key == "DocMDP") {
                return Err(AppendError::RestrictionUnreadable);
            }
            continue;
        };
        if signature.reference_unreadable {
            return Err(AppendError::RestrictionUnreadable);
        }
        let by = || {
            found
                .places
                .first()
                .map(|place| place.name.clone())
                .unwrap_or_default()
        };
        let certified =
            found.perms.iter().any(|key| key == "DocMDP") || signature.doc_mdp.is_some();
        if certified {
            let allowed = signature.doc_mdp.unwrap_or(DocMdp::FormFilling);
            // A document timestamp is not a change under any P (ISO 32000-2 errata, 12.8.5.3).
            if allowed == DocMdp::NoChanges && request.purpose != Purpose::DocTimeStamp {
                return Err(AppendError::CertifiedWithoutChanges);
            }
            if matches!(request.purpose, Purpose::Certification(_)) {
                return Err(AppendError::AlreadyCertified);
            }
            // Judges refuse a place that the certification did not foresee.
            let foreseen = signatures
                .empty
                .iter()
                .any(|empty| empty.place.name == request.field);
            let is_visible = request.appearance.is_some() || !request.elsewhere.is_empty();
            if is_visible && !foreseen {
                return Err(AppendError::VisibleAfterCertification);
            }
        }
        if matches!(request.purpose, Purpose::Certification(_))
            && signature.kind == SignatureType::Signature
        {
            return Err(AppendError::CertificationNotFirst);
        }
        for lock in locks(found)? {
            if lock.permission == Some(DocMdp::NoChanges)
                && request.purpose != Purpose::DocTimeStamp
            {
                return Err(AppendError::DocumentLocked { by: by() });
            }
            if names.iter().any(|name| lock.locks(name)) && request.purpose != Purpose::DocTimeStamp
            {
                return Err(AppendError::FieldLocked { by: by() });
            }
        }
    }
    Ok(())
}

/// Returns the locks of a signature: its FieldMDP transforms and `/Lock` of its fields.
fn locks<'f>(found: &'f FoundSignature<'_>) -> Result<Vec<&'f FieldLock>, AppendError> {
    let mut locks: Vec<&FieldLock> = Vec::new();
    if let Ok(signature) = &found.signature {
        locks.extend(&signature.field_mdp);
    }
    for place in &found.places {
        match &place.lock {
            None => {}
            Some(Ok(lock)) => locks.push(lock),
            Some(Err(_)) => return Err(AppendError::RestrictionUnreadable),
        }
    }
    Ok(locks)
}
