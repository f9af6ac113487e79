//! Which clause says whether the licence may be used for this item.

use super::findings::Findings;
use super::{Case, Chosen, FoundIssuer};
use crate::licence::{Licence, civil_date, last_instant};
use crate::reason::{Reason, recognition as reasons};
use crate::recognition::{
    Agreement, Clause, ClauseCondition, ConditionKind, Obligation, ServiceItems,
};

/// Chooses the clause of the one agreement from the issuing to the relying domain. Agreements are
/// never joined, and never read backwards.
pub(super) fn choose<'a>(
    case: &mut Case<'a>,
    licence: &Licence,
    issuer: &FoundIssuer<'a>,
    findings: &mut Findings,
) -> Option<Chosen<'a>> {
    let (store, relying) = (case.input.store, case.input.relying);
    case.root(&relying.0, findings);
    let Some(object) = store.agreement(&issuer.domain, relying) else {
        no_agreement(case, issuer, findings);
        return None;
    };
    case.rest_on(object, findings);
    let agreement = &object.body;
    let of_type: Vec<&Clause> = agreement
        .clauses
        .iter()
        .filter(|clause| clause.type_code.as_str() == licence.type_code)
        .collect();
    let of_item: Vec<&Clause> = of_type
        .iter()
        .copied()
        .filter(|clause| clause.service_items.include(case.input.item))
        .collect();
    let shown = civil_date(case.input.now);
    let in_force: Vec<&Clause> = of_item
        .iter()
        .copied()
        .filter(|clause| clause.in_force(licence.issued, shown))
        .collect();
    if in_force.is_empty() {
        let known = agreement.complete && object.is_fresh(case.input.now);
        let entry = match (known, of_type.is_empty(), of_item.is_empty()) {
            (false, _, _) => &reasons::NO_RULE_KNOWN,
            (true, true, _) => &reasons::NO_CLAUSE,
            (true, false, true) => &reasons::PURPOSE,
            (true, false, false) => &reasons::CLAUSE_NOT_IN_FORCE,
        };
        let reason = Reason::new(entry)
            .with("from", &issuer.domain.0)
            .with("to", &relying.0)
            .with("item", case.input.item);
        findings.absence(known, reason);
        return None;
    }
    let clause = best(&in_force, agreement, findings)?;
    conditions(case, clause, findings);
    if let Some(to) = clause.to {
        case.runs_out(last_instant(to));
    }
    Some(Chosen { agreement, clause })
}

/// Without an agreement: does the relying domain say that there is none, or does nobody know?
fn no_agreement(case: &mut Case<'_>, issuer: &FoundIssuer<'_>, findings: &mut Findings) {
    let relying = case.input.relying;
    let own_list = case.input.store.list(&relying.0);
    let says_no = own_list.is_some_and(|list| {
        list.is_fresh(case.input.now)
            && list
                .body
                .recognises
                .as_ref()
                .is_some_and(|all| !all.contains(&issuer.domain))
    });
    if let Some(list) = own_list.filter(|_| says_no) {
        case.rest_on(list, findings);
    }
    let entry = if says_no {
        &reasons::NO_CLAUSE
    } else {
        &reasons::NO_RULE_KNOWN
    };
    let reason = Reason::new(entry)
        .with("from", &issuer.domain.0)
        .with("to", &relying.0)
        .with("item", case.input.item);
    findings.absence(says_no, reason);
}

/// must-not before all others; then clauses that name the item; then the highest version.
fn best<'a>(
    clauses: &[&'a Clause],
    agreement: &Agreement,
    findings: &mut Findings,
) -> Option<&'a Clause> {
    let rank = |clause: &Clause| {
        (
            clause.obligation == Obligation::MustNot,
            matches!(clause.service_items, ServiceItems::These(_)),
            clause.version,
        )
    };
    let highest = clauses.iter().map(|clause| rank(clause)).max()?;
    let mut equal = clauses
        .iter()
        .copied()
        .filter(|clause| rank(clause) == highest);
    let first = equal.next()?;
    if first.obligation == Obligation::MustNot {
        let reason = Reason::new(&reasons::CLAUSE_FORBIDS)
            .with("agreement", &agreement.id)
            .with("clause", &first.id);
        findings.refusal(reason);
        return Some(first);
    }
    if let Some(second) = equal.next() {
        let reason = Reason::new(&reasons::CLAUSE_CONFLICT)
            .with("agreement", &agreement.id)
            .with("first", &first.id)
            .with("second", &second.id);
        findings.undecided(reason);
    }
    Some(first)
}

fn conditions(case: &Case<'_>, clause: &Clause, findings: &mut Findings) {
    if clause.obligation == Obligation::MustNot {
        return;
    }
    for condition in &clause.conditions {
        let (kind, reason) = match condition {
            ClauseCondition::ShowHolderId => (
                ConditionKind::ShowHolderId,
                Reason::new(&reasons::CONDITION_HOLDER_ID),
            ),
            ClauseCondition::Commitment => (
                ConditionKind::Commitment,
                Reason::new(&reasons::CONDITION_COMMITMENT),
            ),
            ClauseCondition::DeferredDocuments { days } => {
                let day = civil_date(case.input.now)
                    .checked_add(time::Duration::days(i64::from(*days)))
                    .unwrap_or(time::Date::MAX);
                let reason = Reason::new(&reasons::CONDITION_DEFERRED).with("day", day);
                (ConditionKind::DeferredDocuments, reason)
            }
            ClauseCondition::Translation => (
                ConditionKind::Translation,
                Reason::new(&reasons::CONDITION_TRANSLATION),
            ),
            ClauseCondition::RecheckOnline => (
                ConditionKind::Recheck,
                Reason::new(&reasons::CONDITION_RECHECK),
            ),
        };
        findings.condition(kind, reason);
    }
}
