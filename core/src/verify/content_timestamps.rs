//! Content timestamps, which the signer had made and then signed (ETSI EN 319 122-1, 5.2.8; from memory):
//! what they are about existed then, and the signature did not, since it covers them too.

use super::timestamps::{self, MOST};
use super::trust::Context;
use super::{Indication, SignatureReport};
use crate::cms::SignedData;
use crate::pdf::Signature;
use crate::reason::{Reason, seal as seals, signature as reasons};
use crate::suite::{DigestAlgorithm, digest};
use std::cell::RefCell;
use time::OffsetDateTime;

/// What the content timestamps of a signature came to.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The latest that stands.
    pub(super) latest: Option<OffsetDateTime>,
    /// One was not judged, and it may be later.
    pub(super) is_unknown: bool,
}

/// What a message that stands by itself signs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Signed<'c> {
    /// The content.
    Content(&'c [u8]),
    /// Content that is not at hand: its digest, where the signer signed one.
    Digest(Option<DigestAlgorithm>, Option<&'c [u8]>),
    /// The digest of the content, or what may be it. No text that was read says which of the two a
    /// timestamp is about.
    Unclear,
}

impl<'c> Signed<'c> {
    /// `content` is what was signed, where it is at hand; `algorithm` that of the message.
    pub(super) fn of(
        data: &SignedData<'c>,
        content: Option<&'c [u8]>,
        algorithm: Option<DigestAlgorithm>,
    ) -> Self {
        let is_digest = |inside: &[u8]| match content {
            Some(content) => inside != content,
            None => algorithm.is_none_or(|one| one.output_len() == inside.len()),
        };
        match (data.encapsulated(), content) {
            (Some(inside), _) if is_digest(inside) => Self::Unclear,
            (Some(content), _) | (None, Some(content)) => Self::Content(content),
            (None, None) => {
                let signer = data.signers().first();
                Self::Digest(algorithm, signer.and_then(|one| one.message_digest()))
            }
        }
    }

    fn imprint(self, algorithm: DigestAlgorithm) -> Result<Vec<u8>, Reason> {
        match self {
            Self::Content(content) => Ok(digest(algorithm, content)),
            Self::Digest(Some(own), Some(value)) if own == algorithm => Ok(value.to_vec()),
            Self::Digest(..) => Err(Reason::new(&seals::CONTENT_NOT_GIVEN)),
            Self::Unclear => Err(Reason::new(&seals::TIMESTAMP_SUBJECT_UNKNOWN)),
        }
    }
}

/// Judges those of a signature of a PDF, over the ranges.
pub(super) fn of_ranges(
    data: &SignedData<'_>,
    signature: &Signature<'_>,
    contained_at: Option<OffsetDateTime>,
    report: &mut SignatureReport,
    context: &Context<'_>,
) -> Content {
    let covered = signature.covered();
    let afford = || context.digests.afford(covered);
    let imprint = |algorithm| Ok(context.digests.digest(algorithm, covered));
    of(data, contained_at, report, context, afford, imprint)
}

/// Judges those of a message that stands by itself.
pub(super) fn of_message(
    data: &SignedData<'_>,
    signed: Signed<'_>,
    report: &mut SignatureReport,
    context: &Context<'_>,
) -> Content {
    let imprint = |algorithm| signed.imprint(algorithm);
    of(data, None, report, context, || true, imprint)
}

fn of(
    data: &SignedData<'_>,
    contained_at: Option<OffsetDateTime>,
    report: &mut SignatureReport,
    context: &Context<'_>,
    afford: impl Fn() -> bool,
    imprint: impl Fn(DigestAlgorithm) -> Result<Vec<u8>, Reason>,
) -> Content {
    let mut found = Content::default();
    let Some(signer) = data.signers().first() else {
        return found;
    };
    for (index, token) in signer.content_timestamps().enumerate() {
        if index == MOST || !afford() {
            let reason = Reason::new(&reasons::TIMESTAMP_NOT_JUDGED).with("why", "> 8");
            report.reasons.push(reason);
            found.is_unknown = true;
            break;
        }
        let unknown = RefCell::new(None);
        let mut judged = timestamps::judge(token, contained_at, context, |algorithm| {
            imprint(algorithm).unwrap_or_else(|reason| {
                unknown.replace(Some(reason));
                Vec::new()
            })
        });
        if let Some(reason) = unknown.into_inner() {
            judged.verdict = Indication::Indeterminate;
            judged.reasons = vec![reason];
            found.is_unknown = true;
        }
        if judged.verdict == Indication::TotalPassed {
            found.latest = found.latest.max(judged.time);
        }
        judged.tell("content-timestamp", token, report);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use DigestAlgorithm::{Sha256, Sha384};

    #[test]
    fn content_that_is_not_at_hand_is_known_by_the_digest_that_was_signed_and_by_no_other() {
        let signed = Signed::Digest(Some(Sha256), Some(b"value"));
        assert_eq!(signed.imprint(Sha256).unwrap(), b"value");
        let unsigned = Signed::Digest(Some(Sha256), None);
        for (signed, algorithm) in [(signed, Sha384), (unsigned, Sha256)] {
            let reason = signed.imprint(algorithm).unwrap_err();
            assert_eq!(reason.code(), "CONTENT_NOT_GIVEN");
        }
    }
}
