//! What later revisions did, one by one, each with the rule that allowed or forbade it.

use super::changes::{ChangeReport, Violation};
use super::report::{ChangeFound, modification_name};
use std::collections::BTreeMap;

/// Most changes that are listed for a signature.
const MOST: usize = 64;

/// Returns the changes, those that are not allowed first, up to [`MOST`], and how many there are.
pub(super) fn list(since: &ChangeReport, violations: &[Violation]) -> (Vec<ChangeFound>, usize) {
    let broken: BTreeMap<usize, &'static str> = violations
        .iter()
        .filter_map(|violation| Some((violation.change?, violation.rule.name())))
        .collect();
    let mut order: Vec<usize> = broken.keys().copied().take(MOST).collect();
    let others = (0..since.changes.len()).filter(|index| !broken.contains_key(index));
    order.extend(others.take(MOST.saturating_sub(order.len())));
    let found = order.into_iter().filter_map(|index| {
        let change = since.changes.get(index)?;
        let broken = broken.get(&index).copied();
        Some(ChangeFound {
            revision: change.revision.saturating_add(1),
            kind: change.kind,
            object: change.object,
            page: change.page.map(|page| page.saturating_add(1)),
            rectangle: change.rectangle,
            field: change.field.clone(),
            allowed: broken.is_none(),
            rule: broken.unwrap_or_else(|| modification_name(change.kind.level())),
        })
    });
    (found.collect(), since.changes.len())
}
