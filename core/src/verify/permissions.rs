//! What a signature and those before it permit to later revisions, and what to say of a change
//! that they do not.

use super::changes::{ChangeReport, Permissions, Rule, Violation};
use crate::pdf::{Document, DocMdp, FieldLock, FoundSignature, LockAction};
use crate::reason::{Reason, signature as reasons};

/// Collects the restrictions of `this` and of every signature that covers no more than it does.
///
/// The strictest counts. What could not be read restricts everything.
pub(super) fn until(
    document: &Document<'_>,
    all: &[FoundSignature<'_>],
    revision: Option<usize>,
    this: &FoundSignature<'_>,
) -> Permissions {
    let mut rules = Permissions::default();
    for found in all {
        let Ok(signature) = &found.signature else { continue };
        let covers = signature.coverage.revision(document);
        let earlier = matches!((covers, revision), (Some(a), Some(b)) if a <= b);
        if !earlier && !std::ptr::eq(found, this) {
            continue;
        }
        if signature.reference_unreadable {
            tighten(&mut rules, DocMdp::NoChanges);
        }
        if let Some(permitted) = signature.doc_mdp {
            rules.certified = true;
            tighten(&mut rules, permitted);
        }
        rules.locked.extend(signature.field_mdp.iter().cloned());
        for place in &found.places {
            match &place.lock {
                Some(Ok(lock)) => {
                    if let Some(permitted) = lock.permission {
                        tighten(&mut rules, permitted);
                    }
                    rules.locked.push(lock.clone());
                }
                Some(Err(_)) => rules.locked.push(FieldLock { action: LockAction::All, fields: Vec::new(), permission: None }),
                None => {}
            }
        }
    }
    rules
}

fn tighten(rules: &mut Permissions, permitted: DocMdp) {
    rules.docmdp = Some(rules.docmdp.map_or(permitted, |before| before.min(permitted)));
}

/// Tells whether the rule is one that a signature set, as opposed to one of this verifier.
pub(super) fn against_certification(rule: Rule) -> bool {
    matches!(rule, Rule::DocMdp | Rule::FieldLock | Rule::NewFieldAfterCertification)
}

/// Puts a violation into words.
pub(super) fn reason(violation: &Violation, report: &ChangeReport, rules: &Permissions) -> Reason {
    let change = violation.change.and_then(|index| report.changes.get(index));
    let what = match (change, &report.unanalysable) {
        (Some(change), _) => change.to_string(),
        (None, Some(why)) => why.to_string(),
        (None, None) => String::from("?"),
    };
    match violation.rule {
        Rule::DocMdp | Rule::NewFieldAfterCertification => {
            Reason::new(&reasons::CHANGE_AGAINST_CERTIFICATION)
                .with("permission", rules.docmdp.map_or(0, |permitted| permitted.p()))
                .with("what", what)
        }
        Rule::FieldLock => Reason::new(&reasons::CHANGE_AGAINST_LOCK).with("what", what),
        Rule::Unanalysable => Reason::new(&reasons::CHANGE_NOT_UNDERSTOOD).with("what", what),
        _ => Reason::new(&reasons::CHANGE_NOT_ALLOWED).with("what", what),
    }
}
