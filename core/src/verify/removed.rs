//! Signatures that an earlier revision had and the newest one does not show any more.
//!
//! Taking a signature away is a change like any other, and the most convenient one for a forger: a
//! file that shows no signature looks like one that never had any.

use super::signature::Judged;
use super::{Indication, Modification, SubIndication};
use crate::pdf::{
    Document, Entry, FoundSignature, ParseError, SignatureError, Signatures, Values, View,
};
use crate::reason::{Reason, signature as reasons};
use std::collections::HashSet;

/// Most revisions that are looked at, the newest ones.
const MOST_REVISIONS: usize = 512;

/// Most revisions whose signatures are read since the newest does not have them all.
const MOST_WALKS: usize = 64;

/// Returns the signatures of earlier revisions that `latest` does not have, as they were found.
///
/// # Errors
///
/// [`ParseError`] where an earlier revision that has one cannot be read.
pub(super) fn find<'d>(
    document: &'d Document<'d>,
    latest: &Signatures<'d>,
) -> Result<Vec<FoundSignature<'d>>, ParseError> {
    let number = |found: &FoundSignature<'_>| found.id.map(|id| id.number);
    // An object that was written anew under the same number is another signature.
    let newest = document.latest();
    let placed = |view: &View<'d>, number: u32| (number, view.entry(number));
    let mut seen: HashSet<(u32, Option<Entry>)> = latest
        .found
        .iter()
        .filter_map(number)
        .map(|number| placed(&newest, number))
        .collect();
    // A value without a number is known by the names of its fields.
    let mut named: HashSet<String> = latest
        .found
        .iter()
        .filter(|found| found.id.is_none())
        .flat_map(names)
        .collect();
    let mut removed = Vec::new();
    let mut walks = MOST_WALKS;
    let revisions = document.revisions().len();
    let earlier = (0..revisions.saturating_sub(1)).rev().take(MOST_REVISIONS);
    let mut values: Option<Values<'d>> = None;
    for revision in earlier {
        let view = document.view(revision)?;
        // What the later revision has was looked at there.
        let (values, fresh) = match &mut values {
            Some(values) => {
                let mut fresh = values.back(revision)?;
                // The later revision may have written another one over it.
                let later = document.changed(revision.saturating_add(1));
                let listed = later.into_iter().map(|(number, _)| number);
                fresh.extend(listed.filter(|number| values.has(*number)));
                (values, fresh)
            }
            none => {
                let values = none.insert(Values::of(view)?);
                let all = values.numbers();
                (values, all)
            }
        };
        let is_known = (fresh.iter()).all(|number| seen.contains(&placed(&view, *number)));
        if is_known && values.direct().all(|name| named.contains(name)) {
            continue;
        }
        walks = walks.checked_sub(1).ok_or(ParseError::TooMuch {
            what: "revisions with signatures that later ones do not have",
            limit: MOST_WALKS,
        })?;
        for found in view.signatures()?.found {
            let is_new = match number(&found) {
                Some(number) => seen.insert(placed(&view, number)) && found.signature.is_ok(),
                None if matches!(found.signature, Err(SignatureError::NotInFile)) => {
                    let names = names(&found);
                    let is_new = names.iter().any(|name| !named.contains(name));
                    named.extend(names);
                    is_new
                }
                None => false,
            };
            if is_new {
                removed.push(found);
            }
        }
    }
    Ok(removed)
}

fn names(found: &FoundSignature<'_>) -> Vec<String> {
    let places = found.places.iter();
    places.map(|place| place.name.clone()).collect()
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
