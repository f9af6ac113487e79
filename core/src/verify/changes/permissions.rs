//! Which changes are allowed (DocMDP, FieldMDP and Lock; ISO 32000-2, 12.8.2 and 12.7.5.5; from
//! memory).

use super::{Change, ChangeKind, ChangeReport};
use crate::pdf::{DocMdp, FieldLock, LockAction};
use crate::verify::Modification;
use std::collections::{HashMap, HashSet};

/// What a signature and those before it permit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Permissions {
    /// The strictest of DocMDP and of `/P` in the Lock dictionaries so far; `None` without any.
    pub docmdp: Option<DocMdp>,
    /// Whether a certification signature is among the signatures so far.
    pub certified: bool,
    /// The field locks so far: each one counts. Their `/P` is part of `docmdp`.
    pub locked: Vec<FieldLock>,
}

/// The rule that a change breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The change goes beyond the level of DocMDP.
    DocMdp,
    /// The field is locked by FieldMDP or Lock.
    FieldLock,
    /// A certified document got a new signature field that can be seen, or that nobody signed.
    NewFieldAfterCertification,
    /// An approval signature does not cover for changes beyond filling of forms.
    Approval,
    /// The changes are not known.
    Unanalysable,
}

impl Rule {
    /// Returns the stable name, as reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DocMdp => "docmdp",
            Self::FieldLock => "field-lock",
            Self::NewFieldAfterCertification => "new-field-after-certification",
            Self::Approval => "approval",
            Self::Unanalysable => "unanalysable",
        }
    }
}

/// A change that is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Violation {
    /// Index in [`ChangeReport::changes`]; `None` where the changes are not known.
    pub change: Option<usize>,
    /// The rule that it breaks.
    pub rule: Rule,
}

/// Returns the changes that are not allowed, in the order of the report; empty if all are allowed.
#[must_use]
pub fn allowed(report: &ChangeReport, rules: &Permissions) -> Vec<Violation> {
    let mut violations = Vec::new();
    if report.unanalysable.is_some() || report.level == Modification::Unanalysable {
        violations.push(Violation {
            change: None,
            rule: Rule::Unanalysable,
        });
    }
    let signed = signed(report);
    let added = added(report);
    let locks = Locks::of(&rules.locked);
    for (index, change) in report.changes.iter().enumerate() {
        if let Some(rule) = broken(change, rules, &locks, (&signed, &added)) {
            violations.push(Violation {
                change: Some(index),
                rule,
            });
        }
    }
    violations
}

/// The fields that were signed, each with the last revision that did it.
type Signed<'r> = HashMap<&'r str, usize>;

fn signed(report: &ChangeReport) -> Signed<'_> {
    let mut signed = Signed::new();
    for change in &report.changes {
        let kinds = [ChangeKind::SignatureFilled, ChangeKind::DocumentTimestamp];
        if let (true, Some(field)) = (kinds.contains(&change.kind), &change.field) {
            let last = signed.entry(field).or_default();
            *last = change.revision.max(*last);
        }
    }
    signed
}

/// The signature fields that were added.
fn added(report: &ChangeReport) -> HashSet<&str> {
    let added = report
        .changes
        .iter()
        .filter(|change| matches!(change.kind, ChangeKind::SignatureFieldAdded { .. }));
    added.filter_map(|change| change.field.as_deref()).collect()
}

/// Whether a widget may take room; one whose place is not known may.
fn takes_room(change: &Change) -> bool {
    change.rectangle.is_none_or(|[left, bottom, right, top]| {
        (right - left).abs() > 0.0 && (top - bottom).abs() > 0.0
    })
}

/// Locks together, with names that are found at once.
#[derive(Default)]
struct Locks<'r> {
    everything: bool,
    included: HashSet<&'r str>,
    excluded: Vec<HashSet<&'r str>>,
}

impl<'r> Locks<'r> {
    fn of(locks: &'r [FieldLock]) -> Self {
        let mut all = Locks::default();
        for lock in locks {
            let names = lock.fields.iter().map(String::as_str);
            match lock.action {
                LockAction::All => all.everything = true,
                LockAction::Include => all.included.extend(names),
                LockAction::Exclude => all.excluded.push(names.collect()),
            }
        }
        all
    }

    /// Whether nothing can be locked by them.
    fn is_empty(&self) -> bool {
        !self.everything && self.included.is_empty() && self.excluded.is_empty()
    }

    /// Whether any of them locks the field, as [`FieldLock::locks`] says it.
    fn lock(&self, field: &str) -> bool {
        let lists = |names: &HashSet<&str>| {
            let dots = field.match_indices('.').map(|(at, _)| at);
            let mut above = dots.filter_map(|at| field.get(..at));
            names.contains(field) || above.any(|name| names.contains(name))
        };
        self.everything || lists(&self.included) || self.excluded.iter().any(|names| !lists(names))
    }
}

fn broken(
    change: &Change,
    rules: &Permissions,
    locks: &Locks<'_>,
    (signed_later, added): (&Signed<'_>, &HashSet<&str>),
) -> Option<Rule> {
    let level = change.kind.level();
    let (most, rule) = match rules.docmdp {
        None => (Modification::FormFilling, Rule::Approval),
        Some(DocMdp::NoChanges) => (Modification::LtaUpdates, Rule::DocMdp),
        Some(DocMdp::FormFilling) => (Modification::FormFilling, Rule::DocMdp),
        Some(DocMdp::Annotations) => (Modification::Annotations, Rule::DocMdp),
    };
    if level > most {
        return Some(rule);
    }
    let incidental = [
        ChangeKind::Metadata,
        ChangeKind::Debris,
        ChangeKind::OtherExtension,
    ];
    if rules.docmdp == Some(DocMdp::NoChanges) && incidental.contains(&change.kind) {
        return Some(Rule::DocMdp);
    }
    // Readers draw fields anew by these, locked ones too.
    if change.kind == ChangeKind::FormDefaults && !locks.is_empty() {
        return Some(Rule::FieldLock);
    }
    let field = change.field.as_deref();
    if let ChangeKind::SignatureFieldAdded { visible, signed } = change.kind {
        let later = field.and_then(|field| signed_later.get(field));
        let signed = signed || later.is_some_and(|revision| *revision > change.revision);
        return (rules.certified && (visible || !signed))
            .then_some(Rule::NewFieldAfterCertification);
    }
    // What was added after the certification and empty may be shown now.
    if change.kind == ChangeKind::SignatureFilled
        && rules.certified
        && field.is_none_or(|field| added.contains(field))
        && takes_room(change)
    {
        return Some(Rule::NewFieldAfterCertification);
    }
    let Some(field) = field else {
        // Nobody can say that a field without a name is not locked.
        let of_field = [
            ChangeKind::FieldFilled,
            ChangeKind::SignatureFilled,
            ChangeKind::DocumentTimestamp,
        ];
        let unnamed = of_field.contains(&change.kind) && !locks.is_empty();
        return unnamed.then_some(Rule::FieldLock);
    };
    (level > Modification::LtaUpdates && locks.lock(field)).then_some(Rule::FieldLock)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lock() -> impl Strategy<Value = FieldLock> {
        let actions = [LockAction::All, LockAction::Include, LockAction::Exclude];
        let action = proptest::sample::select(actions.to_vec());
        let fields = proptest::collection::vec("[ab.]{0,4}", 0..4);
        (action, fields).prop_map(|(action, fields)| FieldLock {
            action,
            fields,
            permission: None,
        })
    }

    proptest! {
        #[test]
        fn locks_together_lock_what_each_of_them_locks(
            locks in proptest::collection::vec(lock(), 0..4),
            field in "[ab.]{0,6}",
        ) {
            let each = locks.iter().any(|lock| lock.locks(&field));
            prop_assert_eq!(Locks::of(&locks).lock(&field), each);
        }
    }
}
