//! Which changes are allowed (DocMDP, FieldMDP and Lock; ISO 32000-2, 12.8.2 and 12.7.5.5; from
//! memory).

use super::{Change, ChangeKind, ChangeReport};
use crate::pdf::{DocMdp, FieldLock};
use crate::verify::Modification;

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
    for (index, change) in report.changes.iter().enumerate() {
        if let Some(rule) = broken(change, report, rules) {
            violations.push(Violation {
                change: Some(index),
                rule,
            });
        }
    }
    violations
}

fn broken(change: &Change, report: &ChangeReport, rules: &Permissions) -> Option<Rule> {
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
    if let ChangeKind::SignatureFieldAdded { visible, signed } = change.kind {
        let signed = signed || signed_later(change, report);
        return (rules.certified && (visible || !signed))
            .then_some(Rule::NewFieldAfterCertification);
    }
    let field = change.field.as_deref()?;
    (level > Modification::LtaUpdates && rules.locked.iter().any(|lock| lock.locks(field)))
        .then_some(Rule::FieldLock)
}

/// Returns whether a field that was added empty was signed by a later revision.
fn signed_later(added: &Change, report: &ChangeReport) -> bool {
    report.changes.iter().any(|change| {
        change.revision > added.revision
            && matches!(
                change.kind,
                ChangeKind::SignatureFilled | ChangeKind::DocumentTimestamp
            )
            && change.field == added.field
    })
}
