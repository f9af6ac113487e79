//! What is known of a licence's state beside what its file says: for a report that decides nothing.

use super::issuer::issuing_list;
use super::state::refusing;
use crate::licence::{Status, TypeCode};
use crate::reason::{Reason, recognition as reasons};
use crate::recognition::{Object, StatusList, Store};
use crate::verify::{LicenceCheck, Report};
use time::OffsetDateTime;

/// Name of the check.
const CHECK: &str = "status";

/// Adds to the licence of a report what its issuer says of it since: by the issuer's own record,
/// where the caller is the issuer, and by the status list in `store` otherwise.
///
/// A licence that is told to be revoked, suspended or replaced is in that state then, and the check
/// `status` says since when that is known. The check passes where the issuer's record or a fresh list
/// says that the licence stands. There is no such check where nothing in `store` speaks of the
/// licence: nothing is then known. Whether the licence may be accepted is for [`super::decide`].
pub fn add_known_state(
    report: &mut Report,
    store: &Store,
    own_record: Option<Status>,
    now: OffsetDateTime,
) {
    let Some((status, check)) = known(report, store, own_record, now) else {
        return;
    };
    let Some(licence) = &mut report.licence else {
        return;
    };
    match status {
        Some(Status::Revoked) => licence.state = "revoked",
        Some(Status::Suspended) => licence.state = "suspended",
        Some(Status::Replaced) => licence.state = "replaced",
        Some(Status::Valid) | None => {}
    }
    licence.checks.push(check);
}

fn known(
    report: &Report,
    store: &Store,
    own_record: Option<Status>,
    now: OffsetDateTime,
) -> Option<(Option<Status>, LicenceCheck)> {
    let told = |status: Status, as_of| {
        let reason = refusing(status).map(|entry| Reason::new(entry).at("time", as_of));
        (Some(status), check(reason))
    };
    if let Some(own) = own_record.filter(|own| *own != Status::Valid) {
        return Some(told(own, now));
    }
    let listed = listed(report, store);
    if let Some((Some(status), object)) = listed
        && status != Status::Valid
    {
        // However old the list is: what was revoked then does not come back.
        return Some(told(status, object.body.as_of()));
    }
    if let Some(own) = own_record {
        return Some(told(own, now));
    }
    let (status, object) = listed?;
    let reason = if status.is_none() {
        Some(Reason::new(&reasons::STATUS_NOT_COVERED))
    } else {
        too_old(object, now)
    };
    Some((status, check(reason)))
}

/// What the list of the licence's issuer says of it, and the list; `None` where there is no such list.
fn listed<'s>(
    report: &Report,
    store: &'s Store,
) -> Option<(Option<Status>, &'s Object<StatusList>)> {
    let licence = report.licence.as_ref()?.record.as_deref()?;
    let type_code = TypeCode::parse(&licence.type_code).ok()?;
    let list = issuing_list(report, store, licence)?;
    let domain = &list.header.domain;
    // Without its root nothing of a domain is used.
    store.root(domain)?;
    let object = store.status(domain, &list.body.status_scope.scope_of(&type_code))?;
    Some((object.body.status(licence.status_index?), object))
}

fn too_old(object: &Object<StatusList>, now: OffsetDateTime) -> Option<Reason> {
    let header = &object.header;
    let (entry, since) = if !object.is_valid(now) {
        (&reasons::OBJECT_EXPIRED, header.valid_until)
    } else if !object.is_fresh(now) {
        (&reasons::OBJECT_STALE, header.fresh_until)
    } else {
        return None;
    };
    let key = crate::recognition::Body::key(&object.body, header);
    Some(Reason::new(entry).with("object", key).at("time", since))
}

fn check(reason: Option<Reason>) -> LicenceCheck {
    LicenceCheck {
        name: CHECK,
        passed: reason.is_none(),
        reason,
    }
}
