//! The state of the licence, as its domain publishes it.

use super::findings::Findings;
use super::{Case, FoundIssuer};
use crate::licence::{Licence, Status, TypeCode};
use crate::reason::{Entry, Reason, recognition as reasons};
use crate::recognition::{Clause, ConditionKind, StaleStatus};
use time::{Duration, OffsetDateTime};

pub(super) fn check(
    case: &mut Case<'_>,
    licence: &Licence,
    issuer: &FoundIssuer<'_>,
    clause: Option<&Clause>,
    findings: &mut Findings,
) {
    told(case.input.own_record, case.input.now, findings);
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
    let listed = object.body.status(index);
    // One refusal is enough; the issuer's own record is newer.
    if case.input.own_record.is_none_or(|own| own == Status::Valid) {
        told(listed, as_of, findings);
    }
    if listed.is_none() {
        findings.undecided(Reason::new(&reasons::STATUS_NOT_COVERED));
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
        .with_words("max", hours_zh(most), hours_en(most));
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

/// What is revoked stays revoked, however old the news; the others are refused as of then.
fn told(status: Option<Status>, as_of: OffsetDateTime, findings: &mut Findings) {
    if let Some(entry) = status.and_then(refusing) {
        findings.refusal(Reason::new(entry).at("time", as_of));
    }
}

/// Returns the refusal that a state is; `None` where the licence stands.
pub(super) fn refusing(status: Status) -> Option<&'static Entry> {
    match status {
        Status::Revoked => Some(&reasons::STATUS_REVOKED),
        Status::Suspended => Some(&reasons::STATUS_SUSPENDED),
        Status::Replaced => Some(&reasons::STATUS_REPLACED),
        Status::Valid => None,
    }
}

/// Hours, minutes and seconds, those that are none left out.
fn parts(length: Duration) -> [i64; 3] {
    let seconds = length.whole_seconds();
    [seconds / 3600, seconds / 60 % 60, seconds % 60]
}

fn hours_zh(length: Duration) -> String {
    let units = parts(length).into_iter().zip(["小时", "分钟", "秒"]);
    let words = units.filter(|(count, _)| *count != 0);
    words
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn hours_en(length: Duration) -> String {
    let units = parts(length).into_iter().zip(["hour", "minute", "second"]);
    let words = units.filter(|(count, _)| *count != 0).map(|(count, unit)| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {unit}{plural}")
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_words_of_both_languages() {
        for (seconds, zh, en) in [
            (86_400, "24 小时", "24 hours"),
            (3_600, "1 小时", "1 hour"),
            (5_400, "1 小时 30 分钟", "1 hour 30 minutes"),
            (61, "1 分钟 1 秒", "1 minute 1 second"),
        ] {
            let length = Duration::seconds(seconds);
            assert_eq!((hours_zh(length), hours_en(length)), (zh.into(), en.into()));
        }
        let text = Reason::new(&reasons::STATUS_STALE)
            .at("as_of", OffsetDateTime::UNIX_EPOCH)
            .with_words("max", "24 小时".to_owned(), "24 hours".to_owned());
        assert!(
            text.en().contains("older than the 24 hours that"),
            "{}",
            text.en()
        );
        assert!(text.zh().contains("允许的 24 小时；"), "{}", text.zh());
    }
}
