//! The licence's own time and its state.

use super::*;

pub(super) const STATE: &[Row] = &[
    // The licence's own time.
    (
        "run out",
        |s| s.licence().valid_until = Some(date!(2026 - 11 - 30)),
        Refused,
        "REC-LICENCE-EXPIRED",
    ),
    (
        "last day",
        |s| s.licence().valid_until = Some(date!(2026 - 12 - 01)),
        Accepted,
        "REC-MUST-ACCEPT",
    ),
    (
        "not begun",
        |s| s.licence().valid_from = date!(2026 - 12 - 02),
        Refused,
        "REC-LICENCE-NOT-YET-VALID",
    ),
    (
        "permanent",
        |s| s.licence().valid_until = None,
        Accepted,
        "REC-MUST-ACCEPT",
    ),
    // The state.
    (
        "revoked by whoever decides, and not yet listed",
        |s| s.own_record = Some(Status::Revoked),
        Refused,
        "REC-STATUS-REVOKED",
    ),
    (
        "good in the own records, and listed as revoked",
        |s| {
            s.own_record = Some(Status::Valid);
            s.world.states[7] = Status::Revoked;
        },
        Refused,
        "REC-STATUS-REVOKED",
    ),
    (
        "revoked",
        |s| s.world.states[7] = Status::Revoked,
        Refused,
        "REC-STATUS-REVOKED",
    ),
    (
        "suspended",
        |s| s.world.states[7] = Status::Suspended,
        Refused,
        "REC-STATUS-SUSPENDED",
    ),
    (
        "replaced",
        |s| s.world.states[7] = Status::Replaced,
        Refused,
        "REC-STATUS-REPLACED",
    ),
    (
        "the neighbour is revoked",
        |s| s.world.states[6] = Status::Revoked,
        Accepted,
        "REC-MUST-ACCEPT",
    ),
    (
        "no index",
        |s| s.licence().status_index = None,
        CannotDecide,
        "REC-STATUS-NO-INDEX",
    ),
    (
        "index not covered",
        |s| s.world.states.truncate(7),
        CannotDecide,
        "REC-STATUS-NOT-COVERED",
    ),
    (
        "status for another type only",
        |s| {
            let other = TypeCode::parse("11990101TE5T00016T002").unwrap();
            s.licence().type_code = other.to_string();
            s.world.list.authorities[0].types.insert(other.clone());
            s.clause().type_code = other;
            let read = IdentifierAsRead::parse(
                "1.2.156.3005.2.11990101TE5T00016T002.11990101TE5T00016T.1.001.0",
            );
            let check = read.unwrap().expected_check();
            s.identifier(&format!(
                "1.2.156.3005.2.11990101TE5T00016T002.11990101TE5T00016T.1.001.{check}"
            ));
        },
        CannotDecide,
        "REC-STATUS-MISSING",
    ),
    (
        "stale",
        |s| s.world.as_of = NOW - Duration::hours(25),
        CannotDecide,
        "REC-STATUS-STALE",
    ),
    (
        "stale by the domain's own policy",
        |s| s.policy.most_status_age = Some(Duration::hours(1)),
        CannotDecide,
        "REC-STATUS-STALE",
    ),
    (
        "a policy cannot allow more than the clause",
        |s| {
            s.world.as_of = NOW - Duration::hours(25);
            s.policy.most_status_age = Some(Duration::days(30));
        },
        CannotDecide,
        "REC-STATUS-STALE",
    ),
    (
        "stale, which the clause allows",
        |s| {
            s.world.as_of = NOW - Duration::hours(25);
            s.clause().stale_status = StaleStatus::Recheck {
                most_age: 48 * 3_600,
            };
        },
        AcceptedWithConditions,
        "REC-STATUS-STALE",
    ),
    (
        "too stale for a clause that allows some",
        |s| {
            s.world.as_of = NOW - Duration::hours(49);
            s.clause().stale_status = StaleStatus::Recheck {
                most_age: 48 * 3_600,
            };
        },
        CannotDecide,
        "REC-STATUS-STALE",
    ),
    (
        "stale and revoked",
        |s| {
            s.world.as_of = NOW - Duration::hours(25);
            s.world.states[7] = Status::Revoked;
        },
        Refused,
        "REC-STATUS-REVOKED",
    ),
    (
        "status list expired",
        |s| {
            s.world.status_header.fresh_until = NOW - Duration::hours(1);
            s.world.status_header.valid_until = NOW - Duration::hours(1);
        },
        CannotDecide,
        "REC-OBJECT-EXPIRED",
    ),
    (
        "clock behind",
        |s| s.now = datetime!(2026-11-30 23:00 UTC),
        CannotDecide,
        "REC-CLOCK-BEHIND",
    ),
    (
        "clock behind, so that no certificate is in its term",
        |s| {
            s.now = datetime!(2026-11-30 23:00 UTC);
            s.indeterminate(Answer::Expired, SubIndication::OutOfBoundsNoPoe);
        },
        CannotDecide,
        "REC-CLOCK-BEHIND",
    ),
    (
        "much later",
        |s| s.now = datetime!(2027-02-01 00:00 UTC),
        CannotDecide,
        "REC-STATUS-STALE",
    ),
];
