//! The state of the licence, as its domain publishes it.

use super::findings::Findings;
use super::{Case, FoundIssuer};
use crate::licence::{Licence, Status, TypeCode};
use crate::reason::{Reason, recognition as reasons};
use crate::recognition::{Clause, ConditionKind, StaleStatus};
use time::Duration;

pub(super) fn check(
    case: &mut Case<'_>,
    licence: &Licence,
    issuer: &FoundIssuer<'_>,
    clause: Option<&Clause>,
    findings: &mut Findings,
) {
    let Some(index) = licence.status_index else {
        return findings.undecided(Reason::new(&reasons::STATUS_NO_INDEX));
    };
    // A type code that is none has been refused already.
    let Ok(type_code) = TypeCode::parse(&licence.type_code) else {
        return;
    };
    let scope = issuer.list.body.status_scope.scope_of(&type_code);
    let Some(object) = case.input.store.status(&issuer.domain.0, &scope) else {
        let reason = Reason::new(&reasons::STATUS_MISSING).with("domain", &issuer.domain.0);
        return findings.undecided(reason);
    };
    let as_of = object.body.as_of();
    match object.body.status(index) {
        // What is revoked stays revoked, however old the list; the others are refused as of then.
        Some(Status::Revoked) => {
            findings.refusal(Reason::new(&reasons::STATUS_REVOKED).at("time", as_of));
        }
        Some(Status::Suspended) => {
            findings.refusal(Reason::new(&reasons::STATUS_SUSPENDED).at("time", as_of));
        }
        Some(Status::Replaced) => {
            findings.refusal(Reason::new(&reasons::STATUS_REPLACED).at("time", as_of));
        }
        Some(Status::Valid) => {}
        None => findings.undecided(Reason::new(&reasons::STATUS_NOT_COVERED)),
    }
    let most = clause.map(|clause| Duration::seconds(i64::from(clause.most_status_age)));
    let most = match (most, case.input.policy.most_status_age) {
        (Some(clause), Some(own)) => Some(clause.min(own)),
        (clause, own) => clause.or(own),
    };
    let age = case.input.now - as_of;
    case.rest_on(object, findings);
    let Some(most) = most else { return };
    if age <= most {
        return case.runs_out(as_of.saturating_add(most));
    }
    case.fresh = false;
    let reason = Reason::new(&reasons::STATUS_STALE)
        .at("as_of", as_of)
        .with("max", hours(most));
    match clause.map(|clause| clause.stale_status) {
        Some(StaleStatus::Recheck { most_age })
            if age <= Duration::seconds(i64::from(most_age)) =>
        {
            case.runs_out(as_of.saturating_add(Duration::seconds(i64::from(most_age))));
            findings.condition(ConditionKind::Recheck, reason);
        }
        _ => findings.undecided(reason),
    }
}

/// Hours and minutes, as both languages read them: `24:00`.
fn hours(length: Duration) -> String {
    let minutes = length.whole_minutes();
    format!("{}:{:02}", minutes / 60, minutes % 60)
}
