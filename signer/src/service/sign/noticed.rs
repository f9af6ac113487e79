//! What whoever signs should know of what was made: told, and not held against it.

use crate::wire::ReasonText;
use time::OffsetDateTime;
use yinxin_core::pdf::{FieldLock, Signatures};
use yinxin_core::reason::Reason;
use yinxin_core::reason::signature::{LOCK_NAMES_NOTHING, SIGNED_OUT_OF_TERM};
use yinxin_core::x509::Certificate;

/// Most names of fields that are told.
const MOST_NAMES: usize = 8;

/// Tells of a certificate that is not in its term when the signature is made: nobody will take it for
/// valid.
pub(super) fn out_of_term(certificate: &Certificate, at: OffsetDateTime) -> Option<ReasonText> {
    let (from, until) = (certificate.not_before(), certificate.not_after());
    (at < from || at > until).then(|| {
        let reason = Reason::new(&SIGNED_OUT_OF_TERM)
            .with("subject", certificate.subject())
            .at("from", from)
            .at("until", until);
        ReasonText::from(&reason)
    })
}

/// Tells of names in a lock that no field of the document has, that of the signature itself included; a
/// name may stand for all fields below it.
pub(super) fn locks_nothing(
    lock: Option<&FieldLock>,
    signatures: &Signatures<'_>,
    own: &str,
) -> Option<ReasonText> {
    let lock = lock?;
    let places = signatures.found.iter().flat_map(|found| &found.places);
    let empty = signatures.empty.iter().map(|empty| &empty.place);
    let fields: Vec<&str> = places
        .chain(empty)
        .map(|place| place.name.as_str())
        .chain(signatures.other_fields.iter().map(String::as_str))
        .chain([own])
        .collect();
    let stands_for = |name: &str, field: &str| {
        let below = field.strip_prefix(name);
        below.is_some_and(|below| below.is_empty() || below.starts_with('.'))
    };
    let absent: Vec<&str> = lock
        .fields
        .iter()
        .map(String::as_str)
        .filter(|name| !fields.iter().any(|field| stands_for(name, field)))
        .take(MOST_NAMES)
        .collect();
    (!absent.is_empty()).then(|| {
        let reason = Reason::new(&LOCK_NAMES_NOTHING).with("fields", absent.join(", "));
        ReasonText::from(&reason)
    })
}
