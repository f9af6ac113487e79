//! Signatures that an earlier revision had and the newest one does not show any more.
//!
//! Taking a signature away is a change like any other, and the most convenient one for a forger: a
//! file that shows no signature looks like one that never had any.

use super::signature::Judged;
use super::{Indication, Modification, SubIndication};
use crate::pdf::{Document, FoundSignature, ParseError, Signatures};
use crate::reason::{Reason, signature as reasons};
use std::collections::HashSet;

/// Most revisions that are looked at, the newest ones.
const MOST_REVISIONS: usize = 512;

/// Returns the signatures of earlier revisions that `latest` does not have, as they were found.
///
/// # Errors
///
/// [`ParseError`] where an earlier revision that has one cannot be read.
pub(super) fn find<'d>(
    document: &'d Document<'d>,
    latest: &Signatures<'d>,
) -> Result<Vec<FoundSignature<'d>>, ParseError> {
    let known = |found: &FoundSignature<'_>| found.id.map(|id| id.number);
    let mut seen: HashSet<u32> = latest.found.iter().filter_map(known).collect();
    let mut removed = Vec::new();
    let revisions = document.revisions().len();
    let earlier = (0..revisions.saturating_sub(1)).rev().take(MOST_REVISIONS);
    for revision in earlier {
        let view = document.view(revision)?;
        if view.signature_numbers().is_subset(&seen) {
            continue;
        }
        for found in view.signatures()?.found {
            if let Some(number) = known(&found)
                && seen.insert(number)
                && found.signature.is_ok()
            {
                removed.push(found);
            }
        }
    }
    Ok(removed)
}

/// A signature that was taken away does not pass, whatever else is right about it.
pub(super) fn refuse(one: &mut Judged) {
    one.protects = false;
    one.report.modification = one.report.modification.max(Modification::Other);
    one.report.modification_allowed = false;
    if one.report.indication != Indication::TotalFailed {
        one.report.indication = Indication::Indeterminate;
        one.report.sub_indication = Some(SubIndication::SigConstraintsFailure);
    }
    if let Some(seal) = &mut one.report.seal {
        seal.verdict = one.report.indication;
    }
    one.report
        .reasons
        .insert(0, Reason::new(&reasons::SIGNATURE_REMOVED));
}
