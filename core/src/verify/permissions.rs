//! What a signature and those before it permit to later revisions, and what to say of a change
//! that they do not.

use super::changes::{Change, ChangeReport, Permissions, Rule, Violation};
use crate::pdf::{DocMdp, Document, FieldLock, FoundSignature, LockAction};
use crate::reason::{Reason, signature as reasons};

/// A lock that could not be read.
const EVERYTHING: FieldLock = FieldLock {
    action: LockAction::All,
    fields: Vec::new(),
    permission: None,
};

/// Most names in locks that are compared.
const MOST_NAMES: usize = 10_000;

/// Most locks of all fields but some that are compared.
const MOST_EXCLUDING: usize = 64;

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
    let mut taken = Taken::default();
    for found in all {
        let Ok(signature) = &found.signature else {
            continue;
        };
        let covers = signature.coverage.revision(document);
        let earlier = matches!((covers, revision), (Some(a), Some(b)) if a <= b);
        if !earlier && !std::ptr::eq(found, this) {
            continue;
        }
        if signature.reference_unreadable {
            tighten(&mut rules, DocMdp::NoChanges);
        }
        if signature.doc_mdp.is_some() || found.perms.iter().any(|key| key == "DocMDP") {
            rules.certified = true;
            // 2 is the default (ISO 32000-2, table 257; from memory).
            let permitted = signature.doc_mdp.unwrap_or(DocMdp::FormFilling);
            tighten(&mut rules, permitted);
        }
        for lock in &signature.field_mdp {
            if let Some(permitted) = lock.permission {
                tighten(&mut rules, permitted);
            }
            restrict(&mut rules, lock, document, &mut taken);
        }
        for place in &found.places {
            match &place.lock {
                Some(Ok(lock)) => {
                    if let Some(permitted) = lock.permission {
                        tighten(&mut rules, permitted);
                    }
                    restrict(&mut rules, lock, document, &mut taken);
                }
                Some(Err(_)) => {
                    tighten(&mut rules, DocMdp::NoChanges);
                    restrict(&mut rules, &EVERYTHING, document, &mut taken);
                }
                None => {}
            }
        }
    }
    rules
}

/// How much was taken from locks.
#[derive(Default)]
struct Taken {
    names: usize,
    excluding: usize,
}

/// Adds a lock. Names that are encrypted cannot be compared, and very many are not: then everything
/// is locked.
fn restrict(rules: &mut Permissions, lock: &FieldLock, document: &Document<'_>, taken: &mut Taken) {
    // After a lock of everything no other matters.
    if rules.locked.last() == Some(&EVERYTHING) {
        return;
    }
    taken.names = taken
        .names
        .saturating_add(lock.fields.len())
        .saturating_add(1);
    taken.excluding += usize::from(lock.action == LockAction::Exclude);
    let is_too_much = taken.names > MOST_NAMES || taken.excluding > MOST_EXCLUDING;
    let is_compared = document.locked().is_none() && !is_too_much;
    rules.locked.push(if is_compared {
        lock.clone()
    } else {
        EVERYTHING
    });
}

fn tighten(rules: &mut Permissions, permitted: DocMdp) {
    rules.docmdp = Some(
        rules
            .docmdp
            .map_or(permitted, |before| before.min(permitted)),
    );
}

/// Tells whether the rule is one that a signature set, as opposed to one of this verifier.
pub(super) fn against_certification(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::DocMdp | Rule::FieldLock | Rule::NewFieldAfterCertification
    )
}

/// Puts a violation into words.
pub(super) fn reason(violation: &Violation, report: &ChangeReport, rules: &Permissions) -> Reason {
    let change = violation.change.and_then(|index| report.changes.get(index));
    let (zh, en) = match (change, &report.unanalysable) {
        (Some(change), _) => words(change),
        (None, Some(why)) => (why.to_string(), why.to_string()),
        (None, None) => (String::from("?"), String::from("?")),
    };
    match violation.rule {
        Rule::DocMdp | Rule::NewFieldAfterCertification => {
            Reason::new(&reasons::CHANGE_AGAINST_CERTIFICATION).with(
                "permission",
                rules.docmdp.map_or(0, |permitted| permitted.p()),
            )
        }
        Rule::FieldLock => Reason::new(&reasons::CHANGE_AGAINST_LOCK),
        Rule::Unanalysable => Reason::new(&reasons::CHANGE_NOT_UNDERSTOOD),
        _ => Reason::new(&reasons::CHANGE_NOT_ALLOWED),
    }
    .with_words("what", zh, en)
}

/// What was changed and where, in Chinese and English.
fn words(change: &Change) -> (String, String) {
    let (zh, en) = change.kind.words();
    let (mut zh, mut en) = (zh.to_owned(), en.to_owned());
    if let Some(page) = change.page {
        zh.push_str(&format!("，第 {} 页", page + 1));
        en.push_str(&format!(", page {}", page + 1));
    }
    if let Some(field) = &change.field {
        zh.push_str(&format!("，“{field}”"));
        en.push_str(&format!(", “{field}”"));
    }
    if let Some(object) = change.object {
        zh.push_str(&format!("，对象 {}", object.number));
        en.push_str(&format!(", object {}", object.number));
    }
    (zh, en)
}
